//! The parts of a message as cells: full ones are here. A fountain code has no order, so they fill from the left.

use crate::ui::theme::palette;
use egui::{Color32, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// More cells than this are too small to count; then a cell stands for several parts.
const CELLS_MAX: usize = 120;
/// In points.
const CELL: f32 = 14.0;
const GAP: f32 = 4.0;
/// More rows than this take the picture's room.
const ROWS_MAX: usize = 2;

/// Cells in all and full ones, where at most `most` have room.
fn cells(have: usize, need: usize, most: usize) -> (usize, usize) {
    let cells = need.min(most).clamp(1, CELLS_MAX);
    // A cell is full when all of its parts are here; only the whole message fills the last one.
    let full = have.min(need).checked_mul(cells).map_or(0, |parts| parts / need.max(1));
    (cells, full)
}

/// Draws them in one or two rows, as wide as there is room.
pub(super) fn show(ui: &mut Ui, have: usize, need: usize) {
    let columns = fitting(ui.available_width());
    let (cells, full) = cells(have, need, columns * ROWS_MAX);
    let rows = cells.div_ceil(columns);
    #[expect(clippy::cast_precision_loss, reason = "a cell's number is below 121")]
    let at = |cell: usize| cell as f32 * (CELL + GAP);
    let (place, response) = ui.allocate_exact_size(vec2(at(columns.min(cells)), at(rows)), Sense::empty());
    response.widget_info(|| {
        WidgetInfo::labeled(egui::Role::ProgressIndicator, true, format!("{have} of {need} parts"))
    });
    let palette = palette(ui);
    for cell in 0..cells {
        let corner = place.min + vec2(at(cell % columns), at(cell / columns));
        let square = Rect::from_min_size(pos2(corner.x, corner.y), vec2(CELL, CELL));
        let fill = if cell < full { palette.good } else { Color32::TRANSPARENT };
        let edge = if cell < full { palette.good } else { palette.line };
        ui.painter().rect(square, 2, fill, Stroke::new(1.5, edge), StrokeKind::Inside);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a width in points over one cell's"
)]
fn fitting(width: f32) -> usize {
    ((width / (CELL + GAP)) as usize).clamp(4, CELLS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_grid_is_full_only_when_the_message_is(need in 1_usize..10_000, have in 0_usize..12_000, most in 1_usize..400) {
            let (cells, full) = cells(have, need, most);
            prop_assert!(cells <= CELLS_MAX.min(most) && full <= cells);
            prop_assert_eq!(full == cells, have >= need);
        }

        #[test]
        fn small_messages_have_a_cell_a_part(need in 1_usize..40, have in 0_usize..40) {
            prop_assert_eq!(cells(have, need, 40), (need, have.min(need)));
        }
    }
}
