//! The first screen: what holds the air gap, and the way in.

use crate::{
    Desk,
    air::State,
    flow::{Start, StartChoice, sentence},
};
use egui::{Key, Ui};
use shared::ui::{
    parts::{bottom_bar, button, column, heading, main_button_if, notice, pressed, quiet, text},
    theme::palette,
};

/// Draws it. Enter or `E` leads to the entry of words, `N` to new ones.
pub fn show(ui: &mut Ui, _state: &Start, desk: &Desk) -> Option<StartChoice> {
    let open = desk.air.may_hold_keys().is_ok();
    let choice = bottom_bar(ui, |ui| {
        let new = button(ui, "Make a new mnemonic (N)").clicked() || pressed(ui, Key::N);
        let log = desk.log.entries().len() > 0 && button(ui, "Log").clicked();
        let enter = main_button_if(ui, "Enter a mnemonic (E)", open) || pressed(ui, Key::E);
        enter
            .then_some(StartChoice::Enter)
            .or(new.then_some(StartChoice::New))
            .or(log.then_some(StartChoice::Journal))
    });
    column(ui, |ui| {
        heading(ui, "Coldframe station");
        text(ui, "This machine holds your keys for one sitting and forgets them when you lock it.");
        links(ui, desk);
        if let (Err(error), true) = (desk.air.may_hold_keys(), desk.air.links.is_empty()) {
            notice(ui, palette(ui).danger, "No words are taken", &sentence(error));
        }
        walls(ui, desk);
    });
    choice
}

fn links(ui: &mut Ui, desk: &Desk) {
    let palette = palette(ui);
    if desk.air.links.is_empty() {
        notice(ui, palette.good, "Not connected", "No network, Wi-Fi, Bluetooth or mobile link is up.");
    }
    for radio in &desk.air.radios {
        let advice = format!("{radio} is switched on, though nothing uses it. {}", sentence(radio.remedy()));
        notice(ui, palette.caution, "Advice", &advice);
    }
    for link in &desk.air.links {
        let remedy = sentence(link.remedy());
        let text =
            format!("{link} is up, so no words are taken. {remedy} The station goes on by itself then.");
        notice(ui, palette.danger, "Connected", &text);
    }
}

fn walls(ui: &mut Ui, desk: &Desk) {
    let palette = palette(ui);
    for wall in &desk.air.walls {
        let promise = wall.promise.title();
        match &wall.state {
            State::Kept => quiet(ui, &format!("Kept: {promise}.")),
            State::Weaker(why) => notice(ui, palette.caution, "Weaker", &format!("{promise}: {why}.")),
            State::Missing(why) => notice(ui, palette.danger, "Missing", &format!("{promise}: {why}.")),
        }
    }
}
