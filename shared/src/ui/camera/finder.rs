//! The live picture with its edge, which says the state once more.

use crate::ui::eye::Eye;
use crate::{camera::Look, qr::receive::Sight, ui::theme::palette};
use egui::{Color32, CornerRadius, Painter, Rect, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, pos2};

/// The shape of a picture before there is one.
const USUAL: Vec2 = Vec2::new(16.0, 9.0);

/// Draws it in the middle of `room`, its shape kept.
pub(super) fn show(ui: &mut Ui, eye: &Eye, room: Vec2, look: &Look) {
    let (place, _) = ui.allocate_exact_size(room, Sense::empty());
    let picture = eye.picture(ui.ctx());
    let size = picture.map_or(USUAL, |(_, size)| size);
    let scale = (room.x / size.x.max(1.0)).min(room.y / size.y.max(1.0));
    let frame = Rect::from_center_size(place.center(), size * scale);
    let palette = palette(ui);
    let painter = ui.painter();
    match picture {
        Some((texture, _)) => {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture, frame, whole, Color32::WHITE);
        }
        None => _ = painter.rect_filled(frame, CornerRadius::same(4), palette.panel),
    }
    match look.sight {
        Sight::None => edge(painter, frame, Stroke::new(1.5, palette.line)),
        Sight::Seen => dashed(painter, frame, Stroke::new(5.0, palette.caution)),
        Sight::Decoded => edge(painter, frame, Stroke::new(5.0, palette.good)),
    }
}

fn edge(painter: &Painter, frame: Rect, stroke: Stroke) {
    painter.rect_stroke(frame, CornerRadius::same(2), stroke, StrokeKind::Inside);
}

fn dashed(painter: &Painter, frame: Rect, stroke: Stroke) {
    let frame = frame.shrink(stroke.width / 2.0);
    let path =
        [frame.left_top(), frame.right_top(), frame.right_bottom(), frame.left_bottom(), frame.left_top()];
    painter.extend(Shape::dashed_line(&path, stroke, 18.0, 12.0));
}
