//! What a fake camera sees.

use crate::optics::Photo;
use shared::qr::{
    draw::{Modules, draw},
    send::Frame,
};

/// A grey picture, 0 black.
#[derive(Debug, Clone)]
pub struct Picture(image::GrayImage);

impl Picture {
    /// Nothing but one grey.
    pub fn grey(value: u8) -> Self {
        Self(image::GrayImage::from_pixel(1280, 720, image::Luma([value])))
    }

    /// A code with this text, as large as fits into 1280 x 720, on white. Text outside the alphanumeric set goes as bytes.
    pub fn code(text: &str) -> Self {
        let frame = Frame::Text(text.to_owned());
        draw(&frame).map_or_else(
            |_| Self::frame(&Frame::Bytes(text.as_bytes().to_vec())),
            |code| Self::modules(&code),
        )
    }

    /// A frame of the link, likewise; white where it fits into no code.
    pub fn frame(frame: &Frame) -> Self {
        draw(frame).map_or_else(|_| Self::grey(255), |code| Self::modules(&code))
    }

    /// The modules of a code, likewise.
    pub fn modules(code: &Modules) -> Self {
        let scale = (700 / (code.width + 8)).max(1);
        let (side, luma) = code.to_luma(scale);
        let mut picture = image::GrayImage::from_pixel(1280, 720, image::Luma([235]));
        if let Some(code) = square(side, luma) {
            let (left, top) = (1280 - i64::from(code.width()), 720 - i64::from(code.height()));
            image::imageops::replace(&mut picture, &code, left / 2, top / 2);
        }
        Self(picture)
    }

    /// The same through a lens out of focus; `sigma` in pixels.
    #[must_use]
    pub fn blurred(&self, sigma: f32) -> Self {
        Self(image::imageops::blur(&self.0, sigma))
    }

    /// The same in another light: every grey times `gain`, as far as the sensor goes.
    #[must_use]
    pub fn lit(&self, gain: f32) -> Self {
        let mut picture = self.0.clone();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
        picture
            .pixels_mut()
            .for_each(|pixel| pixel.0 = pixel.0.map(|grey| (f32::from(grey) * gain).clamp(0.0, 255.0) as u8));
        Self(picture)
    }

    /// The same from `times` as far away.
    #[must_use]
    pub fn farther(&self, times: u32) -> Self {
        let (width, height) = (self.0.width() / times.max(1), self.0.height() / times.max(1));
        let small = image::imageops::resize(&self.0, width, height, image::imageops::FilterType::Triangle);
        let mut picture = image::GrayImage::from_pixel(1280, 720, image::Luma([128]));
        let (left, top) = (1280_i64 - i64::from(width), 720_i64 - i64::from(height));
        image::imageops::replace(&mut picture, &small, left / 2, top / 2);
        Self(picture)
    }

    /// Writes it as a file of the kind that its name says.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&self, path: &std::path::Path) -> Result<(), image::ImageError> {
        self.0.save(path)
    }

    /// Width, height and pixels, made smaller where there are more than `most`.
    pub(super) fn fitting(&self, most: usize) -> (u32, u32, Vec<u8>) {
        let pixels = self.0.as_raw().len();
        if pixels <= most {
            return (self.0.width(), self.0.height(), self.0.as_raw().clone());
        }
        let small = image::DynamicImage::ImageLuma8(self.0.clone())
            .resize(1920, 1080, image::imageops::FilterType::Triangle)
            .into_luma8();
        (small.width(), small.height(), small.into_raw())
    }
}

fn square(side: usize, luma: Vec<u8>) -> Option<image::GrayImage> {
    let side = u32::try_from(side).ok()?;
    image::GrayImage::from_raw(side, side, luma)
}

impl From<image::GrayImage> for Picture {
    fn from(picture: image::GrayImage) -> Self {
        Self(picture)
    }
}

/// What the optics simulator photographed.
impl From<&Photo> for Picture {
    fn from(photo: &Photo) -> Self {
        let seen = photo.picture();
        let side = |pixels| u32::try_from(pixels).unwrap_or(0);
        let picture =
            image::GrayImage::from_raw(side(seen.width()), side(seen.height()), seen.pixels().to_vec());
        picture.map_or_else(|| Self::grey(128), Self)
    }
}
