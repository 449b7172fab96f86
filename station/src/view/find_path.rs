//! Where among the derivation families a known address is.

use super::{accounts::style_name, hex_field::hex_field, meter::meter};
use crate::{
    Desk,
    flow::{FindPath, FindPathChoice, Search},
};
use egui::{RichText, Ui};
use shared::ui::{address, marks::Mark, parts, theme};

/// Draws it.
pub fn show(ui: &mut Ui, state: &FindPath, _desk: &Desk) -> Option<FindPathChoice> {
    let running = matches!(state.search, Search::Running(..));
    let pressed = parts::bottom_bar(ui, |ui| {
        if running {
            return parts::back_button(ui, "Stop the search").then_some(FindPathChoice::Stop);
        }
        let back = parts::back_button(ui, "Back to the accounts").then_some(FindPathChoice::Back);
        let found = matches!(state.search, Search::Found { .. });
        let main = if found {
            parts::main_button(ui, "Done").then_some(FindPathChoice::Back)
        } else {
            parts::main_button_if(ui, "Search", !state.field.text().is_empty())
                .then_some(FindPathChoice::Search)
        };
        back.or(main)
    });
    let typed = parts::column(ui, |ui| {
        parts::heading(ui, "Find an address");
        parts::text(
            ui,
            "Type an address that should belong to these keys. The search tries every way in which wallets number accounts.",
        );
        let typed = if running {
            ui.label(RichText::new(state.field.text()).monospace());
            None
        } else {
            hex_field(ui, "Address", &state.field)
        };
        outcome(ui, &state.search);
        typed.map(FindPathChoice::Field)
    });
    pressed.or(typed)
}

fn outcome(ui: &mut Ui, search: &Search) {
    let palette = theme::palette(ui);
    match search {
        Search::NotYet => {}
        Search::NoAddress(why) => parts::notice(ui, palette.caution, "Not an address", why),
        Search::Running(done, total) => progress(ui, *done, *total),
        Search::Found { address: found, path, style } => {
            parts::boxed(ui, palette.good, |ui| {
                parts::titled(ui, Mark::Tick, palette.good, "Found");
                ui.label(RichText::new(path.to_string()).monospace().size(theme::BODY + 4.0));
                parts::text(ui, &format!("{} numbering", style_name(*style)));
                address::address(ui, found);
            });
        }
        Search::NotFound(tried) => {
            let words = format!(
                "The address is at none of {tried} places. It may belong to other words, to another passphrase, or be no address of a key (a contract, a Safe)."
            );
            parts::notice(ui, palette.caution, "Not found", &words);
        }
    }
}

/// How far it is, as a bar and in words.
fn progress(ui: &mut Ui, done: u64, total: u64) {
    meter(ui, done, total);
    parts::quiet(ui, &format!("{done} of {total} places"));
}
