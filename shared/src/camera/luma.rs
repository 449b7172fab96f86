//! The layouts that cameras deliver, and the grey picture they become.
//!
//! | name | bytes a row of `w` pixels | rows                         | luma             |
//! |------|---------------------------|------------------------------|------------------|
//! | GREY | w                         | h                            | every byte       |
//! | YUYV | 2 w: `Y U Y V`            | h                            | every other byte |
//! | NV12 | w                         | h of luma, then h/2 of `U V` | the first h rows |
//!
//! A row may be followed by padding (`stride`), except the last one. Luma is taken as it is, full range or that of
//! video (16 to 235): the finder adapts to it anyway.

use super::{FrameError, mjpeg};
use crate::limits::PICTURE_SIDE_MAX;
use crate::qr::find::Luma;

/// How a camera packs its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// One byte of luma a pixel.
    Grey,
    /// YUV 4:2:2, packed.
    Yuyv,
    /// YUV 4:2:0, luma first, then colour.
    Nv12,
    /// One JPEG a frame.
    Mjpeg,
}

/// The size agreed with a camera: 1 to [`PICTURE_SIDE_MAX`] pixels a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    width: usize,
    height: usize,
}

impl Size {
    /// A size of `width` x `height` pixels.
    ///
    /// # Errors
    /// [`FrameError::Size`] where a side is 0 or larger than the limit.
    pub fn new(width: usize, height: usize) -> Result<Self, FrameError> {
        let fits = |side: usize| (1..=PICTURE_SIDE_MAX).contains(&side);
        if fits(width) && fits(height) {
            Ok(Self { width, height })
        } else {
            Err(FrameError::Size { width, height, most: PICTURE_SIDE_MAX })
        }
    }

    /// Pixels across.
    pub fn width(self) -> usize {
        self.width
    }

    /// Pixels down.
    pub fn height(self) -> usize {
        self.height
    }
}

/// A grey picture of the agreed size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    size: Size,
    luma: Vec<u8>, // invariant: width * height
}

impl Frame {
    /// Reads one frame as the camera delivered it. `stride` is the bytes from one row to the next, if the camera
    /// says; it means nothing for MJPEG.
    ///
    /// # Errors
    /// Every [`FrameError`]; memory is taken for `size` at most.
    pub fn read(
        encoding: Encoding,
        size: Size,
        stride: Option<usize>,
        bytes: &[u8],
    ) -> Result<Self, FrameError> {
        let odd = |encoding| FrameError::Odd { width: size.width, height: size.height, encoding };
        let mut luma = Vec::new();
        match encoding {
            Encoding::Grey => {
                let rows = rows(size, size.width, stride, size.height, bytes)?;
                luma.reserve_exact(size.width * size.height);
                rows.for_each(|row| luma.extend_from_slice(row));
            }
            Encoding::Yuyv if !size.width.is_multiple_of(2) => return Err(odd("YUYV")),
            Encoding::Yuyv => {
                let rows = rows(size, 2 * size.width, stride, size.height, bytes)?;
                luma.reserve_exact(size.width * size.height);
                // Row by row and pair by pair: the compiler sees the lengths, and takes a fifth of a millisecond for 720p.
                rows.for_each(|row| luma.extend(row.as_chunks().0.iter().map(|&[grey, _]| grey)));
            }
            Encoding::Nv12 if !size.width.is_multiple_of(2) || !size.height.is_multiple_of(2) => {
                return Err(odd("NV12"));
            }
            Encoding::Nv12 => {
                let all = size.height + size.height / 2;
                let rows = rows(size, size.width, stride, all, bytes)?;
                luma.reserve_exact(size.width * size.height);
                rows.for_each(|row| luma.extend_from_slice(row));
            }
            Encoding::Mjpeg => luma = mjpeg::luma(size, bytes)?,
        }
        Ok(Self { size, luma })
    }

    /// A picture whose luma came from elsewhere; none where the bytes are not `width * height`.
    pub(super) fn of_luma(size: Size, luma: Vec<u8>) -> Option<Self> {
        (luma.len() == size.width * size.height).then_some(Self { size, luma })
    }

    /// The picture, as the finder takes it.
    pub fn picture(&self) -> Option<Luma<'_>> {
        Luma::new(self.size.width, self.size.height, &self.luma)
    }

    /// The agreed size.
    pub fn size(&self) -> Size {
        self.size
    }

    /// All pixels, row by row, 0 black.
    pub fn luma(&self) -> &[u8] {
        &self.luma
    }
}

/// The rows of luma, without their padding; `count` rows must be there, colour included.
fn rows(
    size: Size,
    needed: usize,
    stride: Option<usize>,
    count: usize,
    bytes: &[u8],
) -> Result<impl Iterator<Item = &[u8]>, FrameError> {
    let stride = stride.unwrap_or(needed);
    if stride < needed {
        return Err(FrameError::Stride { stride, needed });
    }
    // The last row need not be padded. A stride that no frame could have is a frame that is too short.
    let all = stride.saturating_mul(count - 1).saturating_add(needed);
    if bytes.len() < all {
        return Err(FrameError::Short { got: bytes.len(), needed: all });
    }
    Ok(bytes.chunks(stride).filter_map(move |row| row.get(..needed)).take(size.height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 4] = [Encoding::Grey, Encoding::Yuyv, Encoding::Nv12, Encoding::Mjpeg];

    fn size(width: usize, height: usize) -> Size {
        Size::new(width, height).unwrap()
    }

    #[test]
    fn every_layout_gives_the_same_picture() {
        let expected = [1, 2, 3, 4, 5, 6, 7, 8];
        for (encoding, stride, bytes) in [
            (Encoding::Grey, None, vec![1, 2, 3, 4, 5, 6, 7, 8]),
            (Encoding::Grey, Some(5), vec![1, 2, 3, 4, 99, 5, 6, 7, 8]),
            (Encoding::Yuyv, None, vec![1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0]),
            (Encoding::Yuyv, Some(10), vec![1, 0, 2, 0, 3, 0, 4, 0, 99, 99, 5, 0, 6, 0, 7, 0, 8, 0]),
            (Encoding::Nv12, None, vec![1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0]),
            (Encoding::Nv12, Some(6), vec![1, 2, 3, 4, 99, 99, 5, 6, 7, 8, 99, 99, 0, 0, 0, 0]),
        ] {
            let frame = Frame::read(encoding, size(4, 2), stride, &bytes).unwrap();
            assert_eq!(frame.luma(), expected, "{encoding:?}, stride {stride:?}");
            assert_eq!(frame.picture().map(|picture| (picture.width(), picture.height())), Some((4, 2)));
        }
    }

    #[test]
    fn bytes_after_the_picture_are_left_alone() {
        let frame = Frame::read(Encoding::Grey, size(2, 1), None, &[1, 2, 3, 4, 5]).unwrap();
        assert_eq!(frame.luma(), [1, 2]);
    }

    #[test]
    fn a_frame_with_one_fault_is_refused_with_its_kind() {
        for (encoding, stride, bytes, kind) in [
            (Encoding::Grey, None, 7, "frame-short"),
            (Encoding::Grey, Some(3), 8, "frame-stride"),
            (Encoding::Grey, Some(usize::MAX), 8, "frame-short"),
            (Encoding::Yuyv, None, 15, "frame-short"),
            (Encoding::Yuyv, Some(7), 16, "frame-stride"),
            (Encoding::Nv12, None, 11, "frame-short"),
            (Encoding::Mjpeg, None, 0, "frame-format"),
        ] {
            let refused = Frame::read(encoding, size(4, 2), stride, &vec![0; bytes]).unwrap_err();
            assert_eq!(refused.kind().as_str(), kind, "{encoding:?}: {refused}");
        }
        let odd = Frame::read(Encoding::Yuyv, size(3, 2), None, &[0; 12]).unwrap_err();
        assert_eq!(odd.kind().as_str(), "frame-size");
    }

    #[test]
    fn a_size_outside_the_limit_is_no_size() {
        for (width, height) in [(0, 1), (1, 0), (PICTURE_SIDE_MAX + 1, 1), (1, usize::MAX)] {
            assert!(Size::new(width, height).is_err(), "{width} x {height}");
        }
        assert!(Size::new(PICTURE_SIDE_MAX, PICTURE_SIDE_MAX).is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_give_another_size(
            bytes in proptest::collection::vec(any::<u8>(), 0..600),
            (width, height) in (1_usize..40, 1_usize..40),
            stride in proptest::option::of(0_usize..100),
        ) {
            for encoding in ENCODINGS {
                if let Ok(frame) = Frame::read(encoding, size(width, height), stride, &bytes) {
                    prop_assert_eq!(frame.luma().len(), width * height);
                }
            }
        }
    }
}
