//! Codewords mended where the picture itself says which of them cannot be trusted.
//!
//! Glare, shadow and blur leave modules near the cut between dark and light. A codeword with such a module is given up
//! from the start, which costs the error correction half as much as finding out.

use rqrr::Grid;
use rxing::qrcode::common::{ErrorCorrectionLevel, Version};

use super::erasures::{PROOF, correct};
use super::layout::{fixed_modules, side_of};
use super::symbol::Square;

/// The modules of the nearest symbol, if one is near enough; `trust` is how sure each module is, 0 for not at all.
pub(super) fn repair(version: usize, dark: &[bool], trust: &[f32]) -> Option<Vec<bool>> {
    let side = side_of(version);
    let (meta, _) = Grid::new(Square { side, dark }).get_raw_data().ok()?;
    let level = ErrorCorrectionLevel::ECLevelFromBits(u8::try_from(meta.ecc_level).ok()?, false);
    let blocks = Version::Model2(u32::try_from(version).ok()?).ok()?.getECBlocksForLevel(level);
    let checks = usize::try_from(blocks.getECCodewordsPerBlock()).ok()?;
    let mut lengths = Vec::new();
    for kind in blocks.getECBlocks() {
        let data = usize::try_from(kind.getDataCodewords()).ok()?;
        lengths.extend(std::iter::repeat_n(data, usize::try_from(kind.getCount()).ok()?));
    }
    let order = data_modules(version);
    let masked = |module: usize| is_masked(meta.mask, module % side, module / side);
    let codewords: Vec<(u8, f32)> = order
        .chunks_exact(8)
        .map(|modules| {
            modules.iter().fold((0, f32::MAX), |(byte, least), &module| {
                let bit = dark.get(module).copied().unwrap_or(false) != masked(module);
                (byte << 1 | u8::from(bit), least.min(trust.get(module).copied().unwrap_or(0.0)))
            })
        })
        .collect();
    let mut mended = dark.to_vec();
    for places in interleaving(&lengths, checks) {
        let block: Vec<(u8, f32)> =
            places.iter().map(|&place| codewords.get(place).copied().unwrap_or_default()).collect();
        let right = mend(&block, checks)?;
        for (&place, byte) in places.iter().zip(right) {
            for (bit, &module) in order.iter().skip(place * 8).take(8).enumerate() {
                if let Some(dark) = mended.get_mut(module) {
                    *dark = (byte >> (7 - bit) & 1 == 1) != masked(module);
                }
            }
        }
    }
    Some(mended)
}

/// Gives up more and more of the least trusted codewords.
fn mend(block: &[(u8, f32)], checks: usize) -> Option<Vec<u8>> {
    let mut by_trust: Vec<usize> = (0..block.len()).collect();
    let trust = |place: usize| block.get(place).map_or(0.0, |&(_, trust)| trust);
    by_trust.sort_by(|&a, &b| trust(a).total_cmp(&trust(b)));
    let most = checks.saturating_sub(PROOF);
    (0..=4).find_map(|quarters| {
        let mut bytes: Vec<u8> = block.iter().map(|&(byte, _)| byte).collect();
        let erased = by_trust.get(..most * quarters / 4)?;
        correct(&mut bytes, checks, erased).then_some(bytes)
    })
}

/// For each block the places of its codewords in the order of the symbol: first all data, then all checks, in turns.
fn interleaving(lengths: &[usize], checks: usize) -> Vec<Vec<usize>> {
    let mut blocks = vec![Vec::new(); lengths.len()];
    let mut place = 0;
    let longest = lengths.iter().copied().max().unwrap_or(0);
    for turn in 0..longest + checks {
        for (block, &length) in blocks.iter_mut().zip(lengths) {
            if turn < length || turn >= longest {
                block.push(place);
                place += 1;
            }
        }
    }
    blocks
}

/// The modules that carry codewords, in the order of the standard (7.7.3): two columns at a time, from the right, up and down.
fn data_modules(version: usize) -> Vec<usize> {
    let side = side_of(version);
    let fixed = fixed_modules(version);
    let carries = |x: usize, y: usize| {
        let format = x == 8 && (y < 9 || y >= side - 8) || y == 8 && (x < 9 || x >= side - 8);
        let number = version >= 7
            && (x < 6 && (side - 11..side - 8).contains(&y) || y < 6 && (side - 11..side - 8).contains(&x));
        !format && !number && fixed.get(y * side + x).copied().flatten().is_none()
    };
    let mut modules = Vec::with_capacity(side * side);
    let mut upwards = true;
    for right in (0..side).rev().filter(|&x| if x > 6 { x % 2 == 0 } else { x % 2 == 1 }) {
        for step in 0..side {
            let y = if upwards { side - 1 - step } else { step };
            modules.extend([right, right - 1].into_iter().filter(|&x| carries(x, y)).map(|x| y * side + x));
        }
        upwards = !upwards;
    }
    modules
}

/// The eight masks (7.8.2).
fn is_masked(mask: u16, x: usize, y: usize) -> bool {
    0 == match mask {
        0 => (y + x) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (y + x) % 3,
        4 => (y / 2 + x / 3) % 2,
        5 => (y * x) % 2 + (y * x) % 3,
        6 => ((y * x) % 2 + (y * x) % 3) % 2,
        _ => ((y * x) % 3 + (y + x) % 2) % 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_of_every_version_and_level_survives_the_loss_of_its_least_trusted_modules() {
        for version in [2, 5, 7, 10, 14, 20, 27, 32, 40_usize] {
            for level in [qrcode::EcLevel::L, qrcode::EcLevel::M, qrcode::EcLevel::Q, qrcode::EcLevel::H] {
                let number = qrcode::Version::Normal(i16::try_from(version).unwrap());
                let code = qrcode::QrCode::with_version(b"THE SAME AGAIN", number, level).unwrap();
                let right: Vec<bool> =
                    code.to_colors().into_iter().map(|color| color == qrcode::Color::Dark).collect();
                let order = data_modules(version);
                assert!(order.len() % 8 < 8 && order.len() / 8 >= 44);
                let (mut dark, mut trust) = (right.clone(), vec![1.0; right.len()]);
                // 6 % of the codewords in one run, as a reflection makes them: more than level L corrects unmarked in small blocks.
                for &module in &order[..order.len() * 6 / 100] {
                    dark[module] = false;
                    trust[module] = 0.0;
                }
                assert_eq!(
                    repair(version, &dark, &trust).as_deref(),
                    Some(right.as_slice()),
                    "version {version} {level:?}"
                );
            }
        }
    }
}
