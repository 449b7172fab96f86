//! The signature, for the companion's camera, and what it signed.

use crate::{
    Desk,
    flow::{Answer, AnswerChoice},
};
use egui::Ui;
use shared::ui::{address, codes, hex, parts, phrase, theme};

/// Draws it.
pub fn show(ui: &mut Ui, answer: &Answer, desk: &Desk) -> Option<AnswerChoice> {
    let done = parts::bottom_bar(ui, |ui| parts::main_button(ui, "Done"));
    let (ur_type, cbor) = (answer.ur_type, &answer.cbor);
    let chosen = codes::beside(ui, answer.codes, ur_type, cbor, |ui| words(ui, answer, desk));
    if done || parts::pressed(ui, egui::Key::Escape) {
        return Some(AnswerChoice::Done);
    }
    chosen
}

fn words(ui: &mut Ui, answer: &Answer, desk: &Desk) -> Option<AnswerChoice> {
    parts::heading(ui, "Signed");
    parts::text(ui, "Show this code to the companion's camera until it says that it has the answer.");
    if answer.exposed || desk.log.was_exposed() {
        let colour = theme::palette(ui).danger;
        parts::notice(
            ui,
            colour,
            "Exposed",
            "A link was up while the keys were in memory in this sitting. The log says which and when; treat the keys as seen.",
        );
    }
    parts::subheading(ui, "What was signed");
    phrase::phrase(ui, &answer.digest);
    parts::quiet(ui, "Signed by");
    address::address(ui, &answer.signer);
    for named in &answer.digests {
        hex::named(ui, named.name, &named.digest.to_string());
    }
    if !answer.digests.iter().any(|named| named.digest == answer.digest) {
        hex::named(ui, "Digest that was signed", &answer.digest.to_string());
    }
    ui.add_space(8.0);
    codes::controls(ui, &answer.codes.density(), answer.codes.speed()).map(AnswerChoice::Codes)
}
