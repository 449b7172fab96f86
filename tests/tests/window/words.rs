//! Words on their way into the real window: repaired, read from a SeedQR, made, and drilled.

use crate::setup::{SOON, START, Table, type_words};
use e2e::{
    desktop::{Window, pictures},
    driver::JUNK,
    memory::{Patterns, scan},
    optics::Photo,
};
use shared::qr::{draw::draw, send::Frame};

/// Words of a published SeedQR, and what they lead to.
const FORUM: &str = "forum undo fragile fade shy sign arrest garment culture tube off merit";
const FORUM_COMPACT: [u8; 16] =
    [0x5b, 0xbd, 0x9d, 0x71, 0xa8, 0xec, 0x79, 0x90, 0x83, 0x1a, 0xff, 0x35, 0x9d, 0x42, 0x65, 0x45];

fn press(window: &mut Window, key: &str, then: &str) {
    window.keys(&[key]).unwrap();
    window.wait_for(then, SOON).unwrap();
}

/// No copy outside locked pages; none at all once nothing is held.
fn no_loose_copy(window: &Window, words: &str, held: bool) {
    let patterns = Patterns::of(words, "", &["m/44'/60'/0'/0/0"]).unwrap();
    let hits = scan(window.process(), &patterns).unwrap();
    let loose: Vec<_> = hits.iter().filter(|hit| !held || !hit.locked).collect();
    assert!(loose.is_empty(), "{loose:#?}");
}

#[test]
fn two_words_that_changed_places_are_found_and_nothing_of_the_search_stays() {
    let mut table = Table::set(1280, 900);
    let window = &mut table.window;
    press(window, "e", "Enter your mnemonic");
    type_words(window, &FORUM.replace("fade shy", "shy fade"));
    press(window, "Return", "Something is wrong with the words");
    window.type_text("16a93ed0").unwrap();
    press(window, "Return", "Nothing found"); // another mnemonic's fingerprint confirms nothing
    no_loose_copy(window, FORUM, true);
    press(window, "Return", "Something is wrong with the words");
    window.keys(&["Delete"]).unwrap();
    window.type_text(&fingerprint(FORUM)).unwrap();
    press(window, "Return", "Words 4 and 5 had changed places");
    press(window, "Return", "Most mnemonics have none");
    press(window, "Return", "Are these your keys");
    press(window, "Return", "Accounts");
    no_loose_copy(window, FORUM, true);
    press(window, "ctrl+l", START);
    no_loose_copy(window, FORUM, false);
}

fn fingerprint(words: &str) -> String {
    let words = zeroize::Zeroizing::new(words.as_bytes().to_vec());
    station::Sitting::start(words, zeroize::Zeroizing::default()).unwrap().fingerprint().to_string()
}

#[test]
fn a_compact_seed_qr_opens_the_keys_of_its_words() {
    let mut table = Table::set(1280, 900);
    let (side, code) = draw(&Frame::Bytes(FORUM_COMPACT.to_vec())).unwrap().to_luma(5);
    let photo = Photo { width: side, height: side, luma: code };
    pictures::lay(table.frames.path(), &[photo]).unwrap();
    let window = &mut table.window;
    press(window, "e", "Enter your mnemonic");
    press(window, "F5", "12 of 12 words are in");
    press(window, "Return", "Most mnemonics have none");
    press(window, "Return", "Are these your keys");
    window.wait_for(&fingerprint(FORUM), SOON).unwrap();
    no_loose_copy(window, FORUM, true);
    press(window, "Escape", "Most mnemonics have none");
    press(window, "Escape", "Enter your mnemonic");
    press(window, "Escape", START);
    no_loose_copy(window, FORUM, false);
}

#[test]
fn new_words_are_asked_back_and_a_wrong_answer_leads_back_to_the_paper() {
    let mut table = Table::set(1280, 900);
    let window = &mut table.window;
    press(window, "n", "0 of 50 throws");
    window.type_text("26143514226351623415532614325461325164235142632514").unwrap();
    window.wait_for("50 of 50 throws", SOON).unwrap();
    press(window, "Return", "Words 1 to 4 of 12");
    press(window, "Return", "Words 5 to 8 of 12");
    press(window, "Return", "Words 9 to 12 of 12");
    press(window, "Return", "on your paper");
    // One of these is wrong, whatever was made.
    window.type_text("zoo abandon ").unwrap();
    window.wait_for("is another one", SOON).unwrap();
    press(window, "Return", "Write the words on paper");
    press(window, "ctrl+l", START);
}

#[test]
fn a_drill_compares_the_paper_and_leaves_the_sitting_open() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    let window = &mut table.window;
    // Settings, Lock, Key card, Find address, Drill.
    window.keys(&["Tab", "Tab", "Tab", "Tab", "Tab"]).unwrap();
    press(window, "Return", "Nothing is signed");
    press(window, "Return", "Drill: enter the mnemonic");
    type_words(window, FORUM);
    press(window, "Return", "leads to other keys");
    press(window, "Return", "Drill: enter the mnemonic");
    type_words(window, JUNK);
    press(window, "Return", "The paper recovers your keys");
    press(window, "Return", "Accounts");
}
