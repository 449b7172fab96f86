//! `eth-sign-request` (ERC-4527): what is asked.
//!
//! ```cddl
//! eth-sign-request = { ? 1: #6.37(bytes .size 16), 2: bytes, 3: 1..4, ? 4: uint,
//!                      5: crypto-keypath, ? 6: bytes .size 20, ? 7: text }
//! ```
//!
//! | key | field           | shape                                                                        |
//! |-----|-----------------|------------------------------------------------------------------------------|
//! | 1   | request-id      | tag 37, 16 bytes; sent by all                                                |
//! | 2   | sign-data       | bytes, may be none: empty messages exist                                     |
//! | 3   | data-type       | 1 to 4; the ERC's tag 401 on it is a typing error nobody copied              |
//! | 4   | chain-id        | uint64; absent for messages; rounded above 2^53 by JavaScript                |
//! | 5   | derivation-path | tag 304 or 40304, complete, with source-fingerprint                          |
//! | 6   | address         | 20 bytes; none at all is read as absent (keystone-sdk writes that)           |
//! | 7   | origin          | text, chosen by the sender                                                   |
//!
//! May not enter: what sign-data means, whose key it is. That is `review::check`.

use super::{
    KeyPath, Noted, WireError,
    fields::{Fields, Item, Shape},
    node::Node,
    request_id, request_id_node,
};
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

const SHAPE: Shape = Shape {
    name: SignRequest::UR_TYPE,
    fields: &[
        (1, "request-id"),
        (2, "sign-data"),
        (3, "data-type"),
        (4, "chain-id"),
        (5, "derivation-path"),
        (6, "address"),
        (7, "origin"),
    ],
};

impl SignRequest {
    /// The UR type.
    pub const UR_TYPE: &str = "eth-sign-request";

    /// Reads the CBOR strictly.
    pub fn decode(cbor: &[u8]) -> Result<Self, WireError> {
        Self::decode_noting(cbor).map(|noted| noted.message)
    }

    /// The same, with a note for each field that was skipped.
    pub fn decode_noting(cbor: &[u8]) -> Result<Noted<Self>, WireError> {
        let mut skipped = Vec::new();
        let mut fields = Fields::read(&SHAPE, cbor, &mut skipped)?;
        let message = Self {
            sign_data: fields.need(2)?.bytes()?,
            data_type: data_type(fields.need(3)?)?,
            key_path: KeyPath::read(fields.need(5)?, &mut skipped)?,
            request_id: fields.take(1).map(request_id).transpose()?,
            chain_id: fields.take(4).map(chain_id).transpose()?,
            address: fields.take(6).map(address).transpose()?.flatten(),
            origin: fields.take(7).map(Item::text).transpose()?,
        };
        Ok(Noted { message, skipped })
    }

    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        Node::map([
            (1, self.request_id.map(request_id_node)),
            (2, Some(Node::bytes(&self.sign_data))),
            (3, Some(Node::Uint(self.data_type as u64))),
            (4, self.chain_id.map(Node::Uint)),
            (5, Some(self.key_path.node())),
            (6, self.address.map(|address| Node::bytes(address.as_slice()))),
            (7, self.origin.as_deref().map(Node::text)),
        ])
        .encode()
    }
}

fn data_type(item: Item) -> Result<DataType, WireError> {
    let place = item.place.clone();
    match item.uint()? {
        1 => Ok(DataType::LegacyTransaction),
        2 => Ok(DataType::TypedData),
        3 => Ok(DataType::PersonalMessage),
        4 => Ok(DataType::TypedTransaction),
        found => Err(WireError::DataType { place, found }),
    }
}

fn chain_id(item: Item) -> Result<u64, WireError> {
    let (place, found) = (item.place.clone(), item.what());
    item.uint().map_err(|_| WireError::ChainId { place, found })
}

fn address(item: Item) -> Result<Option<Address>, WireError> {
    let place = item.place.clone();
    let bytes = item.bytes()?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let sized = <[u8; 20]>::try_from(bytes.as_slice()).map_err(|_| WireError::Size {
        place,
        found: format!("{} bytes", bytes.len()),
        expected: "20 bytes",
    })?;
    Ok(Some(Address::from(sized)))
}
