//! A CBOR value as a tree, and its one canonical spelling (RFC 8949 section 4.2.1).
//!
//! Written by hand because it is one page that cannot fail, and because a second hand checks the first:
//! what `cbor` has read must come out of here as the bytes that came in.

/// One CBOR value. No floats, no `undefined`: no message of ours has any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Uint(u64),
    /// Stands for -1 - n.
    Negative(u64),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Node>),
    Map(Vec<(Node, Node)>),
    Tag(u64, Box<Node>),
    Bool(bool),
    Null,
}

impl Node {
    /// The map of those `entries` that are there.
    pub(crate) fn map<const N: usize>(entries: [(u64, Option<Self>); N]) -> Self {
        let present = entries.into_iter().filter_map(|(key, value)| Some((Self::Uint(key), value?)));
        Self::Map(present.collect())
    }

    pub(crate) fn bytes(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }

    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(crate) fn tagged(self, tag: u64) -> Self {
        Self::Tag(tag, Box::new(self))
    }

    /// What it is, for an error.
    pub(crate) const fn what(&self) -> &'static str {
        match self {
            Self::Uint(_) => "a whole number",
            Self::Negative(_) => "a negative number",
            Self::Bytes(_) => "bytes",
            Self::Text(_) => "text",
            Self::Array(_) => "a list",
            Self::Map(_) => "a map",
            Self::Tag(..) => "a tagged value",
            Self::Bool(_) => "true or false",
            Self::Null => "null",
        }
    }

    /// The canonical bytes: shortest heads, definite lengths, map keys ascending by their bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Uint(number) => head(out, 0, *number),
            Self::Negative(number) => head(out, 1, *number),
            Self::Bytes(bytes) => {
                head(out, 2, bytes.len() as u64);
                out.extend_from_slice(bytes);
            }
            Self::Text(text) => {
                head(out, 3, text.len() as u64);
                out.extend_from_slice(text.as_bytes());
            }
            Self::Array(items) => {
                head(out, 4, items.len() as u64);
                items.iter().for_each(|item| item.write(out));
            }
            Self::Map(entries) => {
                head(out, 5, entries.len() as u64);
                let mut spelled: Vec<_> = entries.iter().map(|(key, value)| (key.encode(), value)).collect();
                spelled.sort_by(|(a, _), (b, _)| a.cmp(b));
                for (key, value) in spelled {
                    out.extend_from_slice(&key);
                    value.write(out);
                }
            }
            Self::Tag(tag, inner) => {
                head(out, 6, *tag);
                inner.write(out);
            }
            Self::Bool(value) => out.push(if *value { 0xf5 } else { 0xf4 }),
            Self::Null => out.push(0xf6),
        }
    }
}

/// Major type and argument in the shortest form.
fn head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    if let Ok(byte) = u8::try_from(argument) {
        if byte < 24 {
            out.push(major | byte);
        } else {
            out.extend_from_slice(&[major | 24, byte]);
        }
    } else if let Ok(short) = u16::try_from(argument) {
        out.push(major | 25);
        out.extend_from_slice(&short.to_be_bytes());
    } else if let Ok(word) = u32::try_from(argument) {
        out.push(major | 26);
        out.extend_from_slice(&word.to_be_bytes());
    } else {
        out.push(major | 27);
        out.extend_from_slice(&argument.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_shortest_form() {
        // RFC 8949, appendix A.
        for (number, spelled) in [
            (0, "00"),
            (23, "17"),
            (24, "1818"),
            (255, "18ff"),
            (256, "190100"),
            (65_536, "1a00010000"),
            (u64::MAX, "1bffffffffffffffff"),
        ] {
            assert_eq!(alloy_primitives::hex::encode(Node::Uint(number).encode()), spelled);
        }
    }

    #[test]
    fn map_keys_are_written_ascending() {
        let map = Node::Map(vec![(Node::Uint(300), Node::Null), (Node::Uint(2), Node::Bool(true))]);
        assert_eq!(map.encode(), [0xa2, 0x02, 0xf5, 0x19, 0x01, 0x2c, 0xf6]);
    }
}
