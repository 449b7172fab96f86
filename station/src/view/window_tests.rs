//! Accounts, key card, search, answer and strip on a screen without a window; and every screen at every size.

mod mash;

use super::{show, strip};
use crate::{
    Desk,
    flow::{
        Accounts, Choice, FieldChoice, FindPath, KeyCardPage, Moment, Order, Refused, ReviewChoice,
        Reviewing, Screen, Search, advance, finish, review, samples, sign, step,
    },
    view::{Act, strip::StripChoice},
};
use egui::{Key, Modifiers, Ui, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use shared::{
    Kind,
    eth::AccountStyle,
    ui::{
        eye::Eye,
        look::Settings,
        theme::{self, Theme},
    },
};
use std::time::Duration;

struct Table {
    desk: Desk,
    screen: Screen,
    settings: Settings,
    ordered: Option<Order>,
    locked: bool,
}

impl Table {
    fn take(&mut self, turn: impl FnOnce(Screen, &mut Desk) -> crate::flow::Next) {
        let screen = std::mem::replace(&mut self.screen, Screen::Scan);
        let next = turn(screen, &mut self.desk);
        self.screen = next.screen;
        self.ordered = next.order.or(self.ordered.take());
    }
}

fn harness(screen: Screen, size: egui::Vec2, settings: Settings) -> Harness<'static, Table> {
    let eye = Eye::with_sources(None, || {});
    let table = Table { desk: samples::desk(), screen, settings, ordered: None, locked: false };
    let mut dressed = None;
    let draw = move |ui: &mut Ui, table: &mut Table| {
        if dressed != Some(table.settings) {
            // The window's own zoom; a harness has no window, so its points are scaled by hand below.
            theme::apply(ui.ctx(), table.settings.theme, 1.0);
            dressed = Some(table.settings);
        }
        table.take(advance);
        match strip::show(ui, table.settings, &table.desk) {
            Some(StripChoice::Look(settings)) => table.settings = settings,
            Some(StripChoice::Lock) => table.locked = true,
            Some(StripChoice::Limit(limit)) => table.desk.idle.set_limit(limit),
            None => {}
        }
        let act =
            egui::CentralPanel::no_frame().show(ui, |ui| show(ui, &table.screen, &table.desk, &eye)).inner;
        if let Some(Act::Choice(choice)) = act {
            table.take(|screen, desk| step(screen, desk, choice));
            ui.ctx().request_repaint();
        }
    };
    let builder = Harness::builder().with_size(size).with_step_dt(1.0 / 60.0);
    let mut harness = builder.build_ui_state(draw, table);
    harness.run_steps(4);
    harness
}

fn at(screen: Screen) -> Harness<'static, Table> {
    harness(screen, vec2(1000.0, 760.0), Settings::default())
}

fn press(harness: &mut Harness<'_, Table>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

fn key(harness: &mut Harness<'_, Table>, key: Key) {
    harness.key_press(key);
    harness.run_steps(4);
}

fn accounts() -> Screen {
    Screen::Accounts(Box::<Accounts>::default())
}

fn card() -> Screen {
    KeyCardPage::open(samples::desk().sitting.as_ref().unwrap(), AccountStyle::Bip44)
}

fn last_page(reviewing: Reviewing) -> Screen {
    let (mut screen, air) = (Screen::Review(Box::new(reviewing)), samples::air());
    for _ in 0..60 {
        let Screen::Review(reviewing) = screen else { break };
        screen = review(*reviewing, Moment { running: Duration::ZERO, air: &air }, ReviewChoice::NextPage);
    }
    screen
}

fn answer() -> Screen {
    let air = samples::air();
    let now = |seconds| Moment { running: Duration::from_secs(seconds), air: &air };
    let mut screen = last_page(samples::harmless());
    for (seconds, choice) in [(0, ReviewChoice::Press), (1, ReviewChoice::Approve)] {
        let Screen::Review(reviewing) = screen else { panic!("still reading") };
        screen = review(*reviewing, now(seconds), choice);
    }
    let Screen::Sign(approved) = screen else { panic!("approved") };
    sign(&samples::sitting(), *approved)
}

fn refused() -> Screen {
    let message =
        "the request is for 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266, not for this key".to_owned();
    Screen::Refused(Refused { kind: Kind::new("address-mismatch"), message })
}

#[test]
fn enter_leads_from_the_accounts_to_the_camera() {
    let mut harness = at(accounts());
    assert!(harness.query_by_label("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").is_some());
    key(&mut harness, Key::Enter);
    assert_eq!(harness.state().screen, Screen::Scan);
}

#[test]
fn a_button_with_the_focus_is_pressed_by_enter_in_place_of_the_main_one() {
    let mut harness = at(accounts());
    harness.get_by_label("Key card").focus();
    harness.run_steps(3);
    key(&mut harness, Key::Enter);
    assert!(matches!(harness.state().screen, Screen::KeyCard(_)));
}

#[test]
fn a_key_that_repeats_itself_presses_nothing() {
    let mut harness = at(accounts());
    harness.get_by_label("More addresses").focus();
    harness.run_steps(3);
    harness.key_down(Key::Enter);
    for _ in 0..5 {
        harness.event(egui::Event::Key {
            key: Key::Enter,
            physical_key: None,
            pressed: true,
            repeat: true,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(2);
    }
    let Screen::Accounts(state) = &harness.state().screen else { panic!("still the accounts") };
    assert_eq!(state.first, 5, "one page, and not six");
}

#[test]
fn families_and_pages_are_chosen_by_mouse_and_keys() {
    let mut harness = at(accounts());
    press(&mut harness, "Ledger Live");
    key(&mut harness, Key::PageDown);
    assert!(harness.query_by_label("m/44'/60'/5'/0/0").is_some());
    key(&mut harness, Key::PageUp);
    assert!(harness.query_by_label("m/44'/60'/0'/0/0").is_some());
}

#[test]
fn an_address_is_typed_searched_and_shown_with_its_path() {
    let mut harness = at(Screen::FindPath(Box::<FindPath>::default()));
    for part in ["0x70997970C51812dc3A01", "0C7d01b50e0d17dc79C8"] {
        harness.event(egui::Event::Text(part.to_owned()));
        harness.run_steps(2);
    }
    key(&mut harness, Key::Enter);
    let Some(Order::FindPath(wanted)) = harness.state_mut().ordered.take() else { panic!("the search") };
    assert!(harness.query_by_label("Stop the search").is_some());
    let sitting = samples::sitting();
    let ended = shared::keys::search::search(wanted, |path| sitting.branch(path), |_, _| true);
    harness.state_mut().take(|screen, desk| finish(screen, desk, crate::flow::Done::FindPath(wanted, ended)));
    harness.run_steps(3);
    assert!(harness.query_by_label("m/44'/60'/0'/0/1").is_some());
}

#[test]
fn what_is_no_address_is_told_on_the_same_screen() {
    let mut state = FindPath::default();
    state.field.apply(FieldChoice::Type("0x12".to_owned()));
    let mut harness = at(Screen::FindPath(Box::new(state)));
    key(&mut harness, Key::Enter);
    assert!(harness.query_by_label_contains("0x and 40 hex digits").is_some());
    key(&mut harness, Key::Escape);
    assert!(matches!(harness.state().screen, Screen::Accounts(_)));
}

#[test]
fn the_device_is_named_by_typing() {
    let mut harness = at(card());
    press(&mut harness, "Name this device");
    key(&mut harness, Key::Delete);
    harness.event(egui::Event::Text("Vault-2".to_owned()));
    harness.run_steps(2);
    key(&mut harness, Key::Enter);
    assert_eq!(harness.state().desk.sitting.as_ref().unwrap().device_name(), "Vault-2");
    assert!(harness.query_by_label_contains("Vault-2").is_some());
}

#[test]
fn an_answer_shows_its_code_the_digest_that_was_signed_and_its_controls() {
    let mut harness = at(answer());
    let Screen::Answer(state) = &harness.state().screen else { panic!("the answer") };
    let (digest, first) = (state.digest.to_string(), state.codes);
    assert!(harness.query_by_label("QR code").is_some());
    assert!(harness.query_by_label(&digest).is_some());
    assert!(harness.query_by_label("ERC-191 Digest").is_some());
    harness.event(egui::Event::Text("-".to_owned()));
    harness.run_steps(3);
    let Screen::Answer(state) = &harness.state().screen else { panic!("the answer") };
    assert_ne!(state.codes, first, "- is coarser");
    key(&mut harness, Key::Enter);
    assert_eq!(harness.state().screen, Screen::Scan);
}

#[test]
fn an_exposed_sitting_stands_on_its_answers() {
    let Screen::Answer(mut state) = answer() else { panic!("the answer") };
    state.exposed = true;
    let harness = at(Screen::Answer(state));
    assert!(harness.query_by_label("Exposed").is_some());
}

#[test]
fn a_refusal_says_why_and_leads_two_ways() {
    let mut harness = at(refused());
    assert!(harness.query_by_label_contains("not for this key").is_some());
    assert!(harness.query_by_label("address-mismatch").is_some());
    key(&mut harness, Key::Enter);
    assert_eq!(harness.state().screen, Screen::Scan);
    let mut harness = at(refused());
    key(&mut harness, Key::Escape);
    assert!(matches!(harness.state().screen, Screen::Accounts(_)));
}

#[test]
fn ctrl_l_locks_and_the_strip_has_sizes_themes_and_limits() {
    let mut harness = at(accounts());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    harness.run_steps(2);
    assert_eq!(harness.state().settings.step, 1);
    key(&mut harness, Key::F2);
    press(&mut harness, "Dark");
    assert_eq!(harness.state().settings.theme, Theme::Dark);
    press(&mut harness, "10 min");
    assert_eq!(harness.state().desk.idle.limit(), Duration::from_secs(600));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    harness.run_steps(2);
    assert!(harness.state().locked);
}

#[test]
fn the_strip_says_whose_keys_how_long_and_what_holds() {
    let mut harness = at(accounts());
    for label in ["Keys 16a93ed0", "Wipes in 2:00", "Air gap holds"] {
        assert!(harness.query_by_label(label).is_some(), "{label}");
    }
    let link = crate::air::Link { name: "eth0".to_owned(), kind: crate::air::LinkKind::Wired };
    harness.state_mut().desk.air.links.push(link);
    harness.run_steps(2);
    assert!(harness.query_by_label("Link up: eth0").is_some());
}

/// From the smallest window at double size to 4K; the buttons of the bar are whole on each, and nothing panics.
#[test]
fn no_size_cuts_a_button_of_the_bar_off() {
    type Shown = (fn() -> Screen, &'static [&'static str]);
    let screens: [Shown; 7] = [
        (accounts, &["Scan request"]),
        (card, &["Back to the accounts", "Name this device"]),
        (answer, &["Done"]),
        (refused, &["Back to the accounts", "Scan again"]),
        (|| Screen::FindPath(Box::default()), &["Back to the accounts", "Search"]),
        (|| Screen::Review(Box::new(samples::critical())), &["Reject"]),
        (|| Screen::Scan, &["Back to the accounts"]),
    ];
    for (width, height) in
        [(240.0, 300.0), (480.0, 600.0), (640.0, 450.0), (1280.0, 900.0), (1920.0, 1080.0), (3840.0, 2160.0)]
    {
        for (screen, labels) in &screens {
            let harness = harness(screen(), vec2(width, height), Settings::default());
            let window = egui::Rect::from_min_size(egui::Pos2::ZERO, vec2(width, height)).expand(0.5);
            for label in *labels {
                let button = harness.get_by_label(label).rect();
                assert!(window.contains_rect(button), "{label} at {width}x{height}: {button}");
            }
        }
    }
}

#[test]
fn a_choice_for_another_screen_changes_nothing() {
    let mut desk = samples::desk();
    let next = step(Screen::Scan, &mut desk, Choice::Review(ReviewChoice::Approve));
    assert_eq!(next.screen, Screen::Scan);
    assert!(!matches!(Search::default(), Search::Running(..)));
}

#[test]
fn the_code_of_an_answer_is_as_large_as_the_window_allows() {
    for (size, least) in
        [(vec2(1000.0, 760.0), 500.0), (vec2(480.0, 600.0), 340.0), (vec2(3840.0, 2160.0), 1_800.0)]
    {
        let harness = harness(answer(), size, Settings::default());
        let code = harness.get_by_label("QR code");
        assert!(code.rect().width() >= least, "{} of {size}", code.rect());
        assert!(!code.accesskit_node().is_disabled());
    }
}
