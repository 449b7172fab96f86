//! Black and white to payloads by way of rxing's port of zxing-cpp: finder patterns, sets of three, grid, decoder.
//!
//! The reader that rxing offers tries every set of three finder patterns, which a hostile screen can drive to seconds;
//! so the steps are taken from here one by one, and every set is paid for.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::cpp_essentials::ConcentricPattern;
use rxing::common::{BitMatrix, DetectorRXingResult};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{
    FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleQR,
};

use super::budget::Budget;
use super::symbol::looks_right;

/// One code that was read.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// The bytes of its segments, one after another.
    pub(super) payload: Vec<u8>,
    /// Its corners in pixels, clockwise from top left.
    pub(super) corners: [(f32, f32); 4],
    /// Pixels a module.
    pub(super) pitch: f32,
}

/// What was read, and what was not.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) hits: Vec<Hit>,
    /// Pixels a module of the likeliest code that was seen and not read.
    pub(super) unread: Option<f32>,
}

impl Seen {
    /// Takes over what another look saw; true when that look read something.
    pub(super) fn take(&mut self, other: Self) -> bool {
        let read = !other.hits.is_empty();
        self.hits.extend(other.hits);
        self.unread = other.unread.or(self.unread);
        read
    }
}

/// Reads every code of a black and white picture.
pub(super) fn read(bits: &BitMatrix, budget: &mut Budget) -> Seen {
    // rxing says of two of these calls that they can panic; a picture must not end the program.
    catch_unwind(AssertUnwindSafe(|| read_or_panic(bits, budget))).unwrap_or_default()
}

fn read_or_panic(bits: &BitMatrix, budget: &mut Budget) -> Seen {
    let mut patterns = FindFinderPatterns(bits, true, 0);
    patterns.truncate(budget.patterns());
    let mut sight = Seen::default();
    let mut used: Vec<ConcentricPattern> = Vec::new();
    let mut unread = Vec::new();
    for set in GenerateFinderPatternSets(&mut patterns) {
        if [set.bl, set.tl, set.tr].iter().any(|pattern| used.contains(pattern)) {
            continue;
        }
        if !budget.take_set() {
            break;
        }
        match decode(bits, &set) {
            Some(hit) => {
                used.extend([set.bl, set.tl, set.tr]);
                sight.hits.push(hit);
            }
            None => unread.push(set),
        }
    }
    let left =
        unread.iter().find(|set| ![set.bl, set.tl, set.tr].iter().any(|pattern| used.contains(pattern)));
    #[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
    let pitch = |set: &FinderPatternSet| set.tl.size as f32 / 7.0;
    sight.unread = left.map(pitch);
    sight
}

fn decode(bits: &BitMatrix, set: &FinderPatternSet) -> Option<Hit> {
    let sampled = SampleQR(bits, set).ok()?;
    let decoded = Decode(sampled.getBits()).ok()?;
    let grid = sampled.getBits();
    let side = usize::try_from(grid.width()).ok()?;
    let dark = |at: usize| match (u32::try_from(at % side), u32::try_from(at / side)) {
        (Ok(x), Ok(y)) => grid.get(x, y),
        _ => false,
    };
    if !decoded.isValid() || !looks_right(side, dark) {
        return None;
    }
    let [tl, tr, bl, br] = *sampled.getPoints() else { return None };
    let modules = sampled.getBits().width();
    let corners = [tl, tr, br, bl].map(|point| (point.x, point.y));
    let sides = corners.iter().zip(corners.iter().cycle().skip(1)).take(4);
    let around: f32 = sides.map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1)).sum();
    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
    let pitch = around / 4.0 / modules as f32;
    Some(Hit { payload: decoded.content().bytes().to_vec(), corners, pitch })
}
