//! A mnemonic being entered or made: word numbers, and the letters of the word being typed, on one locked page.
//!
//! How a word is typed:
//!
//! | typed                          | what happens                                                       |
//! |--------------------------------|--------------------------------------------------------------------|
//! | letters that begin a word      | taken; the fourth that leaves one word fills the slot, next slot   |
//! | a letter that no word goes on with | refused, nothing changes                                       |
//! | the rest of a filled word      | taken, and dropped at the blank after it: words may be typed whole |
//! | a blank after an exact word    | fills the slot (`art`, though `artist` begins alike)              |
//! | a blank after letters of one word | fills the slot                                                  |
//! | digits                         | the word's number, from 1; filled when no digit more can follow    |
//! | erase                          | one letter back; at the first, into the word before                |
//!
//! May not enter: `String`, `Clone`, `PartialEq`, text fields. Doors by which content leaves: [`Words::reveal`],
//! [`Words::reveal_typed`], [`Words::copy_for_search`], and `numbers` inside this module's folder.

use super::{
    Secret, WordCount, WordList, checksum,
    lists::{LIST_WORDS, digits},
    mnemonic::MnemonicError,
    scrub_stack,
};
use crate::limits::WORDS_MAX;

/// The most letters or digits of a word being typed.
const TYPED_MAX: usize = 16;
/// From here on the letters of the word being typed; before them the numbers, two bytes each, zero for none.
const TYPED_AT: usize = WORDS_MAX * 2;
/// What lies on the page.
const PAGE_BYTES: usize = TYPED_AT + TYPED_MAX;
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

/// A mnemonic on its way in or out; dropped, it is wiped.
///
/// ```compile_fail,E0277
/// fn needs_clone<T: Clone>() {}
/// needs_clone::<shared::keys::Words>();
/// ```
#[derive(Debug)]
pub struct Words {
    list: WordList,
    count: WordCount,
    slot: usize,  // from 0; `count` when every word is in
    typed: usize, // letters or digits of the word being typed
    tail: Option<Tail>,
    page: Secret<PAGE_BYTES>,
}

/// A word that was filled by fewer letters than it has, so that the rest may still come.
#[derive(Debug, Clone, Copy)]
struct Tail {
    slot: usize,
    typed: usize,
}

impl Default for Words {
    fn default() -> Self {
        Self::new()
    }
}

impl Words {
    /// None yet: twelve places, the English list.
    pub fn new() -> Self {
        Self {
            list: WordList::default(),
            count: WordCount::default(),
            slot: 0,
            typed: 0,
            tail: None,
            page: Secret::empty(),
        }
    }

    /// Those of this entropy, with its checksum; none where its length is of no count.
    pub fn of_entropy(list: WordList, entropy: &[u8]) -> Option<Self> {
        let mut words = Self { list, ..Self::new() };
        let count = checksum::unpack(entropy, |position, number| words.put(position, number));
        scrub_stack();
        words.count = count?;
        words.slot = words.count.words();
        Some(words)
    }

    /// Forgets everything that was entered; list and count stay.
    pub fn wipe(&mut self) {
        self.page.wipe();
        (self.slot, self.typed, self.tail) = (0, 0, None);
    }

    /// Whether nothing was entered, not even a letter.
    pub fn is_empty(&self) -> bool {
        self.page.expose().iter().all(|byte| *byte == 0)
    }

    /// The list they are of.
    pub const fn list(&self) -> WordList {
        self.list
    }

    /// Takes another list, and forgets what was entered by the one before.
    pub fn set_list(&mut self, list: WordList) {
        if list != self.list {
            self.wipe();
            self.list = list;
        }
    }

    /// How many there will be.
    pub const fn count(&self) -> WordCount {
        self.count
    }

    /// Takes another count; words beyond it are forgotten.
    pub fn set_count(&mut self, count: WordCount) {
        self.count = count;
        (count.words()..WORDS_MAX).for_each(|position| self.clear(position));
        self.drop_typed();
        self.slot = self.next_free(self.slot.min(count.words()));
    }

    /// The place that letters go to, from 0; the count when every word is in.
    pub const fn slot(&self) -> usize {
        self.slot
    }

    /// How many letters or digits of the word at [`Self::slot`] are typed.
    pub const fn typed(&self) -> usize {
        self.typed
    }

    /// Words that are in.
    pub fn len(&self) -> usize {
        (0..self.count.words()).filter(|position| self.is_filled(*position)).count()
    }

    /// Whether all are in and none is being typed.
    pub fn is_complete(&self) -> bool {
        self.typed == 0 && self.len() == self.count.words()
    }

    /// Whether all but the last are in.
    pub fn lacks_last(&self) -> bool {
        let last = self.count.words() - 1;
        self.typed == 0 && self.len() == last && !self.is_filled(last)
    }

    /// Whether a word is in at this place, from 0.
    pub fn is_filled(&self, position: usize) -> bool {
        self.at(position).is_some()
    }

    /// Whether the page is kept out of swap.
    pub const fn is_locked(&self) -> bool {
        self.page.is_locked()
    }

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

    /// Takes what another has, which is empty afterwards.
    pub fn replace_with(&mut self, other: &mut Self) {
        (self.list, self.count) = (other.list, other.count);
        self.take_from(other);
        other.wipe();
    }

    /// How many last words fit after the others: 128 of twelve, 8 of 24; none where another place is free.
    pub fn last_words(&self) -> u16 {
        if self.lacks_last() { checksum::last_words(self.count) } else { 0 }
    }

    /// Lends one of them, counted from 0, to be drawn while the operator holds “show”.
    pub fn reveal_last<T>(&self, chosen: u16, show: impl FnOnce(&str) -> T) -> T {
        let number = checksum::last_word(self.count, self.numbers(), chosen);
        scrub_stack();
        self.list.show(number, show)
    }

    /// Takes one of them, counted from 0.
    pub fn take_last(&mut self, chosen: u16) {
        if chosen < self.last_words() {
            let number = checksum::last_word(self.count, self.numbers(), chosen);
            scrub_stack();
            self.put(self.count.words() - 1, number);
            self.slot = self.count.words();
        }
    }

    /// Lends the word at a place, from 0, to be drawn while the operator holds “show”; nothing where there is none.
    pub fn reveal<T>(&self, position: usize, show: impl FnOnce(&str) -> T) -> Option<T> {
        self.at(position).map(|number| self.list.show(number, show))
    }

    /// Lends the letters of the word being typed, likewise.
    pub fn reveal_typed<T>(&self, show: impl FnOnce(&str) -> T) -> T {
        show(std::str::from_utf8(self.typed_bytes()).unwrap_or_default())
    }

    /// Whether both have the same word at this place; also where neither has one.
    pub fn agrees_at(&self, position: usize, other: &Self) -> bool {
        self.at(position) == other.at(position)
    }

    /// Whether the words fit together.
    ///
    /// # Errors
    /// Fewer words than the count, or [`MnemonicError::Checksum`].
    pub fn check(&self) -> Result<(), MnemonicError> {
        if !self.is_complete() {
            return Err(MnemonicError::WordCount { words: self.len() });
        }
        let holds = checksum::holds(self.count, self.numbers());
        scrub_stack();
        if holds { Ok(()) } else { Err(MnemonicError::Checksum) }
    }

    /// A copy for work beside the window; dropped, it is wiped like this one.
    pub fn copy_for_search(&self) -> Self {
        let mut copy = Self { list: self.list, count: self.count, ..Self::new() };
        copy.take_from(self);
        copy
    }

    /// Has the words that `other` has.
    pub(crate) fn take_from(&mut self, other: &Self) {
        self.page.expose_mut().copy_from_slice(other.page.expose());
        (self.typed, self.tail, self.slot) = (other.typed, None, other.slot);
    }

    /// The numbers of the words that are in, from 0, in order.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u16> {
        (0..self.count.words()).filter_map(|position| self.at(position))
    }

    /// The number of the word at a place, from 0.
    pub(crate) fn at(&self, position: usize) -> Option<u16> {
        let bytes = self.page.expose().get(..TYPED_AT)?.get(position * 2..position * 2 + 2)?;
        u16::from_le_bytes(bytes.try_into().ok()?).checked_sub(1)
    }

    /// Writes a number, from 0, to a place.
    pub(crate) fn put(&mut self, position: usize, number: u16) {
        self.write(position, number + 1);
    }

    /// Takes the word at a place away.
    pub(crate) fn clear(&mut self, position: usize) {
        self.write(position, 0);
    }

    fn write(&mut self, position: usize, stored: u16) {
        let numbers = self.page.expose_mut().get_mut(..TYPED_AT);
        if let Some(bytes) = numbers.and_then(|bytes| bytes.get_mut(position * 2..position * 2 + 2)) {
            bytes.copy_from_slice(&stored.to_le_bytes());
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
    fn next_free(&self, from: usize) -> usize {
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

    fn typed_bytes(&self) -> &[u8] {
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

    fn drop_typed(&mut self) {
        while self.typed > 0 {
            self.pop();
        }
        self.tail = None;
    }
}

#[cfg(test)]
mod tests;
