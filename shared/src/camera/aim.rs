//! What the camera looks for, and what becomes of the codes of a picture. Pure.
//!
//! A code that is not looked for never ends a scan: it becomes a remark. Work and memory are bounded by
//! [`CODES_A_PICTURE_MAX`] a picture and by what [`Receiver`] holds.

use crate::limits::{CODE_BYTES_MAX, CODES_A_PICTURE_MAX, REMARK_CHARS_MAX};
use crate::qr::dense;
use crate::qr::find::Found;
use crate::qr::receive::{Progress, Received, Receiver, Step};
use zeroize::Zeroizing;

/// What the camera is to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// A message of the QR link, in any number of codes.
    Message,
    /// One code that is not of the QR link; its content may be a secret.
    Code,
}

/// What was looked for and is there.
pub enum Catch {
    /// A whole message.
    Message(Received),
    /// The content of one code, wiped when it is dropped.
    Code(Zeroizing<Vec<u8>>),
}

/// Without the content, which may be a secret.
impl std::fmt::Debug for Catch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Message(received) => write!(f, "Message({})", received.ur_type),
            Self::Code(_) => f.write_str("Code(hidden)"),
        }
    }
}

/// What the codes of one picture changed.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// There it is.
    pub(super) caught: Option<Catch>,
    /// Why a code was not taken, or what happened to the transfer.
    pub(super) remark: Option<String>,
}

/// Takes the codes of one picture after the other.
#[derive(Debug)]
pub(super) struct Aiming {
    aim: Aim,
    receiver: Receiver,
}

impl Aiming {
    /// Begins to look for `aim`.
    pub(super) fn new(aim: Aim) -> Self {
        Self { aim, receiver: Receiver::default() }
    }

    /// How far the transfer is; nothing where one code is all there is.
    pub(super) fn progress(&self) -> Progress {
        self.receiver.progress()
    }

    /// Takes what was found in a picture.
    pub(super) fn take(&mut self, found: Found) -> Taken {
        let mut payloads = found.payloads;
        payloads.truncate(CODES_A_PICTURE_MAX);
        match self.aim {
            Aim::Message => self.message(&payloads),
            Aim::Code => code(payloads),
        }
    }

    fn message(&mut self, payloads: &[Vec<u8>]) -> Taken {
        let mut taken = Taken::default();
        for payload in payloads {
            match self.receiver.feed(payload) {
                Ok(Step::Complete(received)) => {
                    return Taken { caught: Some(Catch::Message(received)), remark: None };
                }
                Ok(Step::Restarted) => {
                    taken.remark = Some("another message began; the one before it was dropped".to_owned());
                }
                Ok(Step::Repeated | Step::Progress) => {}
                Err(refused) => taken.remark = Some(shortened(&refused.to_string())),
            }
        }
        taken
    }
}

/// One code alone, and not one of ours.
fn code(payloads: Vec<Vec<u8>>) -> Taken {
    let mut payloads: Vec<Zeroizing<Vec<u8>>> = payloads.into_iter().map(Zeroizing::new).collect();
    payloads.dedup();
    let remark = |text: &str| Taken { caught: None, remark: Some(text.to_owned()) };
    match (payloads.pop(), payloads.is_empty()) {
        (None, _) => Taken::default(),
        (Some(_), false) => {
            remark("more than one code is in the picture; show the camera only the one with the words")
        }
        (Some(payload), true) if is_of_the_link(&payload) => remark(
            "this code is a message, not the code with the words; show the camera the code with the words",
        ),
        (Some(payload), true) if payload.len() > CODE_BYTES_MAX => {
            remark("this code holds more than words; show the camera the code with the words")
        }
        (Some(payload), true) => Taken { caught: Some(Catch::Code(payload)), remark: None },
    }
}

/// Sixteen random bytes may well begin like a frame of the link, so more than the beginning must fit.
fn is_of_the_link(payload: &[u8]) -> bool {
    let begins_ur = payload.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case(b"ur:"));
    (begins_ur && payload.is_ascii()) || dense::read(payload).is_ok()
}

fn shortened(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(REMARK_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests;
