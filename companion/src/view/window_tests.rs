//! Home, sign and follow on a screen without a window, by keyboard and by name; and each at every size in both themes.

use egui::{Key, Ui, vec2};
use egui_kittest::{Harness, kittest::Queryable};
use shared::{
    camera::{Camera, CameraId, Look},
    ui::{
        eye::{Eye, State as EyeState},
        look::Settings,
        theme::{self, Theme},
    },
};

use super::{Act, show, strip};
use crate::{
    app::Line,
    flow::{Choice, Order, Refused, Screen, Shown, Stage, Tab, open, samples, step},
    journal::State,
    view::strip::StripChoice,
};

/// The screen, what it works on, and what came of the last choice.
struct Table {
    screen: Screen,
    shown: Shown,
    order: Option<Order>,
    strip: Option<StripChoice>,
}

fn harness(screen: Screen, shown: Shown, size: egui::Vec2, theme: Theme) -> Harness<'static, Table> {
    let eye = Eye::showing(EyeState {
        look: Look {
            cameras: vec![Camera::new(CameraId("0".to_owned()), "Lid")],
            live: true,
            ..Look::default()
        },
        with_virtual: false,
    });
    let table = Table { screen, shown, order: None, strip: None };
    let mut dressed = false;
    let draw = move |ui: &mut Ui, table: &mut Table| {
        if !dressed {
            theme::apply(ui.ctx(), theme, 1.0);
            dressed = true;
        }
        let line = Line {
            title: "Sending",
            said: "handing it to the nodes".to_owned(),
            can_stop: true,
            stops: false,
        };
        let refused = [Refused::new("test", "the node does not answer\nNothing was sent.")];
        if !super::is_full(&table.screen) {
            let settings = Settings { theme, ..Settings::default() };
            let mut chosen = strip::show(ui, settings, table.screen.tab(), &table.shown);
            if table.shown.example.is_some() {
                chosen = chosen.or(strip::progress(ui, Some(&line)));
                chosen = chosen.or(strip::refusals(ui, &refused));
            }
            table.strip = chosen.or(table.strip);
        }
        let act =
            egui::CentralPanel::no_frame().show(ui, |ui| show(ui, &table.screen, &table.shown, &eye)).inner;
        if let Some(Act::Choice(choice)) = act {
            let screen = std::mem::replace(&mut table.screen, samples::first_screen());
            let next = step(screen, &table.shown, choice);
            table.screen = next.screen;
            table.order = next.order.or(table.order.take());
            ui.ctx().request_repaint();
        }
    };
    let mut harness = Harness::builder().with_size(size).with_step_dt(1.0 / 60.0).build_ui_state(draw, table);
    harness.run_steps(4);
    harness
}

fn at(screen: Screen, shown: Shown) -> Harness<'static, Table> {
    harness(screen, shown, vec2(1000.0, 760.0), Theme::Light)
}

fn opened(state: State) -> Harness<'static, Table> {
    let (shown, id) = samples::one(state);
    at(open(&shown, id).screen, shown)
}

fn press(harness: &mut Harness<'_, Table>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

fn key(harness: &mut Harness<'_, Table>, key: Key) {
    harness.key_press(key);
    harness.run_steps(4);
}

fn stage(harness: &Harness<'_, Table>) -> Option<Stage> {
    match &harness.state().screen {
        Screen::Sign(sign) => Some(sign.stage),
        _ => None,
    }
}

#[test]
fn an_empty_window_says_what_to_do_first_and_enter_does_it() {
    let mut harness = at(samples::first_screen(), Shown { is_read: true, ..Shown::default() });
    harness.get_by_label("First: a device");
    key(&mut harness, Key::Enter);
    assert!(matches!(harness.state().screen, Screen::Keys(_)));
}

#[test]
fn the_example_chain_is_one_press_away() {
    let mut harness = at(samples::first_screen(), Shown { is_read: true, ..Shown::default() });
    press(&mut harness, "Try it with the example chain");
    assert!(matches!(harness.state().order, Some(Order::Example)));
}

#[test]
fn home_says_what_waits_for_whom_and_leads_there() {
    let (shown, _) = samples::one(State::Waiting);
    let mut harness = at(samples::first_screen(), shown);
    harness.get_by_label("Waiting for a signature (1)");
    harness.get_by_label("Waits for Example device (everybody: public test keys), key Example owner");
    press(&mut harness, "Sign");
    assert_eq!(stage(&harness), Some(Stage::Review));
}

#[test]
fn what_a_request_is_for_is_told_with_the_names_of_the_book() {
    let (mut shown, _) = samples::one(State::Waiting);
    let (known, other) = (crate::example::CONTRACT_ADDRESS, "0x2222222222222222222222222222222222222222");
    shown.requests[0].asked.purpose = format!("pays {other}, then pauses {known}.");
    let harness = at(samples::first_screen(), shown);
    let name = &samples::book().contracts[0].name;
    harness.get_by_label_contains(&format!("pays {other}, then pauses “{name}” ({known})."));
}

#[test]
fn what_no_node_knows_any_more_can_be_sent_again() {
    let mut harness = opened(State::Sent);
    harness.get_by_label("Look now");
    let Screen::Follow(follow) = &mut harness.state_mut().screen else { panic!("it is followed") };
    let mut standing = crate::acts::Standing::of_journal(State::Sent, None);
    standing.is_dropped = true;
    follow.standing = Some(Box::new(standing));
    harness.run_steps(2);
    press(&mut harness, "Send again");
    assert!(!matches!(harness.state().order, Some(Order::Send { .. })), "it is asked about first");
    key(&mut harness, Key::Enter);
    assert!(matches!(harness.state().order, Some(Order::Send { .. })));
}

#[test]
fn what_another_takes_the_place_of_is_looked_at_and_neither_resumed_nor_sent_again() {
    for state in [State::Sending, State::Sent] {
        let (mut shown, id) = samples::one(state);
        let mut cancel = samples::record(2, &samples::transaction(0), State::Waiting);
        shown.requests[0].replaced_by = Some(cancel.asked.id);
        cancel.asked.replaces = Some(id);
        shown.requests.push(cancel);
        let harness = at(open(&shown, id).screen, shown);
        harness.get_by_label("Look now");
        for gone in ["Resume", "Send again", "Speed up", "Cancel it"] {
            assert!(harness.query_by_label(gone).is_none(), "{gone}");
        }
    }
}

#[test]
fn what_a_device_cannot_carry_is_said_beside_its_codes_with_the_numbers() {
    let data = "60".repeat(26_000);
    let (mut shown, id) = samples::one(State::Waiting);
    shown.requests[0] = samples::record(1, &samples::transaction_of(0, &data), State::Waiting);
    let mut harness = at(open(&shown, id).screen, shown);
    key(&mut harness, Key::Enter);
    press(&mut harness, "Keycard");
    let Screen::Sign(sign) = &harness.state().screen else { panic!("still there") };
    let warnings = sign.warnings();
    assert!(warnings.iter().any(|said| said.contains("(about 20000)")), "{warnings:?}");
    assert!(
        warnings.iter().any(|said| said.contains("at most 128 codes, this request needs 131")),
        "{warnings:?}"
    );
    for warning in &warnings {
        harness.get_by_label_contains(&warning[1..]); // its first letter becomes a capital
    }
}

#[test]
fn enter_leads_from_the_review_to_the_codes_and_on_to_the_camera_and_escape_back() {
    let mut harness = opened(State::Waiting);
    harness.get_by_label("Read what is signed");
    for (pressed, stage_after, heading) in [
        (Key::Enter, Stage::Codes, "Show this to the station"),
        (Key::Enter, Stage::Scan, "Scan the answer"),
        (Key::Escape, Stage::Codes, "Show this to the station"),
        (Key::Escape, Stage::Review, "Read what is signed"),
    ] {
        key(&mut harness, pressed);
        assert_eq!(stage(&harness), Some(stage_after));
        harness.get_by_label(heading);
    }
    key(&mut harness, Key::Escape);
    assert!(matches!(harness.state().screen, Screen::Home(_)));
}

#[test]
fn f_shows_the_codes_on_the_whole_window_and_escape_ends_it() {
    let mut harness = opened(State::Waiting);
    key(&mut harness, Key::Enter);
    key(&mut harness, Key::F);
    assert!(super::is_full(&harness.state().screen));
    assert!(harness.query_by_label("Home").is_none(), "the strip is gone");
    harness.get_by_label("QR code");
    key(&mut harness, Key::Escape);
    assert!(!super::is_full(&harness.state().screen));
    assert_eq!(stage(&harness), Some(Stage::Codes));
}

#[test]
fn another_device_changes_density_and_speed() {
    let mut harness = opened(State::Waiting);
    key(&mut harness, Key::Enter);
    press(&mut harness, "Keystone");
    let Screen::Sign(sign) = &harness.state().screen else { panic!("still there") };
    assert_eq!(
        (sign.codes.density(), sign.codes.speed()),
        ("Density 4 of 12: 200 bytes a code".to_owned(), 5)
    );
}

#[test]
fn codes_are_saved_by_name() {
    let mut harness = opened(State::Waiting);
    key(&mut harness, Key::Enter);
    harness.get_by_label("Text").scroll_to_me();
    harness.run_steps(3);
    press(&mut harness, "Text");
    assert!(matches!(&harness.state().order, Some(Order::SaveCodes { name, .. }) if name.ends_with(".txt")));
}

#[test]
fn sending_says_what_goes_where_at_what_cost_before_it_is_done() {
    let mut harness = opened(State::Signed);
    harness.get_by_label("Signed, not sent");
    key(&mut harness, Key::Enter);
    harness.get_by_label("Send it?");
    assert!(harness.state().order.is_none());
    key(&mut harness, Key::Enter);
    assert!(matches!(harness.state().order, Some(Order::Send { allow_gap: false, .. })));
}

#[test]
fn what_waits_for_a_block_can_be_sped_up_or_cancelled_and_asks_first() {
    for button in ["Speed up", "Cancel it"] {
        let mut harness = opened(State::Sent);
        press(&mut harness, button);
        assert!(harness.state().order.is_none());
        press(&mut harness, "Build the replacement");
        assert!(matches!(harness.state().order, Some(Order::Replace { .. })), "{button}");
    }
}

#[test]
fn giving_up_wants_a_reason() {
    let mut harness = opened(State::Waiting);
    press(&mut harness, "Give up");
    harness.get_by_label("Give this request up?");
    key(&mut harness, Key::Enter);
    assert!(harness.state().order.is_none(), "no reason yet");
    let field = harness.get_by_role(egui::accesskit::Role::TextInput);
    field.focus();
    harness.run_steps(2);
    harness.get_by_role(egui::accesskit::Role::TextInput).type_text("wrong contract");
    harness.run_steps(4);
    press(&mut harness, "Give it up");
    assert!(
        matches!(&harness.state().order, Some(Order::Abandon { reason, .. }) if reason == "wrong contract")
    );
}

#[test]
fn each_state_has_a_heading_of_its_own() {
    for (state, heading) in [
        (State::Signed, "Signed, not sent"),
        (State::Sending, "Being sent"),
        (State::Sent, "Sent"),
        (State::Mined, "Confirmed"),
        (State::NonceTaken, "Nonce used by another"),
        (State::Abandoned, "Given up"),
    ] {
        opened(state).get_by_label(heading);
    }
}

#[test]
fn ctrl_and_a_digit_lead_to_every_screen() {
    for (digit, tab) in [(Key::Num1, Tab::Home), (Key::Num2, Tab::Build), (Key::Num6, Tab::Journal)] {
        let mut harness = at(samples::first_screen(), samples::shown(vec![]));
        harness.key_press_modifiers(egui::Modifiers::CTRL | egui::Modifiers::COMMAND, digit);
        harness.run_steps(3);
        assert_eq!(harness.state().strip, Some(StripChoice::Go(tab)));
    }
}

#[test]
fn work_is_ended_and_refusals_are_dismissed_by_a_press() {
    for (button, choice) in [("Cancel", StripChoice::Cancel), ("Dismiss", StripChoice::Dismiss(0))] {
        let shown = Shown { example: Some(31_337), ..samples::shown(vec![]) };
        let mut harness = at(samples::first_screen(), shown);
        harness.get_by_label("Sending: handing it to the nodes…");
        harness.get_by_label("Not done");
        press(&mut harness, button);
        assert_eq!(harness.state().strip, Some(choice));
    }
}

/// Every screen of these three with what it can hold.
fn all() -> Vec<(Screen, Shown)> {
    let mut all = vec![(samples::first_screen(), Shown { is_read: true, ..Shown::default() })];
    for state in State::ALL {
        let (shown, id) = samples::one(state);
        all.push((open(&shown, id).screen, shown.clone()));
        all.push((samples::first_screen(), shown));
    }
    let (shown, id) = samples::one(State::Waiting);
    let mut screen = open(&shown, id).screen;
    for _ in 0..2 {
        screen = step(screen, &shown, Choice::Sign(crate::flow::SignChoice::On)).screen;
        all.push((screen.clone(), shown.clone()));
    }
    all
}

#[test]
fn the_way_on_is_in_sight_on_every_screen_at_every_size_in_both_themes() {
    use egui_kittest::kittest::NodeT as _;
    for theme in [Theme::Light, Theme::Dark] {
        // 640 by 600 points at 100 and at 125 %, a laptop, and 4K at 200 %.
        for size in [vec2(640.0, 600.0), vec2(512.0, 480.0), vec2(1280.0, 800.0), vec2(1920.0, 1080.0)] {
            for (screen, shown) in all() {
                let name = format!("{screen:?}").chars().take(60).collect::<String>();
                let harness = harness(screen, shown, size, theme);
                let buttons = harness.query_all_by_role(egui::accesskit::Role::Button);
                let low = buttons.map(|button| button.rect().bottom()).fold(0.0, f32::max);
                assert!(low > 0.0, "{name}: a way on");
                let back = harness
                    .query_all_by_role(egui::accesskit::Role::Button)
                    .filter(|button| button.rect().top() > size.y * 0.6)
                    .filter(|button| button.accesskit_node().label().is_some())
                    .any(|button| button.rect().bottom() <= size.y && button.rect().right() <= size.x);
                assert!(back, "{name} at {size}: a button of the bar is in sight");
            }
        }
    }
}
