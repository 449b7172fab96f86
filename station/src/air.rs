//! What is known of the air gap: the walls that the system keeps up, and the links that are live.
//!
//! May not enter: the system itself; `host` looks and this module judges.

/// A promise that the operating system keeps, or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// No socket but local ones, no new program (seccomp).
    NoSockets,
    /// No file is written, few are read (Landlock).
    NoFiles,
    /// No core dump, no debugger (dumpable, core limit).
    NoDumps,
    /// The probe at start failed to open a socket and to write a file, as it must.
    Probed,
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

/// One promise and how it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wall {
    /// Which.
    pub promise: Promise,
    /// How.
    pub state: State,
}

/// A way out of the machine that is up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As the system calls it: `eth0`, `wlan0`, `hci0`.
    pub name: String,
    /// Of what sort.
    pub kind: LinkKind,
}

/// Sorts of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Any interface but the loopback.
    Wired,
    /// Wi-Fi.
    Wifi,
    /// Bluetooth that rfkill does not block.
    Bluetooth,
    /// Mobile broadband that rfkill does not block.
    Mobile,
}

/// The air gap as it is known now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Air {
    /// Each promise once, in the order of [`Promise`].
    pub walls: Vec<Wall>,
    /// Live links; empty is quiet.
    pub links: Vec<Link>,
}

impl Air {
    /// Whether a mnemonic may be entered and signatures may be made: no link is live, and the probe found no way out.
    pub fn is_quiet(&self) -> bool {
        self.links.is_empty()
    }
}
