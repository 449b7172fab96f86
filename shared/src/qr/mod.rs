//! The optical link: bytes to frames to modules, and pictures to frames to bytes.
//!
//! Two forms of frame travel over it: parts of a UR (BCR-2020-005), which every wallet reads, and dense frames
//! ([`dense`]) between our own two programs. One [`receive::Receiver`] takes both.
//!
//! May not enter: what a message means (that is `wire`), clocks (who shows a frame keeps the time), randomness.

pub mod codes;
pub mod dense;
pub mod draw;
pub mod eliminate;
pub mod error;
pub mod find;
pub mod fountain;
pub mod part;
pub mod receive;
pub mod send;
