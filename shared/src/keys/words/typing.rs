//! How words are typed: letters, digits, blanks and erasing, one key at a time.
//!
//! | typed                              | what happens                                                     |
//! |------------------------------------|------------------------------------------------------------------|
//! | letters that begin a word          | taken; the fourth that leaves one word fills the place, next one |
//! | a letter that no word goes on with | refused, nothing changes                                         |
//! | the rest of a filled word          | taken, and dropped at the blank after it: words may be typed whole |
//! | a blank after an exact word        | fills the place (`art`, though `artist` begins alike)            |
//! | a blank after letters of one word  | fills the place                                                  |
//! | digits                             | the word's number, from 1; filled when no digit more can follow  |
//! | erase                              | one letter back; at the first, into the word before              |
//!
//! May not enter: text, drawing; what is typed lies on the page of [`Words`].

use super::{TYPED_AT, Words};
use crate::keys::lists::{LIST_WORDS, digits};

/// So many letters fix a word.
const FIXING_LETTERS: usize = 4;

/// Why a key was not taken. Names no word and no letter: the screen may be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TypingError {
    /// A letter that leads nowhere.
    #[error("no word of this list goes on with that letter; compare with the paper, or go one letter back")]
    NoSuchWord,
    /// Not clear yet.
    #[error("{words} words of this list begin with these letters; type one letter more")]
    Ambiguous {
        /// How many.
        words: usize,
    },
    /// No place left.
    #[error(
        "all {words} words are in; go on with Enter, or choose the number of words again if the paper has more"
    )]
    AllIn {
        /// As many as were chosen.
        words: usize,
    },
    /// No such number.
    #[error("the words of a list are numbered from 1 to 2048; compare the number with the paper")]
    NoSuchNumber,
    /// Letters where digits began, or digits where letters did.
    #[error(
        "type a word by its letters or by its number, not by both; go back to the start of this word first"
    )]
    Mixed,
    /// Letters for a list without any.
    #[error("the words of this list are entered by their numbers, from 1 to 2048")]
    NumbersOnly,
}

/// The letters that can come next, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Letters(u32);

impl Letters {
    /// Whether this letter (`a` to `z`) is among them.
    pub const fn has(self, letter: u8) -> bool {
        letter.is_ascii_lowercase() && self.0 >> (letter - b'a') & 1 == 1
    }
}

impl FromIterator<u8> for Letters {
    fn from_iter<I: IntoIterator<Item = u8>>(letters: I) -> Self {
        let bits = letters.into_iter().filter(u8::is_ascii_lowercase).map(|letter| 1 << (letter - b'a'));
        Self(bits.fold(0, |all, bit: u32| all | bit))
    }
}
/// A word that was filled by fewer letters than it has, so that the rest may still come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    slot: usize,
    typed: usize,
}

impl Words {
    /// The letters that can come next at this place.
    pub fn next_letters(&self) -> Letters {
        let (typed, list) = (self.typed_bytes(), self.list);
        if self.has_digits() || !list.is_latin() {
            return Letters::default();
        }
        let room = self.slot < self.count.words();
        let words = list.starting_with(typed).filter(|_| room);
        let next = words.filter_map(|number| list.letters(number).nth(typed.len()));
        let rest = self.tail_letters().skip(typed.len()).take(1).filter(|_| self.may_be_tail());
        next.chain(rest).collect()
    }

    /// Takes a letter, `a` to `z`.
    ///
    /// # Errors
    /// [`TypingError`]; nothing changes then.
    pub fn letter(&mut self, letter: u8) -> Result<(), TypingError> {
        if !self.list.is_latin() {
            return Err(TypingError::NumbersOnly);
        }
        if self.has_digits() {
            return Err(TypingError::Mixed);
        }
        if !self.next_letters().has(letter) {
            self.room()?;
            match self.only_word() {
                // A word that was held open as the rest of the one before is one of its own after all.
                Some(number) if self.typed >= FIXING_LETTERS => self.fill(number),
                // The word before is whole; this letter begins the next one.
                _ if self.typed > 0 && self.is_tail() => self.drop_typed(),
                _ => return Err(TypingError::NoSuchWord),
            }
            return self.letter(letter);
        }
        self.push(letter);
        match self.only_word() {
            Some(number) if self.typed >= FIXING_LETTERS && !self.may_be_tail() => self.fill(number),
            _ => {}
        }
        Ok(())
    }

    /// Takes a digit, `0` to `9`, of a word's number in the list, from 1.
    ///
    /// # Errors
    /// [`TypingError`]; nothing changes then.
    pub fn digit(&mut self, digit: u8) -> Result<(), TypingError> {
        self.room()?;
        if self.typed > 0 && !self.has_digits() {
            return Err(TypingError::Mixed);
        }
        self.push(digit);
        let number = self.number_typed();
        if number > LIST_WORDS || (number == 0 && self.typed == 4) {
            self.pop();
            return Err(TypingError::NoSuchNumber);
        }
        if number > LIST_WORDS / 10 || self.typed == 4 {
            self.fill(number - 1);
        }
        Ok(())
    }

    /// The blank after a word: takes what is typed where it is one word.
    ///
    /// # Errors
    /// [`TypingError`]; nothing changes then.
    pub fn accept(&mut self) -> Result<(), TypingError> {
        if self.typed == 0 {
            self.tail = None; // the blank after a word that its fourth letter filled
            return Ok(());
        }
        if self.has_digits() {
            return match self.number_typed() {
                0 => Err(TypingError::NoSuchNumber),
                number => {
                    self.fill(number - 1);
                    Ok(())
                }
            };
        }
        if self.is_tail() {
            self.drop_typed();
            return Ok(());
        }
        let typed = self.typed;
        let list = self.list;
        let exact = list
            .starting_with(self.typed_bytes())
            .find(|number| list.letters(*number).count() == typed)
            .or_else(|| self.only_word());
        let number =
            exact.ok_or(TypingError::Ambiguous { words: list.starting_with(self.typed_bytes()).count() })?;
        self.fill(number);
        self.tail = None;
        Ok(())
    }

    /// Takes the last letter back; where there is none, goes into the word before.
    pub fn erase(&mut self) {
        self.tail = None;
        if self.typed > 0 {
            self.pop();
            return;
        }
        if !self.is_filled(self.slot) {
            self.slot = self.slot.saturating_sub(1);
        }
        if let Some(number) = self.at(self.slot) {
            let list = self.list;
            self.clear(self.slot);
            if list.is_latin() {
                list.letters(number).take(FIXING_LETTERS).for_each(|letter| self.push(letter));
            } else {
                digits(number + 1).for_each(|digit| self.push(digit));
            }
            self.pop();
        }
    }

    /// Empties the place that letters go to.
    pub fn erase_word(&mut self) {
        self.drop_typed();
        self.clear(self.slot);
    }

    /// Goes to a place, from 0, at most the count; letters of an unfinished word are dropped.
    pub fn go(&mut self, slot: usize) {
        self.drop_typed();
        self.slot = slot.min(self.count.words());
    }

    /// Goes to a place like [`Self::go`], but the rest of the word before may still come.
    pub fn move_on(&mut self, slot: usize) {
        if self.typed == 0 {
            self.slot = slot.min(self.count.words());
        }
    }

    /// Fills the place being typed and goes to the next free one.
    fn fill(&mut self, number: u16) {
        let (slot, typed) = (self.slot, self.typed);
        let by_letters = !self.has_digits();
        self.drop_typed();
        self.put(slot, number);
        self.tail = (by_letters && self.list.letters(number).count() > typed).then_some(Tail { slot, typed });
        self.slot = self.next_free(slot);
    }

    /// The first place without a word from here on, else from the start, else the end.
    pub(super) fn next_free(&self, from: usize) -> usize {
        let count = self.count.words();
        (from..count).chain(0..from).find(|slot| !self.is_filled(*slot)).unwrap_or(count)
    }

    fn room(&self) -> Result<(), TypingError> {
        let words = self.count.words();
        if self.slot < words { Ok(()) } else { Err(TypingError::AllIn { words }) }
    }

    /// The one word that begins with what is typed.
    fn only_word(&self) -> Option<u16> {
        let mut words = self.list.starting_with(self.typed_bytes());
        words.next().filter(|_| words.next().is_none())
    }

    /// Whether what is typed begins the rest of the word before.
    fn may_be_tail(&self) -> bool {
        let mut rest = self.tail_letters();
        self.typed_bytes().iter().all(|letter| rest.next() == Some(*letter))
    }

    /// Whether it is the whole rest.
    fn is_tail(&self) -> bool {
        self.tail.is_some() && self.tail_letters().eq(self.typed_bytes().iter().copied())
    }

    fn tail_letters(&self) -> impl Iterator<Item = u8> {
        let word = self.tail.and_then(|tail| self.at(tail.slot).map(|number| (number, tail.typed)));
        word.into_iter().flat_map(|(number, typed)| self.list.letters(number).skip(typed))
    }

    fn has_digits(&self) -> bool {
        self.typed_bytes().first().is_some_and(u8::is_ascii_digit)
    }

    fn number_typed(&self) -> u16 {
        let digits = self.typed_bytes().iter().take(FIXING_LETTERS);
        digits.fold(0, |number, digit| number * 10 + u16::from(digit.saturating_sub(b'0')))
    }

    pub(super) fn typed_bytes(&self) -> &[u8] {
        self.page.expose().get(TYPED_AT..TYPED_AT + self.typed).unwrap_or_default()
    }

    /// The first letter at a place that has a word takes the word's place.
    fn push(&mut self, byte: u8) {
        if let Some(room) = self.page.expose_mut().get_mut(TYPED_AT + self.typed) {
            *room = byte;
            self.typed += 1;
            self.clear(self.slot);
        }
    }

    fn pop(&mut self) {
        self.typed = self.typed.saturating_sub(1);
        if let Some(gone) = self.page.expose_mut().get_mut(TYPED_AT + self.typed) {
            *gone = 0;
        }
    }

    pub(super) fn drop_typed(&mut self) {
        while self.typed > 0 {
            self.pop();
        }
        self.tail = None;
    }
}
