//! A text field with its name above it and what is wrong with it below.
//!
//! What is typed comes out as a new text; the state stays the flow's. Never asks for the focus by itself.

use egui::{RichText, TextEdit, Ui};
use shared::{
    refusal::sentence,
    ui::theme::{self, palette},
};

/// A field of one line. Gives the new text when it was changed.
pub fn field(ui: &mut Ui, name: &str, text: &str, hint: &str, problem: Option<&str>) -> Option<String> {
    show(ui, name, text, hint, problem, 1)
}

/// A field of several lines.
pub fn lines(ui: &mut Ui, name: &str, text: &str, hint: &str, problem: Option<&str>) -> Option<String> {
    show(ui, name, text, hint, problem, 4)
}

fn show(
    ui: &mut Ui,
    name: &str,
    text: &str,
    hint: &str,
    problem: Option<&str>,
    rows: usize,
) -> Option<String> {
    let colours = palette(ui);
    let mut edited = text.to_owned();
    let changed = ui
        .push_id(name, |ui| {
            let label = ui.label(RichText::new(name).size(theme::SMALL).color(colours.quiet));
            let edit = if rows == 1 {
                TextEdit::singleline(&mut edited)
            } else {
                TextEdit::multiline(&mut edited).desired_rows(rows)
            };
            let width = ui.available_width();
            let edge = if problem.is_some() { colours.danger } else { colours.line };
            let frame = egui::Frame::new()
                .fill(colours.panel)
                .stroke(egui::Stroke::new(1.5, edge))
                .corner_radius(theme::CORNER)
                .inner_margin(egui::Margin::symmetric(12, 8));
            let edit =
                edit.desired_width(width).hint_text(RichText::new(hint).color(colours.quiet)).frame(frame);
            let response = ui.add(edit).labelled_by(label.id);
            if response.has_focus() {
                let corner = egui::CornerRadius::same(theme::CORNER + 3);
                let ring = egui::Stroke::new(3.0, colours.text);
                ui.painter().rect_stroke(response.rect.expand(4.0), corner, ring, egui::StrokeKind::Inside);
            }
            if let Some(problem) = problem {
                ui.label(RichText::new(sentence(problem)).color(colours.danger).size(theme::SMALL));
            }
            response.changed()
        })
        .inner;
    changed.then_some(edited)
}
