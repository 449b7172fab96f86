//! A request is read page by page, then approved: by a hold of one second, and where everything can be lost by a word typed
//! before it.
//!
//! What is missing for an approval is a value ([`NotYet`]), so that neither a view nor a script can skip it: the pages count in
//! [`Reading`], the word in [`Reviewing::typed`], the hold from the [`Moment`] of its press. May not enter: keys.

use super::Screen;
use crate::air::Air;
use shared::review::{Finding, Reading, Severity};
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
    word: Option<String>,
    typed: String,
    held_since: Option<Duration>,
    rejecting: bool,
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
    /// The word of the worst finding.
    #[error("Everything can be lost by this. Type the word “{word}” from the first finding.")]
    WordMissing {
        /// In lower case.
        word: String,
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
        let worst = findings.iter().find(|finding| finding.severity == Severity::Critical);
        let word = worst.map(word_of);
        Self { reading, word, typed: String::new(), held_since: None, rejecting: false }
    }

    /// What is read, and how far.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The word that must be typed, where one must.
    pub fn word(&self) -> Option<&str> {
        self.word.as_deref()
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
        if !self.reading.is_complete() {
            return Err(NotYet::PagesUnseen);
        }
        signing_allowed(air).map_err(NotYet::AirGap)?;
        match &self.word {
            Some(word) if *word != self.typed => Err(NotYet::WordMissing { word: word.clone() }),
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
                return match next.reading.approve() {
                    Ok(approved) => Screen::Sign(Box::new(approved)),
                    Err(reading) => Screen::Review(Box::new(Reviewing::new(reading))),
                };
            }
        }
    }
    Screen::Review(Box::new(next))
}

impl Reviewing {
    fn letter(&mut self, letter: char) {
        let Some(word) = &self.word else { return };
        // One letter more than the word at most, so that a wrong one is seen and can be erased.
        if letter.is_ascii_alphabetic() && self.typed.len() <= word.len() && self.reading.is_complete() {
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
