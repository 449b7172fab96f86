//! The check phrase of a digest: six words and four colours that both screens show, so that a glance tells two requests apart.
//!
//! keccak256("coldframe check phrase 1" ‖ the 32 bytes of the digest). Its first six bytes are six words of the bytewords list
//! (BCR-2020-012, 256 words of four letters), the twelve bits after them four colours of eight, highest bits first.
//!
//! It protects from confusion: the other request on the table, yesterday's picture, a screen that shows one thing while its code
//! holds another. It is no proof. It has 60 bits, so that another request with the phrase of a given one costs about 2^60 tries, but
//! whoever makes both requests finds two alike in about 2^30, minutes on one machine, and somebody who looks at two words of six
//! compares 16 bits. What is signed is told by the review and by the digest in full; read those. May not enter: what a request says.

use crate::eth::{B256, keccak256};
use ur::bytewords::{self, Style};

/// Words of a phrase.
const WORDS: usize = 6;
/// Colours of a phrase.
const COLOURS: usize = 4;
/// Set in front of the digest, so that the phrase of a digest is no other hash of it.
const DOMAIN: &[u8] = b"coldframe check phrase 1";

/// A colour of Okabe and Ito's eight, which every kind of colour blindness tells apart; never shown without its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    /// K.
    Black,
    /// O.
    Orange,
    /// S.
    Sky,
    /// G.
    Green,
    /// Y.
    Yellow,
    /// B.
    Blue,
    /// R.
    Red,
    /// P.
    Pink,
}

impl Colour {
    /// All, in the order of their three bits.
    pub const ALL: [Self; 8] =
        [Self::Black, Self::Orange, Self::Sky, Self::Green, Self::Yellow, Self::Blue, Self::Red, Self::Pink];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Black => "black",
            Self::Orange => "orange",
            Self::Sky => "sky",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Red => "red",
            Self::Pink => "pink",
        }
    }

    /// The letter that stands on it: no two colours share one.
    pub const fn letter(self) -> char {
        match self {
            Self::Black => 'K',
            Self::Orange => 'O',
            Self::Sky => 'S',
            Self::Green => 'G',
            Self::Yellow => 'Y',
            Self::Blue => 'B',
            Self::Red => 'R',
            Self::Pink => 'P',
        }
    }

    /// Red, green and blue.
    pub const fn rgb(self) -> [u8; 3] {
        match self {
            Self::Black => [0x00, 0x00, 0x00],
            Self::Orange => [0xe6, 0x9f, 0x00],
            Self::Sky => [0x56, 0xb4, 0xe9],
            Self::Green => [0x00, 0x9e, 0x73],
            Self::Yellow => [0xf0, 0xe4, 0x42],
            Self::Blue => [0x00, 0x72, 0xb2],
            Self::Red => [0xd5, 0x5e, 0x00],
            Self::Pink => [0xcc, 0x79, 0xa7],
        }
    }
}

/// Six words and four colours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    words: Vec<String>, // invariant: WORDS of them
    colours: [Colour; COLOURS],
}

impl Phrase {
    /// The phrase of a digest that is signed.
    pub fn of(digest: &B256) -> Self {
        let hash = keccak256([DOMAIN, digest.as_slice()].concat());
        let [a, b, c, d, e, f, high, low, ..] = hash.0;
        // Behind the words of the bytes stand four of their checksum, which are of no use here.
        let words = bytewords::encode(&[a, b, c, d, e, f], Style::Standard);
        let bits = u16::from_be_bytes([high, low]);
        let colour = |place: usize| {
            let three = usize::from(bits >> (13 - 3 * place) & 7);
            Colour::ALL.get(three).copied().unwrap_or(Colour::Black) // three bits are below eight
        };
        Self {
            words: words.split(' ').take(WORDS).map(str::to_owned).collect(),
            colours: std::array::from_fn(colour),
        }
    }

    /// The words, in order.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The colours, in order.
    pub fn colours(&self) -> [Colour; COLOURS] {
        self.colours
    }
}

/// `acid able … · orange blue green black`.
impl std::fmt::Display for Phrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ·", self.words.join(" "))?;
        self.colours.iter().try_for_each(|colour| write!(f, " {}", colour.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_phrase_stays_what_it_was() {
        assert_eq!(
            Phrase::of(&B256::ZERO).to_string(),
            "yell safe list logo slot cyan · blue blue sky yellow"
        );
    }

    #[test]
    fn colours_have_names_letters_and_values_of_their_own() {
        for (place, one) in Colour::ALL.iter().enumerate() {
            for other in &Colour::ALL[place + 1..] {
                assert_ne!(one.letter(), other.letter());
                assert_ne!(one.name(), other.name());
                assert_ne!(one.rgb(), other.rgb());
            }
        }
    }

    proptest! {
        #[test]
        fn every_phrase_is_whole_and_one_bit_makes_another(digest: [u8; 32], bit in 0..256_usize) {
            let phrase = Phrase::of(&digest.into());
            prop_assert_eq!(phrase.words().len(), WORDS);
            prop_assert!(phrase.words().iter().all(|word| word.len() == 4));
            let mut other = digest;
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert_ne!(Phrase::of(&other.into()), phrase);
        }
    }
}
