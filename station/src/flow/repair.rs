//! The words do not fit together: what may have gone wrong is searched.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repair;

impl Repair {
    /// All but the last word are in.
    pub fn last() -> Self {
        Self
    }
}

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepairChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn repair(_state: Repair, _desk: &mut Desk, choice: RepairChoice) -> Next {
    match choice {
        RepairChoice::Back => Screen::Start(Box::default()).into(),
    }
}
