//! Bytes to frames.

/// What one code holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// Upper-case UR text, for alphanumeric mode.
    Text(String),
    /// Byte mode, between our own two programs.
    Bytes(Vec<u8>),
}

/// How a message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Plain UR for a foreign device: fragments of at most `fragment` bytes; two pure parts for each mixed one.
    Ur {
        /// Bytes, 10 to 2,900.
        fragment: usize,
    },
    /// Our own two programs: RaptorQ in byte mode, deflated, at this QR version (10 to 40).
    Dense {
        /// QR version.
        version: u8,
    },
}

/// An endless animation of one message.
#[derive(Debug)]
pub struct Sender {}

/// Why a message cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// skeleton
    #[error("skeleton")]
    Skeleton,
}

impl Sender {
    /// Cuts `message` for `profile`.
    pub fn new(_ur_type: &str, _message: &[u8], _profile: Profile) -> Result<Self, SendError> {
        unimplemented!()
    }
    /// How many frames carry the message once; 1 means a still picture.
    pub fn frame_count(&self) -> usize {
        unimplemented!()
    }
    /// The next frame; never ends.
    pub fn next_frame(&mut self) -> Frame {
        unimplemented!()
    }
}
