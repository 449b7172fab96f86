//! One picture seen in several ways: as it is, smoothed and sharpened, and each with black and white exchanged.

use rxing::common::BitMatrix;

use super::{Luma, filter, threshold};

/// What is done to a picture before it is cut into black and white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treatment {
    None,
    Sharpened,
}

/// The views of one picture, each made once and when it is asked for.
pub(super) struct Views<'a> {
    picture: Luma<'a>,
    negative: Vec<u8>,
    /// By treatment, as the picture has it, not exchanged.
    bits: [Option<BitMatrix>; 2],
}

impl<'a> Views<'a> {
    pub(super) fn of(picture: Luma<'a>) -> Self {
        Self { picture, negative: Vec::new(), bits: [None, None] }
    }

    /// The picture with dark modules; `inverted` where the code is light on dark.
    pub(super) fn grey(&mut self, inverted: bool) -> Luma<'_> {
        if !inverted {
            return self.picture;
        }
        if self.negative.is_empty() {
            self.negative = self.picture.pixels.iter().map(|&grey| 255 - grey).collect();
        }
        Luma { pixels: &self.negative, ..self.picture }
    }

    /// The picture in black (set) and white.
    pub(super) fn black_and_white(&mut self, treatment: Treatment, inverted: bool) -> Option<BitMatrix> {
        let made = self.bits.get_mut(treatment as usize).and_then(Option::take);
        let bits = made.or_else(|| self.cut(treatment))?;
        if let Some(kept) = self.bits.get_mut(treatment as usize) {
            *kept = Some(bits.clone());
        }
        let mut bits = bits;
        if inverted {
            bits.flip_self();
        }
        Some(bits)
    }

    fn cut(&self, treatment: Treatment) -> Option<BitMatrix> {
        match treatment {
            Treatment::None => threshold::binarize(self.picture, threshold::CONTRAST),
            Treatment::Sharpened => {
                let pixels = filter::smoothed_and_sharpened(self.picture);
                threshold::binarize(Luma { pixels: &pixels, ..self.picture }, threshold::CONTRAST)
            }
        }
    }
}
