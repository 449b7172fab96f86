//! The keyboard, read for a secret field: from the events of this frame into memory that is wiped, nothing kept.
//!
//! Letters of words are keys, not text, so that neither an input method nor the clipboard has a part in them; a paste has no
//! effect anywhere. May not enter: egui's text field, its memory, strings.

use crate::flow::Keys;
use egui::{Event, Key, Ui};
use shared::ui::parts::{button, nothing_focused};

/// Held down, this key shows what is hidden.
pub const SHOW_KEY: Key = Key::F3;

/// The keys of this frame for words: letters, digits, blank, and the keys that move.
pub fn for_words(ui: &Ui) -> Keys {
    let alone = nothing_focused(ui);
    let keys = read(ui, |key, repeat| match key {
        Key::Backspace => Some(Keys::ERASE),
        _ if repeat => None,
        Key::Delete => Some(Keys::DELETE),
        // With the focus on a button these keys are the button's.
        Key::Enter if alone => Some(Keys::ENTER),
        Key::Space if alone => Some(' '),
        Key::ArrowLeft if alone => Some(Keys::LEFT),
        Key::ArrowRight if alone => Some(Keys::RIGHT),
        Key::ArrowUp if alone => Some(Keys::UP),
        Key::ArrowDown if alone => Some(Keys::DOWN),
        Key::Home if alone => Some(Keys::HOME),
        Key::End if alone => Some(Keys::END),
        key => letter_or_digit(key),
    });
    take_focus(ui, &keys);
    keys
}

/// Who types again has left the buttons: the next blank and Enter are for the field.
fn take_focus(ui: &Ui, keys: &Keys) {
    if !keys.is_empty() {
        ui.memory_mut(|memory| {
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
        });
    }
}

/// The keys of this frame for a passphrase: text as the layout gives it, and the keys that erase.
pub fn for_text(ui: &Ui) -> Keys {
    let alone = nothing_focused(ui);
    let mut keys = Keys::default();
    ui.input(|input| {
        for event in &input.events {
            match event {
                // A blank over a button presses it and is no letter.
                Event::Text(text) if alone || text != " " => {
                    text.chars().for_each(|letter| keys.push(letter));
                }
                Event::Key { key, pressed: true, repeat, modifiers, .. } if !modifiers.command => match key {
                    Key::Backspace => keys.push(Keys::ERASE),
                    Key::Delete => keys.push(Keys::DELETE),
                    Key::Enter if alone && !repeat => keys.push(Keys::ENTER),
                    _ => {}
                },
                _ => {}
            }
        }
    });
    take_focus(ui, &keys);
    keys
}

/// The keys of this frame for one throw after the other: digits and erasing.
pub fn for_throws(ui: &Ui) -> Keys {
    let keys = read(ui, |key, repeat| match key {
        Key::Backspace => Some(Keys::ERASE),
        _ if repeat => None,
        key => letter_or_digit(key),
    });
    take_focus(ui, &keys);
    keys
}

/// Draws the button that shows what is hidden, for as long as it, or [`SHOW_KEY`], is held down.
pub fn show_button(ui: &mut Ui) -> bool {
    let response = button(ui, "Hold to show (F3)");
    let (key, space) = ui.input(|input| (input.key_down(SHOW_KEY), input.key_down(Key::Space)));
    let held = key || response.is_pointer_button_down_on() || (space && response.has_focus());
    if held {
        ui.ctx().request_repaint(); // hidden again in the very frame in which it is let go
    }
    held
}

fn read(ui: &Ui, meaning: impl Fn(Key, bool) -> Option<char>) -> Keys {
    let mut keys = Keys::default();
    ui.input(|input| {
        for event in &input.events {
            let Event::Key { key, pressed: true, repeat, modifiers, .. } = event else { continue };
            if modifiers.ctrl || modifiers.alt || modifiers.command {
                continue;
            }
            if let Some(key) = meaning(*key, *repeat) {
                keys.push(key);
            }
        }
    });
    keys
}

fn letter_or_digit(key: Key) -> Option<char> {
    let mut name = key.name().chars();
    let letter = name.next()?.to_ascii_lowercase();
    (name.next().is_none() && letter.is_ascii_alphanumeric()).then_some(letter)
}
