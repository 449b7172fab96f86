//! The first screen: what holds the air gap, and the way in.

use super::{Entry, New, Next, Purpose, Screen};
use crate::{Desk, log::WipeReason};

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Start {
    /// Why nothing came of the last choice.
    pub note: Option<String>,
}

/// What can be said there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartChoice {
    /// Enter a mnemonic from paper.
    Enter,
    /// Make a new one.
    New,
}

/// One step. No way leads on while the air gap is open: what is entered then has to be taken as seen by others.
pub fn start(desk: &mut Desk, choice: StartChoice) -> Next {
    if let Err(error) = desk.air.may_hold_keys() {
        return Screen::Start(Box::new(Start { note: Some(error.to_string()) })).into();
    }
    desk.wipe(WipeReason::Locked);
    match choice {
        StartChoice::Enter => Screen::Entry(Box::new(Entry::of(Purpose::Sitting))).into(),
        StartChoice::New => Screen::New(Box::<New>::default()).into(),
    }
}
