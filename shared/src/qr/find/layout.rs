//! What every symbol of a version has in the same place (ISO/IEC 18004, 6.3): finder, timing and alignment patterns.

/// Sizes a side: version 1 to 40.
pub(super) const fn side_of(version: usize) -> usize {
    17 + 4 * version
}

/// The version of a side, if there is one.
pub(super) fn version_of(side: usize) -> Option<usize> {
    (1..=40).find(|&version| side_of(version) == side)
}

/// Rows (and columns) on which alignment patterns have their middle; none for version 1.
pub(super) fn alignment_lines(version: usize) -> Vec<usize> {
    if version < 2 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    // Annex E: even steps, counted from the far side; version 32 is the table's exception.
    let step = if version == 32 { 26 } else { (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2 };
    let last = side_of(version) - 7;
    std::iter::once(6).chain((0..count - 1).rev().map(|place| last - place * step)).collect()
}

/// The modules of a version that do not depend on content, `None` for the others; row by row.
pub(super) fn fixed_modules(version: usize) -> Vec<Option<bool>> {
    let side = side_of(version);
    let mut modules = vec![None; side * side];
    let mut set = |x: usize, y: usize, dark: bool| {
        if x < side
            && let Some(module) = modules.get_mut(y * side + x)
        {
            *module = Some(dark);
        }
    };
    for along in 8..side - 8 {
        set(along, 6, along % 2 == 0);
        set(6, along, along % 2 == 0);
    }
    for (left, top) in [(0, 0), (side - 7, 0), (0, side - 7)] {
        for (x, y) in square(9) {
            // One past the pattern on each side is its light separator.
            let ring = x.abs_diff(4).max(y.abs_diff(4));
            if let (Some(x), Some(y)) = ((left + x).checked_sub(1), (top + y).checked_sub(1)) {
                set(x, y, ring != 2 && ring != 4);
            }
        }
    }
    let lines = alignment_lines(version);
    for &(x, y) in alignment_middles(&lines).iter() {
        for (dx, dy) in square(5) {
            set(x + dx - 2, y + dy - 2, dx.abs_diff(2).max(dy.abs_diff(2)) != 1);
        }
    }
    modules
}

/// The middles of the alignment patterns: all crossings but the three under finder patterns.
pub(super) fn alignment_middles(lines: &[usize]) -> Vec<(usize, usize)> {
    let (first, last) = (lines.first().copied(), lines.last().copied());
    let under_finder = |x, y| {
        (Some(x), Some(y)) == (first, first)
            || (Some(x), Some(y)) == (first, last)
            || (Some(x), Some(y)) == (last, first)
    };
    lines
        .iter()
        .flat_map(|&y| lines.iter().map(move |&x| (x, y)))
        .filter(|&(x, y)| !under_finder(x, y))
        .collect()
}

fn square(side: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..side * side).map(move |at| (at % side, at / side))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_modules_are_those_of_drawn_symbols() {
        for version in 1..=40 {
            let drawn =
                qrcode::QrCode::with_version(b"A", qrcode::Version::Normal(version), qrcode::EcLevel::L)
                    .unwrap();
            let fixed = fixed_modules(usize::try_from(version).unwrap());
            let wrong = fixed
                .iter()
                .zip(drawn.to_colors())
                .filter(|(fixed, drawn)| fixed.is_some_and(|dark| dark != (*drawn == qrcode::Color::Dark)));
            assert_eq!(wrong.count(), 0, "version {version}");
            assert!(fixed.iter().flatten().count() >= 3 * 64 + 10, "version {version}");
        }
    }
}
