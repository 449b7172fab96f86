//! Modules to payload: rqrr reads the symbol, and what it accepts must look like a symbol of its version.

use rqrr::{BitGrid, Grid};

use super::layout::{fixed_modules, version_of};
use crate::limits::CODE_TEXT_MAX;

/// A square of modules, row by row; dark is true.
pub(super) struct Square<'a> {
    pub(super) side: usize,
    pub(super) dark: &'a [bool],
}

impl BitGrid for Square<'_> {
    fn size(&self) -> usize {
        self.side
    }
    fn bit(&self, y: usize, x: usize) -> bool {
        self.dark.get(y * self.side + x).copied().unwrap_or(false)
    }
}

/// The bytes of the symbol's segments.
pub(super) fn decode(side: usize, dark: &[bool]) -> Option<Vec<u8>> {
    if !looks_right(side, |at| dark.get(at).copied().unwrap_or(false)) {
        return None;
    }
    let mut payload = Vec::new();
    Grid::new(Square { side, dark }).decode_to(&mut payload).ok()?;
    (payload.len() <= CODE_TEXT_MAX * 2).then_some(payload)
}

/// Whether the modules that do not depend on content are mostly as they must be. The finder patterns do not count:
/// without them nobody would have looked.
pub(super) fn looks_right(side: usize, dark: impl Fn(usize) -> bool) -> bool {
    let Some(version) = version_of(side) else { return false };
    let (mut right, mut all) = (0, 0);
    for (at, fixed) in fixed_modules(version).into_iter().enumerate() {
        let (x, y) = (at % side, at / side);
        let in_finder = (x < 8 || x >= side - 8) && y < 8 || x < 8 && y >= side - 8;
        if let Some(fixed) = fixed.filter(|_| !in_finder) {
            all += 1;
            right += usize::from(dark(at) == fixed);
        }
    }
    right * 100 >= all * FIXED_RIGHT_PERCENT
}

/// Random modules are right at half of the places; a symbol with as much damage as it can correct at level H at 85 %.
const FIXED_RIGHT_PERCENT: usize = 72;
