//! Coldframe's rehearsal, harness and whole-program tests: the only package that sees both sides of the gap.
//!
//! Nothing of it is shipped. May not enter: logic that a product needs; a mnemonic that is not published.

pub mod contract;
pub mod desktop;
pub mod driver;
pub mod fakecam;
pub mod gap;
#[cfg(target_os = "linux")]
pub mod memory;
pub mod node;
pub mod optics;
pub mod payload;
pub mod rehearse;
pub mod socket_node;
pub mod state;
