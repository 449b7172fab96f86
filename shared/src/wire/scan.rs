//! Judges raw CBOR before any decoder sees it. Takes no memory but the keys of open maps; allocates by nothing that is claimed.
//!
//! | judged                     | rule                                                                |
//! |----------------------------|---------------------------------------------------------------------|
//! | size, depth, values        | [`MESSAGE_BYTES_MAX`], [`CBOR_DEPTH_MAX`], [`CBOR_ITEMS_MAX`]       |
//! | lengths                    | definite, shortest form, within the input; nothing after the end    |
//! | map keys                   | whole or negative numbers or text, none twice; any order            |
//! | floats, `undefined`, other simple values | refused: no message has them                          |
//! | text                       | UTF-8                                                               |
//!
//! Order of keys is not judged: it carries no meaning once no key stands twice, and refusing it would cost a device
//! that writes its map in another order, for no safety. Long forms are refused although harmless to us:
//! BCR-2020-005 demands deterministic CBOR and no peer writes them.

use std::collections::BTreeSet;

use super::{WireError, error::Place, fields::Shape};
use crate::limits::{CBOR_DEPTH_MAX, CBOR_ITEMS_MAX, MESSAGE_BYTES_MAX};

/// Whether all maps were in ascending order, so that their canonical spelling is the input itself.
pub(super) struct Judged {
    pub(super) ascending: bool,
}

/// Judges the whole input as one value.
pub(super) fn judge(shape: &Shape, cbor: &[u8]) -> Result<Judged, WireError> {
    let mut scan = Scan { shape, cbor, at: 0, items: 0, top: None, ascending: true };
    if cbor.len() > MESSAGE_BYTES_MAX {
        return Err(WireError::MessageTooLong { place: scan.place(), bytes: cbor.len() });
    }
    scan.value(1)?;
    match cbor.len().saturating_sub(scan.at) {
        0 => Ok(Judged { ascending: scan.ascending }),
        bytes => Err(WireError::Trailing { place: Place::message(shape.name), bytes }),
    }
}

struct Scan<'a> {
    shape: &'a Shape,
    cbor: &'a [u8],
    at: usize,
    items: usize,
    top: Option<u64>, // the key of the top-level entry that is being read
    ascending: bool,
}

/// The first byte's major type and the number that goes with it.
struct Head {
    major: u8,
    argument: u64,
    at: usize,
}

impl<'a> Scan<'a> {
    fn place(&self) -> Place {
        let message = Place::message(self.shape.name);
        self.top.map_or(message.clone(), |key| message.field(key, self.shape.field_name(key)))
    }

    fn truncated(&self, at: usize, missing: u64) -> WireError {
        WireError::Truncated { place: self.place(), at, missing }
    }

    /// The next `count` bytes.
    fn take(&mut self, from: usize, count: u64) -> Result<&'a [u8], WireError> {
        let left = self.cbor.get(self.at..).unwrap_or_default();
        let taken = usize::try_from(count).ok().and_then(|count| left.get(..count));
        let taken = taken.ok_or_else(|| self.truncated(from, count.saturating_sub(left.len() as u64)))?;
        self.at += taken.len();
        Ok(taken)
    }

    fn head(&mut self) -> Result<Head, WireError> {
        let at = self.at;
        let [first] = self.take(at, 1)? else { return Err(self.truncated(at, 1)) };
        let (major, info) = (first >> 5, first & 31);
        let width = match info {
            0..=23 => return Ok(Head { major, argument: u64::from(info), at }),
            24..=27 => 1_u64 << (info - 24),
            28..=30 => return Err(self.unreadable("a form that RFC 8949 reserves")),
            _ => return Err(WireError::Indefinite { place: self.place(), at }),
        };
        if major == 7 {
            return Err(self.unreadable("a floating-point number or an unassigned simple value"));
        }
        let argument = self.take(at, width)?.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        // The least number that needs this width: 24, then 2^8, 2^16, 2^32.
        let least = if width == 1 { 24 } else { 1_u64 << (4 * width) };
        if argument < least {
            return Err(WireError::NonMinimal { place: self.place(), at });
        }
        Ok(Head { major, argument, at })
    }

    fn unreadable(&self, found: &'static str) -> WireError {
        let expected = "whole numbers, bytes, text, lists, maps, true or false";
        WireError::Type { place: self.place(), found, expected }
    }

    fn value(&mut self, depth: usize) -> Result<Head, WireError> {
        if depth > CBOR_DEPTH_MAX {
            return Err(WireError::Depth { place: self.place() });
        }
        self.items += 1;
        if self.items > CBOR_ITEMS_MAX {
            return Err(WireError::Items { place: self.place() });
        }
        let head = self.head()?;
        match head.major {
            0 | 1 => {}
            2 => _ = self.take(head.at, head.argument)?,
            3 => {
                let text = self.take(head.at, head.argument)?;
                if std::str::from_utf8(text).is_err() {
                    return Err(self.unreadable("text that is not UTF-8"));
                }
            }
            4 => {
                self.claims(&head, head.argument)?;
                for _ in 0..head.argument {
                    self.value(depth + 1)?;
                }
            }
            5 => {
                self.claims(&head, head.argument.saturating_mul(2))?;
                self.map(&head, depth)?;
            }
            6 => _ = self.value(depth + 1)?,
            _ if matches!(head.argument, 20..=22) => {} // false, true, null
            _ => return Err(self.unreadable("an unassigned simple value")),
        }
        Ok(head)
    }

    /// Each of `values` takes a byte at least.
    fn claims(&self, head: &Head, values: u64) -> Result<(), WireError> {
        let left = self.cbor.len().saturating_sub(self.at) as u64;
        if values > left { Err(self.truncated(head.at, values - left)) } else { Ok(()) }
    }

    fn map(&mut self, head: &Head, depth: usize) -> Result<(), WireError> {
        // Forms are the shortest here, so that equal bytes are equal keys and nothing else is.
        let mut seen: BTreeSet<&[u8]> = BTreeSet::new();
        let whole = self.cbor;
        for _ in 0..head.argument {
            let start = self.at;
            let key = self.value(depth + 1)?;
            if !matches!(key.major, 0 | 1 | 3) {
                return Err(self.unreadable("a map with keys that are neither numbers nor text"));
            }
            let spelled = whole.get(start..self.at).unwrap_or_default();
            self.ascending &= seen.last().is_none_or(|last| *last < spelled);
            if depth == 1 && key.major == 0 {
                self.top = Some(key.argument);
            }
            if !seen.insert(spelled) {
                return Err(WireError::DuplicateKey { place: self.place() });
            }
            self.value(depth + 1)?;
            if depth == 1 {
                self.top = None;
            }
        }
        Ok(())
    }
}
