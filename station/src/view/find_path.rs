//! Where among the derivation families a known address is.

use crate::{
    Desk,
    flow::{FindPath, FindPathChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &FindPath, _desk: &Desk) -> Option<FindPathChoice> {
    ui.button("Back").clicked().then_some(FindPathChoice::Back)
}
