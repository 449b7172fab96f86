//! Any keys and clicks, in any order, on any screen.

use egui::{Key, Modifiers, vec2};
use proptest::prelude::*;

use super::{accounts, answer, at, card, last_page, refused};
use crate::flow::{Screen, samples};

#[derive(Debug, Clone)]
enum Touch {
    Key(Key),
    Ctrl(Key),
    Text(String),
    Click(f32, f32),
    Held(Key, usize),
    Size(f32, f32),
}

fn any_touch() -> impl Strategy<Value = Touch> {
    let key = prop::sample::select(vec![
        Key::Enter,
        Key::Escape,
        Key::Tab,
        Key::Space,
        Key::PageDown,
        Key::PageUp,
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowDown,
        Key::Backspace,
        Key::Delete,
        Key::F2,
        Key::F3,
        Key::E,
        Key::N,
        Key::C,
    ]);
    let with_ctrl = prop::sample::select(vec![Key::Plus, Key::Minus, Key::T, Key::Num0, Key::V]);
    prop_oneof![
        8 => key.clone().prop_map(Touch::Key),
        1 => with_ctrl.prop_map(Touch::Ctrl),
        2 => "[ -~]{1,4}".prop_map(Touch::Text),
        4 => (0.0_f32..1.0, 0.0_f32..1.0).prop_map(|(x, y)| Touch::Click(x, y)),
        2 => (key, 1_usize..80).prop_map(|(key, steps)| Touch::Held(key, steps)),
        1 => (200.0_f32..2_000.0, 200.0_f32..1_500.0).prop_map(|(x, y)| Touch::Size(x, y)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// No panic, no screen that never comes back, and the keys are lost only where the operator locks.
    #[test]
    fn no_mash_of_keys_and_clicks_breaks_a_screen_or_loses_the_sitting(
        first in 0_usize..6,
        touches in prop::collection::vec(any_touch(), 1..60),
    ) {
        let screen = match first {
            0 => accounts(),
            1 => card(),
            2 => answer(),
            3 => Screen::Review(Box::new(samples::harmless())),
            4 => last_page(samples::critical()),
            _ => refused(),
        };
        let mut harness = at(screen);
        let mut size = vec2(1000.0, 760.0);
        for touch in touches {
            match touch {
                Touch::Key(key) => harness.key_press(key),
                Touch::Ctrl(key) => harness.key_press_modifiers(Modifiers::COMMAND, key),
                Touch::Text(text) => harness.event(egui::Event::Text(text)),
                Touch::Click(x, y) => {
                    let at = egui::pos2(size.x * x, size.y * y);
                    harness.drag_at(at);
                    harness.drop_at(at);
                }
                Touch::Held(key, steps) => {
                    harness.key_down(key);
                    harness.run_steps(steps);
                    harness.key_up(key);
                }
                Touch::Size(width, height) => {
                    size = vec2(width, height);
                    harness.set_size(size);
                }
            }
            harness.run_steps(2);
            let state = harness.state();
            let left = matches!(state.screen, Screen::Start(_) | Screen::New(_) | Screen::Entry(_) | Screen::Drill(_));
            prop_assert!(state.desk.sitting.is_some() || left, "{:?}", state.screen);
        }
    }
}
