//! `crypto-keypath` (BCR-2020-007, ERC-4527): which key, and `crypto-coin-info` beside it.
//!
//! ```cddl
//! crypto-keypath = #6.304({ 1: [* (index, hardened)], ? 2: uint32, ? 3: uint8 })
//! index = uint31 / []           ; [] is a wildcard, read in `children` only
//! hardened = bool
//! ```
//!
//! | key | field              | shape                                                                  |
//! |-----|--------------------|------------------------------------------------------------------------|
//! | 1   | components         | one to [`PATH_STEPS_MAX`] pairs of index and hardened, master first    |
//! | 2   | source-fingerprint | uint32; 0 is read as absent                                            |
//! | 3   | depth              | uint8; kept, never relied on: devices write all kinds                  |
//!
//! Tag 40304 (BCR-2020-006's later number for the same map) is read as 304; 304 is what is written.

use super::{
    SkippedField, WireError,
    error::Place,
    fields::{Fields, Item, Shape},
    node::Node,
};
use crate::{
    eth::{DerivationPath, Fingerprint, PathStep},
    limits::PATH_STEPS_MAX,
};

const TAG: u64 = 304;
const TAG_LATER: u64 = 40_304;

const SHAPE: Shape =
    Shape { name: "crypto-keypath", fields: &[(1, "components"), (2, "source-fingerprint"), (3, "depth")] };

/// Which key: a full path and the fingerprint it starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPath {
    /// From the master key; at least one step, no wildcard.
    pub path: DerivationPath,
    /// Master key's fingerprint; never 0.
    pub source_fingerprint: Option<Fingerprint>,
    /// Optional; never relied on.
    pub depth: Option<u8>,
}

/// Steps of a `children` path; `None` is a wildcard.
pub(super) type Pattern = Vec<Option<PathStep>>;

impl KeyPath {
    pub(super) fn read(item: Item, skipped: &mut Vec<SkippedField>) -> Result<Self, WireError> {
        let mut fields = item.tagged([TAG, TAG_LATER])?.map(&SHAPE, skipped)?;
        let (place, pattern) = components(&mut fields)?;
        let refused = |why| WireError::Path { place: place.clone(), why };
        let steps: Vec<_> = pattern
            .into_iter()
            .collect::<Option<_>>()
            .ok_or_else(|| refused("the path has a wildcard, so it names no one key"))?;
        if steps.is_empty() {
            return Err(refused("the path has no steps, it would name the master key itself"));
        }
        let path = DerivationPath::new(steps).map_err(|_| refused(TOO_LONG))?;
        let source_fingerprint = fields.take(2).map(fingerprint).transpose()?.flatten();
        Ok(Self { path, source_fingerprint, depth: depth(&mut fields)? })
    }

    pub(super) fn node(&self) -> Node {
        let steps = self.path.steps().iter().copied().map(Some);
        Node::map([
            (1, Some(component_nodes(steps))),
            (2, self.source_fingerprint.map(fingerprint_node)),
            (3, self.depth.map(|depth| Node::Uint(depth.into()))),
        ])
        .tagged(TAG)
    }
}

const TOO_LONG: &str = "the path has more than 16 steps";
const _: () = assert!(PATH_STEPS_MAX == 16); // the sentence above says it

/// A fingerprint as a number; 0 counts as absent, as MetaMask and Rabby have it.
pub(super) fn fingerprint(item: Item) -> Result<Option<Fingerprint>, WireError> {
    let number = item.uint32()?;
    Ok((number != 0).then(|| Fingerprint(number.to_be_bytes())))
}

pub(super) fn fingerprint_node(fingerprint: Fingerprint) -> Node {
    Node::Uint(u32::from_be_bytes(fingerprint.0).into())
}

/// Reads a `children` path. A hardened wildcard or step is refused: no public key leads there.
pub(super) fn read_children(item: Item, skipped: &mut Vec<SkippedField>) -> Result<Pattern, WireError> {
    let mut fields = item.tagged([TAG, TAG_LATER])?.map(&SHAPE, skipped)?;
    let (place, pattern) = components(&mut fields)?;
    depth(&mut fields)?;
    if pattern.iter().flatten().any(|step| step.is_hardened()) {
        return Err(WireError::Path { place, why: "hardened children cannot be derived from a public key" });
    }
    Ok(pattern)
}

pub(super) fn children_node(pattern: &[Option<PathStep>]) -> Node {
    Node::map([(1, Some(component_nodes(pattern.iter().copied())))]).tagged(TAG)
}

fn depth(fields: &mut Fields) -> Result<Option<u8>, WireError> {
    let Some(item) = fields.take(3) else { return Ok(None) };
    let place = item.place.clone();
    let depth = item.uint()?;
    let refused = |_| WireError::Size { place, found: depth.to_string(), expected: "0 to 255" };
    u8::try_from(depth).map(Some).map_err(refused)
}

fn components(fields: &mut Fields) -> Result<(Place, Pattern), WireError> {
    let item = fields.need(1)?;
    let place = item.place.clone();
    let refused = |why| WireError::Path { place: place.clone(), why };
    let items = item.array()?;
    if items.len() > 2 * PATH_STEPS_MAX {
        return Err(refused(TOO_LONG));
    }
    let mut items = items.into_iter();
    let mut pattern = Vec::new();
    while let Some(index) = items.next() {
        let hardened =
            items.next().ok_or_else(|| refused("the last step has an index and no hardened flag"))?.bool()?;
        if index.what() == "a list" {
            if !index.array()?.is_empty() {
                return Err(refused("a range of indexes names no one key"));
            }
            if hardened {
                return Err(refused("hardened children cannot be derived from a public key"));
            }
            pattern.push(None);
        } else {
            let step = u32::try_from(index.uint()?).ok().and_then(|index| PathStep::new(index, hardened));
            pattern.push(Some(step.ok_or_else(|| refused("an index is 2^31 or more"))?));
        }
    }
    Ok((place, pattern))
}

fn component_nodes(steps: impl Iterator<Item = Option<PathStep>>) -> Node {
    let pair = |step: Option<PathStep>| match step {
        Some(step) => [Node::Uint(step.index().into()), Node::Bool(step.is_hardened())],
        None => [Node::Array(Vec::new()), Node::Bool(false)],
    };
    Node::Array(steps.flat_map(pair).collect())
}
