//! EIP-4844: 0x03 ‖ rlp([chain id, nonce, tip cap, fee cap, gas limit, to, value, data, access list, blob fee cap,
//! blob hashes]).
//!
//! Only this form is hashed. The network form, with 128 kB a blob, is refused: nobody can review it, and a QR link
//! should not carry it.

use super::{TxError, U256};
use alloy_consensus::TxEip4844;
use alloy_rlp::Header;

pub(super) const NAME: &str = "EIP-4844";
/// VERSIONED_HASH_VERSION_KZG of EIP-4844.
const KZG: u8 = 1;
/// GAS_PER_BLOB of EIP-4844.
const GAS_PER_BLOB: u64 = 1 << 17;

pub(super) fn decode(rlp: &[u8]) -> Result<TxEip4844, TxError> {
    if begins_with_list(rlp) {
        return Err(TxError::Sidecar);
    }
    let tx: TxEip4844 = super::items(NAME, rlp)?;
    if tx.blob_versioned_hashes.is_empty() {
        return Err(TxError::NoBlobs);
    }
    for (position, hash) in (1..).zip(&tx.blob_versioned_hashes) {
        let [version, ..] = hash.0;
        if version != KZG {
            return Err(TxError::BlobHash { position });
        }
    }
    Ok(tx)
}

/// Blob gas × blob fee cap, in wei.
pub(super) fn worst_case_fee(tx: &TxEip4844) -> U256 {
    U256::from(tx.blob_versioned_hashes.len())
        * U256::from(GAS_PER_BLOB)
        * U256::from(tx.max_fee_per_blob_gas)
}

/// The network form is a list whose first item is the transaction, itself a list.
fn begins_with_list(mut rlp: &[u8]) -> bool {
    Header::decode(&mut rlp).is_ok_and(|outer| outer.list)
        && rlp.first().is_some_and(|byte| *byte >= super::RLP_LIST)
}
