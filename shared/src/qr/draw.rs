//! Text or bytes to modules, and modules to grey pixels.

use super::send::Frame;
use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, Version};

/// A square of modules without its quiet zone; row by row, true is dark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modules {
    /// Modules a side.
    pub width: usize,
    /// width × width.
    pub dark: Vec<bool>,
}

/// The quiet zone, in modules (ISO/IEC 18004).
pub const QUIET_ZONE: usize = 4;

/// Why a frame cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DrawError {
    /// Text with a character outside the alphanumeric set, lower case among them.
    #[error("{found:?} cannot stand in an alphanumeric code; write UR text in upper case")]
    Character {
        /// The first such character.
        found: char,
    },
    /// More than a version-40 code at level L holds.
    #[error("{length} characters or bytes do not fit one code; choose smaller fragments")]
    TooLong {
        /// Characters of text, or bytes.
        length: usize,
    },
    /// The QR library refused what it should take.
    #[error("the code could not be drawn ({0}); choose another density")]
    Library(String),
}

/// Draws a frame at level L, at the smallest version that holds it.
///
/// Level L, because a frame that cannot be read is followed by another one: more bytes a frame are worth more
/// than more errors mended in it. Text gets the mask with the fewest traps for a finder. The bytes of a dense
/// frame look random under any mask, so they get a fixed one, and drawing keeps up with the display.
///
/// # Errors
/// Text outside the alphanumeric set; more than one code holds.
pub fn draw(frame: &Frame) -> Result<Modules, DrawError> {
    let (content, bits) = match frame {
        Frame::Text(text) => {
            if let Some(found) = text.chars().find(|&found| !is_alphanumeric(found)) {
                return Err(DrawError::Character { found });
            }
            // Pairs take 11 bits, a single character 6.
            (text.as_bytes(), text.len() / 2 * 11 + text.len() % 2 * 6)
        }
        Frame::Bytes(bytes) => (bytes.as_slice(), bytes.len() * 8),
    };
    let library = |error: QrError| DrawError::Library(error.to_string());
    let too_long = DrawError::TooLong { length: content.len() };
    let version = smallest(frame, bits).ok_or(too_long)?;
    let mut bits = Bits::new(version);
    match frame {
        Frame::Text(_) => bits.push_alphanumeric_data(content).map_err(library)?,
        Frame::Bytes(_) => bits.push_byte_data(content).map_err(library)?,
    }
    bits.push_terminator(EcLevel::L).map_err(library)?;
    let (data, correction) =
        qrcode::ec::construct_codewords(&bits.into_bytes(), version, EcLevel::L).map_err(library)?;
    let mut canvas = Canvas::new(version, EcLevel::L);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    let canvas = match frame {
        Frame::Text(_) => canvas.apply_best_mask(),
        Frame::Bytes(_) => {
            canvas.apply_mask(MaskPattern::LargeCheckerboard);
            canvas
        }
    };
    let dark = canvas.into_colors().into_iter().map(|color| color == Color::Dark).collect();
    Ok(Modules { width: usize::from(version.width().unsigned_abs()), dark })
}

/// How many bytes a code of `version` (1 to 40) holds at level L; 0 for a version that does not exist.
pub fn byte_capacity(version: u8) -> usize {
    if !(1..=40).contains(&version) {
        return 0;
    }
    let normal = Version::Normal(i16::from(version));
    let bits = Bits::new(normal).max_len(EcLevel::L).unwrap_or(0);
    bits.saturating_sub(head(normal, false)) / 8
}

fn smallest(frame: &Frame, content_bits: usize) -> Option<Version> {
    let text = matches!(frame, Frame::Text(_));
    (1..=40).map(Version::Normal).find(|&version| {
        let capacity = Bits::new(version).max_len(EcLevel::L).unwrap_or(0);
        head(version, text).saturating_add(content_bits) <= capacity
    })
}

/// Bits of mode and length (ISO/IEC 18004, table 3).
fn head(version: Version, text: bool) -> usize {
    let Version::Normal(number) = version else { return usize::MAX };
    4 + match (number, text) {
        (..=9, true) => 9,
        (..=26, true) => 11,
        (_, true) => 13,
        (..=9, false) => 8,
        (_, false) => 16,
    }
}

fn is_alphanumeric(found: char) -> bool {
    matches!(found, '0'..='9' | 'A'..='Z' | ' ' | '$' | '%' | '*' | '+' | '-' | '.' | '/' | ':')
}

impl Modules {
    /// Grey pixels (0 dark, 255 light) at an integer scale with the quiet zone; the side is (width + 8) × scale.
    /// A scale of 0 gives no pixels.
    pub fn to_luma(&self, scale: usize) -> (usize, Vec<u8>) {
        let side = (self.width + 2 * QUIET_ZONE) * scale;
        let mut pixels = vec![255; side * side];
        if scale == 0 || self.width == 0 {
            return (side, pixels);
        }
        let lines = pixels.chunks_exact_mut(side).skip(QUIET_ZONE * scale);
        let modules = self.dark.chunks_exact(self.width).flat_map(|row| std::iter::repeat_n(row, scale));
        for (line, row) in lines.zip(modules) {
            for (cell, &dark) in line.chunks_exact_mut(scale).skip(QUIET_ZONE).zip(row) {
                cell.fill(if dark { 0 } else { 255 });
            }
        }
        (side, pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(modules: &Modules) -> Vec<u8> {
        let (side, pixels) = modules.to_luma(3);
        let mut picture =
            rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
        let mut content = Vec::new();
        picture.detect_grids()[0].decode_to(&mut content).unwrap();
        content
    }

    #[test]
    fn a_code_takes_the_smallest_version_that_holds_it() {
        for (length, version) in [(25, 1), (26, 2), (4_296, 40)] {
            let modules = draw(&Frame::Text("A".repeat(length))).unwrap();
            assert_eq!(modules.width, 17 + 4 * version);
            assert_eq!(modules.dark.len(), modules.width * modules.width);
        }
        for version in 1..=40u8 {
            let modules = draw(&Frame::Bytes(vec![7; byte_capacity(version)])).unwrap();
            assert_eq!(modules.width, 17 + 4 * usize::from(version));
        }
        assert_eq!(
            (byte_capacity(0), byte_capacity(20), byte_capacity(40), byte_capacity(41)),
            (0, 858, 2_953, 0)
        );
        assert_eq!(draw(&Frame::Text("A".repeat(4_297))), Err(DrawError::TooLong { length: 4_297 }));
        assert_eq!(draw(&Frame::Bytes(vec![0; 2_954])), Err(DrawError::TooLong { length: 2_954 }));
        assert_eq!(draw(&Frame::Text("UR:a".to_owned())), Err(DrawError::Character { found: 'a' }));
    }

    #[test]
    fn pixels_are_whole_modules_with_a_quiet_zone() {
        let modules = Modules { width: 1, dark: vec![true] };
        let (side, pixels) = modules.to_luma(2);
        assert_eq!(side, 18);
        let dark: Vec<usize> = (0..side * side).filter(|&at| pixels[at] == 0).collect();
        assert_eq!(dark, [8 * 18 + 8, 8 * 18 + 9, 9 * 18 + 8, 9 * 18 + 9]);
        assert_eq!(modules.to_luma(0), (0, vec![]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn what_is_drawn_is_read_by_another_decoder(
            text in "[0-9A-Z $%*+./:-]{1,200}",
            bytes in prop::collection::vec(any::<u8>(), 1..400),
        ) {
            prop_assert_eq!(read(&draw(&Frame::Text(text.clone())).unwrap()), text.as_bytes());
            prop_assert_eq!(read(&draw(&Frame::Bytes(bytes.clone())).unwrap()), bytes);
        }
    }
}
