//! The words do not fit together: what may have gone wrong is searched.

use crate::{
    Desk,
    flow::{Repair, RepairChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &Repair, _desk: &Desk) -> Option<RepairChoice> {
    ui.button("Back").clicked().then_some(RepairChoice::Back)
}
