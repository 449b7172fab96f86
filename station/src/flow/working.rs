//! What came through the camera is being read, or its review computed, on a thread. May not enter: what comes of it.

use super::Screen;

/// How far it is: parts done, parts in all; 0 of 0 where that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Working {
    /// Done.
    pub done: u64,
    /// In all.
    pub total: u64,
}

/// What can be said meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkingChoice {
    /// Back to the camera; nothing is kept of it.
    Stop,
}

/// One step.
pub fn working(choice: WorkingChoice) -> Screen {
    match choice {
        WorkingChoice::Stop => Screen::Scan,
    }
}
