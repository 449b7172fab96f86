//! An X server for measuring: its screen is a file, so that looking costs the program under test nothing.

use super::{Result, WORDS};
use e2e::desktop::{Desktop, Screen};
use std::{process::Command, thread::sleep, time::Duration};

/// Of the screen, in pixels.
const SIZE: (u32, u32) = (1280, 900);

/// A desktop, and its screen.
pub(super) struct Monitor {
    pub(super) desktop: Desktop,
    pub(super) screen: Screen,
}

impl Monitor {
    pub(super) fn start() -> Result<Self> {
        let desktop = Desktop::start(SIZE.0, SIZE.1)?;
        let screen = desktop.screen()?;
        Ok(Self { desktop, screen })
    }

    fn xdotool(&self, arguments: &[&str]) -> Result<String> {
        let output =
            Command::new("xdotool").args(arguments).env("DISPLAY", self.desktop.display()).output()?;
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
