//! What waits for whom, what was cut off, and the ways on.

use super::{Done, Next, Order, Screen, Shown, Tab, open};
use crate::{
    build::RequestId,
    journal::{Record, State},
};

/// The screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {}

/// What can be done there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomeChoice {
    /// A request: to be signed, sent or followed.
    Open(RequestId),
    /// Another screen.
    To(Tab),
    /// Try everything on a chain inside this window.
    Example,
    /// Read the journal, which could not be read.
    Again,
}

/// What a request waits for; the order in which home lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Waits {
    /// It was being sent when the program ended; nobody knows whether a node has it.
    CutOff,
    /// Signed; to be sent by the operator.
    ToSend,
    /// For a signature.
    Signature,
    /// Sent; for a block.
    Block,
    /// In a block; for finality.
    Finality,
}

impl Waits {
    /// What `record` waits for; `None`: for nothing more.
    pub fn of(record: &Record) -> Option<Self> {
        let is_transaction = record.asked.nonce.is_some();
        match record.state {
            State::Waiting => Some(Self::Signature),
            State::Signed if is_transaction => Some(Self::ToSend),
            State::Sending => Some(Self::CutOff),
            State::Sent => Some(Self::Block),
            State::Mined | State::Reverted => Some(Self::Finality),
            _ => None,
        }
    }

    /// The heading above them.
    pub fn heading(self) -> &'static str {
        match self {
            Self::CutOff => "Cut off while sending",
            Self::ToSend => "Signed, not sent",
            Self::Signature => "Waiting for a signature",
            Self::Block => "Sent, not in a block yet",
            Self::Finality => "In a block, not final yet",
        }
    }

    /// The word on the button that leads on.
    pub fn button(self) -> &'static str {
        match self {
            Self::CutOff => "Look and resume",
            Self::ToSend => "Send",
            Self::Signature => "Sign",
            Self::Block | Self::Finality => "Follow",
        }
    }
}

/// All that wait, by what for, newest first in each.
pub fn waiting(shown: &Shown) -> Vec<(Waits, Vec<&Record>)> {
    let mut groups: Vec<(Waits, Vec<&Record>)> = Vec::new();
    for record in &shown.requests {
        let Some(waits) = Waits::of(record) else { continue };
        match groups.iter_mut().find(|(group, _)| *group == waits) {
            Some((_, records)) => records.push(record),
            None => groups.push((waits, vec![record])),
        }
    }
    groups.sort_by_key(|(waits, _)| *waits);
    groups
}

/// What to do first, in a window that has little yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// No device: nobody could sign.
    Device,
    /// No chain with a node: nothing could be built.
    Chain,
    /// All is there, and nothing waits.
    Build,
}

/// What is missing first, if anything; [`First::Build`] where nothing waits.
pub fn first(shown: &Shown) -> Option<First> {
    if !shown.is_read {
        None
    } else if shown.book.devices.is_empty() {
        Some(First::Device)
    } else if shown.book.chains.iter().all(|chain| chain.nodes.is_empty()) {
        Some(First::Chain)
    } else {
        waiting(shown).is_empty().then_some(First::Build)
    }
}

/// What a request is for, with the names that the books have for the addresses in it.
pub fn purpose_words(shown: &Shown, record: &Record) -> String {
    shown.book.named_in(record.asked.chain_id.unwrap_or_default(), &record.asked.purpose)
}

/// Whose signature a request waits for: the device and its owner, where the books know the key.
pub fn signer_words(shown: &Shown, record: &Record) -> String {
    shown.book.signer_words(record.asked.signer)
}

/// One step.
pub fn home(screen: Box<Home>, shown: &Shown, choice: HomeChoice) -> Next {
    match choice {
        HomeChoice::Open(id) => open(shown, id),
        HomeChoice::To(tab) => Next::to(tab.fresh()),
        HomeChoice::Example => Next::with(Screen::Home(screen), Order::Example),
        HomeChoice::Again => Next::with(Screen::Home(screen), Order::Look),
    }
}

/// The step after work.
pub(super) fn finish(screen: Box<Home>, _shown: &Shown, done: Done) -> Next {
    let next = Next::to(Screen::Home(screen));
    match done {
        Done::Failed(refused) => next.refusing(refused),
        Done::Example => next.saying(
            "The example chain runs, as long as this window is open. Its key card is that of the public test mnemonic (test test … junk): everybody has these keys, so never send anything of value to them.",
        ),
        Done::Saved(place) => next.saying(format!("Saved as {}.", place.display())),
        _ => next,
    }
}
