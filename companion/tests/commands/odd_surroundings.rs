//! What is around a command is not as it should be: editors, disks, pipes, other people's tools.

use std::process::{Command, Stdio};

use shared::qr::{draw::draw, send::Frame};

use crate::support::{Desk, KEY, parts, transfer, vector};

#[test]
fn a_byte_order_mark_and_blanks_around_a_code_are_no_fault() {
    let desk = Desk::new();
    let texts = parts(&vector("sign-requests.json", "req-safe-130"));
    desk.put("marked.txt", format!("\u{feff}{}", texts.replace('\n', "\r\n")));
    assert_eq!(desk.json(&["show", "marked.txt"]).done().json()["notes"].as_array().unwrap().len(), 0);

    let request = desk.json(&transfer(&[])).done().json();
    let line = request["parts"][0].as_str().unwrap().to_owned() + "\n"; // as a tool draws a line of a file
    let (side, pixels) = draw(&Frame::Bytes(line.into_bytes())).unwrap().to_luma(4);
    let side = u32::try_from(side).unwrap();
    image::GrayImage::from_raw(side, side, pixels).unwrap().save(desk.path("line.png")).unwrap();
    assert_eq!(desk.json(&["show", "line.png"]).done().json()["messages"][0]["what"], "request");
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_a_full_disk_swallows_is_an_error_and_a_reader_that_has_gone_is_none() {
    let run = |stdout: Stdio, arguments: &[&str]| {
        let journal = tempfile::tempdir().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_coldframe"))
            .args(arguments)
            .env("COLDFRAME_JOURNAL", journal.path().join("journal.sqlite"))
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn();
        child.unwrap().wait_with_output().unwrap()
    };
    let full = || Stdio::from(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    for arguments in [transfer(&[]), transfer(&["--json"]), vec!["completions", "bash"]] {
        let swallowed = run(full(), &arguments);
        assert_eq!(swallowed.status.code(), Some(5), "{arguments:?}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let unread = run(writer.into(), &arguments);
        assert_eq!(unread.status.code(), Some(0), "{arguments:?}: {unread:?}");
        assert!(!String::from_utf8_lossy(&unread.stderr).contains("panic"), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_written_may_be_read_by_whom_the_umask_lets() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.put("ordinary.txt", "");
    desk.run(&transfer(&["--out", "request.txt"])).done();
    let mode = |name| desk.path(name).metadata().unwrap().permissions().mode();
    assert_eq!(mode("request.txt"), mode("ordinary.txt"));
}

#[test]
fn an_amount_below_zero_is_named_as_no_amount() {
    let desk = Desk::new();
    let to = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    let run = desk.run(&[&["request", "tx", "--to", to, "--value", "-1"][..], &KEY].concat());
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("“-1” is no amount"), "{run:?}");
}

#[test]
fn the_signature_of_a_message_is_no_transaction_and_no_node_is_asked() {
    let desk = Desk::new();
    desk.put("signature.txt", format!("0x{}", "11".repeat(65)));
    let nowhere = "http://127.0.0.1:1";
    let run = desk.json(&["broadcast", "signature.txt", "--from", KEY[1], "--node", nowhere]);
    assert_eq!((run.code, run.refused().as_str()), (1, "signature"), "{run:?}");
}
