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
    /// Not the kind of JPEG that cameras make, or not the kind of file that is read.
    #[error("the picture is not of a kind that is read: {what}; it is dropped, scanning goes on")]
    NotRead {
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
            Self::NotRead { .. } => "frame-format",
            Self::Damaged { .. } => "frame-damaged",
        })
    }
}

/// Why a camera gave no frame. `what` is in the system's own words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// One frame was lost; ask for the next.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// There is none.
    #[error(
        "no camera was found; plug one in, it is used as soon as it is there. Without one, start the program with --frames and a folder of pictures"
    )]
    None,
    /// No more frames will come.
    #[error("the camera is gone ({what}); plug it in again, it is used as soon as it is there")]
    Gone {
        /// The system's words.
        what: String,
    },
    /// Another program has it, or it hangs and was left behind for another one.
    #[error(
        "the camera is in use ({what}); close the other program that uses it, or unplug the camera and plug it in again. It is used as soon as it is free"
    )]
    Busy {
        /// The system's words.
        what: String,
    },
    /// The system does not let us.
    #[error(
        "this user may not open the camera ({what}); allow it (on Linux: membership of the group “video”), then start again, or choose another camera"
    )]
    Denied {
        /// The system's words.
        what: String,
    },
    /// Nothing that we read.
    #[error(
        "the camera offers no format that is read here ({what}); YUYV, MJPEG and NV12 are. Choose another camera"
    )]
    NoFormat {
        /// The system's words.
        what: String,
    },
    /// It is open and silent.
    #[error("the camera sends no pictures; unplug it and plug it in again, or choose another camera")]
    Frozen,
    /// It sends what gives no picture.
    #[error(
        "the camera sends only damaged pictures ({what}); try another cable or socket, or another camera"
    )]
    Undecodable {
        /// The newest damage.
        what: String,
    },
    /// The driver, or our own code, stopped in the middle.
    #[error(
        "the camera's driver stopped by a fault; it is opened again. If this goes on, choose another camera"
    )]
    Lost,
    /// The process that has the cameras ended.
    #[error(
        "the part of the program that holds the cameras has stopped; lock, close the window and start the program again"
    )]
    NoProcess,
    /// The system gives no thread.
    #[error("the system starts no thread for the camera ({what}); close other programs")]
    NoThread {
        /// The system's words.
        what: String,
    },
    /// The folder of pictures cannot be looked at.
    #[error(
        "the folder of pictures cannot be read ({what}); give the path of a folder that this user may read"
    )]
    NoFolder {
        /// The system's words.
        what: String,
    },
    /// The folder has no picture.
    #[error(
        "the folder has no pictures; put PGM, PNG or JPEG files into it, they are read as soon as they are there"
    )]
    EmptyFolder,
    /// One picture of the folder gave nothing; ask for the next.
    #[error("{name} is no picture that is read here ({what}); it is skipped")]
    File {
        /// The file's name, cleaned.
        name: String,
        /// What is wrong with it.
        what: String,
    },
    /// A test has come to its end.
    #[error("there are no more pictures")]
    Ended,
}

impl SourceError {
    /// Whether the next frame may be asked for.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Frame(_) | Self::File { .. } | Self::EmptyFolder)
    }
}

impl Refusal for SourceError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Frame(fault) => return fault.kind(),
            Self::None => "camera-none",
            Self::Gone { .. } => "camera-gone",
            Self::Busy { .. } => "camera-busy",
            Self::Denied { .. } => "camera-denied",
            Self::NoFormat { .. } => "camera-format",
            Self::Frozen => "camera-frozen",
            Self::Undecodable { .. } => "camera-undecodable",
            Self::Lost | Self::NoProcess | Self::NoThread { .. } => "camera-lost",
            Self::NoFolder { .. } | Self::EmptyFolder => "camera-folder",
            Self::File { .. } => "camera-file",
            Self::Ended => "camera-ended",
        })
    }
}
