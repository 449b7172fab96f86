//! Where the rings of a finder pattern are along a line through it, to a fraction of a pixel.
//!
//! Edges drown in noise and move with blur; so a whole profile is laid over the ideal one, at every shift and size.

use super::Luma;
use super::geometry::Point;

/// A finder pattern along one direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rings {
    /// One pixel along the line.
    pub(super) direction: Point,
    /// Pixels a module.
    pub(super) module: f32,
    /// How far along the line the middle is from where it was thought.
    pub(super) shift: f32,
}

/// Places of a profile for each module of the first guess.
const FINE: usize = 4;
/// Half of a profile, in modules of the first guess.
const REACH: usize = 6;
/// The least correlation that is taken.
const FIT_MIN: f32 = 0.6;

/// Fits the pattern's profile around `middle`; five lines beside each other are one, so that noise is halved.
pub(super) fn rings(picture: Luma<'_>, middle: Point, direction: Point, module: f32) -> Option<Rings> {
    let beside = Point::new(-direction.y, direction.x) * (module * 0.5);
    let step = module / FINE as f32;
    let profile: Vec<f32> = (0..=2 * REACH * FINE)
        .map(|place| {
            let at = middle + direction * (step * (place as f32 - (REACH * FINE) as f32));
            [-2.0, -1.0, 0.0, 1.0, 2.0].into_iter().map(|line| picture.grey(at + beside * line)).sum::<f32>()
                / 5.0
        })
        .collect();
    let mut best: Option<(f32, Rings)> = None;
    for size in SIZES {
        for shift in -5_i8..=5 {
            let shift = f32::from(shift) / 5.0;
            let fit = correlation(&profile, shift, size);
            if fit > best.map_or(FIT_MIN, |(fit, _)| fit) {
                best = Some((fit, Rings { direction, module: module * size, shift: shift * module }));
            }
        }
    }
    best.map(|(_, rings)| rings)
}

/// Sizes that are tried, as factors on the first guess: it was taken along a row, which is up to √2 longer.
const SIZES: [f32; 15] =
    [0.62, 0.66, 0.7, 0.74, 0.78, 0.82, 0.86, 0.9, 0.95, 1.0, 1.05, 1.1, 1.16, 1.22, 1.28];

/// How a profile correlates with the pattern at a shift (in first-guess modules) and a size (as a factor).
fn correlation(profile: &[f32], shift: f32, size: f32) -> f32 {
    let (mut count, mut sum, mut squares, mut light, mut light_sum) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (place, &grey) in profile.iter().enumerate() {
        let from_middle = (place as f32 / FINE as f32 - REACH as f32 - shift).abs() / size;
        if from_middle > 4.2 {
            continue;
        }
        // 1 for light, between the two where an edge passes through the place.
        let share = if from_middle < 2.0 {
            edge(from_middle - 1.5, size)
        } else if from_middle < 3.0 {
            edge(2.5 - from_middle, size)
        } else {
            edge(from_middle - 3.5, size)
        };
        count += 1.0;
        sum += grey;
        squares += grey * grey;
        light += share;
        light_sum += share * grey;
    }
    let spread = squares - sum * sum / count;
    // The share is nearly always 0 or 1, so its squares sum up to itself.
    let pattern = light - light * light / count;
    (light_sum - light * sum / count) / (spread.max(count) * pattern.max(1e-3)).sqrt()
}

/// 0 before an edge, 1 behind it, sloped over one place of the profile.
fn edge(past: f32, size: f32) -> f32 {
    (past * size * FINE as f32 + 0.5).clamp(0.0, 1.0)
}
