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
mod track;
mod trio;
mod view;

use budget::Budget;
use port::Seen;
use track::Place;
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
    place: Option<Place>,
    /// Pictures in a row of which only a part was looked at.
    parts: u32,
}

/// The smallest side that can hold a version-1 code at one pixel a module.
const SIDE_MIN: usize = 21;
/// After so many parts a whole picture is looked at, for codes that came up beside the known ones.
const PARTS_IN_A_ROW: u32 = 8;

impl Finder {
    /// Reads one picture: first where the last one had its codes, then, unless all are there again, the whole.
    pub fn find(&mut self, picture: Luma<'_>) -> Found {
        let mut budget = Budget::new();
        if let Some(place) = self.place.take().filter(|_| self.parts < PARTS_IN_A_ROW) {
            self.parts += 1;
            let pixels = place.cut(picture).unwrap_or_default();
            let part = place.luma(&pixels).map(|part| self.look(part, &mut budget)).unwrap_or_default();
            if part.hits.len() >= place.codes {
                let part = Seen { hits: place.moved(part.hits), ..part };
                self.place = Place::around(&part.hits, picture);
                return part.into();
            }
        }
        self.parts = 0;
        let sight = self.look(picture, &mut budget);
        self.place = Place::around(&sight.hits, picture);
        sight.into()
    }

    fn look(&mut self, picture: Luma<'_>, budget: &mut Budget) -> Seen {
        let mut sight = Seen::default();
        if picture.width < SIDE_MIN || picture.height < SIDE_MIN {
            return sight;
        }
        let mut views = Views::of(picture);
        let plain = views.black_and_white(Treatment::None, self.inverted);
        if plain.is_some_and(|bits| sight.take(port::read(&bits, budget))) {
            return sight;
        }
        for inverted in [self.inverted, !self.inverted] {
            let Some(sharp) = views.black_and_white(Treatment::Sharpened, inverted) else { continue };
            // Our own finder is the more patient one and costs less: where it sees no trio, the other sees none either.
            let trios = own::trios_of(&sharp, budget);
            if trios.is_empty() {
                continue;
            }
            let bits = if inverted == self.inverted {
                Some(sharp)
            } else {
                views.black_and_white(Treatment::None, inverted)
            };
            if bits.is_some_and(|bits| sight.take(port::read(&bits, budget)))
                || sight.take(own::read(views.grey(inverted), &trios, budget))
            {
                self.inverted = inverted;
                return sight;
            }
        }
        sight
    }
}

impl From<Seen> for Found {
    fn from(sight: Seen) -> Self {
        Self {
            seen: sight.unread.is_some(),
            pixels_per_module: sight.hits.last().map(|hit| hit.pitch).or(sight.unread),
            payloads: sight.hits.into_iter().map(|hit| hit.payload).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
