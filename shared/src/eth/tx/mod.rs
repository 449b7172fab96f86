//! Unsigned transactions: decoded once, re-encoded, equal or refused.

use super::{Address, B256, Bytes, RecoverableSignature, U256};

/// An unsigned transaction of any kind that is signed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnsignedTx {
    /// Legacy with EIP-155 replay protection.
    Legacy(alloy_consensus::TxLegacy),
    /// EIP-2930.
    Eip2930(alloy_consensus::TxEip2930),
    /// EIP-1559.
    Eip1559(alloy_consensus::TxEip1559),
    /// EIP-4844, by its blob hashes.
    Eip4844(alloy_consensus::TxEip4844),
    /// EIP-7702.
    Eip7702(alloy_consensus::TxEip7702),
}

/// Why a transaction was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TxError {
    /// skeleton
    #[error("skeleton")]
    Skeleton,
}

impl crate::Refusal for TxError {
    fn kind(&self) -> crate::Kind {
        crate::Kind::new("rlp")
    }
}

impl UnsignedTx {
    /// Reads the unsigned form: RLP of nine items (legacy, EIP-155) or type byte ‖ RLP (EIP-2718).
    pub fn decode(_bytes: &[u8]) -> Result<Self, TxError> {
        unimplemented!()
    }
    /// The unsigned form, as it is hashed.
    pub fn encode(&self) -> Vec<u8> {
        unimplemented!()
    }
    /// keccak256 of the unsigned form.
    pub fn digest(&self) -> B256 {
        unimplemented!()
    }
    /// The chain the transaction is for; never absent here.
    pub fn chain_id(&self) -> u64 {
        unimplemented!()
    }
    /// The sender's nonce.
    pub fn nonce(&self) -> u64 {
        unimplemented!()
    }
    /// Gas limit.
    pub fn gas_limit(&self) -> u64 {
        unimplemented!()
    }
    /// The most a unit of gas may cost, in wei: the gas price, or the fee cap.
    pub fn max_fee_per_gas(&self) -> u128 {
        unimplemented!()
    }
    /// The tip cap, in wei, where the kind has one.
    pub fn max_priority_fee_per_gas(&self) -> Option<u128> {
        unimplemented!()
    }
    /// gas limit × max fee per gas, plus the worst case of blob gas, in wei.
    pub fn worst_case_fee(&self) -> U256 {
        unimplemented!()
    }
    /// The called account; `None` for a contract creation.
    pub fn to(&self) -> Option<Address> {
        unimplemented!()
    }
    /// Wei sent along.
    pub fn value(&self) -> U256 {
        unimplemented!()
    }
    /// Calldata or init code.
    pub fn data(&self) -> &Bytes {
        unimplemented!()
    }
    /// `legacy`, `EIP-2930`, …
    pub fn kind_name(&self) -> &'static str {
        unimplemented!()
    }
    /// The signed transaction as it is broadcast, and its hash.
    pub fn signed(&self, _signature: &RecoverableSignature) -> (Vec<u8>, B256) {
        unimplemented!()
    }
}
