//! Running one transaction or call on the EVM, under Prague rules. Changes nothing; the caller commits.

use std::convert::Infallible;

use alloy::{
    consensus::{Transaction, TxEnvelope, transaction::Recovered},
    primitives::{Address, B256, TxKind, U256},
    rpc::types::TransactionRequest,
};
use revm::{
    Context, ExecuteEvm, MainBuilder, MainContext,
    context::{
        BlockEnv, CfgEnv, TxEnv,
        result::{EVMError, ResultAndState},
    },
    context_interface::either::Either,
    primitives::hardfork::SpecId,
};

use super::state::Accounts;

/// Where a transaction runs: the block it would be in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings {
    pub(super) chain_id: u64,
    pub(super) number: u64,
    /// Seconds since 1970.
    pub(super) timestamp: u64,
    pub(super) gas_limit: u64,
    /// Wei a unit of gas.
    pub(super) base_fee: u64,
    pub(super) random: B256,
}

impl Surroundings {
    fn block(&self) -> BlockEnv {
        BlockEnv {
            number: U256::from(self.number),
            beneficiary: Address::ZERO,
            timestamp: U256::from(self.timestamp),
            gas_limit: self.gas_limit,
            basefee: self.base_fee,
            prevrandao: Some(self.random),
            ..BlockEnv::default()
        }
    }

    fn rules(&self) -> CfgEnv {
        CfgEnv::new_with_spec(SpecId::PRAGUE).with_mainnet_gas_params().with_chain_id(self.chain_id)
    }
}

/// What the EVM may answer; the database is memory and cannot fail.
pub(super) type Outcome = Result<ResultAndState, EVMError<Infallible>>;

/// Runs a signed transaction under all the rules.
pub(super) fn transaction(
    accounts: &Accounts,
    surroundings: &Surroundings,
    signed: &Recovered<TxEnvelope>,
) -> Outcome {
    run(accounts, surroundings.block(), surroundings.rules(), of_signed(signed))
}

/// Runs a call: without the checks that protect a chain from a sender, as `eth_call` is defined.
pub(super) fn call(
    accounts: &Accounts,
    surroundings: &Surroundings,
    request: &TransactionRequest,
    gas_limit: u64,
) -> Outcome {
    let mut rules = surroundings.rules();
    rules.disable_nonce_check = true;
    rules.disable_balance_check = true;
    rules.disable_base_fee = true;
    rules.disable_eip3607 = true;
    run(accounts, surroundings.block(), rules, of_request(request, gas_limit))
}

fn run(accounts: &Accounts, block: BlockEnv, rules: CfgEnv, tx: TxEnv) -> Outcome {
    Context::mainnet().with_ref_db(accounts).with_block(block).with_cfg(rules).build_mainnet().transact(tx)
}

fn of_signed(signed: &Recovered<TxEnvelope>) -> TxEnv {
    use alloy::consensus::Typed2718;
    TxEnv {
        tx_type: signed.ty(),
        caller: signed.signer(),
        gas_limit: signed.gas_limit(),
        gas_price: signed.max_fee_per_gas(),
        kind: signed.kind(),
        value: signed.value(),
        data: signed.input().clone(),
        nonce: signed.nonce(),
        chain_id: signed.chain_id(),
        access_list: signed.access_list().cloned().unwrap_or_default(),
        gas_priority_fee: signed.max_priority_fee_per_gas(),
        blob_hashes: Vec::new(), // blob transactions are not admitted
        max_fee_per_blob_gas: 0,
        authorization_list: signed
            .authorization_list()
            .unwrap_or_default()
            .iter()
            .cloned()
            .map(Either::Left)
            .collect(),
    }
}

fn of_request(request: &TransactionRequest, gas_limit: u64) -> TxEnv {
    let authorizations = request.authorization_list.clone().unwrap_or_default();
    let tip = request.max_priority_fee_per_gas;
    let tx_type = if !authorizations.is_empty() {
        4
    } else if request.max_fee_per_gas.is_some() || tip.is_some() {
        2
    } else {
        u8::from(request.access_list.is_some())
    };
    TxEnv {
        tx_type,
        caller: request.from.unwrap_or_default(),
        gas_limit,
        gas_price: request.max_fee_per_gas.or(request.gas_price).or(tip).unwrap_or_default(),
        kind: request.to.unwrap_or(TxKind::Create),
        value: request.value.unwrap_or_default(),
        data: request.input.input().cloned().unwrap_or_default(),
        nonce: request.nonce.unwrap_or_default(),
        chain_id: request.chain_id,
        access_list: request.access_list.clone().unwrap_or_default(),
        gas_priority_fee: tip,
        blob_hashes: Vec::new(),
        max_fee_per_blob_gas: 0,
        authorization_list: authorizations.into_iter().map(Either::Left).collect(),
    }
}
