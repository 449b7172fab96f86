//! The check phrase: six words, four patches of colour, each with its letter and its name.
//!
//! May not enter: what it proves, which is little; see [`crate::review::phrase`].

use super::{parts, theme};
use crate::{
    eth::B256,
    review::phrase::{Colour, Phrase},
};
use egui::{Align, Align2, Color32, FontId, Layout, RichText, Sense, Stroke, StrokeKind, Ui, Vec2};

/// The side of a patch, in points.
const PATCH: f32 = 26.0;

/// Draws the phrase of a digest under a quiet line that says what it is for.
pub fn phrase(ui: &mut Ui, digest: &B256) {
    said(ui, "Check phrase: the same on both screens, or it is another request", &Phrase::of(digest));
}

/// Draws any phrase under a line of its own.
pub fn said(ui: &mut Ui, line: &str, phrase: &Phrase) {
    parts::quiet(ui, line);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(phrase.words().join(" ")).monospace().size(theme::BODY));
        for colour in phrase.colours() {
            // A patch and its name never stand on two lines.
            let font = FontId::proportional(theme::BODY);
            let name = ui.painter().layout_no_wrap(colour.name().to_owned(), font, Color32::PLACEHOLDER);
            let width = PATCH + ui.spacing().item_spacing.x + name.size().x.ceil() + 1.0;
            let layout = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(Vec2::new(width, PATCH), layout, |ui| patch(ui, colour));
        }
    });
}

fn patch(ui: &mut Ui, colour: Colour) {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(PATCH), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, colour.name()));
    if ui.is_rect_visible(rect) {
        let [red, green, blue] = colour.rgb();
        let painter = ui.painter();
        painter.rect_filled(rect, 4.0, Color32::from_rgb(red, green, blue));
        let edge = Stroke::new(1.0, theme::palette(ui).quiet);
        painter.rect_stroke(rect, 4.0, edge, StrokeKind::Inside);
        let dark = matches!(colour, Colour::Black | Colour::Blue);
        let ink = if dark { Color32::WHITE } else { Color32::BLACK };
        let font = FontId::proportional(PATCH * 0.6);
        painter.text(rect.center(), Align2::CENTER_CENTER, colour.letter(), font, ink);
    }
    ui.label(RichText::new(colour.name()).size(theme::BODY));
}
