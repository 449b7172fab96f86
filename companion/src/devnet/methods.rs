//! The methods of the devnet, by their names in the Ethereum JSON-RPC specification.
//!
//! Only the state after the last block is kept: a question about an older one is refused, never answered wrongly.

use alloy::{
    eips::{BlockId, BlockNumberOrTag, RpcBlockHash},
    primitives::{Address, B256, Bytes, U64, U256, keccak256},
    rpc::types::{FeeHistory, Filter, FilterBlockOption, TransactionRequest},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    chain::{Block, Chain},
    render,
    rpc::RpcError,
    trial,
};

/// What is suggested as a tip, in wei: 1 gwei. Nothing here competes for blocks.
const TIP: u64 = 1_000_000_000;
/// The most blocks of one fee history, as in geth.
const FEE_HISTORY_MAX: u64 = 1_024;
/// The most percentiles of one fee history, as in geth.
const PERCENTILES_MAX: usize = 100;

/// The most slots of one proof.
const PROOF_SLOTS_MAX: usize = 1_024;

type Answer = Result<Value, RpcError>;

/// Runs one method.
pub(super) fn call(chain: &mut Chain, method: &str, params: &[Value]) -> Answer {
    let params = Params(params);
    match method {
        "web3_clientVersion" => Ok(json!(concat!("coldframe-devnet/", env!("CARGO_PKG_VERSION")))),
        "web3_sha3" => Ok(json!(keccak256(params.required::<Bytes>(0)?))),
        "net_version" => Ok(json!(chain.chain_id.to_string())),
        "net_listening" => Ok(json!(true)),
        "eth_chainId" => quantity(chain.chain_id),
        "eth_syncing" => Ok(json!(false)),
        "eth_accounts" => Ok(json!([])), // no keys here
        "eth_blockNumber" => quantity(chain.head().header.number),
        "eth_gasPrice" => quantity(chain.next_base_fee() + TIP),
        "eth_maxPriorityFeePerGas" => quantity(TIP),
        "eth_feeHistory" => fee_history(chain, &params),
        "eth_getBalance" => {
            latest(chain, &params, 1)?;
            Ok(json!(chain.account(params.required(0)?).0))
        }
        "eth_getTransactionCount" => {
            latest(chain, &params, 1)?;
            quantity(chain.account(params.required(0)?).1)
        }
        "eth_getCode" => {
            latest(chain, &params, 1)?;
            Ok(json!(chain.account(params.required(0)?).2))
        }
        "eth_getStorageAt" => {
            latest(chain, &params, 2)?;
            let (address, slot) = (params.required::<Address>(0)?, params.required::<U256>(1)?);
            Ok(json!(B256::from(chain.storage(address, slot))))
        }
        "eth_getProof" => {
            latest(chain, &params, 2)?;
            let (address, slots) = (params.required::<Address>(0)?, params.required::<Vec<B256>>(1)?);
            if slots.len() > PROOF_SLOTS_MAX {
                return Err(RpcError::invalid_params("at most 1024 slots are proven at once"));
            }
            written(&chain.proof(address, &slots))
        }
        "eth_call" => {
            latest(chain, &params, 1)?;
            Ok(json!(chain.call(&request(&params)?)?))
        }
        "eth_estimateGas" => {
            latest(chain, &params, 1)?;
            quantity(chain.estimate(&request(&params)?)?)
        }
        "eth_simulateV1" => {
            latest(chain, &params, 1)?;
            trial::simulate(chain, params.required(0)?)
        }
        "debug_traceCall" => {
            latest(chain, &params, 1)?;
            trial::difference(chain, &request(&params)?, &params.required(2)?)
        }
        "eth_sendRawTransaction" => Ok(json!(chain.send(&params.required::<Bytes>(0)?)?)),
        "eth_getTransactionByHash" => {
            let found = chain.transaction(&params.required(0)?);
            written(&found.map(|(block, mined)| render::transaction(block, mined)))
        }
        "eth_getTransactionReceipt" => {
            let found = chain.transaction(&params.required(0)?);
            written(&found.map(|(block, mined)| render::receipt(block, mined)))
        }
        "eth_getBlockByNumber" => {
            let block = by_number(chain, params.required(0)?);
            let full = params.optional(1)?.unwrap_or(false);
            written(&block.map(|block| render::block(block, full)))
        }
        "eth_getBlockByHash" => {
            let block = chain.block_by_hash(&params.required(0)?);
            let full = params.optional(1)?.unwrap_or(false);
            written(&block.map(|block| render::block(block, full)))
        }
        "eth_getLogs" => logs(chain, &params.required(0)?),
        other => Err(RpcError::unknown_method(other)),
    }
}

/// Positional parameters.
struct Params<'a>(&'a [Value]);

impl Params<'_> {
    fn optional<T: DeserializeOwned>(&self, index: usize) -> Result<Option<T>, RpcError> {
        match self.0.get(index) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => serde_json::from_value(value.clone())
                .map(Some)
                .map_err(|error| RpcError::invalid_params(format!("invalid argument {index}: {error}"))),
        }
    }

    fn required<T: DeserializeOwned>(&self, index: usize) -> Result<T, RpcError> {
        self.optional(index)?
            .ok_or_else(|| RpcError::invalid_params(format!("missing value for required argument {index}")))
    }
}

fn quantity(number: u64) -> Answer {
    Ok(json!(U64::from(number)))
}

fn written(value: &impl serde::Serialize) -> Answer {
    serde_json::to_value(value).map_err(|error| RpcError::internal(error.to_string()))
}

fn request(params: &Params<'_>) -> Result<TransactionRequest, RpcError> {
    let request: TransactionRequest = params.required(0)?;
    if let (Some(input), Some(data)) = (&request.input.input, &request.input.data)
        && input != data
    {
        return Err(RpcError::invalid_params("both \"data\" and \"input\" are set and differ; send one"));
    }
    Ok(request)
}

fn by_number(chain: &Chain, number: BlockNumberOrTag) -> Option<&Block> {
    match number {
        BlockNumberOrTag::Number(number) => chain.block(number),
        BlockNumberOrTag::Earliest => chain.block(0),
        // Mined at once, never reorganised: the last block is all of these.
        BlockNumberOrTag::Latest
        | BlockNumberOrTag::Pending
        | BlockNumberOrTag::Safe
        | BlockNumberOrTag::Finalized => Some(chain.head()),
    }
}

/// Refuses a question about any state but the one after the last block.
fn latest(chain: &Chain, params: &Params<'_>, index: usize) -> Result<(), RpcError> {
    let block = match params.optional(index)?.unwrap_or_default() {
        BlockId::Number(number) => by_number(chain, number),
        BlockId::Hash(RpcBlockHash { block_hash, .. }) => chain.block_by_hash(&block_hash),
    };
    let head = chain.head().header.number;
    match block.map(|block| block.header.number) {
        Some(number) if number == head => Ok(()),
        Some(number) => Err(RpcError::refused(format!(
            "the state of block {number} is not kept; this devnet answers for its last block, {head}"
        ))),
        None => Err(RpcError::refused("header not found")),
    }
}

fn fee_history(chain: &Chain, params: &Params<'_>) -> Answer {
    let count = params.required::<U64>(0)?.to::<u64>().min(FEE_HISTORY_MAX);
    let newest = by_number(chain, params.required(1)?)
        .map(|block| block.header.number)
        .ok_or_else(|| RpcError::refused("request beyond head block"))?;
    let percentiles: Vec<f64> = params.optional(2)?.unwrap_or_default();
    if percentiles.len() > PERCENTILES_MAX || !percentiles.is_sorted() {
        return Err(RpcError::invalid_params("percentiles are at most 100 numbers in rising order"));
    }
    let oldest = (newest + 1).saturating_sub(count);
    let blocks: Vec<_> = (oldest..=newest).filter_map(|number| chain.block(number)).collect();
    let next =
        chain.block(newest + 1).map_or(Some(chain.next_base_fee()), |next| next.header.base_fee_per_gas);
    let base_fees = blocks.iter().map(|block| block.header.base_fee_per_gas).chain([next]);
    // One transaction a block: every percentile is its tip.
    let tips = blocks.iter().map(|block| {
        let header = &block.header;
        let tip = block.mined.as_ref().map_or(0, |mined| {
            mined.gas_price(header).saturating_sub(header.base_fee_per_gas.unwrap_or_default().into())
        });
        vec![tip; percentiles.len()]
    });
    #[allow(clippy::cast_precision_loss, reason = "a ratio for people, and below 2^53 exact")]
    let ratios = blocks.iter().map(|block| block.header.gas_used as f64 / block.header.gas_limit as f64);
    written(&FeeHistory {
        base_fee_per_gas: base_fees.map(|fee| fee.unwrap_or_default().into()).collect(),
        gas_used_ratio: ratios.collect(),
        oldest_block: oldest,
        reward: (!percentiles.is_empty()).then(|| tips.collect()),
        ..FeeHistory::default()
    })
}

fn logs(chain: &Chain, filter: &Filter) -> Answer {
    let blocks: Vec<&Block> = match filter.block_option {
        FilterBlockOption::AtBlockHash(hash) => {
            vec![chain.block_by_hash(&hash).ok_or_else(|| RpcError::refused("unknown block"))?]
        }
        FilterBlockOption::Range { from_block, to_block } => {
            let head = chain.head().header.number;
            let number = |tag: Option<BlockNumberOrTag>| match tag.unwrap_or_default() {
                BlockNumberOrTag::Number(number) => number,
                BlockNumberOrTag::Earliest => 0,
                _ => head,
            };
            let (from, to) = (number(from_block), number(to_block).min(head));
            (from..=to).filter_map(|number| chain.block(number)).collect()
        }
    };
    let logs = blocks.into_iter().filter_map(|block| Some((block, block.mined.as_ref()?)));
    let logs = logs.flat_map(|(block, mined)| render::logs(block, mined));
    written(&logs.filter(|log| filter.matches(&log.inner)).collect::<Vec<_>>())
}
