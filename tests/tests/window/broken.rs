//! Whatever is wrong around the window: a sentence, no panic, no lost sitting.

use crate::{
    setup::{SOON, START, Table, key, show, transfer},
    sign::approve,
};
use companion::check;
use e2e::{
    desktop::pictures,
    driver::JUNK,
    optics::{Code, Random},
};
use shared::{eth::Fingerprint, qr::draw::Modules, wire::SignRequest};
use std::time::Duration;

/// Every key of a keyboard that a program may see, and some that it may not know.
const KEYS: &[&str] = &[
    "Return",
    "Escape",
    "Tab",
    "shift+Tab",
    "space",
    "BackSpace",
    "Delete",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "Page_Up",
    "Page_Down",
    "F1",
    "F5",
    "F10",
    "F11",
    "F12",
    "a",
    "z",
    "0",
    "9",
    "plus",
    "minus",
    "ctrl+a",
    "ctrl+c",
    "ctrl+v",
    "ctrl+z",
    "ctrl+w",
    "ctrl+q",
    "ctrl+plus",
    "ctrl+minus",
    "alt+Tab",
    "Insert",
    "Pause",
    "Menu",
    "odiaeresis",
    "dead_acute",
    "Cyrillic_a",
    "XF86AudioMute",
];

#[test]
fn no_keys_whatever_end_the_program() {
    let mut table = Table::set(1280, 900);
    let mut random = Random::new(3);
    for _ in 0..12 {
        let mash: Vec<&str> = (0..40).map(|_| random.pick(KEYS)).collect();
        table.window.keys(&mash).unwrap();
    }
    table.window.keys(&["ctrl+l"]).unwrap();
    table.window.wait_for(START, SOON).unwrap();
    assert!(!table.window.said().contains("panicked"), "{}", table.window.said());
}

#[test]
fn every_window_size_shows_the_way_on() {
    let mut table = Table::set(3840, 2160);
    for (width, height) in [(480, 600), (1024, 700), (3840, 2160)] {
        table.window.resize(width, height).unwrap();
        table.window.wait_for(START, SOON).unwrap();
    }
}

#[test]
fn strange_codes_and_half_transfers_do_not_keep_a_request_from_coming_through() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    table.window.keys(&["Return"]).unwrap();
    let mut random = Random::new(5);
    let strange: Vec<_> = (0..6_u64)
        .map(|seed| {
            let Code { modules, .. } = Code::text(5, &mut random);
            photographed(&modules, seed)
        })
        .collect();
    pictures::lay(table.frames.path(), &strange).unwrap();
    let half = pictures::photographs("eth-sign-request", &[0xa1; 900], 3).unwrap();
    pictures::lay(table.frames.path(), &half[..2]).unwrap();
    let request = transfer(21);
    show(table.frames.path(), &request);
    table.window.wait_for("Read every page", Duration::from_secs(60)).unwrap();
    let answer = approve(&mut table.window);
    check::accept(&request, &answer).unwrap();
}

fn photographed(modules: &Modules, seed: u64) -> e2e::optics::Photo {
    e2e::optics::photograph_frame(modules, e2e::optics::Field::Good, seed)
}

#[test]
fn a_request_for_another_key_is_a_sentence_and_the_next_one_is_read() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    table.window.keys(&["Return"]).unwrap();
    let mut foreign: SignRequest = transfer(22);
    foreign.key_path.source_fingerprint = Some(Fingerprint([1, 2, 3, 4]));
    show(table.frames.path(), &foreign);
    table.window.wait_for("01020304", SOON).unwrap();
    // The other screen has gone on to the next request before the operator looks again.
    table.clear();
    table.window.keys(&["Return"]).unwrap();
    let request = transfer(23);
    show(table.frames.path(), &request);
    table.window.wait_for("Read every page", SOON).unwrap();
    let answer = approve(&mut table.window);
    assert_eq!(check::accept(&request, &answer).unwrap().signer(), key(0).address);
}

#[test]
fn a_display_that_vanishes_ends_the_program_in_words() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    table.desktop.vanish();
    let code = table.window.ends(SOON).unwrap();
    let said = table.window.said();
    assert!(code.is_some_and(|code| code != 0), "{code:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
}
