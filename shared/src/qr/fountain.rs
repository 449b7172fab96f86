//! Which fragments a part of a multi-part UR mixes (BCR-2024-001).
//!
//! | part number | fragments |
//! |---|---|
//! | 1 ≤ n ≤ count | fragment n - 1 alone: a *pure* part |
//! | above | a set drawn by xoshiro256\*\* from SHA-256(number ‖ checksum): a *mixed* part |
//!
//! The draw is in IEEE doubles, and their order of operations is part of the format: sender and receiver must
//! draw the same set. Nothing here is random, and nothing here needs to be secret.

use sha2::{Digest, Sha256};

/// Draws the fragments of each part of one message.
#[derive(Debug, Clone)]
pub struct Mixer {
    count: usize,
    checksum: u32,
    degrees: Degrees,
}

impl Mixer {
    /// For a message of `count` fragments (1 to [`crate::limits::PARTS_MAX`], which the caller has checked) whose
    /// CRC-32 is `checksum`. Takes memory in proportion to `count`.
    pub fn new(count: usize, checksum: u32) -> Self {
        Self { count, checksum, degrees: Degrees::new(count) }
    }

    /// How many fragments there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many fragments part `number` mixes, without drawing them.
    pub fn degree(&self, number: u32) -> usize {
        let pure = usize::try_from(number).is_ok_and(|number| number <= self.count);
        if pure { 1 } else { self.degrees.draw(&mut Dice::new(number, self.checksum)).min(self.count) }
    }

    /// The fragments, counted from 0, of part `number`, counted from 1; in the order drawn, none twice.
    pub fn indexes(&self, number: u32) -> Vec<usize> {
        let pure = usize::try_from(number).unwrap_or(usize::MAX);
        if pure <= self.count {
            return vec![pure.saturating_sub(1)];
        }
        let mut dice = Dice::new(number, self.checksum);
        let degree = self.degrees.draw(&mut dice);
        let mut left: Vec<usize> = (0..self.count).collect();
        (0..degree.min(self.count)).map(|_| left.remove(dice.below(left.len()))).collect()
    }
}

/// The number of fragments in a part, weighted by 1/d, drawn by the alias method of Walker and Vose.
#[derive(Debug, Clone)]
struct Degrees(Vec<Column>);

/// One column of the alias table: its own degree below the threshold, the other one above it.
#[derive(Debug, Clone, Copy)]
struct Column {
    threshold: f64,
    other: usize,
}

impl Degrees {
    fn new(count: usize) -> Self {
        let mut weights: Vec<f64> = (1..=count).map(|degree| 1.0 / real(degree)).collect();
        let sum = weights.iter().sum::<f64>();
        for weight in &mut weights {
            *weight *= real(count) / sum;
        }
        let at = |weights: &[f64], index: usize| weights.get(index).copied().unwrap_or(1.0);
        // From the last to the first: the order decides which columns pair up, so it is part of the format.
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..count).rev().partition(|&index| at(&weights, index) < 1.0);
        let mut columns = vec![Column { threshold: 1.0, other: 0 }; count];
        while !small.is_empty()
            && let Some(giver) = large.pop()
        {
            let Some(taker) = small.pop() else { break };
            let threshold = at(&weights, taker);
            if let Some(column) = columns.get_mut(taker) {
                *column = Column { threshold, other: giver };
            }
            if let Some(weight) = weights.get_mut(giver) {
                *weight += threshold - 1.0;
            }
            if at(&weights, giver) < 1.0 { small.push(giver) } else { large.push(giver) }
        }
        Self(columns)
    }

    fn draw(&self, dice: &mut Dice) -> usize {
        let place = dice.below(self.0.len());
        let side = dice.unit();
        let result =
            self.0.get(place).map_or(0, |column| if side < column.threshold { place } else { column.other });
        result + 1
    }
}

/// xoshiro256\*\* (Blackman and Vigna).
struct Dice([u64; 4]);

impl Dice {
    fn new(number: u32, checksum: u32) -> Self {
        let digest =
            Sha256::new().chain_update(number.to_be_bytes()).chain_update(checksum.to_be_bytes()).finalize();
        let mut state = [0u64; 4];
        for (word, bytes) in state.iter_mut().zip(digest.chunks_exact(8)) {
            *word = bytes.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
        }
        Self(state)
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// In [0, 1), from the upper 53 bits.
    fn unit(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
        let upper = (self.next() >> 11) as f64;
        upper / 9_007_199_254_740_992.0 // 2^53
    }

    /// In 0..`end`; 0 where `end` is 0.
    fn below(&mut self, end: usize) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the product lies in 0..end, and the format asks for its floor"
        )]
        let drawn = (self.unit() * real(end)) as usize;
        drawn
    }
}

fn real(count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of fragments are far below 2^53")]
    let real = count as f64;
    real
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_part_mixes_each_fragment_at_most_once(count in 1usize..300, checksum: u32, number in 1u32..) {
            let mixer = Mixer::new(count, checksum);
            let mut drawn = mixer.indexes(number);
            prop_assert_eq!(drawn.len(), mixer.degree(number));
            drawn.sort_unstable();
            let length = drawn.len();
            drawn.dedup();
            prop_assert_eq!(drawn.len(), length);
            prop_assert!(drawn.last().is_some_and(|&last| last < count));
        }

        #[test]
        fn the_draw_is_that_of_an_independent_encoder(message in prop::collection::vec(any::<u8>(), 1..600)) {
            let mut other = ur::fountain::Encoder::new(&message, 20).unwrap();
            let mixer = Mixer::new(other.fragment_count(), crc32fast::hash(&message));
            for number in 1..=80 {
                prop_assert_eq!(mixer.indexes(number), other.next_part().indexes());
            }
        }
    }
}
