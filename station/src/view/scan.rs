//! The camera looks for a request.

use crate::{Desk, flow::ScanChoice};
use egui::Ui;
use shared::ui::{
    camera,
    eye::{Eye, EyeChoice},
    marks::Mark,
    parts,
    theme::palette,
};

/// What was done on a screen with the camera.
#[derive(Debug, Clone, PartialEq)]
pub enum ScanAct {
    /// With the flow.
    Flow(ScanChoice),
    /// With the camera.
    Eye(EyeChoice),
}

/// Draws it.
pub fn show(ui: &mut Ui, eye: &Eye, desk: &Desk) -> Option<ScanAct> {
    let back = parts::bottom_bar(ui, |ui| parts::back_button(ui, "Back to the accounts"));
    let seen = parts::centred(ui, |ui| {
        parts::heading(ui, "Show me the request");
        parts::text(ui, "Hold the companion's code before the camera. It is read by itself.");
        known(ui, desk);
        camera::show(ui, eye)
    });
    if back { Some(ScanAct::Flow(ScanChoice::Back)) } else { seen.map(ScanAct::Eye) }
}

/// What was taken last, and what the sitting knows: it is used in reviews.
fn known(ui: &mut Ui, desk: &Desk) {
    let Some(learned) = desk.sitting.as_ref().map(crate::Sitting::learned) else { return };
    if let Some(taken) = learned.last_taken() {
        parts::titled(ui, Mark::Tick, palette(ui).good, taken);
    }
    let (packs, proofs) = (learned.trust().packs().len(), learned.proofs().len());
    if packs + proofs > 1 {
        let (s, p) = (if packs == 1 { "" } else { "s" }, if proofs == 1 { "" } else { "s" });
        parts::quiet(ui, &format!("Known until you lock: {packs} context pack{s}, {proofs} state proof{p}."));
    }
}
