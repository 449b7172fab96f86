//! The list of devices with their keys, and of named addresses.

use egui::Ui;
use shared::ui::{
    hex,
    marks::Mark,
    parts::{self, bottom_bar, column, heading, quiet, subheading, text},
    theme::palette,
};

use crate::{
    book::{Device, Key, Named},
    flow::{Keys, KeysChoice, Removal, Shown},
    view::fields,
};

/// Draws it; what was chosen.
pub(super) fn show(ui: &mut Ui, screen: &Keys, shown: &Shown) -> Option<KeysChoice> {
    let bar = bottom_bar(ui, |ui| {
        let name = parts::button(ui, "Name an address").clicked().then_some(KeysChoice::Name(None));
        name.or(parts::main_button(ui, "Import a key card").then_some(KeysChoice::Import))
    });
    let said = column(ui, |ui| {
        heading(ui, "Keys and addresses");
        let undone = screen.undo.is_some() && parts::button(ui, "Undo the removal").clicked();
        let mut said = undone.then_some(KeysChoice::Undo);
        subheading(ui, "Devices");
        if shown.book.devices.is_empty() {
            text(
                ui,
                "No device is here yet. Show the key card on the station (or “connect a wallet” on another device) and import it: by camera, as a picture, or as text.",
            );
            quiet(ui, "A key card holds public keys alone. It can sign nothing.");
        }
        for device in &shown.book.devices {
            said = self::device(ui, device, shown).or(said);
        }
        subheading(ui, "Address book");
        if shown.book.addresses.is_empty() {
            quiet(
                ui,
                "No address has a name yet. A named one can be picked in forms, and typed by its name.",
            );
        }
        for named in &shown.book.addresses {
            said = self::named(ui, named, shown).or(said);
        }
        said
    });
    said.or(bar)
}

fn device(ui: &mut Ui, device: &Device, shown: &Shown) -> Option<KeysChoice> {
    parts::boxed(ui, palette(ui).accent, |ui| {
        parts::titled(ui, Mark::Rings, palette(ui).accent, &device.name);
        quiet(ui, &format!("kept by {}, fingerprint {}", device.owner, device.fingerprint));
        let mut said = None;
        let keys: Vec<_> = shown.book.keys.iter().filter(|key| key.device == device.name).collect();
        if keys.is_empty() {
            text(ui, "None of its keys is used yet.");
        }
        for key in keys {
            said = self::key(ui, key).or(said);
        }
        ui.horizontal_wrapped(|ui| {
            if fields::named_button(ui, "Use a key", &device.name) {
                said = Some(KeysChoice::UseKey(device.name.clone()));
            }
            if fields::named_button(ui, "Remove the device", &device.name) {
                said = Some(KeysChoice::AskRemove(Removal::Device(device.name.clone())));
            }
        });
        said
    })
}

fn key(ui: &mut Ui, key: &Key) -> Option<KeysChoice> {
    let job = if key.administers { "administers contracts" } else { "used" };
    shared::ui::address::address_at(ui, &key.address, &format!("{} · {job} · {}", key.name, key.path));
    fields::named_button(ui, "Take its job", &key.name)
        .then_some(KeysChoice::AskRemove(Removal::Key(key.address)))
}

fn named(ui: &mut Ui, named: &Named, shown: &Shown) -> Option<KeysChoice> {
    let chain =
        named.chain_id.map_or("on every chain".to_owned(), |id| format!("on {}", shown.chain_name(id)));
    parts::boxed(ui, palette(ui).line, |ui| {
        text(ui, &format!("{} {chain}", named.name));
        hex::value(ui, &named.address.to_string());
        ui.horizontal_wrapped(|ui| {
            let rename = fields::named_button(ui, "Rename", &named.name);
            let remove = fields::named_button(ui, "Remove", &named.name);
            let place = (named.address, named.chain_id);
            let renamed = rename.then_some(KeysChoice::Name(Some(place)));
            renamed.or(remove.then_some(KeysChoice::AskRemove(Removal::Name(place.0, place.1))))
        })
        .inner
    })
}
