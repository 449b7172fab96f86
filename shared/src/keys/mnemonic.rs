//! BIP-39: words and passphrase to the 64 bytes that every key comes from.
//!
//! Words and passphrase come as bytes in memory that is wiped, are brought to NFKD in such memory, and are never a plain
//! `String`. The seed depends on the words alone and not on the name of their list, so words that stand in two lists
//! (French and English share a hundred) need no question.

use super::{Secret, TypedText, Words, scrub_stack};
use crate::{
    Kind, Refusal,
    limits::{MNEMONIC_BYTES_MAX, PASSPHRASE_BYTES_MAX},
};
use bip39::{Language, Mnemonic};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// One character becomes at most 18 in NFKD (U+FDFA: 3 bytes to 33), so a buffer of this many times the input never grows.
const NFKD_GROWTH_MAX: usize = 12;

/// The 64 bytes of BIP-39, from which BIP-32 makes the master key.
#[derive(Debug)]
pub struct Seed(Secret<64>);

/// Why a mnemonic was refused. No message repeats a word: the screen may be seen, and logs are kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MnemonicError {
    /// Not 12, 15, 18, 21 or 24.
    #[error(
        "there are {words} words, a mnemonic has 12, 15, 18, 21 or 24; look for one left out or entered twice"
    )]
    WordCount {
        /// How many there were.
        words: usize,
    },
    /// In none of the lists, or not in the list of the words before it.
    #[error(
        "word {position} is in no BIP-39 list together with the words before it; compare it with the paper letter by letter"
    )]
    UnknownWord {
        /// From 1.
        position: usize,
    },
    /// Every word is known; together they are not what was written down.
    #[error(
        "every word is known, but the last one does not fit the others; look for a wrong word or two that changed places"
    )]
    Checksum,
    /// Not UTF-8.
    #[error("the {what} is not UTF-8 text; enter it again, or save the file as UTF-8")]
    NotText {
        /// `mnemonic` or `passphrase`.
        what: &'static str,
    },
    /// Beyond the limit.
    #[error("the {what} has {bytes} bytes, at most {most} are read; nothing that long was ever written down")]
    TooLong {
        /// `mnemonic` or `passphrase`.
        what: &'static str,
        /// What there was.
        bytes: usize,
        /// The limit.
        most: usize,
    },
}

impl Refusal for MnemonicError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::WordCount { .. } => "mnemonic-word-count",
            Self::UnknownWord { .. } => "mnemonic-unknown-word",
            Self::Checksum => "mnemonic-checksum",
            Self::NotText { .. } => "mnemonic-text",
            Self::TooLong { .. } => "limit-length",
        })
    }
}

impl Seed {
    /// The seed of these words with this passphrase (empty for none). White space around and between words does not count;
    /// in the passphrase every byte does.
    ///
    /// # Errors
    /// The first problem of the words, by position; or text that is none, or too long.
    pub fn of(words: &Zeroizing<Vec<u8>>, passphrase: &Zeroizing<Vec<u8>>) -> Result<Self, MnemonicError> {
        let seed = fill(words, passphrase);
        scrub_stack();
        seed
    }

    /// The seed of words that were entered, with a passphrase (empty for none).
    ///
    /// # Errors
    /// Words that do not fit together, or are too few.
    pub fn of_words(words: &Words, passphrase: &TypedText) -> Result<Self, MnemonicError> {
        words.check()?;
        let seed = fill_from(words, passphrase);
        scrub_stack();
        seed
    }

    /// The only door to the bytes.
    pub(crate) const fn expose(&self) -> &[u8; 64] {
        self.0.expose()
    }
}

/// Judges words without making a seed, for an entry field that says early what is wrong.
///
/// # Errors
/// As [`Seed::of`].
pub fn check_words(words: &Zeroizing<Vec<u8>>) -> Result<(), MnemonicError> {
    let judged = normalised(words, "mnemonic", MNEMONIC_BYTES_MAX).and_then(|words| parse(&words).map(drop));
    scrub_stack();
    judged
}

/// On its own, so that its stack lies below the one that scrubs.
#[inline(never)]
fn fill(words: &[u8], passphrase: &[u8]) -> Result<Seed, MnemonicError> {
    let words = normalised(words, "mnemonic", MNEMONIC_BYTES_MAX)?;
    let passphrase = normalised(passphrase, "passphrase", PASSPHRASE_BYTES_MAX)?;
    seed_of(&parse(&words)?, &passphrase)
}

/// The same from word numbers: their text is put together on a locked page, because it is a mnemonic as a whole.
#[inline(never)]
fn fill_from(words: &Words, passphrase: &TypedText) -> Result<Seed, MnemonicError> {
    let passphrase = normalised(passphrase.text().as_bytes(), "passphrase", PASSPHRASE_BYTES_MAX)?;
    let list = words.list();
    let mut length = 0;
    let text = Secret::<MNEMONIC_BYTES_MAX>::fill_with(|bytes| {
        for number in words.numbers() {
            let space: &[u8] = if length == 0 { b"" } else { b" " };
            for part in [space, list.word(number).as_bytes()] {
                let room = bytes.get_mut(length..length + part.len()).ok_or(MnemonicError::Checksum)?;
                room.copy_from_slice(part);
                length += part.len();
            }
        }
        Ok(())
    })?;
    let text = text.expose().get(..length).and_then(|text| std::str::from_utf8(text).ok());
    let mnemonic = Mnemonic::parse_in_normalized(list.language(), text.unwrap_or_default())
        .map_err(|_| MnemonicError::Checksum)?;
    seed_of(&mnemonic, &passphrase)
}

fn seed_of(mnemonic: &Mnemonic, passphrase: &str) -> Result<Seed, MnemonicError> {
    Secret::fill_with(|bytes| {
        bytes.copy_from_slice(Zeroizing::new(mnemonic.to_seed_normalized(passphrase)).as_slice());
        Ok(())
    })
    .map(Seed)
}

/// NFKD into one buffer that never grows, because growing would leave a copy behind.
fn normalised(bytes: &[u8], what: &'static str, most: usize) -> Result<Zeroizing<String>, MnemonicError> {
    if bytes.len() > most {
        return Err(MnemonicError::TooLong { what, bytes: bytes.len(), most });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| MnemonicError::NotText { what })?;
    let mut normal = Zeroizing::new(String::with_capacity(text.len() * NFKD_GROWTH_MAX));
    normal.extend(text.nfkd());
    Ok(normal)
}

/// Tries every list; where none fits, reports the list that came furthest.
fn parse(words: &str) -> Result<Mnemonic, MnemonicError> {
    let mut furthest = None;
    for language in Language::ALL {
        match Mnemonic::parse_in_normalized(*language, words) {
            Ok(mnemonic) => return Ok(mnemonic),
            Err(bip39::Error::InvalidChecksum) => return checksum_elsewhere(words),
            Err(bip39::Error::UnknownWord(index)) => furthest = furthest.max(Some(index)),
            Err(_) => return Err(MnemonicError::WordCount { words: words.split_whitespace().count() }),
        }
    }
    Err(MnemonicError::UnknownWord { position: furthest.map_or(1, |index| index.saturating_add(1)) })
}

/// All words are in one list and the checksum is wrong there; another list may still fit, since its numbering differs.
fn checksum_elsewhere(words: &str) -> Result<Mnemonic, MnemonicError> {
    Language::ALL
        .iter()
        .find_map(|language| Mnemonic::parse_in_normalized(*language, words).ok())
        .ok_or(MnemonicError::Checksum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::WordList;
    use proptest::prelude::*;

    fn bytes(text: &str) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(text.as_bytes().to_vec())
    }

    fn hex(text: &str) -> Vec<u8> {
        alloy_primitives::hex::decode(text).unwrap()
    }

    fn published() -> Vec<serde_json::Value> {
        [
            include_str!("../../../tests/vectors/bip39/english.json"),
            include_str!("../../../tests/vectors/bip39/japanese.json"),
        ]
        .into_iter()
        .flat_map(|text| serde_json::from_str::<Vec<serde_json::Value>>(text).unwrap())
        .collect()
    }

    #[test]
    fn the_published_words_give_the_published_seeds() {
        let vectors = published();
        assert_eq!(vectors.len(), 48);
        for vector in vectors {
            let field = |name: &str| vector[name].as_str().unwrap().to_owned();
            let seed = Seed::of(&bytes(&field("mnemonic")), &bytes(&field("passphrase"))).unwrap();
            assert_eq!(seed.expose().as_slice(), hex(&field("seed")), "{}", field("mnemonic"));
        }
    }

    #[test]
    fn entered_words_give_the_seed_that_their_text_gives() {
        for vector in published() {
            let field = |name: &str| vector[name].as_str().unwrap().to_owned();
            let (entropy, mut passphrase) = (hex(&field("entropy")), TypedText::default());
            field("passphrase").chars().for_each(|letter| passphrase.push(letter).unwrap());
            let list = WordList::ALL
                .into_iter()
                .find(|list| field("mnemonic").nfkd().eq(phrase(*list, &entropy).chars()))
                .unwrap();
            let seed = Seed::of_words(&Words::of_entropy(list, &entropy).unwrap(), &passphrase).unwrap();
            assert_eq!(seed.expose().as_slice(), hex(&field("seed")), "{}", field("mnemonic"));
        }
    }

    fn phrase(list: WordList, entropy: &[u8]) -> String {
        let words: Vec<_> =
            Words::of_entropy(list, entropy).unwrap().numbers().map(|number| list.word(number)).collect();
        words.join(" ")
    }

    #[test]
    fn every_standard_list_is_read_at_every_length() {
        for language in Language::ALL {
            for length in [16, 20, 24, 28, 32] {
                let words = Mnemonic::from_entropy_in(*language, &vec![0x5a; length]).unwrap().to_string();
                assert_eq!(check_words(&bytes(&words)), Ok(()), "{language} {length}");
            }
        }
    }

    #[test]
    fn a_refusal_names_the_problem() {
        let about = |count: usize, last: &str| format!("{}{last}", "abandon ".repeat(count));
        for (words, wanted) in [
            (about(11, "about"), Ok(())),
            (format!("  {}\r\n", about(11, "about")), Ok(())),
            (about(11, "abandon"), Err(MnemonicError::Checksum)),
            (about(11, "abouts"), Err(MnemonicError::UnknownWord { position: 12 })),
            (format!("abando {}", about(10, "about")), Err(MnemonicError::UnknownWord { position: 1 })),
            (about(10, "about"), Err(MnemonicError::WordCount { words: 11 })),
            (about(8, "about"), Err(MnemonicError::WordCount { words: 9 })),
            (about(25, "about"), Err(MnemonicError::WordCount { words: 26 })),
            (String::new(), Err(MnemonicError::WordCount { words: 0 })),
            (
                "a".repeat(MNEMONIC_BYTES_MAX + 1),
                Err(MnemonicError::TooLong {
                    what: "mnemonic",
                    bytes: MNEMONIC_BYTES_MAX + 1,
                    most: MNEMONIC_BYTES_MAX,
                }),
            ),
        ] {
            assert_eq!(check_words(&bytes(&words)), wanted, "{words}");
        }
        assert_eq!(
            check_words(&Zeroizing::new(vec![0xff])),
            Err(MnemonicError::NotText { what: "mnemonic" })
        );
    }

    #[test]
    fn the_longest_character_does_not_make_the_buffer_grow() {
        let text = "\u{fdfa}".repeat(40);
        let normal = normalised(text.as_bytes(), "passphrase", PASSPHRASE_BYTES_MAX).unwrap();
        assert_eq!(normal.len(), 33 * 40);
        assert!(normal.capacity() >= normal.len() && normal.capacity() == text.len() * NFKD_GROWTH_MAX);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(words in proptest::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,80}") {
            _ = check_words(&Zeroizing::new(words));
            _ = check_words(&bytes(&text));
        }

        #[test]
        fn any_entropy_in_any_list_is_read(entropy: [u8; 16], list in 0_usize..10) {
            let words = Mnemonic::from_entropy_in(Language::ALL[list], &entropy).unwrap().to_string();
            prop_assert_eq!(check_words(&bytes(&words)), Ok(()));
        }
    }
}
