//! The first screen: what holds the air gap, and the way in.

use crate::{
    Desk,
    air::{Promise, State},
    flow::{Start, StartChoice},
};
use egui::{Key, Ui};
use shared::ui::{
    parts::{bottom_bar, button, column, heading, main_button_if, notice, pressed, quiet, text},
    theme::palette,
};

/// Draws it. Enter or `E` leads to the entry of words, `N` to new ones.
pub fn show(ui: &mut Ui, state: &Start, desk: &Desk) -> Option<StartChoice> {
    let open = desk.air.may_hold_keys().is_ok();
    let choice = bottom_bar(ui, |ui| {
        let new = button(ui, "Make a new mnemonic (N)").clicked() || pressed(ui, Key::N);
        let enter = main_button_if(ui, "Enter a mnemonic (E)", open) || pressed(ui, Key::E);
        let log = desk.log.entries().len() > 0 && button(ui, "Log").clicked();
        enter
            .then_some(StartChoice::Enter)
            .or(new.then_some(StartChoice::New))
            .or(log.then_some(StartChoice::Journal))
    });
    column(ui, |ui| {
        heading(ui, "Coldframe station");
        text(ui, "This machine holds your keys for one sitting and forgets them when you lock it.");
        if let Some(note) = &state.note {
            notice(ui, palette(ui).danger, "Not yet", note);
        }
        links(ui, desk);
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
        let advice = format!("{radio} is switched on, though nothing uses it: {}.", radio.remedy());
        notice(ui, palette.caution, "Advice", &advice);
    }
    for link in &desk.air.links {
        notice(ui, palette.danger, "Connected", &format!("{link} is up: {}.", link.remedy()));
    }
}

fn walls(ui: &mut Ui, desk: &Desk) {
    let palette = palette(ui);
    for wall in &desk.air.walls {
        let promise = match wall.promise {
            Promise::NoSockets => "no connection can be opened and no other program started",
            Promise::NoFiles => "no file can be written, and few read",
            Promise::NoDumps => "no other program can look into this one's memory",
            Promise::NoSwap => "pages with keys stay out of swap",
            Promise::LinksWatched => "links are looked at every second",
            Promise::Probed => "tried at this start: a connection and a file were refused",
        };
        match &wall.state {
            State::Kept => quiet(ui, &format!("Kept: {promise}.")),
            State::Weaker(why) => notice(ui, palette.caution, "Weaker", &format!("{promise}. {why}")),
            State::Missing(why) => notice(ui, palette.danger, "Missing", &format!("{promise}. {why}")),
        }
    }
}
