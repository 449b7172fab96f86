//! The signature, for the companion's camera, and what it signed.

use super::codes;
use crate::{
    Desk,
    flow::{Answer, AnswerChoice},
};
use egui::Ui;
use shared::ui::{address, hex, parts, theme};

/// From this shape of the window on, the code stands beside the words and not above them.
const WIDE: f32 = 1.15;

/// Draws it.
pub fn show(ui: &mut Ui, answer: &Answer, desk: &Desk) -> Option<AnswerChoice> {
    let done = parts::bottom_bar(ui, |ui| parts::main_button(ui, "Done"));
    let room = ui.available_size();
    let chosen = if room.x > room.y * WIDE { beside(ui, answer, desk) } else { above(ui, answer, desk) };
    if done || parts::pressed(ui, egui::Key::Escape) {
        return Some(AnswerChoice::Done);
    }
    chosen
}

/// The code on the left as high as the window, the words on the right.
fn beside(ui: &mut Ui, answer: &Answer, desk: &Desk) -> Option<AnswerChoice> {
    let room = ui.available_rect_before_wrap();
    let side = (room.height() - 60.0).min(room.width() * 0.6).max(100.0);
    let (left, right) = room.split_left_right_at_x(room.left() + side + 30.0);
    let builder = egui::UiBuilder::new().max_rect(left.shrink(15.0));
    ui.scope_builder(builder, |ui| picture(ui, answer, side));
    let builder = egui::UiBuilder::new().max_rect(right);
    ui.scope_builder(builder, |ui| parts::column(ui, |ui| words(ui, answer, desk))).inner
}

/// The code above, as wide as the window; the words below, to be scrolled to.
fn above(ui: &mut Ui, answer: &Answer, desk: &Desk) -> Option<AnswerChoice> {
    let room = ui.available_size();
    parts::column(ui, |ui| {
        picture(ui, answer, (room.y - 70.0).min(ui.available_width()).max(100.0));
        words(ui, answer, desk)
    })
}

fn picture(ui: &mut Ui, answer: &Answer, side: f32) {
    codes::picture(ui, answer.codes, answer.ur_type, &answer.cbor, side);
}

fn words(ui: &mut Ui, answer: &Answer, desk: &Desk) -> Option<AnswerChoice> {
    parts::heading(ui, "Signed");
    parts::text(ui, "Show this code to the companion's camera until it says that it has the answer.");
    if desk.log.was_exposed() {
        let colour = theme::palette(ui).danger;
        parts::notice(
            ui,
            colour,
            "Exposed",
            "A link was up while the keys were in memory in this sitting. The log says which and when; treat the keys as seen.",
        );
    }
    let chosen = codes::controls(ui, answer.codes).map(AnswerChoice::Codes);
    parts::subheading(ui, "What was signed");
    parts::quiet(ui, "Signed by");
    address::address(ui, &answer.signer);
    for named in &answer.digests {
        hex::named(ui, named.name, &named.digest.to_string());
    }
    if !answer.digests.iter().any(|named| named.digest == answer.digest) {
        hex::named(ui, "Digest that was signed", &answer.digest.to_string());
    }
    chosen
}
