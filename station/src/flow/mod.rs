//! The screens as values and the steps between them as pure functions: scan → review → sign → answer.
//!
//! What makes no sense on a screen cannot be said there. May not enter: egui, clocks, files, threads.

mod answer;
mod refused;
mod review;
mod scan;
mod sign;

pub use answer::{Answer, AnswerChoice, answer};
pub use refused::{Refused, RefusedChoice, refused};
pub use review::{ReviewChoice, review};
pub use scan::scan;
pub use sign::sign;

use shared::review::{Approved, Reading};

/// What the operator sees once a sitting has begun.
#[derive(Debug, PartialEq)]
pub enum Screen {
    /// The camera is on; a request is awaited.
    Scan,
    /// A request is being read.
    Review(Box<Reading>),
    /// It was approved and is about to be signed.
    Sign(Box<Approved>),
    /// The signature, shown to the companion's camera.
    Answer(Answer),
    /// Nothing was signed, and why.
    Refused(Refused),
}
