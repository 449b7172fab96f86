//! Draws [`Pages`].

mod list;
mod one;

use egui::Ui;
use shared::ui::{
    hex,
    parts::{self, bottom_bar, column, heading, quiet, text},
    theme::palette,
};

use super::{field::field, fields};
use crate::{
    flow::{Export, Page, Pages, PagesChoice, Prove, Shown},
    journal::Verified,
};

/// Draws it; what was chosen.
pub fn show(ui: &mut Ui, screen: &Pages, shown: &Shown) -> Option<PagesChoice> {
    match &screen.page {
        Page::List => list::show(ui, screen, shown),
        Page::One(one) => one::show(ui, one, shown),
        Page::Export(export) => self::export(ui, export),
        Page::Prove(prove) => self::prove(ui, prove, screen.verified.as_ref()),
    }
}

fn bar(ui: &mut Ui, main: &str, then: PagesChoice) -> Option<PagesChoice> {
    bottom_bar(ui, |ui| {
        let back = fields::back(ui, "Back to the journal").then_some(PagesChoice::List);
        back.or(parts::main_button(ui, main).then_some(then))
    })
}

fn export(ui: &mut Ui, export: &Export) -> Option<PagesChoice> {
    let bar = bar(ui, "Export it", PagesChoice::Write);
    let said = column(ui, |ui| {
        heading(ui, "Export the journal");
        text(
            ui,
            "A file that ends in .json holds every entry; one that ends in .csv is a table of the requests. No keys are in it, but names, addresses and node addresses are.",
        );
        let hint = "journal.json";
        field(ui, "File", &export.path, hint, export.wrong.as_deref()).map(PagesChoice::Path)
    });
    said.or(bar)
}

fn prove(ui: &mut Ui, prove: &Prove, verified: Option<&Verified>) -> Option<PagesChoice> {
    let bar = bar(ui, "Check every entry", PagesChoice::Verify);
    let said = column(ui, |ui| {
        heading(ui, "Prove the journal");
        text(
            ui,
            "Each entry carries a hash over itself and the one before. Checking them shows whether anything was changed, taken out or put in between.",
        );
        text(
            ui,
            "Whoever can write the file can also write a whole new journal. A head that you wrote down earlier, on paper or elsewhere, shows that, too.",
        );
        let hint = "0x and 64 hex digits; empty for none";
        let typed = field(ui, "A head from earlier", &prove.head, hint, prove.wrong.as_deref());
        if let Some(verified) = verified {
            result(ui, verified, !prove.head.trim().is_empty());
        }
        typed.map(PagesChoice::Head)
    });
    said.or(bar)
}

fn result(ui: &mut Ui, verified: &Verified, asked: bool) {
    let colours = palette(ui);
    match &verified.fault {
        Some(fault) => {
            let said = format!("{fault}. Keep this file as it is, and compare it with a copy.");
            parts::notice(ui, colours.danger, "The journal was changed or damaged", &said);
        }
        None if asked && !verified.has_head => {
            let said = "Every hash is right, but the head that you gave is not among them: this is another journal, or it was written anew.";
            parts::notice(ui, colours.danger, "Another journal", said);
        }
        None => {
            let said = format!("All {} entries follow from one another.", verified.entries);
            parts::notice(ui, colours.good, "Nothing was changed", &said);
        }
    }
    quiet(ui, "Head, to be written down:");
    hex::value(ui, &verified.head.to_string());
}
