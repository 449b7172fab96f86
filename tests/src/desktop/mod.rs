//! A desktop of its own for one real window: Xvfb, keyboard and mouse by XTEST, and what a person would see of it.
//!
//! ```text
//! Desktop   an X server without a screen, on a display of its own                       (Xvfb)
//! Window    the real program on it, in a network namespace without links: keys, mouse   (unshare, xdotool)
//! Shot      what it shows: read as text, words found, searched for codes                (import, tesseract, our finder)
//! Screen    the whole desktop, from the server's own frame buffer                       (Xvfb -fbdir)
//! Facing    a camera before that screen: two machines, cross-fed                        (fakecam)
//! ```
//!
//! What is asserted is what stands on the screen: no accessibility tree, no test door in the program. May not enter:
//! anything that looks into the program under test.

mod facing;
mod ink;
mod mouse;
pub mod pictures;
mod programs;
mod screen;
mod shot;
mod window;

pub use facing::Facing;
pub use programs::Program;
pub use screen::Screen;
pub use shot::Shot;
pub use window::{Launch, Window};

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// Why the desktop or the window on it failed the test before the test could say anything.
#[derive(Debug, thiserror::Error)]
pub enum DesktopError {
    /// A program of the set-up.
    #[error("{program} did not run ({why}); tests/run installs what the window tests need")]
    Tool {
        /// Its name.
        program: &'static str,
        /// What it said.
        why: String,
    },
    /// The program did not show a window.
    #[error("the window did not open within {seconds} s; the program said: {said}")]
    NoWindow {
        /// How long we waited.
        seconds: u64,
        /// Its standard error.
        said: String,
    },
    /// The program ended.
    #[error("the program ended ({status}) while {doing}; it said: {said}")]
    Ended {
        /// Its exit status.
        status: String,
        /// What the test did.
        doing: String,
        /// Its standard error.
        said: String,
    },
    /// What should stand there does not.
    #[error("“{wanted}” did not come on the screen within {seconds} s; there stood:\n{stood}")]
    NotThere {
        /// What was looked for.
        wanted: String,
        /// How long.
        seconds: u64,
        /// The text of the last picture.
        stood: String,
    },
}

impl DesktopError {
    fn tool<E: std::fmt::Display>(program: &'static str) -> impl FnOnce(E) -> Self {
        move |error| Self::Tool { program, why: error.to_string() }
    }
}

/// An X server without a screen; ends when it is dropped.
#[derive(Debug)]
pub struct Desktop {
    server: Child,
    display: String,
    frame_buffer: tempfile::TempDir,
}

impl Desktop {
    /// Starts one of this size, in pixels, on the first display that is free.
    ///
    /// # Errors
    /// Where Xvfb is missing or does not start.
    pub fn start(width: u32, height: u32) -> Result<Self, DesktopError> {
        let frame_buffer = tempfile::TempDir::new().map_err(DesktopError::tool("the file system"))?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .arg("-fbdir")
            .arg(frame_buffer.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(DesktopError::tool("Xvfb"))?;
        let mut number = String::new();
        if let Some(stdout) = server.stdout.as_mut() {
            BufReader::new(stdout).read_line(&mut number).map_err(DesktopError::tool("Xvfb"))?;
        }
        let display = format!(":{}", number.trim());
        Ok(Self { server, display, frame_buffer })
    }

    /// Its screen.
    ///
    /// # Errors
    /// Where the server keeps none.
    pub fn screen(&self) -> Result<Screen, DesktopError> {
        Screen::open(self.frame_buffer.path())
    }

    /// `:7`, say.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Ends the server at once, as when a screen's cable is cut and the session with it.
    pub fn vanish(&mut self) {
        _ = self.server.kill();
        _ = self.server.wait();
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.vanish();
    }
}
