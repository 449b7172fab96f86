//! `eth-signature` (ERC-4527): what travels back.
//!
//! ```cddl
//! eth-signature = { ? 1: #6.37(bytes .size 16), 2: bytes .size (65..72), ? 3: text }
//! ```
//!
//! | key | field      | shape                                                                             |
//! |-----|------------|-----------------------------------------------------------------------------------|
//! | 1   | request-id | tag 37, 16 bytes, the request's; MetaMask and Rabby refuse an answer without it   |
//! | 2   | signature  | r (32) ‖ s (32) ‖ v (1 to 8, big-endian): longer than 65 for legacy transactions  |
//! | 3   | origin     | text, which device says it signed                                                 |
//!
//! May not enter: whether the signature is right. That is the companion's `check`.

use super::{
    Noted, WireError,
    fields::{Fields, Shape},
    node::Node,
    request_id, request_id_node,
};

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

const SHAPE: Shape =
    Shape { name: SignAnswer::UR_TYPE, fields: &[(1, "request-id"), (2, "signature"), (3, "origin")] };

impl SignAnswer {
    /// The UR type.
    pub const UR_TYPE: &str = "eth-signature";

    /// Reads the CBOR strictly; a signature of another length than 65 to 72 bytes is refused (`field-size`).
    pub fn decode(cbor: &[u8]) -> Result<Self, WireError> {
        Self::decode_noting(cbor).map(|noted| noted.message)
    }

    /// The same, with a note for each field that was skipped.
    pub fn decode_noting(cbor: &[u8]) -> Result<Noted<Self>, WireError> {
        let mut skipped = Vec::new();
        let mut fields = Fields::read(&SHAPE, cbor, &mut skipped)?;
        let place = fields.place(2);
        let signature = fields.need(2)?.bytes()?;
        if !(65..=72).contains(&signature.len()) {
            return Err(WireError::Size {
                place,
                found: format!("{} bytes", signature.len()),
                expected: "65 to 72 bytes: r, s and v",
            });
        }
        let message = Self {
            request_id: fields.take(1).map(request_id).transpose()?,
            signature,
            origin: fields.take(3).map(|item| item.text()).transpose()?,
        };
        Ok(Noted { message, skipped })
    }

    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        Node::map([
            (1, self.request_id.map(request_id_node)),
            (2, Some(Node::bytes(&self.signature))),
            (3, self.origin.as_deref().map(Node::text)),
        ])
        .encode()
    }
}
