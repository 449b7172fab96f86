//! The live picture between the camera's thread and the window: one preview waiting, one texture, both wiped when the camera
//! closes. What the camera sees may be a secret, so nothing else holds a picture.

use crate::camera::Preview;
use egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions, Vec2};
use std::cell::RefCell;

/// The glass that the operator looks through. The views have it by reference, so the texture is filled in place.
#[derive(Default)]
pub(super) struct Glass {
    waiting: RefCell<Option<Preview>>,
    texture: RefCell<Option<TextureHandle>>,
}

impl Glass {
    /// Puts the newest picture.
    pub(super) fn put(&self, preview: Preview) {
        *self.waiting.borrow_mut() = Some(preview);
    }

    /// The texture with the newest picture in it, and its size in pixels.
    pub(super) fn texture(&self, ctx: &Context) -> Option<(TextureId, Vec2)> {
        let mut texture = self.texture.borrow_mut();
        if let Some(preview) = self.waiting.borrow_mut().take() {
            let picture = ColorImage::from_gray([preview.width(), preview.height()], preview.luma());
            match texture.as_mut() {
                Some(texture) => texture.set(picture, TextureOptions::LINEAR),
                None => *texture = Some(ctx.load_texture("camera", picture, TextureOptions::LINEAR)),
            }
        }
        texture.as_ref().map(|texture| (texture.id(), texture.size_vec2()))
    }

    /// Paints the texture black before it is given back: the driver does not wipe what it frees.
    pub(super) fn wipe(&self) {
        *self.waiting.borrow_mut() = None;
        if let Some(mut texture) = self.texture.borrow_mut().take() {
            let black = ColorImage::filled(texture.size(), egui::Color32::BLACK);
            texture.set(black, TextureOptions::LINEAR);
        }
    }
}
