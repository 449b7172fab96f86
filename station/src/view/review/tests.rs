//! The review on a screen without a window: what is pressable, and what a hold takes.

use super::*;
use crate::flow::{Choice, Screen, samples, step};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

struct Table {
    desk: Desk,
    screen: Screen,
}

/// The screen as the window runs it, with the clock of the drawing.
fn harness(reviewing: Reviewing) -> Harness<'static, Table> {
    let table = Table { desk: samples::desk(), screen: Screen::Review(Box::new(reviewing)) };
    let draw = |ui: &mut Ui, table: &mut Table| {
        table.desk.clock.running = std::time::Duration::from_secs_f64(ui.input(|input| input.time));
        let Screen::Review(reviewing) = &table.screen else { return };
        if let Some(choice) = show(ui, reviewing, &table.desk) {
            let screen = std::mem::replace(&mut table.screen, Screen::Scan);
            table.screen = step(screen, &mut table.desk, Choice::Review(choice)).screen;
            ui.ctx().request_repaint();
        }
    };
    let builder = Harness::builder().with_size(egui::vec2(1000.0, 760.0)).with_step_dt(1.0 / 60.0);
    let mut harness = builder.build_ui_state(draw, table);
    harness.run_steps(3);
    harness
}

fn to_the_last_page(harness: &mut Harness<'_, Table>) {
    for _ in 0..60 {
        harness.key_press(Key::PageDown);
        harness.run_steps(4);
    }
}

fn is_signing(harness: &Harness<'_, Table>) -> bool {
    matches!(harness.state().screen, Screen::Sign(_))
}

#[test]
fn approve_stands_on_the_last_page_alone() {
    let mut harness = harness(samples::harmless());
    assert!(harness.query_by_label("Approve").is_none());
    to_the_last_page(&mut harness);
    assert!(!harness.get_by_label("Approve").accesskit_node().is_disabled());
}

#[test]
fn holding_a_key_for_a_second_approves_and_less_does_not() {
    for (key, steps, signs) in
        [(Key::Space, 40, false), (Key::Enter, 40, false), (Key::Space, 70, true), (Key::Enter, 70, true)]
    {
        let mut harness = harness(samples::harmless());
        to_the_last_page(&mut harness);
        harness.key_down(key);
        harness.run_steps(steps);
        harness.key_up(key);
        harness.run_steps(70);
        assert_eq!(is_signing(&harness), signs, "{key:?} for {steps} sixtieths");
    }
}

#[test]
fn a_key_that_was_down_before_the_last_page_holds_nothing() {
    let mut harness = harness(samples::message(&[b'x'; 300]));
    assert!(harness.query_by_label("Approve").is_none(), "more pages than one");
    harness.key_down(Key::Enter); // turns the first page, and stays down
    for _ in 0..10 {
        harness.event(Event::Key {
            key: Key::Enter,
            physical_key: None,
            pressed: true,
            repeat: true,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run_steps(10);
    }
    assert!(!is_signing(&harness));
    let Screen::Review(reviewing) = &harness.state().screen else { panic!("still reading") };
    assert!(reviewing.reading().page() <= 1, "a key that repeats itself turns one page");
}

#[test]
fn the_mouse_must_stay_on_the_button() {
    for (leaves, signs) in [(false, true), (true, false)] {
        let mut harness = harness(samples::harmless());
        to_the_last_page(&mut harness);
        let button = harness.get_by_label("Approve").rect().center();
        harness.hover_at(button);
        harness.run_steps(2);
        harness.drag_at(button);
        harness.run_steps(30);
        if leaves {
            harness.hover_at(egui::pos2(5.0, 400.0));
            harness.run_steps(2);
            harness.hover_at(button);
        }
        harness.run_steps(60);
        assert_eq!(is_signing(&harness), signs, "leaves: {leaves}");
    }
}

#[test]
fn losing_the_window_ends_a_hold() {
    let mut harness = harness(samples::harmless());
    to_the_last_page(&mut harness);
    harness.key_down(Key::Space);
    harness.run_steps(40);
    harness.input_mut().focused = false;
    harness.run_steps(10);
    harness.input_mut().focused = true;
    harness.run_steps(80);
    assert!(!is_signing(&harness));
}

#[test]
fn a_word_is_typed_before_the_worst_can_be_approved() {
    let mut harness = harness(samples::critical());
    to_the_last_page(&mut harness);
    assert!(harness.get_by_label("Approve").accesskit_node().is_disabled());
    let Screen::Review(reviewing) = &harness.state().screen else { panic!("still reading") };
    for letter in reviewing.word().unwrap().to_owned().chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.run_steps(2);
    }
    harness.run_steps(3);
    harness.key_down(Key::Space);
    harness.run_steps(70);
    assert!(is_signing(&harness));
}

#[test]
fn a_live_link_is_said_and_nothing_can_be_held() {
    let mut harness = harness(samples::harmless());
    to_the_last_page(&mut harness);
    let link = crate::air::Link { name: "wlan0".to_owned(), kind: crate::air::LinkKind::Wifi };
    harness.state_mut().desk.air.links.push(link);
    harness.run_steps(3);
    assert!(harness.get_by_label("Approve").accesskit_node().is_disabled());
    assert!(harness.query_by_label_contains("wlan0").is_some());
}

#[test]
fn escape_asks_before_it_rejects() {
    let mut harness = harness(samples::harmless());
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label("Reject this request?").is_some());
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label("Reject this request?").is_none(), "Escape goes back to reading");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert_eq!(harness.state().screen, Screen::Scan);
}

#[test]
fn every_value_of_a_page_is_on_the_screen_as_it_is() {
    let harness = harness(samples::message(b"hello"));
    let Screen::Review(reviewing) = &harness.state().screen else { panic!("still reading") };
    for fact in reviewing.reading().facts() {
        assert!(harness.query_all_by_label(&fact.value).next().is_some(), "{}", fact.value);
    }
}

#[test]
fn the_button_fills_in_the_time_that_the_flow_asks_for() {
    assert!((HOLD.as_secs_f64() - hold::HOLD_SECONDS).abs() < f64::EPSILON);
}
