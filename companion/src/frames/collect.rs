//! Codes in the order in which they were read, to the messages they carry. Pure.
//!
//! Unlike a camera, a pile of files has no “current” transfer: codes of several messages may lie mixed, so each
//! message has its own receiver, found by what its parts announce.

use shared::qr::{
    dense,
    part::{self, PartError, Text},
    receive::{Progress, Received, Receiver, Step},
};

/// The most messages that are taken apart at a time; each may take what one transfer is allowed.
pub const MESSAGES_MAX: usize = 8;

/// What a pile of codes held.
#[derive(Debug, Default)]
pub struct Collected {
    /// Whole messages, each once, in the order in which they were completed.
    pub messages: Vec<Received>,
    /// Transfers that lack parts.
    pub incomplete: Vec<Progress>,
    /// Codes that were refused, with where they were; the first few.
    pub refused: Vec<(String, PartError)>,
    /// How many codes there were.
    pub codes: usize,
    /// Whether codes of more messages than are taken apart were dropped.
    pub overflowed: bool,
}

/// Takes codes.
#[derive(Debug, Default)]
pub struct Collector {
    transfers: Vec<Transfer>,
    collected: Collected,
}

#[derive(Debug)]
struct Transfer {
    key: Key,
    receiver: Receiver,
    complete: bool,
}

/// What all codes of one message announce alike.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Whole(Received),
    Parts { ur_type: String, count: usize, message_len: usize, checksum: u32 },
    Dense { body_len: usize, checksum: u32, symbol_len: usize },
}

impl Key {
    fn of(content: &[u8]) -> Result<Self, PartError> {
        if dense::is_dense(content) {
            let frame = dense::read(content)?;
            return Ok(Self::Dense {
                body_len: frame.body_len(),
                checksum: frame.checksum(),
                symbol_len: frame.symbol_len(),
            });
        }
        let text = std::str::from_utf8(content).map_err(|_| PartError::Scheme)?;
        Ok(match part::read(text)? {
            Text::Whole { ur_type, message } => Self::Whole(Received { ur_type, message }),
            Text::Part(part) => Self::Parts {
                ur_type: part.ur_type().to_owned(),
                count: part.count(),
                message_len: part.message_len(),
                checksum: part.checksum(),
            },
        })
    }
}

impl Collector {
    /// Takes the content of one code that was found at `place`, which only a message to a person names.
    ///
    /// A text may have blanks around it: whoever draws a code of a file's line draws its line break as well.
    pub fn feed(&mut self, place: &str, content: &[u8]) {
        self.collected.codes += 1;
        let content = if dense::is_dense(content) { content } else { content.trim_ascii() };
        if let Err(error) = self.sort(content)
            && self.collected.refused.len() < MESSAGES_MAX
        {
            self.collected.refused.push((place.to_owned(), error));
        }
    }

    fn sort(&mut self, content: &[u8]) -> Result<(), PartError> {
        let key = Key::of(content)?;
        let at = match self.transfers.iter().position(|transfer| transfer.key == key) {
            Some(at) => at,
            None if self.transfers.len() >= MESSAGES_MAX => {
                self.collected.overflowed = true;
                return Ok(());
            }
            None => {
                self.transfers.push(Transfer { key, receiver: Receiver::default(), complete: false });
                self.transfers.len() - 1
            }
        };
        let Some(transfer) = self.transfers.get_mut(at).filter(|transfer| !transfer.complete) else {
            return Ok(()); // one more copy of a message that is there
        };
        if let Step::Complete(received) = transfer.receiver.feed(content)? {
            transfer.complete = true;
            if !self.collected.messages.contains(&received) {
                self.collected.messages.push(received);
            }
        }
        Ok(())
    }

    /// What was found.
    pub fn finish(mut self) -> Collected {
        let open = self.transfers.iter().filter(|transfer| !transfer.complete);
        self.collected.incomplete = open.map(|transfer| transfer.receiver.progress()).collect();
        self.collected
    }
}
