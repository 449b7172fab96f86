//! The passphrase, and what it leads to, before it is accepted. It lies on the desk, as do the words.

use super::{Accounts, Entry, Keys, Next, Purpose, Repair, Screen, sentence};
use crate::{Desk, Sitting, log::Event};
use shared::{
    eth::{Address, Fingerprint},
    keys::TypedText,
};

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passphrase {
    /// What for: a drill compares, everything else opens a sitting.
    pub purpose: Purpose,
    /// What is being done.
    pub stage: PassphraseStage,
    /// What is wrong with the last key or choice.
    pub note: Option<String>,
}

/// What is being done on the passphrase screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PassphraseStage {
    /// It is typed; nothing is the common case.
    #[default]
    Type,
    /// It is typed again, so that no slip of the hand opens an empty wallet.
    Again,
    /// Where words and passphrase lead.
    Preview(Preview),
}

/// What the operator compares with what was noted when the keys were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preview {
    /// Of the master key.
    pub fingerprint: Fingerprint,
    /// At `m/44'/60'/0'/0/0`.
    pub address: Address,
}

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassphraseChoice {
    /// One stage or screen back; the passphrase is wiped.
    Back,
    /// Keys for the field.
    Keys(Keys),
    /// It is typed, or the preview is right.
    Continue,
    /// The preview is not what it should be: look for what is wrong with the words.
    NotMine,
}

impl Passphrase {
    /// The passphrase for this purpose.
    pub fn of(purpose: Purpose) -> Self {
        Self { purpose, ..Self::default() }
    }

    fn stay(self) -> Next {
        Screen::Passphrase(Box::new(self)).into()
    }

    fn at(self, stage: PassphraseStage) -> Next {
        Self { stage, note: None, ..self }.stay()
    }

    fn note(self, note: impl ToString) -> Next {
        Self { note: Some(sentence(note)), ..self }.stay()
    }
}

/// One step.
pub fn passphrase(state: Passphrase, desk: &mut Desk, choice: PassphraseChoice) -> Next {
    if desk.words.is_empty() {
        return Screen::Start(Box::default()).into();
    }
    let state = Passphrase { note: None, ..state };
    match choice {
        PassphraseChoice::Back => {
            desk.forget_passphrase();
            match state.stage {
                PassphraseStage::Type => Screen::Entry(Box::new(Entry::of(state.purpose))).into(),
                PassphraseStage::Again | PassphraseStage::Preview(_) => state.at(PassphraseStage::Type),
            }
        }
        PassphraseChoice::Keys(keys) => typed(state, desk, &keys),
        PassphraseChoice::Continue => go_on(state, desk),
        PassphraseChoice::NotMine => Screen::Repair(Box::<Repair>::default()).into(),
    }
}

fn typed(state: Passphrase, desk: &mut Desk, keys: &Keys) -> Next {
    for key in keys.iter() {
        let field = match state.stage {
            PassphraseStage::Type => &mut desk.passphrase,
            PassphraseStage::Again => &mut desk.passphrase_again,
            PassphraseStage::Preview(_) if key == Keys::ENTER => return go_on(state, desk),
            PassphraseStage::Preview(_) => return state.stay(),
        };
        if key == Keys::ENTER {
            return go_on(state, desk);
        }
        if let Err(error) = type_text(field, key) {
            return state.note(error);
        }
    }
    state.stay()
}

/// One key for a secret text, on any screen that has such a field.
pub(super) fn type_text(field: &mut TypedText, key: char) -> Result<(), shared::keys::TypedTextError> {
    match key {
        Keys::ERASE => field.erase(),
        Keys::DELETE => field.wipe(),
        key if key.is_control() => {}
        key => return field.push(key),
    }
    Ok(())
}

fn go_on(state: Passphrase, desk: &mut Desk) -> Next {
    match state.stage {
        PassphraseStage::Type if state.purpose == Purpose::Drill => super::drill::compare(desk),
        PassphraseStage::Type if desk.passphrase.is_empty() => preview(state, desk),
        PassphraseStage::Type => state.at(PassphraseStage::Again),
        PassphraseStage::Again if desk.passphrase.is_same_as(&desk.passphrase_again) => preview(state, desk),
        PassphraseStage::Again => {
            desk.forget_passphrase();
            Passphrase { stage: PassphraseStage::Type, ..state }
                .note("The two were not the same. Type the passphrase again, slowly, then once more.")
        }
        PassphraseStage::Preview(_) => accept(state, desk),
    }
}

fn preview(state: Passphrase, desk: &Desk) -> Next {
    let sitting = match Sitting::of_words(&desk.words, &desk.passphrase) {
        Ok(sitting) => sitting,
        Err(error) => return state.note(error),
    };
    match sitting.first_address() {
        Ok(address) => {
            state.at(PassphraseStage::Preview(Preview { fingerprint: sitting.fingerprint(), address }))
        }
        Err(error) => state.note(error),
    }
}

fn accept(state: Passphrase, desk: &mut Desk) -> Next {
    if let Err(error) = desk.air.may_hold_keys() {
        return state.note(error);
    }
    match Sitting::of_words(&desk.words, &desk.passphrase) {
        Ok(sitting) => {
            desk.log.record(desk.clock, Event::SittingStarted { fingerprint: sitting.fingerprint() });
            desk.sitting = Some(sitting);
            desk.forget_entry();
            Screen::Accounts(Box::<Accounts>::default()).into()
        }
        Err(error) => state.note(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{
        Choice, EntryChoice,
        samples::{self, JUNK, after, type_in},
    };

    /// All words in, the passphrase screen open.
    fn begin(purpose: Purpose) -> (Screen, Desk) {
        let mut desk = if purpose == Purpose::Drill { samples::desk() } else { samples::empty_desk() };
        let entry = Screen::Entry(Box::new(Entry::of(Purpose::Sitting)));
        _ = type_in(entry, &mut desk, &format!("{JUNK}\n"), |keys| Choice::Entry(EntryChoice::Keys(keys)));
        (Screen::Passphrase(Box::new(Passphrase::of(purpose))), desk)
    }

    fn type_text(screen: Screen, desk: &mut Desk, text: &str) -> Screen {
        type_in(screen, desk, text, |keys| Choice::Passphrase(PassphraseChoice::Keys(keys)))
    }

    fn state(screen: &Screen) -> &Passphrase {
        match screen {
            Screen::Passphrase(state) => state,
            other => panic!("still the passphrase, not {other:?}"),
        }
    }

    #[test]
    fn without_a_passphrase_two_times_enter_opens_the_sitting() {
        let (screen, mut desk) = begin(Purpose::Sitting);
        let screen = type_text(screen, &mut desk, "\n");
        let PassphraseStage::Preview(preview) = state(&screen).stage else { panic!("{screen:?}") };
        assert_eq!(preview.fingerprint.to_string(), "16a93ed0");
        assert_eq!(preview.address.to_string(), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        assert!(desk.sitting.is_none(), "not before it was accepted");
        assert!(matches!(type_text(screen, &mut desk, "\n"), Screen::Accounts(_)));
        assert!(desk.words.is_empty() && desk.sitting.as_ref().is_some_and(|open| !open.has_passphrase()));
        let event = &desk.log.entries().next_back().unwrap().event;
        assert_eq!(*event, Event::SittingStarted { fingerprint: preview.fingerprint });
    }

    #[test]
    fn a_passphrase_is_asked_twice_and_leads_elsewhere() {
        let (screen, mut desk) = begin(Purpose::Sitting);
        let screen = type_text(screen, &mut desk, "Tr\u{8}ést 1\nTést 1\n");
        let PassphraseStage::Preview(preview) = state(&screen).stage else { panic!("{screen:?}") };
        assert_ne!(preview.fingerprint.to_string(), "16a93ed0");
        assert!(matches!(type_text(screen, &mut desk, "\n"), Screen::Accounts(_)));
        assert!(desk.sitting.as_ref().is_some_and(Sitting::has_passphrase));
        assert!(desk.passphrase.is_empty() && desk.passphrase_again.is_empty(), "nothing of it stays");
    }

    #[test]
    fn two_that_differ_begin_again() {
        let (screen, mut desk) = begin(Purpose::Sitting);
        let screen = type_text(screen, &mut desk, "one\nother\n");
        assert_eq!(state(&screen).stage, PassphraseStage::Type);
        assert!(state(&screen).note.is_some() && desk.passphrase.is_empty());
    }

    #[test]
    fn back_wipes_the_passphrase_and_keeps_the_words() {
        let (screen, mut desk) = begin(Purpose::Sitting);
        let screen = type_text(screen, &mut desk, "secret\n");
        let screen = after(screen, &mut desk, Choice::Passphrase(PassphraseChoice::Back)).screen;
        assert_eq!(state(&screen).stage, PassphraseStage::Type);
        assert!(desk.passphrase.is_empty());
        let screen = after(screen, &mut desk, Choice::Passphrase(PassphraseChoice::Back)).screen;
        assert!(matches!(screen, Screen::Entry(_)) && desk.words.is_complete());
    }

    #[test]
    fn a_link_that_comes_up_keeps_the_sitting_closed() {
        let (screen, mut desk) = begin(Purpose::Sitting);
        let screen = type_text(screen, &mut desk, "\n");
        let link = crate::air::Link { name: "eth0".to_owned(), kind: crate::air::LinkKind::Wired };
        desk.air.links.push(link);
        let screen = type_text(screen, &mut desk, "\n");
        assert!(state(&screen).note.is_some() && desk.sitting.is_none());
    }

    #[test]
    fn a_drill_shows_no_preview_and_compares() {
        let (screen, mut desk) = begin(Purpose::Drill);
        let screen = type_text(screen, &mut desk, "wrong\n");
        assert!(matches!(screen, Screen::Drill(crate::flow::Drill::Failed)));
        assert!(desk.words.is_empty() && desk.sitting.is_some());
    }

    #[test]
    fn words_that_were_wiped_meanwhile_lead_to_the_start() {
        let (screen, mut desk) = begin(Purpose::Sitting);
        desk.wipe(crate::log::WipeReason::Idle);
        assert!(matches!(type_text(screen, &mut desk, "\n"), Screen::Start(_)));
    }
}
