//! Draws [`Keys`].

mod forms;
mod list;

use egui::Ui;
use shared::ui::{camera, eye::Eye, parts};

use super::{Act, fields};
use crate::flow::{Choice, Keys, KeysChoice, KeysPage, Removal, Shown};

/// Draws it; what was chosen.
pub fn show(ui: &mut Ui, screen: &Keys, shown: &Shown) -> Option<KeysChoice> {
    match &screen.page {
        KeysPage::List => list::show(ui, screen, shown),
        KeysPage::Card(form) => forms::card(ui, form),
        KeysPage::Key(form) => forms::key(ui, form, shown),
        KeysPage::Override(asking) => forms::insist(ui, asking),
        KeysPage::Name(form) => forms::name(ui, form, shown),
        KeysPage::Remove(removal) => remove(ui, removal, shown),
    }
}

/// The camera looks for a key card.
pub(super) fn scan(ui: &mut Ui, eye: &Eye) -> Option<Act> {
    let back = parts::bottom_bar(ui, |ui| parts::back_button(ui, "Back to the form"));
    let seen = parts::centred(ui, |ui| {
        parts::heading(ui, "Scan a key card");
        parts::text(ui, "Hold the device's code before the camera, until it is read.");
        camera::show(ui, eye)
    });
    if back { Some(Act::Choice(Choice::Keys(KeysChoice::Camera(false)))) } else { seen.map(Act::Eye) }
}

fn remove(ui: &mut Ui, removal: &Removal, shown: &Shown) -> Option<KeysChoice> {
    let (question, about) = match removal {
        Removal::Device(name) => (
            format!("Remove {name}?"),
            "Its card and the jobs of its keys are forgotten here. Its requests stay in the journal. To use it again, import its card again.",
        ),
        Removal::Key(address) => {
            let key = shown.book.keys.iter().find(|key| key.address == *address);
            let name = key.map_or("this key", |key| key.name.as_str());
            (
                format!("Take the job from {name}?"),
                "It is offered for requests no more. The key itself, on its device and on the chain, stays as it is.",
            )
        }
        Removal::Name(address, _) => (
            "Forget this name?".to_owned(),
            shown
                .book
                .addresses
                .iter()
                .find(|named| named.address == *address)
                .map_or("", |_| "Screens will show the address alone."),
        ),
    };
    let said = fields::confirm(ui, &question, about, "Remove it");
    said.map(|yes| if yes { KeysChoice::Remove } else { KeysChoice::List })
}
