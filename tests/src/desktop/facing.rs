//! Two machines that face each other: what one desktop shows is what the other's camera sees, both ways, all the time.

use super::{Desktop, DesktopError};
use crate::fakecam::{FakeCamera, Picture};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{JoinHandle, sleep},
    time::Duration,
};

/// Between two looks: some fifteen pictures a second, and two cores keep time for the programs.
const PAUSE: Duration = Duration::from_millis(66);

/// A camera that looks at a screen, until the value is dropped.
#[derive(Debug)]
pub struct Facing {
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Facing {
    /// Points `camera` at the screen of `desktop`.
    ///
    /// # Errors
    /// Where the screen cannot be read.
    pub fn point(camera: FakeCamera, desktop: &Desktop) -> Result<Self, DesktopError> {
        let screen = desktop.screen()?;
        let ends = Arc::new(AtomicBool::new(false));
        let ending = Arc::clone(&ends);
        let look = move || {
            while !ending.load(Ordering::Relaxed) {
                // A desktop that is gone is a dark screen: the test hears of it from its window.
                if let Ok(picture) = screen.picture() {
                    _ = camera.show(&Picture::from(picture));
                }
                sleep(PAUSE);
            }
        };
        let thread = std::thread::Builder::new().name("lens".to_owned()).spawn(look);
        Ok(Self { ends, thread: Some(thread.map_err(DesktopError::tool("a thread"))?) })
    }
}

impl Drop for Facing {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}
