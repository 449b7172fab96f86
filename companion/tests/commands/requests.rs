//! `request` and `show`: what goes out in every form comes back as the same request.

use serde_json::Value;

use crate::support::{CHAIN, Desk, KEY, text, transfer, transfer_at, vector, vectors};

fn shown(desk: &Desk, source: &str) -> Value {
    let told = desk.json(&["show", source]).done().json();
    assert_eq!(told["messages"].as_array().unwrap().len(), 1, "{told}");
    told["messages"][0].clone()
}

#[test]
fn a_request_comes_back_the_same_from_every_form_it_is_written_in() {
    for (out, more) in [
        ("request.txt", vec![]),
        ("request.png", vec![]),
        ("request.gif", vec!["--fragment", "40"]),
        ("many.txt", vec!["--fragment", "40"]),
        ("folder/", vec!["--fragment", "60", "--scale", "3"]),
        ("dense.gif", vec!["--profile", "dense"]),
        ("keystone.gif", vec!["--profile", "keystone"]),
    ] {
        let desk = Desk::new();
        let asked = desk.json(&transfer(&[&["--out", out][..], &more].concat())).done().json();
        let back = shown(&desk, out);
        assert_eq!(back["what"], "request", "{out}");
        assert_eq!(back["request"], asked["request"], "{out}");
        assert_eq!(back["digest"], asked["digest"], "{out}");
        assert_eq!(back["review"], asked["review"], "{out}");
    }
}

#[test]
fn a_request_says_whom_it_asks_and_carries_the_chain_and_a_random_id() {
    let desk = Desk::new();
    let first = desk.json(&transfer(&[])).done().json();
    let second = desk.json(&transfer_at("10", &[])).done().json();
    let request = &first["request"];
    assert_eq!(request["address"], KEY[1]);
    assert_eq!(request["path"], KEY[3]);
    assert_eq!(request["fingerprint"], KEY[5]);
    assert_eq!(request["chain_id"], 1);
    assert_eq!(request["origin"], "Coldframe");
    assert_ne!(request["request_id"], second["request"]["request_id"]);
    let id = text(&first, "/request/request_id");
    assert_eq!((&id[14..15], "89ab".contains(&id[19..20])), ("4", true), "{id}");
    assert_eq!(first["worst_case_fee_wei"], (60_000_u64 * 40_000_000_000).to_string());
}

#[test]
fn without_a_place_to_write_the_parts_are_printed_and_the_words_stand_beside() {
    let desk = Desk::new();
    let run = desk.run(&transfer(&["--fragment", "50"])).done();
    assert!(
        run.stdout.lines().count() > 1
            && run.stdout.lines().all(|line| line.starts_with("UR:ETH-SIGN-REQUEST/"))
    );
    assert!(run.stderr.contains("transferOwnership") || run.stderr.contains("wner"), "{}", run.stderr);
    assert!(run.stderr.contains("Fee at most: 0.0024 E"), "{}", run.stderr);
    assert!(!run.stderr.contains('\x1b'), "no colour in a pipe");
    desk.put("piped.txt", &run.stdout);
    assert_eq!(shown(&desk, "piped.txt")["what"], "request");
}

#[test]
fn the_kind_of_transaction_follows_from_the_fees() {
    let legacy = ["--chain-id", "1", "--nonce", "0", "--gas", "30000", "--gas-price", "20gwei"];
    for (chain, data_type) in [(&CHAIN[..], 4), (&legacy[..], 1)] {
        let desk = Desk::new();
        let to = ["request", "tx", "--to", KEY[1], "--value", "1.5ether"];
        let told = desk.json(&[&to[..], &KEY, chain].concat()).done().json();
        assert_eq!(told["request"]["data_type"], data_type);
    }
}

#[test]
fn messages_and_typed_data_are_asked_for_too() {
    let desk = Desk::new();
    let typed = vector("sign-requests.json", "req-safe-130");
    desk.put("safe.json", alloy::hex::decode(text(&typed, "/request/sign_data")).unwrap());
    desk.put("note.txt", "two\nlines\n");
    for (arguments, data_type, digest) in [
        (vec!["request", "message", "I own it."], 3, None),
        (vec!["request", "message", "--file", "note.txt"], 3, None),
        (vec!["request", "message", "--hex", "0x00ff"], 3, None),
        (vec!["request", "typed-data", "safe.json"], 2, Some(text(&typed, "/expected/digest"))),
    ] {
        let told = desk.json(&[&arguments[..], &KEY].concat()).done().json();
        assert_eq!(told["request"]["data_type"], data_type, "{arguments:?}");
        assert!(told["request"]["chain_id"].is_null(), "{arguments:?}");
        assert!(digest.is_none_or(|digest| told["digest"] == format!("0x{digest}")), "{arguments:?}");
    }
}

#[test]
fn a_key_card_names_the_key_by_index_address_or_path() {
    for export in vectors("key-exports.json") {
        let desk = Desk::new();
        desk.put("card.txt", text(&export, "/ur"));
        let card = shown(&desk, "card.txt");
        assert_eq!(card["what"], "key-card");
        let address = text(&export, "/addresses/1/address");
        let path = text(&export, "/addresses/1/path");
        assert_eq!(card["addresses"][1]["address"], address, "{}", export["id"]);
        for choice in [["--index", "1"], ["--from", address], ["--path", path]] {
            let ask = ["request", "message", "Hello.", "--key-card", "card.txt"];
            let told = desk.json(&[&ask[..], &choice].concat()).done().json();
            assert_eq!(told["request"]["address"], address, "{} {choice:?}", export["id"]);
            assert_eq!(told["request"]["path"], path, "{} {choice:?}", export["id"]);
            assert_eq!(told["request"]["fingerprint"], export["master_fingerprint"], "{}", export["id"]);
        }
        for wrong in [
            &["--index", "0", "--from", address][..],
            &["--from", "0x1111111111111111111111111111111111111111"],
            &[],
        ] {
            let ask = ["request", "message", "Hello.", "--key-card", "card.txt"];
            assert_eq!(desk.json(&[&ask[..], wrong].concat()).code, 2, "{wrong:?}");
        }
    }
}

#[test]
fn an_animation_in_the_terminal_ends_after_its_seconds() {
    let desk = Desk::new();
    let run = desk.run(&transfer(&["--terminal", "animated", "--fragment", "60", "--seconds", "1"])).done();
    assert!(run.stdout.contains('▀') && run.stdout.contains("\x1b["), "{}", run.stdout.len());
    assert!(run.stderr.contains("codes at 10 a second"), "{}", run.stderr);
}

#[test]
fn what_foreign_devices_cannot_carry_is_said() {
    let desk = Desk::new();
    desk.put("code.hex", "60".repeat(24_000));
    let create =
        ["request", "tx", "--data-file", "code.hex", "--profile", "keystone", "--out", "request.txt"];
    let told = desk.json(&[&create[..], &KEY, &CHAIN].concat()).done().json();
    assert_eq!(told["warnings"].as_array().unwrap().len(), 1, "{}", told["warnings"]);
    assert_eq!(shown(&desk, "request.txt")["request"], told["request"]);
}

#[test]
fn every_published_request_is_told_in_words() {
    for vector in vectors("sign-requests.json") {
        let desk = Desk::new();
        desk.put("request.txt", crate::support::parts(&vector));
        let told = desk.json(&["show", "request.txt", "--from", text(&vector, "/address")]).done().json();
        let digest = format!("0x{}", text(&vector, "/expected/digest"));
        assert_eq!(told["messages"][0]["digest"], digest, "{}", vector["id"]);
    }
}

#[test]
fn an_answer_and_an_unknown_message_are_named() {
    let desk = Desk::new();
    let answer = vector("sign-requests.json", "req-1559");
    assert_eq!(shown(&desk, text(&answer, "/expected/answer_ur"))["what"], "answer");
    let bytes = "ur:bytes/hdeymejtswhhylkepmykhhtsytsnoyoyaxaedsuttydmmhhpktpmsrjtgwdpfnsboxgwlbaawzuefywkdplrsrjynbvygabwjldapfcsdwkbrkch";
    assert_eq!(shown(&desk, bytes)["what"], "unknown");
}

#[test]
fn every_help_has_its_examples_and_the_exit_codes_are_promised() {
    let desk = Desk::new();
    for command in [
        &["--help"][..],
        &["request", "tx", "--help"],
        &["show", "--help"],
        &["accept", "--help"],
        &["broadcast", "--help"],
    ] {
        let run = desk.run(command).done();
        assert!(run.stdout.contains("Exit codes: 0 done, 1 refused"), "{command:?}");
        assert!(command.len() == 1 || run.stdout.contains("Example"), "{command:?}");
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(desk.run(&["completions", shell]).done().stdout.contains("coldframe"), "{shell}");
        let told = desk.json(&["completions", shell]).done().json();
        assert_eq!(told["shell"], shell);
        assert!(told["script"].as_str().unwrap().contains("coldframe"), "{shell}");
    }
}

#[test]
fn a_fee_without_its_unit_is_noticed() {
    for (cap, noticed) in [("40", true), ("40gwei", false)] {
        let desk = Desk::new();
        let mut arguments = transfer(&[]);
        let at = arguments.iter().position(|&argument| argument == "--max-fee").expect("it has one") + 1;
        arguments[at] = cap;
        let tip =
            arguments.iter().position(|&argument| argument == "--max-priority-fee").expect("it has one") + 1;
        arguments[tip] = "1";
        let told = desk.json(&arguments).done().json();
        assert_eq!(told["warnings"].to_string().contains("write the unit"), noticed, "{told}");
    }
}
