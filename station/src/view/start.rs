//! The first screen: what holds the air gap, and the way in.

use crate::{
    Desk,
    flow::{Start, StartChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &Start, _desk: &Desk) -> Option<StartChoice> {
    ui.button("Back").clicked().then_some(StartChoice::Back)
}
