//! A listener for each step of writing: for tests that end the process there. Nothing but a caller in Rust can set one.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// A step of writing, numbered from 1 through the life of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The entries are about to be made durable.
    BeforeCommit(u64),
    /// They are on the disk.
    AfterCommit(u64),
}

/// Who hears of the steps.
pub type Listener = Box<dyn FnMut(Step) + Send>;

static LISTENER: Mutex<Option<Listener>> = Mutex::new(None);
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Has `listener` hear of every step of every journal of this process from now on.
pub fn watch(listener: Listener) {
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
}

pub(super) fn before_commit() {
    tell(Step::BeforeCommit(COUNT.fetch_add(1, Ordering::SeqCst).saturating_add(1)));
}

pub(super) fn after_commit() {
    tell(Step::AfterCommit(COUNT.load(Ordering::SeqCst)));
}

fn tell(step: Step) {
    if let Some(listener) = LISTENER.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        listener(step);
    }
}
