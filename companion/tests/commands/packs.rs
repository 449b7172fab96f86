//! `pack`: from a file that people edit to codes that stations trust.

use alloy::{hex, primitives::B256};
use k256::ecdsa::SigningKey;
use serde_json::Value;
use shared::{
    eth::Address,
    pack::{Offered, Trust, TrustedBy},
    qr::send::{Frame, Profile, Sender},
    wire::{Bundle, SignAnswer, SignRequest},
};

use crate::support::{Desk, KEY, Run, received};

const TREASURY: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

/// A key whose 32 bytes are all `number`.
fn key(number: u8) -> SigningKey {
    SigningKey::from_slice(&[number; 32]).unwrap()
}

fn address(number: u8) -> Address {
    Address::from_raw_public_key(&key(number).verifying_key().to_sec1_point(false).as_bytes()[1..])
}

/// Has a key answer what `told` asks, into a file.
fn answer(desk: &Desk, number: u8, told: &Value, id: Option<[u8; 16]>, file: &str) {
    let digest: B256 = told["digest"].as_str().unwrap().parse().unwrap();
    let (signature, parity) = key(number).sign_prehash_recoverable(digest.as_slice());
    let signature = [&signature.to_bytes()[..], &[27 + u8::from(parity.is_y_odd())]].concat();
    let message = SignAnswer { request_id: id, signature, origin: None }.encode();
    let mut sender = Sender::new(SignAnswer::UR_TYPE, &message, Profile::Ur { fragment: 500 }).unwrap();
    let Frame::Text(text) = sender.next_frame() else { panic!("a text") };
    desk.put(file, text);
}

/// A desk with a pack of two reviewers, both of whom must sign.
fn begun() -> Desk {
    let desk = Desk::new();
    let [alice, bob] = [1, 2].map(|number| format!("{number}={}", address(number)));
    let team = ["--team", "Example", "--reviewer", &alice, "--reviewer", &bob, "--threshold", "2"];
    desk.run(&[&["pack", "new", "team.json", "--expires", "2100-01-01"], &team[..]].concat()).done();
    desk.put("abi.json", r#"[{"type":"function","name":"mint","stateMutability":"nonpayable","outputs":[],"inputs":[{"name":"to","type":"address"},{"name":"amount","type":"uint256"}]},{"type":"function","name":"total","stateMutability":"view","outputs":[],"inputs":[]}]"#);
    let contract = ["pack", "add", "contract", "team.json", "Treasury", TREASURY, "--chain", "1"];
    desk.run(&[&contract[..], &["--abi", "abi.json", "--role", "MINTER_ROLE", "--slot", "owner=0"]].concat())
        .done();
    let rule = ["pack", "add", "rule", "team.json", "Few mints", "--demand", "two-reviewers"];
    let bound = ["--function", "mint(address,uint256)", "--argument", "2", "--most", "1000"];
    desk.run(&[&rule[..], &["--target", TREASURY], &bound].concat()).done();
    desk
}

/// Asks a reviewer, whose path and device do not matter here.
fn ask(desk: &Desk, pack: &str, number: u8) -> Run {
    let from = address(number).to_string();
    let asked = ["pack", "review", pack, "--from", &from, KEY[2], KEY[3], KEY[4], KEY[5]];
    desk.json(&[&asked[..], &["--force", "--out", "request.txt"]].concat())
}

fn id_of(request: &[u8]) -> Option<[u8; 16]> {
    SignRequest::decode(request).unwrap().request_id
}

#[test]
fn a_pack_is_edited_reviewed_by_two_and_trusted_by_who_approves_them() {
    let desk = begun();
    for (number, from, to) in [(1, "team.json", "one.txt"), (2, "one.txt", "two.txt")] {
        let told = ask(&desk, from, number).done().json();
        let bundle = Bundle::decode(&received(&desk, "request.txt").message).unwrap().message;
        assert_eq!(told["ur_type"], Bundle::UR_TYPE);
        let offered = Offered::decode(&bundle.packs[0]).unwrap();
        assert_eq!(offered.review_data().digest().to_string(), told["digest"].as_str().unwrap());
        answer(&desk, number, &told, id_of(&bundle.request), "answer.txt");
        desk.run(&["pack", "review", from, "--answer", "answer.txt", "--out", to]).done();
    }
    let told = desk.json(&["pack", "show", "two.txt"]).done().json();
    assert_eq!(told["pack"]["enough"], true);
    assert_eq!(told["pack"]["content"]["contracts"][0]["functions"][0], "mint(address to,uint256 amount)");
    let listed = desk.json(&["journal", "list"]).done().json();
    assert!(listed.to_string().contains("Review version 1 of the pack of “Example”"), "{listed}");

    let offered = Offered::decode(&received(&desk, "two.txt").message).unwrap();
    let mut trust = Trust::default();
    trust.pin(&offered.circle());
    assert_eq!(trust.admit(&offered, Some(1_800_000_000)).unwrap().by(), TrustedBy::Reviewers);
    let shown = desk.run(&["show", "two.txt"]).done().stdout;
    assert!(
        shown.contains("A context pack") && shown.contains(&offered.circle().phrase().to_string()),
        "{shown}"
    );
}

#[test]
fn an_artifact_with_code_tells_the_pack_how_the_contract_is_created() {
    let desk = begun();
    desk.put("artifact.json", r#"{"abi":[{"type":"constructor","stateMutability":"nonpayable","inputs":[{"name":"owner","type":"address"}]}],"bytecode":"0x6001600155"}"#);
    let add = ["pack", "add", "contract", "team.json", "Vault", "0x00000000000000000000000000000000000000AA"];
    desk.run(&[&add[..], &["--chain", "1", "--abi", "artifact.json"]].concat()).done();
    let file: Value = serde_json::from_slice(&desk.read("team.json")).unwrap();
    let creation = &file["contracts"][1]["creation"];
    assert_eq!(creation["length"], 5);
    assert_eq!(creation["constructor"], "constructor(address owner)");
    let hash = alloy::primitives::keccak256(hex!("6001600155")).to_string();
    assert_eq!(creation["hash"].as_str(), Some(hash.as_str()));
    assert!(file["contracts"][0]["creation"].is_null(), "an ABI alone has no code");
}

#[test]
fn a_seal_is_asked_of_a_path_of_its_own_and_taken_back() {
    let desk = begun();
    let asked = ["pack", "seal", "team.json", "--fingerprint", "16a93ed0", "--out", "request.txt"];
    let told = desk.json(&asked).done().json();
    let bundle = Bundle::decode(&received(&desk, "request.txt").message).unwrap().message;
    let request = SignRequest::decode(&bundle.request).unwrap();
    assert_eq!(request.key_path.path, shared::pack::seal_path());
    answer(&desk, 9, &told, Some([7; 16]), "foreign.txt");
    let foreign = desk.json(&["pack", "seal", "team.json", "--answer", "foreign.txt", "--out", "x.txt"]);
    assert_eq!((foreign.code, foreign.refused()), (1, "request-id".to_owned()));
    answer(&desk, 9, &told, request.request_id, "answer.txt");
    let [other, own] = [8, 9].map(|number| address(number).to_string());
    let take = ["pack", "seal", "team.json", "--answer", "answer.txt", "--out", "sealed.txt", "--from"];
    let refused = desk.json(&[&take[..], &[&other]].concat());
    assert_eq!((refused.code, refused.refused()), (1, "wrong-signer".to_owned()));
    assert!(!desk.names().contains(&"sealed.txt".to_owned()), "nothing is left");
    desk.run(&[&take[..], &[&own]].concat()).done();
    let offered = Offered::decode(&received(&desk, "sealed.txt").message).unwrap();
    let mut trust = Trust::new(Some(address(9)));
    assert_eq!(trust.admit(&offered, None).unwrap().by(), TrustedBy::Seal);
}

#[test]
fn who_is_no_reviewer_is_neither_asked_nor_taken() {
    let desk = begun();
    let run = ask(&desk, "team.json", 3);
    assert_eq!((run.code, run.refused()), (1, "wrong-signer".to_owned()));
    let told = ask(&desk, "team.json", 1).done().json();
    answer(&desk, 3, &told, None, "answer.txt");
    let run = desk.json(&["pack", "review", "team.json", "--answer", "answer.txt", "--out", "x.txt"]);
    assert_eq!((run.code, run.refused()), (1, "wrong-signer".to_owned()));
    assert!(!desk.names().contains(&"x.txt".to_owned()), "nothing is left");
}

#[test]
fn the_next_version_takes_all_over_and_names_the_one_before() {
    let desk = begun();
    let first = desk.json(&["pack", "show", "team.json"]).done().json();
    let next = ["pack", "new", "next.json", "--after", "team.json", "--expires", "2101-01-01"];
    let told = desk.json(&next).done().json();
    let content = &told["pack"]["content"];
    assert_eq!(content["previous"], first["pack"]["contents_hash"]);
    assert_eq!(content["version"], 2);
    assert_eq!(content["rules"], first["pack"]["content"]["rules"]);
    let there = desk.json(&next);
    assert_eq!(there.code, 5, "what is there stays");
    let other = desk.json(&[&next[..], &["--team", "Other", "--force"]].concat());
    assert_eq!(other.code, 2, "a team does not change");
}

#[test]
fn what_is_wrong_with_a_pack_is_said_and_its_file_stays_as_it_was() {
    let desk = begun();
    let before = desk.read("team.json");
    let add = |more: &[&str]| desk.json(&[&["pack", "add"], more].concat());
    for (run, code, why) in [
        (add(&["contract", "team.json", "Again", TREASURY, "--chain", "1"]), 4, "two at one address"),
        (add(&["rule", "team.json", "x", "--demand", "allow"]), 2, "no rule allows"),
        (add(&["rule", "team.json", "x", "--demand", "deny", "--argument", "1"]), 2, "of no function"),
        (add(&["name", "team.json", "two\nlines", TREASURY]), 4, "a name that hides"),
        (add(&["name", "one.txt", "x", TREASURY]), 2, "only the file is edited"),
        (desk.json(&["pack", "seal", "team.json", "--out", "x.txt"]), 2, "whose seal"),
        (desk.json(&["pack", "show", "none.json"]), 4, "not there"),
        (desk.json(&["pack", "new", "none.json", "--team", "x", "--expires", "soon"]), 2, "no day"),
    ] {
        assert_eq!(run.code, code, "{why}: {run:?}");
        assert!(
            run.json()["refused"]["message"].as_str().is_some_and(|said| said.len() > 20),
            "{why}: {run:?}"
        );
    }
    assert_eq!(desk.read("team.json"), before);
    let text = String::from_utf8(before).unwrap();
    desk.put("typo.json", text.replace("\"demand\"", "\"demands\""));
    let run = desk.json(&["pack", "show", "typo.json"]);
    assert_eq!((run.code, run.refused()), (4, "pack-file".to_owned()));
    let codes = Offered::decode(&{
        desk.run(&["pack", "show", "team.json", "--out", "codes.txt"]).done();
        received(&desk, "codes.txt").message
    });
    assert_eq!(hex::encode(codes.unwrap().contents()).len(), 64);
}

#[test]
fn a_request_is_shown_again_with_the_lines_of_the_descriptor_that_goes_with_it() {
    let desk = Desk::new();
    let descriptor = format!(
        r#"{{"context":{{"contract":{{"deployments":[{{"chainId":1,"address":"{TREASURY}"}}]}}}},"metadata":{{"owner":"Example"}},
        "display":{{"formats":{{"mint(address to,uint256 amount)":{{"intent":"Print","fields":[{{"path":"amount","label":"How many"}}]}}}}}}}}"#
    );
    desk.put("mint.json", descriptor);
    let call = ["--to", TREASURY, "--call", "mint(address,uint256)", TREASURY, "5"];
    let fixed = ["--nonce", "0", "--gas", "90000", "--max-fee", "1gwei", "--max-priority-fee", "1gwei"];
    let with = ["--descriptor", "mint.json", "--out", "request.txt"];
    let asked = [&["request", "tx", "--chain-id", "1"][..], &KEY, &call, &fixed, &with].concat();
    let asked = desk.run(&asked).done();
    let shown = desk.run(&["show", "request.txt"]).done();
    for told in [asked.stdout + &asked.stderr, shown.stdout] {
        assert!(told.contains("How many") && told.contains("“Print” in the words of Example"), "{told}");
    }
}

#[test]
fn a_rule_lists_the_only_contracts_and_functions() {
    let desk = begun();
    let rule = ["pack", "add", "rule", "team.json", "Ours alone", "--demand", "deny"];
    let only = ["--only-target", TREASURY, "--only-function", "mint(address,uint256)"];
    desk.run(&[&rule[..], &only, &["--only-function", "0xa9059cbb"]].concat()).done();
    let told = desk.json(&["pack", "show", "team.json"]).done().json();
    let written = &told["pack"]["content"]["rules"][1];
    assert_eq!(written["only_targets"], serde_json::json!([TREASURY]));
    assert_eq!(written["only_functions"], serde_json::json!(["0x40c10f19", "0xa9059cbb"]));
    let shown = desk.run(&["pack", "show", "team.json"]).done().stdout;
    assert!(shown.contains("unless the contract is one of"), "{shown}");
    let both = desk.json(&[&rule[..], &["--target", TREASURY, "--only-target", TREASURY]].concat());
    assert_eq!(both.code, 2, "a rule about one contract lists no others");
}
