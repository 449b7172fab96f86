//! What a window shows: read by an OCR program as a person would, and searched for codes as a camera would.

use super::{DesktopError, ink::ink};
use image::{DynamicImage, GrayImage, RgbImage};
use shared::qr::find::{Finder, Luma};
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// How much larger the OCR program sees it.
const SCALE: u32 = 2;

/// One picture of a window.
#[derive(Debug, Clone)]
pub struct Shot(pub RgbImage);

impl Shot {
    /// The text on it, lines kept, as the OCR program reads it.
    ///
    /// # Errors
    /// Where tesseract is missing.
    pub fn text(&self) -> Result<String, DesktopError> {
        // Light letters on dark are turned into dark ones.
        let mut grey = self.grey();
        if !self.is_light() {
            image::imageops::invert(&mut grey);
        }
        let read = read(&grey, &[])?;
        Ok(read.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"))
    }

    /// The middle of these words where they stand on one line, in pixels; of several places first the one that has its line
    /// for itself, as a button has, then the lowest.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn place_of(&self, words: &str) -> Result<Option<(u32, u32)>, DesktopError> {
        let table = read(&ink(&self.grey()), &["tsv"])?;
        let read: Vec<Word<'_>> = table.lines().filter_map(Word::of).collect();
        Ok(place(&read, words))
    }

    fn grey(&self) -> GrayImage {
        DynamicImage::ImageRgb8(self.0.clone()).into_luma8()
    }

    /// Whether more of it is light than dark.
    pub fn is_light(&self) -> bool {
        let bytes = self.0.as_raw();
        let sum: u64 = bytes.iter().map(|&byte| u64::from(byte)).sum();
        sum >= 128 * bytes.len() as u64
    }

    /// Whether these words stand on it, whatever their case and line breaks.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn says(&self, words: &str) -> Result<bool, DesktopError> {
        Ok(folded(&self.text()?).contains(&folded(words)))
    }

    /// The contents of the codes on it.
    pub fn codes(&self) -> Vec<Vec<u8>> {
        let grey = self.grey();
        let (width, height) = grey.dimensions();
        Luma::new(width as usize, height as usize, grey.as_raw())
            .map(|luma| Finder::default().find(luma).payloads)
            .unwrap_or_default()
    }
}

/// What tesseract reads on a picture, in this form of its.
fn read(grey: &GrayImage, form: &[&str]) -> Result<String, DesktopError> {
    let tool = || DesktopError::tool("tesseract");
    let mut png = Vec::new();
    // Larger letters are read better.
    let (width, height) = grey.dimensions();
    let filter = image::imageops::FilterType::Triangle;
    image::imageops::resize(grey, width * SCALE, height * SCALE, filter)
        .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .map_err(DesktopError::tool("the PNG writer"))?;
    let mut reader = Command::new("tesseract")
        .args(["-", "-", "--psm", "11", "-l", "eng"])
        .args(form)
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(tool())?;
    if let Some(mut stdin) = reader.stdin.take() {
        stdin.write_all(&png).map_err(tool())?;
    }
    let output = reader.wait_with_output().map_err(tool())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Lower case letters and digits alone: what an OCR program may be trusted with.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One word of tesseract's table (`tsv`), its place in the enlarged picture.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    /// Page, block, paragraph and line.
    line: [u32; 4],
    left: u32,
    top: u32,
    width: u32,
    height: u32,
    text: &'a str,
}

impl<'a> Word<'a> {
    /// Level 5 is a word: `level page block par line word left top width height conf text`.
    fn of(row: &'a str) -> Option<Self> {
        let cells: Vec<&str> = row.split('\t').collect();
        let [level, places @ .., text] = cells.as_slice() else { return None };
        let number = |at: usize| places.get(at)?.parse().ok();
        let line = [number(0)?, number(1)?, number(2)?, number(3)?];
        let (left, top, width, height) = (number(5)?, number(6)?, number(7)?, number(8)?);
        (*level == "5").then_some(Self { line, left, top, width, height, text })
    }
}

fn place(read: &[Word<'_>], words: &str) -> Option<(u32, u32)> {
    let wanted = folded(words);
    let lines = read.chunk_by(|one, next| one.line == next.line);
    let found = lines.flat_map(|line| {
        let wanted = &wanted;
        let is_alone = joined(line) == *wanted;
        (0..line.len()).filter_map(move |begin| {
            let run = (begin + 1..=line.len()).find_map(|end| {
                let run = line.get(begin..end)?;
                (joined(run) == *wanted).then_some(run)
            })?;
            let (first, last) = (run.first()?, run.last()?);
            let across = (first.left + last.left + last.width) / 2;
            let down = first.top + first.height / 2;
            Some((is_alone, down / SCALE, across / SCALE))
        })
    });
    found.max().map(|(_, down, across)| (across, down))
}

fn joined(words: &[Word<'_>]) -> String {
    words.iter().map(|word| folded(word.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_places_the_one_that_stands_alone_is_meant() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t1\t0\t20\t40\t400\t30\t-1\t\n\
            5\t1\t1\t1\t1\t1\t20\t40\t100\t30\t96\tThen\n\
            5\t1\t1\t1\t1\t2\t140\t40\t100\t30\t96\tcheck\n\
            5\t1\t1\t1\t1\t3\t260\t40\t40\t30\t96\tit.\n\
            5\t1\t2\t1\t1\t1\t600\t900\t100\t30\t91\tCheck\n\
            5\t1\t2\t1\t1\t2\t720\t900\t40\t30\t91\tit\n";
        let read: Vec<Word<'_>> = table.lines().filter_map(Word::of).collect();
        assert_eq!(read.len(), 5);
        assert_eq!(place(&read, "Check it"), Some((340, 457)));
        assert_eq!(place(&read, "then check"), Some((65, 27)));
        assert_eq!(place(&read, "heck it"), None, "whole words alone");
    }

    #[test]
    fn words_are_compared_by_their_letters() {
        assert_eq!(folded("Hold “Space”\n to approve."), folded("hold space to Approve"));
    }
}
