//! Findings and facts as they stand on a page of a review.
//!
//! May not enter: pages, decisions.

use crate::{
    review::{Fact, Finding, Provenance, Severity},
    ui::{
        hex,
        marks::{self, Mark},
        parts,
        theme::{self, Palette, palette},
    },
};
use egui::{Color32, RichText, Ui};

/// A warning: its severity as shape, colour and word, what it is, what to do.
pub fn finding(ui: &mut Ui, finding: &Finding) {
    let (mark, colour, word) = severity(&palette(ui), finding.severity);
    parts::boxed(ui, colour, |ui| {
        parts::titled(ui, mark, colour, word);
        hex::sized(ui, &finding.sentence, theme::BODY + 1.0);
        parts::text(ui, &finding.advice);
    });
}

/// Its shape, colour and words.
pub(super) fn severity(palette: &Palette, severity: Severity) -> (Mark, Color32, &'static str) {
    match severity {
        Severity::Critical => (Mark::Octagon, palette.danger, "Critical: can lose everything at once"),
        Severity::Danger => (Mark::Triangle, palette.danger, "Danger: can lose control or money"),
        Severity::Caution => (Mark::Diamond, palette.caution, "Caution: look twice"),
        Severity::Info => (Mark::Note, palette.accent, "Worth knowing"),
    }
}

/// A line: its name, how we know it, and the value to its end.
pub fn fact(ui: &mut Ui, fact: &Fact) {
    let palette = palette(ui);
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.spacing_mut().interact_size.y = 18.0;
        ui.label(RichText::new(&fact.label).color(palette.quiet).size(theme::SMALL));
        ui.add_space(6.0);
        provenance(ui, fact.provenance, &palette);
    });
    hex::value(ui, &fact.value);
    let line = egui::Stroke::new(1.0, palette.panel);
    let room = ui.available_rect_before_wrap();
    ui.painter().hline(room.x_range(), room.top() + 4.0, line);
    ui.add_space(10.0);
}

/// How we know: a shape, a colour and a word, each of its own.
fn provenance(ui: &mut Ui, provenance: Provenance, palette: &Palette) {
    let (mark, colour) = match provenance {
        Provenance::Signed => (Mark::Square, palette.good),
        Provenance::Proven => (Mark::Hexagon, palette.accent),
        Provenance::Vouched => (Mark::Rings, palette.accent),
        Provenance::Claimed => (Mark::Dashes, palette.caution),
    };
    marks::mark(ui, mark, 15.0, colour, palette.background);
    ui.label(RichText::new(provenance.as_str()).color(colour).size(theme::SMALL));
}

/// What the words of provenance on this page mean.
pub fn legend(ui: &mut Ui, facts: &[Fact]) {
    for (provenance, meaning) in [
        (Provenance::Signed, "signed: it is in the bytes that you sign"),
        (Provenance::Proven, "proven: by a proof against a header that you compared"),
        (Provenance::Vouched, "vouched: a key that you pinned says so"),
        (Provenance::Claimed, "claimed: the other machine says so, nothing more"),
    ] {
        if facts.iter().any(|fact| fact.provenance == provenance) {
            parts::quiet(ui, meaning);
        }
    }
}
