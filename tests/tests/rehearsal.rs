//! The rehearsal, run as a person runs it: the real binary, its words, its files, its exit codes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use std::{path::Path, process::Output};

use e2e::node::{Act, LyingNode};
use serde_json::Value;

fn rehearse(arguments: &[&str]) -> Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_rehearse")).args(arguments).output().expect("it starts")
}

fn words(output: &Output) -> (String, String) {
    (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn the_owner_changes_and_every_step_is_told() {
    let output = rehearse(&[]);
    let (said, complained) = words(&output);
    assert!(output.status.success(), "{complained}");
    for line in [
        "public test mnemonic",
        "Makes 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 the owner",
        "now belongs to",
    ] {
        assert!(said.contains(line), "“{line}” is not in:\n{said}");
    }
}

#[test]
fn a_script_gets_one_object_and_the_frames_are_kept_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("kept");
    let output = rehearse(&["--json", "--conditions", "fair", "--out", out.to_str().expect("text")]);
    let (said, complained) = words(&output);
    assert!(output.status.success(), "{complained}");
    let report: Value = serde_json::from_str(&said).expect("one object");
    assert_eq!(report["chain_id"], 31_337);
    assert_eq!(report["new_owner"], "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    assert_eq!(report["review"]["findings"][0]["id"], "ownership-transfer");
    for crossing in report["pictures"].as_array().expect("a list") {
        let name = crossing["name"].as_str().expect("a name");
        let pictures = std::fs::read_dir(out.join(name)).expect("a folder of pictures").count();
        assert_eq!(Some(pictures as u64), crossing["taken"].as_u64(), "{name}");
        assert!(is_gif(&out.join(format!("{name}.gif"))), "{name}");
    }
    let page = std::fs::read_to_string(out.join("report.md")).expect("a page");
    assert!(page.contains("public test mnemonic") && page.contains("| eth-signature |"), "{page}");

    let again = rehearse(&["--out", out.to_str().expect("text")]);
    assert_eq!(again.status.code(), Some(1), "older files are left alone");
    assert!(words(&again).1.contains("not empty"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing half-made stays");
}

fn is_gif(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"GIF89a") && bytes.len() > 1_000)
}

#[test]
fn a_chain_that_may_hold_value_is_refused_before_anything_is_signed() {
    let node = LyingNode::start(None, |method, _, _| match method {
        "eth_chainId" => Act::Result(Value::from("0x1")),
        _ => Act::Honest,
    })
    .expect("it starts");
    let output = rehearse(&["--node", &node.url()]);
    assert_eq!(output.status.code(), Some(1));
    let (_, complained) = words(&output);
    assert!(complained.contains("chain 1;") && complained.contains("development chains"), "{complained}");
    assert_eq!(node.asked(), ["eth_chainId"]);
}

#[test]
fn a_node_that_is_gone_is_named_and_has_its_own_exit_code() {
    let output = rehearse(&["--node", "http://127.0.0.1:9", "--json"]);
    assert_eq!(output.status.code(), Some(3));
    let (said, complained) = words(&output);
    assert!(complained.contains("127.0.0.1:9"), "{complained}");
    let told: Value = serde_json::from_str(&said).expect("one object");
    assert!(told["stopped"]["message"].to_string().contains("127.0.0.1:9"), "{told}");
    assert_eq!(rehearse(&["--conditions", "dark"]).status.code(), Some(2));
}
