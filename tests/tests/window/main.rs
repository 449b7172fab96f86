//! Whole runs of the real station: its window under Xvfb, its keyboard and mouse, its camera.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

mod air_gap;
mod broken;
mod camera;
mod gallery;
mod memory;
mod setup;
mod sign;
mod words;
