//! The sitting's log on screen, and as codes.
//!
//! May not enter: anything but public values; the log holds no others.

use crate::{
    Desk,
    flow::{ENTRIES_ON_PAGE, Export, Journal, JournalChoice, page_count},
    log::{Entry, Event},
};
use egui::{Key, Ui};
use shared::{
    ui::{codes, hex, parts, theme},
    utc,
    wire::SittingLog,
};

/// Draws it.
pub fn show(ui: &mut Ui, state: &Journal, desk: &Desk) -> Option<JournalChoice> {
    match &state.export {
        Some(export) => as_codes(ui, export),
        None => entries(ui, state.page, desk),
    }
}

fn as_codes(ui: &mut Ui, export: &Export) -> Option<JournalChoice> {
    let back = parts::bottom_bar(ui, |ui| parts::back_button(ui, "Back"));
    let chosen = codes::beside(ui, export.codes, SittingLog::UR_TYPE, &export.cbor, |ui| {
        parts::heading(ui, "The log, as codes");
        parts::text(
            ui,
            "Show them to a camera that keeps them. They hold no secret, but they say what was signed.",
        );
        codes::controls(ui, &export.codes.density(), export.codes.speed())
    });
    back.then_some(JournalChoice::Back).or(chosen.map(JournalChoice::Codes))
}

fn entries(ui: &mut Ui, page: usize, desk: &Desk) -> Option<JournalChoice> {
    let count = page_count(&desk.log);
    let page = page.min(count - 1);
    let below = parts::bottom_bar(ui, |ui| {
        let back = parts::back_button(ui, "Back").then_some(JournalChoice::Back);
        let older =
            (page + 1 < count && parts::button(ui, "Older").clicked()) || parts::pressed(ui, Key::PageDown);
        let newer = (page > 0 && parts::button(ui, "Newer").clicked()) || parts::pressed(ui, Key::PageUp);
        let shown = parts::main_button(ui, "Show as codes").then_some(JournalChoice::Show);
        back.or(older.then_some(JournalChoice::Older)).or(newer.then_some(JournalChoice::Newer)).or(shown)
    });
    parts::column(ui, |ui| {
        parts::heading(ui, "Log");
        parts::text(
            ui,
            "What happened since the station was started, newest first. It is gone when the window closes.",
        );
        if desk.log.entries().len() == 0 {
            parts::quiet(ui, "Nothing yet.");
        }
        for entry in desk.log.entries().rev().skip(page * ENTRIES_ON_PAGE).take(ENTRIES_ON_PAGE) {
            ui.add_space(6.0);
            one(ui, entry);
        }
        if count > 1 {
            parts::quiet(ui, &format!("Page {} of {count}. Page Up and Page Down turn.", page + 1));
        }
        if desk.log.dropped() > 0 {
            let dropped = format!("{} older entries are no longer held; their hash is.", desk.log.dropped());
            parts::notice(ui, theme::palette(ui).caution, "Not all", &dropped);
        }
        ui.add_space(8.0);
        hex::named(ui, "Hash over all of it", &desk.log.tip().to_string());
    });
    below
}

fn one(ui: &mut Ui, entry: &Entry) {
    parts::quiet(ui, &utc::in_words(entry.unix));
    let sentence = sentence(&entry.event);
    let palette = theme::palette(ui);
    match &entry.event {
        Event::Exposed { held: true, .. } | Event::Drilled { recovered: false, .. } => {
            parts::notice(ui, palette.danger, "Danger", &sentence);
        }
        Event::Exposed { held: false, .. } | Event::WallsAccepted => {
            parts::notice(ui, palette.caution, "Caution", &sentence);
        }
        _ => parts::text(ui, &sentence),
    }
    match &entry.event {
        Event::Reviewed { digest, .. } | Event::Signed { digest, .. } | Event::Rejected { digest } => {
            hex::named(ui, "Digest", &digest.to_string());
        }
        _ => {}
    }
    if let Some(again) = entry.again {
        parts::quiet(
            ui,
            &format!("The same {} times more, last at {}.", again.times, utc::in_words(again.until)),
        );
    }
}

/// What happened, in words.
fn sentence(event: &Event) -> String {
    match event {
        Event::SittingStarted { fingerprint } => {
            format!("The keys with the fingerprint {fingerprint} were opened.")
        }
        Event::NewMnemonic => "A new mnemonic was made.".to_owned(),
        Event::Drilled { fingerprint, recovered: true } => {
            format!("A drill: the paper recovers the keys with the fingerprint {fingerprint}.")
        }
        Event::Drilled { fingerprint, recovered: false } => {
            format!("A drill failed: the paper does not recover the keys with the fingerprint {fingerprint}.")
        }
        Event::Reviewed { signer, .. } => format!("A request for {signer} was shown."),
        Event::Signed { signer, .. } => format!("It was signed by {signer}."),
        Event::Rejected { .. } => "The request was rejected.".to_owned(),
        Event::Refused { kind } => format!("Something was refused ({}).", plain(kind)),
        Event::Wiped(reason) => format!("{} ({})", reason.sentence(), reason.word()),
        Event::Exposed { link, held: true } => {
            format!(
                "{} came up while words or keys were in memory. Nothing was signed while it was up.",
                plain(link)
            )
        }
        Event::Exposed { link, held: false } => format!("{} was up, nothing was in memory.", plain(link)),
        Event::Quiet { link } => format!("{} went down.", plain(link)),
        Event::WallsAccepted => {
            "The station was started although this system does not enforce the air gap.".to_owned()
        }
    }
}

/// A name that the system chose, without what would change how the line reads.
fn plain(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_graphic() { letter } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples;
    use egui_kittest::{Harness, kittest::Queryable};

    fn drawn(state: Journal, desk: Desk) -> Harness<'static, Option<JournalChoice>> {
        Harness::builder().with_size([900.0, 900.0]).build_ui_state(
            move |ui, chosen: &mut Option<JournalChoice>| *chosen = show(ui, &state, &desk).or(*chosen),
            None,
        )
    }

    #[test]
    fn an_exposure_is_said_with_a_word_for_those_who_do_not_see_red() {
        let mut desk = samples::desk();
        desk.log.record(desk.clock, Event::Exposed { link: "eth0".to_owned(), held: true });
        let harness = drawn(Journal::default(), desk);
        assert!(harness.query_by_label_contains("eth0 came up").is_some());
        assert!(harness.query_by_label_contains("Danger").is_some());
    }

    #[test]
    fn the_log_becomes_codes_by_one_key() {
        let mut harness = drawn(Journal::default(), samples::desk());
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), Some(JournalChoice::Show));
    }

    #[test]
    fn a_link_with_a_strange_name_changes_no_line() {
        assert_eq!(plain("eth0\n\u{202e}gnihtoN"), "eth0??gnihtoN");
    }
}
