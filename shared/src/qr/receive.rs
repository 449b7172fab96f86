//! Frames to bytes.

use super::part::PartError;

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// `eth-sign-request`, say; lower case.
    pub ur_type: String,
    /// Its CBOR.
    pub message: Vec<u8>,
}

/// What a frame changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Seen before, or nothing new in it.
    Repeated,
    /// One more; the transfer goes on.
    Progress,
    /// A part of another transfer; the current one goes on until this repeats.
    Foreign,
    /// Another transfer took over and the earlier one was dropped.
    Restarted,
    /// The message is there.
    Complete(Received),
}

/// How far a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Independent parts held.
    pub have: usize,
    /// Parts needed.
    pub need: usize,
    /// Frames that were read so far, repeats included.
    pub frames: usize,
}

/// Collects frames of one message.
#[derive(Debug, Default)]
pub struct Receiver {}

impl Receiver {
    /// Takes the content of one code.
    pub fn feed(&mut self, _content: &[u8]) -> Result<Step, PartError> {
        unimplemented!()
    }
    /// How far it is.
    pub fn progress(&self) -> Progress {
        unimplemented!()
    }
}
