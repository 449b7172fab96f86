//! Which raw transactions the devnet takes, with the words of geth where geth has words for it.

use alloy::{
    consensus::{
        Transaction, TxEnvelope,
        transaction::{Recovered, SignerRecoverable},
    },
    eips::eip2718::Decodable2718,
};
use revm::context::result::InvalidTransaction;

use super::rpc::RpcError;

/// The longest raw transaction: what the pools of public nodes take (geth: 4 slots of 32 KiB).
const RAW_BYTES_MAX: usize = 128 * 1024;

/// Decodes a raw transaction (EIP-2718, or RLP for legacy) and recovers its sender. The chain judges the rest.
pub(super) fn decode(raw: &[u8], chain_id: u64) -> Result<Recovered<TxEnvelope>, RpcError> {
    if raw.len() > RAW_BYTES_MAX {
        return Err(RpcError::refused(format!(
            "oversized data: transaction size {}, limit {RAW_BYTES_MAX}",
            raw.len()
        )));
    }
    let transaction = TxEnvelope::decode_2718_exact(raw)
        .map_err(|error| RpcError::invalid_params(format!("the transaction cannot be decoded: {error}")))?;
    if transaction.is_eip4844() {
        return Err(RpcError::refused(
            "transaction type not supported: this devnet has no blob pool and no KZG, so EIP-4844 transactions are not taken; use another node for them",
        ));
    }
    match transaction.chain_id() {
        Some(id) if id == chain_id => {}
        Some(id) => {
            return Err(RpcError::refused(format!("invalid chain id for signer: have {id} want {chain_id}")));
        }
        None => {
            return Err(RpcError::refused("only replay-protected (EIP-155) transactions allowed over RPC"));
        }
    }
    let signer = transaction
        .recover_signer()
        .map_err(|_| RpcError::refused("invalid sender: no key makes this signature with a low s"))?;
    Ok(Recovered::new_unchecked(transaction, signer))
}

/// The EVM's refusal in geth's words, which scripts and our own client match.
pub(super) fn refusal(invalid: &InvalidTransaction) -> RpcError {
    use InvalidTransaction as Invalid;
    RpcError::refused(match invalid {
        Invalid::NonceTooLow { tx, state } => {
            format!("nonce too low: next nonce {state}, tx nonce {tx}")
        }
        Invalid::NonceTooHigh { tx, state } => format!(
            "nonce too high: next nonce {state}, tx nonce {tx}; this devnet mines at once and keeps no queue"
        ),
        Invalid::LackOfFundForMaxFee { fee, balance } => {
            format!("insufficient funds for gas * price + value: balance {balance}, tx cost {fee}")
        }
        Invalid::CallGasCostMoreThanGasLimit { initial_gas, gas_limit } => {
            format!("intrinsic gas too low: gas {gas_limit}, minimum needed {initial_gas}")
        }
        Invalid::GasFloorMoreThanGasLimit { gas_floor, gas_limit } => {
            format!("insufficient gas for floor data gas cost: gas {gas_limit}, minimum needed {gas_floor}")
        }
        Invalid::GasPriceLessThanBasefee => "max fee per gas less than block base fee".to_owned(),
        Invalid::PriorityFeeGreaterThanMaxFee => {
            "max priority fee per gas higher than max fee per gas".to_owned()
        }
        Invalid::CallerGasLimitMoreThanBlock => "exceeds block gas limit".to_owned(),
        Invalid::InvalidChainId | Invalid::MissingChainId => "invalid chain id".to_owned(),
        Invalid::RejectCallerWithCode => "sender not an eoa: the account has code".to_owned(),
        Invalid::CreateInitCodeSizeLimit => "max initcode size exceeded: limit 49152".to_owned(),
        other => format!("invalid transaction: {other}"),
    })
}
