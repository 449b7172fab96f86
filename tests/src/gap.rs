//! An air gap in memory: frames go in as they are shown, contents come out as a camera would read them.
//!
//! What happens on the way is drawn from a seed: frames are lost one by one or in bursts, read twice, swapped with
//! the next one, damaged, or replaced by those of a second screen. The same seed gives the same way.

use crate::optics::Random;
use std::collections::VecDeque;

/// What goes wrong on the way; shares of 0 to 1. The default is a perfect camera.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Faults {
    /// Share of frames lost.
    pub loss: f32,
    /// Mean length of a loss, in frames; up to 1 each loss is on its own.
    pub burst: f32,
    /// Share of frames that are read once more.
    pub repeat: f32,
    /// Share of frames that change places with the next one.
    pub swap: f32,
    /// Share of contents in which one byte is another one.
    pub damage: f32,
    /// Share of frames in whose place the second screen is read.
    pub second: f32,
}

/// Frames on their way: an iterator over what is read.
#[derive(Debug)]
pub struct Gap<Shown, Second> {
    shown: Shown,
    second: Second,
    faults: Faults,
    random: Random,
    losing: bool,
    ready: VecDeque<Vec<u8>>,
    frames: usize,
}

impl<Shown: Iterator<Item = Vec<u8>>> Gap<Shown, std::iter::Empty<Vec<u8>>> {
    /// One screen.
    pub fn new(shown: Shown, faults: Faults, seed: u64) -> Self {
        Self::with_second(shown, std::iter::empty(), faults, seed)
    }
}

impl<Shown, Second> Gap<Shown, Second>
where
    Shown: Iterator<Item = Vec<u8>>,
    Second: Iterator<Item = Vec<u8>>,
{
    /// Two screens; the second is read in `faults.second` of the cases.
    pub fn with_second(shown: Shown, second: Second, faults: Faults, seed: u64) -> Self {
        let random = Random::new(seed);
        Self { shown, second, faults, random, losing: false, ready: VecDeque::new(), frames: 0 }
    }

    /// Frames that the screen has shown so far, lost ones included.
    pub fn frames_shown(&self) -> usize {
        self.frames
    }

    /// The next frame of the screen, `None` when it is lost.
    fn look(&mut self) -> Option<Option<Vec<u8>>> {
        let frame = self.shown.next()?;
        self.frames += 1;
        // Two states, whose shares and mean stay follow from the two numbers.
        let end = 1.0 / self.faults.burst.max(1.0);
        let begin = end * self.faults.loss / (1.0 - self.faults.loss).max(f32::EPSILON);
        self.losing = if self.faults.burst > 1.0 {
            if self.losing { !self.happens(end) } else { self.happens(begin) }
        } else {
            self.happens(self.faults.loss)
        };
        Some((!self.losing).then_some(frame))
    }

    fn happens(&mut self, share: f32) -> bool {
        self.random.unit() < share
    }

    fn damage(&mut self, content: &mut [u8]) {
        if content.is_empty() || !self.happens(self.faults.damage) {
            return;
        }
        let (place, flip) = (self.random.below(content.len()), 1 + self.random.below(255));
        if let (Some(byte), Ok(flip)) = (content.get_mut(place), u8::try_from(flip)) {
            *byte ^= flip;
        }
    }
}

impl<Shown, Second> Iterator for Gap<Shown, Second>
where
    Shown: Iterator<Item = Vec<u8>>,
    Second: Iterator<Item = Vec<u8>>,
{
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        while self.ready.is_empty() {
            let mut read: Vec<_> = self.look()?.into_iter().collect();
            if self.happens(self.faults.swap)
                && let Some(next) = self.look()
            {
                read.splice(0..0, next);
            }
            for mut content in read {
                if self.happens(self.faults.second)
                    && let Some(other) = self.second.next()
                {
                    content = other;
                }
                self.damage(&mut content);
                if self.happens(self.faults.repeat) {
                    self.ready.push_back(content.clone());
                }
                self.ready.push_back(content);
            }
        }
        self.ready.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers() -> impl Iterator<Item = Vec<u8>> {
        (0..10_000u32).map(|number| number.to_be_bytes().to_vec())
    }

    #[test]
    fn a_perfect_camera_reads_what_is_shown() {
        assert!(Gap::new(numbers(), Faults::default(), 1).eq(numbers()));
    }

    #[test]
    fn the_same_seed_gives_the_same_way() {
        let faults = Faults { loss: 0.3, burst: 6.0, repeat: 0.2, swap: 0.2, damage: 0.1, second: 0.1 };
        let way = |seed| Gap::with_second(numbers(), numbers(), faults, seed).collect::<Vec<_>>();
        assert_eq!(way(1), way(1));
        assert_ne!(way(1), way(2));
    }

    #[test]
    fn losses_have_the_share_and_the_length_that_were_asked_for() {
        for burst in [1.0, 6.0] {
            let read: Vec<_> =
                Gap::new(numbers(), Faults { loss: 0.2, burst, ..Faults::default() }, 3).collect();
            assert!((7_600..8_400).contains(&read.len()), "{}", read.len());
            let gaps = read.windows(2).filter(|pair| pair[1][3].wrapping_sub(pair[0][3]) != 1).count();
            let mean = (10_000 - read.len()) as f32 / gaps as f32;
            assert!((mean / (burst * if burst > 1.0 { 1.0 } else { 1.25 }) - 1.0).abs() < 0.15, "{mean}");
        }
    }
}
