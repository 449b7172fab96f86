//! Real disks, in a mount namespace of their own: full, read-only; a journal of a newer program; two companions at once.

#[cfg(target_os = "linux")]
use std::process::Command;

#[cfg(target_os = "linux")]
use crate::support::KEY;
use crate::support::{Desk, transfer_at};

/// Runs `script` with a disk of `kilobytes` at `$1` and the program at `$2`; what it printed.
#[cfg(target_os = "linux")]
fn on_a_disk(kilobytes: u32, script: &str) -> String {
    let place = tempfile::tempdir().unwrap();
    let script =
        format!("set -u; mount -t tmpfs -o size={kilobytes}k tmpfs \"$1\" || exit 77; cd \"$1\"; {script}");
    let run = Command::new("unshare")
        .args(["-rm", "sh", "-c", &script, "sh"])
        .arg(place.path())
        .arg(env!("CARGO_BIN_EXE_coldframe"))
        .env("COLDFRAME_JOURNAL", "journal.sqlite")
        .output()
        .unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    let may = run.status.code() != Some(77) && !stderr.starts_with("unshare");
    assert!(may, "this test makes a disk in a user namespace, which this system does not allow: {stderr}");
    format!("{stdout}{stderr}")
}

/// The words of [`KEY`] for a shell.
#[cfg(target_os = "linux")]
fn key() -> String {
    KEY.map(|word| format!("\"{word}\"")).join(" ")
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_to_be_full_and_nothing_is_lost() {
    for (left, why) in
        [(0, "nothing"), (20, "not enough for the log"), (80, "enough to begin and not to end")]
    {
        let script = format!(
            r#"
            ask() {{ "$program" request message "$1" {} --json; echo "code $?"; }}
            program=$2; ask first
            head -c "$(($(df -k --output=avail . | tail -1) - {left}))k" /dev/zero > filler
            ask "$(head -c 90000 /dev/zero | tr '\0' x)"
            rm filler; ask third; "$program" journal verify --json"#,
            key()
        );
        let said = on_a_disk(400, &script);
        let codes: Vec<&str> = said.lines().filter(|line| line.starts_with("code ")).collect();
        assert_eq!(codes, ["code 0", "code 6", "code 0"], "{why} left: {said}");
        assert!(said.contains("\"disk-full\"") && said.contains("the disk is full"), "{why} left: {said}");
        assert!(said.contains("{\"entries\":2,"), "{why} left, the first and the third stay: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_cannot_be_written_is_said_to_be_read_only() {
    let script = format!(
        r#"
        ask() {{ "$program" request message "$1" {} --json; echo "code $?"; }}
        program=$2; ask first; mount -o remount,ro "$1"; ask second; "$program" journal list; echo "code $?"
        mount -o remount,rw "$1"; "$program" journal verify --json"#,
        key()
    );
    let said = on_a_disk(400, &script);
    let codes: Vec<&str> = said.lines().filter(|line| line.starts_with("code ")).collect();
    assert_eq!(codes, ["code 0", "code 6", "code 6"], "{said}");
    assert!(
        said.contains("\"journal-read-only\"") && said.contains("name another place with --journal"),
        "{said}"
    );
    assert!(said.contains("{\"entries\":1,"), "{said}");
}

#[test]
fn a_journal_of_a_newer_program_is_refused_by_every_command_and_left_as_it_is() {
    let desk = Desk::new();
    desk.json(&transfer_at("1", &[])).done();
    let newer = rusqlite::Connection::open(desk.journal()).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let before = std::fs::read(desk.journal()).unwrap();
    for arguments in
        [transfer_at("2", &[]), vec!["journal", "list"], vec!["follow"], vec!["book", "key", "list"]]
    {
        let run = desk.json(&arguments);
        assert_eq!((run.code, run.refused().as_str()), (6, "journal-newer"), "{run:?}");
        assert!(
            run.json()["refused"]["message"].as_str().unwrap().contains("Use the newer Coldframe"),
            "{run:?}"
        );
    }
    assert_eq!(std::fs::read(desk.journal()).unwrap(), before);
}

#[test]
fn many_companions_at_once_share_a_journal_and_give_each_nonce_out_once() {
    let desk = Desk::new();
    let runs: Vec<_> = std::thread::scope(|scope| {
        let nonces = ["7", "7", "7", "8", "8", "9"];
        let threads = nonces.map(|nonce| scope.spawn(|| desk.json(&transfer_at(nonce, &[]))));
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (asked, refused): (Vec<_>, Vec<_>) = runs.iter().partition(|run| run.code == 0);
    assert_eq!((asked.len(), refused.len()), (3, 3), "{runs:?}");
    assert!(refused.iter().all(|run| run.refused() == "nonce-taken"), "{refused:?}");
    assert_eq!(desk.json(&["journal", "verify"]).done().json()["entries"], 3);
}
