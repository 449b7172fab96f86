//! What is built: names and units as arguments, deployments, authorizations, batches; what a node says on trial.

use alloy::{hex, primitives::U256};
use companion::{
    devnet::{Devnet, DevnetOptions},
    example,
    journal::Journal,
};

use crate::support::{CHAIN, Desk, KEY, transfer};

/// A desk whose books have the example chain and its contract.
fn example_desk() -> (Devnet, Desk) {
    let options = DevnetOptions { contracts: vec![example::genesis()], ..DevnetOptions::default() };
    let chain = Devnet::start(options).unwrap();
    let desk = Desk::new();
    let mut journal = Journal::open(&desk.journal()).unwrap();
    journal.record_all(&example::entries(chain.url())).unwrap();
    (chain, desk)
}

fn requests(desk: &Desk) -> usize {
    Journal::open(&desk.journal()).unwrap().requests().unwrap().len()
}

fn sign_data(told: &serde_json::Value) -> &str {
    told["request"]["sign_data"].as_str().unwrap()
}

#[test]
fn a_call_by_names_from_the_books_is_run_on_trial_and_journalled() {
    let (_chain, desk) = example_desk();
    let call = ["request", "tx", "--contract", "Example safe box", "--chain", "31337", "--function"];
    let told = desk.json(&[&call[..], &["setLimit", "2 days"], &KEY].concat()).done().json();
    assert!(sign_data(&told).contains("2a300"), "172800 seconds: {told}");
    let simulation = &told["draft"]["simulation"];
    assert_eq!((&simulation["ran"], &told["draft"]["provenance"]), (&true.into(), &"node".into()));
    assert_eq!(
        simulation["effects"][0]["words"],
        format!("LimitSet(limit 172800) of “Example safe box” ({})", example::CONTRACT_ADDRESS)
    );
    assert_eq!(told["draft"]["fees"].as_array().unwrap().len(), 3);
    assert_eq!(told["check_phrase"].as_str().unwrap().split(' ').count(), 11, "{}", told["check_phrase"]);
    assert_eq!((requests(&desk), &told["journalled"]), (1, &true.into()));
    let to_name = [&call[..], &["transferOwnership", "Example safe box", "--dry-run"], &KEY].concat();
    let told = desk.run(&to_name).done();
    let address = hex::encode(example::CONTRACT_ADDRESS);
    assert!(told.stdout.to_lowercase().contains(&address), "{}", told.stdout);
    for words in
        ["Fees to choose from", "On trial", "Check phrase", "nothing was journalled", "nonce 1 and waits"]
    {
        assert!(told.stdout.contains(words), "{words}: {}", told.stdout);
    }
    assert_eq!(requests(&desk), 1);
}

#[test]
fn a_call_that_would_revert_is_asked_of_nobody_unless_its_gas_is_given() {
    let (_chain, desk) = example_desk();
    let call = [
        "request",
        "tx",
        "--contract",
        "Example safe box",
        "--chain",
        "Example chain (no value)",
        "--function",
        "unpause",
    ];
    let run = desk.json(&[&call[..], &KEY].concat());
    assert_eq!((run.code, run.refused().as_str()), (1, "node-refused"));
    assert!(run.stdout.contains("ExpectedPause: the contract is not paused"), "{}", run.stdout);
    assert_eq!(requests(&desk), 0);
    let told = desk.json(&[&call[..], &["--gas", "60000"], &KEY].concat()).done().json();
    assert_eq!(told["draft"]["reverts"], "ExpectedPause: the contract is not paused");
}

#[test]
fn names_chains_and_contracts_that_are_not_there_are_told_apart() {
    let (_chain, desk) = example_desk();
    for (arguments, kind) in [
        (&["--contract", "Nobody", "--chain", "31337", "--function", "pause"][..], "contract"),
        (&["--to", "Nobody", "--chain", "31337"], "address"),
        (&["--to", "0x12", "--chain", "31337"], "address"),
        (&["--contract", "Example safe box", "--chain", "Atlantis", "--function", "pause"], "chain"),
        (
            &["--contract", "Example safe box", "--chain", "31337", "--function", "setLimit", "2 fortnights"],
            "argument",
        ),
        (&["--contract", "Example safe box", "--chain", "31337", "--function", "fly"], "abi-file"),
    ] {
        let run = desk.json(&[&["request", "tx"][..], arguments, &KEY].concat());
        assert_eq!((run.code, run.refused().as_str()), (2, kind), "{run:?}");
    }
    assert_eq!(requests(&desk), 0);
}

#[test]
fn an_abi_is_taken_as_a_block_explorer_gives_it() {
    let desk = Desk::new();
    let abi = serde_json::Value::from(example::ABI).to_string();
    desk.put("abi.json", format!(r#"{{"status":"1","message":"OK","result":{abi}}}"#));
    desk.put(
        "unknown.json",
        r#"{"status":"0","message":"NOTOK","result":"Contract source code not verified"}"#,
    );
    let to = ["request", "tx", "--to", "0x5FbDB2315678afecb367f032d93F642f64180aa3"];
    let ask = |file| {
        desk.json(&[&to[..], &["--abi", file, "--function", "setLimit", "1_000"], &KEY, &CHAIN].concat())
    };
    assert!(sign_data(&ask("abi.json").done().json()).contains("03e8"));
    let refused = ask("unknown.json");
    assert_eq!((refused.code, refused.refused().as_str()), (4, "abi-file"), "{refused:?}");
    assert!(refused.stdout.contains("not verified"), "{}", refused.stdout);
}

#[test]
fn a_deployment_is_code_and_arguments_and_its_address_is_shown() {
    let (_chain, desk) = example_desk();
    let abi = r#"[{"type":"constructor","stateMutability":"nonpayable","inputs":[{"name":"cap","type":"uint256"}]}]"#;
    desk.put("Cap.json", format!(r#"{{"abi":{abi},"bytecode":{{"object":"0x60016000f3"}}}}"#));
    let call = ["request", "tx", "--chain", "31337", "--deploy", "Cap.json"];
    let told = desk.json(&[&call[..], &["1.5 ether"], &KEY].concat()).done().json();
    let argument = hex::encode(U256::from(1_500_000_000_000_000_000_u64).to_be_bytes::<32>());
    assert!(sign_data(&told).contains(&format!("60016000f3{argument}")), "{told}");
    assert_eq!(told["draft"]["creates"], "0x5FbDB2315678afecb367f032d93F642f64180aa3");
    let missing = desk.json(&[&call[..], &KEY].concat());
    assert_eq!((missing.code, missing.refused().as_str()), (2, "argument"));
}

#[test]
fn authorizations_are_carried_when_somebody_signed_them_for_this_chain() {
    let signed = |chain: &str| {
        format!(
            r#"[{{"chainId":"{chain}","address":"0x5fbdb2315678afecb367f032d93f642f64180aa3","nonce":"0x0","yParity":"0x0","r":"0x1","s":"0x1"}}]"#
        )
    };
    let unsigned =
        r#"[{"chainId":"0x1","address":"0x5fbdb2315678afecb367f032d93f642f64180aa3","nonce":"0x0"}]"#
            .to_owned();
    for (file, code, why) in [
        (signed("0x1"), 0, "for this chain"),
        (signed("0x0"), 0, "for every chain"),
        (signed("0x5"), 4, "for another chain"),
        (unsigned, 4, "not signed"),
        ("[]".to_owned(), 4, "empty"),
    ] {
        let desk = Desk::new();
        desk.put("list.json", &file);
        let run = desk.json(
            &[&["request", "tx", "--to", KEY[1], "--authorization", "list.json"][..], &KEY, &CHAIN].concat(),
        );
        assert_eq!(run.code, code, "{why}: {run:?}");
        if code == 0 {
            assert!(sign_data(&run.json()).starts_with("0x04"), "{why}");
            assert!(run.stdout.contains("Authorization"), "{why}");
        }
    }
}

#[test]
fn a_batch_is_asked_whole_with_consecutive_nonces_or_not_at_all() {
    let desk = Desk::new();
    let to = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    let first = format!(r#"{{"to":"{to}","call":"pause()","purpose":"Stop it"}}"#);
    desk.put(
        "calls.json",
        format!(r#"[{first},{{"to":"{to}","call":"set(uint256,bool)","arguments":[7,true]}}]"#),
    );
    desk.put(
        "wrong.json",
        format!(r#"[{first},{{"to":"{to}","call":"set(uint256)","arguments":["much"]}}]"#),
    );
    let words = format!("{}about", "abandon ".repeat(11));
    desk.put("secret.json", format!(r#"[{{"to":"{to}","call":"pause()","purpose":"{words}"}}]"#));
    desk.put("odd.json", format!(r#"[{first},{{"too":"{to}"}}]"#));
    let batch = |file, more: &[&'static str]| {
        desk.json(&[&["request", "batch", file][..], &KEY, &CHAIN, more].concat())
    };
    for (file, code, kind) in
        [("wrong.json", 2, "argument"), ("secret.json", 2, "secret"), ("odd.json", 4, "batch-file")]
    {
        let run = batch(file, &[]);
        assert_eq!((run.code, run.refused().as_str()), (code, kind), "{run:?}");
        assert_eq!(requests(&desk), 0);
    }
    desk.put("calls-2.txt", "in the way");
    assert_eq!(batch("calls.json", &["--out", "calls.txt"]).code, 5);
    assert_eq!(requests(&desk), 0, "all or none");
    let told = batch("calls.json", &["--out", "asked.txt"]).done().json();
    assert_eq!(told["requests"].as_array().unwrap().len(), 2);
    for (position, nonce) in [(1, "9"), (2, "10")] {
        let shown = desk.json(&["show", &format!("asked-{position}.txt")]).done().stdout;
        assert!(
            shown.contains(&format!(r#""label":"Nonce","provenance":"signed","value":"{nonce}""#)),
            "{shown}"
        );
    }
    let journal = Journal::open(&desk.journal()).unwrap();
    let purposes: Vec<_> =
        journal.requests().unwrap().into_iter().map(|record| record.asked.purpose).collect();
    assert_eq!(purposes.len(), 2);
    assert!(purposes.contains(&"Stop it".to_owned()), "{purposes:?}");
}

#[test]
fn a_dry_run_leaves_its_nonce_to_the_next_request() {
    let desk = Desk::new();
    let told = desk.json(&transfer(&["--dry-run"])).done().json();
    assert_eq!((&told["journalled"], &told["parts"]), (&false.into(), &serde_json::Value::Null));
    desk.json(&transfer(&["--purpose", "Hand it on"])).done();
    let twice = desk.json(&transfer(&[]));
    assert_eq!(
        (twice.code, twice.refused().as_str()),
        (1, "nonce-taken"),
        "each nonce is given out once: {twice:?}"
    );
    assert_eq!(requests(&desk), 1);
}
