//! A bar that shows which share of something is done.
//!
//! May not enter: what is done; a sentence beside it says so in numbers.

use egui::{CornerRadius, Role, Sense, Ui, WidgetInfo, vec2};
use shared::ui::theme::palette;

/// Draws it as wide as the column; `done` of `total`, nothing where nothing is to be done.
pub fn meter(ui: &mut Ui, done: u64, total: u64) {
    let thousandths = done.saturating_mul(1_000).checked_div(total).unwrap_or_default();
    let share = u16::try_from(thousandths.min(1_000)).map_or(1.0, f32::from) / 1_000.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 14.0), Sense::empty());
    let name = format!("{} percent", thousandths.min(1_000) / 10);
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &name));
    let (palette, corner) = (palette(ui), CornerRadius::same(4));
    ui.painter().rect_filled(rect, corner, palette.panel);
    let mut filled = rect;
    filled.set_width(rect.width() * share);
    ui.painter().rect_filled(filled, corner, palette.accent);
}
