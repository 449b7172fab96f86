//! What both sides of the air gap must agree on: pure functions over bytes.
//!
//! The default build has no I/O, no clock, no window and no key code. May not enter: sockets, files,
//! threads outside `job` and `camera`, anything that would let two machines compute different things from the same bytes.

#![cfg_attr(
    test,
    allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the numbers of a test are its own, and a wrong one fails it"
    )
)]

pub mod abi;
#[cfg(feature = "camera")]
pub mod camera;
pub mod descriptor;
pub mod eth;
#[cfg(any(feature = "ui", feature = "camera"))]
pub mod job;
#[cfg(feature = "keys")]
pub mod keys;
pub mod limits;
pub mod pack;
pub mod proof;
pub mod qr;
pub mod refusal;
pub mod review;
#[cfg(feature = "ui")]
pub mod ui;
pub mod utc;
pub mod wire;

pub use refusal::{Kind, Refusal};
