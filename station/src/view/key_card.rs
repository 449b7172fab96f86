//! The public keys, shown to a wallet.

use crate::{
    Desk,
    flow::{KeyCardChoice, KeyCardPage},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &KeyCardPage, _desk: &Desk) -> Option<KeyCardChoice> {
    ui.button("Back").clicked().then_some(KeyCardChoice::Back)
}
