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

/// From, to.
type Range = (f32, f32);

/// What a grade draws from. Blur in modules, noise in levels of 255, tilt in degrees, the rest as in [`Shot`].
struct Ranges {
    pixels_per_module: Range,
    defocus: Range,
    motion: Range,
    noise: Range,
    tilt: Range,
    gradient: Range,
    contrast: Range,
    quality: Range,
    moire: Range,
    barrel: Range,
}

impl Field {
    fn ranges(self) -> Ranges {
        match self {
            Self::Good => Ranges {
                pixels_per_module: (3.5, 6.0),
                defocus: (0.15, 0.35),
                motion: (0.0, 0.3),
                noise: (2.0, 5.0),
                tilt: (0.0, 12.0),
                gradient: (0.0, 0.4),
                contrast: (0.6, 0.8),
                quality: (75.0, 92.0),
                moire: (0.0, 0.1),
                barrel: (0.0, 0.05),
            },
            Self::Fair => Ranges {
                pixels_per_module: (3.0, 4.5),
                defocus: (0.25, 0.45),
                motion: (0.1, 0.5),
                noise: (3.0, 7.0),
                tilt: (5.0, 18.0),
                gradient: (0.2, 0.6),
                contrast: (0.45, 0.7),
                quality: (60.0, 85.0),
                moire: (0.0, 0.15),
                barrel: (0.0, 0.1),
            },
            Self::Poor => Ranges {
                pixels_per_module: (2.8, 4.0),
                defocus: (0.38, 0.65),
                motion: (0.2, 0.85),
                noise: (6.0, 12.0),
                tilt: (8.0, 25.0),
                gradient: (0.25, 0.7),
                contrast: (0.30, 0.50),
                quality: (40.0, 70.0),
                moire: (0.05, 0.25),
                barrel: (0.02, 0.12),
            },
            Self::Bad => Ranges {
                pixels_per_module: (2.0, 2.8),
                defocus: (0.75, 1.10),
                motion: (1.0, 2.0),
                noise: (14.0, 25.0),
                tilt: (20.0, 45.0),
                gradient: (0.6, 0.93),
                contrast: (0.12, 0.25),
                quality: (20.0, 45.0),
                moire: (0.2, 0.5),
                barrel: (0.05, 0.2),
            },
        }
    }
}

/// A screen at `size` under `grade`.
pub(super) fn scene(mut screen: Screen, size: (usize, usize), grade: Field, random: &mut Random) -> Scene {
    let ranges = grade.ranges();
    let (far, near) = ranges.pixels_per_module;
    let base = catalogue::shot(size, &screen, random, far, near);
    let (middle, quality) = (random.between(110.0, 150.0), random.within(ranges.quality) as u8);
    let contrast = 127.0 * random.within(ranges.contrast);
    let shot = Shot {
        tilt: random.within(ranges.tilt),
        rotation: random.around(8.0),
        defocus: random.within(ranges.defocus) * base.pixels_per_module,
        motion: random.within(ranges.motion) * base.pixels_per_module,
        black: middle - contrast,
        white: middle + contrast,
        gradient: random.within(ranges.gradient),
        moire: random.within(ranges.moire),
        barrel: random.within(ranges.barrel),
        noise: random.within(ranges.noise),
        // Two webcams in three compress.
        format: random.pick(&[Format::Yuyv, Format::Mjpeg(quality), Format::Mjpeg(quality)]),
        ..base
    };
    if random.once_in(3) {
        screen.desktop = Desktop::Dark;
    }
    Scene::new(screen, shot)
}
