//! The mouse: to a place of the window, or to words that stand on it.

use super::{DesktopError, Shot, Window};
use std::{
    thread::sleep,
    time::{Duration, Instant},
};

/// As long as a finger rests on the button.
const CLICK: Duration = Duration::from_millis(60);

impl Window {
    /// Moves the mouse to a place of the window, in pixels.
    ///
    /// # Errors
    /// Where the program is gone.
    pub fn move_mouse(&mut self, x: u32, y: u32) -> Result<(), DesktopError> {
        self.lives("the mouse moves")?;
        self.xdotool(&["mousemove", "--window", self.id(), &x.to_string(), &y.to_string()])
    }

    /// Holds the left button down for a while, where the mouse is.
    ///
    /// # Errors
    /// Where the program is gone.
    pub fn hold_mouse(&mut self, how_long: Duration) -> Result<(), DesktopError> {
        self.lives("the mouse is held")?;
        self.xdotool(&["mousedown", "1"])?;
        sleep(how_long);
        self.xdotool(&["mouseup", "1"])
    }

    /// Clicks on these words as soon as they stand on the screen; returns the picture that they were found on.
    ///
    /// # Errors
    /// [`DesktopError::NotThere`] with what stood there instead.
    pub fn click_on(&mut self, words: &str, at_most: Duration) -> Result<Shot, DesktopError> {
        let begin = Instant::now();
        loop {
            let shot = self.shot()?;
            if let Some((x, y)) = shot.place_of(words)? {
                self.move_mouse(x, y)?;
                self.hold_mouse(CLICK)?;
                return Ok(shot);
            }
            if begin.elapsed() > at_most {
                let (wanted, seconds) = (words.to_owned(), at_most.as_secs());
                return Err(DesktopError::NotThere { wanted, seconds, stood: shot.text()? });
            }
            sleep(Duration::from_millis(100));
        }
    }

    /// Turns the wheel so many notches down, over the middle of the window.
    ///
    /// # Errors
    /// Where the program is gone.
    pub fn scroll_down(&mut self, notches: u32) -> Result<(), DesktopError> {
        let (width, height) = self.shot()?.0.dimensions();
        self.move_mouse(width / 2, height / 2)?;
        self.xdotool(&["click", "--repeat", &notches.to_string(), "--delay", "20", "5"])
    }
}
