//! Frames to bytes.
//!
//! One receiver takes single-part URs, multi-part URs and dense frames. The first frame fixes the transfer; a
//! frame of another transfer is refused and the current one kept, until [`RIVAL_FRAMES`] in a row agree with each
//! other: then they take over, because the person has turned to another screen.
//!
//! Memory is bounded by the limits of `part` and `dense`: one transfer, and two frames of a rival.

use super::dense::{self, Collector, Dense, Gathered};
use super::eliminate::{Elimination, Gain};
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
mod tests {
    use super::super::send::{Order, Profile, Sender};
    use super::*;
    use crate::Refusal;
    use proptest::prelude::*;

    const UR: Profile = Profile::Ur { fragment: 30 };
    const DENSE: Profile = Profile::Dense { version: 10 };

    fn message(length: usize, seed: u8) -> Vec<u8> {
        let mut state = u32::from(seed) + 1;
        std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(length)
        .collect()
    }

    fn contents(message: &[u8], profile: Profile, count: usize) -> Vec<Vec<u8>> {
        let mut sender = Sender::new("bytes", message, profile).unwrap();
        std::iter::repeat_with(|| sender.next_frame().content().to_vec()).take(count).collect()
    }

    fn whole(message: Vec<u8>) -> Result<Step, PartError> {
        Ok(Step::Complete(Received { ur_type: "bytes".to_owned(), message }))
    }

    #[test]
    fn every_form_arrives_and_counts_its_way() {
        for (length, profile) in [(20, UR), (300, UR), (20, DENSE), (900, DENSE)] {
            let message = message(length, 1);
            let mut receiver = Receiver::default();
            assert_eq!(receiver.progress(), Progress::default());
            let count = Sender::new("bytes", &message, profile).unwrap().frame_count();
            for (place, content) in contents(&message, profile, count).iter().enumerate() {
                let step = receiver.feed(content);
                let progress = receiver.progress();
                assert_eq!((progress.have, progress.need, progress.frames), (place + 1, count, place + 1));
                if place + 1 == count {
                    assert_eq!(step, whole(message.clone()));
                } else {
                    assert_eq!(step, Ok(Step::Progress));
                    assert_eq!(progress.frames_left(), Some(count - place - 1));
                    assert_eq!(receiver.feed(content), Ok(Step::Repeated));
                    receiver.frames -= 1;
                }
            }
            assert!((receiver.progress().fraction() - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn a_frame_of_another_message_is_refused_until_three_in_a_row_agree() {
        for profile in [UR, DENSE] {
            let (first, second) = (message(900, 1), message(900, 2));
            let (old, new) = (contents(&first, profile, 40), contents(&second, profile, 40));
            let mut receiver = Receiver::default();
            assert_eq!(receiver.feed(&old[0]), Ok(Step::Progress));
            assert_eq!(receiver.feed(&new[0]), Err(PartError::Mismatch));
            assert_eq!(receiver.feed(&new[1]), Err(PartError::Mismatch));
            assert_eq!(receiver.feed(&old[1]), Ok(Step::Progress), "the current one goes on");
            assert_eq!(receiver.progress().have, 2);
            assert_eq!(receiver.feed(&new[0]), Err(PartError::Mismatch));
            assert_eq!(receiver.feed(&new[1]), Err(PartError::Mismatch));
            let third = receiver.feed(&new[2]);
            assert!(matches!(third, Ok(Step::Restarted | Step::Complete(_))), "{third:?}");
            let rest = new.iter().skip(3).map(|content| receiver.feed(content));
            let complete =
                std::iter::once(third).chain(rest).find(|step| matches!(step, Ok(Step::Complete(_))));
            assert_eq!(complete, Some(whole(second)), "what the rival showed was kept");
        }
    }

    #[test]
    fn a_still_picture_takes_over_when_it_stands_still() {
        let old = contents(&message(900, 1), UR, 2);
        for profile in [UR, DENSE] {
            let still = contents(&message(20, 2), profile, 1).remove(0);
            let mut receiver = Receiver::default();
            receiver.feed(&old[0]).unwrap();
            assert_eq!(receiver.feed(&still), Err(PartError::Mismatch));
            assert_eq!(receiver.feed(&still), Err(PartError::Mismatch));
            assert_eq!(receiver.feed(&still), whole(message(20, 2)));
            assert_eq!(receiver.feed(&still), Ok(Step::Repeated));
        }
    }

    #[test]
    fn after_a_message_the_next_one_begins_at_once() {
        let mut receiver = Receiver::default();
        for seed in 0..3 {
            let message = message(40, seed);
            let frames = contents(&message, UR, 2);
            let expected = if seed == 0 { Step::Progress } else { Step::Restarted };
            assert_eq!(receiver.feed(&frames[0]), Ok(expected));
            assert_eq!(receiver.feed(&frames[1]), whole(message));
            assert_eq!(receiver.feed(&frames[0]), Ok(Step::Repeated));
        }
    }

    #[test]
    fn a_wrong_checksum_of_the_whole_ends_the_transfer_and_the_next_frame_begins_one() {
        let body = |number: u8, data: &[u8]| {
            let part = [&[0x85, number, 2, 6, 9, 0x43], data].concat();
            format!("ur:bytes/{number}-2/{}", ur::bytewords::encode(&part, ur::bytewords::Style::Minimal))
        };
        let mut receiver = Receiver::default();
        assert_eq!(receiver.feed(body(1, b"abc").as_bytes()), Ok(Step::Progress));
        assert_eq!(receiver.feed(body(1, b"xyz").as_bytes()), Err(PartError::Contradiction));
        let error = receiver.feed(body(2, b"def").as_bytes()).unwrap_err();
        assert_eq!((error.kind().as_str(), receiver.progress().need), ("message-checksum", 0));
        assert_eq!(receiver.feed(&contents(&message(20, 1), UR, 1)[0]), whole(message(20, 1)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_is_lost_repeated_or_out_of_order_the_rest_brings_the_message(
            length in 1usize..1_500,
            fragment in 10usize..120,
            order in prop::sample::select(vec![Order::Sequence, Order::PureTwice]),
            picks in prop::collection::vec(any::<prop::sample::Index>(), 1_500),
        ) {
            let message = message(length, 3);
            let mut sender = Sender::ur("bytes", &message, fragment, order).unwrap();
            let count = sender.frame_count() * 4;
            let pool: Vec<_> = std::iter::repeat_with(|| sender.next_frame()).take(count).collect();
            let mut receiver = Receiver::default();
            let mut complete = None;
            for pick in picks {
                match receiver.feed(pick.get(&pool).content()) {
                    Ok(Step::Complete(received)) => complete = Some(received.message),
                    Ok(Step::Progress | Step::Repeated) => {}
                    other => prop_assert!(false, "{:?}", other),
                }
                let progress = receiver.progress();
                prop_assert_eq!(complete.is_some(), progress.have == progress.need);
            }
            prop_assert_eq!(complete, Some(message));
        }

        #[test]
        fn noise_never_stops_the_program_nor_changes_the_transfer(
            noise in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20),
            flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        ) {
            let good = contents(&message(600, 1), UR, 10);
            let dense = contents(&message(900, 1), DENSE, 3);
            let mut receiver = Receiver::default();
            receiver.feed(&good[0]).unwrap();
            for content in noise {
                let _ = receiver.feed(&content);
            }
            for (place, flip) in flips {
                for frame in [&good[1], &dense[1]] {
                    let mut bad = frame.clone();
                    *place.get_mut(&mut bad) ^= flip | 1;
                    // Another case is the same text.
                    if !bad.eq_ignore_ascii_case(frame) {
                        prop_assert!(receiver.feed(&bad).is_err());
                    }
                }
            }
            prop_assert_eq!(receiver.progress().have, 1);
        }
    }
}
