//! The station's eye: the camera or a folder of pictures, switched on by the screens that want it.
//!
//! Cameras and decoding run on threads of their own (`shared::camera`); here they are polled once a frame. May not enter:
//! drawing, keys.

use crate::flow::{Seen, Want};
use std::path::PathBuf;

/// Where pictures come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// The machine's cameras.
    Cameras,
    /// A folder of pictures, in name order.
    Folder(PathBuf),
}

/// What can be chosen about the camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EyeChoice {
    /// Look for cameras again.
    Again,
}

/// The eye.
#[derive(Debug)]
pub struct Eye {
    from: From,
    want: Option<Want>,
}

impl Eye {
    /// Closed; opens when something is wanted. `wake` asks for a new frame of the window, from any thread.
    pub fn new(from: From, _wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { from, want: None }
    }

    /// Says once a frame what the screen wants; none closes the camera.
    pub fn want(&mut self, want: Option<Want>) {
        self.want = want;
    }

    /// What was seen since the last frame, once.
    pub fn poll(&mut self) -> Option<Seen> {
        None
    }

    /// Does what the operator chose about the camera.
    pub fn apply(&mut self, _choice: EyeChoice) {}
}
