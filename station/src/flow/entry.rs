//! Words are entered, one at a time, by letters or numbers. The words themselves lie on the desk.

use super::{Drill, Keys, New, Next, Passphrase, Repair, Screen, Start, sentence};
use crate::{Desk, log::Event};
use shared::{
    eth::Fingerprint,
    keys::{
        MnemonicError, Seed, TypedText, TypingError, WordCount, WordList, Words, master_fingerprint, seedqr,
    },
};

/// What the words are entered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// To open a sitting.
    #[default]
    Sitting,
    /// To prove that new words were written down: they must lead to this fingerprint.
    FirstDrill(Fingerprint),
    /// To prove that the paper recovers the keys of the open sitting.
    Drill,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// What for.
    pub purpose: Purpose,
    /// What is being done.
    pub stage: EntryStage,
    /// What is wrong with the last key or choice.
    pub note: Option<String>,
}

/// What is being done on the entry screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EntryStage {
    /// Words are typed.
    #[default]
    Words,
    /// The list is chosen.
    Language,
    /// The camera looks for a SeedQR.
    Code,
}

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryChoice {
    /// One screen back; what was entered is wiped.
    Back,
    /// Keys for the field.
    Keys(Keys),
    /// To a numbered place, from 0.
    Go(usize),
    /// So many words.
    Count(WordCount),
    /// Choose another list.
    Languages,
    /// This list.
    Language(WordList),
    /// Read a SeedQR by camera.
    Scan,
    /// All words are in.
    Done,
    /// All but the last are in, and the paper has lost it.
    LastIsLost,
}

impl Entry {
    /// The entry of words for this purpose.
    pub fn of(purpose: Purpose) -> Self {
        Self { purpose, ..Self::default() }
    }

    fn stay(self) -> Next {
        Screen::Entry(Box::new(self)).into()
    }

    fn note(self, note: impl ToString) -> Next {
        Self { note: Some(sentence(note)), ..self }.stay()
    }

    fn at(self, stage: EntryStage) -> Next {
        Self { stage, note: None, ..self }.stay()
    }
}

/// One step.
pub fn entry(state: Entry, desk: &mut Desk, choice: EntryChoice) -> Next {
    if let (Err(error), false) = (desk.air.may_hold_keys(), matches!(choice, EntryChoice::Back)) {
        return state.note(error);
    }
    let state = Entry { note: None, ..state };
    match choice {
        EntryChoice::Back if state.stage != EntryStage::Words => state.at(EntryStage::Words),
        EntryChoice::Back => {
            desk.forget_entry();
            match state.purpose {
                Purpose::Sitting => Screen::Start(Box::<Start>::default()).into(),
                Purpose::FirstDrill(_) => Screen::New(Box::<New>::default()).into(),
                Purpose::Drill => Screen::Drill(Drill::default()).into(),
            }
        }
        EntryChoice::Keys(keys) => typed(state, desk, &keys),
        EntryChoice::Go(slot) => {
            desk.words.go(slot);
            state.stay()
        }
        EntryChoice::Count(count) => {
            desk.words.set_count(count);
            state.stay()
        }
        EntryChoice::Languages => state.at(EntryStage::Language),
        EntryChoice::Language(list) => {
            desk.words.set_list(list);
            state.at(EntryStage::Words)
        }
        EntryChoice::Scan => state.at(EntryStage::Code),
        EntryChoice::Done => done(state, desk),
        EntryChoice::LastIsLost if desk.words.lacks_last() => Screen::Repair(Box::new(Repair::last())).into(),
        EntryChoice::LastIsLost => state.stay(),
    }
}

fn typed(state: Entry, desk: &mut Desk, keys: &Keys) -> Next {
    let mut note = None;
    for key in keys.iter() {
        note = type_word(&mut desk.words, key).err();
        if key == Keys::ENTER && note.is_none() {
            // What follows Enter in the same frame was typed for a screen that nobody has seen.
            return if desk.words.is_complete() { done(state, desk) } else { state.stay() };
        }
    }
    Entry { note: note.map(sentence), ..state }.stay()
}

/// The step after the camera read a code that should be a SeedQR.
pub(super) fn scanned(state: Entry, desk: &mut Desk, content: &[u8]) -> Next {
    if state.stage != EntryStage::Code {
        return state.stay();
    }
    if let Err(error) = desk.air.may_hold_keys() {
        return state.note(error);
    }
    match seedqr::read(content) {
        Ok(mut words) => {
            desk.words.replace_with(&mut words);
            state.at(EntryStage::Words)
        }
        Err(error) => state.note(error),
    }
}

/// One key for words being typed, on any screen that has such a field.
pub(super) fn type_word(words: &mut Words, key: char) -> Result<(), TypingError> {
    let (slot, last) = (words.slot(), words.count().words());
    match key {
        'a'..='z' | '0'..='9' => {
            let Ok(byte) = u8::try_from(key) else { return Ok(()) };
            return if byte.is_ascii_digit() { words.digit(byte) } else { words.letter(byte) };
        }
        ' ' | Keys::ENTER => return words.accept(),
        Keys::ERASE => words.erase(),
        Keys::DELETE => words.erase_word(),
        Keys::LEFT => words.go(slot.saturating_sub(1)),
        Keys::RIGHT => words.go(slot + 1),
        Keys::UP => words.go(slot.saturating_sub(ROW)),
        Keys::DOWN => words.go(slot + ROW),
        Keys::HOME => words.go(0),
        Keys::END => words.go(last),
        _ => {}
    }
    Ok(())
}

/// Places in a row, as they are numbered on most paper.
pub const ROW: usize = 4;

fn done(state: Entry, desk: &mut Desk) -> Next {
    match (desk.words.check(), state.purpose) {
        (Ok(()), Purpose::Sitting) => Screen::Passphrase(Box::<Passphrase>::default()).into(),
        (Ok(()), Purpose::FirstDrill(wanted)) => match bare_fingerprint(&desk.words) {
            Some(found) if found == wanted => {
                desk.log.record(desk.clock, Event::Drilled { fingerprint: wanted, recovered: true });
                Screen::Passphrase(Box::<Passphrase>::default()).into()
            }
            _ => state.note(OTHER_WORDS),
        },
        (Ok(()), Purpose::Drill) => super::drill::words_are_in(desk),
        (Err(MnemonicError::Checksum), Purpose::Sitting) => Screen::Repair(Box::<Repair>::default()).into(),
        (Err(MnemonicError::WordCount { .. }), _) => {
            let (words, count) = (desk.words.len(), desk.words.count().words());
            state.note(format!("{words} of {count} words are in; the next free place is marked"))
        }
        (Err(error), _) => state.note(error),
    }
}

const OTHER_WORDS: &str = "these words fit together, but they are not those that were made; compare each place with your paper, and go back to make new words if the paper is wrong";

/// What the words lead to without a passphrase.
pub(super) fn bare_fingerprint(words: &Words) -> Option<Fingerprint> {
    Seed::of_words(words, &TypedText::default()).ok().and_then(|seed| master_fingerprint(&seed).ok())
}

#[cfg(test)]
mod tests;
