//! The loop with files instead of cameras: the real `coldframe`, the real `station-driver`, a chain; every step as a
//! script would take it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

use companion::{
    devnet::{Devnet, DevnetOptions},
    node::Node,
};
use e2e::contract;
use serde_json::Value;
use shared::eth::{Address, U256};

const JUNK: &str = "test test test test test test test test test test test junk\n";
const OWNER: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const OTHER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/// The companion, built alone as its users have it: this package's own build unites features.
fn coldframe() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let here = std::env::current_exe().expect("a test has a path");
        let profile = here.parent().and_then(Path::parent).expect("target/profile/deps/test");
        let mut build = Command::new(env!("CARGO"));
        build.args([
            "build",
            "--locked",
            "--quiet",
            "--package",
            "coldframe-companion",
            "--bin",
            "coldframe",
        ]);
        if profile.ends_with("release") {
            build.arg("--release");
        }
        build.arg("--target-dir").arg(profile.parent().expect("target"));
        assert!(build.current_dir(env!("CARGO_MANIFEST_DIR")).status().expect("cargo runs").success());
        profile.join("coldframe")
    })
}

/// A folder with the public words in it, and a chain.
struct Desk {
    folder: tempfile::TempDir,
    chain: Devnet,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("words.txt"), JUNK).expect("it is ours");
        let chain = Devnet::start(DevnetOptions::default()).expect("a chain");
        let desk = Self { folder, chain };
        let card = desk.station(&["export", "--mnemonic-file", "words.txt"], "");
        std::fs::write(desk.folder.path().join("card.txt"), card.stdout).expect("it is ours");
        desk
    }

    fn run(&self, program: &Path, arguments: &[&str], input: &str) -> Output {
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(self.folder.path())
            .env("COLDFRAME_JOURNAL", self.folder.path().join("journal.sqlite"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("it reads");
        child.wait_with_output().expect("it ends")
    }

    fn station(&self, arguments: &[&str], input: &str) -> Output {
        self.run(Path::new(env!("CARGO_BIN_EXE_station-driver")), arguments, input)
    }

    /// Runs `coldframe … --json`: its exit code and its object.
    fn companion(&self, arguments: &[&str]) -> (i32, Value) {
        let output = self.run(coldframe(), &[arguments, &["--json"]].concat(), "");
        let told = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{output:?}"));
        (output.status.code().expect("it ended by itself"), told)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).expect("it was written")
    }

    /// Has the station answer `request` and keeps the answer as `answer`.
    fn sign(&self, request: &str, answer: &str) {
        let output = self.station(&["answer", "--mnemonic-file", "words.txt"], &self.read(request));
        let told: Value = serde_json::from_slice(&output.stdout).expect("an object");
        let parts: Vec<&str> =
            told["answer"].as_array().expect("an answer").iter().filter_map(Value::as_str).collect();
        std::fs::write(self.folder.path().join(answer), parts.join("\n")).expect("it is ours");
    }

    /// From intent to block: request, station, accept, broadcast. Returns what broadcast told.
    fn whole_loop(&self, name: &str, intent: &[&str]) -> Value {
        let [request, answer, signed] =
            ["request", "answer", "signed"].map(|what| format!("{name}-{what}.txt"));
        let url = self.chain.url();
        let key = ["--key-card", "card.txt", "--index", "0", "--node", url.as_str(), "--out", &request];
        let (code, told) = self.companion(&[&["request", "tx"], intent, &key].concat());
        assert_eq!(code, 0, "{told}");
        self.sign(&request, &answer);
        let (code, told) =
            self.companion(&["accept", "--request", &request, "--answer", &answer, "--out", &signed]);
        assert_eq!(code, 0, "{told}");
        let (code, told) =
            self.companion(&["broadcast", &signed, "--request", &request, "--node", &url, "--wait"]);
        assert_eq!(code, 0, "{told}");
        told
    }
}

#[test]
fn a_contract_is_created_changes_hands_and_every_step_was_a_file() {
    let desk = Desk::new();
    let code: String =
        contract::init_code().expect("it assembles").iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(desk.folder.path().join("contract.hex"), code).expect("it is ours");
    desk.whole_loop("create", &["--data-file", "contract.hex"]);
    let owner: Address = OWNER.parse().expect("an address");
    let proxy = owner.create(0);
    let to = proxy.to_string();
    desk.whole_loop("transfer", &["--to", &to, "--call", "transferOwnership(address)", OTHER]);

    let node = Node::connect(&desk.chain.url()).expect("a client");
    let word = node.call(proxy, &contract::owner_call()).expect("an owner");
    assert_eq!(Address::from_slice(&word[12..]).to_string(), OTHER);
    assert_eq!(node.nonce(owner).expect("a nonce"), 2, "two transactions, each sent once");
}

#[test]
fn what_was_sent_is_not_sent_again_and_a_stale_answer_is_for_nobody() {
    let desk = Desk::new();
    desk.whole_loop("first", &["--to", OTHER, "--value", "1.5ether"]);
    let url = desk.chain.url();
    let (code, told) = desk.companion(&[
        "broadcast",
        "first-signed.txt",
        "--request",
        "first-request.txt",
        "--node",
        &url,
        "--wait",
    ]);
    assert_eq!(code, 0, "known to the node, so only told: {told}");

    let arguments =
        ["request", "tx", "--to", OTHER, "--value", "1ether", "--key-card", "card.txt", "--index", "0"];
    let (code, told) =
        desk.companion(&[&arguments[..], &["--node", &url, "--out", "second-request.txt"]].concat());
    assert_eq!(code, 0, "{told}");
    let (code, told) = desk.companion(&[
        "accept",
        "--request",
        "second-request.txt",
        "--answer",
        "first-answer.txt",
        "--out",
        "second-signed.txt",
    ]);
    assert_eq!((code, told["refused"]["kind"].as_str()), (1, Some("request-id")), "{told}");
    assert!(!desk.folder.path().join("second-signed.txt").exists());
    let (code, told) =
        desk.companion(&["broadcast", "first-signed.txt", "--request", "second-request.txt", "--node", &url]);
    assert_eq!(code, 1, "signed for another request: {told}");

    let node = Node::connect(&url).expect("a client");
    let other: Address = OTHER.parse().expect("an address");
    let paid = U256::from(1_500_000_000_000_000_000_u64);
    assert_eq!(node.balance(other).expect("a balance"), U256::from(10).pow(U256::from(22)) + paid);
}

#[test]
fn a_node_of_another_chain_gets_nothing() {
    let desk = Desk::new();
    let elsewhere =
        Devnet::start(DevnetOptions { chain_id: 1_337, ..DevnetOptions::default() }).expect("another chain");
    let url = desk.chain.url();
    let arguments = ["request", "tx", "--to", OTHER, "--key-card", "card.txt", "--index", "0"];
    let (code, told) =
        desk.companion(&[&arguments[..], &["--node", &url, "--out", "a-request.txt"]].concat());
    assert_eq!(code, 0, "{told}");
    desk.sign("a-request.txt", "a-answer.txt");
    let (code, told) = desk.companion(&[
        "accept",
        "--request",
        "a-request.txt",
        "--answer",
        "a-answer.txt",
        "--out",
        "a-signed.txt",
    ]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = desk.companion(&[
        "broadcast",
        "a-signed.txt",
        "--request",
        "a-request.txt",
        "--node",
        &elsewhere.url(),
    ]);
    assert_eq!((code, told["refused"]["kind"].as_str()), (3, Some("node-chain")), "{told}");
    let node = Node::connect(&elsewhere.url()).expect("a client");
    assert_eq!(node.block_number().expect("a number"), 0);
}
