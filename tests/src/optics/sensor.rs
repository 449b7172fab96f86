//! From light to the bytes a camera delivers, and back to luma.

use super::blur::Light;
use super::{Format, Photo, Random};
use shared::camera::{Encoding, Frame, Size};

/// The camera's tone curve, near enough (sRGB is about this).
const GAMMA: f32 = 2.2;

/// Light to the number a camera gives for it, 0 to 255.
pub(super) fn tone(light: f32) -> f32 {
    255.0 * light.clamp(0.0, 1.0).powf(1.0 / GAMMA)
}

/// The number a camera gives, 0 to 255, to the light it saw.
pub(super) fn untone(level: f32) -> f32 {
    (level / 255.0).clamp(0.0, 1.0).powf(GAMMA)
}

impl Light {
    /// Tone curve, noise of deviation `noise` (in levels of 255), eight bits.
    pub(super) fn expose(&self, gain: f32, noise: f32, random: &mut Random) -> Photo {
        const STEPS: usize = 4096;
        let table: Vec<f32> = (0..=STEPS).map(|step| tone(step as f32 / STEPS as f32)).collect();
        let scale = gain * STEPS as f32;
        let mut luma = Vec::with_capacity(self.pixels.len());
        for pair in self.pixels.chunks(2) {
            let (first, second) = random.normal_pair();
            for (light, grain) in pair.iter().zip([first, second]) {
                // The lowest steps of the curve are steep: between two steps the table is read in a straight line.
                let step = (light * scale).clamp(0.0, STEPS as f32 - 1.0);
                let (low, high) = (table[step as usize], table[step as usize + 1]);
                luma.push((low + (high - low) * step.fract() + noise * grain + 0.5).clamp(0.0, 255.0) as u8);
            }
        }
        Photo { width: self.width, height: self.height, luma }
    }
}

impl Photo {
    /// Sends the picture through the capture format, as the camera and we do.
    pub(super) fn captured(mut self, format: Format) -> Self {
        match format {
            Format::Grey => {}
            Format::Yuyv => {
                // Luma of video runs from 16 to 235 (BT.601).
                for level in &mut self.luma {
                    *level = (16.0 + f32::from(*level) * (219.0 / 255.0) + 0.5) as u8;
                }
            }
            Format::Mjpeg(quality) => self.luma = through_jpeg(&self, quality),
        }
        self
    }
}

fn through_jpeg(photo: &Photo, quality: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let (width, height) = (photo.width as u32, photo.height as u32);
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, quality)
        .encode(&photo.luma, width, height, image::ExtendedColorType::L8)
        .unwrap_or_else(|fault| unreachable!("a grey picture goes into a JPEG: {fault}"));
    // Read back by the product's own reader, as a camera's frame is.
    let frame =
        Size::new(photo.width, photo.height).and_then(|size| Frame::read(Encoding::Mjpeg, size, None, &file));
    frame.unwrap_or_else(|fault| unreachable!("a JPEG just written is read: {fault}")).luma().to_vec()
}
