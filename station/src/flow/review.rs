//! A request is read page by page, then approved: by a hold of one second, and where everything can be lost, or nobody knows
//! what is called, by a word typed before it.
//!
//! Rules of packs can ask for more: a word, a second person who reads it all again, or that it is never signed.
//!
//! What is missing for an approval is a value ([`NotYet`]), so that neither a view nor a script can skip it: the pages count in
//! [`Reading`], the word in [`Reviewing::typed`], the hold from the [`Moment`] of its press. May not enter: keys.

use super::Screen;
use crate::air::Air;
use shared::{
    pack::Demand,
    review::{Finding, Missing, Outline, OutlineChoice, Reading, Severity},
};
use std::time::Duration;

/// How long approving must be held.
pub const HOLD: Duration = Duration::from_secs(1);
/// Shorter words are too easily typed by accident.
const WORD_LETTERS_MIN: usize = 5;
/// Longer ones are no fun.
const WORD_LETTERS_MAX: usize = 14;
/// Typed where a finding has no word of the right length.
const WORD_OF_LAST_RESORT: &str = "understood";

/// A request that is being read, and what was done towards its approval.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewing {
    reading: Reading,
    outline: Outline,
    word: Option<Word>,
    typed: String,
    held_since: Option<Duration>,
    rejecting: bool,
}

/// The word that must be typed, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    why: WordFrom,
}

/// Where the word that must be typed stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordFrom {
    /// In the first finding, which says that everything can be lost.
    Worst,
    /// In the finding that says that nobody knows what is called.
    Unknown,
    /// It is the last of the check phrase: a rule wants it.
    Phrase,
}

/// What a step may know of the world.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// Since the station started; never goes back.
    pub running: Duration,
    /// What is known of the air gap.
    pub air: &'a Air,
}

/// What is missing for an approval, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    /// There are pages that nobody saw.
    #[error("Read to the last page first.")]
    PagesUnseen,
    /// A way out of the machine is up, or a wall is down.
    #[error("Nothing is signed now: {0}.")]
    AirGap(String),
    /// A rule of a pack, or of the review itself, forbids it.
    #[error("This is never signed here. {why} Reject it.")]
    Denied {
        /// As a sentence.
        why: String,
    },
    /// The word of the worst finding, or of the check phrase.
    #[error("{}", word_missing(.word, *.from))]
    WordMissing {
        /// In lower case.
        word: String,
        /// Where it stands.
        from: WordFrom,
    },
    /// Not held, or not for long enough.
    #[error("Hold “Approve” for one second, with the mouse, Space or Enter.")]
    NotHeld,
}

/// What can be said while reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewChoice {
    /// One page on.
    NextPage,
    /// One page back.
    PreviousPage,
    /// An act of the outline is opened or closed.
    Outline(OutlineChoice),
    /// Letters of the word, as many as one frame brought; anything else changes nothing.
    Type(String),
    /// The last letter was wrong.
    Erase,
    /// “Approve” went down.
    Press,
    /// “Approve” was let go.
    Release,
    /// Sign it; without effect while anything is missing.
    Approve,
    /// Asks whether to reject; nothing is lost yet.
    AskReject,
    /// Goes on reading after all.
    Keep,
    /// Nothing is signed; without effect unless it was asked before.
    Reject,
}

impl Reviewing {
    /// Opens the first page.
    pub fn new(reading: Reading) -> Self {
        let findings = reading.request().findings();
        let worst = findings.iter().find(|finding| finding.wants_word());
        let from = |finding: &Finding| {
            if finding.severity == Severity::Critical { WordFrom::Worst } else { WordFrom::Unknown }
        };
        let of_finding = worst.map(|finding| Word { text: word_of(finding), why: from(finding) });
        let of_phrase = reading.word().map(|text| Word { text, why: WordFrom::Phrase });
        let word = of_phrase.or(of_finding);
        let outline = Outline::default();
        Self { reading, outline, word, typed: String::new(), held_since: None, rejecting: false }
    }

    /// What is read, and how far.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The word that must be typed, where one must.
    pub fn word(&self) -> Option<&str> {
        self.word.as_ref().map(|word| word.text.as_str())
    }

    /// Which acts of the outline are open.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// What was typed of it.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether it is being asked whether to reject.
    pub fn is_rejecting(&self) -> bool {
        self.rejecting
    }

    /// Whether “Approve” can be held down now.
    ///
    /// # Errors
    /// What is missing, the first thing first.
    pub fn may_hold(&self, air: &Air) -> Result<(), NotYet> {
        match self.reading.missing() {
            Some(Missing::Denied) => return Err(NotYet::Denied { why: self.denied_why() }),
            Some(Missing::Pages) => return Err(NotYet::PagesUnseen),
            Some(Missing::Word | Missing::SecondReader) | None => {}
        }
        signing_allowed(air).map_err(NotYet::AirGap)?;
        match &self.word {
            Some(Word { text, why }) if *text != self.typed => {
                Err(NotYet::WordMissing { word: text.clone(), from: *why })
            }
            _ => Ok(()),
        }
    }

    /// Whether everything is there: pages, air gap, word, and the hold.
    ///
    /// # Errors
    /// What is missing, the first thing first.
    pub fn may_approve(&self, moment: Moment<'_>) -> Result<(), NotYet> {
        self.may_hold(moment.air)?;
        let held = self.held_since.map(|since| moment.running.saturating_sub(since));
        if held.is_some_and(|held| held >= HOLD) { Ok(()) } else { Err(NotYet::NotHeld) }
    }
}

impl Reviewing {
    fn denied_why(&self) -> String {
        let mut demands = self.reading.request().demands().iter();
        demands.find(|one| one.demand == Demand::Deny).map(|one| one.why.clone()).unwrap_or_default()
    }

    /// Whether a second person must read and approve after this one.
    pub fn waits_for_second(&self) -> bool {
        let (reader, of) = self.reading.reader();
        reader < of
    }
}

fn word_missing(word: &str, from: WordFrom) -> String {
    match from {
        WordFrom::Worst => {
            format!("Everything can be lost by this. Type the word “{word}” from the first finding.")
        }
        WordFrom::Unknown => {
            format!("Nobody here knows what it does. Type the word “{word}” from the finding that says so.")
        }
        WordFrom::Phrase => {
            format!("A rule asks for care here. Type the last word of the check phrase: “{word}”.")
        }
    }
}

/// Why nothing is signed now, without a full stop.
pub(super) fn signing_allowed(air: &Air) -> Result<(), String> {
    air.may_hold_keys().map_err(|error| error.to_string())
}

/// One step of the review.
pub fn review(reviewing: Reviewing, moment: Moment<'_>, choice: ReviewChoice) -> Screen {
    // Whatever else is done ends a hold.
    let held_since = reviewing.held_since;
    let mut next = Reviewing { held_since: None, ..reviewing };
    match choice {
        ReviewChoice::NextPage => next.reading = next.reading.next_page(),
        ReviewChoice::PreviousPage => next.reading = next.reading.previous_page(),
        ReviewChoice::Outline(choice) => next.outline = next.outline.step(choice),
        ReviewChoice::Type(letters) => letters.chars().for_each(|letter| next.letter(letter)),
        ReviewChoice::Erase => _ = next.typed.pop(),
        ReviewChoice::Press if next.may_hold(moment.air).is_ok() => next.held_since = Some(moment.running),
        ReviewChoice::Press | ReviewChoice::Release => {}
        ReviewChoice::AskReject => next.rejecting = true,
        ReviewChoice::Keep => next.rejecting = false,
        ReviewChoice::Reject if next.rejecting => return Screen::Scan,
        ReviewChoice::Reject => {}
        ReviewChoice::Approve => {
            next.held_since = held_since;
            if next.may_approve(moment).is_ok() && !next.rejecting {
                return approved(next);
            }
        }
    }
    Screen::Review(Box::new(next))
}

/// All is there for this reader: signed, or handed to the second one, who begins at the first page.
fn approved(reviewing: Reviewing) -> Screen {
    let Reviewing { reading, typed, .. } = reviewing;
    match reading.type_word(&typed).approve() {
        Ok(approved) => Screen::Sign(Box::new(approved)),
        Err(reading) => Screen::Review(Box::new(Reviewing::new(reading.hand_over()))),
    }
}

impl Reviewing {
    fn letter(&mut self, letter: char) {
        let Some(word) = &self.word else { return };
        // One letter more than the word at most, so that a wrong one is seen and can be erased.
        if letter.is_ascii_alphabetic() && self.typed.len() <= word.text.len() && self.reading.is_complete() {
            self.typed.push(letter.to_ascii_lowercase());
        }
    }
}

/// The longest plain word of what the finding says: to type it, one has to read there.
fn word_of(finding: &Finding) -> String {
    let plain = |word: &&str| {
        (WORD_LETTERS_MIN..=WORD_LETTERS_MAX).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let words = finding.sentence.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(plain);
    // The first of the longest.
    words.rev().max_by_key(|word| word.len()).unwrap_or(WORD_OF_LAST_RESORT).to_owned()
}

#[cfg(test)]
mod tests;
