//! How a request is shown as codes: for whom, how dense, how fast, held still, on the whole window.
//!
//! May not enter: the message, clocks.

use shared::qr::{
    codes::CodesChoice,
    send::{Pace, Profile},
};

use crate::frames::LinkProfile;

/// Bytes of the message in one plain code, coarsest first.
const FRAGMENTS: [usize; 12] = [50, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1_000, 1_200];
/// QR versions of dense codes, coarsest first.
const VERSIONS: [u8; 6] = [10, 15, 20, 25, 30, 35];
/// Codes a second.
const SPEEDS: [u32; 10] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15];

/// How they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes {
    profile: LinkProfile,
    density: usize, // invariant: below the length of the profile's ladder
    speed: usize,   // invariant: below SPEEDS.len()
    paused: bool,
    full: bool,
}

/// What can be changed about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodesStep {
    /// Another device reads them; density and speed become that device's.
    For(LinkProfile),
    /// Denser or coarser, faster or slower.
    Step(CodesChoice),
    /// Hold the code that is on screen, or go on.
    Pause,
    /// On the whole window, or beside the words again.
    Full,
}

impl Default for Codes {
    fn default() -> Self {
        Self::of(LinkProfile::default())
    }
}

impl Codes {
    /// As the device that is meant reads best.
    pub fn of(profile: LinkProfile) -> Self {
        let density = match profile.link(None) {
            Profile::Ur { fragment } => last_at_most(&FRAGMENTS, fragment),
            Profile::Dense { version } => last_at_most(&VERSIONS, version),
        };
        let speed = last_at_most(&SPEEDS, profile.frames_per_second());
        Self { profile, density, speed, paused: false, full: false }
    }

    /// One step; at either end nothing changes.
    #[must_use]
    pub fn step(self, step: CodesStep) -> Self {
        match step {
            CodesStep::For(profile) => Self { full: self.full, ..Self::of(profile) },
            CodesStep::Pause => Self { paused: !self.paused, ..self },
            CodesStep::Full => Self { full: !self.full, ..self },
            CodesStep::Step(CodesChoice::Denser) => {
                Self { density: (self.density + 1).min(self.ladder() - 1), ..self }
            }
            CodesStep::Step(CodesChoice::Coarser) => Self { density: self.density.saturating_sub(1), ..self },
            CodesStep::Step(CodesChoice::Faster) => {
                Self { speed: (self.speed + 1).min(SPEEDS.len() - 1), ..self }
            }
            CodesStep::Step(CodesChoice::Slower) => Self { speed: self.speed.saturating_sub(1), ..self },
        }
    }

    fn is_dense(self) -> bool {
        matches!(self.profile.link(None), Profile::Dense { .. })
    }

    fn ladder(self) -> usize {
        if self.is_dense() { VERSIONS.len() } else { FRAGMENTS.len() }
    }

    /// Who reads them.
    pub fn profile(self) -> LinkProfile {
        self.profile
    }

    /// How the message is cut.
    pub fn link(self) -> Profile {
        match (self.is_dense(), FRAGMENTS.get(self.density), VERSIONS.get(self.density)) {
            (true, _, Some(&version)) => Profile::Dense { version },
            (false, Some(&fragment), _) => Profile::Ur { fragment },
            _ => self.profile.link(None),
        }
    }

    /// The density in words.
    pub fn density(self) -> String {
        let what = match self.link() {
            Profile::Ur { fragment } => format!("{fragment} bytes a code"),
            Profile::Dense { version } => format!("dense codes of version {version}"),
        };
        format!("Density {} of {}: {what}", self.density + 1, self.ladder())
    }

    /// Codes a second.
    pub fn speed(self) -> u32 {
        SPEEDS.get(self.speed).copied().unwrap_or(5)
    }

    /// How long each stands; `None` while they are held.
    pub fn pace(self) -> Option<Pace> {
        (!self.paused).then(|| Pace::per_second(self.speed()))
    }

    /// Whether they take the whole window.
    pub fn is_full(self) -> bool {
        self.full
    }

    /// Whether the code that is on screen is held.
    pub fn is_paused(self) -> bool {
        self.paused
    }
}

/// The place of the last step that is not above `wanted`.
fn last_at_most<T: PartialOrd + Copy>(ladder: &[T], wanted: T) -> usize {
    ladder.iter().rposition(|&step| step <= wanted).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum as _;
    use shared::qr::send::Sender;

    #[test]
    fn every_device_begins_with_its_own_density_and_speed() {
        for profile in LinkProfile::value_variants() {
            let codes = Codes::of(*profile);
            assert_eq!(codes.link(), profile.link(None), "{profile:?}");
            assert_eq!(codes.speed(), profile.frames_per_second(), "{profile:?}");
        }
    }

    #[test]
    fn every_density_and_speed_can_be_reached_and_shown_and_none_beyond() {
        for profile in LinkProfile::value_variants() {
            let mut codes = Codes::of(*profile);
            for _ in 0..20 {
                codes = codes.step(CodesStep::Step(CodesChoice::Coarser));
                codes = codes.step(CodesStep::Step(CodesChoice::Slower));
            }
            assert_eq!((codes.density, codes.speed()), (0, 1));
            for _ in 0..20 {
                assert!(Sender::new("eth-sign-request", &[7; 3_000], codes.link()).is_ok(), "{codes:?}");
                codes = codes.step(CodesStep::Step(CodesChoice::Denser));
                codes = codes.step(CodesStep::Step(CodesChoice::Faster));
            }
            assert_eq!((codes.density + 1, codes.speed()), (codes.ladder(), 15));
        }
    }

    #[test]
    fn held_codes_stand_still_until_they_go_on() {
        let held = Codes::default().step(CodesStep::Pause);
        assert!(held.pace().is_none() && held.is_paused());
        assert!(held.step(CodesStep::Pause).pace().is_some());
    }
}
