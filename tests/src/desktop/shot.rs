//! What a window shows: read by an OCR program as a person would, and searched for codes as a camera would.

use super::DesktopError;
use image::{DynamicImage, RgbImage};
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
        let tool = || DesktopError::tool("tesseract");
        let mut png = Vec::new();
        // Larger letters are read better; light letters on dark are turned into dark ones.
        let (width, height) = self.0.dimensions();
        let mut grey = DynamicImage::ImageRgb8(self.0.clone()).into_luma8();
        if !self.is_light() {
            image::imageops::invert(&mut grey);
        }
        let filter = image::imageops::FilterType::Triangle;
        image::imageops::resize(&grey, width * SCALE, height * SCALE, filter)
            .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
            .map_err(DesktopError::tool("the PNG writer"))?;
        let mut reader = Command::new("tesseract")
            .args(["-", "-", "--psm", "11", "-l", "eng"])
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
        let read = String::from_utf8_lossy(&output.stdout);
        Ok(read.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"))
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
        let grey = DynamicImage::ImageRgb8(self.0.clone()).into_luma8();
        let (width, height) = grey.dimensions();
        Luma::new(width as usize, height as usize, grey.as_raw())
            .map(|luma| Finder::default().find(luma).payloads)
            .unwrap_or_default()
    }
}

/// Lower case letters and digits alone: what an OCR program may be trusted with.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_by_their_letters() {
        assert_eq!(folded("Hold “Space”\n to approve."), folded("hold space to Approve"));
    }
}
