//! Text or bytes to modules, and modules to grey pixels.

use super::send::Frame;

/// A square of modules without its quiet zone; row by row, true is dark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modules {
    /// Modules a side.
    pub width: usize,
    /// width × width.
    pub dark: Vec<bool>,
}

/// The quiet zone, in modules (ISO/IEC 18004).
pub const QUIET_ZONE: usize = 4;

/// Why a frame cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// skeleton
    #[error("skeleton")]
    Skeleton,
}

/// Draws a frame at level L, at the smallest version that holds it.
pub fn draw(_frame: &Frame) -> Result<Modules, DrawError> {
    unimplemented!()
}

impl Modules {
    /// Grey pixels (0 dark, 255 light) at an integer scale with the quiet zone; the side is (width + 8) × scale.
    pub fn to_luma(&self, _scale: usize) -> (usize, Vec<u8>) {
        unimplemented!()
    }
}
