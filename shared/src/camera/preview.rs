//! The small mirrored picture that the operator aims by. Pure.

use super::Frame;

/// The widest preview, in pixels: enough to aim by, a quarter of the pixels of 720p.
pub const PREVIEW_WIDTH: usize = 640;

/// A grey picture, left and right exchanged as in a mirror: a hand that moves right is seen to move right.
#[derive(Clone, PartialEq, Eq)]
pub struct Preview {
    width: usize,
    height: usize,
    luma: Vec<u8>, // invariant: width * height
}

/// Without the pixels: what the camera sees may be a secret.
impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Preview({} x {})", self.width, self.height)
    }
}

impl Preview {
    /// Makes it from a frame; a pixel of it is the mean of up to four in a row.
    pub fn of(frame: &Frame) -> Self {
        let (wide, high) = (frame.size().width(), frame.size().height());
        let step = wide.div_ceil(PREVIEW_WIDTH).max(1);
        let (width, height) = (wide / step, high / step);
        let mut luma = Vec::with_capacity(width * height);
        for row in frame.luma().chunks_exact(wide).step_by(step).take(height) {
            luma.extend(row.chunks_exact(step).rev().map(mean));
        }
        luma.resize(width * height, 0);
        Self { width, height, luma }
    }

    /// Pixels a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// All pixels, row by row, 0 black.
    pub fn luma(&self) -> &[u8] {
        &self.luma
    }
}

fn mean(pixels: &[u8]) -> u8 {
    let sum: usize = pixels.iter().map(|&pixel| usize::from(pixel)).sum();
    u8::try_from(sum / pixels.len().max(1)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::{Encoding, Size};

    fn frame(width: usize, height: usize, pixel: impl Fn(usize, usize) -> u8) -> Frame {
        let bytes: Vec<u8> =
            (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect();
        Frame::read(Encoding::Grey, Size::new(width, height).unwrap(), None, &bytes).unwrap()
    }

    #[test]
    fn it_is_mirrored_and_no_wider_than_it_needs_to_be() {
        let small = Preview::of(&frame(4, 2, |x, y| (x + 10 * y) as u8));
        assert_eq!((small.width(), small.height()), (4, 2));
        assert_eq!(small.luma(), [3, 2, 1, 0, 13, 12, 11, 10]);
        for (width, height, shown) in [(1280, 720, (640, 360)), (641, 481, (320, 240)), (4096, 3, (585, 0))] {
            let preview = Preview::of(&frame(width, height, |x, _| if x < width / 2 { 0 } else { 200 }));
            assert_eq!((preview.width(), preview.height()), shown);
            assert_eq!(preview.luma().len(), preview.width() * preview.height());
            assert!(preview.luma().first().is_none_or(|&left| left == 200), "the right half is on the left");
        }
    }
}
