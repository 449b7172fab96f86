//! The modules of a code, black on white in every theme, with the quiet zone of ISO/IEC 18004.
//!
//! A module is a whole number of the screen's pixels, so that a camera sees sharp edges; the code is a texture of one pixel a
//! module, drawn as one rectangle. May not enter: what is in the code.

use crate::qr::{
    draw::{DrawError, Modules, QUIET_ZONE, draw},
    send::{Pace, Profile, SendError, Sender},
};
use egui::{
    Color32, ColorImage, Id, Rect, Response, Role, Sense, TextureHandle, TextureOptions, Ui, Vec2,
    WidgetInfo, pos2,
};
use std::sync::{Arc, Mutex, PoisonError};

/// Why a message is not on screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShowError {
    /// It cannot be cut into frames.
    #[error(transparent)]
    Send(#[from] SendError),
    /// A frame cannot be drawn.
    #[error(transparent)]
    Draw(#[from] DrawError),
}

/// A message as it is being shown: one code, or an animation that runs on.
struct Player {
    sender: Sender,
    of: Id,
    due: f64,
    texture: Option<TextureHandle>,
    width: usize,
    shown: u64,
}

/// How far an animation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Codes that carry the message once; 1 is a still picture.
    pub frames: usize,
    /// Codes that were on screen so far.
    pub shown: u64,
}

/// Shows a message in a square with sides of at most `side` points, one code after the other at this pace, or still, beginning anew
/// when anything about it changes. Asks for the next drawing by itself.
///
/// # Errors
/// What [`Sender::new`] and drawing refuse.
pub fn play(
    ui: &mut Ui,
    ur_type: &str,
    message: &[u8],
    profile: Profile,
    pace: Option<Pace>,
    side: f32,
) -> Result<Shown, ShowError> {
    let of = Id::unique((ur_type, message, format!("{profile:?}")));
    let slot = ui.scope_id().with("player");
    let kept: Option<Arc<Mutex<Player>>> = ui.data(|data| data.get_temp(slot));
    let same = kept.filter(|player| player.lock().unwrap_or_else(PoisonError::into_inner).of == of);
    let player = match same {
        Some(player) => player,
        None => {
            let sender = Sender::new(ur_type, message, profile)?;
            let player = Player { sender, of, due: f64::NEG_INFINITY, texture: None, width: 0, shown: 0 };
            let player = Arc::new(Mutex::new(player));
            ui.data_mut(|data| data.insert_temp(slot, Arc::clone(&player)));
            player
        }
    };
    let mut player = player.lock().unwrap_or_else(PoisonError::into_inner);
    player.advance(ui, pace)?;
    if let Some(texture) = &player.texture {
        let response = paint(ui, texture, player.width, side);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "QR code"));
    }
    Ok(Shown { frames: player.sender.frame_count(), shown: player.shown })
}

impl Player {
    fn advance(&mut self, ui: &Ui, pace: Option<Pace>) -> Result<(), ShowError> {
        let now = ui.input(|input| input.time);
        let pace = pace.filter(|_| self.sender.frame_count() > 1);
        if self.texture.is_none() || (pace.is_some() && now >= self.due) {
            let modules = draw(&self.sender.next_frame())?;
            let picture = image(&modules);
            self.width = modules.width;
            self.shown = self.shown.saturating_add(1);
            match &mut self.texture {
                Some(texture) => texture.set(picture, TextureOptions::NEAREST),
                None => self.texture = Some(ui.ctx().load_texture("code", picture, TextureOptions::NEAREST)),
            }
            let step = pace.map_or(0.0, |pace| pace.interval().as_secs_f64());
            // In step with the pace, unless the window was away.
            self.due = if self.due + step > now { self.due + step } else { now + step };
        }
        if pace.is_some() {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((self.due - now).max(0.001)));
        }
        Ok(())
    }
}

/// One pixel a module, with the quiet zone.
fn image(modules: &Modules) -> ColorImage {
    let (side, luma) = modules.to_luma(1);
    ColorImage::from_gray([side, side], &luma)
}

/// How many of the screen's pixels a module takes, at least one.
fn pixels_a_module(width: usize, side_pixels: f32) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "at most 185")]
    let modules = (width + 2 * QUIET_ZONE) as f32;
    (side_pixels / modules).floor().max(1.0)
}

fn paint(ui: &mut Ui, texture: &TextureHandle, width: usize, side: f32) -> Response {
    let scale = ui.ctx().pixels_per_point();
    #[allow(clippy::cast_precision_loss, reason = "at most 185")]
    let modules = (width + 2 * QUIET_ZONE) as f32;
    let side = pixels_a_module(width, side * scale) * modules / scale;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::empty());
    let on_pixel = |point: f32| (point * scale).round() / scale;
    let rect = Rect::from_min_size(pos2(on_pixel(rect.min.x), on_pixel(rect.min.y)), Vec2::splat(side));
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    ui.painter().image(texture.id(), rect, whole, Color32::WHITE);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_a_whole_number_of_pixels_and_never_none() {
        for (width, room, pixels) in
            [(21, 290.0, 10.0), (21, 289.0, 9.0), (177, 370.0, 2.0), (177, 100.0, 1.0)]
        {
            assert!((pixels_a_module(width, room) - pixels).abs() < f32::EPSILON, "{width} in {room}");
        }
    }
}
