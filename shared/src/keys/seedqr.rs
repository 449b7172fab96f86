//! SeedQR (SeedSigner): words as one code.
//!
//! | form     | content of the code                                   | 12 words  | 24 words  |
//! |----------|-------------------------------------------------------|-----------|-----------|
//! | standard | each word's number from 0 as four decimal digits      | 48 digits | 96 digits |
//! | compact  | the entropy as it is; the checksum is worked out again | 16 bytes  | 32 bytes  |
//!
//! The four lengths differ, so the form is never a guess. The list is the English one. May not enter: the camera, text.

use super::{WordCount, Words, checksum, lists::LIST_WORDS, scrub_stack};
use crate::{Kind, Refusal};

/// Digits of one word.
const DIGITS: usize = 4;

/// Why a code is no SeedQR. Says nothing of what was in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeedQrError {
    /// None of the four lengths.
    #[error(
        "this code holds {bytes} bytes and is no SeedQR, which has 48 or 96 digits, or 16 or 32 bytes; show the code of the words, or enter them by hand"
    )]
    Length {
        /// What it holds.
        bytes: usize,
    },
    /// A length of the standard form, with something else than digits.
    #[error(
        "this code is as long as a SeedQR, but not all digits; a square may be drawn wrong, compare it with its template"
    )]
    NotDigits,
    /// A number past the list.
    #[error("word {position} of this code has a number past the list's 2048; a square may be drawn wrong")]
    NoSuchWord {
        /// From 1.
        position: usize,
    },
    /// The words do not fit together.
    #[error(
        "the words of this code do not fit together; a square may be drawn wrong. Enter the words by hand to find out which one"
    )]
    Checksum,
}

impl Refusal for SeedQrError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Checksum => "mnemonic-checksum",
            Self::Length { .. } | Self::NotDigits | Self::NoSuchWord { .. } => "seed-qr",
        })
    }
}

/// Reads the content of one code, in either form.
///
/// # Errors
/// [`SeedQrError`].
pub fn read(content: &[u8]) -> Result<Words, SeedQrError> {
    let words = match content.len() {
        16 | 32 => Words::of_entropy(super::WordList::ENGLISH, content)
            .ok_or(SeedQrError::Length { bytes: content.len() }),
        48 | 96 => standard(content),
        bytes => Err(SeedQrError::Length { bytes }),
    };
    scrub_stack();
    words
}

#[inline(never)]
fn standard(digits: &[u8]) -> Result<Words, SeedQrError> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(SeedQrError::NotDigits);
    }
    let bytes = digits.len();
    let count = WordCount::of(bytes / DIGITS).ok_or(SeedQrError::Length { bytes })?;
    let mut words = Words::new();
    words.set_count(count);
    for (position, four) in digits.chunks(DIGITS).enumerate() {
        let number = four.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
        if number >= LIST_WORDS {
            return Err(SeedQrError::NoSuchWord { position: position + 1 });
        }
        words.put(position, number);
    }
    words.go(count.words());
    if checksum::holds(count, words.numbers()) { Ok(words) } else { Err(SeedQrError::Checksum) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::find::{Finder, Luma};
    use proptest::prelude::*;
    use qrcode::{EcLevel, QrCode};

    fn vectors() -> Vec<serde_json::Value> {
        serde_json::from_str(include_str!("../../../tests/vectors/seedqr/vectors.json")).unwrap()
    }

    #[test]
    fn the_published_codes_are_read_in_both_forms() {
        assert_eq!(vectors().len(), 9);
        for vector in vectors() {
            let field = |name: &str| vector[name].as_str().unwrap().to_owned();
            let compact = alloy_primitives::hex::decode(field("compact")).unwrap();
            for content in [field("standard").into_bytes(), compact] {
                let words = read(&content).unwrap();
                let text: Vec<_> = words.numbers().map(|number| words.list().word(number)).collect();
                assert_eq!(text.join(" "), field("mnemonic"));
                assert!(words.is_complete());
            }
        }
    }

    /// As a camera sees it: sharp, four pixels a module.
    fn photographed(content: &[u8]) -> Vec<Vec<u8>> {
        let code = QrCode::with_error_correction_level(content, EcLevel::L).unwrap();
        let side = (code.width() + 8) * 4;
        let mut pixels = vec![230; side * side];
        for (at, colour) in code.to_colors().into_iter().enumerate() {
            let (left, top) = ((at % code.width() + 4) * 4, (at / code.width() + 4) * 4);
            for row in pixels.chunks_mut(side).skip(top).take(4) {
                row[left..left + 4].fill(colour.select(20, 230));
            }
        }
        Finder::default().find(Luma::new(side, side, &pixels).unwrap()).payloads
    }

    #[test]
    fn the_published_codes_are_read_from_pictures_zero_bytes_and_line_ends_included() {
        for vector in vectors() {
            let compact = alloy_primitives::hex::decode(vector["compact"].as_str().unwrap()).unwrap();
            for content in [vector["standard"].as_str().unwrap().as_bytes(), &compact] {
                let payloads = photographed(content);
                assert_eq!(payloads, [content]);
                assert!(read(&payloads[0]).is_ok());
            }
        }
    }

    #[test]
    fn a_code_with_one_fault_is_refused_and_the_fault_is_named() {
        let good = "073318950739065415961602009907670428187212261116";
        for (content, error) in [
            (good.replace("1116", "1117"), SeedQrError::Checksum),
            (good.replace("0733", "2048"), SeedQrError::NoSuchWord { position: 1 }),
            (good.replace("1116", "9999"), SeedQrError::NoSuchWord { position: 12 }),
            (good.replace("1116", "+116"), SeedQrError::NotDigits),
            (good.replace("1116", "111"), SeedQrError::Length { bytes: 47 }),
            (good.replace("1116", "111600"), SeedQrError::Length { bytes: 50 }),
            (String::new(), SeedQrError::Length { bytes: 0 }),
        ] {
            assert_eq!(read(content.as_bytes()).unwrap_err(), error, "{content}");
        }
    }

    proptest! {
        #[test]
        fn no_code_makes_it_panic_and_what_is_read_fits_together(content in proptest::collection::vec(any::<u8>(), 0..100)) {
            if let Ok(words) = read(&content) {
                prop_assert_eq!(words.check(), Ok(()));
            }
        }

        #[test]
        fn any_entropy_comes_back_from_both_forms(entropy: [u8; 32], long: bool) {
            let entropy = if long { &entropy[..] } else { &entropy[..16] };
            let compact = read(entropy).unwrap();
            let digits: String = compact.numbers().map(|number| format!("{number:04}")).collect();
            let standard = read(digits.as_bytes()).unwrap();
            prop_assert!((0..24).all(|position| compact.agrees_at(position, &standard)));
        }
    }
}
