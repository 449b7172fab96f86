//! The real camera path, nokhwa and V4L2, against the fake camera: every fault has a sentence and a way back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

mod eye;
mod faults;
mod messages;
