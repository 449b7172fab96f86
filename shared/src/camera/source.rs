//! Where frames come from: a webcam, a folder of pictures, a simulated camera.

use super::{Frame, SourceError};

/// Gives one grey picture after the other.
///
/// An implementation may block; it is called on a thread of its own. It never hands the same picture out twice,
/// and rather drops old pictures than queue them: what counts is what the camera sees now.
pub trait Source {
    /// The next picture.
    ///
    /// # Errors
    /// [`SourceError::Frame`] for one lost frame, after which the next may be asked for; all others are final.
    fn next_frame(&mut self) -> Result<Frame, SourceError>;
}
