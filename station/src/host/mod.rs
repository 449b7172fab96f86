//! What the station asks of the operating system: walls up, links watched, dumps off, randomness.
//!
//! May not enter: drawing, keys, unsafe code.

mod guard;

pub use guard::Guard;

use crate::{air::Air, desk::RandomError};

/// The system's randomness.
///
/// # Errors
/// Where there is none.
pub fn random(bytes: &mut [u8]) -> Result<(), RandomError> {
    getrandom::fill(bytes).map_err(|error| RandomError { reason: error.to_string() })
}

/// Puts the walls up, before any thread and any window; what came of it is shown.
pub fn close() -> Air {
    Air::default()
}
