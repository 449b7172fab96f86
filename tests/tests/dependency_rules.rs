//! Who may depend on whom, held against `cargo tree`: a broken rule is a red test and not a memory.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use std::{collections::BTreeSet, path::Path, process::Command};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What opens sockets, speaks to a bus, starts a browser or holds the clipboard.
const NETWORK: &[&str] = &[
    "alloy-provider",
    "arboard",
    "async-io",
    "axum",
    "hyper",
    "mio",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "smithay-clipboard",
    "socket2",
    "tokio",
    "tungstenite",
    "ureq",
    "webbrowser",
    "zbus",
];

/// `name version` of a package's normal and build dependencies, as they are when it is built alone.
fn tree(package: &str, features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", package, "--edges", "normal,build", "--prefix", "none"])
        .args(features)
        .current_dir(ROOT)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let crates: BTreeSet<String> = String::from_utf8(output.stdout)
        .expect("names are text")
        .lines()
        .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert!(!found(&crates, &[package]).is_empty(), "cargo tree said nothing about {package}");
    crates
}

/// Those of `banned` that are in `crates`.
fn found<'a>(crates: &BTreeSet<String>, banned: &[&'a str]) -> Vec<&'a str> {
    let names: BTreeSet<&str> = crates.iter().filter_map(|line| line.split(' ').next()).collect();
    banned.iter().copied().filter(|name| names.contains(name)).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn the_companion_does_not_compile_key_code() {
    let key_code = ["bip39", "coins-bip32", "region"];
    assert_eq!(found(&tree("coldframe-companion", &["--all-features"]), &key_code), NONE);
    assert_eq!(
        found(&tree("coldframe-station", &[]), &key_code),
        key_code,
        "the same search finds them where they are"
    );
}

#[test]
fn the_station_links_nothing_that_opens_a_network() {
    assert_eq!(found(&tree("coldframe-station", &["--all-features"]), NETWORK), NONE);
    assert_ne!(
        found(&tree("coldframe-companion", &[]), NETWORK),
        NONE,
        "the same search finds them where they are"
    );
}

/// What remembers, plays a chain or speaks to a node: the companion's work, and nothing that a keeper of keys needs.
const ONLINE: &[&str] = &["alloy", "axum", "clap", "libsqlite3-sys", "revm", "rusqlite"];

#[test]
fn the_station_has_nothing_of_the_companions_work() {
    assert_eq!(found(&tree("coldframe-station", &["--all-features"]), ONLINE), NONE);
    assert_eq!(
        found(&tree("coldframe-companion", &["--no-default-features"]), ONLINE),
        ONLINE,
        "the same search finds them where they are"
    );
}

/// What a window and a webcam bring.
const WINDOW: &[&str] = &["eframe", "egui", "winit"];
const WEBCAM: &[&str] = &["bindgen", "clang-sys", "nokhwa"];

#[test]
fn the_companions_commands_need_neither_window_nor_webcam() {
    let tree = |features: &[&str]| tree("coldframe-companion", features);
    let commands = tree(&["--no-default-features"]);
    assert_eq!(found(&commands, WINDOW), NONE);
    assert_eq!(found(&commands, WEBCAM), NONE);
    let without_webcam = tree(&["--no-default-features", "--features", "window"]);
    assert_eq!(found(&without_webcam, WINDOW), WINDOW);
    assert_eq!(found(&without_webcam, WEBCAM), NONE, "no libclang for a window that reads pictures");
    let whole = tree(&[]);
    assert_eq!(found(&whole, WINDOW), WINDOW, "what is built by default has both");
    assert_eq!(found(&whole, WEBCAM), WEBCAM);
}

#[test]
fn the_rehearsal_builds_with_rust_and_gcc_alone() {
    let crates = tree("e2e", &[]);
    // Each of these wants more than a C compiler: libclang, cmake, a C++ compiler, headers of a system library.
    let wants_more = ["aws-lc-sys", "bindgen", "clang-sys", "cmake", "nokhwa", "openssl-sys", "wayland-sys"];
    assert_eq!(found(&crates, &wants_more), NONE);
    assert_eq!(found(&crates, WINDOW), NONE, "the rehearsal opens no window");
}

#[test]
fn the_core_is_pure_with_every_feature() {
    let with_cameras = tree("coldframe-shared", &["--all-features"]);
    assert_eq!(found(&with_cameras, NETWORK), NONE);
    assert_eq!(found(&with_cameras, &["eframe", "winit", "tempfile"]), NONE);
    let crates = tree("coldframe-shared", &["--features", "keys,camera,ui"]);
    assert_eq!(found(&crates, &["image", "nokhwa"]), NONE, "pictures come in by the cameras' crate alone");
}

#[test]
fn only_the_harness_sees_both_sides() {
    let apps = ["coldframe-companion", "coldframe-station"];
    assert_eq!(found(&tree("coldframe-shared", &["--all-features"]), &apps), NONE);
    assert_eq!(found(&tree("coldframe-station", &["--all-features"]), &apps), ["coldframe-station"]);
    assert_eq!(found(&tree("coldframe-companion", &["--all-features"]), &apps), ["coldframe-companion"]);
    assert_eq!(found(&tree("e2e", &[]), &apps), apps);
}

#[test]
fn the_station_compiles_one_curve_stack() {
    let crates = tree("coldframe-station", &["--all-features"]);
    let curves: Vec<_> = crates.iter().filter(|line| line.starts_with("k256 ")).collect();
    assert_eq!(curves.len(), 1, "{curves:?}");
}

#[test]
fn one_file_uses_the_unmaintained_cbor_crate() {
    let users: Vec<String> = ["shared/src", "station/src", "companion/src", "tests/src"]
        .into_iter()
        .flat_map(|folder| sources(&Path::new(ROOT).join(folder)))
        .filter(|(_, text)| text.lines().any(|line| line.contains("serde_cbor::")))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(users.len(), 1, "{users:?}");
    assert!(users.iter().all(|path| path.ends_with("shared/src/wire/cbor.rs")), "{users:?}");
}

/// The most crates that the station is built from, build scripts and macros included: more is decided, not drifted into.
const STATION_CRATES_MAX: usize = 320;

#[test]
fn the_station_stays_small() {
    let crates = tree("coldframe-station", &[]);
    assert!(crates.len() <= STATION_CRATES_MAX, "{} crates", crates.len());
}

/// The lines below these folders (or files) that are no tests and hold one of these words: `file: line`.
fn code_lines(folders: &[&str], words: &[&str]) -> Vec<String> {
    folders
        .iter()
        .flat_map(|folder| sources(&Path::new(ROOT).join(folder)))
        .map(|(path, text)| (path.trim_start_matches(ROOT).to_owned(), text))
        .filter(|(path, _)| !path.ends_with("tests.rs") && !path.contains("/tests/"))
        .flat_map(|(path, text)| {
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
            let hits = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let hits = hits.filter(|line| words.iter().any(|word| line.contains(word)));
            hits.map(|line| format!("{path}: {}", line.trim())).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn nothing_writes_a_file_and_one_program_is_started_before_the_walls() {
    let ways = ["OpenOptions", "File::create", "fs::write", "fs::rename", "process::Command", "Command::new"];
    let users = code_lines(&["station/src", "shared/src"], &ways);
    assert!(!users.is_empty(), "the same search finds them where they are");
    let known = |line: &String| {
        let (file, code) = line.split_once(": ").unwrap();
        // The probe tries, and must fail; the cameras' process is started before there are keys.
        file.ends_with("/host/probe.rs")
            || (file.ends_with("/host/cameras.rs") && !code.contains("fs::") && !code.contains("File"))
    };
    assert!(users.iter().all(known), "{users:#?}");
}

#[test]
fn no_window_has_a_text_field_of_eguis() {
    // Its undo history keeps what was typed, also in its password mode.
    assert_eq!(code_lines(&["station/src", "shared/src/ui"], &["TextEdit", "text_edit"]), NONE);
}

#[test]
fn screens_are_values_and_views_only_draw() {
    let ways = ["std::fs", "std::thread", "std::process", "std::env", "Mutex", "SystemTime", "Instant"];
    assert_eq!(code_lines(&["station/src/flow", "station/src/view"], &ways), NONE);
    assert_ne!(code_lines(&["station/src/host"], &ways), NONE, "the same search finds them where they are");
}

/// Rooms of the companion, and what may not enter each, as its page says.
const ROOMS: &[(&str, &str, &[&[&str]])] = &[
    ("flow", "screens are values", &[SYSTEM, NODE, WRITING, WINDOWS]),
    ("view", "a view draws and returns a choice", &[SYSTEM, NODE, WRITING, &["eframe"]]),
    ("build", "the same arguments make the same bytes", &[SYSTEM, CHANCE, NODE, WRITING, WINDOWS]),
    (
        "check.rs",
        "an answer is judged by its bytes and the request's",
        &[SYSTEM, CHANCE, NODE, WRITING, WINDOWS],
    ),
    ("draft", "questions to the chain, and no entry", &[SYSTEM, WRITING, WINDOWS]),
    ("book", "the books are computed from entries", &[SYSTEM, CHANCE, NODE, WRITING, WINDOWS]),
    ("acts", "acts say nothing by themselves", &[WINDOWS, &["std::fs", "std::env", "clap", "println!"]]),
    ("node", "a node's word is read, not kept", &[WRITING, WINDOWS, &["std::fs", "std::process"]]),
    (
        "journal",
        "what happened, whoever asks",
        &[NODE, WINDOWS, &["std::net", "std::process", "std::thread"]],
    ),
];
const SYSTEM: &[&str] = &[
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "Mutex",
    "SystemTime",
    "Instant",
    "tokio",
];
const CHANCE: &[&str] = &["getrandom", "RandomState"];
const NODE: &[&str] = &["node::Node", "node::{", "&Nodes", "Nodes::connect", "reqwest::Client"];
const WRITING: &[&str] = &["rusqlite", "Journal::open", "&mut Journal", ".record(", ".record_all(", "Clerk"];
const WINDOWS: &[&str] = &["egui", "eframe"];

#[test]
fn what_may_not_enter_a_room_of_the_companion_is_not_there() {
    for (room, why, banned) in ROOMS {
        let folder = format!("companion/src/{room}");
        assert_eq!(code_lines(&[&folder], &banned.concat()), NONE, "{room}: {why}");
    }
    for word in [SYSTEM, NODE, WRITING, WINDOWS].concat() {
        assert_ne!(
            code_lines(&["companion/src"], &[word]),
            NONE,
            "{word}: the same search finds it where it is"
        );
    }
}

#[test]
fn one_folder_writes_the_journals_file() {
    let users = code_lines(&["companion/src"], &["rusqlite::"]);
    assert!(!users.is_empty(), "the same search finds them where they are");
    assert!(users.iter().all(|line| line.starts_with("/companion/src/journal/")), "{users:#?}");
}

/// Every source file below a folder, or that one file, with its text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    if folder.is_file() {
        let text = std::fs::read_to_string(folder).expect("source is text");
        return vec![(folder.to_string_lossy().into_owned(), text)];
    }
    let entries = std::fs::read_dir(folder).expect("a source folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .flat_map(|path| {
            if path.is_dir() {
                return sources(&path);
            }
            let text = std::fs::read_to_string(&path).expect("source is text");
            vec![(path.to_string_lossy().into_owned(), text)]
        })
        .collect()
}
