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
mod centre;
mod deblur;
mod erasures;
mod filter;
mod frame;
mod geometry;
mod grey;
mod layout;
mod mesh;
mod own;
mod port;
mod repair;
mod rings;
mod sample;
mod symbol;
mod threshold;
mod trio;

use budget::Budget;
use own::OwnSight;
use port::{Hit, Sight};
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
        let mut found = Found::default();
        let mut views = Vec::new();
        let mut smooth = Vec::new();
        for treatment in [Treatment::None, Treatment::Sharpened, Treatment::Smoothed] {
            let Some(mut bits) = black_and_white(picture, treatment, &mut smooth) else { continue };
            if self.inverted {
                bits.flip_self();
            }
            if found.take_sight(port::read(&bits, &mut budget)) {
                return found;
            }
            views.push(bits);
        }
        for turn in [false, true] {
            if turn {
                for bits in &mut views {
                    bits.flip_self();
                    if found.take_sight(port::read(bits, &mut budget)) {
                        self.inverted = !self.inverted;
                        return found;
                    }
                }
            }
            let negative: Vec<u8>;
            let view = if self.inverted != turn {
                negative = picture.pixels.iter().map(|&grey| 255 - grey).collect();
                Luma { pixels: &negative, ..picture }
            } else {
                picture
            };
            for bits in views.iter().skip(1) {
                if found.take_own_sight(own::read(view, bits, &mut budget)) {
                    self.inverted = self.inverted != turn;
                    return found;
                }
            }
        }
        found
    }
}

impl Found {
    /// Adds what rxing's port saw; true when it read something.
    fn take_sight(&mut self, sight: Sight) -> bool {
        self.seen |= !sight.unread.is_empty();
        self.take_hits(sight.hits)
    }

    /// Adds what our own reader saw; true when it read something.
    fn take_own_sight(&mut self, sight: OwnSight) -> bool {
        self.seen |= sight.seen.is_some();
        self.pixels_per_module = self.pixels_per_module.or(sight.seen);
        self.take_hits(sight.hits)
    }

    fn take_hits(&mut self, hits: Vec<Hit>) -> bool {
        for hit in hits {
            self.pixels_per_module = Some(hit.pitch);
            self.payloads.push(hit.payload);
        }
        !self.payloads.is_empty()
    }
}

/// What is done to a picture before it is cut into black and white.
#[derive(Debug, Clone, Copy)]
enum Treatment {
    None,
    Sharpened,
    Smoothed,
}

/// `smooth` keeps the smoothed picture between calls.
fn black_and_white(picture: Luma<'_>, treatment: Treatment, smooth: &mut Vec<u8>) -> Option<BitMatrix> {
    if smooth.is_empty() && !matches!(treatment, Treatment::None) {
        *smooth = filter::smoothed(picture);
    }
    match treatment {
        Treatment::None => threshold::binarize(picture, threshold::CONTRAST),
        Treatment::Smoothed => {
            threshold::binarize(Luma { pixels: smooth, ..picture }, threshold::CONTRAST_SMOOTHED)
        }
        Treatment::Sharpened => {
            let sharp = filter::sharpened(picture.width, smooth);
            threshold::binarize(Luma { pixels: &sharp, ..picture }, threshold::CONTRAST)
        }
    }
}

#[cfg(test)]
mod tests;
