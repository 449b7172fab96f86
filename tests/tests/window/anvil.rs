//! anvil, as npm has it, with the example's contract on it: a chain that is not ours.
//!
//! `npm --prefix tests/peers ci` brings it; `ANVIL` names another one. Wanted by the feature `anvil`, which `tests/run` sets.

use companion::{example, node::Node};
use e2e::driver::JUNK;
use serde_json::json;
use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::NamedTempFile;

const PACKAGED: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/peers/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
const AT_MOST: Duration = Duration::from_secs(30);

/// A chain; ends when it is dropped.
pub(crate) struct Anvil {
    child: Child,
    pub(crate) url: String,
    /// It logs each call; a pipe would fill.
    said: NamedTempFile,
}

impl Anvil {
    /// With the example's contract, which belongs to the first account of the test words.
    pub(crate) fn start() -> Self {
        let binary = std::env::var_os("ANVIL").map_or_else(|| PathBuf::from(PACKAGED), PathBuf::from);
        assert!(
            binary.is_file(),
            "there is no {}; run npm ci in tests/peers, or set ANVIL",
            binary.display()
        );
        let said = NamedTempFile::new().unwrap();
        let child = Command::new(binary)
            .args(["--host", "127.0.0.1", "--port", "0", "--chain-id", "31337", "--mnemonic", JUNK])
            .stdin(Stdio::null())
            .stdout(Stdio::from(said.reopen().unwrap()))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut anvil = Self { child, url: String::new(), said };
        anvil.url = anvil.listens();
        let node = Node::connect(&anvil.url).unwrap();
        let safe_box = example::genesis();
        node.raw("anvil_setCode", json!([safe_box.address, safe_box.code])).unwrap();
        for (slot, value) in safe_box.storage {
            let words = json!([safe_box.address, format!("{slot:#066x}"), format!("{value:#066x}")]);
            node.raw("anvil_setStorageAt", words).unwrap();
        }
        anvil
    }

    fn listens(&mut self) -> String {
        let begin = Instant::now();
        while begin.elapsed() < AT_MOST {
            let said = fs::read_to_string(self.said.path()).unwrap();
            if let Some((_, address)) = said.split_once("Listening on ") {
                return format!("http://{}", address.lines().next().unwrap().trim());
            }
            assert!(self.child.try_wait().unwrap().is_none(), "anvil ended: {said}");
            sleep(Duration::from_millis(50));
        }
        panic!("anvil did not start in {AT_MOST:?}");
    }
}

impl Drop for Anvil {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
