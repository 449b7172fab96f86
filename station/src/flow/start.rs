//! The first screen: what holds the air gap, and the way in.

use super::{Entry, New, Next, Purpose, Screen};
use crate::{Desk, log::WipeReason};

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Start;

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

/// One step. No way leads to words while the air gap is open, and the screen says why: what is entered then has to be taken as
/// seen by others.
pub fn start(desk: &mut Desk, choice: StartChoice) -> Next {
    let next = match choice {
        StartChoice::Journal => return Screen::Journal(Box::default()).into(),
        StartChoice::Enter => Screen::Entry(Box::new(Entry::of(Purpose::Sitting))),
        StartChoice::New => Screen::New(Box::<New>::default()),
    };
    if desk.air.may_hold_keys().is_err() {
        return Screen::Start(Box::default()).into();
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
    fn a_live_link_stands_in_the_way() {
        let link = Link { name: "wlan0".to_owned(), kind: LinkKind::Wifi };
        for choice in [StartChoice::Enter, StartChoice::New] {
            let mut desk =
                Desk { air: Air { links: vec![link.clone()], ..Air::sealed() }, ..samples::empty_desk() };
            assert!(matches!(start(&mut desk, choice).screen, Screen::Start(_)));
        }
    }

    #[test]
    fn an_unknown_machine_takes_no_words() {
        let mut desk = Desk { air: Air::default(), ..samples::empty_desk() };
        assert!(matches!(start(&mut desk, StartChoice::Enter).screen, Screen::Start(_)));
    }

    #[test]
    fn what_was_open_is_wiped_before_other_words_come() {
        let mut desk = samples::desk();
        assert!(matches!(start(&mut desk, StartChoice::New).screen, Screen::New(_)));
        assert!(!desk.holds_secrets());
    }
}
