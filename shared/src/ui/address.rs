//! Addresses: never shortened, in groups of four with alternating weight, with a small picture beside.
//!
//! May not enter: names; who an address belongs to is a fact with a provenance.

use crate::eth::Address;
use egui::Ui;

/// Draws an address with its checksum (EIP-55).
pub fn address(ui: &mut Ui, address: &Address) {
    ui.monospace(address.to_string());
}
