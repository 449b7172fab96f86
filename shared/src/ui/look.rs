//! How a window looks: theme and size, with the keys and buttons that change them.
//!
//! | keys          | what                      |
//! |---------------|---------------------------|
//! | F2            | the settings, or no longer |
//! | Ctrl+T        | the other theme           |
//! | Ctrl++, −, 0  | larger, smaller, as designed |
//!
//! May not enter: files. Both windows forget it when they close.

use super::{
    parts,
    press::pressed_with_ctrl,
    theme::{SCALES, Theme},
};
use egui::{Key, Ui};

/// How the window looks. Forgotten when it closes, like everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// Which of [`SCALES`].
    pub step: usize,
    /// Whether the settings are in sight.
    pub open: bool,
}

impl Settings {
    /// How large everything is, 1 being as designed.
    pub fn scale(self) -> f32 {
        SCALES.get(self.step).copied().unwrap_or(1.0)
    }

    /// The smallest step that is at least so large, or the largest.
    #[must_use]
    pub fn at_least(self, scale: f32) -> Self {
        let step = SCALES.iter().position(|known| *known >= scale).unwrap_or(SCALES.len() - 1);
        Self { step, ..self }
    }

    /// One step larger; at the end nothing changes.
    #[must_use]
    pub fn larger(self) -> Self {
        Self { step: (self.step + 1).min(SCALES.len() - 1), ..self }
    }

    /// One step smaller; at the end nothing changes.
    #[must_use]
    pub fn smaller(self) -> Self {
        Self { step: self.step.saturating_sub(1), ..self }
    }
}

/// What the keys that work everywhere change.
pub fn keys(ui: &Ui, settings: Settings) -> Option<Settings> {
    let ctrl = |key| pressed_with_ctrl(ui, key);
    if ctrl(Key::Plus) || ctrl(Key::Equals) {
        Some(settings.larger())
    } else if ctrl(Key::Minus) {
        Some(settings.smaller())
    } else if ctrl(Key::Num0) {
        Some(Settings { step: 0, ..settings })
    } else if ctrl(Key::T) {
        Some(Settings { theme: settings.theme.other(), ..settings })
    } else if parts::pressed(ui, Key::F2) {
        Some(Settings { open: !settings.open, ..settings })
    } else {
        None
    }
}

/// The buttons for theme and size, on a row that is there already.
pub fn choices(ui: &mut Ui, settings: Settings) -> Option<Settings> {
    let mut chosen = None;
    for (theme, name) in [(Theme::Light, "Light"), (Theme::Dark, "Dark")] {
        if parts::choice(ui, name, settings.theme == theme) {
            chosen = Some(Settings { theme, ..settings });
        }
    }
    ui.separator();
    for (step, scale) in SCALES.iter().enumerate() {
        if parts::choice(ui, &format!("{:.0} %", scale * 100.0), settings.step == step) {
            chosen = Some(Settings { step, ..settings });
        }
    }
    chosen
}
