//! Behind the walls, in this very process: what is refused, and what still works. One test, because walls stay up.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use rustix::{
    io::Errno,
    net::{AddressFamily, SocketFlags, SocketType, socket, socketpair},
    process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit, set_dumpable_behavior},
    thread::{SecureComputingMode, secure_computing_mode},
};
use station::{
    air::{Promise, State},
    host::{Openings, close, links, probe},
};
use std::{fs, io::ErrorKind, process::Command, thread};

#[test]
fn behind_the_walls_there_is_no_way_out_and_drawing_still_works() {
    let readable = tempfile::tempdir().unwrap();
    let picture = readable.path().join("picture");
    fs::write(&picture, "a code").unwrap();
    let forbidden = tempfile::NamedTempFile::new().unwrap();
    assert!(probe::run().iter().any(|attempt| attempt.got_through), "before, there is a way");

    let air = close(&Openings { frames: Some(readable.path().to_owned()), ..Openings::default() });

    assert!(probe::run().iter().all(|attempt| !attempt.got_through), "{air:?}");
    // A kernel without Landlock says so; then its half is not tested here.
    let files_kept =
        air.walls.iter().any(|wall| wall.promise == Promise::NoFiles && wall.state == State::Kept);
    let refused_by_all_threads = thread::Builder::new().name("another".to_owned()).spawn(no_sockets);
    refused_by_all_threads.expect("threads still start").join().unwrap();
    no_sockets();
    no_programs();
    no_dumps();
    if files_kept {
        assert_eq!(fs::read(&picture).unwrap(), b"a code", "the folder of pictures is read");
        for refused in [
            fs::write(&picture, "changed"),
            fs::write(readable.path().join("new"), ""),
            fs::remove_file(&picture),
            fs::read(forbidden.path()).map(drop),
            fs::read("/etc/passwd").map(drop),
            fs::read("/proc/1/environ").map(drop),
            fs::read_dir("/home").map(drop),
        ] {
            assert_eq!(refused.unwrap_err().kind(), ErrorKind::PermissionDenied);
        }
    }
    links::look().expect("links are watched from behind the walls");
    // Displays, and threads that wake each other.
    socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None).expect("local sockets");
}

fn no_sockets() {
    for family in
        [AddressFamily::INET, AddressFamily::INET6, AddressFamily::NETLINK, AddressFamily::BLUETOOTH]
    {
        for sort in [SocketType::STREAM, SocketType::DGRAM, SocketType::RAW] {
            assert_eq!(socket(family, sort, None).unwrap_err(), Errno::PERM, "{family:?} {sort:?}");
        }
    }
    let local = socket(AddressFamily::UNIX, SocketType::STREAM, None).expect("a local socket");
    let waits = rustix::net::listen(&local, 1);
    assert_eq!(waits.unwrap_err(), Errno::PERM, "nobody can connect to the station");
}

fn no_programs() {
    let started = Command::new("/bin/true").spawn();
    assert_eq!(started.unwrap_err().raw_os_error(), Some(Errno::PERM.raw_os_error()));
}

fn no_dumps() {
    assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
    assert_eq!(set_dumpable_behavior(DumpableBehavior::Dumpable), Err(Errno::PERM), "and it stays so");
    assert_eq!(getrlimit(Resource::Core).maximum, Some(0));
    // Asking for the mode is a call like others; “filter” is the answer, or none where even asking is refused.
    assert!(matches!(secure_computing_mode(), Ok(SecureComputingMode::Filter) | Err(_)));
}
