//! Colours and sizes.
//!
//! Every meaning has a shape or a word beside its colour. May not enter: widgets.

use egui::{Color32, Context, Ui};

/// The colours of one theme, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub background: Color32,
    /// Behind a group.
    pub panel: Color32,
    /// What is read.
    pub text: Color32,
    /// What may be left unread.
    pub quiet: Color32,
    /// What is pressed next, and what has the focus.
    pub accent: Color32,
    /// All is well.
    pub good: Color32,
    /// Look twice.
    pub caution: Color32,
    /// Can lose control or money.
    pub danger: Color32,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark text on light.
    #[default]
    Light,
    /// Light text on dark.
    Dark,
}

impl Theme {
    /// Its colours.
    pub const fn palette(self) -> Palette {
        match self {
            Self::Light => Palette {
                background: Color32::from_rgb(0xfa, 0xf9, 0xf6),
                panel: Color32::from_rgb(0xee, 0xec, 0xe6),
                text: Color32::from_rgb(0x1a, 0x1c, 0x20),
                quiet: Color32::from_rgb(0x55, 0x5b, 0x66),
                accent: Color32::from_rgb(0x00, 0x4f, 0x9e),
                good: Color32::from_rgb(0x00, 0x6d, 0x5b),
                caution: Color32::from_rgb(0x8a, 0x5a, 0x00),
                danger: Color32::from_rgb(0xb0, 0x1e, 0x3a),
            },
            Self::Dark => Palette {
                background: Color32::from_rgb(0x12, 0x15, 0x1a),
                panel: Color32::from_rgb(0x1f, 0x24, 0x2c),
                text: Color32::from_rgb(0xf0, 0xf1, 0xf3),
                quiet: Color32::from_rgb(0xa9, 0xb0, 0xbb),
                accent: Color32::from_rgb(0x6c, 0xb8, 0xff),
                good: Color32::from_rgb(0x4f, 0xd1, 0xb5),
                caution: Color32::from_rgb(0xf2, 0xb8, 0x4b),
                danger: Color32::from_rgb(0xff, 0x7d, 0x8f),
            },
        }
    }
}

/// The colours in force.
pub fn palette(ui: &Ui) -> Palette {
    if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light }.palette()
}

/// Puts a theme and a scale (1.0 to 2.0) in force.
pub fn apply(ctx: &Context, theme: Theme, scale: f32) {
    ctx.set_theme(match theme {
        Theme::Light => egui::Theme::Light,
        Theme::Dark => egui::Theme::Dark,
    });
    ctx.set_zoom_factor(scale);
}
