//! The ten word lists of BIP-39: how their words are typed and shown.
//!
//! A word is typed by its letters without accents where the list is written in Latin script, by its number everywhere.
//! The lists are kept in NFKD, so the letters of a word are its ASCII bytes and the accents are the others.
//! May not enter: which words an operator has.

use bip39::Language;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Words in a list.
pub(crate) const LIST_WORDS: u16 = 2_048;

/// The most bytes of one word in NFC: nine letters of three bytes, and room.
const SHOWN_BYTES_MAX: usize = 32;

/// One of the ten lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordList(Language);

impl Default for WordList {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl WordList {
    /// The list that nearly every wallet uses.
    pub const ENGLISH: Self = Self(Language::English);

    /// All ten, the most used first.
    pub const ALL: [Self; 10] = [
        Self::ENGLISH,
        Self(Language::Spanish),
        Self(Language::French),
        Self(Language::Italian),
        Self(Language::Portuguese),
        Self(Language::Czech),
        Self(Language::Japanese),
        Self(Language::Korean),
        Self(Language::SimplifiedChinese),
        Self(Language::TraditionalChinese),
    ];

    /// Its English name.
    pub const fn name(self) -> &'static str {
        match self.0 {
            Language::English => "English",
            Language::Spanish => "Spanish",
            Language::French => "French",
            Language::Italian => "Italian",
            Language::Portuguese => "Portuguese",
            Language::Czech => "Czech",
            Language::Japanese => "Japanese",
            Language::Korean => "Korean",
            Language::SimplifiedChinese => "Chinese, simplified",
            Language::TraditionalChinese => "Chinese, traditional",
        }
    }

    /// Whether words are typed and shown by letters; elsewhere by number, because the window has no glyphs for them.
    pub const fn is_latin(self) -> bool {
        !matches!(
            self.0,
            Language::Japanese
                | Language::Korean
                | Language::SimplifiedChinese
                | Language::TraditionalChinese
        )
    }

    /// As the library calls it.
    pub(crate) const fn language(self) -> Language {
        self.0
    }

    /// The word at a number from 0; empty where there is none.
    pub(crate) fn word(self, number: u16) -> &'static str {
        self.0.word_list().get(usize::from(number)).copied().unwrap_or_default()
    }

    /// The letters by which the word is typed.
    pub(crate) fn letters(self, number: u16) -> impl Iterator<Item = u8> {
        self.word(number).bytes().filter(u8::is_ascii_lowercase)
    }

    /// The words that begin with these letters, by number.
    pub(crate) fn starting_with(self, prefix: &[u8]) -> impl Iterator<Item = u16> {
        (0..LIST_WORDS).filter(move |number| {
            let mut letters = self.letters(*number);
            prefix.iter().all(|letter| letters.next() == Some(*letter))
        })
    }

    /// Lends the text by which a word is shown: the word in NFC, or its number (from 1) where it cannot be drawn.
    pub(crate) fn show<T>(self, number: u16, show: impl FnOnce(&str) -> T) -> T {
        let mut bytes = Zeroizing::new([0_u8; SHOWN_BYTES_MAX]);
        let mut length = 0;
        let mut put = |letter: char| {
            if let Some(room) = bytes.get_mut(length..length + letter.len_utf8()) {
                length += letter.encode_utf8(room).len();
            }
        };
        if self.is_latin() {
            self.word(number).nfc().for_each(&mut put);
        } else {
            digits(number + 1).for_each(|digit| put(char::from(digit)));
        }
        show(bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default())
    }
}

/// The decimal digits of a number below 10,000, without leading zeros.
pub(crate) fn digits(number: u16) -> impl Iterator<Item = u8> {
    [1_000, 100, 10, 1]
        .into_iter()
        .skip_while(move |place| *place > 1 && number < *place)
        .map(move |place| u8::try_from(number / place % 10).unwrap_or_default() + b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_letters_without_accents_fix_a_word_in_every_latin_list() {
        for list in WordList::ALL.into_iter().filter(|list| list.is_latin()) {
            for number in 0..LIST_WORDS {
                let letters: Vec<u8> = list.letters(number).take(4).collect();
                let same = list.starting_with(&letters).filter(|other| list.letters(*other).count() >= 4);
                let alone = same.count() <= 1;
                assert!(alone || letters.len() < 4, "{}: {}", list.name(), list.word(number));
            }
        }
    }

    #[test]
    fn a_latin_word_is_letters_and_accents_and_nothing_else() {
        for list in WordList::ALL.into_iter().filter(|list| list.is_latin()) {
            for number in 0..LIST_WORDS {
                let word = list.word(number);
                let accents = word.chars().filter(|c| !c.is_ascii_lowercase());
                assert!(accents.clone().all(|c| ('\u{300}'..'\u{36f}').contains(&c)), "{word}");
                assert!(list.letters(number).count() <= 12, "{word}");
            }
        }
    }

    #[test]
    fn a_word_is_shown_whole_and_one_that_cannot_be_drawn_by_its_number() {
        for list in WordList::ALL {
            for number in [0, 1, 99, 1_023, 2_047] {
                let shown = list.show(number, str::to_owned);
                if list.is_latin() {
                    assert_eq!(shown.nfkd().collect::<String>(), list.word(number));
                } else {
                    assert_eq!(shown, (number + 1).to_string());
                }
            }
        }
    }
}
