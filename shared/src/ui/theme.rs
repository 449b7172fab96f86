//! Colours and sizes.
//!
//! The hues are those of Okabe and Ito (blue, bluish green, orange, vermilion), darkened or lightened until every text has a
//! contrast of at least 7:1 (WCAG 2.2, 1.4.6) on both backgrounds; a test measures it. Every meaning has a shape or a word
//! beside its colour. May not enter: widgets.

use egui::{Color32, Context, CornerRadius, FontFamily, FontId, Stroke, TextStyle, Ui, Vec2};

/// Text that is read, in points.
pub const BODY: f32 = 18.0;
/// The heading of a screen, in points.
pub const HEADING: f32 = 30.0;
/// Text that may be left unread, in points.
pub const SMALL: f32 = 15.5;
/// The widest column of text, in points: about 85 letters.
pub const COLUMN: f32 = 760.0;
/// Corners of buttons and boxes, in points.
pub const CORNER: u8 = 10;
/// The sizes of everything that can be chosen, 1 being as designed.
pub const SCALES: [f32; 5] = [1.0, 1.25, 1.5, 1.75, 2.0];

/// The colours of one theme, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub background: Color32,
    /// Behind a group.
    pub panel: Color32,
    /// Around what can be pressed.
    pub line: Color32,
    /// What is read.
    pub text: Color32,
    /// What may be left unread.
    pub quiet: Color32,
    /// What is pressed next.
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
                background: Color32::from_rgb(0xfb, 0xfa, 0xf7),
                panel: Color32::from_rgb(0xf0, 0xee, 0xe9),
                line: Color32::from_rgb(0x8b, 0x8f, 0x98),
                text: Color32::from_rgb(0x17, 0x19, 0x1d),
                quiet: Color32::from_rgb(0x47, 0x4d, 0x57),
                accent: Color32::from_rgb(0x00, 0x4a, 0x8f),
                good: Color32::from_rgb(0x00, 0x56, 0x47),
                caution: Color32::from_rgb(0x6b, 0x43, 0x00),
                danger: Color32::from_rgb(0x99, 0x10, 0x1e),
            },
            Self::Dark => Palette {
                background: Color32::from_rgb(0x12, 0x15, 0x1a),
                panel: Color32::from_rgb(0x1f, 0x24, 0x2c),
                line: Color32::from_rgb(0x7a, 0x84, 0x93),
                text: Color32::from_rgb(0xf0, 0xf1, 0xf3),
                quiet: Color32::from_rgb(0xb6, 0xbd, 0xc8),
                accent: Color32::from_rgb(0x7c, 0xc0, 0xff),
                good: Color32::from_rgb(0x58, 0xd6, 0xbb),
                caution: Color32::from_rgb(0xf4, 0xbd, 0x55),
                danger: Color32::from_rgb(0xff, 0x95, 0x8f),
            },
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

/// The theme in force.
pub fn theme(ui: &Ui) -> Theme {
    if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light }
}

/// The colours in force.
pub fn palette(ui: &Ui) -> Palette {
    theme(ui).palette()
}

/// Puts a theme and a scale (1.0 to 2.0) in force.
pub fn apply(ctx: &Context, theme: Theme, scale: f32) {
    for (name, theme) in [(egui::Theme::Light, Theme::Light), (egui::Theme::Dark, Theme::Dark)] {
        ctx.style_mut_of(name, |style| dress(style, theme.palette()));
    }
    ctx.set_theme(match theme {
        Theme::Light => egui::Theme::Light,
        Theme::Dark => egui::Theme::Dark,
    });
    ctx.options_mut(|options| {
        options.zoom_with_keyboard = false; // our steps, and shown in the strip
        options.quit_shortcuts.clear(); // one key beside another must not end a sitting
    });
    ctx.set_zoom_factor(scale.clamp(SCALES[0], SCALES[4]));
}

fn dress(style: &mut egui::Style, palette: Palette) {
    let proportional = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, proportional(SMALL)),
        (TextStyle::Body, proportional(BODY)),
        (TextStyle::Button, proportional(BODY)),
        (TextStyle::Heading, proportional(HEADING)),
        (TextStyle::Monospace, FontId::new(BODY - 1.0, FontFamily::Monospace)),
    ]
    .into();
    style.animation_time = 0.0; // nothing moves that has no reason to
    style.interaction.selectable_labels = false; // nothing here goes to a clipboard
    style.spacing.item_spacing = Vec2::new(12.0, 12.0);
    style.spacing.button_padding = Vec2::new(16.0, 10.0);
    style.spacing.interact_size.y = 40.0;
    style.spacing.scroll = egui::style::ScrollStyle::solid();
    let visuals = &mut style.visuals;
    visuals.override_text_color = Some(palette.text);
    visuals.panel_fill = palette.background;
    visuals.window_fill = palette.background;
    visuals.extreme_bg_color = palette.panel;
    visuals.faint_bg_color = palette.panel;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.selection.bg_fill = palette.accent;
    visuals.selection.stroke = Stroke::new(2.0, palette.background);
    let widgets = &mut visuals.widgets;
    for (state, width) in [
        (&mut widgets.noninteractive, 1.0),
        (&mut widgets.inactive, 1.5),
        (&mut widgets.hovered, 2.0),
        (&mut widgets.active, 3.0),
        (&mut widgets.open, 2.0),
    ] {
        state.corner_radius = CornerRadius::same(CORNER);
        state.bg_fill = palette.panel;
        state.weak_bg_fill = palette.panel;
        state.bg_stroke = Stroke::new(width, palette.line);
        state.fg_stroke = Stroke::new(width, palette.text);
        state.expansion = 0.0;
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.panel);
    // What is drawn by egui itself has a visible focus, too.
    widgets.active.bg_stroke = Stroke::new(3.0, palette.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(colour: Color32) -> f64 {
        let linear = |byte: u8| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    fn contrast(one: Color32, other: Color32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_has_a_contrast_of_seven_to_one_on_both_backgrounds() {
        for theme in [Theme::Light, Theme::Dark] {
            let p = theme.palette();
            for behind in [p.background, p.panel] {
                for (name, colour) in [
                    ("text", p.text),
                    ("quiet", p.quiet),
                    ("accent", p.accent),
                    ("good", p.good),
                    ("caution", p.caution),
                    ("danger", p.danger),
                ] {
                    let found = contrast(colour, behind);
                    assert!(found >= 7.0, "{theme:?} {name} on {behind:?}: {found:.2}");
                }
                assert!(contrast(p.line, behind) >= 2.5, "{theme:?}: the edge of a button is seen");
            }
        }
    }

    #[test]
    fn the_other_of_the_other_theme_is_the_first() {
        assert_eq!(Theme::Light.other().other(), Theme::Light);
    }
}
