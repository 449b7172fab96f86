//! Words are entered, one at a time, by letters or numbers.

use crate::{
    Desk,
    flow::{Entry, EntryChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &Entry, _desk: &Desk) -> Option<EntryChoice> {
    ui.button("Back").clicked().then_some(EntryChoice::Back)
}
