//! A button that must be held for a while, by mouse or key.
//!
//! A hold begins with a press of its own while the pointer or the focus is on the button, so a key that was down before, or
//! that repeats itself, begins none. It ends when the key or the mouse button is released, when the pointer or the focus goes
//! elsewhere, and when the window loses the focus. May not enter: what it confirms.

use super::{
    press::{bold, focus_ring},
    theme::{self, palette},
};
use egui::{
    CornerRadius, Event, Key, PointerButton, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui,
    WidgetInfo, WidgetText, vec2,
};

/// How long it is held, in seconds.
pub const HOLD_SECONDS: f64 = 1.0;
/// How much wider than another button it is at each side, in points.
pub const MORE_PADDING: f32 = 14.0;

/// What a button that must be held has to say in this frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Hold {
    /// Nobody holds it.
    Idle,
    /// It went down in this frame.
    Began,
    /// It is being held, for so many seconds.
    Held(f64),
    /// It was let go, or lost the pointer, the focus or the window.
    Ended,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum By {
    Pointer,
    Key(Key),
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Began {
    at: f64,
    by: By,
}

/// Draws it with a bar that fills, and says what happens to it.
pub fn hold(ui: &mut Ui, text: &str, enabled: bool) -> (Response, Hold) {
    let padding = ui.spacing().button_padding + vec2(MORE_PADDING, 2.0);
    let widest = (ui.available_width() - 2.0 * padding.x).max(80.0);
    let galley = WidgetText::from(text).into_galley(ui, None, widest, TextStyle::Button);
    let size = galley.size() + 2.0 * padding;
    let enabled = enabled && ui.is_enabled();
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, text));

    let hold = follow(ui, &response, enabled);
    let palette = palette(ui);
    let corner = CornerRadius::same(theme::CORNER);
    let (edge, ink) = if enabled { (palette.accent, palette.text) } else { (palette.line, palette.quiet) };
    ui.painter().rect(rect, corner, palette.panel, Stroke::new(2.5, edge), StrokeKind::Inside);
    let at = rect.center() - galley.size() / 2.0;
    bold(ui, at, galley.clone(), ink, enabled);
    if let Hold::Held(seconds) = hold {
        #[allow(clippy::cast_possible_truncation, reason = "a share of one")]
        let share = (seconds / HOLD_SECONDS).clamp(0.0, 1.0) as f32;
        let mut filled = rect;
        filled.set_width(rect.width() * share);
        let clipped = ui.painter().with_clip_rect(filled.intersect(ui.clip_rect()));
        clipped.rect_filled(rect, corner, palette.accent);
        clipped.galley_with_override_text_color(at + vec2(0.6, 0.0), galley.clone(), palette.background);
        clipped.galley_with_override_text_color(at, galley, palette.background);
        ui.ctx().request_repaint();
    }
    focus_ring(ui, rect, &response);
    (response, hold)
}

/// Keeps the time of one hold.
fn follow(ui: &Ui, response: &Response, enabled: bool) -> Hold {
    let key = response.id.with("hold");
    let began: Option<Began> = ui.data(|data| data.get_temp(key));
    let now = ui.input(|input| input.time);
    match began {
        None => {
            let Some(by) = started(ui, response).filter(|_| enabled && ui.input(|input| input.focused))
            else {
                return Hold::Idle;
            };
            ui.data_mut(|data| data.insert_temp(key, Began { at: now, by }));
            ui.ctx().request_repaint();
            Hold::Began
        }
        Some(began) if enabled && is_held(ui, response, began.by) => Hold::Held(now - began.at),
        Some(_) => {
            ui.data_mut(|data| data.remove::<Began>(key));
            Hold::Ended
        }
    }
}

/// A press of its own, in this frame, on this button.
fn started(ui: &Ui, response: &Response) -> Option<By> {
    if response.contains_pointer() && ui.input(|input| input.pointer.button_pressed(PointerButton::Primary)) {
        return Some(By::Pointer);
    }
    if !response.has_focus() || response.gained_focus() {
        return None;
    }
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key {
                key: key @ (Key::Space | Key::Enter),
                pressed: true,
                repeat: false,
                modifiers,
                ..
            } if !modifiers.any() => Some(By::Key(*key)),
            _ => None,
        })
    })
}

fn is_held(ui: &Ui, response: &Response, by: By) -> bool {
    // Asked before the input is borrowed: both stand behind one lock.
    let (pointed, focused) = (response.contains_pointer(), response.has_focus());
    ui.input(|input| {
        let released = |wanted: Key| {
            let mut events = input.events.iter();
            events.any(|event| matches!(event, Event::Key { key, pressed: false, .. } if *key == wanted))
        };
        input.focused
            && match by {
                By::Pointer => input.pointer.primary_down() && pointed,
                By::Key(key) => input.key_down(key) && !released(key) && focused,
            }
    })
}
