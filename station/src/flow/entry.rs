//! Words are entered, one at a time, by letters or numbers.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry;

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn entry(_state: Entry, _desk: &mut Desk, choice: EntryChoice) -> Next {
    match choice {
        EntryChoice::Back => Screen::Start(Box::default()).into(),
    }
}
