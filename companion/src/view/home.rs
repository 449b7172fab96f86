//! Draws [`crate::flow::Home`].

use egui::{RichText, Ui};
use shared::ui::{hex, parts, theme};

use crate::{
    example,
    flow::{First, Home, HomeChoice, Shown, Tab, Waits, first, purpose_words, signer_words, waiting},
    journal::Record,
};

/// Draws it; what was chosen.
pub fn show(ui: &mut Ui, _screen: &Home, shown: &Shown) -> Option<HomeChoice> {
    let what = first(shown);
    let pressed = parts::bottom_bar(ui, |ui| match what {
        _ if !shown.is_read => parts::main_button(ui, "Read the journal again").then_some(HomeChoice::Again),
        Some(First::Device) => {
            let example = try_example(ui, shown);
            let import = parts::main_button(ui, "Import a key card").then_some(HomeChoice::To(Tab::Keys));
            example.or(import)
        }
        Some(First::Chain) => {
            let example = try_example(ui, shown);
            example.or(parts::main_button(ui, "Choose a chain").then_some(HomeChoice::To(Tab::Chains)))
        }
        Some(First::Build) | None => {
            let example = has_example(shown).then(|| try_example(ui, shown)).flatten();
            example.or(parts::main_button(ui, "Build a request").then_some(HomeChoice::To(Tab::Build)))
        }
    });
    let opened = parts::column(ui, |ui| {
        parts::heading(ui, if waiting(shown).is_empty() { "Home" } else { "Waiting" });
        if !shown.is_read {
            parts::quiet(ui, "The journal has not been read yet.");
            return None;
        }
        advice(ui, what, shown.requests.is_empty());
        let mut chosen = None;
        for (waits, records) in waiting(shown) {
            parts::subheading(ui, &format!("{} ({})", waits.heading(), records.len()));
            if waits == Waits::CutOff {
                parts::quiet(
                    ui,
                    "The program ended while it was sending. Whether a node has the transaction is found out first; nothing is sent twice.",
                );
            }
            for record in records {
                chosen = chosen.or(row(ui, shown, waits, record));
            }
        }
        chosen
    });
    pressed.or(opened)
}

/// Whether the example was tried before, and may be again.
fn has_example(shown: &Shown) -> bool {
    shown.book.chains.iter().any(|chain| chain.name == example::CHAIN)
}

/// The way to try everything; gone while the chain runs.
fn try_example(ui: &mut Ui, shown: &Shown) -> Option<HomeChoice> {
    let offered = shown.is_read && shown.example.is_none();
    (offered && parts::button(ui, "Try it with the example chain").clicked()).then_some(HomeChoice::Example)
}

/// What to do first.
fn advice(ui: &mut Ui, what: Option<First>, is_new: bool) {
    let colour = theme::palette(ui).accent;
    match what {
        Some(First::Device) => parts::notice(
            ui,
            colour,
            "First: a device",
            "Nobody here could sign yet. Show the key card of your station, or of another signing device, to the camera on Keys: it holds public keys alone. To look around first, try the example chain: it starts a chain inside this window, with a test key and a contract.",
        ),
        Some(First::Chain) => parts::notice(
            ui,
            colour,
            "Next: a chain",
            "There is a device, but no chain has a node yet. Choose the chain that your contract is on, and give the address of a node; or start the example chain.",
        ),
        Some(First::Build) if is_new => parts::notice(
            ui,
            colour,
            "Next: a request",
            "All is there, and nothing was asked yet. Build a request: choose a contract, a function and its arguments, and read what they do before anybody signs.",
        ),
        Some(First::Build) => parts::notice(
            ui,
            colour,
            "Nothing waits",
            "Every request is signed, sent and final, or given up. Build the next one.",
        ),
        None => {}
    }
}

/// One request, in a box with its button.
fn row(ui: &mut Ui, shown: &Shown, waits: Waits, record: &Record) -> Option<HomeChoice> {
    let colours = theme::palette(ui);
    let colour = match waits {
        Waits::CutOff => colours.danger,
        Waits::ToSend | Waits::Signature => colours.caution,
        Waits::Block | Waits::Finality => colours.accent,
    };
    ui.push_id(record.asked.id, |ui| {
        parts::boxed(ui, colour, |ui| {
            hex::sized(ui, &purpose_words(shown, record), theme::BODY);
            let small = |text: String| RichText::new(text).size(theme::SMALL).color(colours.quiet);
            if waits == Waits::Signature {
                ui.label(small(format!("Waits for {}", signer_words(shown, record))));
            }
            let chain = record.asked.chain_id.map(|chain| shown.chain_name(chain));
            let nonce = record.asked.nonce.map(|nonce| format!("nonce {nonce}"));
            let since = Some(ago(shown.now, record.asked_at));
            let line: Vec<String> = [chain, nonce, since].into_iter().flatten().collect();
            ui.label(small(line.join(" · ")));
            let clicked = parts::button(ui, waits.button()).clicked();
            clicked.then_some(HomeChoice::Open(record.asked.id))
        })
    })
    .inner
}

/// How long ago a moment was, in the largest unit.
fn ago(now: i64, then: i64) -> String {
    let seconds = now.saturating_sub(then).max(0) / 1_000;
    let (number, unit) = match seconds {
        0..60 => return "just now".to_owned(),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{number} {unit}{} ago", if number == 1 { "" } else { "s" })
}
