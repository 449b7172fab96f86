//! The block header of a state proof, to be compared with a second source.

use super::review::holding;
use crate::{
    Desk,
    flow::{ProofChoice, ProofPage},
};
use egui::{Id, Key, Ui};
use shared::{
    eth::chain::Chain,
    ui::{hex, hold::Hold, parts, phrase, theme},
    utc,
};

/// The button that is held.
const SAME: &str = "It is the same";

/// Draws it. `C` and `D` say what the buttons say; that it is the same is held.
pub fn show(ui: &mut Ui, page: &ProofPage, desk: &Desk) -> Option<ProofChoice> {
    let key = Id::unique((page.proven.chain, page.proven.hash, page.is_known));
    let below = parts::below(ui, key);
    let pressed = parts::bottom_bar(ui, |ui| {
        let pressed = |ui: &Ui, key| parts::pressed(ui, key);
        if page.is_known {
            return parts::main_button(ui, "Go on").then_some(ProofChoice::CannotCompare);
        }
        let cannot = parts::button(ui, "I cannot compare  C").clicked() || pressed(ui, Key::C);
        let other = parts::button(ui, "It is different  D").clicked() || pressed(ui, Key::D);
        let said = cannot.then_some(ProofChoice::CannotCompare).or(other.then_some(ProofChoice::Different));
        if below {
            if parts::main_button(ui, "Read on") || pressed(ui, Key::PageDown) {
                parts::read_on(ui, key);
            }
            return said;
        }
        // Held, and not by one click or key: what is pressed without reading must prove nothing.
        let held = holding(ui, SAME, page.may_hold()).and_then(|held| match held {
            Hold::Began => Some(ProofChoice::Press),
            Hold::Held(_) => Some(ProofChoice::Same),
            Hold::Ended => Some(ProofChoice::Release),
            Hold::Idle => None,
        });
        said.or(held)
    });
    let proven = &page.proven;
    parts::page(ui, key, |ui| {
        parts::heading(ui, "Is this the chain's own block?");
        parts::text(
            ui,
            "What came with the request proves facts about one block. Look the block up with a second source, such as another node or an explorer on another machine, and compare its hash in full, or the words with another companion that asks other nodes.",
        );
        phrase::said(ui, "The block's words and colours", &proven.phrase());
        parts::quiet(ui, "Block");
        hex::value(ui, &format!("{} of {}", proven.number, Chain::words(proven.chain)));
        parts::quiet(ui, "Hash");
        hex::value(ui, &proven.hash.to_string());
        parts::quiet(ui, "Made");
        hex::value(ui, &made(proven.time, desk.clock.believed()));
        parts::quiet(ui, "Proves something about");
        for account in &proven.accounts {
            let slots = account.storage.len();
            hex::value(
                ui,
                &format!("{}, {slots} {}", account.address, if slots == 1 { "slot" } else { "slots" }),
            );
        }
        let colours = theme::palette(ui);
        if page.is_known {
            parts::notice(
                ui,
                colours.good,
                "Known",
                "This block was compared in this sitting, or a pack vouches for it.",
            );
        } else if let Some(other) = page.other {
            let said = format!(
                "Before, another block with this number was compared, or a pack names it: {other}. One of the two is not the chain's own. This one cannot be called the same; find out who sent it."
            );
            parts::notice(ui, colours.danger, "A contradiction", &said);
        } else {
            parts::notice(
                ui,
                colours.accent,
                "Either way the review goes on",
                "The same, held for one second: its facts are shown as proven. Not compared: as claimed. Different: all that was proven of this block is thrown away, and the review says so.",
            );
        }
    });
    pressed
}

/// When a block was made, and how long ago that is by this machine's clock.
fn made(time: u64, now: Option<u64>) -> String {
    let at = utc::in_words(time);
    match now.map(|now| now.checked_sub(time)) {
        None => format!("{at}; this machine's clock is not set"),
        Some(None) => format!("{at}, which is in the future by this machine's clock"),
        Some(Some(age)) if age < 120 => format!("{at}, {age} seconds ago by this machine's clock"),
        Some(Some(age)) if age < 7_200 => format!("{at}, {} minutes ago by this machine's clock", age / 60),
        Some(Some(age)) if age < 172_800 => {
            format!("{at}, {} hours ago by this machine's clock", age / 3_600)
        }
        Some(Some(age)) => format!("{at}, {} days ago by this machine's clock", age / 86_400),
    }
}
