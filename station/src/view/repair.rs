//! The words do not fit together, or the last one is lost: what may have gone wrong is searched.

use super::{hex_field::hex_field, meter::meter, passphrase::secret_text, secret_keys, word_field};
use crate::{
    Desk,
    flow::{LAST_WORDS_PAGE, ROW, Repair, RepairChoice, RepairStage},
};
use egui::{Key, Ui};
use shared::{
    keys::repair::Fault,
    ui::{
        parts::{
            back_button, bottom_bar, button, column, heading, main_button, nothing_focused, notice, pressed,
            quiet, text,
        },
        theme::palette,
    },
};

/// Draws it.
pub fn show(ui: &mut Ui, state: &Repair, desk: &Desk) -> Option<RepairChoice> {
    match &state.stage {
        RepairStage::Ask => ask(ui, state, desk),
        RepairStage::Passphrase => passphrase(ui, state, desk),
        RepairStage::Search(done, total) => search(ui, *done, *total),
        RepairStage::Found(fault) => found(ui, *fault, desk),
        RepairStage::Nothing => nothing(ui, state),
        RepairStage::Last(chosen) => last(ui, *chosen, desk),
    }
}

fn back(ui: &mut Ui, text: &str) -> Option<RepairChoice> {
    back_button(ui, text).then_some(RepairChoice::Back)
}

fn ask(ui: &mut Ui, state: &Repair, desk: &Desk) -> Option<RepairChoice> {
    let bar = bottom_bar(ui, |ui| {
        let back = back(ui, "Back to the words");
        let passphrase = button(ui, "They have a passphrase").clicked();
        let choose = state.last && button(ui, "I know neither").clicked();
        let search = main_button(ui, "Search");
        back.or(passphrase.then_some(RepairChoice::HasPassphrase))
            .or(choose.then_some(RepairChoice::ChooseLast))
            .or(search.then_some(RepairChoice::Search))
    });
    let typed = column(ui, |ui| {
        let palette = palette(ui);
        if state.last {
            heading(ui, "The last word is lost");
            let fit = desk.words.last_words();
            text(
                ui,
                &format!(
                    "{fit} words of the list fit in the last place. An address of these keys, or their fingerprint, tells which one is yours."
                ),
            );
        } else {
            heading(ui, "Something is wrong with the words");
            text(
                ui,
                "The station can look for one wrong word, or two neighbours that changed places. It needs something that you know of these keys, so that it finds yours and nobody else's.",
            );
        }
        if let Some(note) = &state.note {
            notice(ui, palette.caution, "Look again", note);
        }
        let typed = hex_field(ui, "An address of these keys, or their fingerprint", &state.field);
        quiet(
            ui,
            "The address may be one of the first 20 of the usual paths. You find one in the companion, in a wallet, or on the contract that the key controls.",
        );
        if !desk.passphrase.is_empty() {
            quiet(ui, "The passphrase that you typed takes part in the search.");
        }
        typed.map(RepairChoice::Field)
    });
    typed.or(bar)
}

fn passphrase(ui: &mut Ui, state: &Repair, desk: &Desk) -> Option<RepairChoice> {
    let keys = secret_keys::for_text(ui);
    let mut shown = false;
    let bar = bottom_bar(ui, |ui| {
        let back = back(ui, "Without a passphrase");
        shown = secret_keys::show_button(ui);
        back.or(main_button(ui, "Continue")
            .then(|| RepairChoice::Keys(crate::flow::Keys::one(crate::flow::Keys::ENTER))))
    });
    column(ui, |ui| {
        heading(ui, "Passphrase of these words");
        text(ui, "It takes part in the search: the same words with another passphrase lead elsewhere.");
        if let Some(note) = &state.note {
            notice(ui, palette(ui).caution, "Look again", note);
        }
        secret_text(ui, "Passphrase", &desk.passphrase, shown);
    });
    (!keys.is_empty()).then_some(RepairChoice::Keys(keys)).or(bar)
}

fn search(ui: &mut Ui, done: u64, total: u64) -> Option<RepairChoice> {
    let stopped = bottom_bar(ui, |ui| back(ui, "Stop"));
    column(ui, |ui| {
        heading(ui, "Searching");
        text(ui, "Each candidate is derived and compared with what you typed. This can take half a minute.");
        meter(ui, done, total);
        text(ui, &format!("{done} of {total} candidates are looked at."));
    });
    stopped
}

fn found(ui: &mut Ui, fault: Fault, desk: &Desk) -> Option<RepairChoice> {
    let mut shown = false;
    let bar = bottom_bar(ui, |ui| {
        let back = back(ui, "Back");
        shown = secret_keys::show_button(ui);
        back.or(main_button(ui, "Go on with these words").then_some(RepairChoice::Take))
    });
    column(ui, |ui| {
        heading(ui, "Found");
        let (sentence, places) = match fault {
            Fault::None => ("The words are right as they are, with this passphrase.".to_owned(), None),
            Fault::Wrong { position } => {
                (format!("Word {} was wrong; this one belongs there.", position + 1), Some((position, 1)))
            }
            Fault::Swapped { position } => (
                format!(
                    "Words {} and {} had changed places; this is their order.",
                    position + 1,
                    position + 2
                ),
                Some((position, 2)),
            ),
            Fault::LastMissing => {
                let last = desk.other_words.count().words() - 1;
                ("This is the last word.".to_owned(), Some((last, 1)))
            }
        };
        notice(ui, palette(ui).good, "Confirmed", &format!("{sentence} What you typed confirms it."));
        if let Some((first, count)) = places {
            _ = word_field::places(ui, &desk.other_words, first, count, shown);
            text(ui, "Correct your paper before you lock this station.");
        }
    });
    bar
}

fn nothing(ui: &mut Ui, state: &Repair) -> Option<RepairChoice> {
    let bar = bottom_bar(ui, |ui| {
        back(ui, "Back").or(main_button(ui, "Search again").then_some(RepairChoice::Back))
    });
    column(ui, |ui| {
        heading(ui, "Nothing found");
        let searched = if state.last { "No last word" } else { "No single wrong word and no two neighbours" };
        notice(
            ui,
            palette(ui).caution,
            "Not found",
            &format!("{searched} of these words lead to what you typed."),
        );
        text(
            ui,
            "Compare what you typed with its source, add the passphrase if there is one, and compare every word with the paper. Two words may be wrong, or the address may belong to other keys.",
        );
    });
    bar
}

fn last(ui: &mut Ui, chosen: u16, desk: &Desk) -> Option<RepairChoice> {
    let count = desk.words.last_words();
    let mut shown = false;
    let bar = bottom_bar(ui, |ui| {
        let back = back(ui, "Back");
        shown = secret_keys::show_button(ui);
        back.or(main_button(ui, "Try this one").then_some(RepairChoice::Take))
    });
    let moved = moved(ui, chosen);
    let first = chosen / LAST_WORDS_PAGE * LAST_WORDS_PAGE;
    let clicked = column(ui, |ui| {
        heading(ui, "Which one is yours?");
        text(
            ui,
            "These words fit in the last place. Hold “show” to read them, choose one, and compare the fingerprint that it leads to.",
        );
        let end = count.min(first + LAST_WORDS_PAGE);
        let clicked = word_field::last_words(ui, &desk.words, first..end, chosen, shown);
        quiet(ui, &format!("{} to {end} of {count}; arrows choose, Page Down turns the page.", first + 1));
        clicked
    });
    bar.or(moved.or(clicked).map(RepairChoice::GoLast))
}

/// Where the keys lead.
fn moved(ui: &Ui, chosen: u16) -> Option<u16> {
    if !nothing_focused(ui) {
        return None;
    }
    let row = u16::try_from(ROW).unwrap_or(1);
    [
        (Key::ArrowRight, chosen.saturating_add(1)),
        (Key::ArrowLeft, chosen.saturating_sub(1)),
        (Key::ArrowDown, chosen.saturating_add(row)),
        (Key::ArrowUp, chosen.saturating_sub(row)),
        (Key::PageDown, chosen.saturating_add(LAST_WORDS_PAGE)),
        (Key::PageUp, chosen.saturating_sub(LAST_WORDS_PAGE)),
    ]
    .into_iter()
    .find_map(|(key, to)| pressed(ui, key).then_some(to))
}
