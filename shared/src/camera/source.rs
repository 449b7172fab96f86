//! Where frames come from: a webcam, a folder of pictures, a simulated camera.

use super::{Camera, CameraId, Frame, SourceError};

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

/// Opens a source on the thread that will ask it for frames; a source need not be movable between threads.
pub type Opener = Box<dyn FnOnce() -> Result<Box<dyn Source>, SourceError> + Send>;

/// What can be opened: the cameras of a machine, or what stands in for them.
pub trait Sources: Send + Sync {
    /// The cameras there are now. May block; called on a thread of its own. `in_use` is already open and not touched.
    ///
    /// # Errors
    /// Where the system gives no list at all. No camera is an empty list.
    fn list(&self, in_use: Option<&CameraId>) -> Result<Vec<Camera>, SourceError>;

    /// What opens one of them.
    fn opener(&self, id: &CameraId) -> Opener;
}
