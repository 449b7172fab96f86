//! The real program without a window: its report on the air gap, its refusals, its exit codes.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use serde_json::Value;
use std::process::{Command, Output};

/// The station with these arguments and no display.
fn station(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coldframe-station"));
    command.args(arguments);
    for display in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(display);
    }
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

fn report() -> (Value, Option<i32>) {
    let output = station(&["--check", "--json"]).output().unwrap();
    (serde_json::from_slice(&output.stdout).unwrap(), output.status.code())
}

#[test]
fn the_walls_stand_and_the_probe_finds_no_way_through() {
    let (report, _) = report();
    let walls = report["walls"].as_array().unwrap();
    assert_eq!(walls.len(), 6);
    for wall in walls {
        // An old kernel may keep a promise less well, and then says so; a socket or a breach is no kernel's fault.
        let strict = ["no-sockets", "no-dumps", "probed"].contains(&wall["promise"].as_str().unwrap());
        let kept = wall["state"] == "kept";
        assert!(kept || (!strict && wall["why"].as_str().is_some_and(|why| !why.is_empty())), "{wall}");
    }
}

#[test]
fn the_exit_code_says_whether_keys_may_be_held() {
    let (report, code) = report();
    assert_eq!(code, Some(if report["keys"] == true { 0 } else { 1 }), "{report}");
    assert_eq!(report["keys"] == true, report["why"].is_null(), "{report}");
}

#[test]
fn a_live_link_stands_against_keys() {
    let (report, _) = report();
    let live = !report["links"].as_array().unwrap().is_empty();
    assert!(!live || report["keys"] == false, "{report}");
    let text = said(&station(&["--check"]).output().unwrap());
    assert_eq!(text.contains("LINK UP"), live, "{text}");
}

#[test]
fn accepting_missing_walls_does_not_accept_a_link() {
    let output = station(&["--check", "--json", "--accept-missing-walls"]).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["keys"] == true, report["links"].as_array().unwrap().is_empty(), "{report}");
}

#[test]
fn a_display_on_another_machine_is_refused() {
    for display in ["desk.example:0", "127.0.0.1:0", "localhost:10.0"] {
        let output = station(&[]).env("DISPLAY", display).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{display}");
        assert!(said(&output).contains("another machine"), "{display}: {}", said(&output));
    }
}

#[test]
fn without_a_display_there_is_a_sentence_and_no_panic() {
    for display in [None, Some(":64999")] {
        let mut command = station(&[]);
        if let Some(display) = display {
            command.env("DISPLAY", display);
        }
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{display:?}: {}", said(&output));
        assert!(said(&output).contains("start the station"), "{display:?}: {}", said(&output));
    }
}

#[test]
fn wrong_usage_is_two_and_says_what_is_right() {
    for (arguments, word) in [(&["--idle", "60"][..], "1 to 15"), (&["--online"], "--help")] {
        let output = station(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(word), "{arguments:?}: {}", said(&output));
    }
}

#[test]
fn help_and_version_need_nothing() {
    for (argument, word) in [("--help", "Examples:"), ("--version", env!("CARGO_PKG_VERSION"))] {
        let output = station(&[argument]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(said(&output).contains(word), "{argument}: {}", said(&output));
    }
}
