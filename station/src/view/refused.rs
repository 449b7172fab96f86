//! Nothing was signed, and why.

use crate::{
    Desk,
    flow::{Refused, RefusedChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, refused: &Refused, _desk: &Desk) -> Option<RefusedChoice> {
    ui.label(&refused.message);
    ui.button("Scan again").clicked().then_some(RefusedChoice::ScanAgain)
}
