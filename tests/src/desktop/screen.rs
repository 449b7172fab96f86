//! What a whole desktop shows, read from the X server's own frame buffer: looking costs the programs on it nothing.

use super::DesktopError;
use image::GrayImage;
use std::{
    fs::File,
    os::unix::fs::FileExt,
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

/// A screen as a file of pixels, four bytes each, blue first.
#[derive(Debug)]
pub struct Screen {
    buffer: File,
    /// Where the pixels begin.
    pixels: u64,
    /// Bytes of a row.
    row: usize,
    width: usize,
    height: usize,
}

impl Screen {
    /// The screen that Xvfb keeps in this folder (`-fbdir`): XWD version 7, X11/XWDFile.h.
    pub(super) fn open(folder: &Path) -> Result<Self, DesktopError> {
        let failed = DesktopError::tool::<std::io::Error>;
        let buffer = File::open(folder.join("Xvfb_screen0")).map_err(failed("Xvfb"))?;
        // Words, big end first: 0 is the head's length, 4 and 5 the size, 12 the row's length, 19 the colours' number.
        let word = |nth: u64| -> Result<u32, DesktopError> {
            let mut bytes = [0; 4];
            buffer.read_exact_at(&mut bytes, nth * 4).map_err(failed("Xvfb"))?;
            Ok(u32::from_be_bytes(bytes))
        };
        let pixels = u64::from(word(0)?) + u64::from(word(19)?) * 12;
        let (width, height, row) = (word(4)? as usize, word(5)? as usize, word(12)? as usize);
        Ok(Self { buffer, pixels, row, width, height })
    }

    /// The whole of it, in greys.
    ///
    /// # Errors
    /// Where the server is gone.
    pub fn picture(&self) -> Result<GrayImage, DesktopError> {
        let mut bytes = vec![0; self.row * self.height];
        self.buffer.read_exact_at(&mut bytes, self.pixels).map_err(DesktopError::tool("Xvfb"))?;
        let luma = bytes
            .chunks_exact(self.row)
            .flat_map(|row| row.chunks_exact(4).take(self.width))
            .map(|pixel| {
                let [blue, green, red] = [0, 1, 2].map(|at| u32::from(pixel.get(at).copied().unwrap_or(0)));
                u8::try_from((29 * blue + 150 * green + 77 * red) >> 8).unwrap_or(u8::MAX)
            })
            .collect();
        let side = |pixels| u32::try_from(pixels).unwrap_or(0);
        GrayImage::from_raw(side(self.width), side(self.height), luma)
            .ok_or_else(|| DesktopError::tool("Xvfb")("its screen has another size than it says"))
    }

    /// Every twentieth row, as bytes: enough to see that something changed.
    ///
    /// # Errors
    /// Where the server is gone.
    pub fn rows(&self) -> Result<Vec<u8>, DesktopError> {
        let mut rows = vec![0; self.row * self.height.div_ceil(20)];
        for (nth, row) in rows.chunks_exact_mut(self.row).enumerate() {
            let at = self.pixels + (nth * 20 * self.row) as u64;
            self.buffer.read_exact_at(row, at).map_err(DesktopError::tool("Xvfb"))?;
        }
        Ok(rows)
    }

    /// Whether more than a third of the black screen is not black any more.
    ///
    /// # Errors
    /// Where the server is gone.
    pub fn is_painted(&self) -> Result<bool, DesktopError> {
        let rows = self.rows()?;
        let lit =
            rows.chunks_exact(4).filter(|pixel| pixel.iter().take(3).any(|channel| *channel > 40)).count();
        Ok(lit * 3 > rows.len() / 4)
    }

    /// Waits until it is.
    ///
    /// # Errors
    /// Where no window comes.
    pub fn until_painted(&self, at_most: Duration) -> Result<(), DesktopError> {
        let begin = Instant::now();
        while !self.is_painted()? {
            if begin.elapsed() > at_most {
                return Err(DesktopError::NoWindow { seconds: at_most.as_secs(), said: String::new() });
            }
            sleep(Duration::from_millis(1));
        }
        Ok(())
    }
}
