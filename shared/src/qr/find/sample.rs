//! Grey modules from a mesh, and their cut into dark and light among themselves.

use super::Luma;
use super::frame::modules;
use super::geometry::Point;
use super::layout::side_of;
use super::mesh::Mesh;

/// A square of modules, row by row.
#[derive(Debug, Clone)]
pub(super) struct Greys {
    pub(super) side: usize,
    pub(super) values: Vec<f32>,
}

/// The mean of five places in each module: its middle, and four around it that noise does not share.
pub(super) fn sample(picture: Luma<'_>, version: usize, mesh: &Mesh) -> Greys {
    const AROUND: f32 = 0.3;
    let side = side_of(version);
    let mut values = Vec::with_capacity(side * side);
    for y in 0..side {
        for x in 0..side {
            let middle = Point::new(modules(x) + 0.5, modules(y) + 0.5);
            let at = mesh.at(middle);
            let next = mesh.at(middle + Point::new(1.0, 0.0)) - at;
            // A step down is a step right turned by a quarter, near enough for a fifth of a module.
            let (right, down) = (next * AROUND, Point::new(-next.y, next.x) * AROUND);
            let four: f32 = [at + right, at - right, at + down, at - down]
                .into_iter()
                .map(|place| picture.grey(place))
                .sum();
            values.push((picture.grey(at) + four) / 5.0);
        }
    }
    Greys { side, values }
}

/// Half the width of the neighbourhood whose light and dark means cut a module, in modules.
const NEAR: usize = 6;

impl Greys {
    /// Each module on a scale where its neighbourhood's dark is 0 and light 1.
    pub(super) fn levelled(&self) -> Self {
        let mut dark: Vec<bool> = {
            let means = self.box_means(|_, grey| Some(grey));
            self.values.iter().zip(means).map(|(&grey, mean)| grey < mean).collect()
        };
        let mut levels = self.values.clone();
        for _ in 0..2 {
            let darks = self.box_means(|at, grey| dark.get(at).copied().unwrap_or(false).then_some(grey));
            let lights = self.box_means(|at, grey| (!dark.get(at).copied().unwrap_or(true)).then_some(grey));
            for (((level, &grey), low), high) in levels.iter_mut().zip(&self.values).zip(darks).zip(lights) {
                *level = if high - low > 1.0 { ((grey - low) / (high - low)).clamp(-1.0, 2.0) } else { 0.5 };
            }
            dark = levels.iter().map(|&level| level < 0.5).collect();
        }
        Self { side: self.side, values: levels }
    }

    /// Dark is true.
    pub(super) fn cut(&self) -> Vec<bool> {
        self.values.iter().map(|&level| level < 0.5).collect()
    }

    /// For each module the mean of the chosen values in the box around it.
    fn box_means(&self, choose: impl Fn(usize, f32) -> Option<f32>) -> Vec<f32> {
        let wide = self.side + 1;
        let mut sums = vec![(0.0_f64, 0.0_f64); wide * wide];
        let mut all = (0.0, 0.0);
        for y in 0..self.side {
            let mut row = (0.0, 0.0);
            for x in 0..self.side {
                let at = y * self.side + x;
                if let Some(grey) = self.values.get(at).and_then(|&grey| choose(at, grey)) {
                    row = (row.0 + f64::from(grey), row.1 + 1.0);
                    all = (all.0 + f64::from(grey), all.1 + 1.0);
                }
                let above = sums.get(y * wide + x + 1).copied().unwrap_or_default();
                if let Some(sum) = sums.get_mut((y + 1) * wide + x + 1) {
                    *sum = (above.0 + row.0, above.1 + row.1);
                }
            }
        }
        let fallback = all.0 / f64::max(all.1, 1.0);
        let mut means = Vec::with_capacity(self.values.len());
        for y in 0..self.side {
            let (top, bottom) = (y.saturating_sub(NEAR) * wide, (y + NEAR + 1).min(self.side) * wide);
            for x in 0..self.side {
                let (left, right) = (x.saturating_sub(NEAR), (x + NEAR + 1).min(self.side));
                let corner = |row: usize, column: usize| sums.get(row + column).copied().unwrap_or_default();
                let (a, b, c, d) =
                    (corner(top, left), corner(top, right), corner(bottom, left), corner(bottom, right));
                let (sum, count) = (d.0 - b.0 - c.0 + a.0, d.1 - b.1 - c.1 + a.1);
                #[expect(clippy::cast_possible_truncation, reason = "greys")]
                means.push((if count > 1.5 { sum / count } else { fallback }) as f32);
            }
        }
        means
    }
}
