//! Random numbers from a seed (SplitMix64, Steele, Lea and Flood 2014): ours, so that a new version of a crate
//! never changes the pictures.

/// A stream of numbers; the same seed gives the same stream for ever.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Starts the stream of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Evenly from 0 to below 1.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// Evenly from `low` to below `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Evenly within a range: from, to.
    pub fn within(&mut self, (low, high): (f32, f32)) -> f32 {
        self.between(low, high)
    }

    /// Evenly from -`most` to `most`.
    pub fn around(&mut self, most: f32) -> f32 {
        self.between(-most, most)
    }

    /// Evenly from 0 to below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end as u64) as usize
    }

    /// One of `things`, which is not empty.
    pub fn pick<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())]
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// Two numbers with mean 0 and deviation 1, nearly normal: each the sum of four bytes.
    pub fn normal_pair(&mut self) -> (f32, f32) {
        // Four even bytes have mean 4 * 127.5 and variance 4 * (256² - 1) / 12.
        const MEAN: f32 = 510.0;
        const DEVIATION: f32 = 147.8;
        let bits = self.bits();
        let sum = |bits: u64| (0..4).map(|byte| (bits >> (8 * byte) & 0xff) as f32).sum::<f32>();
        ((sum(bits) - MEAN) / DEVIATION, (sum(bits >> 32) - MEAN) / DEVIATION)
    }
}
