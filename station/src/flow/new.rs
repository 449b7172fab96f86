//! A new mnemonic: randomness gathered, words written down, asked back.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct New;

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn new(_state: New, _desk: &mut Desk, choice: NewChoice) -> Next {
    match choice {
        NewChoice::Back => Screen::Start(Box::default()).into(),
    }
}
