//! An X server for measuring: its screen is a file, so that looking costs the program under test nothing.

use super::{Result, SOON, WORDS};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    os::unix::fs::FileExt,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Of the screen, in pixels.
const SIZE: (usize, usize) = (1280, 900);

/// An X server whose screen is a file.
pub(super) struct Monitor {
    server: Child,
    pub(super) display: String,
    buffer: File,
    /// Where the pixels begin, and how many bytes a row has.
    pixels: u64,
    row: usize,
    _folder: TempDir,
}

impl Monitor {
    pub(super) fn start() -> Result<Self> {
        let folder = TempDir::new()?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{}x{}x24", SIZE.0, SIZE.1))
            .arg("-fbdir")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut number = String::new();
        if let Some(output) = server.stdout.as_mut() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let buffer = File::open(folder.path().join("Xvfb_screen0"))?;
        // XWD version 7 (X11/XWDFile.h): words, big end first; 0 is the head's length, 12 the row's, 19 the colours'.
        let word = |nth: u64| -> Result<u32> {
            let mut bytes = [0; 4];
            buffer.read_exact_at(&mut bytes, nth * 4)?;
            Ok(u32::from_be_bytes(bytes))
        };
        let pixels = u64::from(word(0)?) + u64::from(word(19)?) * 12;
        let row = usize::try_from(word(12)?)?;
        let display = format!(":{}", number.trim());
        Ok(Self { server, display, buffer, pixels, row, _folder: folder })
    }

    /// Every twentieth row.
    pub(super) fn rows(&self) -> Result<Vec<u8>> {
        let mut rows = vec![0; self.row * SIZE.1.div_ceil(20)];
        for (nth, row) in rows.chunks_exact_mut(self.row).enumerate() {
            self.buffer.read_exact_at(row, self.pixels + (nth * 20 * self.row) as u64)?;
        }
        Ok(rows)
    }

    /// Whether more than a third of the black screen is not black any more.
    pub(super) fn is_painted(&self) -> Result<bool> {
        let rows = self.rows()?;
        let lit =
            rows.chunks_exact(4).filter(|pixel| pixel.iter().take(3).any(|channel| *channel > 40)).count();
        Ok(lit * 3 > rows.len() / 4)
    }

    pub(super) fn until_painted(&self) -> Result<()> {
        let begin = Instant::now();
        while !self.is_painted()? {
            if begin.elapsed() > SOON {
                return Err("no window came".into());
            }
            sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn xdotool(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new("xdotool").args(arguments).env("DISPLAY", &self.display).output()?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// From the first screen to the camera, by keyboard.
    pub(super) fn enter(&self) -> Result<()> {
        let window = self.xdotool(&["search", "--onlyvisible", "--name", "^Coldframe station$"])?;
        self.xdotool(&["windowfocus", "--sync", &window])?;
        let pause = || sleep(Duration::from_millis(700));
        self.xdotool(&["key", "e"])?;
        pause();
        self.xdotool(&["type", "--delay", "20", WORDS])?;
        pause();
        // The words, no passphrase, the fingerprint, the accounts.
        for _ in 0..4 {
            self.xdotool(&["key", "Return"])?;
            pause();
        }
        Ok(())
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        _ = self.server.kill();
        _ = self.server.wait();
    }
}
