//! `coldframe request`: from the start of the program to its code in the terminal, and the memory it takes.

use super::{Result, opening::told, span::status};
use companion::{
    devnet::{Devnet, DevnetOptions, PUBLIC_ACCOUNTS},
    example,
};
use e2e::desktop::Program;
use shared::wire::KeyCard;
use std::{
    ffi::OsString,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// How a line of a code begins: black on white.
const PAPER: &str = "\x1b[30;107m";

/// Prints both, with everything given and with a node asked, on a new journal each time.
pub(super) fn request(count: u32) -> Result<()> {
    let contracts = vec![example::genesis()];
    let chain = Devnet::start(DevnetOptions { contracts, ..DevnetOptions::default() })?;
    let given = ["--chain-id", "31337", "--nonce", "0", "--gas", "60000"];
    let fees = ["--max-fee", "30gwei", "--max-priority-fee", "1gwei"];
    let node = ["--node".to_owned(), chain.url()];
    let given: Vec<String> = given.into_iter().chain(fees).map(str::to_owned).collect();
    for (what, arguments) in [("request to code, given", &given[..]), ("request to code, a node", &node)] {
        let (mut times, mut most) = (Vec::new(), 0);
        for _ in 0..count {
            times.push(timed(arguments)?);
            most = most.max(weighed(arguments)?);
        }
        println!("{what:<23} {}", told(&mut times));
        println!("  memory, at most       {:>9.1} MB", most as f64 / 1e3);
    }
    Ok(())
}

/// Asks to change the example contract's owner, the commonest of administrative calls.
fn start(arguments: &[String], journal: &std::path::Path) -> Result<Child> {
    let card = example::card().ok_or("no example card")?;
    let fingerprint = KeyCard::HdKey(card).fingerprint().ok_or("no fingerprint")?.to_string();
    let [owner, next, ..] = PUBLIC_ACCOUNTS.map(|account| OsString::from(account.to_string()));
    let of = |text: &str| OsString::from(text);
    let to = OsString::from(example::CONTRACT_ADDRESS.to_string());
    let call: Vec<OsString> = vec![of("--to"), to, of("--call"), of("transferOwnership(address)"), next];
    let key =
        [of("--from"), owner, of("--path"), of("m/44'/60'/0'/0/0"), of("--fingerprint"), fingerprint.into()];
    let command = Command::new(Program::Companion.binary()?)
        .args(["request", "tx", "--terminal"])
        .args(call)
        .args(key)
        .args(arguments)
        .env("COLDFRAME_JOURNAL", journal)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    Ok(command)
}

/// Until the first code stands there whole: as many lines as half of it is wide.
fn timed(arguments: &[String]) -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    let begin = Instant::now();
    let mut child = start(arguments, &folder.path().join("journal.sqlite"))?;
    let (mut lines, mut took) = (0, None);
    for line in BufReader::new(child.stdout.take().ok_or("piped")?).lines() {
        let line = line?;
        let Some(line) = line.split(PAPER).nth(1) else { continue };
        lines += 1;
        let columns = line.split('\x1b').next().unwrap_or_default().chars().count();
        if lines >= columns.div_ceil(2) {
            took = Some(begin.elapsed());
            break;
        }
    }
    _ = child.kill();
    _ = child.wait();
    took.ok_or_else(|| "no code came".into())
}

/// The most memory that it had, in kB, as it was told last before its end.
fn weighed(arguments: &[String]) -> Result<u64> {
    let folder = tempfile::tempdir()?;
    let mut child = start(arguments, &folder.path().join("journal.sqlite"))?;
    let stdout = child.stdout.take().ok_or("piped")?;
    let drain =
        std::thread::Builder::new().spawn(move || std::io::copy(&mut { stdout }, &mut std::io::sink()))?;
    let (begin, mut most) = (Instant::now(), 0);
    // A code that needs no second one ends the program; an animation is ended here.
    while child.try_wait()?.is_none() && begin.elapsed() < Duration::from_secs(3) {
        most = most.max(status(child.id(), "VmHWM:").unwrap_or_default());
        sleep(Duration::from_micros(300));
    }
    _ = child.kill();
    _ = child.wait();
    _ = drain.join();
    Ok(most)
}
