//! The camera looks for a request.

use crate::{
    Desk,
    eye::{Eye, EyeChoice},
    flow::ScanChoice,
};
use egui::Ui;

/// What was done on a screen with the camera.
#[derive(Debug, Clone, PartialEq)]
pub enum ScanAct {
    /// With the flow.
    Flow(ScanChoice),
    /// With the camera.
    Eye(EyeChoice),
}

/// Draws it.
pub fn show(ui: &mut Ui, _eye: &Eye, _desk: &Desk) -> Option<ScanAct> {
    ui.button("Back").clicked().then_some(ScanAct::Flow(ScanChoice::Back))
}
