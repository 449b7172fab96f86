//! The passphrase, and the fingerprint that it leads to, before it is accepted.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passphrase;

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassphraseChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn passphrase(_state: Passphrase, _desk: &mut Desk, choice: PassphraseChoice) -> Next {
    match choice {
        PassphraseChoice::Back => Screen::Start(Box::default()).into(),
    }
}
