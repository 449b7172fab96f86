//! A window's eye: the camera or a folder of pictures, switched on by the screens that want it.
//!
//! Cameras and decoding run on threads of their own (`shared::camera`); here they are polled once a frame. The camera that was
//! chosen is known while the program runs and never longer. May not enter: drawing, keys, anything kept of what was seen.

mod glass;

use crate::camera::{Aim, Camera, CameraId, Catch, Look, Scan, SourceError, Sources, Wish};
use glass::Glass;
use std::{fmt, sync::Arc};

/// What can be chosen about the camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EyeChoice {
    /// Look for cameras again and open anew.
    Again,
    /// This camera.
    Choose(CameraId),
    /// Offer programs that pose as cameras, too, or no longer.
    WithVirtual(bool),
}

/// What the views draw.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// What the scan knows.
    pub look: Look,
    /// Programs that pose as cameras are offered.
    pub with_virtual: bool,
}

/// The eye.
pub struct Eye {
    sources: Option<Arc<dyn Sources>>,
    wake: Arc<dyn Fn() + Send + Sync>,
    want: Option<Aim>,
    scan: Option<Scan>,
    state: State,
    used: Option<Camera>,
    glass: Glass,
}

/// Without what it sees.
impl fmt::Debug for Eye {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Eye").field("want", &self.want).field("state", &self.state).finish_non_exhaustive()
    }
}

impl Eye {
    /// Closed; opens when something is wanted. None is a build without cameras. `wake` asks for a new frame of the window,
    /// from any thread.
    pub fn with_sources(sources: Option<Arc<dyn Sources>>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            sources,
            wake: Arc::new(wake),
            want: None,
            scan: None,
            state: State::default(),
            used: None,
            glass: Glass::default(),
        }
    }

    /// An eye that shows what it is told and looks at nothing: screens are tried with it.
    pub fn showing(state: State) -> Self {
        Self { state, ..Self::with_sources(None, || {}) }
    }

    /// Says once a frame what the screen wants; none closes the camera.
    pub fn want(&mut self, want: Option<Aim>) {
        if self.want == want {
            return;
        }
        self.want = want;
        self.scan = None;
        self.glass.wipe();
        self.state.look = Look::default();
        let Some(aim) = want else { return };
        let Some(sources) = self.sources.clone() else {
            self.state.look.trouble = Some(SourceError::None);
            return;
        };
        match Scan::start(sources, aim, self.used.clone(), Arc::clone(&self.wake)) {
            Ok(scan) => self.scan = Some(scan),
            Err(fault) => self.state.look.trouble = Some(fault),
        }
    }

    /// What was seen since the last frame, once.
    pub fn poll(&mut self) -> Option<Catch> {
        let scan = self.scan.as_ref()?;
        if let Some(look) = scan.look() {
            self.state.look = look;
        }
        if let Some(preview) = scan.preview() {
            self.glass.put(preview);
        }
        scan.caught()
    }

    /// Does what the operator chose about the camera.
    pub fn apply(&mut self, choice: EyeChoice) {
        let wish = match choice {
            EyeChoice::Again => Wish::Again,
            EyeChoice::Choose(id) => {
                self.used = self.state.look.cameras.iter().find(|camera| camera.id == id).cloned();
                self.glass.wipe();
                Wish::Choose(id)
            }
            EyeChoice::WithVirtual(with) => {
                self.state.with_virtual = with;
                Wish::WithVirtual(with)
            }
        };
        if let Some(scan) = &self.scan {
            scan.wish(wish);
        }
    }

    /// What there is to draw.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The live picture as a texture and its size in pixels; none before the first.
    pub fn picture(&self, ctx: &egui::Context) -> Option<(egui::TextureId, egui::Vec2)> {
        self.glass.texture(ctx)
    }
}

#[cfg(test)]
mod tests;
