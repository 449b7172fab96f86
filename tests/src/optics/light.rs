//! What happens to the light between screen and sensor: uneven light, reflections, beats with the LCD's grid.

use super::Random;
use super::blur::Light;
use super::sensor::{tone, untone};
use std::f32::consts::TAU;

impl Light {
    /// Screen black and white become `black` and `white`, in linear light.
    pub(super) fn between(&mut self, black: f32, white: f32) {
        self.pixels.iter_mut().for_each(|pixel| *pixel = black + (white - black) * *pixel);
    }

    /// Light falls off by `depth` (0 to 1) from one side of the picture to the other.
    pub(super) fn fall_off(&mut self, depth: f32, random: &mut Random) {
        let (sin, cos) = random.between(0.0, TAU).sin_cos();
        let (half_width, half_height) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let reach = (half_width * cos).abs() + (half_height * sin).abs();
        for (row, line) in self.pixels.chunks_exact_mut(self.width).enumerate() {
            let down = (row as f32 - half_height) * sin;
            for (column, pixel) in line.iter_mut().enumerate() {
                let along = ((column as f32 - half_width) * cos + down) / reach;
                *pixel *= 1.0 - depth * (0.5 + 0.5 * along);
            }
        }
    }

    /// A lamp reflected at `middle` (pixels), `radius` pixels wide, soft at the rim.
    pub(super) fn glare(&mut self, middle: (f32, f32), radius: f32, random: &mut Random) {
        let shape = random.between(0.75, 1.33).sqrt();
        let (across, down) = (radius * shape, radius / shape);
        for (row, line) in self.pixels.chunks_exact_mut(self.width).enumerate() {
            let y = (row as f32 - middle.1) / down;
            if y.abs() > 1.6 {
                continue;
            }
            for (column, pixel) in line.iter_mut().enumerate() {
                let x = (column as f32 - middle.0) / across;
                let from_middle = (x * x + y * y).sqrt();
                *pixel += 1.2 * ((1.15 - from_middle) / 0.45).clamp(0.0, 1.0);
            }
        }
    }

    /// Beats between the screen's pixels and the sensor's: two waves; where both peak, light changes by 0.7 `depth`.
    pub(super) fn moire(&mut self, depth: f32, random: &mut Random) {
        let waves = [(); 2].map(|()| {
            let (sin, cos) = random.between(0.0, TAU).sin_cos();
            let turns = TAU / random.between(3.0, 14.0);
            (cos * turns, sin * turns, random.between(0.0, TAU))
        });
        for (row, line) in self.pixels.chunks_exact_mut(self.width).enumerate() {
            for (column, pixel) in line.iter_mut().enumerate() {
                let beat =
                    |(x, y, start): (f32, f32, f32)| (x * column as f32 + y * row as f32 + start).sin();
                *pixel *= 1.0 + depth * 0.35 * (beat(waves[0]) + beat(waves[1]));
            }
        }
    }

    /// From row `split` on, and by `blend` (0 to 1) above it, `next` is what is seen.
    ///
    /// The share counts in tones, not in light: it is mostly the camera's own noise reduction that averages two
    /// pictures, after the tone curve.
    pub(super) fn mix(&mut self, next: &Self, split: usize, blend: f32) {
        let from = split.min(self.height) * self.width;
        self.pixels[from..].copy_from_slice(&next.pixels[from..]);
        if blend > 0.0 {
            for (pixel, other) in self.pixels.iter_mut().zip(&next.pixels).take(from) {
                let (now, then) = (tone(*pixel), tone(*other));
                *pixel = untone(now + blend * (then - now));
            }
        }
    }
}
