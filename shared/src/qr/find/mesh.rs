//! The projection bent to the alignment patterns, each found by how well a ring of grey fits, not by its outline.

use super::Luma;
use super::frame::{Frame, modules};
use super::geometry::{Point, Projection};
use super::layout::{alignment_lines, side_of};

/// A projection, and at each crossing of the alignment lines a correction in pixels.
#[derive(Debug)]
pub(super) struct Mesh {
    projection: Projection,
    lines: Vec<f32>,
    corrections: Vec<Point>,
}

impl Mesh {
    /// Finds the alignment patterns, the far corner first.
    pub(super) fn new(picture: Luma<'_>, frame: &Frame) -> Self {
        let lines: Vec<f32> =
            alignment_lines(frame.version).into_iter().map(|line| modules(line) + 0.5).collect();
        let mut mesh = Self {
            projection: frame.projection,
            corrections: vec![Point::default(); lines.len() * lines.len()],
            lines,
        };
        if let Some(&far) = mesh.lines.last() {
            mesh.pin_far_corner(picture, modules(side_of(frame.version)), far);
        }
        if mesh.lines.len() > 2 {
            mesh.bend(picture);
        }
        mesh
    }

    /// Where a place in modules is in the picture.
    pub(super) fn at(&self, module: Point) -> Point {
        self.projection.at(module) + self.correction(module)
    }

    fn pin_far_corner(&mut self, picture: Luma<'_>, side: f32, far: f32) {
        let corner = Point::new(far, far);
        // Three corners leave the fourth open by about a module for each 25 of the side.
        let reach = 1.5 + side / 28.0;
        let Some((found, fit)) = search(picture, &self.projection, corner, Point::default(), reach) else {
            return;
        };
        if fit < FIT_MIN {
            return;
        }
        let anchors = [Point::new(3.5, 3.5), Point::new(side - 3.5, 3.5), Point::new(3.5, side - 3.5)];
        let mut pairs: Vec<_> =
            anchors.iter().map(|&anchor| (anchor * (1.0 / side), self.projection.at(anchor))).collect();
        pairs.push((corner * (1.0 / side), self.projection.at(corner) + found));
        if let Some(projection) = Projection::through(&pairs) {
            self.projection = projection.per(side);
        }
    }

    /// Row by row: each pattern is looked for where its neighbours above and to the left say.
    fn bend(&mut self, picture: Luma<'_>) {
        let count = self.lines.len();
        let mut found: Vec<Option<Point>> = vec![None; count * count];
        for y in 0..count {
            for x in 0..count {
                let place = y * count + x;
                if (x == 0 || x == count - 1) && y == 0 || x == 0 && y == count - 1 {
                    found.splice(place..=place, [Some(Point::default())]);
                    continue;
                }
                let known =
                    |x: Option<usize>, y: Option<usize>| found.get(y? * count + x?).copied().flatten();
                let left = known(x.checked_sub(1), Some(y));
                let above = known(Some(x), y.checked_sub(1));
                let guess = match (left, above) {
                    (Some(left), Some(above)) => (left + above) * 0.5,
                    (Some(one), None) | (None, Some(one)) => one,
                    (None, None) => Point::default(),
                };
                let (Some(&column), Some(&row)) = (self.lines.get(x), self.lines.get(y)) else { continue };
                let hit = search(picture, &self.projection, Point::new(column, row), guess, 1.0)
                    .filter(|&(_, fit)| fit > FIT_MIN);
                found.splice(place..=place, [hit.map(|(correction, _)| correction)]);
            }
        }
        // What was not found takes the mean of its neighbours, from near to far.
        for _ in 0..count {
            let before = found.clone();
            for (place, correction) in
                found.iter_mut().enumerate().filter(|(_, correction)| correction.is_none())
            {
                let (x, y) = (place % count, place / count);
                let beside = [
                    (x.checked_sub(1), Some(y)),
                    (Some(x + 1).filter(|&x| x < count), Some(y)),
                    (Some(x), y.checked_sub(1)),
                    (Some(x), Some(y + 1).filter(|&y| y < count)),
                ];
                let known: Vec<Point> = beside
                    .into_iter()
                    .filter_map(|(x, y)| before.get(y? * count + x?).copied().flatten())
                    .collect();
                if !known.is_empty() {
                    *correction = Some(
                        known.iter().fold(Point::default(), |sum, &one| sum + one)
                            * (1.0 / modules(known.len())),
                    );
                }
            }
        }
        self.corrections = found.into_iter().map(Option::unwrap_or_default).collect();
    }

    /// Between the lines the correction is blended, outside the outermost cell goes on.
    fn correction(&self, module: Point) -> Point {
        let count = self.lines.len();
        if count < 3 {
            return Point::default();
        }
        let cell = |value: f32| {
            let place = self.lines.iter().take(count - 1).rposition(|&line| line <= value).unwrap_or(0);
            let (from, to) = (
                self.lines.get(place).copied().unwrap_or(0.0),
                self.lines.get(place + 1).copied().unwrap_or(1.0),
            );
            (place, ((value - from) / (to - from)).clamp(-0.5, 1.5))
        };
        let ((x, right), (y, low)) = (cell(module.x), cell(module.y));
        let corner = |x: usize, y: usize| self.corrections.get(y * count + x).copied().unwrap_or_default();
        let top = corner(x, y) * (1.0 - right) + corner(x + 1, y) * right;
        let bottom = corner(x, y + 1) * (1.0 - right) + corner(x + 1, y + 1) * right;
        top * (1.0 - low) + bottom * low
    }
}

/// The least correlation that counts as an alignment pattern; random modules seldom pass 0.5.
const FIT_MIN: f32 = 0.5;

/// The correction around `guess` at which an alignment pattern fits best, and how well (correlation, at most 1).
fn search(
    picture: Luma<'_>,
    projection: &Projection,
    middle: Point,
    guess: Point,
    reach: f32,
) -> Option<(Point, f32)> {
    let at = projection.at(middle);
    let right =
        (projection.at(middle + Point::new(1.0, 0.0)) - projection.at(middle - Point::new(1.0, 0.0))) * 0.5;
    let down =
        (projection.at(middle + Point::new(0.0, 1.0)) - projection.at(middle - Point::new(0.0, 1.0))) * 0.5;
    let start = at + guess;
    if !picture.holds(start) || right.cross(down) < 1.0 {
        return None;
    }
    let mut best = (Point::default(), f32::MIN);
    let mut from = Point::default();
    // Coarse over the whole reach, then finer around the best.
    for (reach, step) in [(reach, 0.4), (0.3, 0.1)] {
        #[expect(clippy::cast_possible_truncation, reason = "a dozen steps")]
        let steps = (reach / step).round() as i16;
        let centre = from;
        for (x, y) in (-steps..=steps).flat_map(|y| (-steps..=steps).map(move |x| (x, y))) {
            let off = centre + Point::new(f32::from(x), f32::from(y)) * step;
            let place = start + right * off.x + down * off.y;
            // Near is likelier than far.
            let fit = correlation(picture, place, right, down) - 0.02 * off.length();
            if fit > best.1 {
                best = (guess + right * off.x + down * off.y, fit);
                from = off;
            }
        }
    }
    Some(best)
}

/// How 5 × 5 modules around a place correlate with dark ring, light ring, dark middle.
fn correlation(picture: Luma<'_>, middle: Point, right: Point, down: Point) -> f32 {
    // 17 dark, 8 light: minus and plus so weighted that they sum up to nothing.
    const DARK: f32 = -8.0 / 25.0;
    const LIGHT: f32 = 17.0 / 25.0;
    let (mut sum, mut squares, mut product) = (0.0, 0.0, 0.0);
    for y in -2_i8..=2 {
        for x in -2_i8..=2 {
            let grey = picture.grey(middle + right * f32::from(x) + down * f32::from(y));
            let weight = if x.abs().max(y.abs()) == 1 { LIGHT } else { DARK };
            sum += grey;
            squares += grey * grey;
            product += grey * weight;
        }
    }
    let spread = squares - sum * sum / 25.0;
    product / (spread.max(25.0) * (8.0 * LIGHT * LIGHT + 17.0 * DARK * DARK)).sqrt()
}
