//! Codes in the order in which they were read, to the messages they carry. Pure.
//!
//! Codes of several messages may be mixed: each message has its own receiver, and a code goes first to the
//! receiver that took the one before it.

use shared::qr::{
    part::PartError,
    receive::{Progress, Received, Receiver, Step},
};

/// The most messages that are taken apart at a time.
pub const MESSAGES_MAX: usize = 8;

/// What a pile of codes held.
#[derive(Debug, Default)]
pub struct Collected {
    /// Whole messages, each once, in the order in which they were completed.
    pub messages: Vec<Received>,
    /// Transfers that lack parts.
    pub incomplete: Vec<Progress>,
    /// Codes that were refused, with where they were.
    pub refused: Vec<(String, PartError)>,
    /// How many codes there were.
    pub codes: usize,
    /// Whether codes of more messages than are taken apart were dropped.
    pub overflowed: bool,
}

/// Takes codes.
#[derive(Debug, Default)]
pub struct Collector {
    receivers: Vec<(Receiver, bool)>, // with whether it has its message; the last used comes first
    collected: Collected,
}

impl Collector {
    /// Takes the content of one code that was found at `place`, which only a message to a person names.
    pub fn feed(&mut self, place: &str, content: &[u8]) {
        self.collected.codes += 1;
        for index in 0..self.receivers.len() {
            let Some((receiver, complete)) = self.receivers.get_mut(index) else { break };
            match receiver.feed(content) {
                Ok(Step::Foreign) => continue,
                Ok(Step::Complete(received)) => {
                    *complete = true;
                    self.keep(received);
                }
                Ok(Step::Restarted) => *complete = false,
                Ok(Step::Repeated | Step::Progress) => {}
                Err(error) => {
                    self.refuse(place, error);
                    return;
                }
            }
            self.receivers.swap(0, index);
            return;
        }
        self.open(place, content);
    }

    fn open(&mut self, place: &str, content: &[u8]) {
        if self.receivers.len() >= MESSAGES_MAX {
            self.collected.overflowed = true;
            return;
        }
        let mut receiver = Receiver::default();
        match receiver.feed(content) {
            Ok(Step::Complete(received)) => {
                self.keep(received);
                self.receivers.insert(0, (receiver, true));
            }
            Ok(_) => self.receivers.insert(0, (receiver, false)),
            Err(error) => self.refuse(place, error),
        }
    }

    /// What was found.
    pub fn finish(mut self) -> Collected {
        self.collected.incomplete =
            self.receivers.iter().filter(|(_, complete)| !complete).map(|(one, _)| one.progress()).collect();
        self.collected
    }

    fn keep(&mut self, received: Received) {
        if !self.collected.messages.contains(&received) {
            self.collected.messages.push(received);
        }
    }

    fn refuse(&mut self, place: &str, error: PartError) {
        if self.collected.refused.len() < MESSAGES_MAX {
            self.collected.refused.push((place.to_owned(), error));
        }
    }
}
