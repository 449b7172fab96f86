//! A drill: the paper is entered once more and compared.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drill;

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DrillChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn drill(_state: Drill, _desk: &mut Desk, choice: DrillChoice) -> Next {
    match choice {
        DrillChoice::Back => Screen::Start(Box::default()).into(),
    }
}

pub(super) fn compare_words(desk: &mut Desk) -> Next {
    compare(desk)
}

pub(super) fn compare(_desk: &mut Desk) -> Next {
    Screen::Drill(Box::default()).into()
}
