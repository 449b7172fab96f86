//! What may be opened: read what drawing needs, use the graphics cards that are there at start; write nothing.
//!
//! | opened for         | what                                                                                   |
//! |--------------------|----------------------------------------------------------------------------------------|
//! | reading            | libraries, keyboard and cursor tables, driver settings, the X11 cookie, `--frames`     |
//! | looking at devices | `/sys/class/{net,rfkill,video4linux,drm}`, `/sys/devices`, the names in `/dev`         |
//! | using              | `/dev/dri/*`, `/dev/nvidia*` as they are at start                                      |
//!
//! The process that has the cameras and no keys may use what is in `/dev`, also what is plugged in later. On kernels that
//! know how, signals to other programs, abstract sockets (with Wayland; X11 uses one) and sockets of other programs are
//! refused as well.

use super::{Display, Openings};
use crate::air::{Promise, State, Wall};
use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd,
    Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
};
use std::path::{Path, PathBuf};

/// What this file was written for; newer kernels keep what it says, older ones as much of it as they can.
const ABI_KNOWN: ABI = ABI::V9;

/// Folders and files that are read. Those that do not exist are left out.
const READ: &[&str] = &[
    // Libraries, which the window system loads by name while it starts.
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/nix/store",
    "/gnu/store",
    "/run/opengl-driver",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    // Keyboards, compose tables, cursors.
    "/usr/share/X11",
    "/usr/share/xkeyboard-config-2",
    "/usr/share/icons",
    "/usr/share/locale",
    "/etc/X11/xkb",
    // Drivers.
    "/usr/share/glvnd",
    "/etc/glvnd",
    "/usr/share/egl",
    "/etc/egl",
    "/usr/share/drirc.d",
    "/etc/drirc",
    "/usr/share/libdrm",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/driver/nvidia",
    // Links, cameras, cards.
    "/sys/class/net",
    "/sys/class/rfkill",
    "/sys/class/video4linux",
    "/sys/class/drm",
    "/sys/dev/char",
    "/sys/devices",
];

/// Restricts this thread and all that it starts later; there are no others yet.
pub(super) fn close(openings: &Openings) -> Wall {
    let state = match restrict(openings) {
        Ok(state) => state,
        Err(error) => State::Missing(format!("the kernel takes no rules for files ({error})")),
    };
    Wall { promise: Promise::NoFiles, state }
}

fn restrict(openings: &Openings) -> Result<State, RulesetError> {
    let best = Ruleset::default().set_compatibility(CompatLevel::BestEffort);
    let mut ruleset = best
        .handle_access(AccessFs::from_all(ABI_KNOWN))?
        .handle_access(AccessNet::from_all(ABI_KNOWN))? // and no rule for a port, so none is open
        .scope(scopes(openings))?
        .create()?;
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    for path in READ.iter().map(Path::new).chain(openings.frames.as_deref()) {
        ruleset = allow(ruleset, path, read)?;
    }
    let device = AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::IoctlDev;
    if openings.devices {
        ruleset = allow(ruleset, Path::new("/dev"), device | AccessFs::ReadDir)?;
    }
    for path in cards(Path::new("/dev")) {
        ruleset = allow(ruleset, &path, device)?;
    }
    match &openings.display {
        Some(Display::X11 { number, cookie }) => {
            if let Some(cookie) = cookie {
                ruleset = allow(ruleset, cookie, AccessFs::ReadFile.into())?;
            }
            let socket = PathBuf::from(format!("/tmp/.X11-unix/X{number}"));
            ruleset = allow(ruleset, &socket, AccessFs::ResolveUnix.into())?;
        }
        Some(Display::Wayland { socket: Some(socket) }) => {
            ruleset = allow(ruleset, socket, AccessFs::ResolveUnix.into())?;
        }
        _ => {}
    }
    let status = ruleset.restrict_self()?;
    Ok(match status.ruleset {
        RulesetStatus::NotEnforced => State::Missing(absent(&status.landlock)),
        _ => judged(&status.landlock),
    })
}

/// Signals stay inside; with Wayland, so do abstract sockets. libxcb tries an abstract one first and does not go on when it
/// is refused.
fn scopes(openings: &Openings) -> BitFlags<Scope> {
    match openings.display {
        Some(Display::Wayland { .. }) => Scope::Signal | Scope::AbstractUnixSocket,
        _ => Scope::Signal.into(),
    }
}

/// One more rule; what does not exist needs none. Rights that make no sense for a file are left out for files.
fn allow(
    ruleset: RulesetCreated,
    path: &Path,
    access: BitFlags<AccessFs>,
) -> Result<RulesetCreated, RulesetError> {
    let Ok(opened) = PathFd::new(path) else { return Ok(ruleset) };
    let access = if path.is_dir() { access } else { access & AccessFs::from_file(ABI_KNOWN) };
    ruleset.add_rule(PathBeneath::new(opened, access))
}

/// Graphics cards, as they are now.
fn cards(dev: &Path) -> Vec<PathBuf> {
    let names = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let wanted =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("nvidia"));
    names(dev).into_iter().filter(wanted).chain(names(&dev.join("dri"))).collect()
}

/// Why there is nothing.
fn absent(status: &LandlockStatus) -> String {
    match status {
        LandlockStatus::NotEnabled => {
            "Landlock is switched off; start the kernel with “landlock” in its list “lsm=”".to_owned()
        }
        _ => "this kernel has no Landlock; it takes Linux 5.13 or later".to_owned(),
    }
}

/// What an older kernel lets through.
fn judged(status: &LandlockStatus) -> State {
    let LandlockStatus::Available { effective_abi, .. } = status else {
        return State::Missing(absent(status));
    };
    if *effective_abi < ABI::V3 {
        return State::Weaker(
            "no file can be written, but this kernel lets programs cut files short; it takes Linux 6.2 or later"
                .to_owned(),
        );
    }
    if *effective_abi < ABI::V6 {
        return State::Weaker(
            "no file is written, but this kernel lets the station send signals to programs of the same user; it takes Linux 6.12 or later"
                .to_owned(),
        );
    }
    State::Kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_graphics_cards_are_used() {
        let dev = tempfile::tempdir().unwrap();
        std::fs::create_dir(dev.path().join("dri")).unwrap();
        for name in ["video0", "video", "sda", "nvidia0", "dri/card0", "tty1"] {
            std::fs::write(dev.path().join(name), "").unwrap();
        }
        let mut found: Vec<_> = cards(dev.path())
            .into_iter()
            .map(|path| path.strip_prefix(dev.path()).unwrap().to_string_lossy().into_owned())
            .collect();
        found.sort();
        assert_eq!(found, ["dri/card0", "nvidia0"]);
    }

    #[test]
    fn abstract_sockets_are_closed_with_wayland_alone() {
        let with = |display| scopes(&Openings { display, ..Openings::default() });
        assert!(with(Some(Display::Wayland { socket: None })).contains(Scope::AbstractUnixSocket));
        let x11 = Display::X11 { number: 0, cookie: None };
        assert!(!with(Some(x11)).contains(Scope::AbstractUnixSocket));
    }

    #[test]
    fn an_older_kernel_is_said_to_be_weaker() {
        let of = |effective_abi| judged(&LandlockStatus::Available { effective_abi, kernel_abi: None });
        assert!(matches!(of(ABI::V1), State::Weaker(why) if why.contains("cut")));
        assert!(matches!(of(ABI::V5), State::Weaker(why) if why.contains("signals")));
        assert_eq!(of(ABI::V7), State::Kept);
    }
}
