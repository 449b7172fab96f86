//! What is known of the air gap: the walls that the system keeps up, the links that are live, and the verdict on both.
//!
//! | state of a wall | keys                                                                              |
//! |-----------------|-----------------------------------------------------------------------------------|
//! | kept            | allowed                                                                           |
//! | weaker          | allowed; the screen says what is missing                                          |
//! | missing         | refused, unless the operator accepted it on the command line; a breach never can be |
//!
//! A live link refuses keys and signatures in any case. May not enter: the system itself; `host` looks and this module judges.

use shared::{Kind, Refusal};

/// A promise that the operating system keeps, or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// No socket but local ones, no new program (seccomp).
    NoSockets,
    /// No file is written, few are read (Landlock).
    NoFiles,
    /// No core dump, no debugger (dumpable, core limit).
    NoDumps,
    /// Pages with secrets stay out of swap (the limit for locked memory).
    NoSwap,
    /// Interfaces and radios are looked at every second.
    LinksWatched,
    /// The probe at start failed to open a socket, to write a file and to start a program, as it must.
    Probed,
}

impl Promise {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 6] =
        [Self::NoSockets, Self::NoFiles, Self::NoDumps, Self::NoSwap, Self::LinksWatched, Self::Probed];

    /// What is promised, in a few plain words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::NoSockets => "No network, no new programs",
            Self::NoFiles => "No file is written",
            Self::NoDumps => "No memory dumps",
            Self::NoSwap => "Keys stay out of swap",
            Self::LinksWatched => "Network links are watched",
            Self::Probed => "All this was tried",
        }
    }

    /// A word for scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoSockets => "no-sockets",
            Self::NoFiles => "no-files",
            Self::NoDumps => "no-dumps",
            Self::NoSwap => "no-swap",
            Self::LinksWatched => "links-watched",
            Self::Probed => "probed",
        }
    }
}

/// How a promise is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// By the kernel.
    Kept,
    /// Partly; a sentence says what is missing.
    Weaker(String),
    /// Not at all; a sentence says why.
    Missing(String),
}

impl State {
    /// The sentence, where there is one.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Kept => None,
            Self::Weaker(why) | Self::Missing(why) => Some(why),
        }
    }

    /// A word for it: `kept`, `weaker`, `missing`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Weaker(_) => "weaker",
            Self::Missing(_) => "missing",
        }
    }
}

/// One promise and how it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wall {
    /// Which.
    pub promise: Promise,
    /// How.
    pub state: State,
}

impl Wall {
    /// A wall that stands.
    pub const fn kept(promise: Promise) -> Self {
        Self { promise, state: State::Kept }
    }
}

/// A way out of the machine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// As the system calls it: `eth0`, `wlan0`, `hci0`.
    pub name: String,
    /// Of what sort.
    pub kind: LinkKind,
}

/// Sorts of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// Any interface but the loopback.
    Wired,
    /// Wi-Fi.
    Wifi,
    /// Bluetooth that rfkill does not block.
    Bluetooth,
    /// Mobile broadband.
    Mobile,
}

impl LinkKind {
    /// What it is called on a screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wired => "network",
            Self::Wifi => "Wi-Fi",
            Self::Bluetooth => "Bluetooth",
            Self::Mobile => "mobile broadband",
        }
    }
}

impl Link {
    /// How it is switched off, as a clause.
    pub fn remedy(&self) -> String {
        let name = &self.name;
        match self.kind {
            LinkKind::Wired => format!(
                "pull the cable and switch {name} off (“nmcli networking off”, or “ip link set {name} down” as root); the cable alone is not enough"
            ),
            LinkKind::Wifi => {
                format!("switch Wi-Fi off (flight mode, or “rfkill block wlan”) until {name} is down")
            }
            LinkKind::Bluetooth => {
                "switch Bluetooth off (flight mode, or “rfkill block bluetooth”)".to_owned()
            }
            LinkKind::Mobile => {
                format!(
                    "switch mobile broadband off (flight mode, or “rfkill block wwan”) until {name} is down"
                )
            }
        }
    }
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.name, self.kind.name())
    }
}

/// The air gap as it is known now. The default knows nothing and so allows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Air {
    /// Each promise once, in the order of [`Promise::ALL`]; empty before the system was asked.
    pub walls: Vec<Wall>,
    /// Live links, sorted; empty is quiet.
    pub links: Vec<Link>,
    /// Radios that are switched on although their interfaces are down: advice, no refusal.
    pub radios: Vec<Link>,
    /// The operator accepted missing walls when starting the program.
    pub accepted: bool,
}

/// Why the station holds no keys and signs nothing now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AirError {
    /// The system was not asked yet.
    #[error("it is not known what holds the air gap; close the station and start it again")]
    Unknown,
    /// A way out is up.
    #[error(
        "{link} is up, so no words are taken and nothing is signed; {}. The station goes on by itself when it is down",
        link.remedy()
    )]
    LinkUp {
        /// The first of them.
        link: Link,
    },
    /// A wall is not there.
    #[error(
        "“{}” does not hold: {why}. No words are taken; start on a system that keeps it, or start again with --accept-missing-walls if you know why that is safe here",
        promise.title()
    )]
    WallMissing {
        /// Which.
        promise: Promise,
        /// Why, without a full stop.
        why: String,
    },
    /// A wall said to stand let something through.
    #[error(
        "the probe got through the walls: {why}. No words are taken; do not use this machine, and report what it runs"
    )]
    Breach {
        /// What got through.
        why: String,
    },
}

impl Refusal for AirError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Unknown => "air-unknown",
            Self::LinkUp { .. } => "air-link",
            Self::WallMissing { .. } => "air-wall",
            Self::Breach { .. } => "air-breach",
        })
    }
}

impl Air {
    /// All walls up, no link: what a good machine reports, for tests.
    pub fn sealed() -> Self {
        Self { walls: Promise::ALL.map(Wall::kept).to_vec(), ..Self::default() }
    }

    /// Whether words may be entered and signatures may be made.
    ///
    /// # Errors
    /// What stands against it, walls before links, as a sentence with the way out.
    pub fn may_hold_keys(&self) -> Result<(), AirError> {
        if self.walls.is_empty() {
            return Err(AirError::Unknown);
        }
        for wall in &self.walls {
            match (&wall.state, wall.promise) {
                (State::Kept | State::Weaker(_), _) => {}
                (State::Missing(why), Promise::Probed) => return Err(AirError::Breach { why: why.clone() }),
                (State::Missing(_), _) if self.accepted => {}
                (State::Missing(why), promise) => {
                    return Err(AirError::WallMissing { promise, why: why.clone() });
                }
            }
        }
        match self.links.first() {
            Some(link) => Err(AirError::LinkUp { link: link.clone() }),
            None => Ok(()),
        }
    }

    /// The walls that do not stand whole, for the banner of every screen.
    pub fn gaps(&self) -> impl Iterator<Item = &Wall> {
        self.walls.iter().filter(|wall| wall.state != State::Kept)
    }

    /// Takes what the watch sees now.
    pub fn observe(&mut self, mut links: Vec<Link>, mut radios: Vec<Link>) -> Changes {
        links.sort();
        radios.sort();
        let gone = self.links.iter().filter(|link| !links.contains(link)).cloned().collect();
        let new = links.iter().filter(|link| !self.links.contains(link)).cloned().collect();
        (self.links, self.radios) = (links, radios);
        Changes { new, gone }
    }
}

/// What [`Air::observe`] found to be different.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Links that came up.
    pub new: Vec<Link>,
    /// Links that went down.
    pub gone: Vec<Link>,
}

impl Changes {
    /// Whether nothing changed.
    pub const fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eth0() -> Link {
        Link { name: "eth0".to_owned(), kind: LinkKind::Wired }
    }

    fn without(promise: Promise, state: State) -> Air {
        let mut air = Air::sealed();
        for wall in &mut air.walls {
            if wall.promise == promise {
                wall.state = state.clone();
            }
        }
        air
    }

    #[test]
    fn what_is_not_known_is_not_trusted() {
        assert_eq!(Air::default().may_hold_keys(), Err(AirError::Unknown));
        assert_eq!(Air::sealed().may_hold_keys(), Ok(()));
    }

    #[test]
    fn a_live_link_stands_against_keys_whatever_was_accepted() {
        for accepted in [false, true] {
            let air = Air { links: vec![eth0()], accepted, ..Air::sealed() };
            assert_eq!(air.may_hold_keys(), Err(AirError::LinkUp { link: eth0() }));
        }
    }

    #[test]
    fn a_missing_wall_stands_against_keys_until_it_is_accepted() {
        for promise in Promise::ALL {
            let air = without(promise, State::Missing("no kernel support".to_owned()));
            assert!(air.may_hold_keys().is_err(), "{promise:?}");
            let accepted = Air { accepted: true, ..air };
            assert_eq!(accepted.may_hold_keys().is_ok(), promise != Promise::Probed, "{promise:?}");
        }
    }

    #[test]
    fn a_weaker_wall_is_said_and_not_refused() {
        let air = without(Promise::NoFiles, State::Weaker("files can be emptied".to_owned()));
        assert_eq!(air.may_hold_keys(), Ok(()));
        assert_eq!(air.gaps().map(|wall| wall.promise).collect::<Vec<_>>(), [Promise::NoFiles]);
    }

    #[test]
    fn radios_are_advice() {
        let air = Air { radios: vec![eth0()], ..Air::sealed() };
        assert_eq!(air.may_hold_keys(), Ok(()));
    }

    #[test]
    fn a_change_is_told_once() {
        let mut air = Air::sealed();
        let up = Changes { new: vec![eth0()], gone: vec![] };
        assert_eq!(air.observe(vec![eth0()], vec![]), up);
        assert!(air.observe(vec![eth0()], vec![]).is_empty());
        let down = Changes { new: vec![], gone: vec![eth0()] };
        assert_eq!(air.observe(vec![], vec![]), down);
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        for kind in [LinkKind::Wired, LinkKind::Wifi, LinkKind::Bluetooth, LinkKind::Mobile] {
            let sentence = AirError::LinkUp { link: Link { name: "x0".to_owned(), kind } }.to_string();
            assert!(sentence.contains("switch") && sentence.contains(kind.name()), "{sentence}");
        }
    }
}
