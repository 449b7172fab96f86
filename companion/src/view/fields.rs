//! Lists to pick from, rows with buttons, and questions asked once more: what the screens of the books are made of.
//!
//! May not enter: what a text means.

use egui::{Key, RichText, ScrollArea, TextWrapMode, Ui};
use shared::refusal::sentence;
use shared::ui::{
    hex,
    marks::{self, Mark},
    parts,
    press::nothing_focused,
    theme::{self, palette},
};

/// The highest a list of picks grows before it scrolls by itself, in points.
const PICKS_HEIGHT: f32 = 220.0;
/// Narrower than this, in points, what is said of a pick stands below its name and not beside it.
const ABOUT_WIDTH_MIN: f32 = 240.0;

/// What is wrong, below what it is about.
pub fn wrong(ui: &mut Ui, error: Option<&str>) {
    let Some(error) = error else { return };
    let (colour, behind) = (palette(ui).danger, palette(ui).background);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        marks::mark(ui, Mark::Triangle, 18.0, colour, behind);
        ui.label(RichText::new(sentence(error)).color(colour).size(theme::SMALL + 1.0));
    });
}

/// A tick that is set or not; the new state where it was changed.
pub fn tick(ui: &mut Ui, label: &str, set: bool) -> Option<bool> {
    parts::choice(ui, label, set).then_some(!set)
}

/// The few ways of doing something, side by side; the one that was pressed.
pub fn ways<T: Copy + PartialEq>(ui: &mut Ui, ways: &[(T, &str)], chosen: Option<T>) -> Option<T> {
    let mut said = None;
    ui.horizontal_wrapped(|ui| {
        for (way, name) in ways {
            if parts::choice(ui, name, chosen == Some(*way)) {
                said = Some(*way);
            }
        }
    });
    said
}

/// One of a list that may be long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick<T> {
    /// What it stands for.
    pub value: T,
    /// Its name; unique in the list.
    pub name: String,
    /// A second, quieter line; empty for none.
    pub about: String,
}

/// A list to pick from, scrolling by itself where it is long; the one that was pressed.
pub fn picks<T: Clone + PartialEq>(
    ui: &mut Ui,
    salt: &str,
    all: &[Pick<T>],
    chosen: Option<&T>,
) -> Option<T> {
    let mut said = None;
    let area = ScrollArea::vertical().id_salt(salt).max_height(PICKS_HEIGHT).auto_shrink([false, true]);
    area.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.add_space(6.0); // the ring around the first one
        for pick in all {
            let is_beside = ui.horizontal(|ui| {
                if parts::choice(ui, &pick.name, chosen == Some(&pick.value)) {
                    said = Some(pick.value.clone());
                }
                let is_beside = ui.available_width() > ABOUT_WIDTH_MIN;
                if is_beside && !pick.about.is_empty() {
                    ui.style_mut().wrap_mode = Some(TextWrapMode::Wrap); // a row extends else, past the column
                    parts::quiet(ui, &pick.about);
                }
                is_beside
            });
            if !is_beside.inner && !pick.about.is_empty() {
                parts::quiet(ui, &pick.about);
            }
        }
        ui.add_space(6.0);
    });
    said
}

/// A row of a list: a name, what is said about it, and its buttons; which of them was pressed.
pub fn row(ui: &mut Ui, name: &str, lines: &[&str], buttons: &[&str]) -> Option<usize> {
    let mut pressed = None;
    parts::boxed(ui, palette(ui).line, |ui| {
        ui.label(RichText::new(name).size(theme::BODY + 1.0));
        for line in lines.iter().filter(|line| !line.is_empty()) {
            hex::sized(ui, line, theme::SMALL);
        }
        ui.horizontal_wrapped(|ui| {
            for (index, button) in buttons.iter().enumerate() {
                if named_button(ui, button, name) {
                    pressed = Some(index);
                }
            }
        });
    });
    pressed
}

/// A button that stands in several rows: read aloud with the name of its row.
pub fn named_button(ui: &mut Ui, text: &str, name: &str) -> bool {
    let response = ui.push_id((text, name), |ui| parts::button(ui, text)).inner;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{text}: {name}")));
    response.clicked()
}

/// The way back; Escape presses it too, except from inside a field, which it only leaves.
pub fn back(ui: &mut Ui, text: &str) -> bool {
    let escaped = nothing_focused(ui) && parts::pressed(ui, Key::Escape);
    parts::button(ui, text).clicked() || escaped
}

/// Asks once more before something is taken away; `Some(true)` to go on.
pub fn confirm(ui: &mut Ui, question: &str, about: &str, yes: &str) -> Option<bool> {
    let said = parts::bottom_bar(ui, |ui| {
        let no = back(ui, "Keep it").then_some(false);
        no.or(parts::main_button(ui, yes).then_some(true))
    });
    parts::column(ui, |ui| {
        parts::heading(ui, question);
        parts::text(ui, about);
    });
    said
}
