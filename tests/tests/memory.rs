//! The scan for secrets in another program's memory finds a planted copy, and finds nothing once it is wiped: without this,
//! “zero copies” would mean nothing.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use e2e::memory::{Patterns, scan};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

const LEGAL: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

/// What `keep-secret` has room for.
const KEPT_BYTES: usize = 4_096;

struct Keeper {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Keeper {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_keep-secret"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, input, output }
    }

    fn tell(&mut self, bytes: &[u8]) -> String {
        self.input.write_all(bytes).unwrap();
        self.input.flush().unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        answer.trim().to_owned()
    }

    fn finds(&self, patterns: &Patterns) -> Vec<String> {
        scan(self.child.id(), patterns).unwrap().into_iter().map(|hit| hit.what).collect()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// As many patterns as one program keeps, with a byte between them that none of them goes on with.
fn batches(patterns: &Patterns) -> Vec<Vec<(&str, &[u8])>> {
    let mut batches = vec![Vec::new()];
    let mut room = KEPT_BYTES;
    for (what, bytes) in patterns.iter().filter(|(_, bytes)| !bytes.contains(&b'\n')) {
        if bytes.len() + 1 > room {
            batches.push(Vec::new());
            room = KEPT_BYTES;
        }
        room -= bytes.len() + 1;
        batches.last_mut().unwrap().push((what, bytes));
    }
    batches
}

#[test]
fn a_planted_copy_is_found_and_a_wiped_one_is_not() {
    let patterns = Patterns::of(LEGAL, "TREZOR", &["m/44'/60'/0'/0/0"]).unwrap();
    for batch in batches(&patterns) {
        let mut keeper = Keeper::start();
        let planted: Vec<u8> = batch.iter().flat_map(|(_, bytes)| [*bytes, b"\xee"].concat()).collect();
        assert_eq!(keeper.tell(&planted), "kept");
        let found = keeper.finds(&patterns);
        for (what, _) in batch {
            assert!(found.iter().any(|hit| hit == what), "{what} is planted: {found:?}");
        }
        assert_eq!(keeper.tell(b"wipe\n"), "wiped");
        assert_eq!(keeper.finds(&patterns), Vec::<String>::new());
    }
}
