//! A context pack: whose it is, what it says, and the approval of its reviewers.

use super::review::holding;
use crate::{
    Desk,
    flow::{PackChoice, PackPage, sentence},
    learned::{Verdict, by_words},
};
use egui::{Id, Key, RichText, Ui};
use shared::ui::{
    facts,
    hold::Hold,
    parts, phrase,
    theme::{self, palette},
};

/// The button that is held.
const PIN: &str = "Approve these reviewers";

/// Draws it.
pub fn show(ui: &mut Ui, page: &PackPage, desk: &Desk) -> Option<PackChoice> {
    let (number, count) = page.place();
    let is_last = number + 1 == count;
    let asks = matches!(page.verdict, Verdict::Ask(_));
    let key = Id::unique((page.offered.contents(), number));
    let below = parts::below(ui, key);
    let pressed = parts::bottom_bar(ui, |ui| {
        let trusted = matches!(page.verdict, Verdict::Trusted(_));
        let leave = if page.has_request() { "Go on without it" } else { "Leave it" };
        let left = !trusted && parts::back_button(ui, leave);
        let back = number > 0
            && (parts::button(ui, "Page back").clicked() || any(ui, [Key::PageUp, Key::ArrowLeft]));
        let back = back.then_some(PackChoice::PreviousPage);
        let may_pin = asks && !below && page.may_hold();
        // Of a pack that is trusted, or about to be, what it says can be read but need not.
        let turns = any(ui, [Key::PageDown, Key::ArrowRight]);
        let text = if below { "Read on" } else { "Next page" };
        let turned = match is_last && !below {
            true => false,
            false if trusted || may_pin => parts::button(ui, text).clicked() || turns,
            false => parts::main_button(ui, text) || turns,
        };
        if turned && below {
            parts::read_on(ui, key);
        }
        let turned = (turned && !below).then_some(PackChoice::NextPage);
        let pinned = if may_pin { pin(ui) } else { None };
        let done = trusted && parts::main_button(ui, "Done");
        (left || done).then_some(PackChoice::GoOn).or(back).or(pinned).or(turned)
    });
    parts::page(ui, key, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new("A context pack").size(theme::HEADING));
            let place = format!("page {} of {count}", number + 1);
            ui.label(RichText::new(place).size(theme::BODY).color(palette(ui).quiet));
        });
        if number == 0 {
            verdict(ui, page, desk);
        }
        for fact in page.facts() {
            facts::fact(ui, fact);
        }
        facts::legend(ui, page.facts());
    });
    pressed
}

/// What the sitting makes of it.
fn verdict(ui: &mut Ui, page: &PackPage, desk: &Desk) {
    let colours = palette(ui);
    match &page.verdict {
        Verdict::Trusted(by) => {
            let said = format!("It is {}, so reviews use what it says, as vouched.", by_words(*by));
            parts::notice(ui, colours.good, "Trusted in this sitting", &said);
        }
        Verdict::Ask(circle) => {
            let known = desk.sitting.as_ref().map(|sitting| sitting.learned().trust());
            if let Some(version) = known.and_then(|trust| trust.differs_from(circle)) {
                let said = format!(
                    "They are other reviewers than those of version {version}, which is in use. Ask the team whether that was decided."
                );
                parts::notice(ui, colours.danger, "The reviewers have changed", &said);
            }
            parts::notice(
                ui,
                colours.caution,
                "Do you trust these reviewers?",
                "Compare the words and colours with those that your team wrote down, and the reviewers' addresses below. If they are the same, hold the button for one second: until you lock, packs that enough of them signed are believed.",
            );
            phrase::said(ui, "The reviewers' words and colours", &circle.phrase());
        }
        Verdict::Refused(why) => {
            parts::notice(ui, colours.danger, "It is not used", &sentence(why));
        }
    }
}

fn pin(ui: &mut Ui) -> Option<PackChoice> {
    match holding(ui, PIN, true)? {
        Hold::Began => Some(PackChoice::Press),
        Hold::Held(_) => Some(PackChoice::Pin),
        Hold::Ended => Some(PackChoice::Release),
        Hold::Idle => None,
    }
}

fn any<const N: usize>(ui: &Ui, keys: [Key; N]) -> bool {
    keys.into_iter().any(|key| parts::pressed(ui, key))
}
