//! What is written on a picture, black on white: fills and frames of buttons go, on which an OCR program reads nothing.

use image::{GrayImage, Luma};

/// Greys that far apart are still the same one.
const SAME: u8 = 6;
/// So many equal pixels in a row are no part of a letter, but what it stands on, or a line of a frame.
const ACROSS: usize = 14;
/// The same from top to bottom, where letters have longer strokes.
const DOWN: usize = 30;
/// The value of paper.
const WHITE: u8 = u8::MAX;

/// The letters alone; each pixel is as dark as it differs from what it stands on.
pub(super) fn ink(picture: &GrayImage) -> GrayImage {
    let (width, height) = picture.dimensions();
    let at = |x: usize, y: usize| {
        let place = u32::try_from(x).ok().zip(u32::try_from(y).ok());
        place.and_then(|(x, y)| picture.get_pixel_checked(x, y)).map_or(0, |pixel| pixel.0[0])
    };
    let (wide, high) = (width as usize, height as usize);
    let mut upright = vec![false; wide * high];
    for x in 0..wide {
        let column: Vec<u8> = (0..high).map(|y| at(x, y)).collect();
        for (begin, run) in runs(&column).filter(|(_, run)| run.len() >= DOWN) {
            for y in begin..begin + run.len() {
                if let Some(is_upright) = upright.get_mut(y * wide + x) {
                    *is_upright = true;
                }
            }
        }
    }
    let mut written = GrayImage::from_pixel(width, height, Luma([WHITE]));
    for (y, (row, out)) in
        picture.as_raw().chunks_exact(wide.max(1)).zip(written.chunks_exact_mut(wide.max(1))).enumerate()
    {
        let mut ground = row.first().copied().unwrap_or(WHITE);
        for (begin, run) in runs(row) {
            if run.len() >= ACROSS {
                ground = run.first().copied().unwrap_or(ground);
                continue;
            }
            for (x, &pixel) in (begin..).zip(run) {
                if upright.get(y * wide + x) == Some(&false)
                    && let Some(out) = out.get_mut(x)
                {
                    *out = WHITE.saturating_sub(pixel.abs_diff(ground));
                }
            }
        }
    }
    written
}

/// The stretches of equal pixels, each with its place.
fn runs(line: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut begin = 0;
    std::iter::from_fn(move || {
        let rest = line.get(begin..)?;
        let first = *rest.first()?;
        let length = rest.iter().take_while(|pixel| pixel.abs_diff(first) <= SAME).count();
        let run = (begin, rest.get(..length)?);
        begin += length;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filled_button_leaves_its_letters_alone_black_on_white() {
        let (paper, fill, letter) = (250, 80, 255);
        let picture = GrayImage::from_fn(120, 60, |x, y| {
            let inside = (20..100).contains(&x) && (10..50).contains(&y);
            let stroke = (58..61).contains(&x) && (20..40).contains(&y);
            Luma([if stroke {
                letter
            } else if inside {
                fill
            } else {
                paper
            }])
        });
        let written = ink(&picture);
        assert_eq!(written.get_pixel(59, 30).0, [WHITE - (letter - fill)]);
        let black = written.pixels().filter(|pixel| pixel.0[0] < WHITE).count();
        assert_eq!(black, 3 * 20, "nothing but the letter");
    }
}
