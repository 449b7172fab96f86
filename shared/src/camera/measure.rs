//! What a picture says about light and sharpness, from every fourth pixel of every fourth row. Pure.

use super::Frame;

/// From one looked-at pixel to the next, and from row to row.
const STEP: usize = 4;
/// At and above this, a sensor has given up telling brightness apart.
const SATURATED: usize = 250;

/// Light and sharpness of one picture. Greys go from 0 to 255, shares from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Light {
    /// Darker than this is one pixel in twenty.
    pub dark: u8,
    /// The middle one.
    pub middle: u8,
    /// Brighter than this is one pixel in twenty.
    pub bright: u8,
    /// Share of the pixels that are as bright as can be.
    pub saturated: f32,
    /// How much of the way from the darkest to the brightest the steepest edges take within two pixels: near 1 is sharp, below
    /// a third is blurred. Nothing where the picture has no contrast to judge by.
    pub sharpness: Option<f32>,
}

impl Light {
    /// Measures a frame.
    pub fn of(frame: &Frame) -> Self {
        let width = frame.size().width();
        let mut greys = [0_usize; 256];
        let mut slopes = [0_usize; 256];
        for row in frame.luma().chunks_exact(width).step_by(STEP) {
            for pixels in row.windows(3).step_by(STEP) {
                let &[left, middle, right] = pixels else { continue };
                count(&mut greys, middle);
                count(&mut slopes, left.abs_diff(right));
            }
        }
        let (dark, middle, bright) = (at(&greys, 50), at(&greys, 500), at(&greys, 950));
        let all: usize = greys.iter().sum();
        let saturated: usize = greys.iter().skip(SATURATED).sum();
        // A code that fills a fiftieth of the picture counts for contrast, too.
        let contrast = at(&greys, 990).saturating_sub(at(&greys, 10));
        Self {
            dark,
            middle,
            bright,
            saturated: share(saturated, all),
            sharpness: (contrast >= 32).then(|| share(at(&slopes, 995).into(), contrast.into()).min(1.0)),
        }
    }
}

fn count(counts: &mut [usize; 256], value: u8) {
    if let Some(count) = counts.get_mut(usize::from(value)) {
        *count += 1;
    }
}

/// The value below which this many of a thousand lie.
fn at(counts: &[usize; 256], per_mille: usize) -> u8 {
    let wanted = counts.iter().sum::<usize>() * per_mille / 1_000;
    let mut passed = 0;
    let place = counts.iter().position(|&count| {
        passed += count;
        passed > wanted
    });
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(0)
}

#[expect(clippy::cast_precision_loss, reason = "counts of pixels are below 2^24")]
fn share(part: usize, all: usize) -> f32 {
    part as f32 / all.max(1) as f32
}

#[cfg(test)]
mod tests;
