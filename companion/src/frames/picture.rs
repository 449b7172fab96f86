//! Pictures in and out: files of a stranger to grey pixels, modules to PNG and GIF.
//!
//! | bound              | value      | why                                                        |
//! |--------------------|------------|------------------------------------------------------------|
//! | side               | 8,192      | any screen, any webcam, most phones                        |
//! | memory of a decode | 256 MiB    | 8,192 × 8,192 in grey, or 4,096 × 4,096 with colours twice |
//! | frames of a GIF    | 8,192      | what the longest message is shown with                     |
//! | pixels of a GIF    | 2^31       | that message at our densities; a minute of searching       |

use std::io::Cursor;

use image::{
    AnimationDecoder as _, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::gif::GifDecoder,
};
use shared::qr::draw::{Modules, QUIET_ZONE};

/// The longest side of a picture, in pixels.
pub const SIDE_MAX: u32 = 8_192;
/// The most memory that decoding one picture may take, in bytes.
pub const DECODE_BYTES_MAX: u64 = 256 << 20;
/// The most frames of one animation.
pub const GIF_FRAMES_MAX: usize = super::play::FRAMES_MAX;

/// The most pixels of all frames of one animation: a GIF spells a large blank frame in a few bytes, and each is
/// searched.
pub const GIF_PIXELS_MAX: u64 = 1 << 31;

/// A grey picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grey {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row by row, 0 black.
    pub pixels: Vec<u8>,
}

/// Why a picture was not read, or not made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// A format that is not read.
    #[error("it is no PNG, JPEG, GIF, WebP, BMP or PNM picture")]
    Format,
    /// Damaged, cut off, or larger than is read.
    #[error("the picture is damaged, cut off or larger than {SIDE_MAX} × {SIDE_MAX} pixels ({0})")]
    Damaged(String),
    /// More to look at than is looked at.
    #[error("its frames have more than {GIF_PIXELS_MAX} pixels together")]
    TooManyPixels,
    /// A picture could not be encoded.
    #[error("the picture could not be made: {0}")]
    Encode(String),
}

fn damaged(error: impl std::fmt::Display) -> PictureError {
    PictureError::Damaged(error.to_string().chars().take(160).collect())
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODE_BYTES_MAX);
    limits
}

/// Whether `bytes` begin like a picture that is read.
pub fn is_picture(bytes: &[u8]) -> bool {
    format_of(bytes).is_some()
}

fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    let format = image::guess_format(bytes).ok()?;
    let read = matches!(
        format,
        ImageFormat::Png
            | ImageFormat::Jpeg
            | ImageFormat::Gif
            | ImageFormat::WebP
            | ImageFormat::Bmp
            | ImageFormat::Pnm
    );
    read.then_some(format)
}

/// Decodes a picture, frame by frame where it is animated, and hands each to `take`.
pub fn each_frame(bytes: &[u8], mut take: impl FnMut(Grey)) -> Result<(), PictureError> {
    let format = format_of(bytes).ok_or(PictureError::Format)?;
    if format == ImageFormat::Gif {
        return animation(bytes, GIF_PIXELS_MAX, take);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    take(grey(reader.decode().map_err(damaged)?));
    Ok(())
}

/// The frames of a GIF, until they have more than `pixels_max` pixels together.
fn animation(bytes: &[u8], pixels_max: u64, mut take: impl FnMut(Grey)) -> Result<(), PictureError> {
    let mut decoder = GifDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    decoder.set_limits(limits()).map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width).saturating_mul(u64::from(height)).max(1);
    let most = pixels_max / pixels;
    for (before, frame) in (0_u64..).zip(decoder.into_frames().take(GIF_FRAMES_MAX)) {
        if before >= most {
            return Err(PictureError::TooManyPixels);
        }
        take(grey(image::DynamicImage::ImageRgba8(frame.map_err(damaged)?.into_buffer())));
    }
    Ok(())
}

/// Transparent pixels are paper: laid on white.
fn grey(picture: image::DynamicImage) -> Grey {
    let has_alpha = picture.color().has_alpha();
    let flat = if has_alpha {
        let pairs = picture.into_luma_alpha8();
        let (width, height) = pairs.dimensions();
        let pixels = pairs
            .pixels()
            .map(|&image::LumaA([luma, alpha])| {
                let (luma, alpha) = (u32::from(luma), u32::from(alpha));
                u8::try_from((luma * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
            })
            .collect();
        (width, height, pixels)
    } else {
        let luma = picture.into_luma8();
        (luma.width(), luma.height(), luma.into_raw())
    };
    let (width, height, pixels): (u32, u32, Vec<u8>) = flat;
    // A u32 fits a usize wherever this runs; a picture of size zero is what remains of the impossible.
    let side = |side: u32| usize::try_from(side).unwrap_or_default();
    Grey { width: side(width), height: side(height), pixels }
}

/// One code as a grey PNG, `scale` pixels a module, with its quiet zone.
pub fn png(modules: &Modules, scale: usize) -> Result<Vec<u8>, PictureError> {
    let (side, pixels) = modules.to_luma(scale);
    let side = u32::try_from(side).map_err(|error| PictureError::Encode(error.to_string()))?;
    let mut bytes = Vec::new();
    image::write_buffer_with_format(
        &mut Cursor::new(&mut bytes),
        &pixels,
        side,
        side,
        image::ExtendedColorType::L8,
        ImageFormat::Png,
    )
    .map_err(|error| PictureError::Encode(error.to_string()))?;
    Ok(bytes)
}

/// Codes as an endless two-colour animation. Smaller codes stand in the middle of the largest.
pub fn gif(codes: &[Modules], scale: usize, frames_per_second: u32) -> Result<Vec<u8>, PictureError> {
    let failed = |error: &dyn std::fmt::Display| PictureError::Encode(error.to_string());
    let canvas = codes.iter().map(|code| (code.width + 2 * QUIET_ZONE) * scale).max().unwrap_or_default();
    let side = u16::try_from(canvas).map_err(|error| failed(&error))?;
    let delay = u16::try_from((100 / frames_per_second.max(1)).max(2)).unwrap_or(2); // hundredths of a second
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, side, side, &[0, 0, 0, 255, 255, 255])
        .map_err(|error| failed(&error))?;
    encoder.set_repeat(gif::Repeat::Infinite).map_err(|error| failed(&error))?;
    // One code at a time is drawn: all of them at a large scale are gigabytes.
    for code in codes {
        let (side_of_code, luma) = code.to_luma(scale);
        let mut indexes = vec![1_u8; canvas * canvas];
        let margin = (canvas - side_of_code) / 2;
        for (row, line) in luma.chunks_exact(side_of_code).enumerate() {
            let start = (row + margin) * canvas + margin;
            if let Some(target) = indexes.get_mut(start..start + side_of_code) {
                target.iter_mut().zip(line).for_each(|(index, &luma)| *index = u8::from(luma > 127));
            }
        }
        let frame =
            gif::Frame { delay, width: side, height: side, buffer: indexes.into(), ..gif::Frame::default() };
        encoder.write_frame(&frame).map_err(|error| failed(&error))?;
    }
    drop(encoder);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smaller_codes_of_an_animation_stand_in_the_middle_of_the_largest() {
        let codes = [1, 3].map(|width| Modules { width, dark: vec![true; width * width] });
        let bytes = gif(&codes, 2, 10).unwrap();
        let mut seen = Vec::new();
        each_frame(&bytes, |grey| {
            let dark = grey.pixels.iter().filter(|&&pixel| pixel == 0).count();
            seen.push((grey.width, dark, grey.pixels[grey.width * grey.height / 2 + grey.width / 2]));
        })
        .unwrap();
        assert_eq!(seen, [(22, 4, 0), (22, 36, 0)]);
    }

    #[test]
    fn an_animation_is_looked_at_until_its_frames_have_too_many_pixels_together() {
        let code = Modules { width: 1, dark: vec![true] }; // 9 × 9 pixels with its quiet zone
        let bytes = gif(&vec![code; 4], 1, 10).unwrap();
        for (most, seen, whole) in [(4 * 81, 4, true), (4 * 81 - 1, 3, false), (80, 0, false)] {
            let mut frames = 0;
            let done = animation(&bytes, most, |_| frames += 1);
            assert_eq!((frames, done.is_ok()), (seen, whole), "{most}");
        }
    }
}
