//! How much work one picture may cost, counted in candidates and not in seconds, so that equal pictures give equal answers.

/// What is left for one picture.
#[derive(Debug)]
pub(super) struct Budget {
    sets: u32,
    samplings: u32,
}

/// Sets of three finder patterns that are tried; a picture with a grid of six codes needs a few dozen.
const SETS: u32 = 150;
/// Finder patterns that are combined into sets.
const PATTERNS: usize = 64;

/// Whole symbols that our own reader samples; one of version 40 costs about 30 ms.
const SAMPLINGS: u32 = 12;
/// Finder patterns and trios of them that our own reader looks at, each time it is asked.
const OWN_CENTRES: usize = 24;
const OWN_TRIOS: usize = 24;

impl Budget {
    /// A full one.
    pub(super) fn new() -> Self {
        Self { sets: SETS, samplings: SAMPLINGS }
    }

    /// How many finder patterns may be combined.
    pub(super) fn patterns(&self) -> usize {
        PATTERNS
    }

    /// Pays for one set; false when nothing is left.
    pub(super) fn take_set(&mut self) -> bool {
        pay(&mut self.sets)
    }

    /// Finder patterns that our own reader combines.
    pub(super) fn own_centres(&self) -> usize {
        OWN_CENTRES
    }

    /// Trios that our own reader tries.
    pub(super) fn own_trios(&self) -> usize {
        OWN_TRIOS
    }

    /// Pays for one sampling of a symbol; false when nothing is left.
    pub(super) fn take_sampling(&mut self) -> bool {
        pay(&mut self.samplings)
    }
}

fn pay(purse: &mut u32) -> bool {
    let paid = purse.checked_sub(1);
    *purse = paid.unwrap_or(0);
    paid.is_some()
}
