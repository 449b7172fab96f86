//! The way from a root to a key through a Merkle-Patricia trie (yellow paper, appendix D).
//!
//! It reads what the key leads to and gathers the nodes on the way; `alloy-trie` then judges those nodes by itself. So there are
//! two readers that must agree, and the second never sees a node that the first found odd. May not enter: what a value means.

use super::ProofError;
use crate::eth::{B256, Bytes};
use alloy_rlp::Header as Head;
use alloy_trie::{EMPTY_ROOT_HASH, Nibbles, proof::verify_proof};

/// Hex digits of a key: all keys are hashes.
const KEY_NIBBLES: usize = 64;
/// RLP of nothing.
const NOTHING: &[u8] = &[0x80];

/// What a node says of a part of it.
enum Child<'n> {
    Absent,
    Hashed(B256),
    Inside(&'n [u8]),
}

/// What a node says of the key.
enum Step<'n> {
    /// To a child, so many digits on.
    On(Child<'n>, usize),
    /// The key is there, with this value.
    Value(&'n [u8]),
    /// The key is not in the trie.
    Absent,
}

/// The value at `key`, a hash, in the trie below `root`; [`None`] where the trie is proven not to have the key. `find` hands
/// out the node of a hash.
///
/// # Errors
/// A node is missing, is no trie node, or the two readers disagree.
pub(super) fn walk<'n>(
    root: B256,
    key: B256,
    mut find: impl FnMut(B256) -> Option<&'n Bytes>,
) -> Result<Option<Vec<u8>>, ProofError> {
    let digits: Vec<u8> = key.iter().flat_map(|byte| [byte >> 4, byte & 15]).collect();
    let mut on_the_way: Vec<&'n Bytes> = Vec::new();
    let mut at = 0;
    let mut next = if root == EMPTY_ROOT_HASH { Child::Absent } else { Child::Hashed(root) };
    let value = loop {
        let node: &'n [u8] = match next {
            Child::Absent => break None,
            Child::Inside(node) => node,
            Child::Hashed(hash) => {
                let node = find(hash).ok_or(ProofError::Missing { hash })?;
                if node.len() < 32 && !on_the_way.is_empty() {
                    return Err(odd("a node below 32 bytes is referred to by its hash"));
                }
                on_the_way.push(node);
                node
            }
        };
        match step(node, digits.get(at..).unwrap_or_default())? {
            Step::On(child, digits) => (next, at) = (child, at + digits),
            Step::Value(value) => break Some(value.to_vec()),
            Step::Absent => break None,
        }
    };
    verify_proof(root, Nibbles::unpack(key), value.clone(), on_the_way).map_err(|_| ProofError::Disagree)?;
    Ok(value)
}

const fn odd(why: &'static str) -> ProofError {
    ProofError::Node { why }
}

/// What `node` says of a key of which these digits are left.
fn step<'n>(node: &'n [u8], left: &[u8]) -> Result<Step<'n>, ProofError> {
    match items(node)?.as_slice() {
        [path, content] => short(path, content, left),
        [children @ .., value] if children.len() == 16 => {
            if *value != NOTHING {
                return Err(odd("a branch holds a value, which no trie of hashed keys has"));
            }
            let digit = left.first().ok_or_else(|| odd("a branch lies past the end of the key"))?;
            let child = children.get(usize::from(*digit)).copied().unwrap_or(NOTHING);
            Ok(Step::On(child_of(child)?, 1))
        }
        _ => Err(odd("it has neither 2 nor 17 items")),
    }
}

/// A leaf or an extension.
fn short<'n>(path: &'n [u8], content: &'n [u8], left: &[u8]) -> Result<Step<'n>, ProofError> {
    let (flag, path) = text(path)?.split_first().ok_or_else(|| odd("a path is empty"))?;
    let first = match flag >> 4 {
        0 | 2 if flag & 15 == 0 => None,
        1 | 3 => Some(flag & 15),
        _ => return Err(odd("a path is neither a leaf's nor an extension's")),
    };
    let path = first.into_iter().chain(path.iter().flat_map(|byte| [byte >> 4, byte & 15]));
    let path: Vec<u8> = path.take(KEY_NIBBLES + 1).collect();
    if flag >> 4 >= 2 {
        if path.len() != left.len() {
            return Err(odd("a leaf ends before or behind the end of a key"));
        }
        let value = text(content)?;
        return Ok(if path == left { Step::Value(value) } else { Step::Absent });
    }
    if path.is_empty() || path.len() >= left.len() {
        return Err(odd("an extension has no path, or leads past the end of a key"));
    }
    let child = child_of(content)?;
    if matches!(child, Child::Absent) {
        return Err(odd("an extension leads nowhere"));
    }
    Ok(if left.starts_with(&path) { Step::On(child, path.len()) } else { Step::Absent })
}

/// The items of a list, each with its head; none where it is not a list alone.
fn items(node: &[u8]) -> Result<Vec<&[u8]>, ProofError> {
    let mut left = node;
    let head = Head::decode(&mut left).map_err(|_| odd("it is no RLP"))?;
    if !head.list || head.payload_length != left.len() {
        return Err(odd("it is no list of its own length"));
    }
    let mut items = Vec::with_capacity(17);
    while !left.is_empty() {
        let start = left;
        let item = Head::decode(&mut left).map_err(|_| odd("an item is no RLP"))?;
        left = left.get(item.payload_length..).ok_or_else(|| odd("an item is cut off"))?;
        items.push(start.get(..start.len() - left.len()).unwrap_or_default());
        if items.len() > 17 {
            return Err(odd("it has neither 2 nor 17 items"));
        }
    }
    Ok(items)
}

/// The bytes of an item that is no list.
fn text(mut item: &[u8]) -> Result<&[u8], ProofError> {
    Head::decode_bytes(&mut item, false).map_err(|_| odd("a list stands where bytes belong"))
}

fn child_of(item: &[u8]) -> Result<Child<'_>, ProofError> {
    match item {
        NOTHING => Ok(Child::Absent),
        [0xa0, hash @ ..] if hash.len() == 32 => Ok(Child::Hashed(B256::from_slice(hash))),
        [0xc0..=0xff, ..] if item.len() < 32 => Ok(Child::Inside(item)),
        _ => Err(odd("a child is neither a hash nor a short node")),
    }
}
