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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{
        Choice, EntryChoice,
        samples::{self, JUNK, after, type_in},
    };

    fn drilled(desk: &mut Desk, text: &str) -> Screen {
        let screen = after(Screen::Drill(Drill::Before), desk, Choice::Drill(DrillChoice::Begin)).screen;
        type_in(screen, desk, text, |keys| Choice::Entry(EntryChoice::Keys(keys)))
    }

    #[test]
    fn the_right_paper_passes_and_the_sitting_stays() {
        let mut desk = samples::desk();
        let open = desk.sitting.as_ref().map(Sitting::fingerprint);
        assert_eq!(drilled(&mut desk, &format!("{JUNK}\n")), Screen::Drill(Drill::Passed));
        assert_eq!(desk.sitting.as_ref().map(Sitting::fingerprint), open);
        assert!(desk.words.is_empty());
        let event = Event::Drilled { fingerprint: open.unwrap(), recovered: true };
        assert_eq!(desk.log.entries().next_back().unwrap().event, event);
    }

    #[test]
    fn other_paper_fails_and_is_logged() {
        let mut desk = samples::desk();
        let zoo = "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong\n";
        assert_eq!(drilled(&mut desk, zoo), Screen::Drill(Drill::Failed));
        assert!(desk.sitting.is_some());
        assert!(matches!(
            desk.log.entries().next_back().unwrap().event,
            Event::Drilled { recovered: false, .. }
        ));
    }

    #[test]
    fn words_that_do_not_fit_are_corrected_and_not_judged() {
        let mut desk = samples::desk();
        let screen = drilled(&mut desk, &("test ".repeat(12) + "\n"));
        assert!(matches!(screen, Screen::Entry(state) if state.note.is_some()));
    }

    #[test]
    fn a_sitting_with_a_passphrase_is_drilled_with_it() {
        let mut desk = samples::desk();
        let words = zeroize::Zeroizing::new(JUNK.as_bytes().to_vec());
        desk.sitting = Sitting::start(words, zeroize::Zeroizing::new(b"extra".to_vec())).ok();
        let screen = drilled(&mut desk, &format!("{JUNK}\n"));
        assert!(matches!(screen, Screen::Passphrase(_)));
        let keys = |keys| Choice::Passphrase(crate::flow::PassphraseChoice::Keys(keys));
        assert_eq!(type_in(screen, &mut desk, "extra\n", keys), Screen::Drill(Drill::Passed));
    }
}
