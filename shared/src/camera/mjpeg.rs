//! One frame of motion JPEG to luma (ITU-T T.81, baseline).
//!
//! The headers are walked here before the decoder sees them: size, process and tables are known then, and what a
//! webcam would not send is refused. Three habits of webcams are met: no Huffman tables, bytes of an older frame
//! after the end, and frames cut short (the decoder greys what is missing; a code in what came is still read).

use super::huffman::STANDARD_TABLES;
use super::{FrameError, Size};
use crate::limits::MJPEG_BYTES_MAX;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// What the headers say.
#[derive(Debug, PartialEq, Eq)]
struct Headers {
    width: usize,
    height: usize,
    has_tables: bool,
    /// Where the marker of the scan stands.
    scan: usize,
}

/// Reads the luma of one frame of the agreed `size`.
pub(super) fn luma(size: Size, bytes: &[u8]) -> Result<Vec<u8>, FrameError> {
    if bytes.len() > MJPEG_BYTES_MAX {
        return Err(FrameError::Long { got: bytes.len(), most: MJPEG_BYTES_MAX });
    }
    let headers = headers(bytes)?;
    if (headers.width, headers.height) != (size.width(), size.height()) {
        return Err(FrameError::OtherSize {
            width: headers.width,
            height: headers.height,
            agreed_width: size.width(),
            agreed_height: size.height(),
        });
    }
    if headers.has_tables {
        return decode(size, bytes);
    }
    let (before, scan) = bytes.split_at(headers.scan);
    decode(size, &[before, &STANDARD_TABLES, scan].concat())
}

/// The size that a JPEG file announces, where it is one that is read.
pub(super) fn size(file: &[u8]) -> Result<Size, FrameError> {
    let headers = headers(file)?;
    Size::new(headers.width, headers.height)
}

fn decode(size: Size, file: &[u8]) -> Result<Vec<u8>, FrameError> {
    let options = DecoderOptions::default()
        .set_max_width(size.width())
        .set_max_height(size.height())
        .set_strict_mode(false)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    let luma = decoder.decode().map_err(|fault| FrameError::Damaged { what: fault.to_string() })?;
    let needed = size.width() * size.height();
    if luma.len() == needed { Ok(luma) } else { Err(FrameError::Short { got: luma.len(), needed }) }
}

/// Walks the segments from the start of the picture to its scan.
fn headers(bytes: &[u8]) -> Result<Headers, FrameError> {
    const NO_START: FrameError = FrameError::NotRead { what: "it does not start as a JPEG" };
    const CUT: FrameError = FrameError::NotRead { what: "it ends within its headers" };
    const NO_MARKER: FrameError =
        FrameError::NotRead { what: "a header is not where the one before it ends" };
    const PROCESS: FrameError = FrameError::NotRead { what: "it is compressed in another way than baseline" };
    const NO_SIZE: FrameError = FrameError::NotRead { what: "the picture comes before its size" };
    const TWO_SIZES: FrameError = FrameError::NotRead { what: "it gives its size twice" };
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8]).ok_or(NO_START)?;
    let mut has_tables = false;
    let mut size = None;
    loop {
        let [0xff, marker, ..] = *rest else { return Err(if rest.len() < 2 { CUT } else { NO_MARKER }) };
        if marker == 0xff {
            rest = rest.get(1..).ok_or(CUT)?; // markers may be padded with any number of ff
            continue;
        }
        let (length, scan) = (rest.get(2..4).ok_or(CUT)?, bytes.len() - rest.len());
        let length = length.iter().fold(0, |length, &byte| length << 8 | usize::from(byte));
        let segment = rest.get(4..2 + length).ok_or(CUT)?;
        match marker {
            0xc4 => has_tables = true,
            // Start of frame: baseline, and extended sequential, which differs in nothing that eight bits use.
            0xc0 | 0xc1 => {
                let &[_, high, low, wide, narrow, ..] = segment else { return Err(CUT) };
                let side = |high, low| usize::from(u16::from_be_bytes([high, low]));
                if size.replace((side(wide, narrow), side(high, low))).is_some() {
                    return Err(TWO_SIZES);
                }
            }
            0xc2 | 0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return Err(PROCESS),
            0xda => {
                let (width, height) = size.ok_or(NO_SIZE)?;
                return Ok(Headers { width, height, has_tables, scan });
            }
            0xdb | 0xdd | 0xe0..=0xef | 0xfe => {}
            _ => return Err(NO_MARKER),
        }
        rest = rest.get(2 + length..).ok_or(CUT)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use proptest::prelude::*;

    const WIDTH: usize = 48;
    const HEIGHT: usize = 32;

    fn size() -> Size {
        Size::new(WIDTH, HEIGHT).unwrap()
    }

    /// A JPEG in colour, as cameras send them, of a picture that darkens to the right.
    fn jpeg() -> Vec<u8> {
        let pixels: Vec<u8> =
            (0..WIDTH * HEIGHT * 3).map(|byte| 255 - (byte / 3 % WIDTH * 5) as u8).collect();
        let mut file = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 80)
            .encode(&pixels, WIDTH as u32, HEIGHT as u32, image::ExtendedColorType::Rgb8)
            .unwrap();
        file
    }

    /// Takes every segment of this marker out.
    fn without(marker: u8, file: &[u8]) -> Vec<u8> {
        let (mut kept, mut rest) = (file[..2].to_vec(), &file[2..]);
        while rest[1] != 0xda {
            let (segment, after) = rest.split_at(2 + usize::from(u16::from_be_bytes([rest[2], rest[3]])));
            if segment[1] != marker {
                kept.extend_from_slice(segment);
            }
            rest = after;
        }
        [&kept, rest].concat()
    }

    fn place(marker: u8, file: &[u8]) -> usize {
        file.windows(2).position(|pair| pair == [0xff, marker]).unwrap()
    }

    #[test]
    fn the_luma_of_a_colour_frame_is_read() {
        let luma = luma(size(), &jpeg()).unwrap();
        assert_eq!(luma.len(), WIDTH * HEIGHT);
        for (column, &level) in luma[..WIDTH].iter().enumerate() {
            assert!((i32::from(level) - (255 - column as i32 * 5)).abs() < 8, "column {column}: {level}");
        }
    }

    #[test]
    fn a_frame_without_huffman_tables_reads_as_with_the_standard_ones() {
        let bare = without(0xc4, &jpeg());
        assert!(!headers(&bare).unwrap().has_tables);
        assert_eq!(luma(size(), &bare), luma(size(), &jpeg()));
    }

    #[test]
    fn bytes_of_an_older_frame_after_the_end_change_nothing() {
        let stale = [jpeg(), vec![0xff, 0xda, 0xab, 0, 0x12, 0x34], jpeg()].concat();
        assert_eq!(luma(size(), &stale), luma(size(), &jpeg()));
    }

    #[test]
    fn a_frame_cut_short_keeps_what_came() {
        let (whole, file) = (luma(size(), &jpeg()).unwrap(), jpeg());
        let cut = luma(size(), &file[..file.len() - 30]).unwrap();
        assert_eq!(cut[..8], whole[..8], "the first block came");
        assert_eq!(cut.len(), whole.len());
    }

    #[test]
    fn a_hostile_frame_is_refused_before_its_picture_is_decoded() {
        let file = jpeg();
        let frame = place(0xc0, &file);
        let with = |at: usize, bytes: &[u8]| {
            let mut file = file.clone();
            file[at..at + bytes.len()].copy_from_slice(bytes);
            file
        };
        let twice = [&file[..frame], &file[frame..frame + 19], &file[frame..]].concat();
        for (why, file, kind) in [
            ("65500 x 65500 pixels", with(frame + 5, &[0xff, 0xdc, 0xff, 0xdc]), "frame-size"),
            ("one row less than agreed", with(frame + 5, &[0, HEIGHT as u8 - 1]), "frame-size"),
            ("no rows", with(frame + 5, &[0, 0]), "frame-size"),
            ("progressive", with(frame + 1, &[0xc2]), "frame-format"),
            ("arithmetic coding", with(frame + 1, &[0xc9]), "frame-format"),
            ("its size twice", twice, "frame-format"),
            ("no size", without(0xc0, &file), "frame-format"),
            ("no start", file[2..].to_vec(), "frame-format"),
            ("nothing after the start", file[..2].to_vec(), "frame-format"),
            ("headers only", file[..frame].to_vec(), "frame-format"),
            ("a segment longer than the frame", with(frame + 2, &[0xff, 0xff]), "frame-format"),
            ("a segment of no length", with(frame + 2, &[0, 0]), "frame-format"),
            ("no quantisation", without(0xdb, &file), "frame-damaged"),
            ("too many bytes", vec![0xff; MJPEG_BYTES_MAX + 1], "frame-long"),
        ] {
            let refused = luma(size(), &file).expect_err(why);
            assert_eq!(refused.kind().as_str(), kind, "{why}: {refused}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn no_damage_makes_it_panic(
            damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            cut in proptest::option::of(any::<prop::sample::Index>()),
            bare in any::<bool>(),
        ) {
            let mut file = if bare { without(0xc4, &jpeg()) } else { jpeg() };
            for (at, byte) in damage {
                let at = at.index(file.len());
                file[at] = byte;
            }
            file.truncate(cut.map_or(file.len(), |cut| cut.index(file.len())));
            if let Ok(luma) = luma(size(), &file) {
                prop_assert_eq!(luma.len(), WIDTH * HEIGHT);
            }
        }
    }
}
