//! How much work one picture may cost, counted in candidates and not in seconds, so that equal pictures give equal answers.

/// What is left for one picture.
#[derive(Debug)]
pub(super) struct Budget {
    sets: u32,
}

/// Sets of three finder patterns that are tried; a picture with a grid of six codes needs a few dozen.
const SETS: u32 = 150;
/// Finder patterns that are combined into sets.
const PATTERNS: usize = 64;

impl Budget {
    /// A full one.
    pub(super) fn new() -> Self {
        Self { sets: SETS }
    }

    /// How many finder patterns may be combined.
    pub(super) fn patterns(&self) -> usize {
        PATTERNS
    }

    /// Pays for one set; false when nothing is left.
    pub(super) fn take_set(&mut self) -> bool {
        let paid = self.sets.checked_sub(1);
        self.sets = paid.unwrap_or(0);
        paid.is_some()
    }
}
