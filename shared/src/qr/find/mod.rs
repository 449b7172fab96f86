//! Pictures to payload bytes: finds and reads every code of a grey picture, within a budget.
//!
//! The chain, cheapest first; each step is taken only when those before it read nothing:
//!
//! 1. [`threshold`]: black and white by blocks, then [`port`]: rxing's port of zxing-cpp;
//! 2. after [`filter`] has smoothed and sharpened the picture, and if [`centre`] still finds corners in it: [`port`] again;
//! 3. [`own`]: our own reader, which samples greys, takes blur back and gives up what cannot be trusted; `rqrr` decodes;
//! 4. 2 and 3 with black and white exchanged; which way round the codes are is remembered from frame to frame.
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
mod view;

use budget::Budget;
use own::OwnSight;
use port::{Hit, Sight};
use rxing::common::BitMatrix;
use view::{Treatment, Views};

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
        let mut views = Views::of(picture);
        let plain = views.black_and_white(Treatment::None, self.inverted);
        if plain.is_some_and(|bits| found.take_sight(port::read(&bits, &mut budget))) {
            return found;
        }
        for inverted in [self.inverted, !self.inverted] {
            let Some(sharp) = views.black_and_white(Treatment::Sharpened, inverted) else { continue };
            // Our own finder is the more patient one and costs less: where it sees no trio, the other sees none either.
            let trios = own::trios_of(&sharp, &budget);
            if trios.is_empty() {
                continue;
            }
            let fresh = if inverted == self.inverted {
                Some(sharp)
            } else {
                views.black_and_white(Treatment::None, inverted)
            };
            if fresh.is_some_and(|bits| found.take_sight(port::read(&bits, &mut budget)))
                || found.take_own_sight(own::read(views.grey(inverted), &trios, &mut budget))
            {
                self.inverted = inverted;
                return found;
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

#[cfg(test)]
mod tests;
