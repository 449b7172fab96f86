//! Coldframe's rehearsal, harness and whole-program tests: the only package that sees both sides of the gap.

pub mod contract;
pub mod driver;
pub mod gap;
pub mod node;
pub mod optics;
pub mod payload;
pub mod rehearse;
