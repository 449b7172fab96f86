//! What is pressed: buttons, choices, and the keys that press them.
//!
//! Drawn by ourselves, so that the focus is a thick ring that nobody misses, and so that a key held down presses once.
//! May not enter: what a press means.

use super::theme::{self, palette};
use egui::{
    Color32, CornerRadius, Event, EventFilter, Key, Modifiers, Rect, Response, Role, Sense, Stroke,
    StrokeKind, TextStyle, Ui, WidgetInfo, WidgetText, vec2,
};

/// How much wider a chosen button is, for its tick, in points.
const TICK_ROOM: f32 = 28.0;
/// The narrowest button, in points.
const WIDTH_MIN: f32 = 64.0;

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The one thing to do next: filled.
    Main,
    /// Anything else: outlined.
    Plain,
    /// One of several, and the one in force: outlined and ticked.
    Chosen,
}

/// Whether this key went down in this frame with no other key held but Shift; a key that repeats itself is no press.
pub fn pressed(ui: &Ui, key: Key) -> bool {
    ui.input(|input| {
        input.events.iter().any(|event| {
            matches!(event, Event::Key { key: found, pressed: true, repeat: false, modifiers, .. }
                if *found == key && is_bare(modifiers))
        })
    })
}

/// Whether this key went down in this frame together with Ctrl (Command on a Mac).
pub fn pressed_with_ctrl(ui: &Ui, key: Key) -> bool {
    ui.input(|input| {
        input.events.iter().any(|event| {
            matches!(event, Event::Key { key: found, pressed: true, repeat: false, modifiers, .. }
                if *found == key && modifiers.command && !modifiers.alt)
        })
    })
}

/// Shift alone changes nothing: Page Down with it is still Page Down.
fn is_bare(modifiers: &Modifiers) -> bool {
    !modifiers.ctrl && !modifiers.alt && !modifiers.command
}

/// Whether no widget has the focus, so that Enter means the main button.
pub fn nothing_focused(ui: &Ui) -> bool {
    ui.memory(|memory| memory.focused().is_none())
}

/// How wide a button is on one line, in points.
pub fn width(ui: &Ui, text: &str, look: Look) -> f32 {
    let font = TextStyle::Button.resolve(ui.style());
    let text = ui.painter().layout_no_wrap(text.to_owned(), font, Color32::WHITE).size().x;
    (text + 2.0 * padding(ui, look).x).max(WIDTH_MIN)
}

fn padding(ui: &Ui, look: Look) -> egui::Vec2 {
    ui.spacing().button_padding + vec2(if look == Look::Chosen { TICK_ROOM / 2.0 } else { 0.0 }, 0.0)
}

/// Draws a button; `Response::clicked` says whether it was pressed, by mouse, or by Space or Enter while it has the focus.
pub fn press(ui: &mut Ui, text: &str, look: Look, enabled: bool) -> Response {
    let palette = palette(ui);
    let padding = padding(ui, look);
    let widest = (ui.available_width().max(ui.max_rect().width().min(160.0)) - 2.0 * padding.x).max(40.0);
    let galley = WidgetText::from(text).into_galley(ui, None, widest, TextStyle::Button);
    let least = vec2(WIDTH_MIN, ui.spacing().interact_size.y);
    let size = (galley.size() + 2.0 * padding).max(least);
    let sense = if enabled && ui.is_enabled() { Sense::click() } else { Sense::hover() };
    let (rect, mut response) = ui.allocate_exact_size(size, sense);
    let enabled = enabled && ui.is_enabled();
    let chosen = look == Look::Chosen;
    response.widget_info(|| {
        if chosen {
            WidgetInfo::selected(Role::Button, enabled, true, text)
        } else {
            WidgetInfo::labeled(Role::Button, enabled, text)
        }
    });
    if ui.is_rect_visible(rect) {
        let down = response.is_pointer_button_down_on();
        let (fill, edge, ink) = match (look, enabled) {
            (_, false) => (palette.panel, Stroke::new(1.0, palette.line), palette.quiet),
            (Look::Main, _) => (palette.accent, Stroke::new(1.5, palette.accent), palette.background),
            (Look::Plain, _) => (palette.background, Stroke::new(1.5, palette.line), palette.text),
            (Look::Chosen, _) => (palette.panel, Stroke::new(2.5, palette.accent), palette.text),
        };
        let fill = if response.hovered() && look != Look::Main { palette.panel } else { fill };
        let edge =
            if response.hovered() && enabled { Stroke::new(edge.width + 1.0, edge.color) } else { edge };
        let corner = CornerRadius::same(theme::CORNER);
        let drawn = if down { rect.shrink(1.5) } else { rect };
        ui.painter().rect(drawn, corner, fill, edge, StrokeKind::Inside);
        let mut at = rect.center() - galley.size() / 2.0;
        if chosen {
            at.x += 11.0;
            let centre = egui::pos2(at.x - 15.0, rect.center().y);
            super::marks::paint(
                ui.painter(),
                centre,
                17.0,
                super::marks::Mark::Tick,
                palette.accent,
                palette.panel,
            );
        }
        bold(ui, at, galley, ink, enabled && matches!(look, Look::Main | Look::Chosen));
        focus_ring(ui, rect, &response);
    }
    if only_repeats(ui, &response) {
        response.flags.set(egui::response::Flags::FAKE_PRIMARY_CLICKED, false);
    }
    response
}

/// One of several choices: drawn as chosen with a tick; true when it was pressed.
pub fn choice(ui: &mut Ui, text: &str, chosen: bool) -> bool {
    press(ui, text, if chosen { Look::Chosen } else { Look::Plain }, true).clicked()
}

/// The ring around what has the focus; also keeps the arrow keys for pages, and brings the focus into view.
pub fn focus_ring(ui: &Ui, rect: Rect, response: &Response) {
    if !response.has_focus() {
        return;
    }
    let palette = palette(ui);
    let corner = CornerRadius::same(theme::CORNER + 3);
    ui.painter().rect_stroke(
        rect.expand(2.0),
        corner,
        Stroke::new(2.0, palette.background),
        StrokeKind::Inside,
    );
    ui.painter().rect_stroke(rect.expand(5.0), corner, Stroke::new(3.0, palette.text), StrokeKind::Inside);
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

/// Paints text, twice with half a point between where it is to be heavy: the built-in fonts have one weight.
pub fn bold(ui: &Ui, at: egui::Pos2, galley: std::sync::Arc<egui::Galley>, ink: Color32, heavy: bool) {
    if heavy {
        ui.painter().galley_with_override_text_color(at + vec2(0.6, 0.0), galley.clone(), ink);
    }
    ui.painter().galley_with_override_text_color(at, galley, ink);
}

/// Whether Space or Enter did nothing in this frame but repeat themselves over this button.
fn only_repeats(ui: &Ui, response: &Response) -> bool {
    response.has_focus()
        && ui.input(|input| {
            let mut presses = input.events.iter().filter_map(|event| match event {
                Event::Key { key: Key::Space | Key::Enter, pressed: true, repeat, .. } => Some(*repeat),
                _ => None,
            });
            presses.next().is_some_and(|first| first && presses.all(|repeat| repeat))
        })
}
