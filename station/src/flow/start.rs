//! The first screen: what holds the air gap, and the way in.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Start;

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn start(_state: Start, _desk: &mut Desk, choice: StartChoice) -> Next {
    match choice {
        StartChoice::Back => Screen::Start(Box::default()).into(),
    }
}
