//! A drill: the paper is entered once more and compared.

use crate::{
    Desk,
    flow::{Drill, DrillChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &Drill, _desk: &Desk) -> Option<DrillChoice> {
    ui.button("Back").clicked().then_some(DrillChoice::Back)
}
