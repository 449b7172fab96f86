//! Notices that somebody else has written into the journal: a command in a terminal, a script.
//!
//! A thread of its own asks for the journal's version once a second; only where that has changed are journal and books read.

use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use shared::job::Latest;

use super::read;
use crate::{flow::Shown, journal::Journal};

/// How often the version is asked for.
const EVERY: Duration = Duration::from_secs(1);

/// The watch; ends when it is dropped, after the look that is under way.
#[derive(Debug)]
pub struct Watch {
    seen: Arc<Latest<Shown>>,
    _alive: mpsc::Sender<()>,
}

impl Watch {
    /// Watches the journal at `place`, which is there already; `wake` is called when there is something new. `None` where the
    /// system has no thread to give: the window then reads after its own work alone.
    pub fn start(place: PathBuf, version: i64, wake: impl Fn() + Send + 'static) -> Option<Self> {
        let seen = Arc::<Latest<Shown>>::default();
        let (alive, ended) = mpsc::channel();
        let put = Arc::clone(&seen);
        let work = move || {
            let mut known = version;
            let mut journal = None;
            while ended.recv_timeout(EVERY) == Err(mpsc::RecvTimeoutError::Timeout) {
                let open = match journal.take() {
                    Some(open) => open,
                    None => match Journal::open(&place) {
                        Ok(open) => open,
                        Err(_) => continue, // the clerk meets the same, and says it
                    },
                };
                if open.version().is_ok_and(|version| version != known)
                    && let Ok(shown) = read(&open, None)
                {
                    known = shown.version;
                    put.put(shown);
                    wake();
                }
                journal = Some(open);
            }
        };
        thread::Builder::new().name("journal-watch".to_owned()).spawn(work).ok()?;
        Some(Self { seen, _alive: alive })
    }

    /// What is new, once.
    pub fn poll(&self) -> Option<Shown> {
        self.seen.take()
    }
}
