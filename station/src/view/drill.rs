//! A drill: the paper is entered once more and compared.

use crate::flow::{Drill, DrillChoice};
use egui::Ui;
use shared::ui::{
    parts::{back_button, bottom_bar, column, heading, main_button, notice, text},
    theme::palette,
};

/// Draws it.
pub fn show(ui: &mut Ui, state: Drill) -> Option<DrillChoice> {
    let choice = bottom_bar(ui, |ui| {
        let back = back_button(ui, "Back to the accounts").then_some(DrillChoice::Back);
        let next = match state {
            Drill::Before => main_button(ui, "Enter the words").then_some(DrillChoice::Begin),
            Drill::Passed => main_button(ui, "Done").then_some(DrillChoice::Back),
            Drill::Failed => main_button(ui, "Enter them again").then_some(DrillChoice::Begin),
        };
        back.or(next)
    });
    column(ui, |ui| {
        let palette = palette(ui);
        match state {
            Drill::Before => {
                heading(ui, "Drill");
                text(
                    ui,
                    "Enter all words from your paper once more. The station tells you whether they recover the keys that are open now.",
                );
                text(ui, "Nothing is signed, and the open sitting stays as it is.");
            }
            Drill::Passed => {
                heading(ui, "The paper recovers your keys");
                notice(
                    ui,
                    palette.good,
                    "Passed",
                    "The words from paper lead to the same fingerprint as the open keys. They are wiped again; the result stands in the log.",
                );
            }
            Drill::Failed => {
                heading(ui, "The paper leads to other keys");
                notice(
                    ui,
                    palette.danger,
                    "Failed",
                    "The words fit together, but not to the keys that are open now. This paper, or this passphrase, is no backup of them.",
                );
                text(
                    ui,
                    "Take the right paper and enter it again. If there is none, move what these keys control to new keys while this sitting can still sign.",
                );
            }
        }
    });
    choice
}
