//! The parts that every screen is made of.
//!
//! May not enter: what a screen means.

use super::theme::palette;
use egui::{Color32, Key, Response, RichText, Ui};

/// The one heading of a screen.
pub fn heading(ui: &mut Ui, text: &str) {
    ui.heading(text);
}

/// What is read.
pub fn text(ui: &mut Ui, text: &str) {
    ui.label(text);
}

/// What may be left unread.
pub fn quiet(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).color(palette(ui).quiet));
}

/// A sentence in a box with a bar of this colour at its side and a word for what it is (`Danger`, `Good`), for those who do not see the colour.
pub fn notice(ui: &mut Ui, colour: Color32, word: &str, text: &str) {
    ui.label(RichText::new(format!("{word}: {text}")).color(colour));
}

/// The button for what is done next; Enter presses it too, when nothing else has the focus.
pub fn main_button(ui: &mut Ui, text: &str) -> bool {
    let clicked = ui.button(RichText::new(text).strong()).clicked();
    clicked || (nothing_focused(ui) && ui.input(|input| input.key_pressed(Key::Enter)))
}

/// Any other button.
pub fn button(ui: &mut Ui, text: &str) -> Response {
    ui.button(text)
}

/// The way back; Escape presses it too.
pub fn back_button(ui: &mut Ui, text: &str) -> bool {
    ui.button(text).clicked() || ui.input(|input| input.key_pressed(Key::Escape))
}

/// The bar at the bottom of a screen, for its buttons; call it before what stands above it.
pub fn bottom_bar<T>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> T) -> T {
    egui::Panel::bottom("bottom-bar").show(ui, |ui| ui.horizontal(add).inner).inner
}

fn nothing_focused(ui: &Ui) -> bool {
    ui.memory(|memory| memory.focused().is_none())
}
