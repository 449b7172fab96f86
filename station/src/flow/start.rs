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
    /// What happened so far.
    Journal,
}

/// One step. No way leads to words while the air gap is open: what is entered then has to be taken as seen by others.
pub fn start(desk: &mut Desk, choice: StartChoice) -> Next {
    let next = match choice {
        StartChoice::Journal => return Screen::Journal(Box::default()).into(),
        StartChoice::Enter => Screen::Entry(Box::new(Entry::of(Purpose::Sitting))),
        StartChoice::New => Screen::New(Box::<New>::default()),
    };
    if let Err(error) = desk.air.may_hold_keys() {
        return Screen::Start(Box::new(Start { note: Some(error.to_string()) })).into();
    }
    desk.wipe(WipeReason::Locked);
    next.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        air::{Air, Link, LinkKind},
        flow::samples,
    };

    #[test]
    fn a_live_link_stands_in_the_way_and_is_named() {
        let link = Link { name: "wlan0".to_owned(), kind: LinkKind::Wifi };
        for choice in [StartChoice::Enter, StartChoice::New] {
            let mut desk =
                Desk { air: Air { links: vec![link.clone()], ..Air::sealed() }, ..samples::empty_desk() };
            let Screen::Start(state) = start(&mut desk, choice).screen else { panic!("no way on") };
            assert!(state.note.unwrap().contains("wlan0"));
        }
    }

    #[test]
    fn an_unknown_machine_takes_no_words() {
        let mut desk = Desk { air: Air::default(), ..samples::empty_desk() };
        let Screen::Start(state) = start(&mut desk, StartChoice::Enter).screen else { panic!("no way on") };
        assert!(state.note.is_some());
    }

    #[test]
    fn what_was_open_is_wiped_before_other_words_come() {
        let mut desk = samples::desk();
        assert!(matches!(start(&mut desk, StartChoice::New).screen, Screen::New(_)));
        assert!(!desk.holds_secrets());
    }
}
