//! The strip above every screen: whose keys are open, how long still, what is known of the air gap, and how it all looks.
//!
//! May not enter: what happens on the screen below.

use crate::Desk;
use egui::{Key, Margin, RichText, Ui};
use shared::ui::{
    look::{self, Settings},
    marks::{self, Mark},
    parts,
    press::{self, Look, press},
    theme::{self, Palette, palette},
};
use std::time::Duration;

/// The limits that can be chosen, in minutes.
const IDLE_MINUTES: [u64; 5] = [1, 2, 5, 10, 15];

/// What the operator did in the strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StripChoice {
    /// Wipe, and back to the start.
    Lock,
    /// Look like this.
    Look(Settings),
    /// Wipe after so long without a touch.
    Limit(Duration),
}

/// The keys that work everywhere.
fn keys(ui: &Ui, settings: Settings) -> Option<StripChoice> {
    if press::pressed_with_ctrl(ui, Key::L) {
        return Some(StripChoice::Lock);
    }
    look::keys(ui, settings).map(StripChoice::Look)
}

/// Draws the strip.
pub fn show(ui: &mut Ui, settings: Settings, desk: &Desk) -> Option<StripChoice> {
    let colours = palette(ui);
    let up = if parts::is_tight(ui) { 4 } else { 8 };
    let frame = egui::Frame::new().fill(colours.panel).inner_margin(Margin::symmetric(14, up));
    let panel = egui::Panel::top("strip").show_separator_line(false).frame(frame);
    panel
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(14.0, 6.0);
            ui.spacing_mut().button_padding = egui::vec2(10.0, 4.0);
            ui.spacing_mut().interact_size.y = 30.0;
            let mut chosen = keys(ui, settings);
            ui.horizontal_wrapped(|ui| {
                if !parts::is_tight(ui) {
                    ui.label(RichText::new("Coldframe").color(colours.accent).size(theme::BODY));
                }
                air(ui, desk, &colours);
                sitting(ui, desk, &colours);
                let look = if settings.open { Look::Chosen } else { Look::Plain };
                let width = |text, look| press::width(ui, text, look);
                let both = width("Settings", look) + width("Lock", Look::Plain) + ui.spacing().item_spacing.x;
                parts::to_the_right(ui, both);
                if press(ui, "Settings", look, true).on_hover_text("F2").clicked() {
                    chosen = Some(StripChoice::Look(Settings { open: !settings.open, ..settings }));
                }
                if press(ui, "Lock", Look::Plain, true).on_hover_text("Ctrl+L").clicked() {
                    chosen = Some(StripChoice::Lock);
                }
            });
            if settings.open {
                chosen = chosen.or(choices(ui, settings, desk));
            }
            chosen
        })
        .inner
}

/// What is known of the air gap, as a shape and a word.
fn air(ui: &mut Ui, desk: &Desk, colours: &Palette) {
    let (mark, colour, words) = match (desk.air.may_hold_keys(), desk.air.links.first()) {
        (Err(_), Some(link)) => (Mark::Octagon, colours.danger, format!("Link up: {}", link.name)),
        (Err(_), None) => (Mark::Triangle, colours.danger, "No air gap".to_owned()),
        (Ok(()), _) if desk.air.gaps().next().is_some() => {
            (Mark::Diamond, colours.caution, "Air gap weaker".to_owned())
        }
        (Ok(()), _) => (Mark::Tick, colours.good, "Air gap holds".to_owned()),
    };
    badge(ui, mark, colour, &words, colours);
}

/// Why nothing is signed now, where keys are open; nothing was wiped for it.
pub fn stopped(desk: &Desk) -> Option<String> {
    let why = desk.air.may_hold_keys().err()?;
    desk.holds_secrets().then(|| format!("Nothing is signed now, and nothing was wiped: {why}."))
}

/// Whose keys are open, and how long still.
fn sitting(ui: &mut Ui, desk: &Desk, colours: &Palette) {
    if let Some(sitting) = &desk.sitting {
        ui.label(RichText::new(format!("Keys {}", sitting.fingerprint())).monospace().size(theme::SMALL));
    }
    if desk.holds_secrets() {
        let left = desk.idle.left(desk.clock.running).as_secs();
        let words = format!("Wipes in {}:{:02}", left / 60, left % 60);
        if left <= 30 {
            badge(ui, Mark::Diamond, colours.caution, &words, colours);
        } else {
            ui.label(RichText::new(words).size(theme::SMALL));
        }
    }
}

fn badge(ui: &mut Ui, mark: Mark, colour: egui::Color32, words: &str, colours: &Palette) {
    let gap = std::mem::replace(&mut ui.spacing_mut().item_spacing.x, 6.0);
    marks::mark(ui, mark, 18.0, colour, colours.panel);
    ui.spacing_mut().item_spacing.x = gap;
    ui.label(RichText::new(words).color(colour).size(theme::SMALL));
}

/// Theme, size, and the limit of idle time.
fn choices(ui: &mut Ui, settings: Settings, desk: &Desk) -> Option<StripChoice> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        chosen = look::choices(ui, settings).map(StripChoice::Look);
        ui.separator();
        ui.label(RichText::new("Wipe after").size(theme::SMALL));
        for minutes in IDLE_MINUTES {
            let limit = Duration::from_secs(60 * minutes);
            if parts::choice(ui, &format!("{minutes} min"), desk.idle.limit() == limit) {
                chosen = Some(StripChoice::Limit(limit));
            }
        }
    });
    chosen
}
