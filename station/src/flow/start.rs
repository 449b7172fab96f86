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
    if !desk.air.is_quiet() {
        return Screen::Start(Box::new(Start { note: Some(not_quiet(desk)) })).into();
    }
    desk.wipe(WipeReason::Locked);
    match choice {
        StartChoice::Enter => Screen::Entry(Box::new(Entry::of(Purpose::Sitting))).into(),
        StartChoice::New => Screen::New(Box::<New>::default()).into(),
    }
}

/// Why no mnemonic may be entered now, and what to do.
pub fn not_quiet(desk: &Desk) -> String {
    let links: Vec<_> = desk.air.links.iter().map(|link| link.name.as_str()).collect();
    if links.is_empty() {
        "This machine does not keep what the air gap needs, as the list says. Use another machine, or another kernel."
            .to_owned()
    } else {
        format!(
            "No mnemonic is taken while this machine is connected: {}. Pull the cable, switch the radio off, then try again.",
            links.join(", ")
        )
    }
}
