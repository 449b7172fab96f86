//! A scan: from the moment a screen wants to see something until it no longer does.
//!
//! ```text
//! thread `camera`   Source -> newest Frame, Preview        (capture.rs; left behind where the system blocks it)
//! thread `qr-scan`  Frame -> codes -> Catch, Look          (this file; lists, opens, watches by keeper.rs)
//! the window        takes the newest Look and Preview once a frame, a Catch once; never waits
//! ```
//!
//! Dropping a [`Scan`] ends both threads as soon as the picture in work is done; nothing of what was seen is kept.

use super::aim::{Aim, Aiming, Catch};
use super::doctor::{Advice, Doctor, Signs};
use super::keeper::Keeper;
use super::{Camera, CameraId, Frame, Light, Preview, SourceError, Sources};
use crate::job::Latest;
use crate::qr::find::{Finder, Found};
use crate::qr::receive::{Progress, Sight};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

/// The longest wait for a picture before faults and wishes are looked at.
const PATIENCE: Duration = Duration::from_millis(100);
/// What was read or seen stands for so long: between two codes there is often a picture with none.
const SIGHT_STANDS: Duration = Duration::from_millis(600);
/// A remark stands for so long.
const REMARK_STANDS: Duration = Duration::from_secs(4);
/// After a code was handed over, the next is looked for so much later.
const AFTER_CATCH: Duration = Duration::from_secs(2);

/// What the operator should know of a scan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// The cameras that can be chosen.
    pub cameras: Vec<Camera>,
    /// Programs that pose as cameras and are left out.
    pub hidden: usize,
    /// The camera that is open, or should be.
    pub chosen: Option<Camera>,
    /// What is wrong with it; passes by itself where it can.
    pub trouble: Option<SourceError>,
    /// Pictures come.
    pub live: bool,
    /// What the camera sees.
    pub sight: Sight,
    /// How far the message is.
    pub progress: Progress,
    /// The one thing to do better.
    pub advice: Option<Advice>,
    /// Why a code was not taken; in words for the screen.
    pub remark: Option<String>,
    /// Pictures a second.
    pub rate: Option<u32>,
    /// Pixels of the camera's pictures.
    pub size: Option<(usize, usize)>,
}

/// What the operator wants of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// This camera.
    Choose(CameraId),
    /// Look for cameras again and open anew.
    Again,
    /// Offer programs that pose as cameras, too, or not.
    WithVirtual(bool),
}

/// A scan under way.
#[derive(Debug)]
pub struct Scan {
    shared: Arc<Shared>,
    wishes: mpsc::Sender<Wish>,
}

#[derive(Debug, Default)]
struct Shared {
    unwanted: AtomicBool,
    look: Latest<Look>,
    preview: Latest<Preview>,
    caught: Latest<Catch>,
}

impl Scan {
    /// Begins to look for `aim`. `preferred` is the camera that was used before, if it is still there. `wake` is called,
    /// from other threads, when there is something new to take.
    ///
    /// # Errors
    /// [`SourceError::NoThread`].
    pub fn start(
        sources: Arc<dyn Sources>,
        aim: Aim,
        preferred: Option<Camera>,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> Result<Self, SourceError> {
        let shared = Arc::<Shared>::default();
        let (wishes, wished) = mpsc::channel();
        let (seen, shown, woken) = (Arc::clone(&shared), Arc::clone(&shared), Arc::clone(&wake));
        let show = Arc::new(move |preview| {
            if !shown.unwanted.load(Ordering::Acquire) {
                shown.preview.put(preview);
                woken();
            }
        });
        thread::Builder::new()
            .name("qr-scan".to_owned())
            .spawn(move || Eye::new(seen, wake, Keeper::new(sources, preferred, show), aim).run(&wished))
            .map_err(|error| SourceError::NoThread { what: error.to_string() })?;
        Ok(Self { shared, wishes })
    }

    /// What is new to know, once.
    pub fn look(&self) -> Option<Look> {
        self.shared.look.take()
    }

    /// The newest preview, once.
    pub fn preview(&self) -> Option<Preview> {
        self.shared.preview.take()
    }

    /// What was looked for, once.
    pub fn caught(&self) -> Option<Catch> {
        self.shared.caught.take()
    }

    /// Says what is wanted.
    pub fn wish(&self, wish: Wish) {
        _ = self.wishes.send(wish); // the thread is gone only where the program is ending
    }
}

impl Drop for Scan {
    fn drop(&mut self) {
        self.shared.unwanted.store(true, Ordering::Release);
        _ = (self.shared.look.take(), self.shared.preview.take(), self.shared.caught.take());
    }
}

/// What the thread works with.
struct Eye {
    shared: Arc<Shared>,
    wake: Arc<dyn Fn() + Send + Sync>,
    keeper: Keeper,
    aiming: Aiming,
    finder: Finder,
    doctor: Doctor,
    look: Look,
    told: Option<Look>,
    sight_until: Option<Instant>,
    remark_until: Option<Instant>,
    rests_until: Option<Instant>,
}

impl Eye {
    fn new(shared: Arc<Shared>, wake: Arc<dyn Fn() + Send + Sync>, keeper: Keeper, aim: Aim) -> Self {
        Self {
            shared,
            wake,
            keeper,
            aiming: Aiming::new(aim),
            finder: Finder::default(),
            doctor: Doctor::default(),
            look: Look::default(),
            told: None,
            sight_until: None,
            remark_until: None,
            rests_until: None,
        }
    }

    fn run(mut self, wished: &mpsc::Receiver<Wish>) {
        while !self.shared.unwanted.load(Ordering::Acquire) {
            for wish in wished.try_iter() {
                match wish {
                    Wish::Choose(id) => self.keeper.choose(&id),
                    Wish::Again => self.keeper.again(),
                    Wish::WithVirtual(with) => self.keeper.with_virtual(with),
                }
                self.doctor = Doctor::default();
            }
            let frame = self.keeper.next(PATIENCE);
            if let Some(frame) = frame {
                self.read(&frame);
            }
            self.tell();
        }
    }

    /// Reads the codes of one picture and judges it.
    fn read(&mut self, frame: &Frame) {
        let now = Instant::now();
        self.look.size = Some((frame.size().width(), frame.size().height()));
        if self.rests_until.is_some_and(|until| now < until) {
            return;
        }
        let found = frame.picture().map(|picture| self.finder.find(picture)).unwrap_or_default();
        self.judge(&found, frame, now);
        let taken = self.aiming.take(found);
        #[cfg(feature = "keys")]
        crate::keys::scrub_stack(); // a code with words in it has just been on it
        if let Some(remark) = taken.remark {
            (self.look.remark, self.remark_until) = (Some(remark), Some(now + REMARK_STANDS));
        }
        if let Some(caught) = taken.caught {
            self.look.remark = None;
            self.rests_until = Some(now + AFTER_CATCH);
            self.shared.caught.put(caught);
            (self.wake)();
        }
    }

    fn judge(&mut self, found: &Found, frame: &Frame, now: Instant) {
        let sight = Sight::from(found);
        let signs = Signs {
            sight,
            pixels_per_module: found.pixels_per_module,
            light: Light::of(frame),
            rate: self.keeper.rate(),
        };
        self.look.advice = self.doctor.judge(&signs);
        let better = sight == Sight::Decoded || self.look.sight != Sight::Decoded;
        if sight != Sight::None && (better || self.sight_until.is_none_or(|until| until <= now)) {
            (self.look.sight, self.sight_until) = (sight, Some(now + SIGHT_STANDS));
        }
    }

    /// Hands out the newest look, if it says something new.
    fn tell(&mut self) {
        let now = Instant::now();
        if self.sight_until.take_if(|until| *until <= now).is_some() {
            self.look.sight = Sight::None;
        }
        if self.remark_until.take_if(|until| *until <= now).is_some() {
            self.look.remark = None;
        }
        self.look.progress = self.aiming.progress();
        self.look.cameras = self.keeper.cameras().cloned().collect();
        self.look.hidden = self.keeper.hidden();
        self.look.chosen = self.keeper.chosen().cloned();
        self.look.rate = self.keeper.rate();
        self.look.trouble = self.keeper.trouble().cloned();
        self.look.live = self.look.trouble.is_none() && self.look.size.is_some();
        if !self.look.live {
            (self.look.sight, self.look.advice) = (Sight::None, None);
        }
        if self.told.as_ref() == Some(&self.look) {
            return;
        }
        // While pictures come, each preview wakes the window anyway; one drawing for both is half the work.
        let asleep = !self.look.live || self.told.as_ref().is_none_or(|told| !told.live);
        self.told = Some(self.look.clone());
        self.shared.look.put(self.look.clone());
        if asleep {
            (self.wake)();
        }
    }
}

#[cfg(test)]
mod tests;
