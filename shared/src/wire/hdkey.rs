//! `crypto-hdkey` (BCR-2020-007): one extended public key. Private keys are refused and wiped, never held.
//!
//! ```cddl
//! crypto-hdkey = { ? 1: bool, ? 2: bool, 3: bytes .size 33, ? 4: bytes .size 32, ? 5: #6.305(coin-info),
//!                  6: crypto-keypath, ? 7: crypto-keypath, ? 8: uint32, ? 9: text, ? 10: text }
//! coin-info = { ? 1: uint, ? 2: uint }
//! ```
//!
//! | key | field              | shape                                                                         |
//! |-----|--------------------|-------------------------------------------------------------------------------|
//! | 1   | is-master          | true is refused: the standard puts a private key into such a map; not written |
//! | 2   | is-private         | true is refused; not written, false is its default                            |
//! | 3   | key-data           | 33 bytes, compressed SEC1, on the curve                                       |
//! | 4   | chain-code         | 32 bytes; absent for single keys                                              |
//! | 5   | use-info           | coin type 60 or absent; written, because the standard's default is Bitcoin    |
//! | 6   | origin             | the full path and the master's fingerprint                                    |
//! | 7   | children           | steps and wildcards, none hardened; absent means `0/*`                        |
//! | 8   | parent-fingerprint | uint32                                                                        |
//! | 9   | name               | text                                                                          |
//! | 10  | note               | text, the account style                                                       |
//!
//! Tag 303 when nested. The later numbers 40303 to 40305 (BCR-2020-006) are read, never written: no peer knows them.

use super::{
    KeyPath, Noted, SkippedField, WireError, derive,
    fields::{Fields, Item, Shape},
    key_path,
    node::Node,
};
use crate::eth::{Address, Fingerprint, PathStep};

pub(super) const TAG: u64 = 303;
pub(super) const TAG_LATER: u64 = 40_303;
const TAG_COIN_INFO: u64 = 305;
const TAG_COIN_INFO_LATER: u64 = 40_305;
/// SLIP-44.
const ETHEREUM: u64 = 60;

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
    pub children: Option<Vec<Option<PathStep>>>,
    /// Only goes into an xpub's text.
    pub parent_fingerprint: Option<Fingerprint>,
    /// The device's name.
    pub name: Option<String>,
    /// The account style: `account.standard`, `account.ledger_live`, `account.ledger_legacy`.
    pub note: Option<String>,
}

const SHAPE: Shape = Shape {
    name: HdKey::UR_TYPE,
    fields: &[
        (1, "is-master"),
        (2, "is-private"),
        (3, "key-data"),
        (4, "chain-code"),
        (5, "use-info"),
        (6, "origin"),
        (7, "children"),
        (8, "parent-fingerprint"),
        (9, "name"),
        (10, "note"),
    ],
};

const COIN_INFO: Shape = Shape { name: "crypto-coin-info", fields: &[(1, "coin-type"), (2, "network")] };

impl HdKey {
    /// The UR type.
    pub const UR_TYPE: &str = "crypto-hdkey";

    /// Reads the CBOR strictly. The fingerprint must be there: without it no wallet can address a request.
    pub fn decode(cbor: &[u8]) -> Result<Self, WireError> {
        Self::decode_noting(cbor).map(|noted| noted.message)
    }

    /// The same, with a note for each field that was skipped.
    pub fn decode_noting(cbor: &[u8]) -> Result<Noted<Self>, WireError> {
        let mut skipped = Vec::new();
        let fields = refuse_private(Fields::read(&SHAPE, cbor, &mut skipped)?)?;
        let place = fields.place(6);
        let message = Self::of(fields, &mut skipped)?;
        if message.origin.source_fingerprint.is_none() {
            return Err(WireError::FingerprintMissing { place });
        }
        Ok(Noted { message, skipped })
    }

    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        self.node().encode()
    }

    /// The address of this key itself; `None` where `public_key` is no point, which no decoded key is.
    pub fn address(&self) -> Option<Address> {
        derive::address(&self.public_key)
    }

    /// The map of one element of a list; a private key has been refused already.
    pub(super) fn fields(item: Item, skipped: &mut Vec<SkippedField>) -> Result<Fields, WireError> {
        refuse_private(item.tagged([TAG, TAG_LATER])?.map(&SHAPE, skipped)?)
    }

    pub(super) fn of(mut fields: Fields, skipped: &mut Vec<SkippedField>) -> Result<Self, WireError> {
        let origin = KeyPath::read(fields.need(6)?, skipped)?;
        Self::with_origin(fields, origin, skipped)
    }

    /// The rest of the map, once its origin was read.
    pub(super) fn with_origin(
        mut fields: Fields,
        origin: KeyPath,
        skipped: &mut Vec<SkippedField>,
    ) -> Result<Self, WireError> {
        coin_type(&mut fields, skipped)?;
        let public_key = fields.need(3)?.fixed("33 bytes, a compressed public key")?;
        if derive::address(&public_key).is_none() {
            return Err(WireError::PublicKey { place: fields.place(3) });
        }
        Ok(Self {
            public_key,
            chain_code: fields.take(4).map(|item| item.fixed("32 bytes")).transpose()?,
            origin,
            children: fields.take(7).map(|item| key_path::read_children(item, skipped)).transpose()?,
            parent_fingerprint: fields
                .take(8)
                .map(|item| Ok(Fingerprint(item.uint32()?.to_be_bytes())))
                .transpose()?,
            name: fields.take(9).map(Item::text).transpose()?,
            note: fields.take(10).map(Item::text).transpose()?,
        })
    }

    pub(super) fn node(&self) -> Node {
        let coin_info = Node::map([(1, Some(Node::Uint(ETHEREUM)))]).tagged(TAG_COIN_INFO);
        Node::map([
            (3, Some(Node::bytes(&self.public_key))),
            (4, self.chain_code.map(|code| Node::bytes(&code))),
            (5, Some(coin_info)),
            (6, Some(self.origin.node())),
            (7, self.children.as_deref().map(key_path::children_node)),
            (8, self.parent_fingerprint.map(key_path::fingerprint_node)),
            (9, self.name.as_deref().map(Node::text)),
            (10, self.note.as_deref().map(Node::text)),
        ])
    }
}

/// Refuses a private or master key and overwrites what was read of it.
fn refuse_private(mut fields: Fields) -> Result<Fields, WireError> {
    for key in [1, 2] {
        if let Some(item) = fields.take(key) {
            let place = item.place.clone();
            // Whatever is neither false nor absent may be a secret.
            if !matches!(item.bool(), Ok(false)) {
                fields.wipe();
                return Err(WireError::PrivateKey { place });
            }
        }
    }
    Ok(fields)
}

fn coin_type(fields: &mut Fields, skipped: &mut Vec<SkippedField>) -> Result<(), WireError> {
    let Some(item) = fields.take(5) else { return Ok(()) };
    let item = item.tagged([TAG_COIN_INFO, TAG_COIN_INFO_LATER])?;
    let mut info = item.map(&COIN_INFO, skipped)?;
    let place = info.place(1);
    match info.take(1).map(Item::uint).transpose()? {
        None | Some(ETHEREUM) => Ok(()),
        Some(found) => Err(WireError::CoinType { place, found }),
    }
}
