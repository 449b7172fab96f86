//! EIP-7702 authorizations: the tuple that hands an account's code to another, and who signed it.
//!
//! ERC-4527 has no data type for a tuple by itself, so none is signed here; a transaction (data type 4) carries signed ones,
//! and its review names each authority. May not enter: private keys, a guess at who signed.

use super::{Address, B256, RecoverableSignature, SignatureError, U256};
pub use alloy_eips::eip7702::{Authorization, SignedAuthorization};

/// keccak256(0x05 ‖ rlp([chain id, address, nonce])): what the authority of a tuple signs.
pub fn digest(authorization: &Authorization) -> B256 {
    authorization.signature_hash()
}

/// The account whose code a signed tuple sets, by the rules of EIP-7702 (parity 0 or 1, low s).
pub fn authority(signed: &SignedAuthorization) -> Result<Address, SignatureError> {
    let y_parity = match signed.y_parity() {
        0 => false,
        1 => true,
        found => return Err(SignatureError::V { found: found.into(), even: 0, odd: 1 }),
    };
    let signature = RecoverableSignature { r: signed.r().into(), s: signed.s().into(), y_parity };
    signature.recover(&digest(signed.inner()))
}

/// Whether a tuple holds on every chain.
pub fn is_for_every_chain(authorization: &Authorization) -> bool {
    authorization.chain_id == U256::ZERO
}
