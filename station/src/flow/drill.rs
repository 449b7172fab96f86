//! A drill: the paper is entered once more, beside the open sitting, and compared by fingerprint. The sitting stays as it is.

use super::{Accounts, Entry, Next, Passphrase, Purpose, Screen};
use crate::{Desk, Sitting, log::Event};

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Drill {
    /// What a drill is.
    #[default]
    Before,
    /// The paper recovers the keys.
    Passed,
    /// It recovers other keys.
    Failed,
}

/// What can be said there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrillChoice {
    /// Back to the accounts.
    Back,
    /// Enter the words from paper.
    Begin,
}

/// One step.
pub fn drill(desk: &mut Desk, choice: DrillChoice) -> Next {
    desk.forget_entry();
    match choice {
        DrillChoice::Back => Screen::Accounts(Box::<Accounts>::default()).into(),
        DrillChoice::Begin => Screen::Entry(Box::new(Entry::of(Purpose::Drill))).into(),
    }
}

/// The step after the last word: the passphrase is asked for, too, where the sitting has one.
pub(super) fn words_are_in(desk: &mut Desk) -> Next {
    if desk.sitting.as_ref().is_some_and(Sitting::has_passphrase) {
        Screen::Passphrase(Box::new(Passphrase::of(Purpose::Drill))).into()
    } else {
        compare(desk)
    }
}

/// What was entered, against the open sitting; then it is wiped.
pub(super) fn compare(desk: &mut Desk) -> Next {
    let Some(fingerprint) = desk.sitting.as_ref().map(Sitting::fingerprint) else {
        desk.forget_entry();
        return Screen::Start(Box::default()).into();
    };
    let entered = Sitting::of_words(&desk.words, &desk.passphrase).map(|entered| entered.fingerprint());
    let passed = entered.ok() == Some(fingerprint);
    desk.forget_entry();
    desk.log.record(desk.clock, Event::Drilled { fingerprint, recovered: passed });
    Screen::Drill(if passed { Drill::Passed } else { Drill::Failed }).into()
}
