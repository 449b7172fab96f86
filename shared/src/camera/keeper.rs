//! Keeps a camera open: lists, chooses, opens, notices what goes wrong and opens again. Lives on the thread that scans.

use super::capture::{Capture, Shot, Show};
use super::watch::Watch;
use super::{Camera, CameraId, Frame, SourceError, Sources, choose};
use crate::job::Latest;
use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// From one attempt to open a camera to the next.
const RETRY: Duration = Duration::from_secs(1);
/// A camera that we have just let go may be busy for as long as one of its pictures takes.
const OWN_GRACE: Duration = Duration::from_millis(1_500);
/// From one attempt to the next within that time.
const OWN_RETRY: Duration = Duration::from_millis(100);
/// From one list of cameras to the next while all is well: one that is plugged in comes up in the picker.
const LIST_EVERY: Duration = Duration::from_secs(3);

type Listing = Latest<Result<Vec<Camera>, SourceError>>;

/// One camera kept open, among those there are.
pub(super) struct Keeper {
    sources: Arc<dyn Sources>,
    show: Show,
    began: Instant,
    cameras: Vec<Camera>,
    with_virtual: bool,
    /// The operator's choice; none takes the first.
    wanted: Option<Camera>,
    capture: Option<Capture>,
    watch: Watch,
    trouble: Option<SourceError>,
    open_at: Duration,
    list_at: Duration,
    listing: Option<(Arc<Listing>, thread::JoinHandle<()>)>,
    listed: bool,
    /// Since the choice; within [`OWN_GRACE`] a busy camera is our own.
    chosen_at: Duration,
}

impl Keeper {
    pub(super) fn new(sources: Arc<dyn Sources>, wanted: Option<Camera>, show: Show) -> Self {
        Self {
            sources,
            show,
            began: Instant::now(),
            cameras: Vec::new(),
            with_virtual: wanted.as_ref().is_some_and(|camera| camera.is_virtual),
            wanted,
            capture: None,
            watch: Watch::new(Duration::ZERO),
            trouble: None,
            open_at: Duration::ZERO,
            list_at: Duration::ZERO,
            listing: None,
            listed: false,
            chosen_at: Duration::ZERO,
        }
    }

    /// Those that are offered now.
    pub(super) fn cameras(&self) -> impl Iterator<Item = &Camera> {
        self.cameras.iter().filter(|camera| self.with_virtual || !camera.is_virtual)
    }

    /// Programs that pose as cameras and are not offered.
    pub(super) fn hidden(&self) -> usize {
        self.cameras.len() - self.cameras().count()
    }

    /// The camera that is open, or should be.
    pub(super) fn chosen(&self) -> Option<&Camera> {
        match &self.wanted {
            Some(wanted) => self.same(wanted).or(self.wanted.as_ref()),
            None => self.cameras().next(),
        }
    }

    /// What is wrong, until the next whole picture.
    pub(super) fn trouble(&self) -> Option<&SourceError> {
        self.trouble.as_ref()
    }

    /// Whole pictures a second.
    pub(super) fn rate(&self) -> Option<u32> {
        self.watch.rate()
    }

    /// Takes this camera from now on; the same one again opens it anew.
    pub(super) fn choose(&mut self, id: &CameraId) {
        self.wanted = self.cameras.iter().find(|camera| camera.id == *id).cloned().or(self.wanted.take());
        self.again();
    }

    /// Lists and opens at once.
    pub(super) fn again(&mut self) {
        let now = self.now();
        (self.capture, self.trouble) = (None, None);
        (self.open_at, self.list_at, self.chosen_at) = (now, now, now);
    }

    /// Offers programs that pose as cameras, too, or no longer.
    pub(super) fn with_virtual(&mut self, with: bool) {
        self.with_virtual = with;
    }

    /// The next picture, if one comes within `at_most`.
    pub(super) fn next(&mut self, at_most: Duration) -> Option<Frame> {
        self.list();
        self.open();
        let Some(capture) = &self.capture else {
            thread::sleep(at_most);
            return None;
        };
        let shot = capture.wait(at_most);
        let whole = capture.pictures();
        let now = self.now();
        self.watch.pictures(whole, now);
        if whole > 0 {
            self.trouble = None;
        }
        match shot {
            Some(Shot::Frame(frame)) => return Some(frame),
            Some(Shot::Lost(fault)) => self.watch.lost(fault),
            Some(Shot::End(fault)) => self.failed(fault),
            None => {}
        }
        if let Some(trouble) = self.watch.trouble(now).filter(|_| self.capture.is_some()) {
            self.trouble = Some(trouble);
        }
        None
    }

    fn failed(&mut self, fault: SourceError) {
        let now = self.now();
        self.capture = None;
        let own = matches!(fault, SourceError::Busy { .. }) && now < self.chosen_at + OWN_GRACE;
        self.open_at = now + if own { OWN_RETRY } else { RETRY };
        if !own {
            self.trouble = Some(fault);
            self.list_at = self.list_at.min(now + RETRY / 2);
        }
    }

    fn open(&mut self) {
        let now = self.now();
        if self.capture.is_some() || now < self.open_at || !self.listed {
            return;
        }
        let there = match &self.wanted {
            Some(wanted) => self.same(wanted).map(|camera| camera.id.clone()),
            None => self.cameras().next().map(|camera| camera.id.clone()),
        };
        let Some(id) = there else {
            self.open_at = now + RETRY / 4;
            self.list_at = self.list_at.min(now + RETRY / 2);
            if self.trouble.is_none() {
                self.trouble = Some(SourceError::None);
            }
            return;
        };
        match Capture::start(id.clone(), self.sources.opener(&id), Arc::clone(&self.show)) {
            Ok(capture) => {
                self.capture = Some(capture);
                self.watch = Watch::new(now);
            }
            Err(fault) => self.failed(fault),
        }
    }

    /// A camera that was plugged in again may have another number, but it has its name.
    fn same(&self, wanted: &Camera) -> Option<&Camera> {
        let by_both = self.cameras.iter().find(|camera| *camera == wanted);
        by_both.or_else(|| self.cameras.iter().find(|camera| camera.name == wanted.name))
    }

    /// Fetches a list that is done; asks for the next when it is time.
    fn list(&mut self) {
        let now = self.now();
        if let Some((listing, thread)) = &self.listing {
            let done = listing.take();
            if done.is_none() && !thread.is_finished() {
                return;
            }
            self.listing = None;
            self.list_at = now + LIST_EVERY;
            self.listed = true;
            match done {
                Some(Ok(cameras)) => self.cameras = choose::in_order(cameras),
                Some(Err(fault)) => self.trouble = Some(fault),
                None => self.trouble = Some(SourceError::Lost),
            }
        }
        if now < self.list_at {
            return;
        }
        let listing = Arc::<Listing>::default();
        let (sources, result) = (Arc::clone(&self.sources), Arc::clone(&listing));
        let in_use = self.capture.as_ref().map(|capture| capture.id().clone());
        let thread = thread::Builder::new().name("camera-list".to_owned()).spawn(move || {
            _ = result.put(sources.list(in_use.as_ref()));
        });
        match thread {
            Ok(thread) => self.listing = Some((listing, thread)),
            Err(error) => {
                self.trouble = Some(SourceError::NoThread { what: error.to_string() });
                self.list_at = now + RETRY;
            }
        }
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }
}

#[cfg(test)]
mod tests;
