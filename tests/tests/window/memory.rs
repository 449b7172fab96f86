//! The memory of the real program, searched for secrets: none outside locked pages while a sitting is open, none at all after.
//!
//! That the search finds a planted copy is shown by `tests/tests/memory.rs`, and here by the locked copies that it must find.

use crate::{
    setup::{SOON, START, Table, key_of, message, type_words},
    sign::approve,
};
use e2e::memory::{Hit, Patterns, scan};

/// Of the published BIP-39 vectors; no word pair of it is common text.
const WORDS: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const PASSPHRASE: &str = "TREZOR-of-the-vectors";

fn patterns() -> Patterns {
    Patterns::of(WORDS, PASSPHRASE, &["m/44'/60'/0'/0/0"]).unwrap()
}

/// What is found in the window's process.
fn found(table: &Table) -> Vec<Hit> {
    scan(table.window.process(), &patterns()).unwrap()
}

fn outside_locked_pages(hits: &[Hit]) -> Vec<&Hit> {
    hits.iter().filter(|hit| !hit.locked).collect()
}

/// From the start to the accounts, with a passphrase typed twice.
fn enter_with_passphrase(table: &mut Table) {
    let window = &mut table.window;
    window.keys(&["e"]).unwrap();
    window.wait_for("Enter your mnemonic", SOON).unwrap();
    type_words(window, WORDS);
    window.keys(&["Return"]).unwrap();
    window.wait_for("Most mnemonics have none", SOON).unwrap();
    window.type_text(PASSPHRASE).unwrap();
    window.keys(&["Return"]).unwrap();
    window.wait_for("The same passphrase again", SOON).unwrap();
    window.type_text(PASSPHRASE).unwrap();
    window.keys(&["Return"]).unwrap();
    window.wait_for("Are these your keys", SOON).unwrap();
    window.keys(&["Return"]).unwrap();
    window.wait_for("Accounts", SOON).unwrap();
}

#[test]
fn secrets_lie_on_locked_pages_while_a_sitting_is_open_and_nowhere_after_the_lock() {
    let mut table = Table::set(1280, 900);
    assert_eq!(found(&table), [], "before anything was entered");

    enter_with_passphrase(&mut table);
    let open = found(&table);
    assert_eq!(outside_locked_pages(&open), Vec::<&Hit>::new(), "while the sitting is open");
    assert!(
        open.iter().any(|hit| hit.locked && hit.what.contains("seed")),
        "the search finds what is there: {open:?}"
    );

    let request = message(&key_of(WORDS, PASSPHRASE), 41);
    table.ask(&request);
    let answer = approve(&mut table.window);
    companion::check::accept(&request, &answer).unwrap();
    assert_eq!(outside_locked_pages(&found(&table)), Vec::<&Hit>::new(), "after a signature was made");

    table.window.keys(&["ctrl+l"]).unwrap();
    table.window.wait_for(START, SOON).unwrap();
    assert_eq!(found(&table), [], "after the lock");
}

#[test]
fn words_that_are_given_up_half_way_leave_nothing() {
    let mut table = Table::set(1280, 900);
    table.window.keys(&["e"]).unwrap();
    table.window.wait_for("Enter your mnemonic", SOON).unwrap();
    type_words(&mut table.window, "legal winner thank year wave sausage worth");
    table.window.wait_for("7 of 12 words", SOON).unwrap();
    let open = found(&table);
    assert_eq!(outside_locked_pages(&open), Vec::<&Hit>::new(), "while words are entered");
    assert!(!open.is_empty(), "the search finds what is there");
    table.window.keys(&["Escape"]).unwrap();
    table.window.wait_for(START, SOON).unwrap();
    assert_eq!(found(&table), []);
}
