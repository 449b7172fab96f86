//! What a call would do: `eth_simulateV1` for one call, and `debug_traceCall` with the prestateTracer in diffMode.
//!
//! So much that a newcomer sees a trial run of what will be signed; everything else of these methods is refused, never ignored.

use alloy::{
    primitives::{B256, U64, U256},
    rpc::types::TransactionRequest,
};
use revm::context::result::{ExecutionResult, ResultAndState};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    chain::{BLOCK_GAS, Chain},
    rpc::RpcError,
};
use crate::revert;

/// The parameter of `eth_simulateV1`, of which one block with one call is run.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Simulate {
    block_state_calls: Vec<BlockCalls>,
    #[serde(default)]
    trace_transfers: bool,
    #[serde(default)]
    validation: bool,
    #[serde(default, rename = "returnFullTransactions")]
    _full: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockCalls {
    #[serde(default)]
    calls: Vec<TransactionRequest>,
}

/// The third parameter of `debug_traceCall`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tracer {
    #[serde(default)]
    tracer: String,
    #[serde(default)]
    tracer_config: TracerConfig,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TracerConfig {
    #[serde(default)]
    diff_mode: bool,
}

/// `eth_simulateV1`.
pub(super) fn simulate(chain: &Chain, wanted: Simulate) -> Result<Value, RpcError> {
    let only = |what: &str| Err(RpcError::invalid_params(format!("this devnet simulates {what}")));
    if wanted.trace_transfers || wanted.validation {
        return only("without traceTransfers and validation");
    }
    let mut blocks = wanted.block_state_calls.into_iter();
    let (Some(block), None) = (blocks.next(), blocks.next()) else { return only("one block") };
    let mut calls = block.calls.into_iter();
    let (Some(call), None) = (calls.next(), calls.next()) else { return only("one call") };
    let ResultAndState { result, .. } = run(chain, &call)?;
    let logs: Vec<Value> = (0_u64..)
        .zip(result.logs())
        .map(|(index, log)| {
            json!({
                "address": log.address,
                "topics": log.data.topics(),
                "data": log.data.data,
                "logIndex": U64::from(index),
                "removed": false,
            })
        })
        .collect();
    let mut told = json!({
        "status": U64::from(u64::from(result.is_success())),
        "gasUsed": U64::from(result.tx_gas_used()),
        "logs": logs,
        "returnData": result.output().cloned().unwrap_or_default(),
    });
    let error = match &result {
        ExecutionResult::Success { .. } => None,
        ExecutionResult::Revert { output, .. } => {
            let reason = revert::reason(output).map(|reason| format!(": {reason}")).unwrap_or_default();
            Some(json!({ "code": 3, "message": format!("execution reverted{reason}"), "data": output }))
        }
        ExecutionResult::Halt { reason, .. } => {
            Some(json!({ "code": -32_015, "message": format!("execution stopped: {reason:?}") }))
        }
    };
    if let (Some(error), Some(told)) = (error, told.as_object_mut()) {
        told.insert("error".to_owned(), error);
    }
    let head = &chain.head().header;
    Ok(json!([{
        "number": U64::from(head.number + 1),
        "parentHash": head.hash(),
        "gasLimit": U64::from(BLOCK_GAS),
        "gasUsed": U64::from(result.tx_gas_used()),
        "baseFeePerGas": U64::from(chain.next_base_fee()),
        "calls": [told],
    }]))
}

/// `debug_traceCall`: before and after of every account that a call changes.
pub(super) fn difference(
    chain: &Chain,
    call: &TransactionRequest,
    tracer: &Tracer,
) -> Result<Value, RpcError> {
    if tracer.tracer != "prestateTracer" || !tracer.tracer_config.diff_mode {
        return Err(RpcError::invalid_params("this devnet has the prestateTracer in diffMode alone"));
    }
    let ResultAndState { state, .. } = run(chain, call)?;
    let (mut pre, mut post) = (Map::new(), Map::new());
    for (address, account) in state.iter().filter(|(_, account)| account.is_touched()) {
        let (balance, nonce, code) = chain.account(*address);
        let new_code = account.info.code.as_ref().map(|code| code.original_bytes());
        let (mut before, mut after) = (Map::new(), Map::new());
        before.insert("balance".to_owned(), json!(balance));
        if account.info.balance != balance {
            after.insert("balance".to_owned(), json!(account.info.balance));
        }
        if nonce > 0 {
            before.insert("nonce".to_owned(), json!(nonce));
        }
        if account.info.nonce != nonce {
            after.insert("nonce".to_owned(), json!(account.info.nonce));
        }
        if !code.is_empty() {
            before.insert("code".to_owned(), json!(code));
        }
        if let Some(new_code) = new_code.filter(|new_code| *new_code != code) {
            after.insert("code".to_owned(), json!(new_code));
        }
        let (mut old, mut new) = (Map::new(), Map::new());
        for (slot, word) in account.storage.iter().filter(|(_, word)| word.is_changed()) {
            let name = B256::from(*slot).to_string();
            // As geth does: a word that is zero is left out.
            let insert = |storage: &mut Map<String, Value>, word: U256| {
                if !word.is_zero() {
                    storage.insert(name.clone(), json!(B256::from(word)));
                }
            };
            insert(&mut old, word.original_value());
            insert(&mut new, word.present_value());
        }
        if after.is_empty() && old.is_empty() && new.is_empty() {
            continue;
        }
        if !old.is_empty() {
            before.insert("storage".to_owned(), Value::Object(old));
        }
        if !new.is_empty() {
            after.insert("storage".to_owned(), Value::Object(new));
        }
        pre.insert(address.to_string(), Value::Object(before));
        post.insert(address.to_string(), Value::Object(after));
    }
    Ok(json!({ "pre": pre, "post": post }))
}

fn run(chain: &Chain, call: &TransactionRequest) -> Result<ResultAndState, RpcError> {
    chain.on_trial(call, call.gas.unwrap_or(BLOCK_GAS).min(BLOCK_GAS))
}
