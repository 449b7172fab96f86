//! What was left open when the program ended, however it ended.

use crate::journal::{Filter, Journal, JournalError, Record, State};

/// What to do about a request that is not at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Todo {
    /// Its sending was cut off: [`super::send`] asks the nodes for it first and never sends it twice.
    Resume,
    /// It was sent, or is in a block that is not final: [`super::follow`] it.
    Follow,
}

impl Todo {
    /// What was left open in `state`; `None` where nobody but the operator can go on.
    pub fn of(state: State) -> Option<Self> {
        match state {
            State::Sending => Some(Self::Resume),
            State::Sent | State::Mined | State::Reverted => Some(Self::Follow),
            _ => None,
        }
    }
}

/// The requests that a kill may have cut off, oldest first, with what to do about each.
pub fn unfinished(journal: &Journal) -> Result<Vec<(Record, Todo)>, JournalError> {
    let requests = journal.list(&Filter { open: true, ..Filter::default() })?.into_iter().rev();
    Ok(requests.filter_map(|record| Todo::of(record.state).map(|todo| (record, todo))).collect())
}
