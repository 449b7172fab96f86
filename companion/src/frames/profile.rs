//! How dense and how fast codes are shown, by who looks at them.

use shared::qr::send::Profile;

/// Who reads the codes. The numbers are those that the devices themselves use, or what our own pair reads safely
/// from a 720p webcam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum LinkProfile {
    /// Our own station, plain UR: 600 bytes a code, 10 a second.
    #[default]
    Ours,
    /// Our own station, dense: RaptorQ in byte mode at version 25, 12 a second. No plain text form.
    Dense,
    /// Keystone 3: 200 bytes a code, 5 a second.
    Keystone,
    /// Keycard Shell: 200 bytes a code, 5 a second.
    Keycard,
    /// What MetaMask and Rabby themselves show: 200 bytes a code, 5 a second.
    MetamaskLike,
}

impl LinkProfile {
    /// How messages are cut; with `fragment` (bytes), as plain parts of that size.
    pub fn link(self, fragment: Option<usize>) -> Profile {
        match (self, fragment) {
            (_, Some(fragment)) => Profile::Ur { fragment },
            (Self::Ours, None) => Profile::Ur { fragment: 600 },
            (Self::Dense, None) => Profile::Dense { version: 25 },
            (Self::Keystone | Self::Keycard | Self::MetamaskLike, None) => Profile::Ur { fragment: 200 },
        }
    }

    /// Codes shown a second.
    pub fn frames_per_second(self) -> u32 {
        match self {
            Self::Ours => 10,
            Self::Dense => 12,
            Self::Keystone | Self::Keycard | Self::MetamaskLike => 5,
        }
    }

    /// Whether a device other than our own station is meant.
    pub fn is_foreign(self) -> bool {
        !matches!(self, Self::Ours | Self::Dense)
    }
}
