//! A message cut into codes that carry it once: a finite piece of the endless animation.

use shared::qr::{
    draw::{DrawError, Modules, draw},
    part::PartError,
    receive::{Receiver, Step},
    send::{Frame, Profile, SendError, Sender},
};

/// The most frames that are kept, drawn or written for one message: what 1 MiB takes at 200 bytes a part, with
/// one mixed part for each two.
pub const FRAMES_MAX: usize = 8_192;

/// Frames that were seen to carry their message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playable {
    frames: Vec<Frame>,
    parts: usize,
}

/// Why a message cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// The sender refused it.
    #[error("the message cannot be cut into codes: {0}")]
    Send(#[source] SendError),
    /// Our own frames were not readable.
    #[error(
        "the codes of this message do not read back: {0}; this is a fault of Coldframe's, nothing was written"
    )]
    ReadBack(#[source] PartError),
    /// Too many codes.
    #[error("the message needs more than {FRAMES_MAX} codes; take a larger --fragment, or --profile dense")]
    TooMany,
    /// One code cannot be drawn.
    #[error("a code of this message cannot be drawn: {0}; take a smaller --fragment")]
    Draw(#[source] DrawError),
}

impl shared::Refusal for PlayError {
    fn kind(&self) -> shared::Kind {
        shared::Kind::new("frames")
    }
}

impl Playable {
    /// Cuts `message` and takes frames until a receiver of our own has it back, so that what is written is known
    /// to be readable: for plain URs a message of one part is one frame.
    ///
    /// With `spare`, as many frames again follow, which help a camera that missed some: for animations.
    pub fn new(ur_type: &str, message: &[u8], profile: Profile, spare: bool) -> Result<Self, PlayError> {
        let mut sender = Sender::new(ur_type, message, profile).map_err(PlayError::Send)?;
        let mut receiver = Receiver::default();
        let mut frames = Vec::new();
        let mut complete = false;
        let parts = sender.frame_count();
        let wanted = match parts {
            1 => 1,
            count => count.saturating_mul(if spare { 2 } else { 1 }),
        };
        while !complete || frames.len() < wanted {
            if frames.len() >= FRAMES_MAX {
                return Err(PlayError::TooMany);
            }
            let frame = sender.next_frame();
            let content = match &frame {
                Frame::Text(text) => text.as_bytes(),
                Frame::Bytes(bytes) => bytes,
            };
            if !complete {
                complete = matches!(
                    receiver.feed(content).map_err(PlayError::ReadBack)?,
                    Step::Complete(received) if received.message == message
                );
            }
            frames.push(frame);
        }
        Ok(Self { frames, parts })
    }

    /// The frames in the order in which they are shown; at least one.
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// How many of them carry the message when none is missed.
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// The UR texts; `None` where the frames are bytes, which no text file carries.
    pub fn texts(&self) -> Option<Vec<&str>> {
        self.frames
            .iter()
            .map(|frame| match frame {
                Frame::Text(text) => Some(text.as_str()),
                Frame::Bytes(_) => None,
            })
            .collect()
    }

    /// Draws every frame.
    pub fn draw(&self) -> Result<Vec<Modules>, PlayError> {
        self.frames.iter().map(|frame| draw(frame).map_err(PlayError::Draw)).collect()
    }
}
