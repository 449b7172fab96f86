//! The accounts of the sitting.

use crate::{
    Desk,
    flow::{Accounts, AccountsChoice},
};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, _state: &Accounts, _desk: &Desk) -> Option<AccountsChoice> {
    ui.button("Back").clicked().then_some(AccountsChoice::Back)
}
