//! What descriptors may still show, and what is taken off for it before it is made.
//!
//! There is one for a whole review: a descriptor and a call are a stranger's, and so is their number. May not enter: work that
//! costs nothing.

use super::display::Unfit;
use crate::limits::{ACT_BYTES_MAX, SHOWN_BYTES_MAX, SHOWN_VALUES_MAX};

/// What the descriptors of one review may still show.
#[derive(Debug)]
pub struct Budget {
    /// Fields, groups, parameters and items of lists that are looked at, hidden ones counted.
    steps: usize,
    /// Text.
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: SHOWN_VALUES_MAX, bytes: SHOWN_BYTES_MAX }
    }
}

impl Budget {
    /// The program's own descriptors have theirs, so that no other can use it up.
    fn own() -> Self {
        // What they show of an act is bytes in hex at worst, and made from bytes again.
        Self { bytes: 4 * ACT_BYTES_MAX, ..Self::default() }
    }

    /// Takes off one step.
    pub(super) fn step(&mut self) -> Result<(), Unfit> {
        self.steps = self.steps.checked_sub(1).ok_or(Unfit::TooMuch)?;
        Ok(())
    }

    /// Takes off text.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), Unfit> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or(Unfit::TooMuch)?;
        Ok(())
    }

    /// How much text is left.
    pub(super) fn left(&self) -> usize {
        self.bytes
    }
}

/// What all descriptors of one review may still show.
#[derive(Debug)]
pub struct Budgets {
    pub(super) own: Budget,
    pub(super) given: Budget,
}

impl Default for Budgets {
    fn default() -> Self {
        Self { own: Budget::own(), given: Budget::default() }
    }
}
