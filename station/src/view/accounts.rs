//! The accounts of the sitting.

use crate::{
    Desk,
    flow::{Accounts, AccountsChoice, ROWS_ON_PAGE},
};
use egui::{Key, RichText, Ui};
use shared::{
    eth::AccountStyle,
    ui::{address, parts, theme},
};

/// The families by the names that wallets show, each with the path that it numbers.
const STYLES: [(AccountStyle, &str, &str); 3] = [
    (AccountStyle::Bip44, "BIP-44 standard", "m/44'/60'/0'/0/i: MetaMask, Rabby and most devices"),
    (AccountStyle::Legacy, "Legacy", "m/44'/60'/0'/i: early Ledger and MyEtherWallet"),
    (AccountStyle::LedgerLive, "Ledger Live", "m/44'/60'/i'/0/0: an account of its own for each address"),
];

/// Draws it.
pub fn show(ui: &mut Ui, state: &Accounts, desk: &Desk) -> Option<AccountsChoice> {
    let small = parts::is_tight(ui); // then the bar has room for the main button alone
    let below = parts::bottom_bar(ui, |ui| {
        let other = if small { None } else { others(ui) };
        other.or(parts::main_button(ui, "Scan request").then_some(AccountsChoice::Scan))
    });
    let within = parts::column(ui, |ui| {
        parts::heading(ui, "Accounts");
        if let Some(sitting) = &desk.sitting {
            ui.horizontal_wrapped(|ui| {
                parts::text(ui, "Fingerprint of these keys");
                let fingerprint = sitting.fingerprint().to_string();
                ui.label(RichText::new(fingerprint).monospace().size(theme::BODY + 4.0));
            });
        }
        let style = styles(ui, state.style);
        for (path, found) in &state.rows {
            address::address_at(ui, found, &path.to_string());
        }
        let page = pages(ui, state);
        let other = if small { ui.horizontal_wrapped(others).inner } else { None };
        style.map(AccountsChoice::Style).or(page).or(other)
    });
    below.or(within)
}

/// Everything else that starts from here.
fn others(ui: &mut Ui) -> Option<AccountsChoice> {
    let mut chosen = None;
    for (text, choice) in [
        ("Key card", AccountsChoice::KeyCard),
        ("Find address", AccountsChoice::FindPath),
        ("Drill", AccountsChoice::Drill),
        ("Log", AccountsChoice::Journal),
    ] {
        if parts::button(ui, text).clicked() {
            chosen = Some(choice);
        }
    }
    chosen
}

/// The derivation families, one of them chosen.
pub(super) fn styles(ui: &mut Ui, chosen: AccountStyle) -> Option<AccountStyle> {
    let mut pressed = None;
    ui.horizontal_wrapped(|ui| {
        for (style, name, _) in STYLES {
            if parts::choice(ui, name, style == chosen) && style != chosen {
                pressed = Some(style);
            }
        }
    });
    for (style, _, about) in STYLES {
        if style == chosen {
            parts::quiet(ui, about);
        }
    }
    pressed
}

/// The name of a family, as wallets show it.
pub(super) fn style_name(style: AccountStyle) -> &'static str {
    STYLES.iter().find(|(found, ..)| *found == style).map_or("", |(_, name, _)| name)
}

fn pages(ui: &mut Ui, state: &Accounts) -> Option<AccountsChoice> {
    let mut chosen = None;
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        let earlier = state.first > 0 && parts::button(ui, "Earlier addresses").clicked();
        if earlier || parts::pressed(ui, Key::PageUp) {
            chosen = Some(AccountsChoice::PreviousPage);
        }
        if parts::button(ui, "More addresses").clicked() || parts::pressed(ui, Key::PageDown) {
            chosen = Some(AccountsChoice::NextPage);
        }
    });
    let last = state.first.saturating_add(ROWS_ON_PAGE).saturating_sub(1);
    parts::quiet(ui, &format!("Addresses {} to {last}. Page Up and Page Down turn.", state.first));
    chosen
}
