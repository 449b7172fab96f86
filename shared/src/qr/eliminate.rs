//! Gauss-Jordan elimination over GF(2): sums of fragments in, fragments out.
//!
//! A decoder that only peels needs about twice as many parts from a fountain as there are fragments; elimination
//! needs little more than their number, because it uses every part that says anything new.
//!
//! Each row is a set of fragments and the XOR of their bytes. The rows are kept fully reduced, so that taking a
//! part costs at most two passes over them and nothing is left to do at the end. At most `count` rows are kept:
//! at the limits (8,192 fragments of 128 bytes) 9 MiB.

/// What a part added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gain {
    /// It says something new.
    New,
    /// It follows from what is known.
    Nothing,
    /// It contradicts what is known; it was dropped.
    Contradiction,
}

/// The sums known so far of fragments 0..count, all of one length.
#[derive(Debug, Clone)]
pub struct Elimination {
    count: usize,
    fragment: usize,
    rank: usize,
    /// By its lowest fragment, which no other row contains.
    rows: Vec<Option<Row>>,
}

#[derive(Debug, Clone)]
struct Row {
    set: Vec<u64>,
    data: Vec<u8>,
}

impl Row {
    fn contains(&self, index: usize) -> bool {
        self.set.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    fn add(&mut self, other: &Self) {
        self.set.iter_mut().zip(&other.set).for_each(|(ours, theirs)| *ours ^= theirs);
        self.data.iter_mut().zip(&other.data).for_each(|(ours, theirs)| *ours ^= theirs);
    }

    /// The members at the time of the call, lowest first.
    fn members(&self) -> impl Iterator<Item = usize> + use<> {
        self.set.clone().into_iter().enumerate().flat_map(|(place, word)| {
            std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|&rest| rest != 0)
                .map(move |rest| place * 64 + rest.trailing_zeros() as usize)
        })
    }
}

impl Elimination {
    /// For `count` fragments of `fragment` bytes, both of which the caller has held against the limits.
    pub fn new(count: usize, fragment: usize) -> Self {
        Self { count, fragment, rank: 0, rows: vec![None; count] }
    }

    /// Independent sums known.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// Fragments asked for.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Takes the XOR of the fragments `indexes`. An index past the end or data of another length is a
    /// contradiction.
    pub fn take(&mut self, indexes: &[usize], data: &[u8]) -> Gain {
        if data.len() != self.fragment || indexes.iter().any(|&index| index >= self.count) {
            return Gain::Contradiction;
        }
        let mut row = Row { set: vec![0; self.count.div_ceil(64)], data: data.to_vec() };
        for &index in indexes {
            if let Some(word) = row.set.get_mut(index / 64) {
                *word ^= 1 << (index % 64);
            }
        }
        // The rows are reduced, so adding one brings in no fragment that another row stands for.
        for index in row.members() {
            if let Some(Some(known)) = self.rows.get(index) {
                row.add(known);
            }
        }
        let Some(lowest) = row.members().next() else {
            return if row.data.iter().all(|&byte| byte == 0) { Gain::Nothing } else { Gain::Contradiction };
        };
        for known in self.rows.iter_mut().flatten() {
            if known.contains(lowest) {
                known.add(&row);
            }
        }
        if let Some(place) = self.rows.get_mut(lowest) {
            *place = Some(row);
            self.rank += 1;
        }
        Gain::New
    }

    /// All fragments joined, once all are known.
    pub fn join(&self) -> Option<Vec<u8>> {
        if self.rank < self.count {
            return None;
        }
        let mut joined = Vec::with_capacity(self.count.checked_mul(self.fragment)?);
        for row in self.rows.iter().flatten() {
            joined.extend_from_slice(&row.data);
        }
        Some(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fragment(index: usize) -> Vec<u8> {
        (0..5u8).map(|byte| byte.wrapping_mul(31) ^ u8::try_from(index % 251).unwrap()).collect()
    }

    fn sum(indexes: &[usize]) -> Vec<u8> {
        indexes
            .iter()
            .fold(vec![0; 5], |sum, &index| sum.iter().zip(fragment(index)).map(|(a, b)| a ^ b).collect())
    }

    #[test]
    fn sums_that_peeling_cannot_open_are_solved() {
        let mut known = Elimination::new(3, 5);
        for indexes in [vec![0, 1], vec![1, 2], vec![0, 1, 2]] {
            assert_eq!(known.take(&indexes, &sum(&indexes)), Gain::New);
        }
        assert_eq!(known.join().unwrap(), (0..3).flat_map(fragment).collect::<Vec<_>>());
    }

    #[test]
    fn a_sum_that_says_otherwise_is_a_contradiction_and_changes_nothing() {
        let mut known = Elimination::new(3, 5);
        known.take(&[0, 1], &sum(&[0, 1]));
        known.take(&[1], &sum(&[1]));
        assert_eq!(known.take(&[0], &sum(&[2])), Gain::Contradiction);
        assert_eq!(known.take(&[0], &sum(&[0])), Gain::Nothing);
        assert_eq!(known.take(&[3], &[0; 5]), Gain::Contradiction);
        assert_eq!(known.take(&[2], &[0; 4]), Gain::Contradiction);
        assert_eq!(known.rank(), 2);
    }

    proptest! {
        #[test]
        fn as_many_gains_as_fragments_solve_it_and_no_fewer(
            count in 1usize..90,
            sets in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 1..8), 1..300),
        ) {
            let mut known = Elimination::new(count, 5);
            let mut gains = 0;
            for set in sets {
                let mut indexes: Vec<usize> = set.iter().map(|index| index.index(count)).collect();
                indexes.sort_unstable();
                indexes.dedup();
                let gain = known.take(&indexes, &sum(&indexes));
                prop_assert_ne!(gain, Gain::Contradiction);
                gains += usize::from(gain == Gain::New);
                prop_assert_eq!(known.rank(), gains);
                prop_assert_eq!(known.join().is_some(), gains == count);
            }
            if let Some(joined) = known.join() {
                prop_assert_eq!(joined, (0..count).flat_map(fragment).collect::<Vec<_>>());
            }
        }
    }
}
