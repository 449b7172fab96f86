//! The public keys of an account, shown to a wallet.

use super::{accounts, hex_field::hex_field};
use crate::{
    Desk,
    flow::{KeyCardChoice, KeyCardPage},
};
use egui::{RichText, Ui};
use shared::{
    eth::AccountStyle,
    ui::{codes, parts, theme},
};

/// Draws it.
pub fn show(ui: &mut Ui, state: &KeyCardPage, desk: &Desk) -> Option<KeyCardChoice> {
    if state.editing.is_some() {
        return naming(ui, state);
    }
    let back = parts::bottom_bar(ui, |ui| {
        let back = parts::back_button(ui, "Back to the accounts").then_some(KeyCardChoice::Back);
        let name = parts::button(ui, "Name this device").clicked().then_some(KeyCardChoice::EditName);
        back.or(name)
    });
    let card = &state.card;
    let within = codes::beside(ui, state.codes, card.ur_type, &card.cbor, |ui| words(ui, state, desk));
    back.or(within)
}

fn words(ui: &mut Ui, state: &KeyCardPage, desk: &Desk) -> Option<KeyCardChoice> {
    parts::heading(ui, "Key card");
    parts::text(ui, "Public keys alone: whoever has them sees the accounts, and can sign nothing.");
    if let Some(sitting) = &desk.sitting {
        let line = format!("“{}”, keys {}", state.name, sitting.fingerprint());
        ui.label(RichText::new(line).size(theme::BODY));
    }
    let style = accounts::styles(ui, state.style).map(KeyCardChoice::Style);
    let account = account(ui, state);
    parts::quiet(ui, takers(state.style));
    let codes = codes::controls(ui, &state.codes.density(), state.codes.speed()).map(KeyCardChoice::Codes);
    style.or(account).or(codes)
}

/// Which account the card is of.
fn account(ui: &mut Ui, state: &KeyCardPage) -> Option<KeyCardChoice> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        let words = match state.style {
            AccountStyle::LedgerLive => format!("Accounts {} to {}", state.account, state.account + 9),
            _ => format!("Account {}", state.account),
        };
        ui.label(words);
        if state.account > 0 && parts::button(ui, "Previous").clicked() {
            chosen = Some(KeyCardChoice::PreviousAccount);
        }
        if parts::button(ui, "Next").clicked() {
            chosen = Some(KeyCardChoice::NextAccount);
        }
    });
    chosen
}

/// Where this card can be shown, and how.
fn takers(style: AccountStyle) -> &'static str {
    match style {
        AccountStyle::Bip44 => {
            "MetaMask (Add wallet, Hardware wallet, QR-based), Rabby (a QR device) and our companion take it."
        }
        AccountStyle::Legacy => {
            "MetaMask, Rabby and our companion take it. Compare the first address there with the one here."
        }
        AccountStyle::LedgerLive => {
            "A list of ten single keys (crypto-account): MetaMask, Rabby and our companion take it."
        }
    }
}

/// The device's name is typed.
fn naming(ui: &mut Ui, state: &KeyCardPage) -> Option<KeyCardChoice> {
    let pressed = parts::bottom_bar(ui, |ui| {
        let keep = parts::back_button(ui, "Keep the old name").then_some(KeyCardChoice::KeepName);
        let take = parts::main_button_if(ui, "Take this name", state.name_fits());
        keep.or(take.then_some(KeyCardChoice::TakeName))
    });
    let typed = parts::column(ui, |ui| {
        parts::heading(ui, "Name this device");
        parts::text(
            ui,
            "Wallets show this name beside the accounts. It stands on the key card, for everybody to read.",
        );
        let field = state.editing.as_ref()?;
        let typed = hex_field(ui, "Name, without blanks, at most 24 characters", field);
        typed.map(KeyCardChoice::Name)
    });
    pressed.or(typed)
}
