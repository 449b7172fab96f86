//! The screens on the way of words into the machine and out of it, driven as a person would.

use super::Act;
use crate::{
    Desk,
    flow::{
        Drill, Entry, New, NewStage, Passphrase, Purpose, Repair, RepairStage, Screen, Start,
        samples::{self, JUNK},
        step,
    },
};
use egui::{Event, Key, Modifiers, Shape, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use shared::{
    keys::repair::Fault,
    ui::{
        eye::Eye,
        theme::{self, Theme},
    },
};

/// A window without its frame: one screen, the table, and steps.
struct Table {
    screen: Screen,
    desk: Desk,
    eye: Eye,
}

fn open(screen: Screen, desk: Desk) -> Harness<'static, Table> {
    open_at(screen, desk, vec2(1_000.0, 760.0))
}

fn open_at(screen: Screen, desk: Desk, size: egui::Vec2) -> Harness<'static, Table> {
    let table = Table { screen, desk, eye: Eye::with_sources(None, || {}) };
    let app = |ui: &mut egui::Ui, table: &mut Table| {
        theme::apply(ui.ctx(), Theme::Light, 1.0);
        let act = super::show(ui, &table.screen, &table.desk, &table.eye);
        if let Some(Act::Choice(choice)) = act {
            let screen = std::mem::replace(&mut table.screen, Screen::Start(Box::default()));
            table.screen = step(screen, &mut table.desk, choice).screen;
        }
    };
    let mut harness = Harness::builder().with_size(size).build_ui_state(app, table);
    harness.run_steps(2);
    harness
}

fn press(harness: &mut Harness<'_, Table>, key: Key) {
    harness.key_press(key);
    harness.run_steps(2);
}

/// Types on the keyboard: a key event and its text, as a system sends them.
fn type_text(harness: &mut Harness<'_, Table>, text: &str) {
    for letter in text.chars() {
        let key =
            if letter == ' ' { Some(Key::Space) } else { Key::from_name(&letter.to_uppercase().to_string()) };
        if let Some(key) = key {
            harness.key_down(key);
        }
        harness.event(Event::Text(letter.to_string()));
        if let Some(key) = key {
            harness.key_up(key);
        }
        harness.run_steps(1);
    }
}

fn entry() -> Screen {
    Screen::Entry(Box::new(Entry::of(Purpose::Sitting)))
}

/// Everything that is painted as text.
fn painted(harness: &Harness<'_, Table>) -> Vec<String> {
    fn texts(shape: &Shape, all: &mut Vec<String>) {
        match shape {
            Shape::Text(text) => all.push(text.galley.text().to_owned()),
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, all)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    harness.output().shapes.iter().for_each(|clipped| texts(&clipped.shape, &mut all));
    all
}

/// Everything that a screen reader would say.
fn said(harness: &Harness<'_, Table>) -> String {
    let nodes = harness.root().children_recursive();
    let said = nodes.map(|node| {
        let node = node.accesskit_node();
        format!("{} {}", node.label().unwrap_or_default(), node.value().unwrap_or_default())
    });
    said.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_keyboard_alone_leads_from_the_start_to_a_sitting() {
    for (first, words) in [(Key::E, JUNK.to_owned() + " "), (Key::Enter, "test".repeat(11) + "junk")] {
        let mut harness = open(Screen::Start(Box::<Start>::default()), samples::empty_desk());
        press(&mut harness, first);
        type_text(&mut harness, &words);
        press(&mut harness, Key::Enter);
        assert!(matches!(harness.state().screen, Screen::Passphrase(_)));
        press(&mut harness, Key::Enter);
        harness.get_by_label_contains("Are these your keys?");
        press(&mut harness, Key::Enter);
        assert!(matches!(harness.state().screen, Screen::Accounts(_)));
        assert!(harness.state().desk.sitting.is_some());
    }
}

#[test]
fn f4_or_tabs_choose_24_words_and_what_is_typed_then_is_words_again() {
    let mut harness = open(entry(), samples::empty_desk());
    press(&mut harness, Key::F4);
    assert_eq!(harness.state().desk.words.count().words(), 24);
    press(&mut harness, Key::F4);
    assert_eq!(harness.state().desk.words.count().words(), 12);
    // Back, show, 12 words, 24 words; “Continue” cannot be pressed yet.
    (0..4).for_each(|_| press(&mut harness, Key::Tab));
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().desk.words.count().words(), 24);
    press(&mut harness, Key::Tab);
    type_text(&mut harness, "zoo");
    press(&mut harness, Key::Space);
    assert_eq!((harness.state().desk.words.len(), harness.state().desk.words.count().words()), (1, 24));
}

#[test]
fn the_start_says_what_stands_against_keys() {
    let link = crate::air::Link { name: "wlan0".to_owned(), kind: crate::air::LinkKind::Wifi };
    let mut desk = samples::empty_desk();
    desk.air.links.push(link);
    let mut harness = open(Screen::Start(Box::default()), desk);
    harness.get_by_label_contains("wlan0 (Wi-Fi) is up");
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::N);
    assert!(matches!(harness.state().screen, Screen::Start(_)));
}

#[test]
fn escape_leads_back_and_wipes() {
    let mut harness = open(entry(), samples::empty_desk());
    type_text(&mut harness, "testtestzo");
    press(&mut harness, Key::Escape);
    assert!(matches!(harness.state().screen, Screen::Start(_)));
    assert!(!harness.state().desk.holds_secrets());
}

#[test]
fn a_paste_and_text_without_keys_have_no_effect() {
    let mut harness = open(entry(), samples::empty_desk());
    harness.event(Event::Paste(JUNK.to_owned()));
    harness.event(Event::Text(JUNK.to_owned()));
    harness.event(Event::Ime(egui::ImeEvent::Commit(JUNK.to_owned())));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::V);
    harness.run_steps(2);
    assert!(harness.state().desk.words.is_empty());
    let passphrase = Screen::Passphrase(Box::<Passphrase>::default());
    let mut harness = open(passphrase, samples::empty_desk());
    harness.event(Event::Paste("secret".to_owned()));
    harness.run_steps(2);
    assert!(harness.state().desk.passphrase.is_empty());
}

#[test]
fn a_key_that_repeats_itself_types_once() {
    let mut harness = open(entry(), samples::empty_desk());
    for repeat in [false, true, true, true] {
        let modifiers = Modifiers::NONE;
        harness.event(Event::Key { key: Key::A, physical_key: None, pressed: true, repeat, modifiers });
    }
    harness.run_steps(1);
    assert_eq!(harness.state().desk.words.typed(), 1);
}

#[test]
fn words_are_painted_only_while_show_is_held_and_never_said() {
    let mut harness = open(entry(), samples::empty_desk());
    type_text(&mut harness, "junkzebrazo");
    assert!(!painted(&harness).iter().any(|text| text.contains("junk") || text == "zo"));
    harness.key_down(Key::F3);
    harness.run_steps(2);
    let shown = painted(&harness);
    assert!(["junk", "zebra", "zo"].iter().all(|word| shown.iter().any(|text| text == word)), "{shown:?}");
    let said = said(&harness);
    assert!(!said.contains("junk") && !said.contains("zebra"), "{said}");
    harness.key_up(Key::F3);
    harness.run_steps(2);
    assert!(!painted(&harness).iter().any(|text| text.contains("junk")));
}

#[test]
fn only_lit_letters_can_be_clicked() {
    let mut harness = open(entry(), samples::empty_desk());
    type_text(&mut harness, "zo");
    for (letter, lit) in [("Letter N", true), ("Letter O", true), ("Letter A", false), ("Letter Z", false)] {
        assert_eq!(!harness.get_by_label(letter).accesskit_node().is_disabled(), lit, "{letter}");
    }
    harness.get_by_label("Letter O").click();
    harness.run_steps(2);
    assert_eq!(harness.state().desk.words.typed(), 3);
    press(&mut harness, Key::Space);
    harness.get_by_label("Word 1, filled");
    harness.get_by_label("Word 2, chosen");
}

#[test]
fn arrows_and_clicks_go_to_a_place_and_a_word_is_corrected() {
    let mut harness = open(entry(), samples::empty_desk());
    type_text(&mut harness, &"test ".repeat(12));
    press(&mut harness, Key::Home);
    (0..3).for_each(|_| press(&mut harness, Key::ArrowDown));
    press(&mut harness, Key::ArrowLeft);
    assert_eq!(harness.state().desk.words.slot(), 11);
    type_text(&mut harness, "junk");
    press(&mut harness, Key::Enter);
    assert!(matches!(harness.state().screen, Screen::Passphrase(_)));
    let mut harness = open(entry(), samples::empty_desk());
    harness.get_by_label("Word 7, empty").click();
    harness.run_steps(2);
    assert_eq!(harness.state().desk.words.slot(), 6);
}

#[test]
fn a_passphrase_is_bullets_until_show_is_held() {
    let mut harness = open(entry(), samples::empty_desk());
    type_text(&mut harness, JUNK);
    press(&mut harness, Key::Enter);
    type_text(&mut harness, "s3cret pass");
    assert_eq!(harness.state().desk.passphrase.letters(), 11);
    assert!(!painted(&harness).iter().any(|text| text.contains("s3cret")));
    harness.key_down(Key::F3);
    harness.run_steps(2);
    assert!(painted(&harness).iter().any(|text| text == "s3cret pass"));
    assert!(!said(&harness).contains("s3cret"));
}

#[test]
fn repair_is_reached_typed_and_searched_by_keyboard() {
    let mut harness = open(entry(), samples::empty_desk());
    type_text(&mut harness, &"test ".repeat(12));
    press(&mut harness, Key::Enter);
    type_text(&mut harness, "16a93ed0");
    harness.get_by_label_contains("16a93ed0");
    press(&mut harness, Key::Enter);
    harness.get_by_label("Searching");
    press(&mut harness, Key::Escape);
    assert!(matches!(&harness.state().screen, Screen::Repair(state) if state.stage == RepairStage::Ask));
}

#[test]
fn new_words_are_painted_to_be_written_down_and_never_said() {
    let mut harness = open(Screen::New(Box::<New>::default()), samples::empty_desk());
    type_text(&mut harness, "26143514226351623415532614325461325164235142632514");
    press(&mut harness, Key::Enter);
    let words: Vec<_> =
        (0..4).filter_map(|at| harness.state().desk.words.reveal(at, str::to_owned)).collect();
    let shown = painted(&harness);
    assert!(words.iter().all(|word| shown.contains(word)), "{shown:?}");
    let said = said(&harness);
    assert!(words.iter().all(|word| !said.split_whitespace().any(|text| text == word)), "{said}");
}

#[test]
fn throwing_too_little_is_said_before_it_is_accepted() {
    let mut harness = open(Screen::New(Box::<New>::default()), samples::empty_desk());
    type_text(&mut harness, "123");
    press(&mut harness, Key::Enter);
    assert!(matches!(&harness.state().screen, Screen::New(state) if state.stage == NewStage::Throw));
    harness.get_by_label_contains("7 of 128 bits");
    harness.get_by_label("Without throwing so often").click();
    harness.run_steps(2);
    harness.get_by_label("This machine alone?");
}

/// Each screen of this way, in each state that looks different.
fn screens() -> Vec<(&'static str, Screen, Desk)> {
    let filled = || {
        let mut desk = samples::empty_desk();
        "test".repeat(11).bytes().for_each(|letter| desk.words.letter(letter).unwrap());
        desk
    };
    let whole = || {
        let mut desk = filled();
        desk.other_words.replace_with(&mut desk.words.copy_for_search());
        "junk".bytes().for_each(|letter| desk.words.letter(letter).unwrap());
        desk
    };
    let new = |stage| Screen::New(Box::new(New { stage, ..New::default() }));
    let repair = |stage| Screen::Repair(Box::new(Repair { stage, ..Repair::default() }));
    vec![
        ("start", Screen::Start(Box::default()), samples::empty_desk()),
        ("entry", entry(), filled()),
        ("passphrase", Screen::Passphrase(Box::default()), whole()),
        ("repair", repair(RepairStage::Ask), filled()),
        ("repair, passphrase", repair(RepairStage::Passphrase), filled()),
        ("repair, search", repair(RepairStage::Search(3, 9)), filled()),
        ("repair, found", repair(RepairStage::Found(Fault::Swapped { position: 1 })), whole()),
        ("repair, nothing", repair(RepairStage::Nothing), filled()),
        ("repair, last", repair(RepairStage::Last(40)), filled()),
        ("new", new(NewStage::Throw), samples::empty_desk()),
        ("new, trust", new(NewStage::TrustMachine), samples::empty_desk()),
        ("new, write", new(NewStage::Write { page: 0 }), whole()),
        ("new, ask", new(NewStage::Ask { left: vec![3] }), whole()),
        ("new, wrong", new(NewStage::Wrong { position: 3 }), whole()),
        ("new, proved", new(NewStage::Proved), whole()),
        ("drill", Screen::Drill(Drill::Before), samples::desk()),
        ("drill, passed", Screen::Drill(Drill::Passed), samples::desk()),
        ("drill, failed", Screen::Drill(Drill::Failed), samples::desk()),
    ]
}

#[test]
fn every_screen_has_its_buttons_in_sight_in_the_smallest_window() {
    for (name, screen, desk) in screens() {
        let size = vec2(480.0, 600.0);
        let harness = open_at(screen, desk, size);
        let buttons: Vec<_> = harness.query_all_by_role(egui::accesskit::Role::Button).collect();
        let named = |button: &egui_kittest::Node<'_>| button.accesskit_node().label().unwrap_or_default();
        let bar: Vec<_> = buttons
            .iter()
            .filter(|button| !named(button).starts_with("Word ") && !named(button).starts_with("Letter "))
            .filter(|button| !named(button).starts_with("Candidate "))
            .collect();
        assert!(!bar.is_empty(), "{name}");
        for button in bar {
            let rect = button.rect();
            assert!(rect.left() >= 0.0 && rect.right() <= size.x, "{name}: {} {rect:?}", named(button));
            assert!(rect.bottom() <= size.y, "{name}: {} {rect:?}", named(button));
        }
    }
}

#[test]
fn escape_leads_out_of_every_screen_but_the_first() {
    for (name, screen, desk) in screens() {
        if matches!(screen, Screen::Start(_)) {
            continue;
        }
        let mut harness = open(screen, desk);
        let before = format!("{:?}", harness.state().screen);
        press(&mut harness, Key::Escape);
        assert_ne!(format!("{:?}", harness.state().screen), before, "{name}");
    }
}

#[test]
fn any_keys_on_any_screen_leave_a_screen_and_no_panic() {
    let keys =
        [Key::Enter, Key::Tab, Key::A, Key::Num3, Key::Space, Key::ArrowDown, Key::PageDown, Key::Backspace];
    for (_, screen, desk) in screens() {
        let mut harness = open_at(screen, desk, vec2(480.0, 600.0));
        for round in 0..3 {
            for key in keys.iter().cycle().skip(round).take(keys.len()) {
                harness.key_press(*key);
                harness.run_steps(1);
            }
        }
        harness.event(Event::Key {
            key: Key::L,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::COMMAND,
        });
        harness.run_steps(1);
    }
}
