//! Packs, proofs and what the sitting learned, on a screen without a window.

use super::show;
use crate::{
    Desk,
    flow::{Choice, Screen, samples, step},
    learned::Verdict,
    view::Act,
};
use egui::{Key, Ui};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use shared::{
    pack::{Offered, Pack},
    proof::HeaderTrust,
    ui::eye::Eye,
    wire::StateProof,
};

struct Table {
    desk: Desk,
    screen: Screen,
}

fn harness(ur_type: &str, message: Vec<u8>) -> Harness<'static, Table> {
    let mut desk = samples::desk();
    let screen = samples::shown(&mut desk, ur_type, message);
    let eye = Eye::with_sources(None, || {});
    let draw = move |ui: &mut Ui, table: &mut Table| {
        table.desk.clock.running = std::time::Duration::from_secs_f64(ui.input(|input| input.time));
        if let Some(Act::Choice(choice)) = show(ui, &table.screen, &table.desk, &eye) {
            let screen = std::mem::replace(&mut table.screen, Screen::Scan);
            let next = step(screen, &mut table.desk, choice);
            table.screen = samples::settled(next, &mut table.desk);
            ui.ctx().request_repaint();
        }
    };
    let builder = Harness::builder().with_size(egui::vec2(1000.0, 900.0)).with_step_dt(1.0 / 60.0);
    let mut harness = builder.build_ui_state(draw, Table { desk, screen });
    harness.run_steps(5);
    harness
}

fn pack() -> Pack {
    samples::pack(1, None, vec![samples::rule(shared::pack::Demand::TwoReviewers)])
}

fn verdict(harness: &Harness<'_, Table>) -> Option<Verdict> {
    match &harness.state().screen {
        Screen::Pack(page) => Some(page.verdict.clone()),
        _ => None,
    }
}

#[test]
fn a_pack_says_whose_it_is_who_signed_and_the_words_of_its_reviewers() {
    let offered = samples::signed(&pack());
    let harness = harness(Offered::UR_TYPE, offered.encode());
    let words = offered.circle().phrase().words().join(" ");
    let reviewer = format!("Alice at {}", samples::sitting().first_address().unwrap());
    for said in [words.as_str(), "Example", "1 of 1", "Alice", &reviewer] {
        assert!(harness.query_all_by_label(said).next().is_some(), "{said}");
    }
    assert!(matches!(verdict(&harness), Some(Verdict::Ask(_))));
}

#[test]
fn reviewers_are_approved_by_a_hold_of_a_second_and_no_less() {
    for (steps, trusted) in [(40, false), (75, true)] {
        let mut harness = harness(Offered::UR_TYPE, samples::signed(&pack()).encode());
        assert!(!harness.get_by_label("Approve these reviewers").accesskit_node().is_disabled());
        harness.key_down(Key::Space);
        harness.run_steps(steps);
        harness.key_up(Key::Space);
        harness.run_steps(5);
        assert_eq!(matches!(verdict(&harness), Some(Verdict::Trusted(_))), trusted, "{steps} sixtieths");
    }
}

#[test]
fn the_rules_of_a_pack_stand_on_its_later_pages() {
    let mut harness = harness(Offered::UR_TYPE, samples::signed(&pack()).encode());
    harness.key_press(Key::PageDown);
    harness.run_steps(5);
    assert!(harness.query_by_label_contains("Everything is looked at").is_some());
    harness.key_press(Key::PageUp);
    harness.run_steps(5);
    assert!(harness.query_all_by_label("1 of 1").next().is_some());
}

#[test]
fn a_pack_that_is_refused_offers_no_approval() {
    let expired = samples::signed(&Pack { expires: samples::NOW - 1, ..pack() });
    let mut harness = harness(Offered::UR_TYPE, expired.encode());
    assert!(harness.query_by_label_contains("expired").is_some());
    assert!(harness.query_by_label("Approve these reviewers").is_none());
    harness.key_press(Key::Escape);
    harness.run_steps(5);
    assert_eq!(harness.state().screen, Screen::Scan);
    assert!(harness.query_by_label_contains("Taken:").is_none(), "nothing was taken");
}

#[test]
fn a_block_is_compared_by_a_hold_of_a_second_and_no_less() {
    for (key, kept) in
        [(Key::Space, Some(HeaderTrust::Compared)), (Key::C, Some(HeaderTrust::Claimed)), (Key::D, None)]
    {
        let proof = samples::empty_state();
        let mut harness = harness(StateProof::UR_TYPE, proof.encode());
        let proven = proof.verify(None).unwrap();
        let words = proven.phrase().words().join(" ");
        for said in [words, proven.hash.to_string()] {
            assert!(harness.query_all_by_label(&said).next().is_some(), "{said}");
        }
        for (short, steps) in [(Key::Enter, 3), (Key::S, 3), (Key::Space, 40)] {
            harness.key_down(short);
            harness.run_steps(steps);
            harness.key_up(short);
            harness.run_steps(3);
            assert!(matches!(harness.state().screen, Screen::Proof(_)), "{short:?}");
        }
        harness.key_down(key);
        harness.run_steps(75);
        harness.key_up(key);
        harness.run_steps(5);
        assert_eq!(harness.state().screen, Screen::Scan);
        let learned = harness.state().desk.sitting.as_ref().unwrap().learned();
        assert_eq!(learned.proofs().first().map(|proof| proof.trust()), kept, "{key:?}");
        assert_eq!(harness.query_by_label_contains("Taken: a state proof").is_some(), kept.is_some());
    }
}

#[test]
fn other_reviewers_than_before_are_said_where_they_are_approved() {
    let first = samples::signed(&pack());
    let other = samples::pack(2, Some(first.contents()), vec![]);
    let mut reviewers = other.reviewers.clone();
    reviewers.push(shared::pack::Reviewer { name: "Mallory".to_owned(), address: [9; 20].into() });
    let other = samples::signed(&Pack { reviewers, ..other });
    for (known, said) in [(true, true), (false, false)] {
        let mut harness = harness(Offered::UR_TYPE, other.encode());
        if known {
            let learned = harness.state_mut().desk.sitting.as_mut().unwrap().learned_mut();
            learned.pin(&first.circle());
            learned.admit(&first, None).unwrap();
            harness.run_steps(3);
        }
        let found = harness.query_by_label_contains("other reviewers than those of version 1").is_some();
        assert_eq!(found, said);
    }
}

#[test]
fn choices_of_other_screens_change_nothing_here() {
    let mut desk = samples::desk();
    let screen = samples::shown(&mut desk, Offered::UR_TYPE, samples::signed(&pack()).encode());
    let next = step(screen, &mut desk, Choice::Proof(crate::flow::ProofChoice::Same));
    assert!(matches!(next.screen, Screen::Pack(_)));
}
