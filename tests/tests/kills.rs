//! `kill -9` at every step of the journal, in every command of the loop, then start again: nothing is lost, nothing sent twice.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use std::{
    io::Write,
    os::unix::process::ExitStatusExt as _,
    process::{Command, Output, Stdio},
};

use companion::{
    devnet::{Devnet, DevnetOptions},
    node::Node,
};
use e2e::node::{Act, LyingNode};
use serde_json::{Value, json};
use shared::eth::{Address, Bytes, U256, keccak256};

const JUNK: &str = "test test test test test test test test test test test junk\n";
const OWNER: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const OTHER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/// The commands of the loop, in order.
const COMMANDS: [&str; 4] = ["request", "accept", "broadcast", "follow"];
/// Those that write beside the loop.
const OTHERS: [&str; 7] = ["batch", "message", "typed data", "replace", "abandon", "device", "chain"];
/// Something to sign that is no transaction (EIP-712).
const TYPED: &str = r#"{"types":{"EIP712Domain":[{"name":"name","type":"string"}],"Note":[{"name":"text","type":"string"}]},
"primaryType":"Note","domain":{"name":"Notes"},"message":{"text":"I own this key"}}"#;

/// Two calls, one after the other.
fn calls() -> String {
    let call = json!({"to": OTHER, "value": "1 ether"});
    json!([call, call]).to_string()
}

/// More steps than any command has.
const STEPS_MAX: usize = 12;

/// A folder with a journal, and a chain behind a node that counts.
struct Desk {
    folder: tempfile::TempDir,
    chain: Devnet,
    node: LyingNode,
}

impl Desk {
    fn new() -> Self {
        Self::with_node(|_, _, _| Act::Honest)
    }

    /// With a node that keeps what is sent to itself: it waits for a block for ever.
    fn stuck() -> Self {
        Self::with_node(|method, params, _| match method {
            "eth_sendRawTransaction" => {
                let raw: Bytes = params[0].as_str().expect("hex").parse().expect("hex");
                Act::Result(json!(keccak256(raw)))
            }
            _ => Act::Honest,
        })
    }

    fn with_node(act: impl Fn(&str, &Value, usize) -> Act + Send + Sync + 'static) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("words.txt"), JUNK).expect("it is ours");
        let chain = Devnet::start(DevnetOptions::default()).expect("a chain");
        let node = LyingNode::start(Some(&chain.url()), act).expect("a node");
        Self { folder, chain, node }
    }

    fn run(&self, program: &str, arguments: &[&str], input: &str, killed_at: Option<&str>) -> Output {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("COLDFRAME_JOURNAL", self.folder.path().join("journal.sqlite"))
            .env_remove("KILLED_AT")
            .envs(killed_at.map(|step| ("KILLED_AT", step)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        _ = child.stdin.take().expect("piped").write_all(input.as_bytes()); // who is killed reads nothing
        child.wait_with_output().expect("it ends")
    }

    fn coldframe(&self, arguments: &[&str], killed_at: Option<&str>) -> Output {
        self.run(env!("CARGO_BIN_EXE_coldframe-killed"), &[arguments, &["--json"]].concat(), "", killed_at)
    }

    /// A command that must succeed: its object.
    fn done(&self, arguments: &[&str]) -> Value {
        let output = self.coldframe(arguments, None);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        serde_json::from_slice(&output.stdout).expect("one object")
    }

    /// The one request of the journal, if there is one.
    fn request(&self) -> Option<Value> {
        let listed = self.done(&["journal", "list"]);
        let requests = listed["requests"].as_array().expect("a list").clone();
        assert!(requests.len() <= 1, "asked twice: {requests:?}");
        requests.into_iter().next()
    }

    fn id(&self) -> String {
        self.request().expect("it was asked")["request_id"].as_str().expect("an id").to_owned()
    }

    /// Has the station answer the request, from the codes that the journal gives out again.
    fn sign(&self) {
        let codes =
            self.run(env!("CARGO_BIN_EXE_coldframe-killed"), &["journal", "codes", &self.id()], "", None);
        assert!(codes.status.success(), "{codes:?}");
        let codes = String::from_utf8(codes.stdout).expect("text");
        let driver = env!("CARGO_BIN_EXE_station-driver");
        let output = self.run(driver, &["answer", "--mnemonic-file", "words.txt"], &codes, None);
        let told: Value = serde_json::from_slice(&output.stdout).expect("an object");
        let parts: Vec<&str> =
            told["answer"].as_array().expect("an answer").iter().filter_map(Value::as_str).collect();
        std::fs::write(self.folder.path().join("answer.txt"), parts.join("\n")).expect("it is ours");
    }

    /// Leaves a request and its signed transaction as files, and no journal: what somebody else hands over.
    fn hand_over(&self) {
        for command in ["request", "accept"] {
            assert!(self.step(command, None).status.success(), "{command}");
        }
        self.done(&["accept", "--answer", "answer.txt", "--out", "signed.txt"]);
        self.done(&["journal", "codes", &self.id(), "--out", "request.txt"]);
        for file in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"] {
            _ = std::fs::remove_file(self.folder.path().join(file)); // closed, it is one file
        }
        assert!(self.request().is_none(), "nobody knows it");
    }

    /// Runs one command of the loop, as a person would begin or repeat it.
    fn step(&self, command: &str, killed_at: Option<&str>) -> Output {
        let url = self.node.url();
        match command {
            "request" => {
                let fingerprint = self.fingerprint();
                let key = ["--from", OWNER, "--path", "m/44'/60'/0'/0/0", "--fingerprint", &fingerprint];
                let call = ["request", "tx", "--to", OTHER, "--value", "1ether", "--node", &url];
                self.coldframe(&[&call[..], &key].concat(), killed_at)
            }
            "accept" => {
                self.sign();
                self.coldframe(&["accept", "--answer", "answer.txt"], killed_at)
            }
            "broadcast" => self.coldframe(&["broadcast", &self.id(), "--node", &url], killed_at),
            "follow" => {
                let follow = ["follow", &self.id(), "--until", "mined", "--timeout", "60", "--node", &url];
                self.coldframe(&follow, killed_at)
            }
            other => panic!("no command {other}"),
        }
    }

    /// How many entries the journal has; it must prove itself.
    fn entries(&self) -> u64 {
        self.done(&["journal", "verify"])["entries"].as_u64().expect("a number")
    }

    /// Makes what a command outside the loop needs; its arguments.
    fn prepare(&self, command: &str) -> Vec<String> {
        std::fs::write(self.folder.path().join("calls.json"), calls()).expect("it is ours");
        std::fs::write(self.folder.path().join("typed.json"), TYPED).expect("it is ours");
        let (url, fingerprint) = (self.node.url(), self.fingerprint());
        let key = ["--from", OWNER, "--path", "m/44'/60'/0'/0/0", "--fingerprint", &fingerprint];
        let steps = match command {
            "replace" => &COMMANDS[..3],
            "abandon" => &COMMANDS[..1],
            _ => &[],
        };
        for step in steps {
            assert!(self.step(step, None).status.success(), "{command}: {step}");
        }
        let id = self.request().map_or(String::new(), |_| self.id());
        let arguments = match command {
            "batch" => [&["request", "batch", "calls.json", "--node", &url][..], &key].concat(),
            "message" => [&["request", "message", "I own this key"][..], &key].concat(),
            "typed data" => [&["request", "typed-data", "typed.json"][..], &key].concat(),
            "replace" => vec!["replace", &id, "--faster", "--node", &url],
            "abandon" => vec!["journal", "abandon", &id, "--reason", "not wanted"],
            "device" => vec!["book", "device", "add", "Station", "--owner", "Ada", "--card", "card.txt"],
            "chain" => {
                vec!["book", "chain", "add", "31337", "--name", "Ours", "--coin", "ETH", "--node", &url]
            }
            other => panic!("no command {other}"),
        };
        arguments.into_iter().map(str::to_owned).collect()
    }

    /// Of the public test mnemonic, as its own card says it.
    fn fingerprint(&self) -> String {
        let driver = env!("CARGO_BIN_EXE_station-driver");
        let card = self.run(driver, &["export", "--mnemonic-file", "words.txt"], "", None);
        std::fs::write(self.folder.path().join("card.txt"), card.stdout).expect("it is ours");
        let shown = self.done(&["show", "card.txt"]);
        shown["messages"][0]["fingerprint"].as_str().expect("a fingerprint").to_owned()
    }

    /// Goes on from wherever the journal stands until the transaction is mined.
    fn finish(&self) {
        for _ in 0..2 * COMMANDS.len() {
            let state = self.request().map(|request| request["state"].as_str().expect("a state").to_owned());
            let next = match state.as_deref() {
                None => "request",
                Some("waiting for the signature") => "accept",
                Some("signed" | "sending") => "broadcast",
                Some("sent") => "follow",
                Some("mined" | "final") => return,
                Some(other) => panic!("it cannot be {other}"),
            };
            let output = self.step(next, None);
            assert!(output.status.success(), "{next}: {output:?}");
        }
        panic!("it does not end: {:?}", self.request());
    }

    /// One request, one transaction, sent once, and a journal that proves itself.
    fn judge(&self, scene: &str) {
        let verified = self.done(&["journal", "verify"]);
        assert!(verified["entries"].as_u64() >= Some(5), "{scene}: {verified}");
        let honest = Node::connect(&self.chain.url()).expect("a client");
        let address = |text: &str| text.parse::<Address>().expect("an address");
        assert_eq!(honest.nonce(address(OWNER)).expect("a nonce"), 1, "{scene}: exactly one transaction");
        let ether = U256::from(10).pow(U256::from(18));
        let balance = honest.balance(address(OTHER)).expect("a balance");
        assert_eq!(balance, ether * U256::from(10_001), "{scene}: paid once");
        let sent = self.node.asked().iter().filter(|method| *method == "eth_sendRawTransaction").count();
        assert_eq!(sent, 1, "{scene}: the node got the bytes once");
    }
}

#[test]
fn a_kill_at_any_step_of_any_command_loses_nothing_and_sends_nothing_twice() {
    let mut kills = 0;
    for (at, command) in COMMANDS.iter().enumerate() {
        for number in 1..=STEPS_MAX {
            let mut reached = false;
            for when in ["before", "after"] {
                let step = format!("{when}:{number}");
                let scene = format!("{command} killed at {step}");
                let desk = Desk::new();
                for earlier in COMMANDS.iter().take(at) {
                    let output = desk.step(earlier, None);
                    assert!(output.status.success(), "{scene}, {earlier}: {output:?}");
                }
                let output = desk.step(command, Some(&step));
                let killed = output.status.signal() == Some(9);
                assert!(killed || output.status.success(), "{scene}: {output:?}");
                if !killed {
                    continue; // the command has no such step
                }
                (reached, kills) = (true, kills + 1);
                desk.done(&["journal", "verify"]);
                assert!(at == 0 || desk.request().is_some(), "{scene}: the request is lost");
                desk.finish();
                desk.judge(&scene);
            }
            if !reached {
                break;
            }
            assert!(number < STEPS_MAX, "{command} has more steps than the test knows");
        }
    }
    assert!(kills >= 2 * (COMMANDS.len() + 1), "only {kills} kills: the steps are not heard");
}

#[test]
fn a_kill_while_somebody_elses_transaction_is_sent_leaves_its_trace_and_sends_nothing_twice() {
    let mut kills = 0;
    for number in 1..=STEPS_MAX {
        let mut reached = false;
        for when in ["before", "after"] {
            let step = format!("{when}:{number}");
            let desk = Desk::new();
            desk.hand_over();
            let url = desk.node.url();
            let send = ["broadcast", "signed.txt", "--request", "request.txt", "--node", &url];
            let output = desk.coldframe(&send, Some(&step));
            if output.status.signal() != Some(9) {
                assert!(output.status.success(), "{step}: {output:?}");
                continue; // the command has no such step
            }
            (reached, kills) = (true, kills + 1);
            desk.done(&["journal", "verify"]);
            desk.done(&send);
            desk.finish();
            desk.judge(&format!("killed at {step}"));
        }
        if !reached {
            break;
        }
    }
    assert!(kills >= 8, "only {kills} kills: asked, answered, sending and told are steps");
}

#[test]
fn a_kill_in_any_other_command_that_writes_leaves_all_of_it_or_nothing_and_what_is_missing_can_be_done_again()
{
    for command in OTHERS {
        let whole = {
            let desk = Desk::stuck();
            let arguments = desk.prepare(command);
            let before = desk.entries();
            desk.done(&words(&arguments));
            desk.entries() - before
        };
        assert!(whole > 0, "{command} writes");
        let mut kills = 0;
        for number in 1..=STEPS_MAX {
            let mut reached = false;
            for when in ["before", "after"] {
                let scene = format!("{command} killed at {when}:{number}");
                let desk = Desk::stuck();
                let arguments = desk.prepare(command);
                let before = desk.entries();
                let output = desk.coldframe(&words(&arguments), Some(&format!("{when}:{number}")));
                if output.status.signal() != Some(9) {
                    assert!(output.status.success(), "{scene}: {output:?}");
                    continue; // the command has no such step
                }
                (reached, kills) = (true, kills + 1);
                let written = desk.entries() - before;
                assert!(written == 0 || written == whole, "{scene}: {written} of {whole} entries");
                if written == 0 {
                    desk.done(&words(&arguments));
                    assert_eq!(desk.entries() - before, whole, "{scene}");
                }
            }
            if !reached {
                break;
            }
        }
        assert!(kills >= 2, "{command}: its steps are not heard");
    }
}

fn words(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}
