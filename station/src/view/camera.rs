//! The camera's own part of a screen: preview, picker, what is seen, one advice at a time.

use crate::eye::{Eye, EyeChoice};
use egui::{Color32, Rect, Sense, Ui, pos2, vec2};
use shared::{qr::receive::Sight, ui::parts};

/// Draws it; takes the room it is given.
pub fn show(ui: &mut Ui, eye: &Eye) -> Option<EyeChoice> {
    let state = eye.state();
    let look = &state.look;
    if let Some(trouble) = &look.trouble {
        parts::text(ui, &trouble.to_string());
        return parts::button(ui, "Try again").clicked().then_some(EyeChoice::Again);
    }
    if let Some((texture, size)) = eye.picture(ui.ctx()) {
        let room = ui.available_size() - vec2(0.0, 120.0);
        let scale = (room.x / size.x).min(room.y / size.y).max(0.1);
        let (place, _) = ui.allocate_exact_size(size * scale, Sense::hover());
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(texture, place, whole, Color32::WHITE);
    }
    let sight = match look.sight {
        Sight::None => "No code in the picture.",
        Sight::Seen => "A code is in the picture and cannot be read yet.",
        Sight::Decoded => "Reading.",
    };
    parts::text(ui, if look.live { sight } else { "The camera opens…" });
    if look.progress.need > 1 {
        parts::text(ui, &format!("{} of {} parts", look.progress.have, look.progress.need));
    }
    if let Some(advice) = look.advice {
        parts::text(ui, advice.sentence());
    }
    if let Some(remark) = &look.remark {
        parts::quiet(ui, remark);
    }
    None
}
