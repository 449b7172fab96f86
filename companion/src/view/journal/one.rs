//! One request with its entries.

use egui::Ui;
use shared::ui::{
    hex,
    parts::{self, bottom_bar, column, heading, quiet, subheading, text},
    theme,
};

use crate::{
    flow::{One, PagesChoice, Shown, entry_words, moment, signer_words},
    journal::Record,
    view::{field::lines, fields},
};

/// Draws it; what was chosen.
pub(super) fn show(ui: &mut Ui, one: &One, shown: &Shown) -> Option<PagesChoice> {
    let Some(reason) = &one.giving_up else { return page(ui, one, shown) };
    let bar = bottom_bar(ui, |ui| {
        let back = fields::back(ui, "Keep it").then_some(PagesChoice::GiveUp(false));
        back.or(parts::main_button(ui, "Give it up").then_some(PagesChoice::Abandon))
    });
    let said = column(ui, |ui| {
        heading(ui, "Give this request up?");
        text(
            ui,
            "It will not be signed or sent from here. Its entries stay. An answer that somebody has already signed stays valid: whoever has it can send it, until its nonce is used.",
        );
        lines(ui, "Reason", reason, "the wrong contract", one.wrong.as_deref()).map(PagesChoice::Reason)
    });
    said.or(bar)
}

fn page(ui: &mut Ui, one: &One, shown: &Shown) -> Option<PagesChoice> {
    let record = &one.record;
    let bar = bottom_bar(ui, |ui| {
        let back = fields::back(ui, "Back to the journal").then_some(PagesChoice::List);
        let given = one.may_be_given_up(shown) && parts::button(ui, "Give it up").clicked();
        let given = given.then_some(PagesChoice::GiveUp(true));
        let on = one.way_on(shown).is_some_and(|word| parts::main_button(ui, word));
        back.or(given).or(on.then_some(PagesChoice::Open))
    });
    column(ui, |ui| {
        heading(ui, &record.asked.purpose);
        if let Some(said) = one.after_sending(shown) {
            parts::notice(ui, theme::palette(ui).caution, "Handed to the nodes", said);
        }
        about(ui, record, shown);
        subheading(ui, "Entries");
        match &one.entries {
            None => quiet(ui, "They are being read…"),
            Some(entries) => {
                for entry in entries {
                    quiet(ui, &format!("{} · {}", entry.seq, moment(entry.at)));
                    hex::value(ui, &entry_words(entry));
                    hex::sized(ui, &entry.hash.to_string(), theme::SMALL);
                }
            }
        }
    });
    bar
}

fn about(ui: &mut Ui, record: &Record, shown: &Shown) {
    let asked = &record.asked;
    let chain = asked.chain_id.map(|id| shown.chain_name(id));
    let block = record.block.map(|block| format!("{} ({})", block.number, block.hash));
    for (name, value) in [
        ("State", Some(record.state.word().to_owned())),
        ("Asked", Some(moment(record.asked_at))),
        ("Signer", Some(signer_words(shown, record))),
        ("Chain", chain),
        ("Nonce", asked.nonce.map(|nonce| nonce.to_string())),
        ("Digest", Some(asked.digest.to_string())),
        ("Transaction", record.hash.map(|hash| hash.to_string())),
        ("Block", block),
        ("In place of", asked.replaces.map(|id| id.to_string())),
        ("Replaced by", record.replaced_by.map(|id| id.to_string())),
        ("Request", Some(asked.id.to_string())),
    ] {
        if let Some(value) = value {
            quiet(ui, name);
            hex::value(ui, &value);
        }
    }
}
