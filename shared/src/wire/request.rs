//! `eth-sign-request` (ERC-4527).

use super::{KeyPath, WireError};
use crate::eth::{Address, DataType};

/// A request as it was on the wire. Bytes with names; nothing in it has been judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignRequest {
    /// Tag 37 on the wire.
    pub request_id: Option<[u8; 16]>,
    /// What is to be signed, encoded as `data_type` says.
    pub sign_data: Vec<u8>,
    /// How `sign_data` is encoded.
    pub data_type: DataType,
    /// The sender's claim; never a source of truth.
    pub chain_id: Option<u64>,
    /// The key that must sign.
    pub key_path: KeyPath,
    /// The sender's idea of the key's address; a zero-length field is read as absent.
    pub address: Option<Address>,
    /// Who asks, says the sender.
    pub origin: Option<String>,
}

impl SignRequest {
    /// The UR type.
    pub const UR_TYPE: &str = "eth-sign-request";

    /// Reads the CBOR strictly.
    pub fn decode(_cbor: &[u8]) -> Result<Self, WireError> {
        unimplemented!()
    }
    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        unimplemented!()
    }
}
