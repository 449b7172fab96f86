//! Grey to black and white, by blocks: each block of 8 × 8 pixels is cut at the mean of the 5 × 5 blocks around it.
//!
//! The rule is that of ZXing's hybrid binarizer, which survives shadows and gradients, with one change: blocks without
//! contrast have no say where others have one. (ZXing lets a flat block vote for half its grey, which on a pale screen
//! is darker than ink.) Written anew so that it costs one pass and takes pictures of any size.

use rxing::common::{BitArray, BitMatrix};

use super::Luma;

const BLOCK: usize = 8;
/// The least spread of grey inside a block that counts as an edge and not as noise.
pub(super) const CONTRAST: u8 = 24;

/// The picture in black (set) and white; `None` for an empty one.
pub(super) fn binarize(picture: Luma<'_>, contrast: u8) -> Option<BitMatrix> {
    let (width, height) = (picture.width(), picture.height());
    let cuts = smooth_cuts(&block_cuts(picture, contrast)?);
    let mut matrix = BitMatrix::new(u32::try_from(width).ok()?, u32::try_from(height).ok()?).ok()?;
    for (y, row) in picture.pixels().chunks_exact(width).enumerate() {
        let cuts = cuts.row(y / BLOCK);
        let mut bits = BitArray::with_size(width);
        for (word, (pixels, cuts)) in row.chunks(64).zip(cuts.chunks(8)).enumerate() {
            bits.setBulk(word * 64, dark_bits(pixels, cuts));
        }
        matrix.setRow(u32::try_from(y).ok()?, &bits);
    }
    Some(matrix)
}

/// Bit i is set where pixel i is at most the cut of its block.
fn dark_bits(pixels: &[u8], cuts: &[u8]) -> BitWord {
    let mut word: u64 = 0;
    for (place, (eight, &cut)) in pixels.chunks(BLOCK).zip(cuts).enumerate() {
        let byte = match eight.try_into() {
            Ok(eight) => eight_at_most(u64::from_le_bytes(eight), cut),
            Err(_) => eight.iter().rev().fold(0, |byte, &pixel| byte << 1 | u64::from(pixel <= cut)),
        };
        word |= byte << (place * BLOCK);
    }
    BitWord::from_le_bytes(word.to_le_bytes())
}

/// What rxing packs its rows in; 64 bits on every machine that Coldframe is built for.
type BitWord = usize;
const _: () = assert!(BitWord::BITS == 64);

/// Eight comparisons at once: bit i is set where byte i of `pixels` is at most `cut`.
fn eight_at_most(pixels: u64, cut: u8) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let cuts = u64::from(cut) * 0x0101_0101_0101_0101;
    let low_order = (cuts | HIGH).wrapping_sub(pixels & !HIGH);
    let at_most = ((cuts & !pixels) | (!(cuts ^ pixels) & low_order)) & HIGH;
    (at_most >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// One cut a block, and whether the block has contrast and so knows.
struct Blocks {
    across: usize,
    values: Vec<u8>,
    knows: Vec<bool>,
}

impl Blocks {
    fn row(&self, y: usize) -> &[u8] {
        self.values.chunks(self.across).nth(y).unwrap_or(&[])
    }
}

/// The cut of each block by itself: its mean where it has contrast, else what its neighbours say about the paper.
fn block_cuts(picture: Luma<'_>, contrast: u8) -> Option<Blocks> {
    let across = picture.width().div_ceil(BLOCK);
    let mut values: Vec<u8> = Vec::with_capacity(across * picture.height().div_ceil(BLOCK));
    let mut knows = Vec::with_capacity(values.capacity());
    let mut low = vec![u8::MAX; across];
    let mut high = vec![0_u8; across];
    let mut sum = vec![0_u32; across];
    if across == 0 {
        return None;
    }
    for band in picture.pixels().chunks(picture.width() * BLOCK) {
        low.fill(u8::MAX);
        high.fill(0);
        sum.fill(0);
        let mut lines = 0;
        for row in band.chunks_exact(picture.width()) {
            lines += 1;
            for (((eight, low), high), sum) in row.chunks(BLOCK).zip(&mut low).zip(&mut high).zip(&mut sum) {
                if let Ok(eight) = <&[u8; BLOCK]>::try_from(eight) {
                    *low = eight.iter().fold(*low, |low, &pixel| low.min(pixel));
                    *high = eight.iter().fold(*high, |high, &pixel| high.max(pixel));
                    *sum += eight.iter().map(|&pixel| u32::from(pixel)).sum::<u32>();
                } else {
                    for &pixel in eight {
                        *low = (*low).min(pixel);
                        *high = (*high).max(pixel);
                        *sum += u32::from(pixel);
                    }
                }
            }
        }
        let mut above_left = None;
        for (x, ((&low, &high), &sum)) in low.iter().zip(&high).zip(&sum).enumerate() {
            let above = values.len().checked_sub(across).and_then(|place| values.get(place)).copied();
            let left = (x > 0).then(|| values.last().copied()).flatten();
            let cut = if high - low > contrast {
                let pixels = lines * (picture.width() - x * BLOCK).min(BLOCK);
                u8::try_from(sum / u32::try_from(pixels).ok()?.max(1)).ok()?
            } else {
                // Flat: paper by default, so half its darkest pixel; but ink if its neighbours' cut is above it.
                let beside = match (above, left, above_left) {
                    (Some(above), Some(left), Some(corner)) => {
                        (u16::from(above) + 2 * u16::from(left) + u16::from(corner)) / 4
                    }
                    _ => 0,
                };
                if u16::from(low) < beside { u8::try_from(beside).ok()? } else { low / 2 }
            };
            above_left = above;
            values.push(cut);
            knows.push(high - low > contrast);
        }
    }
    Some(Blocks { across, values, knows })
}

/// Means over 5 × 5 blocks, over those that know where there are enough; at the rim the window is moved inwards,
/// as ZXing does, and shrinks only in tiny pictures.
fn smooth_cuts(cuts: &Blocks) -> Blocks {
    const ENOUGH: u32 = 3;
    let across = cuts.across;
    let down = cuts.values.len() / across;
    let mut values = Vec::with_capacity(cuts.values.len());
    // Of each column of the window: the sum of all, the sum of those that know, and their number.
    let mut columns = vec![[0_u32; 3]; across];
    for y in 0..down {
        let top = y.saturating_sub(2).min(down.saturating_sub(5));
        let rows = 5.min(down - top);
        columns.fill([0; 3]);
        let band = cuts.values.chunks(across).zip(cuts.knows.chunks(across));
        for (row, knows) in band.skip(top).take(rows) {
            for (([all, sure, count], &cut), &knows) in columns.iter_mut().zip(row).zip(knows) {
                *all += u32::from(cut);
                *sure += u32::from(cut) * u32::from(knows);
                *count += u32::from(knows);
            }
        }
        for x in 0..across {
            let left = x.saturating_sub(2).min(across.saturating_sub(5));
            let window = columns.get(left..(left + 5).min(across)).unwrap_or(&[]);
            let blocks = u32::try_from(window.len() * rows).unwrap_or(1).max(1);
            let [all, sure, count] =
                window.iter().fold([0; 3], |[a, b, c], &[d, e, f]| [a + d, b + e, c + f]);
            let mean = if count >= ENOUGH { sure / count } else { all / blocks };
            values.push(u8::try_from(mean).unwrap_or(u8::MAX));
        }
    }
    Blocks { across, values, knows: Vec::new() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn eight_comparisons_at_once_agree_with_eight_one_by_one(pixels: [u8; 8], cut: u8) {
            let expected = pixels.iter().rev().fold(0_u64, |bits, &pixel| bits << 1 | u64::from(pixel <= cut));
            prop_assert_eq!(eight_at_most(u64::from_le_bytes(pixels), cut), expected);
        }

        #[test]
        fn a_dark_half_is_black_and_a_light_half_white(width in 17_usize..90, height in 1_usize..60) {
            let pixels: Vec<u8> = (0..width * height).map(|at| if at % width < width / 2 { 20 } else { 220 }).collect();
            let bits = binarize(Luma::new(width, height, &pixels).unwrap(), CONTRAST).unwrap();
            let edge = u32::try_from(width / 2).unwrap();
            prop_assert!(bits.get(edge - 1, 0) && !bits.get(edge, 0));
        }
    }
}
