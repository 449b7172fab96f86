//! `findings`: the catalogue as a person, a script and a page have it.

use crate::support::Desk;

#[test]
fn a_finding_is_told_with_its_meaning_and_what_to_do_in_every_form() {
    let desk = Desk::new();
    let all = desk.json(&["findings"]).done().json();
    let page = desk.run(&["findings", "--markdown"]).done().stdout;
    let words = desk.run(&["findings"]).done().stdout;
    for finding in all["findings"].as_array().unwrap() {
        for part in ["id", "meaning", "advice"] {
            let part = finding[part].as_str().unwrap();
            assert!(page.contains(part) && words.contains(part), "{part}");
        }
    }
    let one = desk.json(&["findings", "delegatecall"]).done().json();
    assert_eq!(one["findings"].as_array().unwrap().len(), 1);
    assert_eq!(one["findings"][0]["worst"], "critical");
}

#[test]
fn an_id_that_is_none_is_refused_with_those_that_are_near() {
    let run = Desk::new().json(&["findings", "safe-delegatecall\u{1b}[2J"]);
    assert_eq!(run.refused(), "finding");
    let message = run.json()["refused"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("safe-refund") && !message.contains('\u{1b}'), "{message}");
}
