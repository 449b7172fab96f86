//! `coldframe-bundle`: a request, and what is known beside it, in one scan.
//!
//! ```cddl
//! bundle = { 1: 1, 2: bytes, ? 3: [* bytes], ? 4: [* bytes], ? 5: [* bytes] }
//! ```
//!
//! | key | field       | shape                                             |
//! |-----|-------------|---------------------------------------------------|
//! | 1   | version     | 1                                                 |
//! | 2   | request     | the CBOR of an `eth-sign-request`                 |
//! | 3   | proofs      | at most 16, each the CBOR of a `coldframe-proof`  |
//! | 4   | packs       | at most 16, each the CBOR of a `coldframe-pack`   |
//! | 5   | descriptors | at most 16, each an ERC-7730 descriptor           |
//!
//! The request is never lost to what came with it: an extra of a wrong shape is left out and said in [`Bundle::faults`], and
//! what an extra means is judged by its own reader. May not enter: that judgement.

use super::{
    Noted, WireError,
    fields::{Fields, Item, Shape},
    node::Node,
};
use crate::limits::EXTRAS_MAX;

/// A request with its extras, each still as its own message's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    /// CBOR of an `eth-sign-request`.
    pub request: Vec<u8>,
    /// CBOR of state proofs.
    pub proofs: Vec<Vec<u8>>,
    /// CBOR of context packs.
    pub packs: Vec<Vec<u8>>,
    /// ERC-7730 descriptors.
    pub descriptors: Vec<Vec<u8>>,
    /// What was left out because of its shape, as sentences; never written.
    pub faults: Vec<String>,
}

const SHAPE: Shape = Shape {
    name: Bundle::UR_TYPE,
    fields: &[(1, "version"), (2, "request"), (3, "proofs"), (4, "packs"), (5, "descriptors")],
};

const VERSION: u64 = 1;

impl Bundle {
    /// The UR type.
    pub const UR_TYPE: &str = "coldframe-bundle";

    /// Reads the bundle; what is wrong with an extra's shape becomes a sentence in [`Self::faults`].
    ///
    /// # Errors
    /// Where no request is to be had: no canonical CBOR (`cbor-…`), another version (`field-size`), no request
    /// (`field-missing`).
    pub fn decode(cbor: &[u8]) -> Result<Noted<Self>, WireError> {
        let mut skipped = Vec::new();
        let mut fields = Fields::read(&SHAPE, cbor, &mut skipped)?;
        let place = fields.place(1);
        let version = fields.need(1)?.uint()?;
        if version != VERSION {
            return Err(WireError::Size { place, found: version.to_string(), expected: "version 1" });
        }
        let request = fields.need(2)?.bytes()?;
        let mut faults = Vec::new();
        let mut extras = |key| {
            fields.take(key).map_or_else(Vec::new, |item| {
                let (good, wrong) = extras(item);
                faults.extend(wrong.iter().map(crate::refusal::sentence));
                good
            })
        };
        let (proofs, packs, descriptors) = (extras(3), extras(4), extras(5));
        Ok(Noted { message: Self { request, proofs, packs, descriptors, faults }, skipped })
    }

    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        let list = |extras: &[Vec<u8>]| {
            let some = !extras.is_empty();
            some.then(|| Node::Array(extras.iter().map(|bytes| Node::bytes(bytes)).collect()))
        };
        Node::map([
            (1, Some(Node::Uint(VERSION))),
            (2, Some(Node::bytes(&self.request))),
            (3, list(&self.proofs)),
            (4, list(&self.packs)),
            (5, list(&self.descriptors)),
        ])
        .encode()
    }

    /// Whether anything comes with the request.
    pub fn has_extras(&self) -> bool {
        !(self.proofs.is_empty() && self.packs.is_empty() && self.descriptors.is_empty())
    }
}

/// The extras of one kind that are bytes, and what is wrong with the others.
fn extras(item: Item) -> (Vec<Vec<u8>>, Vec<WireError>) {
    let place = item.place.clone();
    let items = match item.array() {
        Ok(items) if items.len() > EXTRAS_MAX => {
            let found = format!("{} extras", items.len());
            return (Vec::new(), vec![WireError::TooLong { place, found, limit: EXTRAS_MAX }]);
        }
        Ok(items) => items,
        Err(error) => return (Vec::new(), vec![error]),
    };
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for item in items {
        match item.bytes() {
            Ok(bytes) => good.push(bytes),
            Err(error) => wrong.push(error),
        }
    }
    (good, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use proptest::prelude::*;

    fn spelled(proofs: Node) -> Vec<u8> {
        Node::map([(1, Some(Node::Uint(1))), (2, Some(Node::bytes(b"asked"))), (3, Some(proofs))]).encode()
    }

    #[test]
    fn a_wrong_extra_is_said_and_the_request_is_still_there() {
        for (proofs, good, faults, why) in [
            (Node::Array(vec![]), 0, 0, "none"),
            (Node::Array(vec![Node::bytes(b"x")]), 1, 0, "one"),
            (Node::Uint(7), 0, 1, "no list"),
            (Node::Array(vec![Node::bytes(b"x"), Node::text("y")]), 1, 1, "one of two is text"),
            (Node::Array(vec![Node::bytes(b"x"); EXTRAS_MAX + 1]), 0, 1, "more than are read"),
        ] {
            let bundle = Bundle::decode(&spelled(proofs)).unwrap().message;
            assert_eq!(bundle.request, b"asked", "{why}");
            assert_eq!((bundle.proofs.len(), bundle.faults.len()), (good, faults), "{why}");
        }
    }

    #[test]
    fn without_a_request_there_is_no_bundle() {
        for (entries, kind) in [
            ([(1, Some(Node::Uint(1))), (2, None)], "field-missing"),
            ([(1, Some(Node::Uint(2))), (2, Some(Node::bytes(b"asked")))], "field-size"),
            ([(1, None), (2, Some(Node::bytes(b"asked")))], "field-missing"),
            ([(1, Some(Node::Uint(1))), (2, Some(Node::text("asked")))], "cbor-type"),
        ] {
            let error = Bundle::decode(&Node::map(entries).encode()).unwrap_err();
            assert_eq!(error.kind().as_str(), kind, "{error}");
        }
    }

    #[test]
    fn an_entry_of_a_newer_version_is_noted() {
        let bytes = Node::map([
            (1, Some(Node::Uint(1))),
            (2, Some(Node::bytes(b"asked"))),
            (9, Some(Node::Bool(true))),
        ]);
        assert_eq!(Bundle::decode(&bytes.encode()).unwrap().skipped.len(), 1);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            request in proptest::collection::vec(any::<u8>(), 0..99),
            extras: [Vec<Vec<u8>>; 3],
        ) {
            let [proofs, packs, descriptors] = extras.map(|mut extras| { extras.truncate(EXTRAS_MAX); extras });
            let bundle = Bundle { request, proofs, packs, descriptors, faults: Vec::new() };
            prop_assert_eq!(Bundle::decode(&bundle.encode()).unwrap().message, bundle);
        }
    }
}
