//! A mnemonic being entered or made: word numbers, and the letters of the word being typed, on one locked page.
//!
//! How it is typed stands in `typing`. May not enter: `String`, `Clone`, `PartialEq`, text fields. The doors by which content
//! leaves: [`Words::reveal`], [`Words::reveal_typed`], [`Words::reveal_last`], [`Words::copy_for_search`], and `numbers` and
//! `at` inside `keys`.

mod typing;

pub use typing::{Letters, TypingError};

use super::{Secret, WordCount, WordList, checksum, mnemonic::MnemonicError, scrub_stack};
use crate::limits::WORDS_MAX;
use typing::Tail;

/// The most letters or digits of a word being typed.
const TYPED_MAX: usize = 16;
/// From here on the letters of the word being typed; before them the numbers, two bytes each, zero for none.
const TYPED_AT: usize = WORDS_MAX * 2;
/// What lies on the page.
const PAGE_BYTES: usize = TYPED_AT + TYPED_MAX;

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
}

#[cfg(test)]
mod tests;
