//! `coldframe-proof`: what a chain's state was at one block, with all that is needed to check it.
//!
//! ```cddl
//! state-proof = { 1: 1, 2: uint, 3: bytes .size (1..8192), 4: [* node], 5: [1*64 account] }
//! node = bytes .size (1..532)
//! account = { 1: bytes .size 20, 2: [* slot] }
//! slot = bytes .size (0..32)
//! ```
//!
//! | key | field    | shape                                                                                          |
//! |-----|----------|------------------------------------------------------------------------------------------------|
//! | 1   | version  | 1                                                                                              |
//! | 2   | chain-id | EIP-155; claimed, because no block header holds it                                             |
//! | 3   | header   | the block's header, RLP, as its hash is made of                                                |
//! | 4   | nodes    | trie nodes, RLP, each once, in the order in which reading the accounts needs them first         |
//! | 5   | accounts | ascending by address                                                                           |
//!
//! | key | of an account | shape                                                                                     |
//! |-----|---------------|-------------------------------------------------------------------------------------------|
//! | 1   | address       | 20 bytes                                                                                  |
//! | 2   | slots         | ascending; big-endian without leading zeros, so that slot 0 has no bytes                  |
//!
//! Values are not said: they stand in the leaves of the tries. Nodes that several proofs share stand here once, and no index
//! points at them, because each is found by its hash. Nothing is skipped: there is one spelling alone. May not enter: whether
//! the proofs are right. That is `proof`.

use super::{
    WireError,
    error::Place,
    fields::{Fields, Item, Shape},
    node::Node,
};
use crate::{
    eth::{Address, Bytes, U256},
    limits::{
        PROOF_ACCOUNTS_MAX, PROOF_HEADER_BYTES_MAX, PROOF_NODE_BYTES_MAX, PROOF_NODES_MAX, PROOF_SLOTS_MAX,
    },
};

/// A state proof as it was on the wire; nothing in it has been believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateProof {
    /// The sender's claim.
    pub chain_id: u64,
    /// RLP.
    pub header: Bytes,
    /// RLP, each once.
    pub nodes: Vec<Bytes>,
    /// What is proven.
    pub accounts: Vec<Asked>,
}

/// An account and the slots of it that are proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub address: Address,
    /// Ascending.
    pub slots: Vec<U256>,
}

const SHAPE: Shape = Shape {
    name: StateProof::UR_TYPE,
    fields: &[(1, "version"), (2, "chain-id"), (3, "header"), (4, "nodes"), (5, "accounts")],
};

const ACCOUNT: Shape = Shape { name: "account", fields: &[(1, "address"), (2, "slots")] };

const VERSION: u64 = 1;

impl StateProof {
    /// The UR type.
    pub const UR_TYPE: &str = "coldframe-proof";

    /// Reads the CBOR strictly.
    ///
    /// # Errors
    /// Anything else than canonical CBOR with the fields above (`cbor-…`, `field-…`), more than a bound allows
    /// (`limit-length`), accounts or slots out of order or twice (`field-size`).
    pub fn decode(cbor: &[u8]) -> Result<Self, WireError> {
        let mut skipped = Vec::new();
        let mut fields = Fields::read(&SHAPE, cbor, &mut skipped)?;
        let place = fields.place(1);
        let version = fields.need(1)?.uint()?;
        if version != VERSION {
            return Err(WireError::Size { place, found: version.to_string(), expected: "version 1" });
        }
        let proof = Self {
            chain_id: fields.need(2)?.uint()?,
            header: sized(fields.need(3)?, PROOF_HEADER_BYTES_MAX)?,
            nodes: nodes(fields.need(4)?)?,
            accounts: accounts(fields.need(5)?)?,
        };
        // Skipped entries and other orders of keys would be a second spelling.
        if proof.encode() == cbor {
            Ok(proof)
        } else {
            Err(WireError::NotCanonical { place: Place::message(SHAPE.name) })
        }
    }

    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        let nodes = self.nodes.iter().map(|node| Node::bytes(node)).collect();
        let account = |asked: &Asked| {
            let slots = asked.slots.iter().map(|slot| Node::Bytes(slot.to_be_bytes_trimmed_vec())).collect();
            Node::map([(1, Some(Node::bytes(asked.address.as_slice()))), (2, Some(Node::Array(slots)))])
        };
        Node::map([
            (1, Some(Node::Uint(VERSION))),
            (2, Some(Node::Uint(self.chain_id))),
            (3, Some(Node::bytes(&self.header))),
            (4, Some(Node::Array(nodes))),
            (5, Some(Node::Array(self.accounts.iter().map(account).collect()))),
        ])
        .encode()
    }
}

/// At least a byte, at most `limit`.
fn sized(item: Item, limit: usize) -> Result<Bytes, WireError> {
    let place = item.place.clone();
    let bytes = item.bytes()?;
    match bytes.len() {
        0 => Err(WireError::Size { place, found: "empty".to_owned(), expected: "a byte at least" }),
        length if length > limit => {
            Err(WireError::TooLong { place, found: format!("{length} bytes"), limit })
        }
        _ => Ok(bytes.into()),
    }
}

/// A list of at most `limit`.
fn listed(item: Item, what: &str, limit: usize) -> Result<Vec<Item>, WireError> {
    let place = item.place.clone();
    let items = item.array()?;
    if items.len() > limit {
        return Err(WireError::TooLong { place, found: format!("{} {what}", items.len()), limit });
    }
    Ok(items)
}

fn nodes(item: Item) -> Result<Vec<Bytes>, WireError> {
    let nodes = listed(item, "nodes", PROOF_NODES_MAX)?;
    nodes.into_iter().map(|node| sized(node, PROOF_NODE_BYTES_MAX)).collect()
}

fn accounts(item: Item) -> Result<Vec<Asked>, WireError> {
    let place = item.place.clone();
    let items = listed(item, "accounts", PROOF_ACCOUNTS_MAX)?;
    let mut slots_left = PROOF_SLOTS_MAX;
    let mut accounts = Vec::new();
    for item in items {
        let account = account(item, slots_left)?;
        slots_left = slots_left.saturating_sub(account.slots.len());
        accounts.push(account);
    }
    if accounts.is_empty() {
        return Err(WireError::Size { place, found: "empty".to_owned(), expected: "one account at least" });
    }
    ascending(place, accounts.iter().map(|account| account.address))?;
    Ok(accounts)
}

fn account(item: Item, slots_left: usize) -> Result<Asked, WireError> {
    let mut fields = item.map(&ACCOUNT, &mut Vec::new())?;
    let address = Address::from(fields.need(1)?.fixed::<20>("20 bytes")?);
    let place = fields.place(2);
    let slots = listed(fields.need(2)?, "slots", slots_left)?;
    let slots = slots.into_iter().map(slot).collect::<Result<Vec<_>, _>>()?;
    ascending(place, slots.iter())?;
    Ok(Asked { address, slots })
}

fn slot(item: Item) -> Result<U256, WireError> {
    let place = item.place.clone();
    let bytes = item.bytes()?;
    let found = format!("{} bytes", bytes.len());
    U256::try_from_be_slice(&bytes).ok_or(WireError::Size {
        place,
        found,
        expected: "at most 32 bytes, without leading zeros",
    })
}

/// Each greater than the one before: none twice.
fn ascending<T: Ord>(place: Place, items: impl Iterator<Item = T>) -> Result<(), WireError> {
    if items.is_sorted_by(|before, after| before < after) {
        return Ok(());
    }
    let (found, expected) =
        ("out of order, or one stands twice".to_owned(), "each greater than the one before");
    Err(WireError::Size { place, found, expected })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Refusal, limits::MESSAGE_BYTES_MAX};
    use proptest::prelude::*;

    fn small() -> StateProof {
        let asked = |byte, slots: &[u64]| Asked {
            address: Address::repeat_byte(byte),
            slots: slots.iter().copied().map(U256::from).collect(),
        };
        StateProof {
            chain_id: 1,
            header: vec![0xc0].into(),
            nodes: vec![vec![1, 2].into(), vec![3].into()],
            accounts: vec![asked(1, &[0, 4, 300]), asked(2, &[])],
        }
    }

    #[test]
    fn slots_are_written_as_short_as_they_are() {
        let text = alloy_primitives::hex::encode(small().encode());
        let accounts = format!("82a20154{}02834041044201 2ca20154{}0280", "01".repeat(20), "02".repeat(20));
        assert_eq!(text, format!("a50101020103 41c00482420102 41030 5{accounts}").replace(' ', ""));
    }

    #[test]
    fn each_fault_alone_is_refused_with_its_kind() {
        type Fault = (fn(&mut StateProof), &'static str, &'static str);
        let faults: [Fault; 12] = [
            (|proof| proof.header = Bytes::new(), "field-size", "no header"),
            (
                |proof| proof.header = vec![0; PROOF_HEADER_BYTES_MAX + 1].into(),
                "limit-length",
                "a long header",
            ),
            (|proof| proof.nodes.push(Bytes::new()), "field-size", "an empty node"),
            (
                |proof| proof.nodes.push(vec![0; PROOF_NODE_BYTES_MAX + 1].into()),
                "limit-length",
                "a long node",
            ),
            (|proof| proof.nodes = vec![vec![1].into(); PROOF_NODES_MAX + 1], "limit-length", "many nodes"),
            (|proof| proof.accounts.clear(), "field-size", "nothing proven"),
            (|proof| proof.accounts.reverse(), "field-size", "accounts out of order"),
            (|proof| proof.accounts.push(proof.accounts[1].clone()), "field-size", "an account twice"),
            (|proof| proof.accounts[0].slots.reverse(), "field-size", "slots out of order"),
            (|proof| proof.accounts[0].slots[1] = U256::ZERO, "field-size", "a slot twice"),
            (
                |proof| proof.accounts[0].slots = (0..=PROOF_SLOTS_MAX).map(U256::from).collect(),
                "limit-length",
                "many slots",
            ),
            (
                |proof| {
                    let many = (0..=PROOF_ACCOUNTS_MAX).map(|n| Address::with_last_byte(n as u8));
                    proof.accounts = many.map(|address| Asked { address, slots: vec![] }).collect();
                },
                "limit-length",
                "many accounts",
            ),
        ];
        for (fault, kind, why) in faults {
            let mut proof = small();
            fault(&mut proof);
            let error = StateProof::decode(&proof.encode()).expect_err(why);
            assert_eq!(error.kind().as_str(), kind, "{why}: {error}");
        }
    }

    #[test]
    fn another_spelling_of_the_same_is_refused() {
        let spelled = small().encode();
        let find = |part: &[u8]| spelled.windows(part.len()).position(|window| window == part).unwrap();
        let replaced = |from: &[u8], to: &[u8]| {
            let at = find(from);
            [&spelled[..at], to, &spelled[at + from.len()..]].concat()
        };
        for (bytes, kind, why) in [
            (
                replaced(&[0x42, 1, 0x2c], &[0x43, 0, 1, 0x2c]),
                "cbor-non-minimal",
                "a slot with a leading zero",
            ),
            (replaced(&[0xa5, 1, 1], &[0xa6, 1, 1, 0x18, 99, 0]), "cbor-non-minimal", "an unknown entry"),
            (replaced(&[0xa5, 1, 1, 2, 1], &[0xa5, 2, 1, 1, 1]), "cbor-non-minimal", "entries out of order"),
            (replaced(&[0xa5, 1, 1], &[0xa5, 1, 2]), "field-size", "a newer version"),
            (replaced(&[0x02, 0x80], &[0x02, 0xf6]), "cbor-type", "no list of slots"),
            ([&spelled[..], &[0]].concat(), "cbor-trailing", "a byte behind it"),
            (spelled[..spelled.len() - 1].to_vec(), "cbor-truncated", "a byte less"),
            (vec![0; MESSAGE_BYTES_MAX + 1], "limit-length", "too long"),
        ] {
            let error = StateProof::decode(&bytes).expect_err(why);
            assert_eq!(error.kind().as_str(), kind, "{why}: {error}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            chain_id: u64,
            header in proptest::collection::vec(any::<u8>(), 1..700),
            nodes in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..532), 0..12),
            accounts in proptest::collection::btree_map(
                any::<[u8; 20]>(), proptest::collection::btree_set(any::<[u8; 32]>(), 0..6), 1..6),
        ) {
            let accounts = accounts.into_iter().map(|(address, slots)| Asked {
                address: address.into(),
                slots: slots.into_iter().map(U256::from_be_bytes).collect(),
            });
            let proof = StateProof {
                chain_id,
                header: header.into(),
                nodes: nodes.into_iter().map(Bytes::from).collect(),
                accounts: accounts.collect(),
            };
            let spelled = proof.encode();
            prop_assert_eq!(StateProof::decode(&spelled).unwrap(), proof);
        }

        #[test]
        fn noise_is_refused_without_panic(noise in proptest::collection::vec(any::<u8>(), 0..300)) {
            _ = StateProof::decode(&noise);
        }
    }
}
