//! `crypto-hdkey` (BCR-2020-007): one extended public key. Private keys are refused, never held.

use super::{KeyPath, WireError};
use crate::eth::Fingerprint;

/// A public key with where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HdKey {
    /// Compressed SEC1 point.
    pub public_key: [u8; 33],
    /// Present for an account key, absent for a single key.
    pub chain_code: Option<[u8; 32]>,
    /// Path from the master and its fingerprint.
    pub origin: KeyPath,
    /// `0/*` or `*`, as written; absent for single keys.
    pub children: Option<Vec<Option<crate::eth::PathStep>>>,
    /// Only goes into an xpub's text.
    pub parent_fingerprint: Option<Fingerprint>,
    /// The device's name.
    pub name: Option<String>,
    /// The account style: `account.standard`, `account.ledger_live`, `account.ledger_legacy`.
    pub note: Option<String>,
}

impl HdKey {
    /// The UR type.
    pub const UR_TYPE: &str = "crypto-hdkey";

    /// Reads the CBOR strictly.
    pub fn decode(_cbor: &[u8]) -> Result<Self, WireError> {
        unimplemented!()
    }
    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        unimplemented!()
    }
}
