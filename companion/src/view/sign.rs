//! Draws [`crate::flow::Sign`]: the review, the codes, the camera, the signature.

use clap::ValueEnum as _;
use egui::{Key, Ui};
use shared::{
    eth::Payload,
    refusal::sentence,
    ui::{
        address, camera,
        codes::{self, How},
        eye::Eye,
        facts, hex, outline, parts, phrase, theme,
    },
    wire::SignRequest,
};

use super::{Act, field};
use crate::{
    flow::{Choice, CodesStep, Shown, Sign, SignChoice, Stage, signer_words},
    frames::LinkProfile,
};

/// Draws it; what was chosen.
pub fn show(ui: &mut Ui, screen: &Sign, shown: &Shown) -> Option<SignChoice> {
    match screen.stage {
        Stage::Review => review(ui, screen, shown),
        Stage::Codes if screen.codes.is_full() => full(ui, screen),
        Stage::Codes => out(ui, screen),
        Stage::Signed => signed(ui, screen),
        Stage::GiveUp => give_up(ui, screen),
        Stage::Scan => None, // drawn by `scan`, which has the camera
    }
}

/// The camera looks for the answer.
pub fn scan(ui: &mut Ui, eye: &Eye) -> Option<Act> {
    let back = parts::bottom_bar(ui, |ui| parts::back_button(ui, "Back to the codes"));
    let seen = parts::centred(ui, |ui| {
        parts::heading(ui, "Scan the answer");
        parts::text(
            ui,
            "Hold the device's code before the camera. Or drop its pictures here, or paste its text with Ctrl+V.",
        );
        camera::show(ui, eye)
    });
    if back { Some(Act::Choice(Choice::Sign(SignChoice::Back))) } else { seen.map(Act::Eye) }
}

fn review(ui: &mut Ui, screen: &Sign, shown: &Shown) -> Option<SignChoice> {
    let by_key = outline::keys_in(ui, &screen.checked).map(SignChoice::Outline);
    let pressed = parts::bottom_bar(ui, |ui| {
        let back = parts::back_button(ui, "Home").then_some(SignChoice::Home);
        let give_up = parts::button(ui, "Give up").clicked().then_some(SignChoice::AskGiveUp);
        back.or(give_up).or(parts::main_button(ui, "Show the codes").then_some(SignChoice::On))
    });
    let turned = parts::column(ui, |ui| {
        parts::heading(ui, "Read what is signed");
        parts::text(
            ui,
            "The device shows the same, in the same words. What differs there is not what you asked for.",
        );
        for finding in screen.checked.findings() {
            facts::finding(ui, finding);
        }
        phrase::phrase(ui, &screen.checked.digest());
        if let Some(record) = shown.request(screen.id) {
            parts::quiet(ui, &format!("Waits for {}", signer_words(shown, record)));
        }
        let turned = outline::all(ui, &screen.checked, &screen.outline);
        for fact in screen.checked.facts() {
            facts::fact(ui, fact);
        }
        facts::legend(ui, screen.checked.facts());
        turned
    });
    by_key.or(turned.map(SignChoice::Outline)).or(pressed)
}

fn how(screen: &Sign) -> How {
    How { profile: screen.codes.link(), pace: screen.codes.pace() }
}

fn keys(ui: &Ui) -> Option<CodesStep> {
    if parts::pressed(ui, Key::F11) || parts::pressed(ui, Key::F) {
        return Some(CodesStep::Full);
    }
    (parts::pressed(ui, Key::P) || (parts::nothing_focused(ui) && parts::pressed(ui, Key::Space)))
        .then_some(CodesStep::Pause)
}

/// The codes beside their controls.
fn out(ui: &mut Ui, screen: &Sign) -> Option<SignChoice> {
    let by_key = keys(ui).map(SignChoice::Codes);
    let pressed = parts::bottom_bar(ui, |ui| {
        let back = parts::back_button(ui, "Back").then_some(SignChoice::Back);
        let whole = parts::button(ui, "Full screen  F").clicked();
        let whole = whole.then_some(SignChoice::Codes(CodesStep::Full));
        back.or(whole).or(parts::main_button(ui, "Scan the answer").then_some(SignChoice::On))
    });
    let chosen =
        codes::beside(ui, how(screen), SignRequest::UR_TYPE, &screen.message, |ui| controls(ui, screen));
    by_key.or(pressed).or(chosen)
}

fn controls(ui: &mut Ui, screen: &Sign) -> Option<SignChoice> {
    let at = screen.codes;
    let reader =
        if at.profile().is_foreign() { "Show this to the device" } else { "Show this to the station" };
    parts::heading(ui, reader);
    parts::text(ui, "Hold it before the device's camera until the device has read it, then scan its answer.");
    phrase::phrase(ui, &screen.checked.digest());
    let mut chosen = None;
    parts::quiet(ui, "Who reads it");
    ui.horizontal_wrapped(|ui| {
        for profile in LinkProfile::value_variants() {
            if parts::choice(ui, word(*profile), at.profile() == *profile) {
                chosen = Some(SignChoice::Codes(CodesStep::For(*profile)));
            }
        }
    });
    for warning in screen.warnings() {
        let colour = theme::palette(ui).caution;
        parts::notice(ui, colour, "This device", &sentence(warning));
    }
    let stepped = codes::controls(ui, &at.density(), at.speed());
    chosen = chosen.or(stepped.map(|step| SignChoice::Codes(CodesStep::Step(step))));
    let word = if at.is_paused() { "Go on  P" } else { "Pause  P" };
    if parts::button(ui, word).clicked() {
        chosen = Some(SignChoice::Codes(CodesStep::Pause));
    }
    parts::quiet(ui, "Or save them, to be carried");
    ui.horizontal_wrapped(|ui| {
        for (text, ending) in [("Animation", "gif"), ("Picture", "png"), ("Text", "txt")] {
            if parts::button(ui, text).clicked() {
                chosen = Some(SignChoice::Save(ending));
            }
        }
    });
    chosen
}

/// The name of a device on its button.
fn word(profile: LinkProfile) -> &'static str {
    match profile {
        LinkProfile::Ours => "Our station",
        LinkProfile::Dense => "Our station, dense",
        LinkProfile::Keystone => "Keystone",
        LinkProfile::Keycard => "Keycard",
        LinkProfile::OneKey => "OneKey",
        LinkProfile::AirGap => "AirGap",
        LinkProfile::MetamaskLike => "Any other",
    }
}

/// The codes and nothing else.
fn full(ui: &mut Ui, screen: &Sign) -> Option<SignChoice> {
    let room = ui.available_rect_before_wrap();
    let side = (room.height() - 44.0).min(room.width() - 16.0).max(100.0);
    ui.vertical_centered(|ui| {
        ui.add_space(4.0);
        codes::picture(ui, how(screen), SignRequest::UR_TYPE, &screen.message, side);
    });
    let stepped = codes::keys(ui).map(|step| SignChoice::Codes(CodesStep::Step(step)));
    let back = parts::pressed(ui, Key::Escape).then_some(SignChoice::Back);
    let on = parts::pressed(ui, Key::Enter).then_some(SignChoice::On);
    keys(ui).map(SignChoice::Codes).or(stepped).or(back).or(on)
}

/// A message or typed data is signed: its signature, to be copied or saved.
fn signed(ui: &mut Ui, screen: &Sign) -> Option<SignChoice> {
    let signature = screen.signature.as_deref().unwrap_or_default();
    let pressed = parts::bottom_bar(ui, |ui| {
        let home = parts::back_button(ui, "Home").then_some(SignChoice::Home);
        let copied = parts::button(ui, "Copy").clicked();
        if copied {
            ui.ctx().copy_text(signature.to_owned());
        }
        home.or(parts::main_button(ui, "Save the signature").then_some(SignChoice::SaveSignature))
    });
    parts::column(ui, |ui| {
        parts::heading(ui, "Signed");
        let colour = theme::palette(ui).good;
        parts::notice(
            ui,
            colour,
            "The answer is right",
            "The signature was recovered and belongs to the key that was asked.",
        );
        parts::subheading(ui, "Signature");
        hex::value(ui, signature);
        parts::subheading(ui, "Signed by");
        address::address(ui, &screen.checked.signer().address);
        for fact in screen.checked.facts() {
            facts::fact(ui, fact);
        }
    });
    pressed
}

fn give_up(ui: &mut Ui, screen: &Sign) -> Option<SignChoice> {
    let pressed = parts::bottom_bar(ui, |ui| {
        let keep = parts::back_button(ui, "Keep it").then_some(SignChoice::Back);
        let has_reason = !screen.reason.trim().is_empty();
        keep.or(parts::main_button_if(ui, "Give it up", has_reason).then_some(SignChoice::GiveUp))
    });
    let typed = parts::column(ui, |ui| {
        parts::heading(ui, "Give this request up?");
        parts::text(
            ui,
            match screen.checked.payload() {
                Payload::Transaction(_) => {
                    "Its nonce becomes free for the next request. An answer that comes later is refused; a device that has signed it already holds a signature that could still be sent by whoever has it."
                }
                Payload::TypedData(_) | Payload::Message(_) => {
                    "An answer that comes later is refused; a device that has signed it already holds a signature that could still be used by whoever has it."
                }
            },
        );
        field::field(ui, "Why, for the journal", &screen.reason, "sent to the wrong contract", None)
    });
    pressed.or(typed.map(SignChoice::Reason))
}
