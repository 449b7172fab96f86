//! The camera's own part of a screen: the live picture, what is seen, how far the message is, one advice at a time, the picker.
//!
//! | state                | shape           | edge of the picture | words                               |
//! |----------------------|-----------------|---------------------|-------------------------------------|
//! | nothing seen         | dashed circle   | thin                | Looking for a code                  |
//! | seen, not read       | diamond         | thick, dashed       | I see a code and cannot read it yet |
//! | read                 | disc with tick  | thick               | Reading                             |
//! | no pictures          | triangle, boxed | no picture          | No picture                          |
//!
//! C takes the next camera. The lower part keeps its height, so that the picture does not jump when an advice comes and goes.

mod finder;
mod parts_grid;

use crate::ui::eye::{Eye, EyeChoice, State};
use crate::{
    camera::{Look, SourceError},
    qr::receive::{Progress, Sight},
    ui::{
        marks::{self, Mark},
        parts,
        theme::{self, palette},
    },
};
use egui::{Id, Key, RichText, Sense, Ui, vec2};

/// The least height of the picture, in points; in a smaller window the words below it are cut off first.
const PICTURE_MIN: f32 = 96.0;
/// What stands below the picture is taken to be so high before it was drawn once.
const LOWER_GUESS: f32 = 190.0;

/// Draws it; takes the room it is given.
pub fn show(ui: &mut Ui, eye: &Eye) -> Option<EyeChoice> {
    let state = eye.state();
    let by_key = parts::pressed(ui, Key::C).then(|| next(state)).flatten();
    let shown = match &state.look.trouble {
        Some(trouble) => fault(ui, trouble, state),
        None => live(ui, eye, state),
    };
    by_key.or(shown)
}

/// The camera after the one in use, round and round.
fn next(state: &State) -> Option<EyeChoice> {
    let cameras = &state.look.cameras;
    let chosen = state.look.chosen.as_ref();
    let at = cameras.iter().position(|camera| Some(&camera.id) == chosen.map(|chosen| &chosen.id));
    let after = cameras.get(at.map_or(0, |at| at + 1)).or(cameras.first())?;
    (cameras.len() > 1 || chosen.is_none()).then(|| EyeChoice::Choose(after.id.clone()))
}

fn live(ui: &mut Ui, eye: &Eye, state: &State) -> Option<EyeChoice> {
    let look = &state.look;
    let key = Id::unique("camera-lower");
    let lower: f32 = ui.data(|data| data.get_temp(key)).unwrap_or(LOWER_GUESS);
    let room = vec2(ui.available_width(), (ui.available_height() - lower).max(PICTURE_MIN));
    finder::show(ui, eye, room, look);
    let top = ui.cursor().top();
    says(ui, look);
    if look.progress.need > 1 {
        progress(ui, look.progress);
    }
    advice(ui, look);
    let choice = picker(ui, state);
    let height = ui.cursor().top() - top;
    if (height - lower).abs() > 0.5 {
        // Never lower again while this screen stands: a picture that grows and shrinks cannot be aimed by.
        ui.data_mut(|data| data.insert_temp(key, height.max(lower.min(LOWER_GUESS))));
        if height > lower {
            ui.ctx().request_repaint();
        }
    }
    choice
}

/// What the camera sees, by shape and word.
fn says(ui: &mut Ui, look: &Look) {
    let palette = palette(ui);
    let (mark, colour, words) = match look.sight {
        _ if !look.live => (Mark::Dashes, palette.quiet, "The camera opens…"),
        Sight::None => (Mark::Dashes, palette.quiet, "Looking for a code"),
        Sight::Seen => (Mark::Diamond, palette.caution, "I see a code and cannot read it yet"),
        Sight::Decoded => (Mark::Tick, palette.good, "Reading"),
    };
    ui.horizontal(|ui| {
        marks::mark(ui, mark, 24.0, colour, palette.background);
        ui.label(RichText::new(words).color(colour).size(theme::BODY + 2.0));
    });
}

/// The grid of parts, and the same in words.
fn progress(ui: &mut Ui, progress: Progress) {
    parts_grid::show(ui, progress.have, progress.need);
    // A camera reads the same code several times, so what is left is told in parts, not in pictures.
    let left = match progress.need.saturating_sub(progress.have) {
        0 => String::new(),
        left => format!(", {left} more to come"),
    };
    parts::quiet(ui, &format!("{} of {} parts{left}", progress.have, progress.need));
}

/// One advice, else one remark; room is kept for a line of it.
fn advice(ui: &mut Ui, look: &Look) {
    match (look.advice, &look.remark) {
        (_, Some(remark)) => parts::text(ui, &sentence(remark)),
        (Some(advice), None) => parts::text(ui, advice.sentence()),
        (None, None) => {
            let line = ui.text_style_height(&egui::TextStyle::Body);
            ui.allocate_exact_size(vec2(1.0, line), Sense::empty());
        }
    }
}

/// An error as it stands in a sentence: it begins with a capital letter and ends with a full stop.
fn sentence(error: &str) -> String {
    let mut letters = error.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// Why there is no picture, and the ways out.
fn fault(ui: &mut Ui, trouble: &SourceError, state: &State) -> Option<EyeChoice> {
    let palette = palette(ui);
    parts::notice(ui, palette.danger, "No picture", &sentence(&trouble.to_string()));
    ui.add_space(8.0);
    let again = parts::button(ui, "Try again now").clicked().then_some(EyeChoice::Again);
    parts::quiet(ui, "It is tried again by itself every second; nothing is lost meanwhile.");
    ui.add_space(8.0);
    let picked = picker(ui, state);
    again.or(picked)
}

/// The cameras; the one in use is ticked.
fn picker(ui: &mut Ui, state: &State) -> Option<EyeChoice> {
    let look = &state.look;
    let chosen = look.chosen.as_ref();
    let mut choice = None;
    ui.horizontal_wrapped(|ui| match look.cameras.as_slice() {
        [] => {}
        [only] if look.trouble.is_none() => {
            parts::quiet(ui, &format!("{}{}", only.name, measures(look)));
        }
        cameras => {
            for (number, camera) in cameras.iter().enumerate() {
                let is_chosen = chosen.is_some_and(|chosen| chosen.id == camera.id);
                let label = ui.push_id(number, |ui| parts::choice(ui, &camera.name, is_chosen)).inner;
                if label && !is_chosen {
                    choice = Some(EyeChoice::Choose(camera.id.clone()));
                }
            }
            if cameras.len() > 1 {
                parts::quiet(ui, "C takes the next camera.");
            }
        }
    });
    if look.hidden > 0 {
        let text = match look.hidden {
            1 => "Offer a virtual camera, too".to_owned(),
            more => format!("Offer {more} virtual cameras, too"),
        };
        if parts::button(ui, &text).clicked() {
            choice = Some(EyeChoice::WithVirtual(true));
        }
    } else if state.with_virtual && parts::button(ui, "Leave out virtual cameras").clicked() {
        choice = Some(EyeChoice::WithVirtual(false));
    }
    choice
}

fn measures(look: &Look) -> String {
    match (look.size, look.rate) {
        (Some((width, height)), Some(rate)) => format!(", {width} × {height}, {rate} pictures a second"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
