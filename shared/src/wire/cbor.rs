//! The only user of `serde_cbor`, which nobody maintains: bytes in, a tree out.
//!
//! Before it, `scan` judges size, depth, lengths and keys, so that the crate never sees input that could make it
//! allocate, recurse or choose between two meanings. After it, the tree is written again by our own hand and must give the
//! input, byte for byte (where a sender's maps are not in ascending order: in length). To replace the crate, replace
//! [`understand`].
//!
//! May not enter: what a message means. That is `fields` and the file of each message.

use serde_cbor::Value;

use super::{WireError, error::Place, fields::Shape, node::Node, scan};

/// Reads one value strictly.
pub(super) fn read(shape: &Shape, cbor: &[u8]) -> Result<Node, WireError> {
    let judged = scan::judge(shape, cbor)?;
    let not_canonical = || WireError::NotCanonical { place: Place::message(shape.name) };
    let node = understand(cbor).ok_or_else(not_canonical)?;
    let again = node.encode();
    let same = if judged.ascending { again == cbor } else { again.len() == cbor.len() };
    same.then_some(node).ok_or_else(not_canonical)
}

/// `None` where the crate reads what `scan` does not let through.
fn understand(cbor: &[u8]) -> Option<Node> {
    serde_cbor::from_slice(cbor).ok().and_then(node)
}

fn node(value: Value) -> Option<Node> {
    Some(match value {
        Value::Null => Node::Null,
        Value::Bool(value) => Node::Bool(value),
        Value::Integer(number) => match u64::try_from(number) {
            Ok(number) => Node::Uint(number),
            Err(_) => Node::Negative(u64::try_from(-1 - number).ok()?),
        },
        Value::Bytes(bytes) => Node::Bytes(bytes),
        Value::Text(text) => Node::Text(text),
        Value::Array(items) => Node::Array(items.into_iter().map(node).collect::<Option<_>>()?),
        Value::Map(entries) => Node::Map(
            entries
                .into_iter()
                .map(|(key, value)| Some((node(key)?, node(value)?)))
                .collect::<Option<_>>()?,
        ),
        Value::Tag(tag, inner) => node(*inner)?.tagged(tag),
        _ => return None, // floats, which no message has
    })
}
