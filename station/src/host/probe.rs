//! The try: a socket, a file, a program. Each must fail; what does not is a hole in a wall.
//!
//! May not enter: anything that would do harm where it succeeds. A socket is closed at once, a file is empty and removed, the
//! program is `/bin/true`.

use crate::air::{Promise, State, Wall};
use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
};

/// One try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The wall that must stop it.
    pub promise: Promise,
    /// What was tried, as a clause.
    pub what: String,
    /// Whether it worked, which it must not.
    pub got_through: bool,
}

/// Tries everything once.
pub fn run() -> Vec<Attempt> {
    let mut attempts = sockets();
    attempts.push(Attempt {
        promise: Promise::NoSockets,
        what: "a program was started".to_owned(),
        got_through: program_starts(),
    });
    attempts.extend(places().into_iter().map(|folder| Attempt {
        promise: Promise::NoFiles,
        what: format!("a file was made in {}", folder.display()),
        got_through: file_is_made(&folder),
    }));
    #[cfg(unix)]
    attempts.extend([
        Attempt {
            promise: Promise::NoFiles,
            what: "/dev/null was opened for writing".to_owned(),
            got_through: OpenOptions::new().write(true).open("/dev/null").is_ok(),
        },
        Attempt {
            promise: Promise::NoFiles,
            what: "/etc/passwd was read".to_owned(),
            got_through: File::open("/etc/passwd").is_ok(),
        },
    ]);
    attempts
}

/// Holds the tries against what the walls claim. A wall that let something through is missing; where it claimed to stand,
/// the result is a breach, which nobody can accept away.
pub fn judge(walls: &mut [Wall], attempts: &[Attempt]) -> State {
    let mut breaches = Vec::new();
    let mut expected = Vec::new();
    for attempt in attempts.iter().filter(|attempt| attempt.got_through) {
        let wall = walls.iter_mut().find(|wall| wall.promise == attempt.promise);
        match wall {
            Some(Wall { state: State::Missing(_), .. }) => expected.push(attempt.what.as_str()),
            _ => breaches.push(attempt.what.as_str()),
        }
    }
    match (breaches.as_slice(), expected.as_slice()) {
        ([], []) => State::Kept,
        ([], expected) => State::Weaker(format!("as the missing wall lets it: {}", expected.join(", "))),
        (breaches, _) => State::Missing(breaches.join(", ")),
    }
}

#[cfg(unix)]
fn sockets() -> Vec<Attempt> {
    use rustix::net::{AddressFamily, SocketType, socket};
    let mut families = vec![
        ("an internet socket (IPv4)", AddressFamily::INET, SocketType::STREAM),
        ("a datagram socket (IPv4)", AddressFamily::INET, SocketType::DGRAM),
        ("an internet socket (IPv6)", AddressFamily::INET6, SocketType::STREAM),
    ];
    #[cfg(target_os = "linux")]
    families.extend([
        ("a netlink socket", AddressFamily::NETLINK, SocketType::RAW),
        ("a packet socket", AddressFamily::PACKET, SocketType::RAW),
        ("a Bluetooth socket", AddressFamily::BLUETOOTH, SocketType::RAW),
        ("a socket to a virtual machine's host", AddressFamily::VSOCK, SocketType::STREAM),
    ]);
    families
        .into_iter()
        .map(|(what, family, sort)| Attempt {
            promise: Promise::NoSockets,
            what: format!("{what} was opened"),
            got_through: socket(family, sort, None).is_ok(),
        })
        .collect()
}

/// Nothing safe to try with.
#[cfg(not(unix))]
fn sockets() -> Vec<Attempt> {
    Vec::new()
}

/// Whether `/bin/true` runs.
fn program_starts() -> bool {
    match std::process::Command::new("/bin/true").spawn() {
        Ok(mut child) => {
            _ = child.wait();
            true
        }
        Err(_) => false,
    }
}

/// Where programs leave files.
fn places() -> Vec<PathBuf> {
    let mut places = vec![std::env::temp_dir()];
    places.extend(
        ["HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"]
            .into_iter()
            .filter_map(std::env::var_os)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from),
    );
    if cfg!(target_os = "linux") {
        places.extend(["/dev/shm", "/var/tmp"].map(PathBuf::from));
    }
    places.push(PathBuf::from("."));
    places.dedup();
    places
}

/// Whether an empty file can be made there; it is removed again.
fn file_is_made(folder: &Path) -> bool {
    let path = folder.join(format!(".coldframe-probe-{}", std::process::id()));
    let made = OpenOptions::new().write(true).create_new(true).open(&path).is_ok();
    if made {
        _ = std::fs::remove_file(path);
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(promise: Promise, got_through: bool) -> Attempt {
        Attempt { promise, what: "a socket was opened".to_owned(), got_through }
    }

    #[test]
    fn without_walls_the_same_tries_get_through() {
        // The test program has no walls: a probe that finds nothing here would find nothing anywhere.
        let attempts = run();
        for promise in [Promise::NoSockets, Promise::NoFiles] {
            assert!(
                attempts.iter().any(|attempt| attempt.promise == promise && attempt.got_through),
                "{promise:?}: {attempts:?}"
            );
        }
    }

    #[test]
    fn a_wall_that_let_something_through_is_a_breach() {
        let through = [attempt(Promise::NoSockets, true)];
        let mut kept = [Wall::kept(Promise::NoSockets)];
        assert!(matches!(judge(&mut kept, &through), State::Missing(why) if why.contains("socket")));
        let mut missing =
            [Wall { promise: Promise::NoSockets, state: State::Missing("an old kernel".to_owned()) }];
        assert!(matches!(judge(&mut missing, &through), State::Weaker(_)));
    }

    #[test]
    fn a_try_that_failed_is_as_promised() {
        let stopped = [attempt(Promise::NoSockets, false), attempt(Promise::NoFiles, false)];
        assert_eq!(judge(&mut [], &stopped), State::Kept);
    }
}
