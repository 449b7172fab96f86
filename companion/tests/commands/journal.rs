//! `journal`: what was asked is listed, shown, given out again, given up, proved and exported.

use companion::frames::Playable;
use serde_json::Value;
use shared::{qr::send::Profile, wire::SignAnswer};

use crate::support::{Desk, parts, text, vector};

/// A desk whose journal has one request and its answer, and the request's id.
fn answered() -> (Desk, String) {
    let dynamic = vector("sign-requests.json", "req-1559");
    let desk = Desk::new();
    desk.put("request.txt", parts(&dynamic));
    desk.put("answer.txt", text(&dynamic, "/expected/answer_ur"));
    let told = desk.json(&["accept", "--request", "request.txt", "--answer", "answer.txt"]).done().json();
    (desk, told["request_id"].as_str().unwrap().to_owned())
}

fn list(desk: &Desk, more: &[&str]) -> Vec<Value> {
    let told = desk.json(&[&["journal", "list"], more].concat()).done().json();
    told["requests"].as_array().unwrap().clone()
}

#[test]
fn a_request_is_listed_and_shown_with_its_entries() {
    let (desk, id) = answered();
    let listed = list(&desk, &[]);
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (listed[0]["request_id"].as_str(), listed[0]["state"].as_str()),
        (Some(id.as_str()), Some("signed"))
    );
    let signer = listed[0]["signer"].as_str().unwrap();
    assert_eq!(list(&desk, &["--open", "--signer", signer, "--limit", "5"]).len(), 1);
    assert_eq!(list(&desk, &["--chain", "424242"]).len(), 0);
    let shown = desk.json(&["journal", "show", &id[..6]]).done().json();
    let kinds: Vec<_> =
        shown["entries"].as_array().unwrap().iter().map(|entry| entry["kind"].clone()).collect();
    assert_eq!(kinds, ["asked", "answered"]);
    let line = desk.run(&["journal", "list"]).done().stdout;
    assert!(line.contains(&format!("  by {signer}  ")), "what waits for whom: {line}");
    let words = desk.run(&["journal", "show", &id]).done();
    assert!(words.stdout.contains(&id) && words.stdout.contains("asked: "), "{words:?}");
}

#[test]
fn an_answer_is_matched_by_its_id_taken_twice_and_refused_when_it_is_another() {
    let (desk, id) = answered();
    let again = desk.json(&["accept", "--answer", "answer.txt"]).done().json();
    assert_eq!((again["again"].as_bool(), again["request_id"].as_str()), (Some(true), Some(id.as_str())));
    let stranger = vector("sign-requests.json", "req-legacy-1");
    let unknown = desk.json(&["accept", "--answer", text(&stranger, "/expected/answer_ur")]);
    assert_eq!((unknown.code, unknown.refused().as_str()), (6, "no-request"));
    let kinds: Vec<_> = desk.json(&["journal", "show", &id]).done().json()["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["asked", "answered"], "nothing new was written");
}

#[test]
fn a_request_that_was_changed_is_refused_by_the_name_of_the_field() {
    let (desk, id) = answered();
    let codes = desk.run(&["journal", "codes", &id]).done();
    assert!(codes.stdout.starts_with("UR:ETH-SIGN-REQUEST/"), "{codes:?}");
    desk.put("same.txt", &codes.stdout);
    desk.json(&["accept", "--request", "same.txt", "--answer", "answer.txt"]).done();
    let other = vector("sign-requests.json", "req-legacy-1");
    desk.put("other.txt", parts(&other));
    let from = text(&other, "/address");
    let run = desk.json(&["accept", "--request", "other.txt", "--answer", "answer.txt", "--from", from]);
    assert_eq!((run.code, run.refused().as_str()), (1, "request-id"), "{run:?}");
}

#[test]
fn an_answer_that_carries_no_id_is_accepted_for_the_request_that_is_named() {
    let desk = Desk::new();
    let vector = vector("sign-requests.json", "req-1559");
    let cbor = alloy::hex::decode(text(&vector, "/expected/answer_cbor")).unwrap();
    let answer = SignAnswer { request_id: None, ..SignAnswer::decode(&cbor).unwrap() };
    let codes = Playable::new("eth-signature", &answer.encode(), Profile::Ur { fragment: 200 }, false);
    desk.put("answer.txt", codes.unwrap().texts().unwrap().join("\n"));
    // Another answer to it was refused, so that it is in the journal and waits.
    desk.put("request.txt", parts(&vector));
    let other =
        text(&crate::support::vector("sign-requests.json", "req-2930"), "/expected/answer_ur").to_owned();
    desk.json(&["accept", "--request", "request.txt", "--answer", &other]).refused();
    let id = list(&desk, &[])[0]["request_id"].as_str().unwrap().to_owned();
    let nameless = desk.json(&["accept", "--answer", "answer.txt"]);
    assert_eq!(nameless.refused(), "request-id", "{nameless:?}");
    let told = desk.json(&["accept", "--answer", "answer.txt", "--id", &id[..8]]).done().json();
    assert_eq!((told["request_id"].as_str(), &told["signer"]), (Some(id.as_str()), &vector["address"]));
}

#[test]
fn what_is_signed_is_given_up_only_on_purpose() {
    let (desk, id) = answered();
    let asked = desk.json(&["journal", "abandon", &id, "--reason", "wrong contract"]);
    assert_eq!((asked.code, asked.refused().as_str()), (1, "confirm"));
    let done = desk.json(&["journal", "abandon", &id, "--reason", "wrong contract", "--yes"]).done().json();
    assert_eq!(done["request"]["state"], "abandoned");
    assert!(list(&desk, &["--open"]).is_empty());
    let twice = desk.json(&["journal", "abandon", &id, "--reason", "again", "--yes"]);
    assert_eq!((twice.code, twice.refused().as_str()), (1, "request-state"));
    let no_reason = desk.json(&["journal", "abandon", &id, "--reason", " "]);
    assert_eq!(no_reason.code, 2);
}

#[test]
fn the_journal_proves_itself_and_a_kept_head_proves_more() {
    let (desk, id) = answered();
    let head = desk.json(&["journal", "verify"]).done().json()["head"].as_str().unwrap().to_owned();
    desk.json(&["journal", "abandon", &id, "--reason", "no", "--yes"]).done();
    desk.json(&["journal", "verify", "--head", &head]).done();
    let other = desk.json(&["journal", "verify", "--head", &format!("0x{}", "1".repeat(64))]);
    assert_eq!((other.code, other.refused().as_str()), (6, "journal-head"));
}

#[test]
fn an_export_goes_to_a_file_or_to_standard_output_whole() {
    let (desk, _) = answered();
    let out = desk.json(&["journal", "export"]).done().json();
    assert_eq!(out["entries"].as_array().unwrap().len(), 2);
    desk.json(&["journal", "export", "--format", "csv", "--out", "journal.csv"]).done();
    let table = String::from_utf8(desk.read("journal.csv")).unwrap();
    assert_eq!(table.matches("\r\n").count(), 3);
    assert!(table.starts_with("seq,time,kind,request,words,body,hash\r\n"));
    let again = desk.json(&["journal", "export", "--out", "journal.csv"]);
    assert_eq!(again.code, 5, "what is there is not replaced: {again:?}");
}

#[test]
fn a_place_that_cannot_be_a_journal_is_said_with_its_own_kind() {
    let desk = Desk::new();
    desk.put("notes.txt", "no database at all ".repeat(200));
    for (place, kind) in
        [("notes.txt", "not-a-journal"), (".", "not-a-journal"), ("notes.txt/below", "journal")]
    {
        let run = desk.json(&["journal", "list", "--journal", place]);
        assert_eq!((run.code, run.refused().as_str()), (6, kind), "{place}");
    }
    assert_eq!(desk.names(), ["notes.txt"]);
    for (id, code) in [("12", 2), ("zzzz", 2), ("abcd", 6)] {
        assert_eq!(desk.json(&["journal", "show", id]).code, code, "{id}");
    }
}
