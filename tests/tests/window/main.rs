//! Whole runs of the real station: its window under Xvfb, its keyboard and mouse, its camera.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use e2e::desktop::{Desktop, Launch};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(20);

#[test]
fn the_window_opens_and_says_what_holds_the_air_gap() {
    let desktop = Desktop::start(1280, 900).unwrap();
    let mut window = Launch::default().open(&desktop).unwrap();
    window.wait_for("Coldframe", SOON).unwrap();
}
