//! What lies on the table: the words being entered, the open sitting, the log, what is known of the air gap.
//!
//! The one place where the station's secrets hang; the window and the guard that watches over them share it behind a lock.
//! May not enter: clocks (they are told), drawing, anything that writes.

use crate::{
    Sitting,
    air::Air,
    idle::Idle,
    log::{Event, Log, WipeReason},
};
use shared::keys::{TypedText, Words, entropy::Throws};
use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Fills bytes from the system's randomness; passed in, so that steps stay pure.
pub type Random = fn(&mut [u8]) -> Result<(), RandomError>;

/// The system gave no randomness.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no randomness ({reason}); make the mnemonic on another machine")]
pub struct RandomError {
    /// The system's words.
    pub reason: String,
}

/// When it is, as the window was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    /// Since the station started; never goes back.
    pub running: Duration,
    /// Seconds since 1970 by the machine's clock, which nobody checks.
    pub unix: u64,
}

/// A clock that is behind this, in seconds since 1970, was never set: 1 January 2025, before this program was made.
const NEVER_SET: u64 = 1_735_689_600;

impl Clock {
    /// Seconds since 1970, where the machine's clock can be right.
    pub fn believed(self) -> Option<u64> {
        (self.unix >= NEVER_SET).then_some(self.unix)
    }
}

/// Whether what was lent to slow work still lies on the table; a wipe ends the work, also while the window hangs.
#[derive(Debug, Clone, Default)]
pub struct Held(Arc<AtomicBool>);

impl Held {
    /// Whether to go on.
    pub fn is_held(&self) -> bool {
        !self.0.load(Ordering::Acquire)
    }

    fn forget(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// The table.
#[derive(Debug)]
pub struct Desk {
    /// Words on their way in or out; empty outside entry.
    pub words: Words,
    /// Words beside those: what is asked back of new ones, or what a repair proposes.
    pub other_words: Words,
    /// Throws for new words.
    pub throws: Throws,
    /// The passphrase that goes with the words, while it is typed.
    pub passphrase: TypedText,
    /// The same, typed again.
    pub passphrase_again: TypedText,
    /// The keys, between the end of entry and the wipe.
    pub sitting: Option<Sitting>,
    /// What happened in this sitting.
    pub log: Log,
    /// What is known of the air gap.
    pub air: Air,
    /// When nobody has touched anything for too long.
    pub idle: Idle,
    /// Now.
    pub clock: Clock,
    /// The system's randomness.
    pub random: Random,
    /// The last wipe, so that the window can say why its keys are gone.
    pub last_wipe: Option<(Clock, WipeReason)>,
    /// What slow work was told to look after.
    pub work: Held,
}

impl Desk {
    /// An empty table.
    pub fn new(air: Air, random: Random) -> Self {
        Self {
            words: Words::new(),
            other_words: Words::new(),
            throws: Throws::default(),
            passphrase: TypedText::default(),
            passphrase_again: TypedText::default(),
            sitting: None,
            log: Log::default(),
            air,
            idle: Idle::default(),
            clock: Clock::default(),
            random,
            last_wipe: None,
            work: Held::default(),
        }
    }

    /// Whether anything here would be worth stealing.
    pub fn holds_secrets(&self) -> bool {
        self.sitting.is_some()
            || !self.words.is_empty()
            || !self.other_words.is_empty()
            || !self.throws.is_empty()
            || !self.passphrase.is_empty()
            || !self.passphrase_again.is_empty()
    }

    /// Wipes what is being entered, and leaves an open sitting as it is.
    pub fn forget_entry(&mut self) {
        self.work.forget();
        self.words.wipe();
        self.other_words.wipe();
        self.throws.wipe();
        self.forget_passphrase();
    }

    /// For new slow work with copies of what is here: tells it when they are to be forgotten. The work before is told at once.
    pub fn lend(&mut self) -> Held {
        self.work.forget();
        self.work = Held::default();
        self.work.clone()
    }

    /// Wipes the passphrase alone.
    pub fn forget_passphrase(&mut self) {
        self.passphrase.wipe();
        self.passphrase_again.wipe();
    }

    /// Wipes every secret and says so in the log; nothing happens where there is none.
    pub fn wipe(&mut self, reason: WipeReason) {
        if !self.holds_secrets() {
            return;
        }
        self.forget_entry();
        self.sitting = None;
        self.last_wipe = Some((self.clock, reason));
        self.log.record(self.clock, Event::Wiped(reason));
    }
}

/// The table, as the window and the guard share it.
#[derive(Debug, Clone)]
pub struct SharedDesk(Arc<Mutex<Desk>>);

impl SharedDesk {
    /// Shares a table.
    pub fn new(desk: Desk) -> Self {
        Self(Arc::new(Mutex::new(desk)))
    }

    /// The table, for as long as the guard of the lock lives: never across drawing to the system.
    pub fn lock(&self) -> MutexGuard<'_, Desk> {
        // A panic while it was held leaves values whole: steps replace screens, and wiping is idempotent.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same without waiting; `None` while somebody else has it.
    pub fn try_lock(&self) -> Option<MutexGuard<'_, Desk>> {
        match self.0.try_lock() {
            Ok(desk) => Some(desk),
            Err(TryLockError::Poisoned(desk)) => Some(desk.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}
