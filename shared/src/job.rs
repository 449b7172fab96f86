//! One slow piece of work on a named thread: polled once a frame, never waited for. Features `ui` and `camera`.
//!
//! The work reports how far it is and asks whether it is still wanted. May not enter: what the work does.

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// The system has no thread to give.
    #[error("the system starts no thread for {name} ({reason}); close other programs and try again")]
    NotStarted {
        /// Of the work.
        name: &'static str,
        /// The system's words.
        reason: String,
    },
    /// It panicked.
    #[error("{name} stopped by a fault of the program; nothing was changed, try it again and report it")]
    Lost {
        /// Of the work.
        name: &'static str,
    },
}

/// How far a job is, and whether it is still wanted; shared by the work and who waits for it.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    done: AtomicU64,
    total: AtomicU64,
    unwanted: AtomicBool,
}

impl Progress {
    /// Says how many of how many steps are done; asks whether to go on.
    #[must_use = "work that is no longer wanted ends itself"]
    pub fn report(&self, done: u64, total: u64) -> bool {
        self.0.done.store(done, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.is_wanted()
    }

    /// Whether anybody still waits for the result.
    pub fn is_wanted(&self) -> bool {
        !self.0.unwanted.load(Ordering::Acquire)
    }

    /// Steps done, steps in all; 0 of 0 before the first report.
    pub fn steps(&self) -> (u64, u64) {
        (self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed))
    }

    /// Tells the work to end itself.
    pub fn cancel(&self) {
        self.0.unwanted.store(true, Ordering::Release);
    }
}

/// Work under way. Dropping it tells the work to end itself and waits until it has, so that nothing it holds outlives it.
#[derive(Debug)]
pub struct Job<T> {
    name: &'static str,
    progress: Progress,
    thread: Option<thread::JoinHandle<T>>,
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work` on a thread of this name; `wake` is called when it ends, however it ends.
    ///
    /// # Errors
    /// [`JobError::NotStarted`].
    pub fn start(
        name: &'static str,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Self, JobError> {
        let progress = Progress::default();
        let seen = progress.clone();
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                let _wake = Wake(wake);
                work(&seen)
            })
            .map_err(|error| JobError::NotStarted { name, reason: error.to_string() })?;
        Ok(Self { name, progress, thread: Some(thread) })
    }

    /// How far it is.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The result, once, when it is there; never waits.
    pub fn poll(&mut self) -> Option<Result<T, JobError>> {
        let thread = self.thread.take_if(|thread| thread.is_finished())?;
        Some(thread.join().map_err(|_| JobError::Lost { name: self.name }))
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.progress.cancel();
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

/// Calls on the way out, also when the work unwinds.
struct Wake<F: Fn()>(F);

impl<F: Fn()> Drop for Wake<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Holds the newest of what one thread makes for another; what was not fetched in time is replaced, so neither waits for
/// the other's pace and memory stays bounded.
#[derive(Debug)]
pub struct Latest<T> {
    slot: Mutex<Option<T>>,
    filled: Condvar,
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self { slot: Mutex::new(None), filled: Condvar::new() }
    }
}

impl<T> Latest<T> {
    /// Puts a value; returns the one that nobody fetched.
    pub fn put(&self, value: T) -> Option<T> {
        let unfetched = self.slot.lock().unwrap_or_else(PoisonError::into_inner).replace(value);
        self.filled.notify_one();
        unfetched
    }

    /// The newest value, if there is one.
    pub fn take(&self) -> Option<T> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The newest value; waits for one at most this long.
    pub fn wait(&self, at_most: std::time::Duration) -> Option<T> {
        let slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut slot, _) = self
            .filled
            .wait_timeout_while(slot, at_most, |slot| slot.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        slot.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn a_result_comes_once_and_wakes_who_waits() {
        let (woken, waits) = mpsc::channel();
        let mut job = Job::start("sum", |_| 2 + 2, move || _ = woken.send(())).unwrap();
        waits.recv().unwrap();
        let result = loop {
            if let Some(result) = job.poll() {
                break result;
            }
            thread::yield_now();
        };
        assert_eq!(result, Ok(4));
        assert_eq!(job.poll(), None, "a result is handed out once");
    }

    #[test]
    fn a_panic_is_an_error_and_not_the_end() {
        let (woken, waits) = mpsc::channel();
        let mut job =
            Job::<()>::start("fault", |_| panic!("on purpose"), move || _ = woken.send(())).unwrap();
        waits.recv().unwrap();
        let result = loop {
            if let Some(result) = job.poll() {
                break result;
            }
            thread::yield_now();
        };
        assert_eq!(result, Err(JobError::Lost { name: "fault" }));
    }

    #[test]
    fn dropping_a_job_ends_its_work() {
        let (ended, end) = mpsc::channel();
        let job = Job::start(
            "endless",
            |progress| {
                let mut steps = 0;
                while progress.report(steps, 0) {
                    steps += 1;
                    thread::yield_now();
                }
            },
            move || _ = ended.send(()),
        )
        .unwrap();
        drop(job);
        end.try_recv().expect("the drop waits for the end");
    }

    #[test]
    fn only_the_newest_is_kept() {
        let latest = Latest::default();
        assert_eq!((latest.put(1), latest.put(2)), (None, Some(1)));
        assert_eq!((latest.take(), latest.take()), (Some(2), None));
    }
}
