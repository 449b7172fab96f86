//! Runs the real binary in a folder of its own, and reads the published vectors.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use shared::qr::receive::{Received, Receiver, Step};
use tempfile::TempDir;

/// What a run said and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// The one JSON object of a run with `--json`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The kind under which a run with `--json` was refused.
    pub(crate) fn refused(&self) -> String {
        self.json()["refused"]["kind"].as_str().unwrap_or_else(|| panic!("not refused: {self:?}")).to_owned()
    }

    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
}

/// A folder that goes with the test, and another for its journal.
pub(crate) struct Desk {
    folder: TempDir,
    journal: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), journal: TempDir::new().unwrap() }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_coldframe"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("COLDFRAME_JOURNAL", self.journal())
            .env_remove("NO_COLOR")
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The same with `--json`.
    pub(crate) fn json(&self, arguments: &[&str]) -> Run {
        self.run(&[arguments, &["--json"]].concat())
    }

    /// Where its journal lies.
    pub(crate) fn journal(&self) -> PathBuf {
        self.journal.path().join("journal.sqlite")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// The names of all that is here, hidden files included.
    pub(crate) fn names(&self) -> Vec<String> {
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.unwrap().file_name().to_string_lossy().into_owned()
        };
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path()).unwrap().map(name).collect();
        names.sort();
        names
    }
}

/// The published vectors of one file.
pub(crate) fn vectors(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/ur").join(name);
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

pub(crate) fn vector(name: &str, id: &str) -> Value {
    vectors(name).into_iter().find(|vector| vector["id"] == id).unwrap()
}

pub(crate) fn text<'a>(vector: &'a Value, pointer: &str) -> &'a str {
    vector.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} of {}", vector["id"]))
}

/// The parts of a vector as a request file has them: one a line.
pub(crate) fn parts(vector: &Value) -> String {
    let texts = vector["parts"]["texts"].as_array().unwrap();
    texts.iter().map(|text| text.as_str().unwrap().to_owned() + "\n").collect()
}

/// Who asks in most tests: the key of the public test mnemonic `test test … junk`.
pub(crate) const KEY: [&str; 6] = [
    "--from",
    "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    "--path",
    "m/44'/60'/0'/0/0",
    "--fingerprint",
    "16a93ed0",
];

/// A chain by hand.
pub(crate) const CHAIN: [&str; 10] = [
    "--chain-id",
    "1",
    "--nonce",
    "9",
    "--gas",
    "60000",
    "--max-fee",
    "40gwei",
    "--max-priority-fee",
    "1gwei",
];

/// `request tx` for an ownership transfer, with `more` arguments.
pub(crate) fn transfer<'a>(more: &[&'a str]) -> Vec<&'a str> {
    transfer_at("9", more)
}

/// The same with another nonce: the journal gives each out once.
pub(crate) fn transfer_at<'a>(nonce: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let call = [
        "request",
        "tx",
        "--to",
        "0x5FbDB2315678afecb367f032d93F642f64180aa3",
        "--call",
        "transferOwnership(address)",
        "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    ];
    let mut chain = CHAIN;
    chain[3] = nonce;
    [&call[..], &KEY, &chain, more].concat()
}

/// The codes in a text file, put together.
pub(crate) fn received(desk: &Desk, file: &str) -> Received {
    let mut receiver = Receiver::default();
    let text = String::from_utf8(desk.read(file)).unwrap();
    let whole = text.lines().find_map(|line| match receiver.feed(line.as_bytes()).unwrap() {
        Step::Complete(received) => Some(received),
        _ => None,
    });
    whole.unwrap_or_else(|| panic!("{file} is not whole"))
}
