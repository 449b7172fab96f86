//! A mnemonic being entered or made: word numbers on a locked page.
//!
//! May not enter: `String`, `Clone`, text fields.

/// Word numbers, at most 24, on a locked page.
#[derive(Debug, Default)]
pub struct Words;

impl Words {
    /// None yet.
    pub fn new() -> Self {
        Self
    }

    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        true
    }

    /// Forgets them all.
    pub fn wipe(&mut self) {}
}
