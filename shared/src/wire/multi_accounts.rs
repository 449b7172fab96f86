//! `crypto-multi-accounts`: the keys of one device for many chains, as Keystone, OneKey and others export them.
//!
//! ```cddl
//! crypto-multi-accounts = { 1: uint32, 2: [+ #6.303(crypto-hdkey)], ? 3: text, ? 4: text, ? 5: text }
//! ```
//!
//! | key | field              | shape                                                              |
//! |-----|--------------------|--------------------------------------------------------------------|
//! | 1   | master-fingerprint | uint32, not 0                                                      |
//! | 2   | keys               | 1 to [`crate::limits::KEYS_MAX`] keys, tag 303                     |
//! | 3   | device             | text, what the device is called                                    |
//! | 4   | device-id          | text                                                               |
//! | 5   | version            | text, of the device's program                                      |
//!
//! Keys of other coins may be of other curves and shapes: only their path is looked at, and those with second step 60' are
//! taken. So what is read is a part of what was sent, and writing it again gives that part. May not enter: private keys.

use super::{
    HdKey, KeyPath, Noted, WireError, account,
    fields::{Fields, Item, Shape},
    hdkey, key_path,
    node::Node,
};
use crate::eth::Fingerprint;

/// The Ethereum keys of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiAccounts {
    /// Of the device's master key; never 0.
    pub master_fingerprint: Fingerprint,
    /// Account keys or single keys; at least one.
    pub keys: Vec<HdKey>,
    /// What the device calls itself.
    pub device: Option<String>,
    /// Its serial, or what it gives for one.
    pub device_id: Option<String>,
    /// Of its program.
    pub version: Option<String>,
}

const SHAPE: Shape = Shape {
    name: MultiAccounts::UR_TYPE,
    fields: &[(1, "master-fingerprint"), (2, "keys"), (3, "device"), (4, "device-id"), (5, "version")],
};

/// The second step of an Ethereum path: 60'.
const COIN_ETHEREUM: u32 = 60 | 1 << 31;

impl MultiAccounts {
    /// The UR type.
    pub const UR_TYPE: &str = "crypto-multi-accounts";

    /// Reads the CBOR strictly; refused where no key is for Ethereum.
    pub fn decode(cbor: &[u8]) -> Result<Self, WireError> {
        Self::decode_noting(cbor).map(|noted| noted.message)
    }

    /// The same, with a note for each field that was skipped.
    pub fn decode_noting(cbor: &[u8]) -> Result<Noted<Self>, WireError> {
        let mut skipped = Vec::new();
        let mut fields = Fields::read(&SHAPE, cbor, &mut skipped)?;
        let master_fingerprint = account::master_fingerprint(&mut fields)?;
        let mut text = |key| fields.take(key).map(Item::text).transpose();
        let (device, device_id, version) = (text(3)?, text(4)?, text(5)?);
        let place = fields.place(2);
        let mut keys = Vec::new();
        for item in account::elements(&mut fields)? {
            let mut fields = account::element(item, &mut skipped)?;
            let origin = KeyPath::read(fields.need(6)?, &mut skipped)?;
            if origin.path.steps().get(1).is_some_and(|coin| coin.to_bip32() == COIN_ETHEREUM) {
                keys.push(HdKey::with_origin(fields, origin, &mut skipped)?);
            }
        }
        if keys.is_empty() {
            return Err(WireError::NoEthereumKey { place });
        }
        Ok(Noted { message: Self { master_fingerprint, keys, device, device_id, version }, skipped })
    }

    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        let keys = self.keys.iter().map(|key| key.node().tagged(hdkey::TAG)).collect();
        let text = |text: &Option<String>| text.as_deref().map(Node::text);
        Node::map([
            (1, Some(key_path::fingerprint_node(self.master_fingerprint))),
            (2, Some(Node::Array(keys))),
            (3, text(&self.device)),
            (4, text(&self.device_id)),
            (5, text(&self.version)),
        ])
        .encode()
    }
}
