//! The checksum of BIP-39: the last bits of the last word, from SHA-256 of the others.
//!
//! ```text
//! words    12   15   18   21   24
//! entropy  128  160  192  224  256 bits, 11 a word with the checksum after it
//! checksum  4    5    6    7    8  bits
//! ```
//!
//! Worked out on word numbers, so that thousands of candidates need no text. May not enter: seeds.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Entropy of 24 words and the byte of their checksum.
const PACKED_BYTES_MAX: usize = 33;

/// Bits of one word.
const WORD_BITS: usize = 11;

/// How many words a mnemonic has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WordCount {
    /// 128 bits.
    #[default]
    Twelve,
    /// 160 bits.
    Fifteen,
    /// 192 bits.
    Eighteen,
    /// 224 bits.
    TwentyOne,
    /// 256 bits.
    TwentyFour,
}

impl WordCount {
    /// All five, shortest first.
    pub const ALL: [Self; 5] =
        [Self::Twelve, Self::Fifteen, Self::Eighteen, Self::TwentyOne, Self::TwentyFour];

    /// As a number.
    pub const fn words(self) -> usize {
        match self {
            Self::Twelve => 12,
            Self::Fifteen => 15,
            Self::Eighteen => 18,
            Self::TwentyOne => 21,
            Self::TwentyFour => 24,
        }
    }

    /// Bits of the checksum; the entropy has 32 times as many.
    pub const fn checksum_bits(self) -> usize {
        self.words() / 3
    }

    /// Bytes of entropy.
    pub const fn entropy_bytes(self) -> usize {
        self.checksum_bits() * 4
    }

    /// The count of this many words, where there is one.
    pub fn of(words: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|count| count.words() == words)
    }
}

/// Whether word numbers (from 0) fit together.
pub(crate) fn holds(count: WordCount, numbers: impl Iterator<Item = u16>) -> bool {
    let packed = pack(count, numbers);
    let (entropy, rest) = packed.split_at(count.entropy_bytes());
    let wanted = rest.first().copied().unwrap_or_default();
    wanted == checksum(count, entropy)
}

/// The last word that fits after these: `chosen` are its bits that the checksum leaves free.
pub(crate) fn last_word(count: WordCount, others: impl Iterator<Item = u16>, chosen: u16) -> u16 {
    let bits = count.checksum_bits();
    let free = chosen << bits;
    let packed = pack(count, others.take(count.words() - 1).chain([free]));
    let (entropy, _) = packed.split_at(count.entropy_bytes());
    free | u16::from(checksum(count, entropy) >> (8 - bits))
}

/// How many last words fit: 128 after eleven words, 8 after 23.
pub(crate) const fn last_words(count: WordCount) -> u16 {
    1 << (WORD_BITS - count.checksum_bits())
}

/// The word numbers of entropy; `None` where its length is of no count.
pub(crate) fn unpack(entropy: &[u8], mut put: impl FnMut(usize, u16)) -> Option<WordCount> {
    let count = WordCount::ALL.into_iter().find(|count| count.entropy_bytes() == entropy.len())?;
    let mut bytes = Zeroizing::new([0_u8; PACKED_BYTES_MAX]);
    bytes.iter_mut().zip(entropy.iter().copied().chain([checksum(count, entropy)])).for_each(|(b, e)| *b = e);
    for position in 0..count.words() {
        let number = (0..WORD_BITS).fold(0, |number, bit| {
            let at = position * WORD_BITS + bit;
            let byte = bytes.get(at / 8).copied().unwrap_or_default();
            number << 1 | u16::from(byte >> (7 - at % 8) & 1)
        });
        put(position, number);
    }
    Some(count)
}

/// Eleven bits a word, one after the other; the checksum lies in the upper bits of the byte after the entropy.
fn pack(count: WordCount, numbers: impl Iterator<Item = u16>) -> Zeroizing<[u8; PACKED_BYTES_MAX]> {
    let mut bytes = Zeroizing::new([0_u8; PACKED_BYTES_MAX]);
    for (position, number) in numbers.take(count.words()).enumerate() {
        for bit in 0..WORD_BITS {
            let at = position * WORD_BITS + bit;
            let set = u8::from(number >> (WORD_BITS - 1 - bit) & 1 == 1);
            if let Some(byte) = bytes.get_mut(at / 8) {
                *byte |= set << (7 - at % 8);
            }
        }
    }
    bytes
}

/// In the upper bits of a byte.
fn checksum(count: WordCount, entropy: &[u8]) -> u8 {
    let hash: Zeroizing<[u8; 32]> = Zeroizing::new(Sha256::digest(entropy).into());
    let [first, ..] = *hash;
    let bits = count.checksum_bits();
    first >> (8 - bits) << (8 - bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bip39::{Language, Mnemonic};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_of_entropy_are_those_of_the_library(entropy: [u8; 32], which in 0_usize..5) {
            let count = WordCount::ALL[which];
            let entropy = &entropy[..count.entropy_bytes()];
            let theirs = Mnemonic::from_entropy_in(Language::English, entropy).unwrap();
            let mut ours = vec![0; count.words()];
            prop_assert_eq!(unpack(entropy, |position, number| ours[position] = number), Some(count));
            prop_assert_eq!(ours.iter().map(|n| usize::from(*n)).collect::<Vec<_>>(), theirs.word_indices().collect::<Vec<_>>());
            prop_assert!(holds(count, ours.iter().copied()));
        }

        #[test]
        fn one_wrong_word_holds_as_seldom_as_the_library_says(entropy: [u8; 16], position in 0_usize..12, wrong in 0_u16..2_048) {
            let mut numbers = vec![0; 12];
            unpack(&entropy, |position, number| numbers[position] = number);
            numbers[position] = wrong;
            let text = numbers.iter().map(|n| Language::English.word_list()[usize::from(*n)]).collect::<Vec<_>>().join(" ");
            let theirs = Mnemonic::parse_in_normalized(Language::English, &text).is_ok();
            prop_assert_eq!(holds(WordCount::Twelve, numbers.into_iter()), theirs);
        }

        #[test]
        fn every_offered_last_word_fits(others in proptest::collection::vec(0_u16..2_048, 23), which in 0_usize..5) {
            let count = WordCount::ALL[which];
            let others = &others[..count.words() - 1];
            let mut seen = std::collections::BTreeSet::new();
            for chosen in 0..last_words(count) {
                let last = last_word(count, others.iter().copied(), chosen);
                prop_assert!(holds(count, others.iter().copied().chain([last])));
                seen.insert(last);
            }
            prop_assert_eq!(seen.len(), usize::from(last_words(count)));
        }
    }

    #[test]
    fn no_other_length_of_entropy_has_words() {
        for length in (0..40).filter(|length| ![16, 20, 24, 28, 32].contains(length)) {
            assert_eq!(unpack(&vec![0; length], |_, _| ()), None);
        }
    }
}
