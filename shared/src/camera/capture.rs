//! The thread that holds one camera: opens it, asks it for pictures, lets it go.
//!
//! A camera may block for ever in the system, so nobody waits for this thread: it is told that it is no longer wanted and
//! left behind, and its slot with it. What it hands out is the newest picture only.

use super::{CameraId, Frame, Opener, Preview, Source, SourceError};
use crate::job::Latest;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// From one preview to the next: every second picture of a camera that sends thirty a second.
const PREVIEW_EVERY: Duration = Duration::from_millis(40);

/// What comes from the camera.
#[derive(Debug)]
pub(super) enum Shot {
    /// A picture.
    Frame(Frame),
    /// One picture was lost.
    Lost(SourceError),
    /// It is over; the camera has been let go.
    End(SourceError),
}

/// Where previews go, and who is woken by them.
pub(super) type Show = Arc<dyn Fn(Preview) + Send + Sync>;

/// A camera in use. Dropping it tells its thread to end, and does not wait.
#[derive(Debug)]
pub(super) struct Capture {
    id: CameraId,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    slot: Latest<Shot>,
    unwanted: AtomicBool,
    whole: AtomicU32,
}

impl Capture {
    /// Starts the thread.
    pub(super) fn start(id: CameraId, opener: Opener, show: Show) -> Result<Self, SourceError> {
        let shared = Arc::<Shared>::default();
        let end = End { shared: Arc::clone(&shared), why: SourceError::Lost };
        thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || run(opener, end, &show))
            .map_err(|error| SourceError::NoThread { what: error.to_string() })?;
        Ok(Self { id, shared })
    }

    /// Which camera it is.
    pub(super) fn id(&self) -> &CameraId {
        &self.id
    }

    /// What came last, if it was not fetched before; waits at most this long.
    pub(super) fn wait(&self, at_most: Duration) -> Option<Shot> {
        self.shared.slot.wait(at_most)
    }

    /// Whole pictures since the last call, fetched or not.
    pub(super) fn pictures(&self) -> u32 {
        self.shared.whole.swap(0, Ordering::Relaxed)
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        self.shared.unwanted.store(true, Ordering::Release);
    }
}

/// Says how it ended, also when a driver unwinds. Dropped after the camera, so that it can be opened again at once.
struct End {
    shared: Arc<Shared>,
    why: SourceError,
}

impl Drop for End {
    fn drop(&mut self) {
        let why = std::mem::replace(&mut self.why, SourceError::Lost);
        self.shared.slot.put(Shot::End(why));
    }
}

fn run(opener: Opener, mut end: End, show: &Show) {
    end.why = match opener() {
        Ok(mut source) => pump(source.as_mut(), &end.shared, show),
        Err(fault) => fault,
    };
}

fn pump(source: &mut dyn Source, shared: &Shared, show: &Show) -> SourceError {
    let mut shown: Option<Instant> = None;
    loop {
        let next = source.next_frame();
        if shared.unwanted.load(Ordering::Acquire) {
            return SourceError::Ended;
        }
        match next {
            Ok(frame) => {
                shared.whole.fetch_add(1, Ordering::Relaxed);
                let now = Instant::now();
                if shown.is_none_or(|shown| now.duration_since(shown) >= PREVIEW_EVERY) {
                    shown = Some(now);
                    show(Preview::of(&frame));
                }
                shared.slot.put(Shot::Frame(frame));
            }
            Err(fault) if fault.is_passing() => _ = shared.slot.put(Shot::Lost(fault)),
            Err(fault) => return fault,
        }
    }
}
