//! A panic anywhere: keys are wiped, unless the thread only looked at pictures; what was being worked on is never printed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use station::{
    Desk, Sitting,
    air::Air,
    desk::SharedDesk,
    host::fault,
    log::{Event, WipeReason},
};
use std::{process::Command, thread};
use zeroize::Zeroizing;

const WORDS: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";
/// Tells this test that it is the program that panics.
const ROLE: &str = "COLDFRAME_TEST_PANICS_ON";

fn panic_on(name: &str) {
    let work = thread::Builder::new().name(name.to_owned()).spawn(|| panic!("{WORDS}"));
    assert!(work.unwrap().join().is_err());
}

/// Holds keys, panics on a thread of this name, and says whether they are still there.
fn panics_on(name: &str) {
    let mut desk = Desk::new(Air::sealed(), |_| Ok(()));
    let words = Zeroizing::new(WORDS.as_bytes().to_vec());
    desk.sitting = Some(Sitting::start(words, Zeroizing::default()).unwrap());
    let desk = SharedDesk::new(desk);
    fault::guard_panics(desk.clone());
    panic_on(name);
    let desk = desk.lock();
    let wiped = Event::Wiped(WipeReason::Fault);
    assert_eq!(desk.log.entries().any(|entry| entry.event == wiped), !desk.holds_secrets());
    eprintln!("{}", if desk.holds_secrets() { "HELD" } else { "WIPED" });
}

#[test]
fn a_panic_wipes_unless_it_was_over_a_picture_and_prints_no_content() {
    if let Ok(name) = std::env::var(ROLE) {
        return panics_on(&name);
    }
    let run = |name: &str| {
        let this = "a_panic_wipes_unless_it_was_over_a_picture_and_prints_no_content";
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", this, "--nocapture"]).env(ROLE, name).output().unwrap()
    };
    for (name, left) in [("find path", "WIPED"), ("qr-scan", "HELD"), ("camera", "HELD")] {
        let output = run(name);
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(said.contains(left), "{name}: {said}");
        assert!(said.contains("station/tests/fault.rs:"), "{name}: the place is said: {said}");
        assert!(!said.contains("legal"), "{name}: the content is not: {said}");
    }
    // Without its guard nobody would watch over the keys, so its end is the program's.
    assert_eq!(run("guard").status.code(), Some(fault::EXIT_PANIC));
}
