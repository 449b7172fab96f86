//! The passphrase, and the fingerprint that it leads to, before it is accepted.

use crate::{
    Desk,
    flow::{Passphrase, PassphraseChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &Passphrase, _desk: &Desk) -> Option<PassphraseChoice> {
    ui.button("Back").clicked().then_some(PassphraseChoice::Back)
}
