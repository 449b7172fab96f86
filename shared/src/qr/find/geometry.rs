//! Points, straight lines of equations, and the projection that maps modules to pixels.

use std::ops::{Add, Mul, Sub};

/// A place or a step, in pixels or in modules.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f32,
    pub(super) y: f32,
}

impl Point {
    pub(super) const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
    pub(super) fn length(self) -> f32 {
        self.x.hypot(self.y)
    }
    pub(super) fn cross(self, other: Self) -> f32 {
        self.x * other.y - self.y * other.x
    }
    pub(super) fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Point {
    type Output = Self;
    fn mul(self, factor: f32) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }
}

/// A projective map of the plane: (a x + b y + c, d x + e y + f) / (g x + h y + 1).
#[derive(Debug, Clone, Copy)]
pub(super) struct Projection([f64; 8]);

impl Projection {
    /// The least-squares map through pairs of (from, to); needs four in general position.
    pub(super) fn through(pairs: &[(Point, Point)]) -> Option<Self> {
        let mut sums = [[0.0; 9]; 8];
        for &(from, to) in pairs {
            let (x, y) = (f64::from(from.x), f64::from(from.y));
            let (u, v) = (f64::from(to.x), f64::from(to.y));
            add_equation(&mut sums, &[x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u]);
            add_equation(&mut sums, &[0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v]);
        }
        solve(sums).map(Self)
    }

    /// The same map for points that are counted in a unit `unit` times smaller.
    pub(super) fn per(self, unit: f32) -> Self {
        let [a, b, c, d, e, f, g, h] = self.0;
        let unit = f64::from(unit);
        Self([a / unit, b / unit, c, d / unit, e / unit, f, g / unit, h / unit])
    }

    /// Where a point goes; far away where the map has no answer.
    #[expect(clippy::cast_possible_truncation, reason = "pixels need no more than f32")]
    pub(super) fn at(&self, point: Point) -> Point {
        let [a, b, c, d, e, f, g, h] = self.0;
        let (x, y) = (f64::from(point.x), f64::from(point.y));
        let depth = g * x + h * y + 1.0;
        let depth = if depth.abs() < 1e-9 { 1e-9 } else { depth };
        Point::new(((a * x + b * y + c) / depth) as f32, ((d * x + e * y + f) / depth) as f32)
    }
}

/// Adds one equation (coefficients, then the right side) to the normal equations of N unknowns.
pub(super) fn add_equation<const N: usize, const M: usize>(sums: &mut [[f64; M]; N], equation: &[f64; M]) {
    for (row, &factor) in sums.iter_mut().zip(equation) {
        for (sum, &value) in row.iter_mut().zip(equation) {
            *sum += factor * value;
        }
    }
}

/// Solves N equations whose last column is the right side; `None` where they do not determine the unknowns.
#[expect(
    clippy::indexing_slicing,
    reason = "all indexes are below N, and M is N + 1 as the first line demands"
)]
pub(super) fn solve<const N: usize, const M: usize>(mut rows: [[f64; M]; N]) -> Option<[f64; N]> {
    const { assert!(M == N + 1) };
    for step in 0..N {
        let pivot = (step..N).max_by(|&a, &b| rows[a][step].abs().total_cmp(&rows[b][step].abs()))?;
        rows.swap(step, pivot);
        if rows[step][step].abs() < 1e-12 {
            return None;
        }
        let base = rows[step];
        for (place, row) in rows.iter_mut().enumerate() {
            if place != step {
                let factor = row[step] / base[step];
                for (value, &below) in row.iter_mut().zip(&base).skip(step) {
                    *value -= factor * below;
                }
            }
        }
    }
    let mut unknowns = [0.0; N];
    for (step, (unknown, row)) in unknowns.iter_mut().zip(&rows).enumerate() {
        *unknown = row[N] / row[step];
    }
    unknowns.iter().all(|unknown| unknown.is_finite()).then_some(unknowns)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_projection_goes_through_its_four_points(
            dx in prop::array::uniform4(-0.2_f32..0.2), dy in prop::array::uniform4(-0.2_f32..0.2),
        ) {
            let square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(x, y)| Point::new(x, y));
            let moved: Vec<Point> = square.iter().zip(dx.iter().zip(&dy)).map(|(&corner, (&x, &y))| corner + Point::new(x, y)).collect();
            let pairs: Vec<_> = square.into_iter().zip(moved).collect();
            let projection = Projection::through(&pairs).unwrap();
            for (from, to) in pairs {
                prop_assert!((projection.at(from) - to).length() < 1e-3);
            }
        }
    }

    #[test]
    fn points_on_one_line_determine_nothing() {
        let line: Vec<_> = [0.0, 1.0, 2.0, 3.0].map(|x| (Point::new(x, x), Point::new(x, x))).to_vec();
        assert!(Projection::through(&line).is_none());
    }
}
