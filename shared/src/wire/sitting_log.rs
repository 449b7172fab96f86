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

/// Why secrets were wiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WipeReason {
    /// The operator locked.
    Locked,
    /// Nobody touched anything.
    Idle,
    /// The window closed.
    Exit,
    /// The machine slept, or was told to.
    Suspend,
    /// The system asked the program to end.
    Signal,
    /// A fault of the program.
    Fault,
}

impl WipeReason {
    const ALL: [Self; 6] = [Self::Locked, Self::Idle, Self::Exit, Self::Suspend, Self::Signal, Self::Fault];

    /// The word for it on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Idle => "idle",
            Self::Exit => "exit",
            Self::Suspend => "suspend",
            Self::Signal => "signal",
            Self::Fault => "fault",
        }
    }

    /// Why, as a sentence for the operator.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Locked => "Locked. The keys are wiped.",
            Self::Idle => {
                "The keys are wiped, because nobody touched anything for so long. Enter the words again to go on."
            }
            Self::Exit => "The keys are wiped, because the window was closed.",
            Self::Suspend => {
                "The keys are wiped, because the machine went to sleep. Enter the words again to go on."
            }
            Self::Signal => "The keys are wiped, because the system asked the program to end.",
            Self::Fault => {
                "The keys are wiped, because of a fault of the program. Report it, and enter the words again to go on."
            }
        }
    }
}

/// What happened. The numbers on the wire are those of [`Event::number`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Keys came into memory.
    SittingStarted {
        /// Of the master key.
        fingerprint: Fingerprint,
    },
    /// A mnemonic was made here.
    NewMnemonic,
    /// Paper was compared with the keys.
    Drilled {
        /// Of the master key.
        fingerprint: Fingerprint,
        /// Whether the paper recovers them.
        recovered: bool,
    },
    /// A request was shown.
    Reviewed {
        /// What would be signed.
        digest: B256,
        /// By whom.
        signer: Address,
    },
    /// It was signed.
    Signed {
        /// What.
        digest: B256,
        /// By whom.
        signer: Address,
    },
    /// The operator said no.
    Rejected {
        /// To what.
        digest: B256,
    },
    /// Something was turned away.
    Refused {
        /// The word of its [`crate::Kind`].
        kind: String,
    },
    /// Secrets are gone.
    Wiped(WipeReason),
    /// A link came up.
    Exposed {
        /// As the system calls it.
        link: String,
        /// Whether words or keys were in memory.
        held: bool,
    },
    /// It went down.
    Quiet {
        /// As the system calls it.
        link: String,
    },
    /// The operator accepted that a wall is missing.
    WallsAccepted,
}

/// The parts that events are made of.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts {
    digest: Option<B256>,
    signer: Option<Address>,
    fingerprint: Option<Fingerprint>,
    word: Option<String>,
    yes: Option<bool>,
}

impl Event {
    /// Its number on the wire.
    pub const fn number(&self) -> u64 {
        match self {
            Self::SittingStarted { .. } => 1,
            Self::NewMnemonic => 2,
            Self::Drilled { .. } => 3,
            Self::Reviewed { .. } => 4,
            Self::Signed { .. } => 5,
            Self::Rejected { .. } => 6,
            Self::Refused { .. } => 7,
            Self::Wiped(_) => 8,
            Self::Exposed { .. } => 9,
            Self::Quiet { .. } => 10,
            Self::WallsAccepted => 11,
        }
    }

    fn parts(&self) -> Parts {
        let none = Parts::default;
        match self {
            Self::NewMnemonic | Self::WallsAccepted => none(),
            Self::SittingStarted { fingerprint } => Parts { fingerprint: Some(*fingerprint), ..none() },
            Self::Drilled { fingerprint, recovered } => {
                Parts { fingerprint: Some(*fingerprint), yes: Some(*recovered), ..none() }
            }
            Self::Reviewed { digest, signer } | Self::Signed { digest, signer } => {
                Parts { digest: Some(*digest), signer: Some(*signer), ..none() }
            }
            Self::Rejected { digest } => Parts { digest: Some(*digest), ..none() },
            Self::Refused { kind: word } | Self::Quiet { link: word } => {
                Parts { word: Some(short(word)), ..none() }
            }
            Self::Wiped(reason) => Parts { word: Some(reason.word().to_owned()), ..none() },
            Self::Exposed { link, held } => Parts { word: Some(short(link)), yes: Some(*held), ..none() },
        }
    }

    /// `None` where the number is none of ours, or the parts are not exactly its own.
    fn of(number: u64, parts: Parts) -> Option<Self> {
        let event = match number {
            1 => Self::SittingStarted { fingerprint: parts.fingerprint? },
            2 => Self::NewMnemonic,
            3 => Self::Drilled { fingerprint: parts.fingerprint?, recovered: parts.yes? },
            4 => Self::Reviewed { digest: parts.digest?, signer: parts.signer? },
            5 => Self::Signed { digest: parts.digest?, signer: parts.signer? },
            6 => Self::Rejected { digest: parts.digest? },
            7 => Self::Refused { kind: parts.word.clone()? },
            8 => {
                let word = parts.word.as_deref()?;
                Self::Wiped(WipeReason::ALL.into_iter().find(|reason| reason.word() == word)?)
            }
            9 => Self::Exposed { link: parts.word.clone()?, held: parts.yes? },
            10 => Self::Quiet { link: parts.word.clone()? },
            11 => Self::WallsAccepted,
            _ => return None,
        };
        (event.parts() == parts).then_some(event)
    }
}

/// At most [`LOG_TEXT_BYTES_MAX`] bytes of it, and never nothing.
fn short(text: &str) -> String {
    let end = text.floor_char_boundary(LOG_TEXT_BYTES_MAX);
    match text.get(..end) {
        None | Some("") => "?".to_owned(),
        Some(text) => text.to_owned(),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use proptest::{collection::vec, option, prelude::*};

    fn event() -> impl Strategy<Value = Event> {
        let print = any::<[u8; 4]>().prop_map(Fingerprint);
        let digest = any::<[u8; 32]>().prop_map(B256::from);
        let both = (any::<[u8; 32]>(), any::<[u8; 20]>());
        let both = both.prop_map(|(digest, signer)| (B256::from(digest), Address::from(signer)));
        let word = "[a-z0-9-]{1,64}";
        prop_oneof![
            print.prop_map(|fingerprint| Event::SittingStarted { fingerprint }),
            Just(Event::NewMnemonic),
            (any::<[u8; 4]>(), any::<bool>())
                .prop_map(|(print, recovered)| Event::Drilled { fingerprint: Fingerprint(print), recovered }),
            both.clone().prop_map(|(digest, signer)| Event::Reviewed { digest, signer }),
            both.prop_map(|(digest, signer)| Event::Signed { digest, signer }),
            digest.prop_map(|digest| Event::Rejected { digest }),
            word.prop_map(|kind| Event::Refused { kind }),
            (0..WipeReason::ALL.len()).prop_map(|reason| Event::Wiped(WipeReason::ALL[reason])),
            (word, any::<bool>()).prop_map(|(link, held)| Event::Exposed { link, held }),
            word.prop_map(|link| Event::Quiet { link }),
            Just(Event::WallsAccepted),
        ]
    }

    fn entry() -> impl Strategy<Value = Entry> {
        let again = option::of((1_u32.., any::<u64>()).prop_map(|(times, until)| Again { times, until }));
        (any::<u64>(), any::<u64>(), event(), again).prop_map(|(unix, running, event, again)| Entry {
            unix,
            running,
            event,
            again,
        })
    }

    fn log() -> impl Strategy<Value = SittingLog> {
        (any::<u64>(), any::<[u8; 32]>(), vec(entry(), 0..20)).prop_map(|(dropped, before, entries)| {
            SittingLog { dropped, before: B256::from(before), entries }
        })
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(log in log()) {
            prop_assert_eq!(SittingLog::decode(&log.encode()), Ok(log));
        }

        #[test]
        fn no_byte_can_be_changed(log in log(), place: prop::sample::Index, bit in 0_u8..8) {
            let mut cbor = log.encode();
            let place = place.index(cbor.len());
            cbor[place] ^= 1 << bit;
            // The count of dropped entries is not in the chain; everything else is.
            if let Ok(read) = SittingLog::decode(&cbor) {
                prop_assert_eq!(read.entries, log.entries);
                prop_assert_ne!(read.dropped, log.dropped);
            }
        }

        #[test]
        fn noise_never_panics(noise in vec(any::<u8>(), 0..300)) {
            _ = SittingLog::decode(&noise);
        }
    }

    fn sample() -> SittingLog {
        let entries = vec![
            Entry {
                unix: 1_700_000_000,
                running: 1_234,
                event: Event::SittingStarted { fingerprint: Fingerprint([0x73, 0xc5, 0xda, 0x0a]) },
                again: None,
            },
            Entry {
                unix: 1_700_000_060,
                running: 61_234,
                event: Event::Refused { kind: "chain-id".to_owned() },
                again: Some(Again { times: 3, until: 1_700_000_070 }),
            },
        ];
        SittingLog { dropped: 0, before: B256::ZERO, entries }
    }

    /// The sample with one entry in another spelling, and a tip that fits it.
    fn with_entry(node: Node) -> Vec<u8> {
        let tip = keccak256([B256::ZERO.as_slice(), &node.encode()].concat());
        Node::map([
            (1, Some(Node::Uint(1))),
            (2, Some(Node::Uint(0))),
            (3, Some(Node::bytes(&[0; 32]))),
            (4, Some(Node::Array(vec![node]))),
            (5, Some(Node::bytes(tip.as_slice()))),
        ])
        .encode()
    }

    fn entry_of(fields: &[(u64, Node)]) -> Node {
        let fixed = [(1, Node::Uint(7)), (2, Node::Uint(8))];
        Node::Map(fixed.iter().chain(fields).map(|(key, node)| (Node::Uint(*key), node.clone())).collect())
    }

    #[test]
    fn one_fault_is_one_refusal() {
        let word = |text: &str| Node::text(text);
        for (fault, entry, kind) in [
            ("an event of the future", entry_of(&[(3, Node::Uint(12))]), "field-size"),
            ("no event", entry_of(&[]), "field-missing"),
            ("a wipe without a reason", entry_of(&[(3, Node::Uint(8))]), "field-size"),
            ("an unknown reason", entry_of(&[(3, Node::Uint(8)), (7, word("bored"))]), "field-size"),
            ("a field too many", entry_of(&[(3, Node::Uint(2)), (8, Node::Bool(true))]), "field-size"),
            ("an empty word", entry_of(&[(3, Node::Uint(7)), (7, word(""))]), "field-size"),
            ("a long word", entry_of(&[(3, Node::Uint(7)), (7, word(&"x".repeat(65)))]), "field-size"),
            ("a short digest", entry_of(&[(3, Node::Uint(6)), (4, Node::bytes(&[0; 31]))]), "field-size"),
            (
                "nothing again",
                entry_of(&[(3, Node::Uint(2)), (9, Node::Uint(0)), (10, Node::Uint(0))]),
                "field-size",
            ),
            ("again without a time", entry_of(&[(3, Node::Uint(2)), (9, Node::Uint(1))]), "field-missing"),
            ("an unknown field", entry_of(&[(3, Node::Uint(2)), (11, Node::Uint(1))]), "log-chain"),
        ] {
            let refused = SittingLog::decode(&with_entry(entry)).expect_err(fault);
            assert_eq!(refused.kind().as_str(), kind, "{fault}: {refused}");
        }
        assert!(SittingLog::decode(&with_entry(entry_of(&[(3, Node::Uint(2))]))).is_ok(), "without a fault");
    }

    #[test]
    fn entries_cannot_be_moved_or_left_out() {
        let whole = sample();
        let mut moved = whole.clone();
        moved.entries.reverse();
        let mut cut = whole.clone();
        cut.entries.pop();
        assert_ne!(moved.tip(), whole.tip());
        assert_ne!(cut.tip(), whole.tip());
    }

    #[test]
    fn more_entries_than_a_station_holds_are_refused() {
        let one = Entry { unix: 0, running: 0, event: Event::NewMnemonic, again: None };
        let log = |count| SittingLog { dropped: 0, before: B256::ZERO, entries: vec![one.clone(); count] };
        assert!(SittingLog::decode(&log(LOG_ENTRIES_MAX).encode()).is_ok());
        let refused = SittingLog::decode(&log(LOG_ENTRIES_MAX + 1).encode()).unwrap_err();
        assert_eq!(refused.kind().as_str(), "limit-length");
    }

    #[test]
    fn long_names_are_cut_and_empty_ones_are_said() {
        let link = "ü".repeat(60);
        let Parts { word: Some(word), .. } = (Event::Quiet { link }).parts() else { panic!("a word") };
        assert_eq!(word, "ü".repeat(32));
        assert_eq!(short(""), "?");
    }
}
