//! A request in as video, the answer out as what stands on the screen.

use crate::setup::{HELD, SOON, Table, is_accepted, key, message, ownership, transfer};
use e2e::{desktop::Window, driver::JUNK};
use shared::{
    qr::receive::{Receiver, Step},
    wire::SignAnswer,
};
use std::time::{Duration, Instant};

/// What stands on the last page, once all is done that comes before the approval.
pub(crate) const DECIDE: &str = "for one second, with the mouse";

/// Where the main button stands in a window of the first size, in pixels.
const MAIN_BUTTON: (u32, u32) = (880, 724);

/// Reads pages to the last one.
pub(crate) fn read_to_the_end(window: &mut Window, then: &str) {
    for _ in 0..30 {
        window.keys(&["Page_Down"]).unwrap();
    }
    window.wait_for(then, SOON).unwrap();
}

/// The answer's codes on the screen, put together as the companion does.
pub(crate) fn answer(window: &mut Window) -> SignAnswer {
    let mut receiver = Receiver::default();
    let begin = Instant::now();
    while begin.elapsed() < SOON {
        for code in window.wait_for_code(SOON).unwrap() {
            if let Ok(Step::Complete(received)) = receiver.feed(&code) {
                assert_eq!(received.ur_type, SignAnswer::UR_TYPE);
                return SignAnswer::decode(&received.message).unwrap();
            }
        }
    }
    panic!("no whole answer in {SOON:?}");
}

/// What an operator does who agrees: last page, hold, answer.
pub(crate) fn approve(window: &mut Window) -> SignAnswer {
    read_to_the_end(window, DECIDE);
    window.hold("space", HELD).unwrap();
    answer(window)
}

#[test]
fn a_request_seen_by_the_camera_is_read_approved_and_answered_on_the_screen() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    let request = transfer(1);
    table.ask(&request);
    let answer = approve(&mut table.window);
    is_accepted(&request, &answer);
}

#[test]
fn letting_go_too_early_signs_nothing() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    table.ask(&transfer(2));
    read_to_the_end(&mut table.window, DECIDE);
    table.window.hold("space", Duration::from_millis(400)).unwrap();
    let shot = table.window.wait_for(DECIDE, SOON).unwrap();
    assert!(shot.codes().is_empty(), "no answer is shown");
}

#[test]
fn handing_over_a_contract_asks_for_a_word_of_the_review_first() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    let request = ownership(3);
    table.ask(&request);
    read_to_the_end(&mut table.window, "One word more");
    table.window.hold("space", HELD).unwrap();
    assert!(table.window.shot().unwrap().codes().is_empty(), "holding alone is not enough");
    table.window.type_text("transfers").unwrap();
    table.window.wait_for(DECIDE, SOON).unwrap();
    table.window.hold("space", HELD).unwrap();
    is_accepted(&request, &answer(&mut table.window));
}

#[test]
fn the_mouse_approves_by_holding_too() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    let request = message(&key(0), 4);
    table.ask(&request);
    let (x, y) = MAIN_BUTTON;
    table.window.move_mouse(x, y).unwrap();
    // “Read on”, until the end of the page was seen.
    let begin = Instant::now();
    while begin.elapsed() < SOON && !table.window.shot().unwrap().says(DECIDE).unwrap() {
        table.window.hold_mouse(Duration::from_millis(50)).unwrap();
    }
    table.window.hold_mouse(HELD).unwrap();
    is_accepted(&request, &answer(&mut table.window));
}
