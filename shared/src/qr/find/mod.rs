//! Pictures to payload bytes: finds and reads every code of a grey picture, within a budget.
//!
//! The chain, cheapest first; each step is taken only when those before it read nothing:
//!
//! 1. [`threshold`]: black and white by blocks, then [`port`]: rxing's port of zxing-cpp;
//! 2. the same after [`filter`] has smoothed and sharpened the picture;
//! 3. both with black and white exchanged; which way round the codes are is remembered from frame to frame.
//!
//! May not enter: clocks (work is counted, see [`budget`]), text (a payload is bytes), anything a payload means.

mod budget;
mod filter;
mod port;
mod threshold;

use budget::Budget;
use port::Sight;
use rxing::common::BitMatrix;

use crate::limits::PICTURE_SIDE_MAX;

/// A grey picture, row by row, 0 black; `pixels.len() == width * height`.
#[derive(Debug, Clone, Copy)]
pub struct Luma<'a> {
    width: usize,
    height: usize,
    pixels: &'a [u8],
}

impl<'a> Luma<'a> {
    /// A picture; `None` where the sizes do not fit each other or go past what is read.
    pub fn new(width: usize, height: usize, pixels: &'a [u8]) -> Option<Self> {
        let fits = width <= PICTURE_SIDE_MAX && height <= PICTURE_SIDE_MAX && width * height == pixels.len();
        fits.then_some(Self { width, height, pixels })
    }
    /// Pixels a row.
    pub fn width(&self) -> usize {
        self.width
    }
    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }
    /// All pixels.
    pub fn pixels(&self) -> &'a [u8] {
        self.pixels
    }
}

/// What a frame gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The content of each code that was read, as the bytes of its segments.
    pub payloads: Vec<Vec<u8>>,
    /// Whether something looked like a code and was not read.
    pub seen: bool,
    /// Estimated pixels per module of the last code read or seen.
    pub pixels_per_module: Option<f32>,
}

/// Reads codes from a stream of pictures; remembers polarity and place of the last hit.
#[derive(Debug, Default)]
pub struct Finder {
    inverted: bool,
}

/// The smallest side that can hold a version-1 code at one pixel a module.
const SIDE_MIN: usize = 21;

impl Finder {
    /// Reads one picture.
    pub fn find(&mut self, picture: Luma<'_>) -> Found {
        if picture.width < SIDE_MIN || picture.height < SIDE_MIN {
            return Found::default();
        }
        let mut budget = Budget::new();
        let mut seen = false;
        let mut binary = Vec::new();
        for sharpened in [false, true] {
            let Some(bits) = black_and_white(picture, sharpened, self.inverted) else { continue };
            let sight = port::read(&bits, &mut budget);
            if !sight.hits.is_empty() {
                return found(sight);
            }
            seen |= !sight.unread.is_empty();
            binary.push(bits);
        }
        for mut bits in binary {
            bits.flip_self();
            let sight = port::read(&bits, &mut budget);
            if !sight.hits.is_empty() {
                self.inverted = !self.inverted;
                return found(sight);
            }
            seen |= !sight.unread.is_empty();
        }
        Found { seen, ..Found::default() }
    }
}

fn black_and_white(picture: Luma<'_>, sharpened: bool, inverted: bool) -> Option<BitMatrix> {
    let sharp = if sharpened { filter::smooth_and_sharpen(picture) } else { Vec::new() };
    let pixels = if sharpened { sharp.as_slice() } else { picture.pixels };
    let mut bits = threshold::binarize(Luma { pixels, ..picture }, threshold::CONTRAST)?;
    if inverted {
        bits.flip_self();
    }
    Some(bits)
}

fn found(sight: Sight) -> Found {
    Found {
        seen: !sight.unread.is_empty(),
        pixels_per_module: sight.hits.last().map(|hit| hit.pitch),
        payloads: sight.hits.into_iter().map(|hit| hit.payload).collect(),
    }
}

#[cfg(test)]
mod tests;
