//! Draws the screens: the same file names as `flow`. A view returns what was chosen and decides nothing.
//!
//! May not enter: files, threads, nodes, the journal.

pub mod build;
pub mod chains;
pub mod contracts;
pub mod field;
pub mod fields;
pub mod follow;
mod functions;
pub mod home;
pub mod journal;
pub mod keys;
pub mod sign;
pub mod strip;

use egui::Ui;
use shared::ui::eye::{Eye, EyeChoice};

use crate::flow::{Choice, Screen, Shown, Stage};

/// What the operator did: with the screen, or with the camera beside it.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A choice of the screen.
    Choice(Choice),
    /// A choice about the camera.
    Eye(EyeChoice),
}

/// Draws `screen`; what was chosen on it.
pub fn show(ui: &mut Ui, screen: &Screen, shown: &Shown, eye: &Eye) -> Option<Act> {
    let choice = match screen {
        Screen::Sign(screen) if screen.stage == Stage::Scan => return sign::scan(ui, eye),
        Screen::Keys(screen) if screen.looks() => return keys::scan(ui, eye),
        Screen::Home(screen) => home::show(ui, screen, shown).map(Choice::Home),
        Screen::Build(screen) => build::show(ui, screen, shown).map(Choice::Build),
        Screen::Sign(screen) => sign::show(ui, screen, shown).map(Choice::Sign),
        Screen::Follow(screen) => follow::show(ui, screen, shown).map(Choice::Follow),
        Screen::Keys(screen) => keys::show(ui, screen, shown).map(Choice::Keys),
        Screen::Contracts(screen) => contracts::show(ui, screen, shown).map(Choice::Contracts),
        Screen::Chains(screen) => chains::show(ui, screen, shown).map(Choice::Chains),
        Screen::Pages(screen) => journal::show(ui, screen, shown).map(Choice::Pages),
    };
    choice.map(Act::Choice)
}

/// Whether the screen takes the whole window, without the strip: codes as large as they go.
pub fn is_full(screen: &Screen) -> bool {
    matches!(screen, Screen::Sign(sign) if sign.stage == Stage::Codes && sign.codes.is_full())
}

#[cfg(test)]
mod rooms_tests;
#[cfg(test)]
mod window_tests;
