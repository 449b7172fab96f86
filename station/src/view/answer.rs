//! The signature, for the companion's camera.

use crate::{
    Desk,
    flow::{Answer, AnswerChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _answer: &Answer, _desk: &Desk) -> Option<AnswerChoice> {
    ui.button("Done").clicked().then_some(AnswerChoice::Done)
}
