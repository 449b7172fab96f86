//! What a log tells of: events, their numbers on the wire, and the parts that each has.
//!
//! May not enter: how they are bound to each other.

use crate::{
    eth::{Address, B256, Fingerprint},
    limits::LOG_TEXT_BYTES_MAX,
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
    pub(super) const ALL: [Self; 6] =
        [Self::Locked, Self::Idle, Self::Exit, Self::Suspend, Self::Signal, Self::Fault];

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
pub(super) struct Parts {
    pub(super) digest: Option<B256>,
    pub(super) signer: Option<Address>,
    pub(super) fingerprint: Option<Fingerprint>,
    pub(super) word: Option<String>,
    pub(super) yes: Option<bool>,
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

    pub(super) fn parts(&self) -> Parts {
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
    pub(super) fn of(number: u64, parts: Parts) -> Option<Self> {
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
pub(super) fn short(text: &str) -> String {
    let end = text.floor_char_boundary(LOG_TEXT_BYTES_MAX);
    match text.get(..end) {
        None | Some("") => "?".to_owned(),
        Some(text) => text.to_owned(),
    }
}
