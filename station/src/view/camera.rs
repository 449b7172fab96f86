//! The camera's own part of a screen: preview, picker, what is seen, one advice at a time.

use crate::eye::{Eye, EyeChoice};
use egui::Ui;

/// Draws it; takes the room it is given.
pub fn show(ui: &mut Ui, _eye: &Eye) -> Option<EyeChoice> {
    ui.label("No camera");
    None
}
