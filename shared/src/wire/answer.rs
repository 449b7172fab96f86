//! `eth-signature` (ERC-4527).

use super::WireError;

/// An answer as it was on the wire; nothing in it has been judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignAnswer {
    /// The request's id, unchanged.
    pub request_id: Option<[u8; 16]>,
    /// r (32) ‖ s (32) ‖ v (1 to 8, big-endian).
    pub signature: Vec<u8>,
    /// Which device says it signed.
    pub origin: Option<String>,
}

impl SignAnswer {
    /// The UR type.
    pub const UR_TYPE: &str = "eth-signature";

    /// Reads the CBOR strictly.
    pub fn decode(_cbor: &[u8]) -> Result<Self, WireError> {
        unimplemented!()
    }
    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        unimplemented!()
    }
}
