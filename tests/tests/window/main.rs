//! Whole runs of the real programs: their windows under Xvfb, keyboard and mouse, cameras; one file has both face each other.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

mod air_gap;
#[cfg(feature = "anvil")]
mod anvil;
mod broken;
mod camera;
mod extras;
mod facing;
mod gallery;
mod memory;
mod setup;
mod sign;
mod words;
