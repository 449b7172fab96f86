//! A new mnemonic: randomness gathered, words written down, asked back.

use crate::{
    Desk,
    flow::{New, NewChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &New, _desk: &Desk) -> Option<NewChoice> {
    ui.button("Back").clicked().then_some(NewChoice::Back)
}
