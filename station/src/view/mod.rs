//! The screens drawn: same file names as in `flow`. Each draws a state and reports what the operator did.
//!
//! May not enter: files, threads, keys, decisions. A view that decides is tested only by clicking.

pub mod accounts;
pub mod answer;
pub mod drill;
pub mod entry;
pub mod find_path;
pub mod hex_field;
pub mod journal;
pub mod key_card;
pub mod meter;
pub mod new;
pub mod pack;
pub mod passphrase;
pub mod proof;
pub mod refused;
pub mod repair;
pub mod review;
pub mod scan;
pub mod secret_keys;
pub mod start;
pub mod strip;
pub mod word_field;
pub mod working;

use crate::{
    Desk,
    flow::{Choice, EntryStage, Screen},
};
use egui::Ui;
use shared::ui::eye::{Eye, EyeChoice};

/// What the operator did: with the screen, or with the camera beside it.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A choice of the screen.
    Choice(Choice),
    /// A choice about the camera.
    Eye(EyeChoice),
}

/// Draws one screen.
pub fn show(ui: &mut Ui, screen: &Screen, desk: &Desk, eye: &Eye) -> Option<Act> {
    let choice = match screen {
        Screen::Scan => {
            return scan::show(ui, eye, desk).map(|act| match act {
                scan::ScanAct::Flow(choice) => Act::Choice(Choice::Scan(choice)),
                scan::ScanAct::Eye(choice) => Act::Eye(choice),
            });
        }
        Screen::Entry(state) if state.stage == EntryStage::Code => return entry::code(ui, state, eye),
        Screen::Start(state) => start::show(ui, state, desk).map(Choice::Start),
        Screen::New(state) => new::show(ui, state, desk).map(Choice::New),
        Screen::Entry(state) => entry::show(ui, state, desk).map(Choice::Entry),
        Screen::Repair(state) => repair::show(ui, state, desk).map(Choice::Repair),
        Screen::Passphrase(state) => passphrase::show(ui, state, desk).map(Choice::Passphrase),
        Screen::Drill(state) => drill::show(ui, *state).map(Choice::Drill),
        Screen::Accounts(state) => accounts::show(ui, state, desk).map(Choice::Accounts),
        Screen::FindPath(state) => find_path::show(ui, state, desk).map(Choice::FindPath),
        Screen::KeyCard(state) => key_card::show(ui, state, desk).map(Choice::KeyCard),
        Screen::Journal(state) => journal::show(ui, state, desk).map(Choice::Journal),
        Screen::Working(state) => working::show(ui, *state, desk).map(Choice::Working),
        Screen::Pack(page) => pack::show(ui, page, desk).map(Choice::Pack),
        Screen::Proof(page) => proof::show(ui, page, desk).map(Choice::Proof),
        Screen::Review(reading) => review::show(ui, reading, desk).map(Choice::Review),
        Screen::Answer(state) => answer::show(ui, state, desk).map(Choice::Answer),
        Screen::Refused(state) => refused::show(ui, state, desk).map(Choice::Refused),
        Screen::Sign(_) => {
            shared::ui::parts::column(ui, |ui| shared::ui::parts::heading(ui, "Signing…"));
            None
        }
    };
    choice.map(Act::Choice)
}

#[cfg(test)]
mod extras_tests;
#[cfg(test)]
mod window_tests;
#[cfg(test)]
mod words_tests;
