//! Something that came through the camera is being read.

use super::meter::meter;
use crate::{
    Desk,
    flow::{Working, WorkingChoice},
};
use egui::Ui;
use shared::ui::parts;

/// Draws it.
pub fn show(ui: &mut Ui, state: Working, _desk: &Desk) -> Option<WorkingChoice> {
    let stop = parts::bottom_bar(ui, |ui| parts::back_button(ui, "Stop"));
    parts::column(ui, |ui| {
        parts::heading(ui, "Reading what came");
        parts::text(ui, "Signatures and proofs are verified, and the review is put into words.");
        if state.total > 1 {
            meter(ui, state.done, state.total);
            parts::quiet(ui, &format!("{} of {} parts", state.done, state.total));
        }
    });
    stop.then_some(WorkingChoice::Stop)
}
