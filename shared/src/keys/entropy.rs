//! The entropy of a new mnemonic: dice or coins, counted honestly, mixed with the system's randomness.
//!
//! ```text
//! throws     one byte each: a die 1 to 6, a coin 0 (tails) or 1 (heads)
//! entropy  = SHA-256( "coldframe new mnemonic v1" ‖ 0x00 ‖ kind ‖ bits asked (u16, big-endian)
//!                     ‖ count of throws (u16, big-endian) ‖ throws ‖ 32 bytes of the system )
//! ```
//!
//! cut to 16 bytes for twelve words. The parts have fixed lengths or are counted, so no two inputs are one. The result is
//! as good as the better of its sources: whoever knows all throws still lacks 256 bits of the system, and a system without
//! randomness still lacks the throws. Throws can be left out, which leaves the system alone; the system cannot.
//!
//! May not enter: clocks, the operating system (its bytes are passed in).

use super::{Secret, WordCount, WordList, Words, scrub_stack};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The most throws that are taken: 256 coins, and some room.
pub const THROWS_MAX: usize = 320;

/// Bytes of the system's randomness that are mixed in.
pub const SYSTEM_BYTES: usize = 32;

/// So many of one face in a row happen to a fair die once in 7,776 throws, to a coin once in 512: look twice.
const RUN_OF_DICE: usize = 6;
/// See [`RUN_OF_DICE`].
const RUN_OF_COINS: usize = 10;
/// From so many throws on it is noticed when a face never comes (a fair die: once in 700) or comes half of the time.
const DICE_JUDGED: usize = 36;

/// What is thrown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Thrown {
    /// A die with six faces: 2.58 bits a throw.
    #[default]
    Dice,
    /// A coin: 1 bit a throw.
    Coins,
}

impl Thrown {
    /// Hundredths of a bit that a fair throw gives, rounded down.
    const fn centibits(self) -> usize {
        match self {
            Self::Dice => 258,
            Self::Coins => 100,
        }
    }

    /// Throws that give at least as many bits as these words hold: 50 or 100 of a die, 128 or 256 of a coin.
    pub const fn needed(self, count: WordCount) -> usize {
        (count.entropy_bytes() * 8 * 100).div_ceil(self.centibits())
    }

    /// Whether a throw can show this digit.
    pub const fn has_face(self, face: u8) -> bool {
        match self {
            Self::Dice => matches!(face, 1..=6),
            Self::Coins => face <= 1,
        }
    }
}

/// Something about the throws that chance would seldom do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Suspicion {
    /// One face, many times in a row.
    #[error("one face came {times} times in a row; if the throws were real, go on, else throw again")]
    Run {
        /// How often.
        times: usize,
    },
    /// One face far too often.
    #[error("one face came {times} times of {throws}; take another die or coin, or throw it higher")]
    Lopsided {
        /// How often.
        times: usize,
        /// Of how many.
        throws: usize,
    },
    /// A face that never came.
    #[error("one face never came in {throws} throws; take another die, or throw it higher")]
    NeverCame {
        /// In how many.
        throws: usize,
    },
    /// The same few faces over and over.
    #[error("the throws repeat themselves every {period}; only real throws are worth anything")]
    Repeats {
        /// After how many.
        period: usize,
    },
}

/// Why a throw was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ThrowError {
    /// No face of this die or coin.
    #[error("a die shows 1 to 6, a coin 0 for tails or 1 for heads; nothing was counted")]
    NoSuchFace,
    /// More than is of any use.
    #[error("these are more throws than are of any use; go on")]
    Enough,
}

/// Throws so far, on a locked page.
#[derive(Debug)]
pub struct Throws {
    thrown: Thrown,
    count: usize,
    page: Secret<THROWS_MAX>,
}

impl Default for Throws {
    fn default() -> Self {
        Self { thrown: Thrown::default(), count: 0, page: Secret::empty() }
    }
}

impl Throws {
    /// What is thrown.
    pub const fn thrown(&self) -> Thrown {
        self.thrown
    }

    /// Throws something else, and forgets the throws before.
    pub fn set_thrown(&mut self, thrown: Thrown) {
        if thrown != self.thrown {
            self.wipe();
            self.thrown = thrown;
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whole bits that fair throws gave.
    pub const fn bits(&self) -> usize {
        self.count * self.thrown.centibits() / 100
    }

    /// Takes a throw: 1 to 6 of a die; 0 or 1 of a coin.
    ///
    /// # Errors
    /// [`ThrowError`]; nothing is counted then.
    pub fn push(&mut self, face: u8) -> Result<(), ThrowError> {
        if !self.thrown.has_face(face) {
            return Err(ThrowError::NoSuchFace);
        }
        let room = self.page.expose_mut().get_mut(self.count).ok_or(ThrowError::Enough)?;
        *room = face;
        self.count += 1;
        Ok(())
    }

    /// Takes the last throw back.
    pub fn erase(&mut self) {
        self.count = self.count.saturating_sub(1);
        if let Some(gone) = self.page.expose_mut().get_mut(self.count) {
            *gone = 0;
        }
    }

    /// Forgets them all.
    pub fn wipe(&mut self) {
        self.count = 0;
        self.page.wipe();
    }

    /// What chance would seldom have done, the worst first.
    pub fn suspicion(&self) -> Option<Suspicion> {
        let throws = self.faces();
        let count = throws.len();
        let period = (2..=8).find(|period| {
            count >= 24 && throws.iter().skip(*period).zip(throws).all(|(later, before)| later == before)
        });
        if let Some(period) = period {
            return Some(Suspicion::Repeats { period });
        }
        let times = longest_run(throws);
        let long = match self.thrown {
            Thrown::Dice => RUN_OF_DICE,
            Thrown::Coins => RUN_OF_COINS,
        };
        if times >= long {
            return Some(Suspicion::Run { times });
        }
        let (faces, most) = match self.thrown {
            Thrown::Dice => (1..=6, count / 2),
            Thrown::Coins => (0..=1, count * 3 / 4),
        };
        if count < DICE_JUDGED {
            return None;
        }
        let often = |face| throws.iter().filter(|found| **found == face).count();
        let (least, highest) = faces.fold((count, 0), |(least, highest), face| {
            let times = often(face);
            (least.min(times), highest.max(times))
        });
        match (least, highest) {
            (_, times) if times > most => Some(Suspicion::Lopsided { times, throws: count }),
            (0, _) => Some(Suspicion::NeverCame { throws: count }),
            _ => None,
        }
    }

    fn faces(&self) -> &[u8] {
        self.page.expose().get(..self.count).unwrap_or_default()
    }
}

fn longest_run(throws: &[u8]) -> usize {
    throws.chunk_by(|one, next| one == next).map(<[u8]>::len).max().unwrap_or(0)
}

/// A new mnemonic of these throws (possibly none) and the system's randomness, in the English list.
pub fn new_words(count: WordCount, throws: &Throws, system: &Zeroizing<[u8; SYSTEM_BYTES]>) -> Option<Words> {
    let words = mixed(count, throws, system);
    scrub_stack();
    words
}

#[inline(never)]
fn mixed(count: WordCount, throws: &Throws, system: &[u8; SYSTEM_BYTES]) -> Option<Words> {
    let asked = u16::try_from(count.entropy_bytes() * 8).unwrap_or_default();
    let thrown = u16::try_from(throws.len()).unwrap_or_default();
    let kind = match throws.thrown {
        Thrown::Dice => 6,
        Thrown::Coins => 2,
    };
    let mut hash = Sha256::new();
    hash.update(b"coldframe new mnemonic v1\0");
    hash.update([kind]);
    hash.update(asked.to_be_bytes());
    hash.update(thrown.to_be_bytes());
    hash.update(throws.faces());
    hash.update(system);
    let entropy: Zeroizing<[u8; 32]> = Zeroizing::new(hash.finalize().into());
    Words::of_entropy(WordList::ENGLISH, entropy.get(..count.entropy_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn thrown(kind: Thrown, faces: &str) -> Throws {
        let mut throws = Throws::default();
        throws.set_thrown(kind);
        faces.bytes().for_each(|face| throws.push(face - b'0').unwrap());
        throws
    }

    fn numbers(count: WordCount, throws: &Throws, system: u8) -> Vec<u16> {
        new_words(count, throws, &Zeroizing::new([system; SYSTEM_BYTES])).unwrap().numbers().collect()
    }

    #[test]
    fn bits_are_counted_as_a_fair_die_and_a_coin_give_them() {
        for (kind, count, needed) in [
            (Thrown::Dice, WordCount::Twelve, 50),
            (Thrown::Dice, WordCount::TwentyFour, 100),
            (Thrown::Coins, WordCount::Twelve, 128),
            (Thrown::Coins, WordCount::TwentyFour, 256),
        ] {
            assert_eq!(kind.needed(count), needed);
        }
        assert_eq!(
            thrown(Thrown::Dice, &"123456".repeat(8)).bits(),
            123,
            "49 throws and a half are 128 bits"
        );
        assert_eq!(thrown(Thrown::Coins, "0110").bits(), 4);
    }

    #[test]
    fn the_mixing_is_the_one_that_the_page_above_writes_down() {
        // python3: sha256(b"coldframe new mnemonic v1\0" + b"\6" + b"\0\x80" + b"\0\3" + b"\1\2\6" + b"\x11"*32)
        let words = Words::of_entropy(
            WordList::ENGLISH,
            &alloy_primitives::hex::decode("512c017ba312e00a1805d5209e0748e8").unwrap(),
        )
        .unwrap();
        let ours = numbers(WordCount::Twelve, &thrown(Thrown::Dice, "126"), 0x11);
        assert_eq!(ours, words.numbers().collect::<Vec<_>>());
    }

    #[test]
    fn each_source_alone_changes_the_words() {
        let base = numbers(WordCount::TwentyFour, &thrown(Thrown::Dice, "1234"), 7);
        for (throws, system) in [("1235", 7), ("123", 7), ("12341", 7), ("1234", 8)] {
            assert_ne!(
                base,
                numbers(WordCount::TwentyFour, &thrown(Thrown::Dice, throws), system),
                "{throws}"
            );
        }
        let heads = numbers(WordCount::TwentyFour, &thrown(Thrown::Coins, "11"), 7);
        assert_ne!(heads, numbers(WordCount::TwentyFour, &thrown(Thrown::Dice, "11"), 7));
    }

    #[test]
    fn what_chance_would_seldom_do_is_noticed() {
        for (kind, faces, noticed) in [
            (Thrown::Dice, "16253".to_owned(), None),
            (Thrown::Dice, "2666666".to_owned(), Some(Suspicion::Run { times: 6 })),
            (Thrown::Dice, "123456".repeat(6), Some(Suspicion::Repeats { period: 6 })),
            (Thrown::Dice, "1615141312".repeat(4), Some(Suspicion::Lopsided { times: 20, throws: 40 })),
            (Thrown::Dice, "12345523144".repeat(4), Some(Suspicion::NeverCame { throws: 44 })),
            (Thrown::Coins, "0000000000".to_owned(), Some(Suspicion::Run { times: 10 })),
            (Thrown::Coins, "01".repeat(12), Some(Suspicion::Repeats { period: 2 })),
        ] {
            let found = thrown(kind, &faces).suspicion();
            if let Some(Suspicion::Lopsided { .. }) = noticed {
                // exactly half is no majority; one more is
                assert_eq!(found, None);
                let more = thrown(kind, &(faces + "1"));
                assert_eq!(more.suspicion(), Some(Suspicion::Lopsided { times: 21, throws: 41 }));
            } else {
                assert_eq!(found, noticed, "{faces}");
            }
        }
    }

    #[test]
    fn no_face_is_taken_that_the_die_does_not_have() {
        let mut dice = Throws::default();
        for face in [0, 7, 255] {
            assert_eq!(dice.push(face), Err(ThrowError::NoSuchFace));
        }
        dice.set_thrown(Thrown::Coins);
        assert_eq!(dice.push(2), Err(ThrowError::NoSuchFace));
        (0..THROWS_MAX).for_each(|_| dice.push(1).unwrap());
        assert_eq!(dice.push(1), Err(ThrowError::Enough));
        dice.wipe();
        assert!(dice.is_empty() && dice.page.expose().iter().all(|byte| *byte == 0));
    }

    proptest! {
        #[test]
        fn every_mix_gives_words_that_fit_together(faces in "[1-6]{0,120}", system: [u8; 32]) {
            let throws = thrown(Thrown::Dice, &faces);
            for count in [WordCount::Twelve, WordCount::TwentyFour] {
                let words = new_words(count, &throws, &Zeroizing::new(system)).unwrap();
                prop_assert_eq!(words.check(), Ok(()));
                prop_assert_eq!(words.count(), count);
            }
            _ = throws.suspicion();
        }
    }
}
