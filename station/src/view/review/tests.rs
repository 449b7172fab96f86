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
fn the_check_phrase_stands_on_the_first_page_and_beside_the_decision() {
    let reviewing = samples::message(&[b'x'; 300]);
    let phrase = shared::review::Phrase::of(&reviewing.reading().request().digest());
    let mut harness = harness(reviewing);
    let words = phrase.words().join(" ");
    assert!(harness.query_by_label(&words).is_some(), "on the first page");
    to_the_last_page(&mut harness);
    assert!(harness.query_by_label(&words).is_some(), "on the last page");
    for colour in phrase.colours() {
        assert!(
            harness.query_all_by_label(colour.name()).count() >= 2,
            "patch and name of {}",
            colour.name()
        );
    }
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

/// The outline's page of a review, and the labels of its acts.
fn outline() -> (Harness<'static, Table>, Vec<String>) {
    let reviewing = samples::tree();
    let acts: Vec<_> =
        reviewing.reading().request().acts().iter().map(|act| act.line().trim_start().to_owned()).collect();
    assert_eq!(acts.len(), 2, "{acts:?}");
    let mut harness = harness(reviewing);
    while harness.query_by_label(&acts[1]).is_none() {
        harness.key_press(Key::PageDown);
        harness.run_steps(4);
    }
    (harness, acts)
}

fn open_acts(harness: &Harness<'_, Table>) -> Vec<usize> {
    let Screen::Review(reviewing) = &harness.state().screen else { panic!("still reading") };
    (0..2).filter(|position| reviewing.outline().is_open(*position)).collect()
}

#[test]
fn the_arrow_keys_walk_the_outline_and_open_its_acts_in_place() {
    let (mut harness, acts) = outline();
    assert!(harness.query_by_label(&acts[0]).is_some(), "both stand on one page");
    let page = |harness: &Harness<'_, Table>| match &harness.state().screen {
        Screen::Review(reviewing) => reviewing.reading().page(),
        other => panic!("{other:?}"),
    };
    let before = page(&harness);
    for (key, open) in [
        (Key::ArrowDown, vec![]),
        (Key::ArrowRight, vec![0]),
        (Key::ArrowDown, vec![0]),
        (Key::Enter, vec![0, 1]),
        (Key::ArrowUp, vec![0, 1]),
        (Key::ArrowLeft, vec![1]),
        (Key::Space, vec![0, 1]),
    ] {
        harness.key_press(key);
        harness.run_steps(4);
        assert_eq!(open_acts(&harness), open, "{key:?}");
    }
    assert_eq!(page(&harness), before, "none of these keys turned the page");
    harness.key_press(Key::PageDown);
    harness.run_steps(4);
    harness.key_press(Key::PageDown);
    harness.run_steps(4);
    assert!(page(&harness) > before);
}

#[test]
fn a_click_opens_an_act_and_shows_its_lines() {
    let (mut harness, acts) = outline();
    let Screen::Review(reviewing) = &harness.state().screen else { panic!("still reading") };
    let checked = reviewing.reading().request();
    let line = checked.acts()[1].own(checked.facts()).next().expect("a line of its own").value.clone();
    assert!(harness.query_by_label(&line).is_none(), "closed: {line}");
    harness.get_by_label(&acts[1]).click();
    harness.run_steps(4);
    assert_eq!(open_acts(&harness), [1]);
    assert!(harness.query_all_by_label(&line).next().is_some(), "open: {line}");
}

#[test]
fn the_button_fills_in_the_time_that_the_flow_asks_for() {
    assert!((HOLD.as_secs_f64() - hold::HOLD_SECONDS).abs() < f64::EPSILON);
}

/// The line that is drawn first below the heading stands where it can be seen.
fn is_at_its_top(harness: &Harness<'_, Table>) -> bool {
    harness.get_by_label("Read every page").rect().top() >= 0.0
}

#[test]
fn whoever_opens_a_page_begins_at_its_top() {
    let mut harness = harness(samples::ruled(shared::pack::Demand::TwoReviewers));
    harness.set_size(egui::vec2(560.0, 420.0));
    harness.run_steps(5);
    to_the_last_page(&mut harness);
    harness.key_down(Key::Space);
    harness.run_steps(75);
    harness.key_up(Key::Space);
    harness.run_steps(5);
    let Screen::Review(second) = &harness.state().screen else { panic!("a second reader") };
    assert_eq!((second.reading().reader(), second.reading().page()), ((2, 2), 0));
    assert!(is_at_its_top(&harness), "the second person");
    assert!(harness.query_by_label("Read on").is_some(), "what stands below was not read by this person");
    let again = second.clone();
    harness.key_press(Key::PageDown);
    harness.run_steps(5);
    assert!(!is_at_its_top(&harness), "it scrolls");
    harness.state_mut().screen = Screen::Scan; // rejected
    harness.run_steps(5);
    harness.state_mut().screen = Screen::Review(again);
    harness.run_steps(5);
    assert!(is_at_its_top(&harness), "scanned again");
    assert!(harness.query_by_label("Read on").is_some(), "scanned again");
}
