//! The accounts of the sitting.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accounts;

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountsChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn accounts(_state: Accounts, _desk: &mut Desk, choice: AccountsChoice) -> Next {
    match choice {
        AccountsChoice::Back => Screen::Start(Box::default()).into(),
    }
}
