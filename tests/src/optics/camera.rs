//! Where the camera stands: every pixel's ray back through the lens onto the screen.

use super::blur::Light;
use super::screen::Texture;

/// A pinhole camera before a flat screen, with a barrel lens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Camera {
    /// Pixels across and down.
    pub(super) size: (usize, usize),
    /// Pixels a module in the middle of the codes, seen straight on.
    pub(super) pixels_per_module: f32,
    /// Turn of the picture, radians.
    pub(super) rotation: f32,
    /// Angle between screen and sensor, radians.
    pub(super) tilt: f32,
    /// Which way it leans, radians.
    pub(super) lean: f32,
    /// Where the middle of the codes falls, pixels from the middle of the picture.
    pub(super) shift: (f32, f32),
    /// Barrel distortion: straight = seen * (1 + barrel * r²), r = 1 at the corner.
    pub(super) barrel: f32,
}

/// Focal length over picture width: 65 degrees across, an ordinary webcam.
const FOCAL: f32 = 0.785;
/// What is beside the screen: a dim room.
const ROOM: f32 = 55.0;

impl Camera {
    /// The picture of `texture`, 0 its black to 1 its white, four rays a pixel.
    pub(super) fn look(&self, texture: &Texture) -> Light {
        let (width, height) = self.size;
        let back = self.back(texture);
        let (half_width, half_height) = (width as f32 / 2.0, height as f32 / 2.0);
        let corner = 1.0 / (half_width * half_width + half_height * half_height);
        let mut pixels = Vec::with_capacity(width * height);
        for row in 0..height {
            for column in 0..width {
                let mut sum = 0.0;
                for (right, down) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    let (x, y) = (column as f32 + right - half_width, row as f32 + down - half_height);
                    let lens = 1.0 + self.barrel * (x * x + y * y) * corner;
                    let (x, y) = (x * lens, y * lens);
                    let depth = 1.0 / (back[2][0] * x + back[2][1] * y + back[2][2]);
                    let u = (back[0][0] * x + back[0][1] * y + back[0][2]) * depth;
                    let v = (back[1][0] * x + back[1][1] * y + back[1][2]) * depth;
                    sum += texture.at(u, v);
                }
                pixels.push(sum / (4.0 * 255.0));
            }
        }
        Light { width, height, pixels }
    }

    /// The same camera, moved and stepped back until codes of `extent` modules are in the picture, as the one who
    /// holds it does.
    pub(super) fn with_all_in_view(mut self, extent: (usize, usize)) -> Self {
        let half = (extent.0 as f32 / 2.0 + 1.5, extent.1 as f32 / 2.0 + 1.5);
        for _ in 0..60 {
            let forward = self.forward();
            let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(right, down)| {
                let (u, v) = (right * half.0, down * half.1);
                let [x, y, depth] = forward.map(|row| row[0] * u + row[1] * v + row[2]);
                (x / depth + self.size.0 as f32 / 2.0, y / depth + self.size.1 as f32 / 2.0)
            });
            let across = missing(corners.map(|corner| corner.0), self.size.0);
            let down = missing(corners.map(|corner| corner.1), self.size.1);
            match (across, down) {
                (Some(0.0), Some(0.0)) => break,
                (Some(right), Some(down)) => self.shift = (self.shift.0 + right, self.shift.1 + down),
                _ => {
                    self.pixels_per_module *= 0.97;
                    self.shift = (self.shift.0 * 0.9, self.shift.1 * 0.9);
                }
            }
        }
        self
    }

    /// From modules (from the middle of the codes) to pixels (from the middle of the picture), times the depth.
    fn forward(&self) -> [[f32; 3]; 3] {
        let focal = FOCAL * self.size.0 as f32;
        let distance = focal / self.pixels_per_module; // in modules
        let (sin, cos) = self.rotation.sin_cos();
        let (lean_sin, lean_cos) = self.lean.sin_cos();
        let (tilt_sin, tilt_cos) = self.tilt.sin_cos();
        // A rotation by `tilt` about the axis (lean_cos, lean_sin, 0), after one by `rotation` about the line of sight.
        let axis = |a: f32, b: f32| a * b * (1.0 - tilt_cos);
        let tilted = [
            [tilt_cos + axis(lean_cos, lean_cos), axis(lean_cos, lean_sin)],
            [axis(lean_cos, lean_sin), tilt_cos + axis(lean_sin, lean_sin)],
            [-lean_sin * tilt_sin, lean_cos * tilt_sin],
        ];
        let turned = tilted.map(|[x, y]| [x * cos + y * sin, y * cos - x * sin]);
        let modules_away = (self.shift.0 / self.pixels_per_module, self.shift.1 / self.pixels_per_module);
        [
            [focal * turned[0][0], focal * turned[0][1], focal * modules_away.0],
            [focal * turned[1][0], focal * turned[1][1], focal * modules_away.1],
            [turned[2][0], turned[2][1], distance],
        ]
    }

    /// From pixels (from the middle) to texels: the inverse of the projection.
    fn back(&self, texture: &Texture) -> [[f32; 3]; 3] {
        let mut back = inverse(self.forward());
        // Modules from the middle to texels from the corner.
        let (scale, half) = (texture.scale as f32, (texture.width as f32 / 2.0, texture.height as f32 / 2.0));
        let [x, y, depth] = &mut back;
        for ((x, y), depth) in x.iter_mut().zip(y).zip(depth) {
            (*x, *y) = (*x * scale + *depth * half.0, *y * scale + *depth * half.1);
        }
        back
    }
}

/// How far to move so that all of `places` are within 0 to `size`: 0 if they are, `None` if no move does it.
fn missing(places: [f32; 4], size: usize) -> Option<f32> {
    let low = places.into_iter().fold(f32::INFINITY, f32::min);
    let high = places.into_iter().fold(f32::NEG_INFINITY, f32::max);
    if high - low > size as f32 - 2.0 {
        None
    } else if low < 0.0 {
        Some(1.0 - low)
    } else if high > size as f32 {
        Some(size as f32 - 1.0 - high)
    } else {
        Some(0.0)
    }
}

/// The adjoint is enough: the projection does not care about a common factor, only about its sign.
fn inverse(m: [[f32; 3]; 3]) -> [[f32; 3]; 3] {
    let minor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let adjoint = [0, 1, 2].map(|row| [0, 1, 2].map(|column| minor(column, row)));
    let factor = 1.0 / adjoint[2][2];
    adjoint.map(|row| row.map(|value| value * factor))
}

impl Texture {
    /// The light at a point, between the four texels around it.
    fn at(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        if !(x >= 0.0 && y >= 0.0) {
            return ROOM;
        }
        let (column, row) = (x as usize, y as usize);
        if column + 1 >= self.width || row + 1 >= self.height {
            return ROOM;
        }
        let (right, down) = (x - column as f32, y - row as f32);
        let index = row * self.width + column;
        let [a, b, c, d] = [index, index + 1, index + self.width, index + self.width + 1]
            .map(|index| f32::from(self.texels[index]));
        let (upper, lower) = (a + (b - a) * right, c + (d - c) * right);
        upper + (lower - upper) * down
    }
}
