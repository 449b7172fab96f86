//! Live links, signals, displays, and what the station does about them.

use crate::{
    setup::{HELD, SOON, START, Table, transfer},
    sign::{DECIDE, answer, read_to_the_end},
};
use e2e::{
    desktop::{Desktop, Launch},
    driver::JUNK,
};
use rustix::process::Signal;
use std::{process::Stdio, time::Duration};

#[test]
fn a_live_link_closes_the_way_in_and_pulling_the_cable_opens_it() {
    let mut table = Table::set(1280, 900);
    table.window.plug_in_network().unwrap();
    table.window.wait_for("cable", SOON).unwrap();
    table.window.keys(&["e"]).unwrap();
    table.window.wait_for("cable", SOON).unwrap();
    table.window.unplug_network().unwrap();
    table.window.wait_for("Not connected", SOON).unwrap();
    table.enter(JUNK);
}

#[test]
fn a_link_that_comes_up_during_a_sitting_stops_signing_and_is_told_on_the_answer() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    table.ask(&transfer(11));
    read_to_the_end(&mut table.window, DECIDE);
    table.window.plug_in_network().unwrap();
    table.window.wait_for("cable", SOON).unwrap();
    table.window.hold("space", HELD).unwrap();
    assert!(table.window.shot().unwrap().codes().is_empty(), "nothing is signed while a link is up");
    table.window.unplug_network().unwrap();
    table.window.wait_for(DECIDE, SOON).unwrap();
    table.window.hold("space", HELD).unwrap();
    answer(&mut table.window);
    table.window.wait_for("A link was up while", SOON).unwrap();
}

#[test]
fn the_system_ending_the_program_is_an_orderly_end() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    assert_eq!(table.window.terminate().unwrap(), Some(0));
}

#[test]
fn the_signal_before_sleep_wipes_and_says_so() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    table.window.signal(Signal::USR1).unwrap();
    table.window.wait_for("wiped", SOON).unwrap();
    table.window.wait_for(START, SOON).unwrap();
}

#[test]
fn a_minute_without_a_touch_wipes() {
    let mut table = Table::with(Launch::default().argument("--idle").argument("1"), 1280, 900);
    table.enter(JUNK);
    table.window.wait_for("wiped", Duration::from_secs(90)).unwrap();
}

#[test]
fn a_display_on_another_machine_is_refused_with_a_sentence() {
    let mut command = Launch::default().command("otherhost:0").unwrap();
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("otherhost:0") && said.contains("another machine"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_machine_with_a_live_network_is_told_so_at_once() {
    let desktop = Desktop::start(1280, 900).unwrap();
    let mut window = Launch { cable: true, ..Launch::default() }.open(&desktop).unwrap();
    window.wait_for("cable", SOON).unwrap();
    window.keys(&["e"]).unwrap();
    window.wait_for("no words are taken", SOON).unwrap();
}
