//! From three finder patterns to a first projection: where their rings are to a fraction of a pixel, and which version fits.

use super::Luma;
use super::geometry::{Point, Projection};
use super::layout::side_of;
use super::rings::{Rings, rings};
use super::trio::Trio;

/// A projection for one version.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) version: usize,
    pub(super) projection: Projection,
    /// How well the timing patterns fit, about 0 for anything else and 1 for a perfect picture.
    pub(super) timing: f32,
}

/// The versions that fit the three corners, best first.
pub(super) fn frames(picture: Luma<'_>, trio: &Trio) -> Vec<Frame> {
    let (top, left) = (trio.tr.at - trio.tl.at, trio.bl.at - trio.tl.at);
    let corners = [trio.tl, trio.tr, trio.bl];
    let mut marks = Vec::with_capacity(corners.len());
    for corner in corners {
        let across = rings(picture, corner.at, top * (1.0 / top.length()), corner.module);
        let down = rings(picture, corner.at, left * (1.0 / left.length()), corner.module);
        let (Some(across), Some(down)) = (across, down) else { return Vec::new() };
        marks.push(Marks { at: corner.at, across, down });
    }
    let [tl, tr, bl] = marks.as_slice() else { return Vec::new() };
    // On a line in perspective, the way between two places is their count of modules times the geometric mean of the
    // module sizes at its ends.
    let across = top.length() / (tl.across.module * tr.across.module).sqrt();
    let down = left.length() / (tl.down.module * bl.down.module).sqrt();
    let side = (across + down) / 2.0 + 7.0;
    let slack = 4.0 + side * 0.06 + (across - down).abs() / 2.0;
    let mut frames: Vec<Frame> = (1..=40)
        .filter(|&version| (modules(side_of(version)) - side).abs() < slack)
        .filter_map(|version| frame(picture, version, &marks))
        .filter(|frame| frame.timing > TIMING_MIN)
        .collect();
    frames.sort_by(|a, b| b.timing.total_cmp(&a.timing));
    frames.truncate(2);
    frames
        .into_iter()
        .map(|frame| {
            refined(picture, &frame, &marks).filter(|again| again.timing > frame.timing).unwrap_or(frame)
        })
        .collect()
}

const TIMING_MIN: f32 = 0.35;

#[expect(clippy::cast_precision_loss, reason = "at most 177")]
pub(super) fn modules(count: usize) -> f32 {
    count as f32
}

/// A finder pattern along the two directions of the code.
struct Marks {
    at: Point,
    across: Rings,
    down: Rings,
}

/// The middles of the three finder patterns, in modules.
fn middles(version: usize) -> [Point; 3] {
    let side = modules(side_of(version));
    [Point::new(3.5, 3.5), Point::new(side - 3.5, 3.5), Point::new(3.5, side - 3.5)]
}

fn frame(picture: Luma<'_>, version: usize, marks: &[Marks]) -> Option<Frame> {
    let mut pairs = Vec::with_capacity(24);
    for (middle, marks) in middles(version).into_iter().zip(marks) {
        for (axis, rings) in [(Point::new(1.0, 0.0), marks.across), (Point::new(0.0, 1.0), marks.down)] {
            for reach in [-3.0, -2.0, 2.0, 3.0] {
                pairs.push((
                    middle + axis * reach,
                    marks.at + rings.direction * (rings.shift + rings.module * reach),
                ));
            }
        }
    }
    let projection = normalised(modules(side_of(version)), &pairs)?;
    Some(Frame { version, projection, timing: timing(picture, version, &projection) })
}

/// Once more, now along the directions that the perspective gives each corner.
fn refined(picture: Luma<'_>, frame: &Frame, first: &[Marks]) -> Option<Frame> {
    let mut marks = Vec::with_capacity(first.len());
    for (middle, first) in middles(frame.version).into_iter().zip(first) {
        let at = frame.projection.at(middle);
        let towards = |step: Point| {
            let way = frame.projection.at(middle + step) - frame.projection.at(middle - step);
            way * (1.0 / way.length().max(1e-3))
        };
        let across = rings(picture, at, towards(Point::new(1.0, 0.0)), first.across.module)?;
        let down = rings(picture, at, towards(Point::new(0.0, 1.0)), first.down.module)?;
        marks.push(Marks { at, across, down });
    }
    self::frame(picture, frame.version, &marks)
}

/// A projection from modules through pairs; its inner unit is the side, which keeps the equations well balanced.
fn normalised(side: f32, pairs: &[(Point, Point)]) -> Option<Projection> {
    let unit: Vec<_> = pairs.iter().map(|&(from, to)| (from * (1.0 / side), to)).collect();
    Projection::through(&unit).map(|projection| projection.per(side))
}

/// How well light and dark alternate along both timing patterns, as a correlation.
fn timing(picture: Luma<'_>, version: usize, projection: &Projection) -> f32 {
    let side = side_of(version);
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    for down in [false, true] {
        let greys: Vec<f32> = (7..=side - 8)
            .map(|along| {
                let (x, y) = if down { (6, along) } else { (along, 6) };
                picture.grey(projection.at(Point::new(modules(x) + 0.5, modules(y) + 0.5)))
            })
            .collect();
        for (place, three) in greys.windows(3).enumerate() {
            let &[before, here, after] = three else { continue };
            let rise = (before + after) / 2.0 - here;
            // The first window is around module 8, which is dark.
            sum += if place % 2 == 0 { rise } else { -rise };
            squares += rise * rise;
            count += 1.0;
        }
    }
    // Blur takes most of the contrast, so the shape is judged, not the height.
    sum / (count * f32::max(squares, count)).sqrt()
}
