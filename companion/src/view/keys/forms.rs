//! The forms: a key card, a key's job, a name.

use egui::Ui;
use shared::ui::{
    parts::{self, bottom_bar, column, heading, quiet, subheading, text},
    theme::palette,
};

use crate::{
    flow::{CardField, CardForm, KeyForm, KeysChoice, NameField, NameForm, Override, Shown},
    view::{
        field::{field, lines},
        fields::{self, Pick},
    },
};

fn bar(ui: &mut Ui, main: &str, then: KeysChoice) -> Option<KeysChoice> {
    bottom_bar(ui, |ui| {
        let back = fields::back(ui, "Back to the keys").then_some(KeysChoice::List);
        back.or(parts::main_button(ui, main).then_some(then))
    })
}

/// A key card is read, then named.
pub(super) fn card(ui: &mut Ui, form: &CardForm) -> Option<KeysChoice> {
    let bar = match form.read {
        Some(_) => bar(ui, "Keep this device", KeysChoice::KeepDevice),
        None => bar(ui, "Read the card", KeysChoice::Read),
    };
    let said = column(ui, |ui| {
        heading(ui, "Import a key card");
        let typed = |which| move |text| KeysChoice::Card(which, text);
        let from = |ui: &mut Ui| {
            let hint = "ur:crypto-hdkey/… or card.png";
            let error = form.error(CardField::From);
            lines(ui, "Text of the code, or path of its picture", &form.from, hint, error)
                .map(typed(CardField::From))
        };
        let Some(card) = &form.read else {
            text(
                ui,
                "Hold the card's code to the camera, drop its picture on this window, or paste its text.",
            );
            let camera =
                parts::button(ui, "Scan with the camera").clicked().then_some(KeysChoice::Camera(true));
            return from(ui).or(camera);
        };
        let first = card.addresses.first().map(|(path, address)| format!("{path}: {address}"));
        let about = format!("A {} of fingerprint {}.", card.ur_type, card.fingerprint);
        parts::notice(ui, palette(ui).good, "Card read", &about);
        text(ui, "Compare this address with the one that the device shows:");
        shared::ui::hex::value(ui, &first.unwrap_or_default());
        fields::wrong(ui, form.error(CardField::From));
        let name =
            field(ui, "Name of the device", &form.name, "Station in the safe", form.error(CardField::Name));
        let owner = field(ui, "Who keeps it", &form.owner, "Alice", form.error(CardField::Owner));
        name.map(typed(CardField::Name)).or(owner.map(typed(CardField::Owner)))
    });
    said.or(bar)
}

/// A key gets its job.
pub(super) fn key(ui: &mut Ui, form: &KeyForm, shown: &Shown) -> Option<KeysChoice> {
    let bar = bar(ui, "Use this key", KeysChoice::KeepKey);
    let said = column(ui, |ui| {
        heading(ui, "Use a key");
        quiet(ui, &format!("Of {}. Which of its keys do the contracts know?", form.device));
        let picks: Vec<_> = (0..)
            .zip(&form.offered)
            .map(|(value, (path, address))| {
                let used = shown.book.keys.iter().find(|key| key.address == *address);
                let used = used.map(|key| format!(", used as {}", key.name)).unwrap_or_default();
                Pick { value, name: address.to_string(), about: format!("{path}{used}") }
            })
            .collect();
        let name = field(ui, "Name of the key", &form.name, "Treasury owner", form.name_wrong.as_deref());
        let administers = "It administers contracts (owner, admin, guardian)";
        let ticked = fields::tick(ui, administers, form.administers).map(KeysChoice::Administers);
        quiet(ui, "One device, one administrative key: a second one on this device is refused.");
        subheading(ui, "Address");
        let picked = fields::picks(ui, "addresses", &picks, form.picked.as_ref()).map(KeysChoice::Pick);
        fields::wrong(ui, form.pick_wrong.as_deref());
        name.map(KeysChoice::KeyName).or(ticked).or(picked)
    });
    said.or(bar)
}

/// A second administering key on one device.
pub(super) fn insist(ui: &mut Ui, asking: &Override) -> Option<KeysChoice> {
    let bar = bottom_bar(ui, |ui| {
        let back = fields::back(ui, "Do not use it").then_some(KeysChoice::List);
        back.or(parts::main_button(ui, "Use it all the same").then_some(KeysChoice::Insist))
    });
    let said = column(ui, |ui| {
        heading(ui, "A second administrative key");
        parts::notice(ui, palette(ui).danger, "Danger: two powers in one place", &asking.sentence);
        text(ui, "If it must be so, say why. The reason stands in the journal for good.");
        let reason = &asking.reason;
        lines(ui, "Reason", reason, "until the second station arrives", asking.wrong.as_deref())
            .map(KeysChoice::Reason)
    });
    said.or(bar)
}

/// An address gets a name.
pub(super) fn name(ui: &mut Ui, form: &NameForm, shown: &Shown) -> Option<KeysChoice> {
    let bar = bar(ui, "Keep the name", KeysChoice::KeepName);
    let said = column(ui, |ui| {
        heading(ui, if form.renames { "Another name" } else { "Name an address" });
        let name = field(ui, "Name", &form.name, "Treasury safe", form.name_wrong.as_deref());
        let name = name.map(|text| KeysChoice::NameType(NameField::Name, text));
        if form.renames {
            shared::ui::hex::value(ui, &form.address);
            return name;
        }
        let address =
            field(ui, "Address", &form.address, "0x and 40 hex digits", form.address_wrong.as_deref());
        let address = address.map(|text| KeysChoice::NameType(NameField::Address, text));
        subheading(ui, "Chain");
        let mut picks = vec![Pick {
            value: None,
            name: "On every chain".to_owned(),
            about: "for people and keys; a contract is on one chain".to_owned(),
        }];
        let chains = shown.book.chains.iter();
        picks.extend(chains.map(|chain| Pick {
            value: Some(chain.chain_id),
            name: chain.name.clone(),
            about: format!("chain id {}", chain.chain_id),
        }));
        let chain = fields::picks(ui, "chain", &picks, Some(&form.chain_id)).map(KeysChoice::NameChain);
        name.or(address).or(chain)
    });
    said.or(bar)
}
