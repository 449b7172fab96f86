//! Camera frames to luma. Feature `camera`.
//!
//! ```text
//! device bytes -> luma.rs  (GREY, YUYV, NV12: copied out)   -> Frame -> qr::find
//!              -> mjpeg.rs (headers judged, then zune-jpeg) ->
//! ```
//!
//! Only luma is ever made: codes have no colour, and asking the JPEG decoder for it halves its work.
//! May not enter: devices, threads, clocks. A device stands behind [`Source`], in the program that has it.

mod error;
mod huffman;
mod luma;
mod mjpeg;
mod source;

pub use error::{FrameError, SourceError};
pub use luma::{Encoding, Frame, Size};
pub use source::Source;
