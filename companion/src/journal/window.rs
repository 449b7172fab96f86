//! One window for one journal: a lock on a file beside it, given back by the system however the process ends.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::PathBuf,
};

use super::{Journal, JournalError};

/// The right to be this journal's window, as long as it lives.
#[derive(Debug)]
pub struct WindowLock {
    _file: File, // closing it gives the lock back
}

impl Journal {
    /// Takes the right to be this journal's window. Commands need none.
    ///
    /// # Errors
    /// [`JournalError::SecondWindow`] where another window has it.
    pub fn hold_for_window(&self) -> Result<WindowLock, JournalError> {
        let mut name = self.path.clone().into_os_string();
        name.push(".window");
        let beside = PathBuf::from(name);
        let failed = |error: std::io::Error| JournalError::Failed {
            path: beside.display().to_string(),
            reason: error.to_string(),
        };
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&beside).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(WindowLock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(JournalError::SecondWindow { path: self.path.display().to_string() })
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}
