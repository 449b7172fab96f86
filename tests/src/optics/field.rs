//! Mixes of faults as a desk has them: good, fair, poor, bad.

use super::catalogue::{self, HD};
use super::{Code, Desktop, Format, Photo, Random, Scene, Screen, Shot};
use shared::qr::draw::Modules;

/// How well the camera and the room treat us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// A decent webcam in a lit room.
    Good,
    /// Farther away, a little soft, a little noise, uneven light.
    Fair,
    /// Soft, dim and shaky together.
    Poor,
    /// What nobody should expect to be read.
    Bad,
}

/// Photographs one frame at 1280 x 720, as the rehearsal does.
pub fn photograph_frame(modules: &Modules, conditions: Field, seed: u64) -> Photo {
    let random = &mut Random::new(seed);
    let code = Code { payload: Vec::new(), modules: modules.clone() };
    scene(Screen::of(code, Desktop::Light), HD, conditions, random).photograph(seed)
}

/// Photographs a screen at `size` under `grade`.
pub(super) fn scene(mut screen: Screen, size: (usize, usize), grade: Field, random: &mut Random) -> Scene {
    let mut between = |low: f32, high: f32| random.between(low, high);
    // (pixels a module, defocus and motion in modules, noise, tilt, gradient, contrast, JPEG quality, moire, barrel)
    let ranges = match grade {
        Field::Good => [
            (3.5, 6.0),
            (0.15, 0.35),
            (0.0, 0.3),
            (2.0, 5.0),
            (0.0, 12.0),
            (0.0, 0.4),
            (0.6, 0.8),
            (75.0, 92.0),
            (0.0, 0.1),
            (0.0, 0.05),
        ],
        Field::Fair => [
            (3.0, 4.5),
            (0.25, 0.45),
            (0.1, 0.5),
            (3.0, 7.0),
            (5.0, 18.0),
            (0.2, 0.6),
            (0.45, 0.7),
            (60.0, 85.0),
            (0.0, 0.15),
            (0.0, 0.1),
        ],
        Field::Poor => [
            (2.8, 4.0),
            (0.38, 0.65),
            (0.2, 0.85),
            (6.0, 12.0),
            (8.0, 25.0),
            (0.25, 0.7),
            (0.30, 0.50),
            (40.0, 70.0),
            (0.05, 0.25),
            (0.02, 0.12),
        ],
        Field::Bad => [
            (2.0, 2.8),
            (0.75, 1.10),
            (1.0, 2.0),
            (14.0, 25.0),
            (20.0, 45.0),
            (0.6, 0.93),
            (0.12, 0.25),
            (20.0, 45.0),
            (0.2, 0.5),
            (0.05, 0.2),
        ],
    };
    let drawn = ranges.map(|(low, high)| between(low, high));
    let [near, defocus, motion, noise, tilt, gradient, contrast, quality, moire, barrel] = drawn;
    let base = catalogue::shot(size, &screen, random, near, near);
    let middle = random.between(110.0, 150.0);
    let shot = Shot {
        tilt,
        rotation: random.around(8.0),
        defocus: defocus * base.pixels_per_module,
        motion: motion * base.pixels_per_module,
        black: middle - 127.0 * contrast,
        white: middle + 127.0 * contrast,
        gradient,
        moire,
        barrel,
        noise,
        format: random.pick(&[Format::Yuyv, Format::Mjpeg(quality as u8), Format::Mjpeg(quality as u8)]),
        ..base
    };
    if random.once_in(3) {
        screen.desktop = Desktop::Dark;
    }
    Scene::new(screen, shot)
}
