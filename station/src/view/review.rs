//! A request, page by page, and its approval.

use crate::{
    Desk,
    flow::{HOLD, Moment, NotYet, ReviewChoice, Reviewing},
};
use egui::{Event, Id, Key, RichText, Ui};
use shared::review::OutlineChoice;
use shared::ui::{
    facts,
    hold::{self, Hold},
    marks::Mark,
    outline, parts, phrase,
    press::{self, Look, nothing_focused},
    theme::{self, palette},
};

/// Draws it.
pub fn show(ui: &mut Ui, reviewing: &Reviewing, desk: &Desk) -> Option<ReviewChoice> {
    if reviewing.is_rejecting() {
        return rejecting(ui);
    }
    let reading = reviewing.reading();
    let is_last = reading.page() + 1 == reading.page_count();
    let key = Id::unique((reading.request().digest(), reading.reader(), reading.page()));
    let below = parts::below(ui, key);
    let positions: Vec<usize> = reading.acts().map(|(position, _)| position).collect();
    let is_tree = reading.request().acts().len() > 1;
    let by_key = outline::keys(ui, reading.request(), &positions, is_tree).map(ReviewChoice::Outline);
    let moment = Moment { running: desk.clock.running, air: &desk.air };
    let pressed = parts::bottom_bar(ui, |ui| {
        let reject = parts::back_button(ui, "Reject").then_some(ReviewChoice::AskReject);
        let back = reading.page() > 0
            && (parts::button(ui, "Page back").clicked() || any_pressed(ui, [Key::PageUp, Key::ArrowLeft]));
        let back = back.then_some(ReviewChoice::PreviousPage);
        let on = if is_last && !below {
            approve(ui, reviewing, moment)
        } else {
            let text = if below { "Read on" } else { "Next page" };
            let on = parts::main_button(ui, text) || any_pressed(ui, [Key::PageDown, Key::ArrowRight]);
            if on && below {
                parts::read_on(ui, key);
            }
            (on && !below).then_some(ReviewChoice::NextPage)
        };
        reject.or(back).or(on)
    });
    let turned = parts::page(ui, key, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new("Read every page").size(theme::HEADING));
            let number = format!("page {} of {}", reading.page() + 1, reading.page_count());
            ui.label(RichText::new(number).size(theme::BODY).color(palette(ui).quiet));
        });
        if reading.page() == 0 {
            second(ui, reviewing);
        }
        if is_last || reading.page() == 0 {
            phrase::phrase(ui, &reading.request().digest());
        }
        for finding in reading.findings() {
            facts::finding(ui, finding);
        }
        let turned = acts(ui, reviewing);
        for fact in reading.facts() {
            facts::fact(ui, fact);
        }
        facts::legend(ui, reading.facts());
        if is_last {
            missing(ui, reviewing, desk);
        }
        turned
    });
    let opened = by_key.or(turned.map(ReviewChoice::Outline));
    opened.or(pressed).or_else(|| if is_last { typed(ui, reviewing) } else { None })
}

/// The outline's acts on this page.
fn acts(ui: &mut Ui, reviewing: &Reviewing) -> Option<OutlineChoice> {
    let reading = reviewing.reading();
    let (first, _) = reading.acts().next()?;
    if first == 0 {
        parts::subheading(ui, outline::HEADING);
    }
    if reading.request().acts().len() > 1 {
        parts::quiet(
            ui,
            "Click a line, or use the arrow keys, to see what stands in it. All of it follows on the next pages.",
        );
    }
    outline::show(ui, reading.request(), reviewing.outline(), reading.acts())
}

/// Says that two people read, and who is reading now.
fn second(ui: &mut Ui, reviewing: &Reviewing) {
    let colours = palette(ui);
    match reviewing.reading().reader() {
        (_, 1) => {}
        (1, _) => parts::notice(
            ui,
            colours.caution,
            "Two people read this",
            "A rule wants it. When you have approved, a second person reads all of it again; only then it is signed.",
        ),
        _ => parts::notice(
            ui,
            colours.caution,
            "Now the second person",
            "The first has approved. Hand over the machine: whoever reads now begins at the first page, and only this approval signs.",
        ),
    }
}

/// What still stands between the last page and the approval.
fn missing(ui: &mut Ui, reviewing: &Reviewing, desk: &Desk) {
    let colours = palette(ui);
    ui.add_space(6.0);
    match reviewing.may_hold(&desk.air) {
        Ok(()) => {
            parts::notice(ui, colours.accent, "Your decision", &NotYet::NotHeld.to_string());
        }
        Err(why @ NotYet::WordMissing { .. }) => {
            parts::boxed(ui, colours.danger, |ui| {
                parts::titled(ui, Mark::Octagon, colours.danger, "One word more");
                parts::text(ui, &why.to_string());
                let typed = if reviewing.typed().is_empty() { "…" } else { reviewing.typed() };
                ui.label(RichText::new(typed).monospace().size(theme::HEADING));
                let on_the_way = reviewing.word().is_some_and(|word| word.starts_with(reviewing.typed()));
                if !on_the_way {
                    ui.label(RichText::new("That is another word; Backspace erases.").color(colours.danger));
                }
            });
        }
        Err(why) => parts::notice(ui, colours.danger, "Not now", &why.to_string()),
    }
}

/// The button that must be held; what the hold means is judged by the flow.
fn approve(ui: &mut Ui, reviewing: &Reviewing, moment: Moment<'_>) -> Option<ReviewChoice> {
    let text = if reviewing.waits_for_second() { "Approve as the first of two" } else { "Approve" };
    match holding(ui, text, reviewing.may_hold(moment.air).is_ok())? {
        Hold::Idle => None,
        Hold::Began => Some(ReviewChoice::Press),
        Hold::Held(_) => Some(ReviewChoice::Approve),
        Hold::Ended => Some(ReviewChoice::Release),
    }
}

/// A main button that must be held: what it has to say, a hold only once it is as long as the flow asks for.
pub(super) fn holding(ui: &mut Ui, text: &str, allowed: bool) -> Option<Hold> {
    let width = press::width(ui, text, Look::Main) + 2.0 * hold::MORE_PADDING;
    parts::to_the_right(ui, width);
    let (response, held) = hold::hold(ui, text, allowed);
    if allowed && nothing_focused(ui) {
        response.request_focus();
    }
    match held {
        Hold::Held(seconds) if seconds < HOLD.as_secs_f64() => None,
        said => Some(said),
    }
}

/// Letters of the word, where one is to be typed.
fn typed(ui: &Ui, reviewing: &Reviewing) -> Option<ReviewChoice> {
    reviewing.word()?;
    if parts::pressed(ui, Key::Backspace) {
        return Some(ReviewChoice::Erase);
    }
    // A slow frame brings several letters at once.
    let letters: String = ui.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.chars()),
            _ => None,
        });
        texts.flatten().filter(char::is_ascii_alphabetic).collect()
    });
    (!letters.is_empty()).then_some(ReviewChoice::Type(letters))
}

/// Asks once more, because a request that was rejected must be scanned again.
fn rejecting(ui: &mut Ui) -> Option<ReviewChoice> {
    let chosen = parts::bottom_bar(ui, |ui| {
        let keep = parts::back_button(ui, "Keep reading").then_some(ReviewChoice::Keep);
        keep.or(parts::main_button(ui, "Reject it").then_some(ReviewChoice::Reject))
    });
    parts::column(ui, |ui| {
        parts::heading(ui, "Reject this request?");
        parts::text(ui, "Nothing is signed. To see it again it must be scanned again.");
    });
    chosen
}

fn any_pressed<const N: usize>(ui: &Ui, keys: [Key; N]) -> bool {
    keys.into_iter().any(|key| parts::pressed(ui, key))
}

#[cfg(test)]
mod tests;
