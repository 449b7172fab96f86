//! The public keys, shown to a wallet.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyCardPage;

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyCardChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn key_card(_state: KeyCardPage, _desk: &mut Desk, choice: KeyCardChoice) -> Next {
    match choice {
        KeyCardChoice::Back => Screen::Start(Box::default()).into(),
    }
}
