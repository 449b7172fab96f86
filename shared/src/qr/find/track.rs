//! Where the codes of the last picture were: most of the next picture need not be looked at.

use super::Luma;
use super::port::Hit;

/// A part of a picture that held some codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    /// How many codes it held; with fewer the whole picture is looked at.
    pub(super) codes: usize,
}

impl Place {
    /// Around all hits, with room for a hand that shakes; `None` where that is most of the picture.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "clamped to a picture"
    )]
    pub(super) fn around(hits: &[Hit], picture: Luma<'_>) -> Option<Self> {
        const ROOM: f32 = 0.12;
        let corners = || hits.iter().flat_map(|hit| hit.corners);
        let span = |values: &mut dyn Iterator<Item = f32>, side: usize| {
            let (low, high) =
                values.fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(value), high.max(value)));
            let room = (high - low) * ROOM + 8.0;
            let low = (low - room).clamp(0.0, side as f32) as usize;
            let high = (high + room).clamp(0.0, side as f32) as usize;
            (low, high.saturating_sub(low))
        };
        let (left, width) = span(&mut corners().map(|(x, _)| x), picture.width);
        let (top, height) = span(&mut corners().map(|(_, y)| y), picture.height);
        let worth = !hits.is_empty() && 2 * width * height < picture.pixels.len();
        worth.then_some(Self { left, top, width, height, codes: hits.len() })
    }

    /// The pixels of this place; `None` where the picture has become too small for it.
    pub(super) fn cut(&self, picture: Luma<'_>) -> Option<Vec<u8>> {
        if self.left + self.width > picture.width || self.top + self.height > picture.height {
            return None;
        }
        let rows = picture.pixels.chunks_exact(picture.width).skip(self.top).take(self.height);
        let mut pixels = Vec::with_capacity(self.width * self.height);
        for row in rows {
            pixels.extend_from_slice(row.get(self.left..self.left + self.width)?);
        }
        Some(pixels)
    }

    /// The part as a picture of its own.
    pub(super) fn luma<'a>(&self, pixels: &'a [u8]) -> Option<Luma<'a>> {
        Luma::new(self.width, self.height, pixels)
    }

    /// Hits in the part, counted from the corner of the whole.
    pub(super) fn moved(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        #[expect(clippy::cast_precision_loss, reason = "sides are at most 4,096")]
        let (left, top) = (self.left as f32, self.top as f32);
        for (x, y) in hits.iter_mut().flat_map(|hit| &mut hit.corners) {
            *x += left;
            *y += top;
        }
        hits
    }
}
