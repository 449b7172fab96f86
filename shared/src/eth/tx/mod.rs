//! Unsigned transactions: decoded once, re-encoded, equal or refused.
//!
//! | first byte | kind | file |
//! |---|---|---|
//! | 0xc0 and above | legacy with replay protection (EIP-155) | `legacy` |
//! | 0x01 | EIP-2930 | `eip2930` |
//! | 0x02 | EIP-1559 | `eip1559` |
//! | 0x03 | EIP-4844, by its blob hashes | `eip4844` |
//! | 0x04 | EIP-7702 | `eip7702` |
//!
//! May not enter: signed transactions, and any way to a digest but over the bytes that were compared.

mod eip1559;
mod eip2930;
mod eip4844;
mod eip7702;
mod error;
mod legacy;
#[cfg(test)]
mod tests;

use super::{Address, B256, Bytes, RecoverableSignature, U256, keccak256};
use alloy_consensus::{
    SignableTransaction, Transaction,
    transaction::{RlpEcdsaDecodableTx, RlpEcdsaEncodableTx},
};
use alloy_eips::{eip2930::AccessList, eip7702::SignedAuthorization};

pub use error::TxError;

/// The lowest first byte of an RLP list; a type byte (EIP-2718) is below 0x80.
pub(crate) const RLP_LIST: u8 = 0xc0;

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

/// Runs the same expression on the transaction, of whichever kind.
macro_rules! each {
    ($tx:expr, $inner:ident => $body:expr) => {
        match $tx {
            UnsignedTx::Legacy($inner) => $body,
            UnsignedTx::Eip2930($inner) => $body,
            UnsignedTx::Eip1559($inner) => $body,
            UnsignedTx::Eip4844($inner) => $body,
            UnsignedTx::Eip7702($inner) => $body,
        }
    };
}

impl UnsignedTx {
    /// Reads the unsigned form: RLP of nine items (legacy, EIP-155) or type byte ‖ RLP (EIP-2718).
    ///
    /// Chain id 0 is refused: it would be valid nowhere or, in a legacy transaction, everywhere.
    pub fn decode(bytes: &[u8]) -> Result<Self, TxError> {
        let (first, rest) = bytes.split_first().ok_or(TxError::Empty)?;
        let tx = match *first {
            RLP_LIST.. => Self::Legacy(legacy::decode(bytes)?),
            1 => Self::Eip2930(eip2930::decode(rest)?),
            2 => Self::Eip1559(eip1559::decode(rest)?),
            3 => Self::Eip4844(eip4844::decode(rest)?),
            4 => Self::Eip7702(eip7702::decode(rest)?),
            type_byte => return Err(TxError::UnknownType { type_byte }),
        };
        if tx.chain_id() == 0 {
            return Err(TxError::ChainIdZero);
        }
        if tx.encode() != bytes {
            return Err(TxError::NotCanonical { kind: tx.kind_name() });
        }
        Ok(tx)
    }

    /// The unsigned form, as it is hashed.
    pub fn encode(&self) -> Vec<u8> {
        each!(self, tx => tx.encoded_for_signing())
    }

    /// keccak256 of the unsigned form.
    pub fn digest(&self) -> B256 {
        keccak256(self.encode())
    }

    /// The chain the transaction is for; never absent here.
    pub fn chain_id(&self) -> u64 {
        match self {
            Self::Legacy(tx) => tx.chain_id.unwrap_or_default(), // decode() lets no absent one through
            Self::Eip2930(tx) => tx.chain_id,
            Self::Eip1559(tx) => tx.chain_id,
            Self::Eip4844(tx) => tx.chain_id,
            Self::Eip7702(tx) => tx.chain_id,
        }
    }

    /// The sender's nonce.
    pub fn nonce(&self) -> u64 {
        each!(self, tx => tx.nonce)
    }

    /// Gas limit.
    pub fn gas_limit(&self) -> u64 {
        each!(self, tx => tx.gas_limit)
    }

    /// The most a unit of gas may cost, in wei: the gas price, or the fee cap.
    pub fn max_fee_per_gas(&self) -> u128 {
        each!(self, tx => Transaction::max_fee_per_gas(tx))
    }

    /// The tip cap, in wei, where the kind has one.
    pub fn max_priority_fee_per_gas(&self) -> Option<u128> {
        each!(self, tx => Transaction::max_priority_fee_per_gas(tx))
    }

    /// gas limit × max fee per gas, plus the worst case of blob gas, in wei.
    pub fn worst_case_fee(&self) -> U256 {
        let gas = U256::from(self.gas_limit()) * U256::from(self.max_fee_per_gas()); // below 2^192
        match self {
            Self::Eip4844(tx) => gas + eip4844::worst_case_fee(tx), // below 2^193
            _ => gas,
        }
    }

    /// The called account; `None` for a contract creation.
    pub fn to(&self) -> Option<Address> {
        each!(self, tx => Transaction::to(tx))
    }

    /// Wei sent along.
    pub fn value(&self) -> U256 {
        each!(self, tx => tx.value)
    }

    /// Calldata or init code.
    pub fn data(&self) -> &Bytes {
        each!(self, tx => &tx.input)
    }

    /// The accounts and slots paid for in advance (EIP-2930), where the kind has such a list.
    pub fn access_list(&self) -> Option<&AccessList> {
        each!(self, tx => Transaction::access_list(tx))
    }

    /// The authorizations that the transaction carries (EIP-7702); empty in every other kind.
    pub fn authorizations(&self) -> &[SignedAuthorization] {
        match self {
            Self::Eip7702(tx) => &tx.authorization_list,
            _ => &[],
        }
    }

    /// The versioned hashes of the blobs (EIP-4844); empty in every other kind.
    pub fn blob_hashes(&self) -> &[B256] {
        match self {
            Self::Eip4844(tx) => &tx.blob_versioned_hashes,
            _ => &[],
        }
    }

    /// `legacy`, `EIP-2930`, …
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Legacy(_) => legacy::NAME,
            Self::Eip2930(_) => eip2930::NAME,
            Self::Eip1559(_) => eip1559::NAME,
            Self::Eip4844(_) => eip4844::NAME,
            Self::Eip7702(_) => eip7702::NAME,
        }
    }

    /// The signed transaction as it is broadcast (EIP-2718; blobs without their sidecar), and its hash.
    pub fn signed(&self, signature: &RecoverableSignature) -> (Vec<u8>, B256) {
        let mut raw = Vec::new();
        each!(self, tx => tx.eip2718_encode(&signature.for_encoding(), &mut raw));
        let hash = keccak256(&raw);
        (raw, hash)
    }
}

/// Reads `rlp` as one list of exactly the items that `T` has; that they are canonical is compared afterwards.
fn items<T: RlpEcdsaDecodableTx>(kind: &'static str, mut rlp: &[u8]) -> Result<T, TxError> {
    let tx = T::rlp_decode(&mut rlp).map_err(|reason| TxError::Rlp { kind, reason })?;
    if rlp.is_empty() { Ok(tx) } else { Err(TxError::Trailing { kind, length: rlp.len() }) }
}
