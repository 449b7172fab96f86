//! Bytes to frames.
//!
//! Part numbers of a multi-part UR may be shown in any order. A receiver that only peels (every published one)
//! needs about twice as many parts from the plain sequence as there are fragments; [`Order::PureTwice`] spares it
//! a third of them. Our own receiver eliminates and is at its best with [`Order::Sequence`].
//!
//! May not enter: clocks. A [`Pace`] says how long a frame stands; who shows it keeps the time.

use super::dense::Packer;
use super::draw::byte_capacity;
use super::fountain::Mixer;
use super::part::is_type;
use crate::limits::{CODE_TEXT_MAX, MESSAGE_BYTES_MAX, PARTS_MAX, TYPE_BYTES_MAX};
use std::time::Duration;
use ur::bytewords;

/// What one code holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// Upper-case UR text, for alphanumeric mode.
    Text(String),
    /// Byte mode, between our own two programs.
    Bytes(Vec<u8>),
}

impl Frame {
    /// The bytes that a scanner reads.
    pub fn content(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
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

/// In which order the parts of a UR are shown, once each pure part was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Two pure parts, round and round, for each mixed one.
    #[default]
    PureTwice,
    /// Part numbers 1, 2, 3 and so on, as the standard's own encoders show them.
    Sequence,
}

/// How long each frame stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(Duration);

impl Pace {
    /// `frames` a second, 1 to 60; anything else is taken as the nearer bound.
    pub fn per_second(frames: u32) -> Self {
        Self(Duration::from_secs(1) / frames.clamp(1, 60))
    }

    /// How long a frame stands.
    pub fn interval(self) -> Duration {
        self.0
    }
}

/// A profile with the pace that cameras follow at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// The name a person chooses it by.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// How frames are made.
    pub profile: Profile,
    /// How fast they are shown.
    pub pace: Pace,
}

/// The presets, the safest first in each group. Foreign hardware stops at 200 bytes (400 for Keystone) and ten
/// frames a second; a 30 fps camera sees every frame up to twelve.
pub fn presets() -> [Preset; 6] {
    let ur = |name, about, fragment, fps| Preset {
        name,
        about,
        profile: Profile::Ur { fragment },
        pace: Pace::per_second(fps),
    };
    let dense = |name, about, version, fps| Preset {
        name,
        about,
        profile: Profile::Dense { version },
        pace: Pace::per_second(fps),
    };
    [
        ur("ur-100", "for cameras that fail at more", 100, 5),
        ur("ur-200", "what every wallet reads", 200, 5),
        ur("ur-400", "for Keystone and phones", 400, 10),
        dense("dense-15", "Coldframe on both sides, poor light", 15, 10),
        dense("dense-20", "Coldframe on both sides", 20, 10),
        dense("dense-25", "Coldframe on both sides, good light, code fills the picture", 25, 12),
    ]
}

/// Why a message cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// There is nothing to show.
    #[error("the message is empty; there is nothing to show")]
    Empty,
    /// Longer than a receiver takes.
    #[error("the message has {length} bytes, the limit is {MESSAGE_BYTES_MAX}; split the request")]
    TooLong {
        /// Bytes.
        length: usize,
    },
    /// The type is not one of a UR.
    #[error("{found:?} is no UR type; use a-z, 0-9 and hyphens, at most {TYPE_BYTES_MAX} of them")]
    Type {
        /// The type given.
        found: String,
    },
    /// A fragment shorter than 10 bytes or longer than a code holds in bytewords.
    #[error(
        "fragments of {fragment} bytes cannot be shown; choose 50 to 400 for a foreign device, at most 2,000"
    )]
    Fragment {
        /// Bytes asked for.
        fragment: usize,
    },
    /// A version outside 10 to 40.
    #[error("QR version {version} is not used for dense frames; choose 10 to 40")]
    Version {
        /// The version asked for.
        version: u8,
    },
    /// More parts than a receiver takes.
    #[error("the message would take more than {PARTS_MAX} frames; choose denser codes")]
    TooManyParts,
}

/// An endless animation of one message.
#[derive(Debug)]
pub struct Sender(Form);

#[derive(Debug)]
enum Form {
    Still(String),
    Parts(Parts),
    Dense(Box<Packer>),
}

impl Sender {
    /// Cuts `message` for `profile`.
    ///
    /// # Errors
    /// An empty message, or one past the limits; a type that is none; a density that cannot be shown.
    pub fn new(ur_type: &str, message: &[u8], profile: Profile) -> Result<Self, SendError> {
        match profile {
            Profile::Ur { fragment } => Self::ur(ur_type, message, fragment, Order::default()),
            Profile::Dense { version } => {
                judge(ur_type, message)?;
                if !(10..=40).contains(&version) {
                    return Err(SendError::Version { version });
                }
                let packer = Packer::new(ur_type, message, byte_capacity(version));
                packer.map(|packer| Self(Form::Dense(Box::new(packer)))).ok_or(SendError::TooManyParts)
            }
        }
    }

    /// Cuts `message` into fragments of at most `fragment` bytes, equal in length. A message a quarter longer
    /// than that still goes into one code, which is quicker to read than two frames.
    ///
    /// # Errors
    /// As [`Sender::new`].
    pub fn ur(ur_type: &str, message: &[u8], fragment: usize, order: Order) -> Result<Self, SendError> {
        judge(ur_type, message)?;
        // An array head, three numbers of at most five bytes, the checksum, the head of the data, a CRC-32; and a
        // label of two numbers.
        let longest =
            "ur:".len() + ur_type.len() + "/4294967295-8192/".len() + 2 * (1 + 4 * 5 + 3 + fragment + 4);
        if fragment < FRAGMENT_MIN || longest > CODE_TEXT_MAX {
            return Err(SendError::Fragment { fragment });
        }
        let prefix = format!("UR:{}/", ur_type.to_ascii_uppercase());
        if message.len() <= fragment + fragment / 4 {
            return Ok(Self(Form::Still(prefix + &words(message))));
        }
        let count = message.len().div_ceil(fragment);
        if count > PARTS_MAX {
            return Err(SendError::TooManyParts);
        }
        let checksum = crc32fast::hash(message);
        Ok(Self(Form::Parts(Parts {
            prefix,
            message: message.to_vec(),
            fragment: message.len().div_ceil(count),
            checksum,
            mixer: Mixer::new(count, checksum),
            order,
            shown: 0,
            mixed: 0,
        })))
    }

    /// How many frames carry the message once; 1 means a still picture.
    pub fn frame_count(&self) -> usize {
        match &self.0 {
            Form::Still(_) => 1,
            Form::Parts(parts) => parts.mixer.count(),
            Form::Dense(packer) => packer.count(),
        }
    }

    /// The next frame; never ends.
    pub fn next_frame(&mut self) -> Frame {
        match &mut self.0 {
            Form::Still(text) => Frame::Text(text.clone()),
            Form::Parts(parts) => Frame::Text(parts.next_text()),
            Form::Dense(packer) => Frame::Bytes(packer.next_frame()),
        }
    }
}

/// The shortest fragment (the minimum of the published encoders).
const FRAGMENT_MIN: usize = 10;
/// How far the next mixed part of use is looked for; about every second one is.
const MIXED_TRIES: usize = 64;

fn judge(ur_type: &str, message: &[u8]) -> Result<(), SendError> {
    if message.is_empty() {
        return Err(SendError::Empty);
    }
    if message.len() > MESSAGE_BYTES_MAX {
        return Err(SendError::TooLong { length: message.len() });
    }
    if !is_type(ur_type) || ur_type.len() > TYPE_BYTES_MAX {
        return Err(SendError::Type { found: ur_type.to_owned() });
    }
    Ok(())
}

fn words(bytes: &[u8]) -> String {
    bytewords::encode(bytes, bytewords::Style::Minimal).to_ascii_uppercase()
}

/// The parts of one message, in the order in which they are shown.
#[derive(Debug)]
struct Parts {
    prefix: String,
    message: Vec<u8>,
    fragment: usize,
    checksum: u32,
    mixer: Mixer,
    order: Order,
    shown: u64,
    /// The mixed part shown last, in [`Order::PureTwice`].
    mixed: u32,
}

impl Parts {
    fn next_text(&mut self) -> String {
        let number = self.next_number();
        self.shown = self.shown.wrapping_add(1);
        self.text(number)
    }

    fn next_number(&mut self) -> u32 {
        let count = self.mixer.count() as u64;
        let number = match (self.order, self.shown.checked_sub(count)) {
            (Order::Sequence, _) | (_, None) => self.shown % u64::from(u32::MAX) + 1,
            (Order::PureTwice, Some(later)) => match later % 3 {
                2 => return self.next_mixed(),
                step => (later / 3 * 2 + step) % count + 1,
            },
        };
        u32::try_from(number).unwrap_or(1)
    }

    /// The next mixed part of use to a peeling receiver. One of very few fragments repeats what the pure parts say,
    /// one of very many cannot be opened until the end: between 3 and a third of all fragments (8 where there are
    /// few), a receiver that joins anywhere and loses 5 % of the frames is done after 1.2 to 1.3 times the count.
    fn next_mixed(&mut self) -> u32 {
        let count = self.mixer.count();
        let wanted = count.min(3)..=(count / 3).max(8);
        let first = u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
        for _ in 0..MIXED_TRIES {
            self.mixed = self.mixed.checked_add(1).unwrap_or(first).max(first);
            if wanted.contains(&self.mixer.degree(self.mixed)) {
                break;
            }
        }
        self.mixed
    }

    fn text(&self, number: u32) -> String {
        let mut data = vec![0; self.fragment];
        for index in self.mixer.indexes(number) {
            let fragment = self.message.chunks(self.fragment).nth(index).unwrap_or_default();
            data.iter_mut().zip(fragment).for_each(|(sum, byte)| *sum ^= byte);
        }
        let count = self.mixer.count();
        let mut part = vec![0x85];
        for argument in [u64::from(number), count as u64, self.message.len() as u64, u64::from(self.checksum)]
        {
            head(&mut part, 0, argument);
        }
        head(&mut part, 2, data.len() as u64);
        part.extend(data);
        format!("{}{number}-{count}/{}", self.prefix, words(&part))
    }
}

/// Writes the shortest head of a CBOR item.
fn head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let bytes = argument.to_be_bytes();
    let [.., b4, b5, b6, b7] = bytes;
    match argument {
        0..24 => out.push(major << 5 | b7),
        24..0x100 => out.extend([major << 5 | 24, b7]),
        0x100..0x1_0000 => out.extend([major << 5 | 25, b6, b7]),
        0x1_0000..0x1_0000_0000 => out.extend([major << 5 | 26, b4, b5, b6, b7]),
        _ => {
            out.push(major << 5 | 27);
            out.extend(bytes);
        }
    }
}

#[cfg(test)]
mod tests;
