//! A message as codes, with density and speed beside it.
//!
//! May not enter: what the message is.

use crate::qr::{
    codes::{Codes, CodesChoice},
    send::{Pace, Profile},
};
use crate::ui::{parts, qr, theme};
use egui::{Event, Ui};

/// From this shape of the window on, the code stands beside the words and not above them.
const WIDE: f32 = 1.15;
/// The smallest side of a code, in points.
const LEAST: f32 = 100.0;

/// How a message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    /// How it is cut.
    pub profile: Profile,
    /// How long each code stands; `None` holds the one that is on screen.
    pub pace: Option<Pace>,
}

impl From<Codes> for How {
    fn from(codes: Codes) -> Self {
        Self { profile: codes.profile(), pace: Some(codes.pace()) }
    }
}

/// Draws the codes as large as `side` allows, in the middle of the room, with a line of words below.
pub fn picture(ui: &mut Ui, how: How, ur_type: &str, message: &[u8], side: f32) {
    let room = ui.available_width();
    let shown = ui
        .horizontal(|ui| {
            ui.add_space(((room - side) / 2.0).max(0.0));
            qr::play(ui, ur_type, message, how.profile, how.pace, side)
        })
        .inner;
    match shown {
        Ok(shown) if shown.frames == 1 => parts::quiet(ui, "One code; hold it still."),
        Ok(shown) => {
            let words = format!("{} codes, shown over and over; {} shown.", shown.frames, shown.shown);
            parts::quiet(ui, &words);
        }
        Err(error) => {
            let colour = theme::palette(ui).danger;
            parts::notice(ui, colour, "Not shown", &error.to_string());
        }
    }
}

/// The codes as large as the window allows: on the left, with the words to the right of them, or above the words where the
/// window is high.
pub fn beside<T>(
    ui: &mut Ui,
    how: impl Into<How>,
    ur_type: &str,
    message: &[u8],
    words: impl FnOnce(&mut Ui) -> T,
) -> T {
    let how = how.into();
    let room = ui.available_rect_before_wrap();
    if room.width() <= room.height() * WIDE {
        return parts::column(ui, |ui| {
            let side = (room.height() - 60.0).min(ui.available_width()).max(LEAST);
            picture(ui, how, ur_type, message, side);
            words(ui)
        });
    }
    let margin = 15.0;
    let side = (room.height() - 60.0).min(room.width() * 0.6).max(LEAST);
    let (left, right) = room.split_left_right_at_x(room.left() + side + 2.0 * margin);
    let builder = egui::UiBuilder::new().max_rect(left.shrink(margin));
    ui.scope_builder(builder, |ui| picture(ui, how, ur_type, message, side));
    let builder = egui::UiBuilder::new().max_rect(right);
    ui.scope_builder(builder, |ui| parts::column(ui, words)).inner
}

/// Density and speed; the keys are + and -, ] and [.
pub fn controls(ui: &mut Ui, density: &str, speed: u32) -> Option<CodesChoice> {
    let mut chosen = keys(ui);
    let mut row = |ui: &mut Ui, words: &str, less: (&str, CodesChoice), more: (&str, CodesChoice)| {
        parts::quiet(ui, words);
        ui.horizontal_wrapped(|ui| {
            for (text, choice) in [less, more] {
                if parts::button(ui, text).clicked() {
                    chosen = Some(choice);
                }
            }
        });
    };
    row(ui, density, ("Coarser  −", CodesChoice::Coarser), ("Denser  +", CodesChoice::Denser));
    let speed = format!("{speed} codes a second");
    row(ui, &speed, ("Slower  [", CodesChoice::Slower), ("Faster  ]", CodesChoice::Faster));
    chosen
}

/// By what the keys write, because brackets stand elsewhere on every keyboard.
pub fn keys(ui: &Ui) -> Option<CodesChoice> {
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Text(text) => match text.as_str() {
                "+" => Some(CodesChoice::Denser),
                "-" => Some(CodesChoice::Coarser),
                "]" => Some(CodesChoice::Faster),
                "[" => Some(CodesChoice::Slower),
                _ => None,
            },
            _ => None,
        })
    })
}
