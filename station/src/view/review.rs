//! A request, page by page.

use crate::{Desk, flow::ReviewChoice};
use egui::Ui;
use shared::review::Reading;

/// Draws it.
pub fn show(ui: &mut Ui, _reading: &Reading, _desk: &Desk) -> Option<ReviewChoice> {
    ui.button("Reject").clicked().then_some(ReviewChoice::Reject)
}
