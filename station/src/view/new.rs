//! A new mnemonic: randomness gathered, words written down, asked back.
//!
//! The one screen that shows words without a key being held: they must be copied by hand. They are painted, not labelled.

use super::{meter::meter, secret_keys, word_field};
use crate::{
    Desk,
    flow::{New, NewChoice, NewStage, PAGE_WORDS},
};
use egui::{Align2, CornerRadius, FontId, Role, Sense, Ui, WidgetInfo, vec2};
use shared::{
    keys::{WordCount, entropy::Thrown},
    ui::{
        hex,
        parts::{
            back_button, bottom_bar, button, choice, column, heading, main_button, main_button_if, notice,
            quiet, text,
        },
        theme::{self, palette},
    },
};

/// Draws it.
pub fn show(ui: &mut Ui, state: &New, desk: &Desk) -> Option<NewChoice> {
    match &state.stage {
        NewStage::Throw => throw(ui, state, desk),
        NewStage::TrustMachine => trust(ui, state, desk),
        NewStage::Write { page } => write(ui, state, *page, desk),
        NewStage::Ask { left } => ask(ui, state, left, desk),
        NewStage::Wrong { position } => wrong(ui, *position),
        NewStage::Proved => proved(ui, state),
    }
}

fn bar(ui: &mut Ui, back: &str, next: &str) -> Option<NewChoice> {
    bottom_bar(ui, |ui| {
        let back = back_button(ui, back).then_some(NewChoice::Back);
        back.or(main_button(ui, next).then_some(NewChoice::Continue))
    })
}

fn note(ui: &mut Ui, state: &New) {
    if let Some(note) = &state.note {
        notice(ui, palette(ui).caution, "Look twice", note);
    }
}

fn throw(ui: &mut Ui, state: &New, desk: &Desk) -> Option<NewChoice> {
    let throws = &desk.throws;
    let needed = throws.thrown().needed(state.count);
    let bits = state.count.entropy_bytes() * 8;
    let enough = throws.len() >= needed;
    let keys = secret_keys::for_throws(ui);
    let bar = bottom_bar(ui, |ui| {
        let back = back_button(ui, "Back").then_some(NewChoice::Back);
        let fewer = !enough && button(ui, "Without throwing so often").clicked();
        let next = main_button_if(ui, "Make the words", enough) || fewer;
        back.or(next.then_some(NewChoice::Continue))
    });
    let chosen = column(ui, |ui| {
        heading(ui, "Make a new mnemonic");
        let counted = counts(ui, state);
        let (name, how) = match throws.thrown() {
            Thrown::Dice => {
                ("dice", "Throw a die and type what it shows, 1 to 6. Each throw is worth 2.58 bits.")
            }
            Thrown::Coins => {
                ("a coin", "Flip a coin and type H for heads or T for tails. Each flip is worth one bit.")
            }
        };
        let thrown = kinds(ui, throws.thrown());
        text(ui, how);
        text(
            ui,
            &format!(
                "{} of {bits} bits by {name}: {} of {needed} throws.",
                throws.bits().min(bits),
                throws.len()
            ),
        );
        meter(ui, throws.len() as u64, needed as u64);
        note(ui, state);
        quiet(
            ui,
            "What you throw is mixed with this machine's randomness: the words are good if one of the two is.",
        );
        counted.or(thrown)
    });
    (!keys.is_empty()).then_some(NewChoice::Keys(keys)).or(bar).or(chosen)
}

fn counts(ui: &mut Ui, state: &New) -> Option<NewChoice> {
    let mut said = None;
    ui.horizontal_wrapped(|ui| {
        for count in [WordCount::Twelve, WordCount::TwentyFour] {
            if choice(ui, &format!("{} words", count.words()), state.count == count) {
                said = Some(NewChoice::Count(count));
            }
        }
    });
    said
}

fn kinds(ui: &mut Ui, thrown: Thrown) -> Option<NewChoice> {
    let mut said = None;
    ui.horizontal_wrapped(|ui| {
        for (kind, name) in [(Thrown::Dice, "Dice"), (Thrown::Coins, "Coins")] {
            if choice(ui, name, thrown == kind) {
                said = Some(NewChoice::Throw(kind));
            }
        }
    });
    said
}

fn trust(ui: &mut Ui, state: &New, desk: &Desk) -> Option<NewChoice> {
    let bar = bar(ui, "Back to the throws", "Trust this machine");
    column(ui, |ui| {
        heading(ui, "This machine alone?");
        let thrown = desk.throws.bits();
        let sentence = if thrown == 0 {
            "Without throws the words are as good as this machine's randomness, and nobody can check that."
                .to_owned()
        } else {
            format!(
                "{thrown} bits of throws are too few to stand alone: the words are as good as this machine's randomness, and nobody can check that."
            )
        };
        notice(ui, palette(ui).caution, "Look twice", &sentence);
        note(ui, state);
    });
    bar
}

fn write(ui: &mut Ui, state: &New, page: usize, desk: &Desk) -> Option<NewChoice> {
    let last = page == state.last_page();
    let back = if page == 0 { "Give these words up" } else { "Page before" };
    let bar = bar(ui, back, if last { "All are written down" } else { "Written down: next" });
    column(ui, |ui| {
        heading(ui, "Write the words on paper");
        let first = page * PAGE_WORDS;
        text(
            ui,
            &format!(
                "Words {} to {} of {}. By hand, on paper, with their numbers. No photograph, no printer.",
                first + 1,
                first + PAGE_WORDS,
                state.count.words()
            ),
        );
        for position in first..first + PAGE_WORDS {
            large_word(ui, desk, position);
        }
        note(ui, state);
        quiet(
            ui,
            &format!(
                "Page {} of {}. They are asked back, then wiped, and never shown again. If writing takes long, Settings gives more time between two touches.",
                page + 1,
                state.last_page() + 1
            ),
        );
    });
    bar
}

/// One word to copy: its number and its letters, painted.
fn large_word(ui: &mut Ui, desk: &Desk, position: usize) {
    let size = vec2(ui.available_width().min(420.0), 58.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::empty());
    let name = format!("Word {} to write down", position + 1);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let palette = palette(ui);
    ui.painter().rect_filled(rect, CornerRadius::same(theme::CORNER), palette.panel);
    let number = rect.left_center() + vec2(52.0, 0.0);
    ui.painter().text(
        number,
        Align2::RIGHT_CENTER,
        position + 1,
        FontId::proportional(theme::BODY),
        palette.quiet,
    );
    let at = rect.left_center() + vec2(72.0, 0.0);
    desk.words.reveal(position, |word| {
        ui.painter().text(at, Align2::LEFT_CENTER, word, FontId::monospace(theme::HEADING), palette.text);
    });
}

fn ask(ui: &mut Ui, state: &New, left: &[usize], desk: &Desk) -> Option<NewChoice> {
    let keys = secret_keys::for_words(ui);
    let mut shown = false;
    let back = bottom_bar(ui, |ui| {
        let back = back_button(ui, "Back to the words").then_some(NewChoice::Back);
        shown = secret_keys::show_button(ui);
        back
    });
    let lettered = column(ui, |ui| {
        let position = left.last().copied().unwrap_or_default();
        heading(ui, &format!("What is word {} on your paper?", position + 1));
        let count = state.count.words();
        text(ui, &format!("{} of {count} are asked and right. Four letters are enough.", count - left.len()));
        note(ui, state);
        word_field::one_place(ui, &desk.other_words, position, shown);
        word_field::board(ui, &desk.other_words)
    });
    (!keys.is_empty()).then_some(keys).or(lettered).map(NewChoice::Keys).or(back)
}

fn wrong(ui: &mut Ui, position: usize) -> Option<NewChoice> {
    let bar = bar(ui, "Back to the first word", "Show that page again");
    column(ui, |ui| {
        heading(ui, &format!("Word {} is another one", position + 1));
        notice(
            ui,
            palette(ui).caution,
            "Look again",
            "What you typed is not the word that was shown. Compare your paper with the screen; then all words are asked again.",
        );
    });
    bar
}

fn proved(ui: &mut Ui, state: &New) -> Option<NewChoice> {
    let bar = bar(ui, "Back to the words", "Wipe, and enter them from paper");
    column(ui, |ui| {
        heading(ui, "Your paper is right");
        text(
            ui,
            "Now the first drill: the words are wiped from this machine, and you enter them from paper as on any later day. They are never shown again.",
        );
        if let Some(fingerprint) = state.fingerprint {
            text(
                ui,
                "Write this fingerprint beside the words. It is no secret; it tells you each time that they were entered right.",
            );
            hex::sized(ui, &fingerprint.to_string(), theme::HEADING);
        }
    });
    bar
}
