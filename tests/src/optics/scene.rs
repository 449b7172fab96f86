//! A screen before a camera, and the picture taken of it.

use super::blur::{Kernel, Light};
use super::camera::Camera;
use super::screen::QUIET;
use super::sensor::untone;
use super::{Desktop, Random, Screen};
use shared::qr::find::Luma;
use std::f32::consts::TAU;

/// How the camera delivers its pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Eight bits of luma.
    Grey,
    /// Luma with the range of video, 16 to 235.
    Yuyv,
    /// JPEG of this quality, 1 to 100.
    Mjpeg(u8),
}

/// What of the next picture on the screen is caught in this one.
#[derive(Debug, Clone)]
pub struct Next {
    /// The screen a moment later.
    pub screen: Screen,
    /// The share of the code's rows (its quiet zone included), from below, that the shutter reads late.
    pub split: f32,
    /// The share of the rest that is the next picture's.
    pub blend: f32,
}

/// Everything between the screen and the picture. Lengths in camera pixels, angles in degrees, levels of 255.
#[derive(Debug, Clone)]
pub struct Shot {
    /// Pixels across and down.
    pub size: (usize, usize),
    /// Pixels a module in the middle of the codes; fewer where the codes would not be in the picture whole.
    pub pixels_per_module: f32,
    /// Turn of the picture.
    pub rotation: f32,
    /// Angle between screen and sensor; it leans to a random side.
    pub tilt: f32,
    /// How far the codes stand off the middle; less where they would not be in the picture whole.
    pub shift: (f32, f32),
    /// Barrel distortion at the corner, 0 to about .3.
    pub barrel: f32,
    /// Radius of the disc that a point becomes.
    pub defocus: f32,
    /// Length of the line that a point becomes.
    pub motion: f32,
    /// Level of the screen's black, at exposure 1.
    pub black: f32,
    /// Level of the screen's white, at exposure 1.
    pub white: f32,
    /// How much light one side of the picture lacks, 0 to 1.
    pub gradient: f32,
    /// The share of the code that a reflection outshines, 0 to 1.
    pub glare: f32,
    /// Depth of the beats with the screen's grid, 0 to 1.
    pub moire: f32,
    /// Exposure, as a factor on the light.
    pub gain: f32,
    /// Deviation of the sensor's noise.
    pub noise: f32,
    /// Capture format.
    pub format: Format,
}

impl Shot {
    /// A good webcam in a well-lit room, straight on.
    pub fn plain(size: (usize, usize), pixels_per_module: f32) -> Self {
        Self {
            size,
            pixels_per_module,
            rotation: 0.0,
            tilt: 0.0,
            shift: (0.0, 0.0),
            barrel: 0.0,
            defocus: 0.6,
            motion: 0.0,
            black: 45.0,
            white: 220.0,
            gradient: 0.0,
            glare: 0.0,
            moire: 0.0,
            gain: 1.0,
            noise: 2.0,
            format: Format::Grey,
        }
    }
}

/// A screen, what follows on it, and the shot taken of it.
#[derive(Debug, Clone)]
pub struct Scene {
    /// What is on the screen.
    pub screen: Screen,
    /// What else is caught of the moment after.
    pub next: Option<Next>,
    /// The camera.
    pub shot: Shot,
}

/// A grey picture, row by row, 0 black; `luma.len() == width * height`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// All pixels.
    pub luma: Vec<u8>,
}

impl Photo {
    /// The picture as the finder takes it.
    pub fn picture(&self) -> Luma<'_> {
        Luma::new(self.width, self.height, &self.luma)
            .unwrap_or_else(|| unreachable!("a photo has as many pixels as its sides say"))
    }
}

impl Scene {
    /// A screen and a shot, nothing following.
    pub fn new(screen: Screen, shot: Shot) -> Self {
        Self { screen, next: None, shot }
    }

    /// Takes the picture. Lean, light and noise come from `seed`, everything else from the scene.
    pub fn photograph(&self, seed: u64) -> Photo {
        let random = &mut Random::new(seed ^ 0x6f70_7469_6373);
        let shot = &self.shot;
        let camera = Camera {
            size: shot.size,
            pixels_per_module: shot.pixels_per_module,
            rotation: shot.rotation.to_radians(),
            tilt: shot.tilt.to_radians(),
            lean: random.between(0.0, TAU),
            shift: shot.shift,
            barrel: shot.barrel,
        }
        .with_all_in_view(self.screen.extent());
        let desktop = random.bits();
        let mut light = self.look(&camera, &self.screen, desktop);
        if let Some(next) = &self.next {
            let late = self.look(&camera, &next.screen, desktop);
            let rows = (self.screen.extent().1 + 2 * QUIET) as f32 * camera.pixels_per_module;
            let bottom = shot.size.1 as f32 / 2.0 + camera.shift.1 + rows / 2.0;
            let split =
                if next.split > 0.0 { (bottom - next.split * rows).max(0.0) as usize } else { usize::MAX };
            light.mix(&late, split, next.blend);
        }
        for kernel in [Kernel::disc(shot.defocus), Kernel::line(shot.motion, random.between(0.0, TAU))] {
            light = kernel.map_or(light.clone(), |kernel| light.blurred(&kernel));
        }
        light.between(untone(shot.black), untone(shot.white));
        if shot.moire > 0.0 {
            light.moire(shot.moire, random);
        }
        if shot.gradient > 0.0 {
            light.fall_off(shot.gradient, random);
        }
        if shot.glare > 0.0 {
            let (middle, radius) = self.lamp(&camera, random);
            light.glare(middle, radius, random);
        }
        light.expose(shot.gain, shot.noise, random).captured(shot.format)
    }

    fn look(&self, camera: &Camera, screen: &Screen, desktop: u64) -> Light {
        let random = &mut Random::new(desktop);
        let shot = &self.shot;
        // Fine enough that a pixel is more than a texel and a half, whatever the distance.
        let scale = (1.6 * shot.pixels_per_module).round().clamp(3.0, 20.0);
        let (wide, high) =
            (shot.size.0 as f32 / shot.pixels_per_module, shot.size.1 as f32 / shot.pixels_per_module);
        let (across, down) = screen.extent();
        let width = (wide * random.between(0.9, 1.25)).max(across as f32 + 16.0);
        let height = (high * random.between(0.9, 1.25)).max(down as f32 + 16.0);
        camera.look(&screen.draw(width as usize, height as usize, scale as usize, random))
    }

    /// Where a lamp is reflected: on the code, clear of its three finder patterns, which no decoder can do without.
    fn lamp(&self, camera: &Camera, random: &mut Random) -> ((f32, f32), f32) {
        let side = self.screen.extent().0 as f32;
        let radius = (self.shot.glare * side * side * 2.0 / TAU).sqrt();
        let (mut x, mut y) = (0.0, 0.0);
        for _ in 0..50 {
            (x, y) = (random.around(side / 2.0), random.around(side / 2.0));
            let corner = side / 2.0 - 3.5;
            let clear = |cx: f32, cy: f32| (x - cx).hypot(y - cy) > 1.3 * radius + 5.0;
            if clear(-corner, -corner) && clear(corner, -corner) && clear(-corner, corner) {
                break;
            }
        }
        let (sin, cos) = camera.rotation.sin_cos();
        let to_pixels = |along: f32, half: usize, shift: f32| {
            along * camera.pixels_per_module + half as f32 / 2.0 + shift
        };
        let middle = (
            to_pixels(x * cos - y * sin, camera.size.0, camera.shift.0),
            to_pixels(x * sin + y * cos, camera.size.1, camera.shift.1),
        );
        (middle, radius * camera.pixels_per_module)
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self::grid(Vec::new(), 1, Desktop::Light)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optics::{Code, Reader};

    fn read_back(change: impl Fn(&mut Shot)) -> bool {
        let code = Code::text(10, &mut Random::new(3));
        let payload = code.payload.clone();
        let mut scene = Scene::new(Screen::of(code, Desktop::Light), Shot::plain((640, 480), 4.0));
        change(&mut scene.shot);
        Reader::Rxing.read(&scene.photograph(5)).contains(&payload)
    }

    #[test]
    fn a_plain_shot_shows_the_code_that_was_drawn() {
        assert!(read_back(|_| {}));
    }

    #[test]
    fn a_code_held_out_of_the_picture_is_brought_back_into_it() {
        assert!(read_back(|shot| (shot.shift, shot.rotation) = ((500.0, -500.0), 40.0)), "moved");
        assert!(read_back(|shot| shot.pixels_per_module = 12.0), "stepped back");
    }

    #[test]
    fn a_blur_past_any_reading_leaves_nothing_to_read() {
        assert!(!read_back(|shot| shot.defocus = 12.0));
    }
}
