//! The sitting's log on screen, and as codes.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Journal;

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn journal(_state: Journal, _desk: &mut Desk, choice: JournalChoice) -> Next {
    match choice {
        JournalChoice::Back => Screen::Start(Box::default()).into(),
    }
}
