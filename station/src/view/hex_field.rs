//! The field for an address or a fingerprint: not egui's, which asks for the focus and keeps what was typed.
//!
//! May not enter: secrets.

use crate::flow::{FieldChoice, PublicField};
use egui::{CornerRadius, Event, Key, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use shared::ui::theme::{self, palette};

/// Draws the field below its label and reads the keyboard for it; a screen has at most one field that reads.
///
/// Ctrl+V pastes, where the system has something to paste: what goes in here is public.
pub fn hex_field(ui: &mut Ui, label: &str, field: &PublicField) -> Option<FieldChoice> {
    ui.label(label);
    let size = vec2(ui.available_width().min(theme::COLUMN), ui.spacing().interact_size.y + 6.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::empty());
    let said = format!("{label}: {}", field.text());
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &said));
    let palette = palette(ui);
    let painter = ui.painter().with_clip_rect(rect);
    let edge = Stroke::new(2.0, palette.accent);
    painter.rect(rect, CornerRadius::same(theme::CORNER), palette.panel, edge, StrokeKind::Inside);
    let mut font = egui::TextStyle::Monospace.resolve(ui.style());
    // An address with its prefix fits in the narrowest window.
    font.size = font.size.min((rect.width() - 36.0) / (44.0 * 0.62));
    let at = rect.left_center() + vec2(14.0, 0.0);
    let shown = painter.text(at, egui::Align2::LEFT_CENTER, field.text(), font, palette.text);
    let caret = shown.right().max(at.x) + 2.0;
    painter.vline(caret, rect.shrink(10.0).y_range(), Stroke::new(2.0, palette.accent));
    typed(ui)
}

fn typed(ui: &Ui) -> Option<FieldChoice> {
    ui.input(|input| {
        let text: String = input
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Text(text) | Event::Paste(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let pressed = |key| input.key_pressed(key);
        match (text.trim(), pressed(Key::Backspace), pressed(Key::Delete)) {
            ("", true, _) => Some(FieldChoice::Erase),
            ("", _, true) => Some(FieldChoice::Clear),
            ("", false, false) => None,
            (text, ..) => Some(FieldChoice::Type(text.to_owned())),
        }
    })
}
