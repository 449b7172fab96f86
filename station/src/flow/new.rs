//! A new mnemonic: throws mixed with the system's randomness, words written down, all asked back in random order, then
//! wiped and entered from paper. The words lie on the desk; no screen shows them again after that.

use super::{Entry, Keys, Next, Purpose, Screen, Start, sentence};
use crate::{Desk, desk::RandomError, log::Event};
use shared::{
    eth::Fingerprint,
    keys::{
        WordCount,
        entropy::{SYSTEM_BYTES, Thrown, new_words},
    },
};
use zeroize::Zeroizing;

/// Words on one page to write down from.
pub const PAGE_WORDS: usize = 4;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct New {
    /// How many words.
    pub count: WordCount,
    /// What is being done.
    pub stage: NewStage,
    /// What is wrong with the last key or choice.
    pub note: Option<String>,
    /// What the new words lead to without a passphrase.
    pub fingerprint: Option<Fingerprint>,
}

/// What is being done on the way to a new mnemonic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum NewStage {
    /// Dice or coins are thrown.
    #[default]
    Throw,
    /// Too little was thrown: is the machine alone to be trusted?
    TrustMachine,
    /// Words are written down, page by page.
    Write {
        /// From 0.
        page: usize,
    },
    /// They are asked back.
    Ask {
        /// Places still to be asked, the next one last.
        left: Vec<usize>,
    },
    /// A word asked back was another one.
    Wrong {
        /// Which, from 0.
        position: usize,
    },
    /// All were right; next they are wiped and entered from paper.
    Proved,
}

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewChoice {
    /// One stage or screen back.
    Back,
    /// So many words.
    Count(WordCount),
    /// Throw this.
    Throw(Thrown),
    /// Keys for throws or for the word that is asked.
    Keys(Keys),
    /// One stage or page on.
    Continue,
}

impl New {
    /// The last page to write down from.
    pub fn last_page(&self) -> usize {
        (self.count.words() / PAGE_WORDS).saturating_sub(1)
    }

    fn stay(self) -> Next {
        Screen::New(Box::new(self)).into()
    }

    fn at(self, stage: NewStage) -> Next {
        Self { stage, note: None, ..self }.stay()
    }

    fn note(self, note: impl ToString) -> Next {
        Self { note: Some(sentence(note)), ..self }.stay()
    }
}

/// One step.
pub fn new(state: New, desk: &mut Desk, choice: NewChoice) -> Next {
    if let (Err(error), false) = (desk.air.may_hold_keys(), choice == NewChoice::Back) {
        return state.note(error);
    }
    let state = New { note: None, ..state };
    match choice {
        NewChoice::Back => back(state, desk),
        NewChoice::Continue => go_on(state, desk),
        NewChoice::Keys(keys) => typed(state, desk, &keys),
        NewChoice::Count(count) if state.stage == NewStage::Throw => New { count, ..state }.stay(),
        NewChoice::Throw(thrown) if state.stage == NewStage::Throw => {
            desk.throws.set_thrown(thrown);
            state.stay()
        }
        NewChoice::Count(_) | NewChoice::Throw(_) => state.stay(),
    }
}

fn back(state: New, desk: &mut Desk) -> Next {
    match state.stage {
        NewStage::Throw => {
            desk.forget_entry();
            Screen::Start(Box::<Start>::default()).into()
        }
        NewStage::TrustMachine => state.at(NewStage::Throw),
        // The words are given up: nobody has them yet, and the next ones are others.
        NewStage::Write { page: 0 } => {
            desk.forget_entry();
            New { fingerprint: None, ..state }.at(NewStage::Throw)
        }
        NewStage::Write { page } => state.at(NewStage::Write { page: page - 1 }),
        NewStage::Ask { .. } | NewStage::Wrong { .. } | NewStage::Proved => {
            desk.other_words.wipe();
            state.at(NewStage::Write { page: 0 })
        }
    }
}

fn go_on(state: New, desk: &mut Desk) -> Next {
    match state.stage {
        NewStage::Throw if desk.throws.len() < desk.throws.thrown().needed(state.count) => {
            state.at(NewStage::TrustMachine)
        }
        NewStage::Throw | NewStage::TrustMachine => make(state, desk),
        NewStage::Write { page } if page < state.last_page() => state.at(NewStage::Write { page: page + 1 }),
        NewStage::Write { .. } => ask(state, desk),
        NewStage::Ask { .. } => state.stay(),
        NewStage::Wrong { position } => state.at(NewStage::Write { page: position / PAGE_WORDS }),
        NewStage::Proved => {
            desk.forget_entry();
            desk.words.set_count(state.count);
            match state.fingerprint {
                Some(fingerprint) => {
                    Screen::Entry(Box::new(Entry::of(Purpose::FirstDrill(fingerprint)))).into()
                }
                None => Screen::Start(Box::<Start>::default()).into(),
            }
        }
    }
}

fn make(state: New, desk: &mut Desk) -> Next {
    let mut system = Zeroizing::new([0; SYSTEM_BYTES]);
    if let Err(error) = (desk.random)(system.as_mut_slice()) {
        return state.note(error);
    }
    let Some(mut words) = new_words(state.count, &desk.throws, &system) else { return state.stay() };
    desk.forget_entry();
    desk.words.replace_with(&mut words);
    desk.log.record(desk.clock, Event::NewMnemonic);
    let fingerprint = super::entry::bare_fingerprint(&desk.words);
    New { fingerprint, ..state }.at(NewStage::Write { page: 0 })
}

/// All words are asked back, in an order that nobody knows before.
fn ask(state: New, desk: &mut Desk) -> Next {
    match shuffled(state.count.words(), desk.random) {
        Ok(left) => {
            desk.other_words.set_list(desk.words.list());
            desk.other_words.wipe();
            desk.other_words.set_count(state.count);
            desk.other_words.go(left.last().copied().unwrap_or_default());
            state.at(NewStage::Ask { left })
        }
        Err(error) => state.note(error),
    }
}

fn typed(state: New, desk: &mut Desk, keys: &Keys) -> Next {
    match state.stage.clone() {
        NewStage::Throw => thrown(state, desk, keys),
        NewStage::Ask { left } => answered(state, left, desk, keys),
        _ => state.stay(),
    }
}

fn thrown(state: New, desk: &mut Desk, keys: &Keys) -> Next {
    for key in keys.iter() {
        let face = match (key, desk.throws.thrown()) {
            (Keys::ERASE, _) => {
                desk.throws.erase();
                continue;
            }
            ('h', Thrown::Coins) => 1,
            ('t', Thrown::Coins) => 0,
            ('0'..='9', _) => u8::try_from(key).map_or(u8::MAX, |digit| digit - b'0'),
            _ => continue,
        };
        if let Err(error) = desk.throws.push(face) {
            return state.note(error);
        }
    }
    match desk.throws.suspicion() {
        Some(found) => state.note(found),
        None => state.stay(),
    }
}

fn answered(state: New, mut left: Vec<usize>, desk: &mut Desk, keys: &Keys) -> Next {
    let mut note = None;
    for key in keys.iter() {
        // The arrows would lead to places that are not asked.
        if !matches!(key, 'a'..='z' | '0'..='9' | ' ' | Keys::ENTER | Keys::ERASE | Keys::DELETE) {
            continue;
        }
        let Some(position) = left.last().copied() else { break };
        if key == Keys::ERASE && desk.other_words.typed() == 0 {
            continue; // not into the answer before
        }
        note = super::entry::type_word(&mut desk.other_words, key).err();
        if !desk.other_words.is_filled(position) {
            continue;
        }
        if !desk.words.agrees_at(position, &desk.other_words) {
            desk.other_words.wipe();
            return state.at(NewStage::Wrong { position });
        }
        left.pop();
        match left.last() {
            Some(next) => desk.other_words.move_on(*next),
            None => {
                desk.other_words.wipe();
                return state.at(NewStage::Proved);
            }
        }
    }
    let state = New { stage: NewStage::Ask { left }, ..state };
    match note {
        Some(note) => state.note(note),
        None => state.stay(),
    }
}

/// Positions in random order (Fisher and Yates), each order as likely as any other.
fn shuffled(count: usize, random: crate::desk::Random) -> Result<Vec<usize>, RandomError> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, below(last + 1, random)?);
    }
    Ok(order)
}

/// A number below `bound` (at most 24), by throwing again what would make one likelier than another.
fn below(bound: usize, random: crate::desk::Random) -> Result<usize, RandomError> {
    loop {
        let mut byte = [0];
        random(&mut byte)?;
        let [byte] = byte.map(usize::from);
        if byte < 256 / bound * bound {
            return Ok(byte % bound);
        }
    }
}

#[cfg(test)]
mod tests;
