//! The sitting's log on screen, and as codes.

use crate::{
    Desk,
    flow::{Journal, JournalChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &Journal, _desk: &Desk) -> Option<JournalChoice> {
    ui.button("Back").clicked().then_some(JournalChoice::Back)
}
