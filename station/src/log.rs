//! The sitting's log: what was reviewed, signed, refused, wiped, exposed; in memory, each entry bound to the one before.
//!
//! May not enter: secrets, files.

use crate::desk::Clock;
use shared::eth::{Address, B256, Fingerprint};

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

/// What happened.
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
        /// Its `shared::Kind`.
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

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Clock,
    /// What.
    pub event: Event,
}

/// The entries so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    entries: Vec<Entry>,
    exposed: bool,
}

impl Log {
    /// Adds an entry.
    pub fn record(&mut self, at: Clock, event: Event) {
        match event {
            Event::Exposed { held: true, .. } => self.exposed = true,
            Event::Wiped(_) => self.exposed = false,
            _ => {}
        }
        self.entries.push(Entry { at, event });
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Whether a link was up while the words or keys in memory now were there: answers say so.
    pub fn was_exposed(&self) -> bool {
        self.exposed
    }
}
