//! How a message is shown as codes: how dense, how fast. Chosen on the screen that shows it.
//!
//! May not enter: the message, clocks.

use super::send::{Pace, Profile};

/// The densities, coarsest first: plain UR for any device, then codes for our own companion alone.
const DENSITIES: [(Profile, &str); 9] = [
    (Profile::Ur { fragment: 50 }, "very coarse"),
    (Profile::Ur { fragment: 100 }, "coarse, for poor cameras"),
    (Profile::Ur { fragment: 200 }, "what every wallet reads"),
    (Profile::Ur { fragment: 400 }, "for Keystone and phones"),
    (Profile::Ur { fragment: 800 }, "for good cameras"),
    (Profile::Dense { version: 15 }, "Coldframe's companion only"),
    (Profile::Dense { version: 20 }, "Coldframe's companion only, denser"),
    (Profile::Dense { version: 25 }, "Coldframe's companion only, good light"),
    (Profile::Dense { version: 30 }, "Coldframe's companion only, code fills the picture"),
];
/// Where every screen begins: what every wallet reads.
const DENSITY_FIRST: usize = 2;
/// Codes a second.
const SPEEDS: [u32; 6] = [2, 4, 5, 8, 10, 12];
const SPEED_FIRST: usize = 2;

/// Density and speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes {
    density: usize, // invariant: below DENSITIES.len()
    speed: usize,   // invariant: below SPEEDS.len()
}

/// What can be changed about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodesChoice {
    /// More in one code, fewer codes.
    Denser,
    /// Less in one code, more codes.
    Coarser,
    /// More codes a second.
    Faster,
    /// Fewer codes a second.
    Slower,
}

impl Default for Codes {
    fn default() -> Self {
        Self { density: DENSITY_FIRST, speed: SPEED_FIRST }
    }
}

impl Codes {
    /// One step; at either end nothing changes.
    #[must_use]
    pub fn step(self, choice: CodesChoice) -> Self {
        let up = |step: usize, count: usize| (step + 1).min(count - 1);
        match choice {
            CodesChoice::Denser => Self { density: up(self.density, DENSITIES.len()), ..self },
            CodesChoice::Coarser => Self { density: self.density.saturating_sub(1), ..self },
            CodesChoice::Faster => Self { speed: up(self.speed, SPEEDS.len()), ..self },
            CodesChoice::Slower => Self { speed: self.speed.saturating_sub(1), ..self },
        }
    }

    /// How frames are made.
    pub fn profile(self) -> Profile {
        DENSITIES.get(self.density).map_or(Profile::Ur { fragment: 200 }, |(profile, _)| *profile)
    }

    /// The density in words: which of how many, and whom it is for.
    pub fn density(self) -> String {
        let (rank, ranks) = self.rank();
        format!("Density {rank} of {ranks}: {}", self.about())
    }

    /// Whom the density is for, in a few words.
    pub fn about(self) -> &'static str {
        DENSITIES.get(self.density).map_or("", |(_, about)| about)
    }

    /// Codes a second.
    pub fn speed(self) -> u32 {
        SPEEDS.get(self.speed).copied().unwrap_or(5)
    }

    /// How long each stands.
    pub fn pace(self) -> Pace {
        Pace::per_second(self.speed())
    }

    /// Which density of how many, from 1.
    pub fn rank(self) -> (usize, usize) {
        (self.density + 1, DENSITIES.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::send::Sender;

    #[test]
    fn every_density_and_speed_can_be_reached_and_shown_and_none_beyond() {
        let mut codes = Codes::default();
        for _ in 0..20 {
            codes = codes.step(CodesChoice::Coarser).step(CodesChoice::Slower);
        }
        assert_eq!((codes.rank().0, codes.speed()), (1, 2));
        for _ in 0..20 {
            assert!(Sender::new("eth-signature", &[7; 3_000], codes.profile()).is_ok(), "{codes:?}");
            codes = codes.step(CodesChoice::Denser).step(CodesChoice::Faster);
        }
        assert_eq!((codes.rank().0, codes.speed()), (DENSITIES.len(), 12));
    }
}
