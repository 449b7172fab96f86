//! `crypto-account` (BCR-2020-015) and `crypto-multi-accounts`: lists of public keys; and a key card, which is any export.

use super::{HdKey, WireError};
use crate::eth::{Address, DerivationPath, Fingerprint};

/// Keys of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountList {
    /// Of the device's master key.
    pub master_fingerprint: Fingerprint,
    /// Single keys, or account keys in a multi-accounts export.
    pub keys: Vec<HdKey>,
}

impl AccountList {
    /// The UR type.
    pub const UR_TYPE: &str = "crypto-account";

    /// Reads the CBOR strictly.
    pub fn decode(_cbor: &[u8]) -> Result<Self, WireError> {
        unimplemented!()
    }
    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        unimplemented!()
    }
}

/// Any public key export that can be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyCard {
    /// crypto-hdkey
    HdKey(HdKey),
    /// crypto-account
    Account(AccountList),
    /// crypto-multi-accounts
    MultiAccounts(AccountList),
}

impl KeyCard {
    /// Reads an export by its UR type.
    pub fn decode(_ur_type: &str, _cbor: &[u8]) -> Result<Self, WireError> {
        unimplemented!()
    }
    /// The first `count` addresses with their full paths, derived from public keys alone.
    pub fn addresses(&self, _count: u32) -> Result<Vec<(DerivationPath, Address)>, WireError> {
        unimplemented!()
    }
}
