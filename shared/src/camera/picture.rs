//! Picture files to luma: PGM and PPM (binary, 8 bits), PNG, JPEG. Pure.
//!
//! The first bytes say what a file is, never its name. Sizes are judged before memory is taken for them.

use super::{Encoding, Frame, FrameError, Size, mjpeg};
use crate::limits::{PICTURE_FILE_BYTES_MAX, PICTURE_SIDE_MAX};

/// Reads one file.
///
/// # Errors
/// Every [`FrameError`].
pub fn read(file: &[u8]) -> Result<Frame, FrameError> {
    if file.len() > PICTURE_FILE_BYTES_MAX {
        return Err(FrameError::Long { got: file.len(), most: PICTURE_FILE_BYTES_MAX });
    }
    match file {
        [0xff, 0xd8, ..] => Frame::read(Encoding::Mjpeg, mjpeg::size(file)?, None, file),
        [0x89, b'P', b'N', b'G', ..] => png(file),
        [b'P', b'5', rest @ ..] => netpbm(rest, 1),
        [b'P', b'6', rest @ ..] => netpbm(rest, 3),
        _ => Err(FrameError::NotRead { what: "it begins like no PGM, PPM, PNG or JPEG" }),
    }
}

fn grey(size: Size, channels: usize, pixels: &[u8]) -> Result<Frame, FrameError> {
    let needed = size.width() * size.height() * channels;
    let pixels = pixels.get(..needed).ok_or(FrameError::Short { got: pixels.len(), needed })?;
    let luma: Vec<u8> = match channels {
        1 => return Frame::read(Encoding::Grey, size, None, pixels),
        2 => pixels.chunks_exact(2).filter_map(<[u8]>::first).copied().collect(),
        _ => pixels.chunks_exact(channels).map(brightness).collect(),
    };
    Frame::read(Encoding::Grey, size, None, &luma)
}

/// ITU-R BT.601, as cameras make luma.
fn brightness(pixel: &[u8]) -> u8 {
    let weighed =
        pixel.iter().zip([77_u32, 150, 29]).map(|(&part, weight)| u32::from(part) * weight).sum::<u32>();
    u8::try_from(weighed >> 8).unwrap_or(u8::MAX)
}

/// The head of a netpbm file is numbers in words, `#` begins a remark; one byte of space, then pixels.
fn netpbm(after_magic: &[u8], channels: usize) -> Result<Frame, FrameError> {
    const CUT: FrameError = FrameError::NotRead { what: "the head of the file is cut off or has no numbers" };
    let mut rest = after_magic;
    let mut number = || -> Result<usize, FrameError> {
        let mut value: Option<usize> = None;
        let mut remark = false;
        loop {
            let (&byte, after) = rest.split_first().ok_or(CUT)?;
            rest = after;
            match byte {
                b'\n' | b'\r' if remark => remark = false,
                _ if remark => {}
                b'0'..=b'9' => {
                    let value = value.get_or_insert(0);
                    *value = value.saturating_mul(10).saturating_add(usize::from(byte - b'0'));
                }
                b' ' | b'\t' | b'\n' | b'\r' => {
                    if let Some(value) = value {
                        return Ok(value);
                    }
                }
                b'#' if value.is_none() => remark = true,
                _ => return Err(CUT),
            }
        }
    };
    let (width, height, most) = (number()?, number()?, number()?);
    if most != 255 {
        return Err(FrameError::NotRead { what: "its greys do not go from 0 to 255" });
    }
    grey(Size::new(width, height)?, channels, rest)
}

fn png(file: &[u8]) -> Result<Frame, FrameError> {
    let damaged = |fault: png::DecodingError| FrameError::Damaged { what: fault.to_string() };
    let limits = png::Limits { bytes: 4 * PICTURE_SIDE_MAX * PICTURE_SIDE_MAX };
    let mut decoder = png::Decoder::new_with_limits(std::io::Cursor::new(file), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    let header = decoder.read_header_info().map_err(damaged)?;
    let side = |pixels| usize::try_from(pixels).unwrap_or(usize::MAX);
    let size = Size::new(side(header.width), side(header.height))?;
    let mut reader = decoder.read_info().map_err(damaged)?;
    let channels = reader.output_color_type().0.samples();
    let mut pixels = vec![0; size.width() * size.height() * channels];
    reader.next_frame(&mut pixels).map_err(damaged)?;
    grey(size, channels, &pixels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use proptest::prelude::*;

    fn encoded(format: image::ImageFormat, picture: image::DynamicImage) -> Vec<u8> {
        let mut file = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    fn ramp() -> image::GrayImage {
        image::GrayImage::from_fn(16, 8, |x, y| image::Luma([(x * 10 + y) as u8]))
    }

    #[test]
    fn every_kind_of_file_gives_the_same_picture() {
        use image::{DynamicImage, ImageFormat};
        let grey = DynamicImage::ImageLuma8(ramp());
        let colour = DynamicImage::ImageRgb8(grey.to_rgb8());
        let seen = DynamicImage::ImageRgba8(grey.to_rgba8());
        for (what, file) in [
            ("PGM", [b"P5\n16 8\n255\n", grey.as_bytes()].concat()),
            ("PPM", [b"P6 16 8 255\n", colour.as_bytes()].concat()),
            ("PNG", encoded(ImageFormat::Png, grey.clone())),
            ("PNG in colour", encoded(ImageFormat::Png, colour)),
            ("PNG with transparency", encoded(ImageFormat::Png, seen)),
            ("PNG of 16 bits", encoded(ImageFormat::Png, DynamicImage::ImageLuma16(grey.to_luma16()))),
            ("JPEG", encoded(ImageFormat::Jpeg, grey)),
        ] {
            let frame = read(&file).unwrap_or_else(|fault| panic!("{what}: {fault}"));
            assert_eq!((frame.size().width(), frame.size().height()), (16, 8), "{what}");
            let worst = frame.luma().iter().zip(ramp().iter()).map(|(read, made)| read.abs_diff(*made)).max();
            assert!(worst <= Some(4), "{what}: off by {worst:?}");
        }
    }

    #[test]
    fn a_remark_in_the_head_is_passed_over() {
        assert_eq!(read(b"P5\n# by hand\n2 1\n255\n\x07\x09").unwrap().luma(), [7, 9]);
    }

    #[test]
    fn a_file_with_one_fault_is_refused_with_its_kind() {
        for (file, kind, why) in [
            (&b"P5 2 1 255 \x07"[..], "frame-short", "a pixel is missing"),
            (b"P5 2 1 65535 \x07\x07\x07\x07", "frame-format", "16 bits"),
            (b"P5 99999999999999999999999 1 255 ", "frame-size", "a side that no memory has"),
            (b"P5 0 1 255 ", "frame-size", "no pixels"),
            (b"P5 2", "frame-format", "cut off"),
            (b"P5 -2 1 255 ", "frame-format", "a sign is not a digit"),
            (b"GIF89a", "frame-format", "another format"),
            (b"", "frame-format", "empty"),
            (b"\x89PNG\r\n\x1a\n\0\0", "frame-damaged", "a PNG cut off"),
        ] {
            assert_eq!(read(file).unwrap_err().kind().as_str(), kind, "{why}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            (noise, nth) in (proptest::collection::vec(any::<u8>(), 0..300), 0_usize..5),
            cut in 0_usize..400,
        ) {
            let heads: [&[u8]; 5] = [b"P5 4 4 255 ", b"P6 4 4 255 ", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b""];
            _ = read(&[heads[nth], &noise].concat());
            let mut png = encoded(image::ImageFormat::Png, image::DynamicImage::ImageLuma8(ramp()));
            png.truncate(cut);
            if let (Some(byte), Some(&change)) = (png.get_mut(cut / 2), noise.first()) {
                *byte = change;
            }
            _ = read(&png);
        }
    }
}
