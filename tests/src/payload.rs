//! What is sent over the gap in measurements: bytes of a chosen length, from a seed.

use crate::optics::Random;

/// What a message is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Content {
    /// Random bytes, which no packing makes smaller.
    Random,
    /// Calldata of a batch of token transfers, which deflate makes about 40 % of.
    Calldata,
}

impl Content {
    /// `length` bytes of it.
    pub fn bytes(self, length: usize, seed: u64) -> Vec<u8> {
        let mut random = Random::new(seed);
        let mut bytes: Vec<u8> = match self {
            Self::Random => {
                std::iter::repeat_with(|| random.bits().to_le_bytes()).flatten().take(length).collect()
            }
            Self::Calldata => {
                std::iter::repeat_with(|| transfer(&mut random)).flatten().take(length).collect()
            }
        };
        bytes.truncate(length);
        bytes
    }
}

/// `transfer(address,uint256)` with its arguments padded to words: a stranger's address and a round amount.
fn transfer(random: &mut Random) -> Vec<u8> {
    let mut call = vec![0xa9, 0x05, 0x9c, 0xbb];
    call.extend([0; 12]);
    call.extend(std::iter::repeat_with(|| random.bits().to_le_bytes()).flatten().take(20));
    call.extend([0; 24]);
    call.extend((random.bits() % 100_000 * 1_000_000).to_be_bytes());
    call
}
