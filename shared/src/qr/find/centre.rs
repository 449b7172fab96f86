//! Finder patterns in black and white, by the proportions 1 : 1 : 3 : 1 : 1 along four lines through their middle.
//!
//! More patient than the finder of rxing's port: it asks for proportions, not for closed rings, so that blur may
//! thin a ring and noise may break it. What it lets through by mistake falls at the timing pattern.

use rxing::common::BitMatrix;

use super::geometry::Point;

/// The middle of a finder pattern.
#[derive(Debug, Clone, Copy)]
pub(super) struct Centre {
    pub(super) at: Point,
    /// Pixels a module along a row; larger than along its own axes when the code is turned.
    pub(super) module: f32,
    /// How many rows saw it.
    pub(super) rows: f32,
}

/// Finder patterns, those seen by most rows for their size first; at most `most`.
pub(super) fn centres(bits: &BitMatrix, most: usize) -> Vec<Centre> {
    let mut centres: Vec<Centre> = Vec::new();
    let mut runs = Vec::new();
    for y in (1..bits.height()).step_by(ROW_STEP) {
        run_ends(bits, y, &mut runs);
        // Runs alternate and begin with a light one; its end may be at 0.
        for ends in runs.windows(6).step_by(2) {
            let &[light, a, b, c, d, e] = ends else { continue };
            if proportions([a - light, b - a, c - b, d - c, e - d]).is_none() {
                continue;
            }
            if let Some(centre) = cross_check(bits, (b + c) / 2, y) {
                merge(&mut centres, centre);
            }
        }
        if centres.len() > CENTRES_MAX {
            break;
        }
    }
    // Turned by 45 degrees a finder pattern shows its proportions only in the rows next to its middle.
    centres.retain(|centre| centre.rows >= f32::max(2.0, centre.module * 0.25));
    centres.sort_by(|a, b| b.rows.total_cmp(&a.rows));
    centres.truncate(most);
    centres
}

const ROW_STEP: usize = 2;
/// More than this many finder patterns are noise or an attack.
const CENTRES_MAX: usize = 400;

/// The ends of the runs of a row, the first of them light.
fn run_ends(bits: &BitMatrix, y: u32, ends: &mut Vec<u32>) {
    ends.clear();
    let row = bits.getRow(y);
    let mut flipped = 0_usize;
    for (word, &bits_here) in row.getBitArray().iter().enumerate() {
        let mut changes = bits_here ^ (bits_here << 1 | flipped);
        flipped = bits_here >> (usize::BITS - 1);
        while changes != 0 {
            ends.push(u32::try_from(word * 64).unwrap_or(u32::MAX) + changes.trailing_zeros());
            changes &= changes - 1;
        }
    }
    if ends.len() % 2 == 1 {
        ends.push(bits.width());
    }
}

/// The module size if five runs are 1 : 1 : 3 : 1 : 1. Neighbouring runs are judged together,
/// so that ink which spreads or thins does not count.
fn proportions(runs: [u32; 5]) -> Option<f32> {
    let [a, b, c, d, e] = runs;
    // Most runs fall here, before a division.
    if a == 0 || c <= a.max(e) || 5 * c <= 6 * b.max(d) || a + b + c + d + e < 9 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
    let [a, b, c, d, e] = runs.map(|run| run as f32);
    let module = (a + b + c + d + e) / 7.0;
    let slack = module * 0.65 + 0.75;
    let near = |sum: f32, modules: f32| (sum - modules * module).abs() < slack;
    let fits = near(a + b, 2.0) && near(d + e, 2.0) && near(b + c, 4.0) && near(c + d, 4.0);
    fits.then_some(module)
}

/// Follows the column, the row and the diagonals through a dark pixel.
fn cross_check(bits: &BitMatrix, x: u32, y: u32) -> Option<Centre> {
    let (x, y) = (i64::from(x), i64::from(y));
    let (down, up_shift) = along(bits, x, y, (0, 1))?;
    let y = y + up_shift;
    let (across, shift) = along(bits, x, y, (1, 0))?;
    let x = x + shift;
    if across > 3.0 * down || down > 3.0 * across {
        return None;
    }
    if along(bits, x, y, (1, 1)).is_none() && along(bits, x, y, (1, -1)).is_none() {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
    let at = Point::new(x as f32 + 0.5, y as f32 + 0.5);
    Some(Centre { at, module: (across + down) / 2.0, rows: 1.0 })
}

/// The five runs around a dark pixel in one direction: their module size in steps, and how far off the middle the pixel is.
fn along(bits: &BitMatrix, x: i64, y: i64, step: (i64, i64)) -> Option<(f32, i64)> {
    let dark = |steps: i64| {
        let (x, y) = (u32::try_from(x + steps * step.0).ok()?, u32::try_from(y + steps * step.1).ok()?);
        (x < bits.width() && y < bits.height()).then(|| bits.get(x, y))
    };
    if dark(0) != Some(true) {
        return None;
    }
    let half = |sign: i64| {
        let mut runs = [0_u32; 3];
        let mut steps = 0;
        for (run, wanted) in runs.iter_mut().zip([true, false, true]) {
            while *run < RUN_MAX && dark(sign * steps) == Some(wanted) {
                *run += 1;
                steps += 1;
            }
        }
        let [inner, light, ring] = runs;
        // A ring that the rim of the picture cuts off is taken for as wide as the light one.
        let cut_off = ring < light && dark(sign * steps).is_none();
        [inner, light, if cut_off { light } else { ring }]
    };
    let ([inner, light, ring], [inner_back, light_back, ring_back]) = (half(1), half(-1));
    let module = proportions([ring_back, light_back, inner + inner_back - 1, light, ring])?;
    Some((module, (i64::from(inner) - i64::from(inner_back)) / 2))
}

/// The longest run of a finder pattern, in pixels: one that fills a whole picture.
const RUN_MAX: u32 = 1_024;

fn merge(centres: &mut Vec<Centre>, new: Centre) {
    let same = |old: &&mut Centre| {
        (old.at - new.at).length() < 1.5 * old.module && (0.6..1.7).contains(&(new.module / old.module))
    };
    match centres.iter_mut().rev().find(same) {
        Some(old) => {
            let share = 1.0 / (old.rows + 1.0);
            old.at = old.at + (new.at - old.at) * share;
            old.module += (new.module - old.module) * share;
            old.rows += 1.0;
        }
        None => centres.push(new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_that_spreads_keeps_the_proportions() {
        for (runs, module) in [
            ([4, 4, 12, 4, 4], Some(4.0)),
            ([5, 3, 13, 3, 5], Some(29.0 / 7.0)),
            ([3, 5, 11, 5, 3], Some(27.0 / 7.0)),
        ] {
            assert_eq!(proportions(runs), module, "{runs:?}");
        }
        for runs in [[4, 4, 4, 4, 4], [4, 12, 4, 4, 4], [1, 1, 3, 1, 9]] {
            assert_eq!(proportions(runs), None, "{runs:?}");
        }
    }
}
