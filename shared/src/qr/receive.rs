//! Frames to bytes.
//!
//! One receiver takes single-part URs, multi-part URs and dense frames. The first frame fixes the transfer; a
//! frame of another transfer is refused and the current one kept, until [`RIVAL_FRAMES`] in a row agree with each
//! other: then they take over, because the person has turned to another screen.
//!
//! Memory is bounded by the limits of `part` and `dense`: one transfer, and two frames of a rival.

use super::dense::{self, Collector, Dense, Gathered};
use super::eliminate::{Elimination, Gain};
use super::find::Found;
use super::fountain::Mixer;
use super::part::{self, PartError, Text};
use crate::limits::{CODE_TEXT_MAX, RIVAL_FRAMES};

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// `eth-sign-request`, say; lower case.
    pub ur_type: String,
    /// Its CBOR.
    pub message: Vec<u8>,
}

/// What a frame changed. A frame of another transfer is no step but a [`PartError::Mismatch`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Seen before, or nothing new in it.
    Repeated,
    /// One more; the transfer goes on.
    Progress,
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
    /// Parts needed; 0 before the first.
    pub need: usize,
    /// Frames that were read so far, repeats included.
    pub frames: usize,
}

impl Progress {
    /// Share of the message that is here, 0 to 1.
    pub fn fraction(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "counts are below 2^24")]
        let fraction = if self.need == 0 { 0.0 } else { self.have as f32 / self.need as f32 };
        fraction
    }

    /// Frames that are still to be read, if they go on to add as much as those so far; `None` before the first.
    /// Times the interval of the sender this is the time left.
    pub fn frames_left(&self) -> Option<usize> {
        let left = self.need.checked_sub(self.have)?;
        left.checked_mul(self.frames)?.checked_div(self.have)
    }
}

/// What the camera sees, for the person who holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sight {
    /// No code.
    #[default]
    None,
    /// Something like a code that could not be read: closer, straighter, more light.
    Seen,
    /// A code was read.
    Decoded,
}

impl From<&Found> for Sight {
    fn from(found: &Found) -> Self {
        match found {
            Found { payloads, .. } if !payloads.is_empty() => Self::Decoded,
            Found { seen: true, .. } => Self::Seen,
            Found { .. } => Self::None,
        }
    }
}

/// Collects frames of one message.
#[derive(Debug, Default)]
pub struct Receiver {
    last: Vec<u8>,
    frames: usize,
    current: Option<Transfer>,
    rival: Vec<Piece>,
}

impl Receiver {
    /// Takes the content of one code.
    ///
    /// # Errors
    /// A frame that breaks a rule; the transfer stands as it was. [`PartError::Mismatch`] for a frame of another
    /// transfer. [`PartError::MessageChecksum`], [`PartError::Unsolvable`] and [`PartError::Unpack`] end the
    /// transfer; the next frame begins one.
    pub fn feed(&mut self, content: &[u8]) -> Result<Step, PartError> {
        self.frames = self.frames.saturating_add(1);
        // Cameras deliver a frame several times. Only a still picture of another transfer counts again.
        let waits = self.rival.first().is_some_and(|piece| piece.key().is_still());
        if content == self.last && !waits {
            return Ok(Step::Repeated);
        }
        let piece = Piece::read(content)?;
        self.last.clear();
        self.last.extend_from_slice(content);
        let key = piece.key();
        match &mut self.current {
            Some(transfer) if transfer.key == key => {
                self.rival.clear();
                let step = transfer.take(piece);
                self.settle(step)
            }
            Some(transfer) if !transfer.is_done() => {
                if self.rival.first().is_some_and(|rival| rival.key() != key) {
                    self.rival.clear();
                }
                self.rival.push(piece);
                if self.rival.len() < RIVAL_FRAMES {
                    return Err(PartError::Mismatch);
                }
                let pieces = std::mem::take(&mut self.rival);
                self.begin(key, pieces, Step::Restarted)
            }
            Some(_) => self.begin(key, vec![piece], Step::Restarted),
            None => self.begin(key, vec![piece], Step::Progress),
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let (have, need) = self.current.as_ref().map_or((0, 0), Transfer::counts);
        Progress { have, need, frames: self.frames }
    }

    /// Drops the transfer and what a rival has shown.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    fn begin(&mut self, key: Key, pieces: Vec<Piece>, begun: Step) -> Result<Step, PartError> {
        self.frames = pieces.len();
        self.rival.clear();
        let mut transfer = Transfer::new(key, pieces.first());
        let mut outcome = Ok(begun);
        for piece in pieces {
            match transfer.take(piece) {
                Ok(Step::Complete(received)) => {
                    outcome = Ok(Step::Complete(received));
                    break;
                }
                Ok(_) => {}
                Err(error) => outcome = Err(error),
            }
        }
        self.current = Some(transfer);
        self.settle(outcome)
    }

    /// Drops a transfer that an error has ended.
    fn settle(&mut self, outcome: Result<Step, PartError>) -> Result<Step, PartError> {
        use PartError::{MessageChecksum, Unpack, Unsolvable};
        if matches!(outcome, Err(MessageChecksum | Unsolvable | Unpack { .. })) {
            self.reset();
        }
        outcome
    }
}

/// One frame, judged by itself.
#[derive(Debug)]
enum Piece {
    Text(Text),
    Dense(Dense),
}

/// What all frames of one transfer have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Whole { ur_type: String, length: usize, checksum: u32 },
    Parts { ur_type: String, count: usize, length: usize, checksum: u32, fragment: usize },
    Dense { count: usize, length: usize, checksum: u32, symbol: usize },
}

impl Key {
    /// One frame is all there is.
    fn is_still(&self) -> bool {
        match self {
            Self::Whole { .. } => true,
            Self::Parts { count, .. } | Self::Dense { count, .. } => *count == 1,
        }
    }
}

impl Piece {
    fn read(content: &[u8]) -> Result<Self, PartError> {
        if dense::is_dense(content) {
            return dense::read(content).map(Self::Dense);
        }
        if content.len() > CODE_TEXT_MAX {
            return Err(PartError::TooLong { length: content.len() });
        }
        let text = std::str::from_utf8(content).map_err(|_| PartError::Scheme)?;
        part::read(text).map(Self::Text)
    }

    fn key(&self) -> Key {
        match self {
            Self::Text(Text::Whole { ur_type, message }) => Key::Whole {
                ur_type: ur_type.clone(),
                length: message.len(),
                checksum: crc32fast::hash(message),
            },
            Self::Text(Text::Part(part)) => Key::Parts {
                ur_type: part.ur_type().to_owned(),
                count: part.count(),
                length: part.message_len(),
                checksum: part.checksum(),
                fragment: part.data().len(),
            },
            Self::Dense(frame) => Key::Dense {
                count: frame.count(),
                length: frame.body_len(),
                checksum: frame.checksum(),
                symbol: frame.symbol_len(),
            },
        }
    }
}

#[derive(Debug)]
struct Transfer {
    key: Key,
    work: Work,
    /// The message was handed out.
    told: bool,
}

#[derive(Debug)]
enum Work {
    /// Complete, or one frame from it.
    Done,
    Parts(Box<(Mixer, Elimination)>),
    Dense(Box<Collector>),
}

impl Transfer {
    /// Takes memory by the key, whose numbers `part` and `dense` have judged.
    fn new(key: Key, first: Option<&Piece>) -> Self {
        let work = match first {
            Some(Piece::Text(Text::Part(part))) => Work::Parts(Box::new((
                Mixer::new(part.count(), part.checksum()),
                Elimination::new(part.count(), part.data().len()),
            ))),
            Some(Piece::Dense(frame)) => {
                Collector::new(frame).map_or(Work::Done, |collector| Work::Dense(Box::new(collector)))
            }
            Some(Piece::Text(Text::Whole { .. })) | None => Work::Done,
        };
        Self { key, work, told: false }
    }

    fn is_done(&self) -> bool {
        self.told
    }

    fn counts(&self) -> (usize, usize) {
        match (&self.work, &self.key) {
            (Work::Parts(work), _) => (work.1.rank(), work.1.count()),
            // RaptorQ now and then needs one symbol more than the count; the last one is shown when it is done.
            (Work::Dense(work), _) => (work.held().min(work.count().saturating_sub(1)), work.count()),
            (Work::Done, Key::Whole { .. }) => (1, 1),
            (Work::Done, Key::Parts { count, .. } | Key::Dense { count, .. }) => (*count, *count),
        }
    }

    /// Takes a frame with the same key.
    fn take(&mut self, piece: Piece) -> Result<Step, PartError> {
        let received = match (piece, &mut self.work) {
            (Piece::Text(Text::Whole { .. }), Work::Done) if self.told => return Ok(Step::Repeated),
            (Piece::Text(Text::Whole { ur_type, message }), _) => Received { ur_type, message },
            (Piece::Text(Text::Part(part)), Work::Parts(work)) => {
                let (mixer, known) = work.as_mut();
                match known.take(&mixer.indexes(part.number()), part.data()) {
                    Gain::Nothing => return Ok(Step::Repeated),
                    Gain::Contradiction => return Err(PartError::Contradiction),
                    Gain::New => {}
                }
                let Some(mut message) = known.join() else { return Ok(Step::Progress) };
                let padding = message.split_off(part.message_len().min(message.len()));
                if crc32fast::hash(&message) != part.checksum() || padding.iter().any(|&byte| byte != 0) {
                    return Err(PartError::MessageChecksum);
                }
                Received { ur_type: part.ur_type().to_owned(), message }
            }
            (Piece::Dense(frame), Work::Dense(collector)) => match collector.take(frame)? {
                Gathered::Nothing => return Ok(Step::Repeated),
                Gathered::New => return Ok(Step::Progress),
                Gathered::Whole(ur_type, message) => Received { ur_type, message },
            },
            _ => return Ok(Step::Repeated),
        };
        self.work = Work::Done;
        self.told = true;
        Ok(Step::Complete(received))
    }
}

#[cfg(test)]
mod tests;
