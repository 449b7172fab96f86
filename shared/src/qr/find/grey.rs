//! Grey values between pixels.

use super::Luma;
use super::geometry::Point;

impl Luma<'_> {
    /// The grey at a place, between its four pixels; pixel (0, 0) has its middle at (0.5, 0.5). Past the rim the rim goes on.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "clamped to the picture, whose sides are at most 4,096"
    )]
    pub(super) fn grey(&self, at: Point) -> f32 {
        let x = (at.x - 0.5).clamp(0.0, self.width as f32 - 1.001);
        let y = (at.y - 0.5).clamp(0.0, self.height as f32 - 1.001);
        let (left, top) = (x as usize, y as usize);
        let (right_share, low_share) = (x - left as f32, y - top as f32);
        let start = top * self.width + left;
        let pair = |start: usize| match self.pixels.get(start..start + 2) {
            Some(&[left, right]) => f32::from(left) * (1.0 - right_share) + f32::from(right) * right_share,
            _ => 0.0,
        };
        pair(start) * (1.0 - low_share) + pair(start + self.width) * low_share
    }

    /// Whether a place is inside, by a margin of one pixel.
    #[expect(clippy::cast_precision_loss, reason = "sides are at most 4,096")]
    pub(super) fn holds(&self, at: Point) -> bool {
        at.x >= 1.0 && at.y >= 1.0 && at.x <= self.width as f32 - 1.0 && at.y <= self.height as f32 - 1.0
    }
}
