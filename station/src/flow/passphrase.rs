//! The passphrase, and what it leads to, before it is accepted. It lies on the desk, as do the words.

use super::{Accounts, Entry, Keys, Next, Purpose, Repair, Screen};
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
        Self { note: Some(note.to_string()), ..self }.stay()
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
