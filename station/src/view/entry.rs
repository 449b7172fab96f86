//! Words are entered, one at a time, by letters or numbers.
//!
//! By keyboard alone, from the start screen:
//!
//! | keys                         | lead to                                                                  |
//! |------------------------------|--------------------------------------------------------------------------|
//! | `E`, or Enter                | this screen: twelve places, the English list                              |
//! | F4                           | 24 places instead of twelve, and back                                    |
//! | F5                           | the camera, for a SeedQR                                                 |
//! | a word's letters, then blank | the next place; the blank is needed only after words of three letters    |
//! | Enter after the last word    | the passphrase                                                           |
//! | Enter                        | without one: fingerprint and first address                               |
//! | Enter                        | the sitting is open: accounts                                            |
//!
//! Escape leads back and wipes. F3 shows the words for as long as it is held.

use super::{Act, secret_keys, word_field};
use crate::{
    Desk,
    flow::{Choice, Entry, EntryChoice, EntryStage, Purpose},
};
use egui::{Key, Ui};
use shared::{
    keys::{WordCount, WordList},
    ui::{
        camera,
        eye::Eye,
        parts::{
            back_button, bottom_bar, button, centred, choice, column, heading, is_tight, main_button_if,
            notice, pressed, quiet, text,
        },
        theme::palette,
    },
};

/// Twelve words, or 24.
const COUNT_KEY: Key = Key::F4;
/// The camera reads a SeedQR.
const CODE_KEY: Key = Key::F5;

/// Draws the screen while the camera looks for a SeedQR.
pub fn code(ui: &mut Ui, state: &Entry, eye: &Eye) -> Option<Act> {
    let back = bottom_bar(ui, |ui| back_button(ui, "Back"));
    let seen = centred(ui, |ui| {
        heading(ui, "Show the SeedQR");
        text(
            ui,
            "Hold the code of your words before the camera, standard or compact. The picture is kept nowhere.",
        );
        if let Some(note) = &state.note {
            notice(ui, palette(ui).caution, "Look again", note);
        }
        camera::show(ui, eye)
    });
    if back { Some(Act::Choice(Choice::Entry(EntryChoice::Back))) } else { seen.map(Act::Eye) }
}

/// Draws it.
pub fn show(ui: &mut Ui, state: &Entry, desk: &Desk) -> Option<EntryChoice> {
    match state.stage {
        EntryStage::Words | EntryStage::Code => words(ui, state, desk),
        EntryStage::Language => languages(ui, desk),
    }
}

fn words(ui: &mut Ui, state: &Entry, desk: &Desk) -> Option<EntryChoice> {
    let words = &desk.words;
    let keys = secret_keys::for_words(ui);
    let mut shown = false;
    let bar = bottom_bar(ui, |ui| {
        let back = back_button(ui, "Back").then_some(EntryChoice::Back);
        shown = secret_keys::show_button(ui);
        let may_lack = state.purpose == Purpose::Sitting && words.lacks_last();
        let lost = may_lack && button(ui, "The last word is lost").clicked();
        let done = main_button_if(ui, "Continue", words.is_complete());
        back.or(lost.then_some(EntryChoice::LastIsLost)).or(done.then_some(EntryChoice::Done))
    });
    let typed = (!keys.is_empty()).then_some(EntryChoice::Keys(keys));
    let body = column(ui, |ui| {
        heading(ui, title(state));
        // In a small window what was read before the first word makes room for the letters.
        let begun = is_tight(ui) && !words.is_empty();
        let counted = if begun { None } else { counts(ui, state, desk) };
        let counted = pressed(ui, COUNT_KEY).then(|| EntryChoice::Count(other_count(desk))).or(counted);
        match &state.note {
            Some(note) => notice(ui, palette(ui).caution, "Look again", note),
            None if begun => {}
            None => text(ui, how_to_type(words.list())),
        }
        let gone = word_field::places(ui, words, 0, words.count().words(), shown).map(EntryChoice::Go);
        let lettered = word_field::board(ui, words).map(EntryChoice::Keys);
        quiet(ui, &format!("{} of {} words are in.", words.len(), words.count().words()));
        counted.or(gone).or(lettered)
    });
    // Enter is in the keys, too, in its place among them.
    typed.or(bar).or(body)
}

/// Twelve becomes 24; anything else becomes twelve.
fn other_count(desk: &Desk) -> WordCount {
    match desk.words.count() {
        WordCount::Twelve => WordCount::TwentyFour,
        _ => WordCount::Twelve,
    }
}

fn title(state: &Entry) -> &'static str {
    match state.purpose {
        Purpose::Sitting => "Enter your mnemonic",
        Purpose::FirstDrill(_) => "Enter the new mnemonic from your paper",
        Purpose::Drill => "Drill: enter the mnemonic from your paper",
    }
}

fn how_to_type(list: WordList) -> &'static str {
    if list.is_latin() {
        "Type each word without accents; four letters are enough. After a word of three letters press the space bar. \
         The number of a word in the list does, too."
    } else {
        "Type the number of each word in the list, 1 to 2048, then the space bar. Words of this list cannot be drawn here, \
         so they are shown by their numbers."
    }
}

/// How many words, and of which list: 12 and 24 first, the rarer ones behind them.
fn counts(ui: &mut Ui, state: &Entry, desk: &Desk) -> Option<EntryChoice> {
    let mut said = None;
    ui.horizontal_wrapped(|ui| {
        for count in [WordCount::Twelve, WordCount::TwentyFour] {
            let chosen = desk.words.count() == count;
            let key = if chosen || count != other_count(desk) { "" } else { " (F4)" };
            if choice(ui, &format!("{} words{key}", count.words()), chosen) {
                said = Some(EntryChoice::Count(count));
            }
        }
        for count in [WordCount::Fifteen, WordCount::Eighteen, WordCount::TwentyOne] {
            if choice(ui, &count.words().to_string(), desk.words.count() == count) {
                said = Some(EntryChoice::Count(count));
            }
        }
        if button(ui, &format!("List: {}", desk.words.list().name())).clicked() {
            said = Some(EntryChoice::Languages);
        }
        let scan = state.purpose == Purpose::Sitting;
        if scan && (button(ui, "SeedQR (F5)").clicked() || pressed(ui, CODE_KEY)) {
            said = Some(EntryChoice::Scan);
        }
    });
    if said.is_some() {
        // The next letters and Enter are for the words again, not for the button.
        ui.memory_mut(|memory| memory.stop_text_input());
    }
    said
}

fn languages(ui: &mut Ui, desk: &Desk) -> Option<EntryChoice> {
    let back = bottom_bar(ui, |ui| back_button(ui, "Back").then_some(EntryChoice::Back));
    let chosen = column(ui, |ui| {
        heading(ui, "Which list are your words from?");
        text(ui, "Words that were entered already are forgotten when you choose another list.");
        let mut chosen = None;
        for list in WordList::ALL {
            if choice(ui, list.name(), desk.words.list() == list) {
                chosen = Some(EntryChoice::Language(list));
            }
        }
        chosen
    });
    back.or(chosen)
}
