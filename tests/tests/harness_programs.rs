//! The harness's programs with odd arguments and in odd surroundings: a sentence and an exit code, never a panic.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic here is the report")]

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

fn run(program: &str, arguments: &[&str], input: &[u8], stdout: Stdio) -> Output {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    _ = child.stdin.take().unwrap().write_all(input); // a program that has heard enough closes its end
    child.wait_with_output().unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn what_cannot_be_simulated_is_wrong_usage() {
    for arguments in [
        ["--loss", "1"],
        ["--loss", "nan"],
        ["--loss", "-0.1"],
        ["--fill", "0"],
        ["--fill", "nan"],
        ["--exposure-ms", "1e9"],
        ["--give-up", "inf"],
        ["--display-fps", "0"],
        ["--bytes", "0"],
        ["--bytes", "1000000000"],
        ["--camera", "0x0@0"],
        ["--profile", "nope"],
    ] {
        let run = run(env!("CARGO_BIN_EXE_gap-sim"), &arguments, b"", Stdio::piped());
        assert_eq!(run.status.code(), Some(2), "{arguments:?}: {}", words(&run));
        assert!(!words(&run).contains("panicked"), "{arguments:?}");
    }
}

#[test]
fn a_line_without_end_is_refused_before_memory_is_taken_for_it() {
    let run = run(env!("CARGO_BIN_EXE_scan-frames"), &[], &[b'a'; 1 << 20], Stdio::piped());
    assert_eq!(run.status.code(), Some(1), "{}", words(&run));
    assert!(words(&run).contains("a line has more than"), "{}", words(&run));
}

#[test]
fn every_path_has_its_line_whatever_it_names() {
    let paths = b"nowhere.png\r\n\n/\nnot\xffutf8.png\nno line break";
    let run = run(env!("CARGO_BIN_EXE_scan-frames"), &[], paths, Stdio::piped());
    assert_eq!(run.status.code(), Some(0), "{}", words(&run));
    assert_eq!(words(&run).matches("\"error\"").count(), 4, "{}", words(&run));
}

#[test]
fn the_driver_names_an_empty_input() {
    let folder = tempfile::TempDir::new().unwrap();
    let words_file = folder.path().join("junk.txt");
    std::fs::write(&words_file, e2e::driver::JUNK).unwrap();
    let file = words_file.to_str().unwrap();
    let driver = env!("CARGO_BIN_EXE_station-driver");
    let empty = run(driver, &["answer", "--mnemonic-file", file], b"", Stdio::piped());
    assert_eq!(empty.status.code(), Some(1));
    assert!(words(&empty).contains("no code came on stdin"), "{}", words(&empty));

    // A reader that has gone is no error; a full disk is one, in words.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let unread = run(driver, &["export", "--mnemonic-file", file], b"", writer.into());
    assert_eq!(unread.status.code(), Some(0), "{}", words(&unread));
    #[cfg(target_os = "linux")]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let swallowed = run(driver, &["export", "--mnemonic-file", file], b"", full.into());
        assert_eq!(swallowed.status.code(), Some(1), "{}", words(&swallowed));
        assert!(words(&swallowed).contains("stdout cannot be written"), "{}", words(&swallowed));
    }
}

#[test]
fn a_rehearsal_ends_well_although_nobody_listens() {
    for arguments in [&[][..], &["--json"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let unheard = run(env!("CARGO_BIN_EXE_rehearse"), arguments, b"", writer.into());
        assert_eq!(unheard.status.code(), Some(0), "{}", words(&unheard));
    }
}
