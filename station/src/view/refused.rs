//! Nothing was signed, and why.

use crate::{
    Desk,
    flow::{Refused, RefusedChoice, sentence},
};
use egui::{RichText, Ui};
use shared::ui::{hex, marks::Mark, parts, theme};

/// Draws it.
pub fn show(ui: &mut Ui, refused: &Refused, _desk: &Desk) -> Option<RefusedChoice> {
    let chosen = parts::bottom_bar(ui, |ui| {
        let back = parts::back_button(ui, "Back to the accounts").then_some(RefusedChoice::Back);
        let again = parts::main_button(ui, "Scan again").then_some(RefusedChoice::ScanAgain);
        back.or(again)
    });
    parts::column(ui, |ui| {
        parts::heading(ui, "Nothing was signed");
        let palette = theme::palette(ui);
        parts::boxed(ui, palette.danger, |ui| {
            parts::titled(ui, Mark::Octagon, palette.danger, "Refused");
            hex::sized(ui, &sentence(&refused.message), theme::BODY + 3.0);
            let kind = RichText::new(refused.kind.as_str()).monospace().size(theme::SMALL);
            ui.label(kind.color(palette.quiet));
        });
    });
    chosen
}
