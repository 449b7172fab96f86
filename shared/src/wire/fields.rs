//! Typed reading of a map with small integer keys: each error names the message and the field.

use zeroize::Zeroize;

use super::{
    WireError, cbor,
    error::{Place, SkippedField},
    node::Node,
};
use crate::limits::TEXT_BYTES_MAX;

/// The name of a message or map and of the fields it may have.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [(u64, &'static str)],
}

impl Shape {
    /// The name of a field; an unknown one is just that.
    pub(crate) fn field_name(&self, key: u64) -> &'static str {
        self.fields.iter().find(|(known, _)| *known == key).map_or("unknown", |(_, name)| name)
    }
}

/// The entries of one map that were not taken yet.
pub(crate) struct Fields {
    place: Place,
    shape: &'static Shape,
    entries: Vec<(u64, Node)>,
}

/// One value and where it stands.
pub(crate) struct Item {
    pub(crate) place: Place,
    node: Node,
}

impl Fields {
    /// Reads a whole message, which is a map without a tag.
    pub(crate) fn read(
        shape: &'static Shape,
        cbor: &[u8],
        skipped: &mut Vec<SkippedField>,
    ) -> Result<Self, WireError> {
        let node = cbor::read(shape, cbor)?;
        let place = Place::message(shape.name);
        Item { place, node }.map(shape, skipped)
    }

    /// Where a field of this map is or would be.
    pub(crate) fn place(&self, key: u64) -> Place {
        self.place.field(key, self.shape.field_name(key))
    }

    /// A field that may be absent.
    pub(crate) fn take(&mut self, key: u64) -> Option<Item> {
        let found = self.entries.iter().position(|(known, _)| *known == key)?;
        let (_, node) = self.entries.swap_remove(found);
        Some(Item { place: self.place(key), node })
    }

    /// A field that must be there.
    pub(crate) fn need(&mut self, key: u64) -> Result<Item, WireError> {
        self.take(key).ok_or_else(|| WireError::Missing { place: self.place(key) })
    }

    /// Overwrites what is left: it may be a secret that somebody sent by mistake.
    pub(crate) fn wipe(self) {
        self.entries.into_iter().for_each(|(_, node)| match node {
            Node::Bytes(mut bytes) => bytes.zeroize(),
            Node::Text(mut text) => text.zeroize(),
            _ => {}
        });
    }
}

impl Item {
    fn wrong_type(self, expected: &'static str) -> WireError {
        WireError::Type { place: self.place, found: self.node.what(), expected }
    }

    /// What it is, for an error.
    pub(crate) const fn what(&self) -> &'static str {
        self.node.what()
    }

    pub(crate) fn uint(self) -> Result<u64, WireError> {
        if let Node::Uint(number) = self.node { Ok(number) } else { Err(self.wrong_type("a whole number")) }
    }

    pub(crate) fn uint32(self) -> Result<u32, WireError> {
        let place = self.place.clone();
        let number = self.uint()?;
        u32::try_from(number).map_err(|_| WireError::Size {
            place,
            found: number.to_string(),
            expected: "a number below 2^32",
        })
    }

    pub(crate) fn bytes(self) -> Result<Vec<u8>, WireError> {
        if let Node::Bytes(bytes) = self.node { Ok(bytes) } else { Err(self.wrong_type("bytes")) }
    }

    /// Exactly `N` bytes; `expected` says so in words.
    pub(crate) fn fixed<const N: usize>(self, expected: &'static str) -> Result<[u8; N], WireError> {
        let place = self.place.clone();
        let bytes = self.bytes()?;
        <[u8; N]>::try_from(bytes.as_slice()).map_err(|_| WireError::Size {
            place,
            found: format!("{} bytes", bytes.len()),
            expected,
        })
    }

    /// At most [`TEXT_BYTES_MAX`] bytes. Said by a stranger: whoever shows it must escape it.
    pub(crate) fn text(self) -> Result<String, WireError> {
        match self.node {
            Node::Text(text) if text.len() > TEXT_BYTES_MAX => Err(WireError::TooLong {
                place: self.place,
                found: format!("{} bytes of text", text.len()),
                limit: TEXT_BYTES_MAX,
            }),
            Node::Text(text) => Ok(text),
            _ => Err(self.wrong_type("text")),
        }
    }

    pub(crate) fn bool(self) -> Result<bool, WireError> {
        if let Node::Bool(value) = self.node { Ok(value) } else { Err(self.wrong_type("true or false")) }
    }

    pub(crate) fn array(self) -> Result<Vec<Self>, WireError> {
        let Node::Array(items) = self.node else { return Err(self.wrong_type("a list")) };
        Ok(items.into_iter().map(|node| Self { place: self.place.clone(), node }).collect())
    }

    /// The value under one of these tags; the first is the one of the standard.
    pub(crate) fn tagged<const N: usize>(self, tags: [u64; N]) -> Result<Self, WireError> {
        let expected = tags.first().copied().unwrap_or_default();
        match self.node {
            Node::Tag(tag, inner) if tags.contains(&tag) => Ok(Self { place: self.place, node: *inner }),
            Node::Tag(tag, _) => Err(WireError::Tag { place: self.place, found: Some(tag), expected }),
            _ => Err(WireError::Tag { place: self.place, found: None, expected }),
        }
    }

    /// Whether it carries one of these tags.
    pub(crate) fn has_tag(&self, tags: &[u64]) -> bool {
        matches!(&self.node, Node::Tag(tag, _) if tags.contains(tag))
    }

    /// A map; entries that `shape` does not know are put aside with a note.
    pub(crate) fn map(
        self,
        shape: &'static Shape,
        skipped: &mut Vec<SkippedField>,
    ) -> Result<Fields, WireError> {
        let Node::Map(map) = self.node else { return Err(self.wrong_type("a map")) };
        let mut entries = Vec::new();
        for (key, value) in map {
            match key {
                Node::Uint(key) if shape.fields.iter().any(|(known, _)| *known == key) => {
                    entries.push((key, value));
                }
                Node::Uint(key) => {
                    skipped.push(SkippedField { place: self.place.clone(), key: key.into() });
                }
                Node::Negative(key) => {
                    skipped.push(SkippedField { place: self.place.clone(), key: -1 - i128::from(key) });
                }
                _ => {
                    let (found, expected) = ("a map with keys of text", "a map with whole numbers as keys");
                    return Err(WireError::Type { place: self.place, found, expected });
                }
            }
        }
        Ok(Fields { place: self.place, shape, entries })
    }
}
