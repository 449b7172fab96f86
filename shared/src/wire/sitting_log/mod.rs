//! `coldframe-sitting-log`: what happened at a station, shown as codes at the end of a sitting.
//!
//! ```cddl
//! sitting-log = { 1: 1, 2: uint, 3: hash, 4: [* entry], 5: hash }
//! entry = { 1: uint, 2: uint, 3: event, ? 4: hash, ? 5: bytes .size 20, ? 6: uint .size 4, ? 7: text .size (1..64),
//!           ? 8: bool, ? 9: (uint .gt 0) .size 4, ? 10: uint }
//! event = 1..11
//! hash = bytes .size 32
//! ```
//!
//! | key | of the log | shape                                                                                       |
//! |-----|------------|---------------------------------------------------------------------------------------------|
//! | 1   | version    | 1                                                                                           |
//! | 2   | dropped    | entries that were older and are no longer held                                              |
//! | 3   | before     | the hash that the first entry is bound to: of the last dropped one, or zeros                |
//! | 4   | entries    | oldest first, at most [`LOG_ENTRIES_MAX`]                                                   |
//! | 5   | tip        | the last entry's hash (`before` without entries)                                            |
//!
//! | key | of an entry | shape                                                                                      |
//! |-----|-------------|--------------------------------------------------------------------------------------------|
//! | 1   | unix        | seconds since 1970 by the station's clock, which nobody checks                             |
//! | 2   | running     | milliseconds since the station started                                                     |
//! | 3   | event       | a number of [`Event`]                                                                      |
//! | 4–8 | of the event | digest, signer, master fingerprint, a word, yes or no: those that it has, and no others   |
//! | 9   | again       | how often more the same happened; with 10                                                  |
//! | 10  | until       | seconds since 1970 of the last time                                                        |
//!
//! The hash of an entry is keccak256 of the hash before it (32 bytes) and the entry's canonical CBOR. So no entry can be
//! changed, dropped or moved without another tip, and a tip noted on paper proves all that came before it. It does not prove who
//! wrote it. Nothing is skipped: a field that is not listed is refused. May not enter: secrets.

mod event;
#[cfg(test)]
mod tests;

pub use event::{Event, WipeReason};

use self::event::Parts;
use super::{
    WireError,
    error::Place,
    fields::{Fields, Item, Shape},
    node::Node,
};
use crate::{
    eth::{Address, B256, Fingerprint, keccak256},
    limits::{LOG_ENTRIES_MAX, LOG_TEXT_BYTES_MAX},
};

/// The same, more often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// How often more; never 0.
    pub times: u32,
    /// Seconds since 1970 of the last time.
    pub until: u64,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Seconds since 1970, by a clock that nobody checks.
    pub unix: u64,
    /// Milliseconds since the station started.
    pub running: u64,
    /// What happened.
    pub event: Event,
    /// How often more.
    pub again: Option<Again>,
}

/// A log on its way; the chain of a decoded one was found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SittingLog {
    /// Entries that were older.
    pub dropped: u64,
    /// What the first entry is bound to.
    pub before: B256,
    /// Oldest first.
    pub entries: Vec<Entry>,
}

const SHAPE: Shape = Shape {
    name: SittingLog::UR_TYPE,
    fields: &[(1, "version"), (2, "dropped"), (3, "before"), (4, "entries"), (5, "tip")],
};

const ENTRY: Shape = Shape {
    name: "entry",
    fields: &[
        (1, "unix"),
        (2, "running"),
        (3, "event"),
        (4, "digest"),
        (5, "signer"),
        (6, "fingerprint"),
        (7, "word"),
        (8, "yes"),
        (9, "again"),
        (10, "until"),
    ],
};

const VERSION: u64 = 1;

impl Entry {
    /// Binds this entry to all before it.
    pub fn hash(&self, before: B256) -> B256 {
        let mut bytes = before.to_vec();
        bytes.extend(self.node().encode());
        keccak256(bytes)
    }

    fn node(&self) -> Node {
        let parts = self.event.parts();
        Node::map([
            (1, Some(Node::Uint(self.unix))),
            (2, Some(Node::Uint(self.running))),
            (3, Some(Node::Uint(self.event.number()))),
            (4, parts.digest.map(|digest| Node::bytes(digest.as_slice()))),
            (5, parts.signer.map(|signer| Node::bytes(signer.as_slice()))),
            (6, parts.fingerprint.map(|print| Node::Uint(u32::from_be_bytes(print.0).into()))),
            (7, parts.word.as_deref().map(Node::text)),
            (8, parts.yes.map(Node::Bool)),
            (9, self.again.map(|again| Node::Uint(again.times.into()))),
            (10, self.again.map(|again| Node::Uint(again.until))),
        ])
    }

    fn read(item: Item) -> Result<Self, WireError> {
        let mut skipped = Vec::new();
        let mut fields = item.map(&ENTRY, &mut skipped)?;
        let place = fields.place(3);
        let number = fields.need(3)?.uint()?;
        let parts = Parts {
            digest: hash(fields.take(4))?,
            signer: fields.take(5).map(|item| item.fixed("20 bytes")).transpose()?.map(Address::from),
            fingerprint: fields
                .take(6)
                .map(|item| Ok(Fingerprint(item.uint32()?.to_be_bytes())))
                .transpose()?,
            word: fields.take(7).map(word).transpose()?,
            yes: fields.take(8).map(Item::bool).transpose()?,
        };
        let event = Event::of(number, parts).ok_or_else(|| WireError::Size {
            place,
            found: format!("{number}, or an event with other fields than its own"),
            expected: "1 to 11 with the fields of that event",
        })?;
        Ok(Self {
            unix: fields.need(1)?.uint()?,
            running: fields.need(2)?.uint()?,
            event,
            again: again(&mut fields)?,
        })
    }
}

fn hash(item: Option<Item>) -> Result<Option<B256>, WireError> {
    Ok(item.map(|item| item.fixed("32 bytes")).transpose()?.map(B256::from))
}

fn word(item: Item) -> Result<String, WireError> {
    let place = item.place.clone();
    let word = item.text()?;
    if word.is_empty() || word.len() > LOG_TEXT_BYTES_MAX {
        return Err(WireError::Size {
            place,
            found: format!("{} bytes", word.len()),
            expected: "1 to 64 bytes of text",
        });
    }
    Ok(word)
}

/// Both fields or none.
fn again(fields: &mut Fields) -> Result<Option<Again>, WireError> {
    let place = fields.place(9);
    match (fields.take(9), fields.take(10)) {
        (None, None) => Ok(None),
        (Some(times), Some(until)) => match times.uint32()? {
            0 => {
                Err(WireError::Size { place, found: "0".to_owned(), expected: "1 or more, or no such field" })
            }
            times => Ok(Some(Again { times, until: until.uint()? })),
        },
        (times, _) => Err(WireError::Missing { place: fields.place(if times.is_some() { 10 } else { 9 }) }),
    }
}

impl SittingLog {
    /// The UR type.
    pub const UR_TYPE: &str = "coldframe-sitting-log";

    /// The hash of the last entry: what is worth writing on paper.
    pub fn tip(&self) -> B256 {
        self.entries.iter().fold(self.before, |before, entry| entry.hash(before))
    }

    /// Reads the CBOR strictly and follows the chain.
    ///
    /// # Errors
    /// Anything else than canonical CBOR with the fields above (`cbor-…`, `field-…`), too many entries (`limit-length`), a
    /// newer version (`field-size`), or a tip that the entries do not lead to (`log-chain`).
    pub fn decode(cbor: &[u8]) -> Result<Self, WireError> {
        let mut skipped = Vec::new();
        let mut fields = Fields::read(&SHAPE, cbor, &mut skipped)?;
        let place = fields.place(1);
        let version = fields.need(1)?.uint()?;
        if version != VERSION {
            return Err(WireError::Size { place, found: version.to_string(), expected: "version 1" });
        }
        let place = fields.place(4);
        let entries = fields.need(4)?.array()?;
        if entries.len() > LOG_ENTRIES_MAX {
            let found = format!("{} entries", entries.len());
            return Err(WireError::TooLong { place, found, limit: LOG_ENTRIES_MAX });
        }
        let log = Self {
            dropped: fields.need(2)?.uint()?,
            before: B256::from(fields.need(3)?.fixed::<32>("32 bytes")?),
            entries: entries.into_iter().map(Entry::read).collect::<Result<_, _>>()?,
        };
        let place = fields.place(5);
        if fields.need(5)?.fixed::<32>("32 bytes")? != log.tip().0 {
            return Err(WireError::Chain { place });
        }
        // Skipped fields and other orders would not be in the hashes, so there is one spelling alone.
        if log.encode() != cbor {
            return Err(WireError::NotCanonical { place: Place::message(SHAPE.name) });
        }
        Ok(log)
    }

    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        Node::map([
            (1, Some(Node::Uint(VERSION))),
            (2, Some(Node::Uint(self.dropped))),
            (3, Some(Node::bytes(self.before.as_slice()))),
            (4, Some(Node::Array(self.entries.iter().map(Entry::node).collect()))),
            (5, Some(Node::bytes(self.tip().as_slice()))),
        ])
        .encode()
    }
}
