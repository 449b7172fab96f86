//! What wallets in use send, the station answers byte for byte; what they should not send, it refuses by name.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports, and the vectors are ours"
)]

use e2e::driver::{self, Answered, JUNK};
use proptest::prelude::*;
use serde_json::Value;
use shared::{
    eth::AccountStyle,
    qr::receive::Received,
    review::Allowed,
    wire::{AccountList, HdKey, SignRequest},
};
use station::{
    Sitting,
    air::Air,
    flow::{self, Moment, Refused, ReviewChoice, Reviewing, Screen},
};
use std::time::Duration;
use zeroize::Zeroizing;

const REQUESTS: &str = include_str!("../vectors/ur/sign-requests.json");
const REJECTS: &str = include_str!("../vectors/ur/rejects.json");
const EXPORTS: &str = include_str!("../vectors/ur/key-exports.json");
const NOTHING: Allowed = Allowed { blob_transactions: false };

fn vectors(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).expect("a vector file");
    file["vectors"].as_array().expect("its vectors").clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn unhex(value: &Value) -> Vec<u8> {
    let digits = text(value);
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

fn bytes(text: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(text.as_bytes().to_vec())
}

fn sitting(vector: &Value) -> Sitting {
    driver::sitting(bytes(text(&vector["mnemonic"])), bytes(vector["passphrase"].as_str().unwrap_or("")))
        .expect("published words")
}

fn junk() -> Sitting {
    driver::sitting(bytes(JUNK), Zeroizing::default()).expect("published words")
}

fn answer(vector: &Value, texts: &Value, allowed: Allowed) -> Result<Answered, Refused> {
    let texts = texts.as_array().expect("texts").iter().map(|part| text(part).to_owned());
    driver::answer(&sitting(vector), texts, allowed, 200)
}

#[test]
fn every_request_that_wallets_make_is_answered_byte_for_byte() {
    let vectors = vectors(REQUESTS);
    assert_eq!(vectors.len(), 12);
    for vector in vectors {
        let id = text(&vector["id"]);
        let answered = answer(&vector, &vector["parts"]["texts"], NOTHING)
            .unwrap_or_else(|refused| panic!("{id}: {refused:?}"));
        let expected = &vector["expected"];
        assert_eq!(answered.cbor, unhex(&expected["answer_cbor"]), "{id}");
        assert_eq!(answered.answer, [text(&expected["answer_ur"])], "{id}");
        assert_eq!(answered.digest, format!("0x{}", text(&expected["digest"])), "{id}");
        assert!(!answered.review.facts.is_empty(), "{id}: something is shown before it is signed");
    }
}

#[test]
fn a_request_arrives_whole_although_its_first_part_was_missed() {
    let mut count = 0;
    for vector in vectors(REQUESTS) {
        let texts = vector["parts"]["texts"].as_array().unwrap();
        let late = texts.iter().skip(1).map(|part| text(part).to_owned());
        let sitting = sitting(&vector);
        if texts.len() < 2 {
            continue;
        }
        match driver::answer(&sitting, late, NOTHING, 200) {
            Ok(answered) => {
                count += 1;
                assert_eq!(answered.cbor, unhex(&vector["expected"]["answer_cbor"]), "{}", vector["id"]);
            }
            Err(refused) => assert_eq!(refused.kind.as_str(), "incomplete", "{}", vector["id"]),
        }
    }
    assert!(count >= 3, "only {count} vectors carry enough mixed parts");
}

#[test]
fn every_hostile_text_and_request_is_refused_with_its_kind() {
    let mut count = 0;
    for vector in vectors(REJECTS) {
        let id = text(&vector["id"]).to_owned();
        let stage = text(&vector["stage"]);
        if stage != "ur" && stage != "request" {
            continue; // the companion's
        }
        count += 1;
        let mut wallet = vector.clone();
        if wallet["mnemonic"].is_null() {
            wallet["mnemonic"] = JUNK.into();
        }
        let Err(refused) = answer(&wallet, &vector["texts"], NOTHING) else {
            panic!("{id} was signed: {}", vector["about"])
        };
        let alternatives = vector["alternatives"].as_array().unwrap().iter().map(text);
        let accepted: Vec<&str> = alternatives.chain([text(&vector["error"])]).collect();
        assert!(
            accepted.contains(&refused.kind.as_str()),
            "{id} ({}): {refused:?}, not one of {accepted:?}",
            vector["about"]
        );
        assert!(refused.message.len() > 20, "{id}: a sentence, not {:?}", refused.message);
    }
    assert_eq!(count, 33);
}

#[test]
fn a_blob_transaction_is_signed_only_where_the_operator_allowed_it() {
    let vector = vectors(REJECTS).into_iter().find(|vector| vector["id"] == "rej-req-blob-tx").unwrap();
    let allowed = Allowed { blob_transactions: true };
    assert_eq!(answer(&vector, &vector["texts"], NOTHING).unwrap_err().kind.as_str(), "tx-type");
    assert!(answer(&vector, &vector["texts"], allowed).is_ok());
}

#[test]
fn exports_are_the_keys_that_other_wallets_derive_from_the_same_words() {
    for vector in vectors(EXPORTS) {
        let id = text(&vector["id"]);
        let style = match (text(&vector["ur_type"]), vector["children"].as_str()) {
            ("crypto-hdkey", Some("*")) => AccountStyle::Legacy,
            ("crypto-hdkey", _) => AccountStyle::Bip44,
            ("crypto-account", _) => AccountStyle::LedgerLive,
            _ => continue, // crypto-multi-accounts is read by the companion, never written
        };
        let sitting = sitting(&vector);
        let ours = sitting.export(style, 0).expect("account 0");
        assert_eq!(ours.ur_type, text(&vector["ur_type"]), "{id}");
        assert_eq!(sitting.fingerprint().to_string(), text(&vector["master_fingerprint"]), "{id}");
        if style == AccountStyle::LedgerLive {
            let ours = AccountList::decode(&ours.cbor).expect("our own");
            let theirs = AccountList::decode(&unhex(&vector["cbor"])).expect("a vector");
            assert_eq!(ours.keys.len(), 10, "{id}: Rabby takes fives alone");
            assert_eq!(ours.master_fingerprint, theirs.master_fingerprint, "{id}");
            assert_eq!(
                ours.keys.iter().map(same).collect::<Vec<_>>(),
                theirs.keys.iter().map(same).collect::<Vec<_>>()
            );
        } else {
            let ours = HdKey::decode(&ours.cbor).expect("our own");
            let theirs = HdKey::decode(&unhex(&vector["cbor"])).expect("a vector");
            assert_eq!(same(&ours), same(&theirs), "{id}");
            if let (Some(theirs), ours) = (theirs.parent_fingerprint, ours.parent_fingerprint) {
                assert_eq!(ours, Some(theirs), "{id}");
            }
        }
    }
}

/// What must be equal between two exports of one key; name, note and depth are free.
fn same(key: &HdKey) -> impl PartialEq + std::fmt::Debug {
    let children = key.children.clone().filter(|_| key.chain_code.is_some());
    let default = AccountStyle::Bip44.children().filter(|_| key.chain_code.is_some());
    (
        key.public_key,
        key.chain_code,
        key.origin.path.clone(),
        key.origin.source_fingerprint,
        children.or(default), // absent means 0/*
    )
}

#[test]
fn only_published_words_are_taken() {
    for (words, accepted, why) in [
        (JUNK, true, "every devnet has them"),
        (
            " test test test test test test\ttest test test test test junk\n",
            true,
            "white space does not count",
        ),
        ("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong", true, "a published vector"),
        ("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo", false, "a word short"),
        (
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art",
            false,
            "not published",
        ),
        (
            "word picker camera legal quality guitar rescue bicycle rigid clever tattoo vanish",
            false,
            "somebody's, perhaps",
        ),
        ("", false, "nothing"),
    ] {
        match driver::sitting(bytes(words), bytes("any passphrase")) {
            Ok(_) => assert!(accepted, "{words}: {why}"),
            Err(refused) => {
                assert!(!accepted, "{words}: {why}");
                assert_eq!(refused.kind.as_str(), "not-a-test-mnemonic");
            }
        }
    }
}

fn message_request() -> Received {
    let vector = vectors(REQUESTS).into_iter().find(|vector| vector["id"] == "req-create-24k").unwrap();
    Received { ur_type: "eth-sign-request".to_owned(), message: unhex(&vector["cbor"]) }
}

fn about() -> Sitting {
    let words =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    driver::sitting(bytes(words), Zeroizing::default()).expect("published words")
}

fn reading() -> Reviewing {
    match flow::scan(&about(), &message_request(), NOTHING) {
        Screen::Review(reviewing) => *reviewing,
        other => panic!("a request that can be signed, not {other:?}"),
    }
}

fn step(reviewing: Reviewing, choice: ReviewChoice) -> Screen {
    flow::review(reviewing, Moment { running: Duration::ZERO, air: &Air::sealed() }, choice)
}

fn still(screen: Screen) -> Reviewing {
    match screen {
        Screen::Review(reviewing) => *reviewing,
        other => panic!("still reading, not {other:?}"),
    }
}

#[test]
fn approving_before_the_last_page_was_shown_changes_nothing() {
    let mut reviewing = reading();
    let count = reviewing.reading().page_count();
    assert!(count > 10, "24 kB of init code are many pages");
    let mut pages = 0;
    while !reviewing.reading().is_complete() {
        assert_eq!(still(step(reviewing.clone(), ReviewChoice::Approve)), reviewing);
        let back = still(step(reviewing.clone(), ReviewChoice::PreviousPage));
        let and_forth = still(step(back, ReviewChoice::NextPage));
        assert!(and_forth.reading().page() <= reviewing.reading().page().max(1), "going back opens nothing");
        reviewing = still(step(reviewing, ReviewChoice::NextPage));
        pages += 1;
    }
    assert_eq!(pages + 1, count, "each page was a step of its own");
}

#[test]
fn the_pages_together_say_every_byte_of_the_data() {
    let (mut reviewing, mut shown) = (reading(), String::new());
    loop {
        shown.extend(reviewing.reading().facts().iter().map(|fact| fact.value.as_str()));
        if reviewing.reading().is_complete() {
            break;
        }
        reviewing = still(step(reviewing, ReviewChoice::NextPage));
    }
    let vector = vectors(REQUESTS).into_iter().find(|vector| vector["id"] == "req-create-24k").unwrap();
    let data = &text(&vector["cbor"])[300..40_000]; // well inside the init code
    assert!(shown.contains(data), "nothing is shortened");
}

#[test]
fn rejecting_goes_back_to_the_camera_with_nothing_signed() {
    let asked = still(step(reading(), ReviewChoice::AskReject));
    assert_eq!(step(asked, ReviewChoice::Reject), Screen::Scan);
}

#[test]
fn what_is_no_request_is_named() {
    for (ur_type, word) in [
        ("eth-signature", "answer"),
        ("crypto-hdkey", "key card"),
        ("crypto-psbt", "crypto-psbt"),
        ("bytes", "eth-sign-request"),
    ] {
        let received = Received { ur_type: ur_type.to_owned(), message: vec![0xa0] };
        let Screen::Refused(refused) = flow::scan(&junk(), &received, NOTHING) else {
            panic!("{ur_type} is no request")
        };
        assert_eq!(refused.kind.as_str(), "ur-type");
        assert!(refused.message.contains(word), "{}", refused.message);
    }
}

#[test]
fn parts_that_end_early_are_said_to() {
    let vector = vectors(REQUESTS).into_iter().find(|vector| vector["id"] == "req-2930").unwrap();
    let first = text(&vector["parts"]["texts"][0]).to_owned();
    let refused = driver::answer(&junk(), [first], NOTHING, 200).unwrap_err();
    assert_eq!(refused.kind.as_str(), "incomplete");
    assert!(refused.message.contains("1 of 2"), "{}", refused.message);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_request_bytes_make_the_station_panic(noise in proptest::collection::vec(any::<u8>(), 0..400)) {
        let received = Received { ur_type: "eth-sign-request".to_owned(), message: noise };
        _ = driver::operate(&junk(), &received, NOTHING);
    }

    #[test]
    fn no_damaged_request_is_answered_as_if_it_were_whole(
        which in 0_usize..12,
        at: prop::sample::Index,
        flip in 1_u8..=255,
    ) {
        let vector = &vectors(REQUESTS)[which];
        let whole = unhex(&vector["cbor"]);
        let mut message = whole.clone();
        let at = at.index(message.len());
        message[at] ^= flip;
        let received = Received { ur_type: "eth-sign-request".to_owned(), message };
        if let Ok((_, answer)) = driver::operate(&sitting(vector), &received, NOTHING) {
            // A flipped bit may give another honest request. The same answer must mean the same bytes and the same key.
            let (damaged, original) = (SignRequest::decode(&received.message), SignRequest::decode(&whole));
            let (damaged, original) = (damaged.expect("it was answered"), original.expect("a vector"));
            let same_answer = answer.cbor == unhex(&vector["expected"]["answer_cbor"]);
            prop_assert_eq!(
                same_answer,
                (damaged.sign_data, damaged.data_type, damaged.request_id, damaged.key_path.path)
                    == (original.sign_data, original.data_type, original.request_id, original.key_path.path)
            );
        }
    }

    #[test]
    fn no_text_makes_the_receiver_panic(texts in proptest::collection::vec("(UR:[A-Z0-9/-]{0,60}|\\PC{0,60})", 0..4)) {
        _ = driver::answer(&junk(), texts, NOTHING, 200);
    }
}
