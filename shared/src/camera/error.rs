//! Why a camera frame, or a camera, gave no picture.

use crate::{Kind, Refusal};

/// Why the bytes of one frame gave no picture. The next frame may well be whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// A picture larger than we look at, or without pixels.
    #[error(
        "the camera offers {width} x {height} pixels, 1 to {most} a side are read; choose a smaller size"
    )]
    Size {
        /// Pixels across.
        width: usize,
        /// Pixels down.
        height: usize,
        /// The limit.
        most: usize,
    },
    /// YUYV and NV12 keep colour for two pixels together.
    #[error(
        "a picture of {width} x {height} pixels has no {encoding} form, which goes by twos; choose an even size"
    )]
    Odd {
        /// Pixels across.
        width: usize,
        /// Pixels down.
        height: usize,
        /// `YUYV` or `NV12`.
        encoding: &'static str,
    },
    /// Rows that would overlap.
    #[error(
        "the camera says that a row has {stride} bytes, this picture needs {needed} or more; open it again"
    )]
    Stride {
        /// Bytes from one row to the next, as announced.
        stride: usize,
        /// Bytes that a row holds.
        needed: usize,
    },
    /// The end of the picture is not there.
    #[error("the frame ends after {got} bytes, the picture needs {needed}; it is dropped, scanning goes on")]
    Short {
        /// Bytes delivered.
        got: usize,
        /// Bytes needed.
        needed: usize,
    },
    /// A compressed frame too long to be one.
    #[error("the compressed frame has {got} bytes, at most {most} are read; it is dropped, scanning goes on")]
    Long {
        /// Bytes delivered.
        got: usize,
        /// The limit.
        most: usize,
    },
    /// The JPEG announces another size than was agreed with the camera.
    #[error(
        "the frame says {width} x {height} pixels, the camera was set to {agreed_width} x {agreed_height}; it is dropped, scanning goes on"
    )]
    OtherSize {
        /// Pixels across, as the frame says.
        width: usize,
        /// Pixels down, as the frame says.
        height: usize,
        /// Pixels across, as agreed.
        agreed_width: usize,
        /// Pixels down, as agreed.
        agreed_height: usize,
    },
    /// Not the kind of JPEG that cameras make.
    #[error("the frame is no camera JPEG: {what}; it is dropped, scanning goes on")]
    NotMjpeg {
        /// What was found, or missing.
        what: &'static str,
    },
    /// The decoder gave up.
    #[error("the frame is damaged ({what}); it is dropped, scanning goes on")]
    Damaged {
        /// The decoder's own words.
        what: String,
    },
}

impl Refusal for FrameError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Size { .. } | Self::Odd { .. } | Self::OtherSize { .. } => "frame-size",
            Self::Stride { .. } => "frame-stride",
            Self::Short { .. } => "frame-short",
            Self::Long { .. } => "frame-long",
            Self::NotMjpeg { .. } => "frame-format",
            Self::Damaged { .. } => "frame-damaged",
        })
    }
}

/// Why a camera gave no frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// One frame was lost; ask for the next.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// No more frames will come.
    #[error("the camera is gone ({what}); plug it in again and choose it again")]
    Gone {
        /// The system's own words.
        what: String,
    },
    /// Another program has it.
    #[error("the camera is in use ({what}); close the program that uses it and choose it again")]
    Busy {
        /// The system's own words.
        what: String,
    },
    /// A folder of pictures, or a test, has come to its end.
    #[error("there are no more pictures")]
    Ended,
}

impl Refusal for SourceError {
    fn kind(&self) -> Kind {
        match self {
            Self::Frame(fault) => fault.kind(),
            Self::Gone { .. } => Kind::new("camera-gone"),
            Self::Busy { .. } => Kind::new("camera-busy"),
            Self::Ended => Kind::new("camera-ended"),
        }
    }
}
