//! The camera looks for a request.

use super::camera;
use crate::{
    Desk,
    eye::{Eye, EyeChoice},
    flow::ScanChoice,
};
use egui::Ui;
use shared::ui::parts;

/// What was done on a screen with the camera.
#[derive(Debug, Clone, PartialEq)]
pub enum ScanAct {
    /// With the flow.
    Flow(ScanChoice),
    /// With the camera.
    Eye(EyeChoice),
}

/// Draws it.
pub fn show(ui: &mut Ui, eye: &Eye, _desk: &Desk) -> Option<ScanAct> {
    let back = parts::bottom_bar(ui, |ui| parts::back_button(ui, "Back to the accounts"));
    let seen = parts::centred(ui, |ui| {
        parts::heading(ui, "Show me the request");
        parts::text(ui, "Hold the companion's code before the camera. It is read by itself.");
        camera::show(ui, eye)
    });
    if back { Some(ScanAct::Flow(ScanChoice::Back)) } else { seen.map(ScanAct::Eye) }
}
