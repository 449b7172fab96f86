//! Small linear filters on grey pictures: a 3 × 3 mean against noise, a sharpening against blur.

use super::Luma;

/// Smooths by 3 × 3 (weights 1 2 1), then sharpens by the difference to a wider neighbourhood.
///
/// Smoothing takes most of the noise of single pixels; sharpening makes an edge that was spread over three pixels
/// steep again, so that single light and dark modules come back over the threshold.
pub(super) fn smoothed_and_sharpened(picture: Luma<'_>) -> Vec<u8> {
    let smooth = binomial(picture.width(), picture.pixels());
    let smoother = binomial(picture.width(), &binomial(picture.width(), &smooth));
    smooth.iter().zip(&smoother).map(|(&near, &far)| sharpen(near, far)).collect()
}

fn sharpen(near: u8, far: u8) -> u8 {
    let value = i16::from(near) + 2 * (i16::from(near) - i16::from(far));
    u8::try_from(value.clamp(0, 255)).unwrap_or(0)
}

/// One pass of the 1 2 1 kernel along both axes; the rim repeats its pixels.
fn binomial(width: usize, pixels: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len());
    if width == 0 {
        return out;
    }
    let mut column = vec![0_u16; width];
    let rows: Vec<&[u8]> = pixels.chunks_exact(width).collect();
    for (y, &row) in rows.iter().enumerate() {
        let above = y.checked_sub(1).and_then(|y| rows.get(y)).copied().unwrap_or(row);
        let below = rows.get(y + 1).copied().unwrap_or(row);
        for (((column, &here), &above), &below) in column.iter_mut().zip(row).zip(above).zip(below) {
            *column = u16::from(above) + 2 * u16::from(here) + u16::from(below);
        }
        let (Some(&first), Some(&last)) = (column.first(), column.last()) else { continue };
        let Some(&second) = column.get(1) else {
            out.push(mean_of_16(4 * first));
            continue;
        };
        let before_last = column.len().checked_sub(2).and_then(|x| column.get(x)).copied().unwrap_or(last);
        out.push(mean_of_16(3 * first + second));
        out.extend(
            column
                .iter()
                .zip(column.iter().skip(1))
                .zip(column.iter().skip(2))
                .map(|((left, here), right)| mean_of_16(left + 2 * here + right)),
        );
        out.push(mean_of_16(3 * last + before_last));
    }
    out
}

fn mean_of_16(sum: u16) -> u8 {
    u8::try_from((sum + 8) / 16).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_even_grey_stays_as_it_is(width in 1_usize..20, height in 1_usize..20, grey: u8) {
            let pixels = vec![grey; width * height];
            prop_assert_eq!(smoothed_and_sharpened(Luma::new(width, height, &pixels).unwrap()), pixels);
        }
    }

    #[test]
    fn a_soft_edge_gets_steeper() {
        let row = [200, 200, 200, 160, 110, 60, 20, 20, 20];
        let pixels = row.repeat(9);
        let sharp = smoothed_and_sharpened(Luma::new(9, 9, &pixels).unwrap());
        assert!(sharp[9 * 4 + 3] > 170 && sharp[9 * 4 + 5] < 50, "{:?}", &sharp[36..45]);
    }
}
