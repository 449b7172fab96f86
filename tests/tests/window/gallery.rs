//! A picture of each screen in both themes, made by walking through them; below `target/tmp/screenshots`.

use crate::setup::{SOON, START, Table, ownership, show, transfer};
use e2e::{desktop::Launch, driver::JUNK};
use shared::eth::Fingerprint;
use std::{fs, path::PathBuf};

/// Walks through the screens in one theme and keeps a picture of each.
struct Walk {
    table: Table,
    folder: PathBuf,
    light: bool,
}

impl Walk {
    fn begin(theme: &str) -> Self {
        let table = Table::with(Launch::default().argument("--theme").argument(theme), 1280, 900);
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots").join(theme);
        fs::create_dir_all(&folder).unwrap();
        Self { table, folder, light: theme == "light" }
    }

    /// Waits for the words by which a screen is known, and keeps its picture.
    fn keep(&mut self, name: &str, known_by: &str) {
        let shot = self.table.window.wait_for(known_by, SOON).unwrap();
        assert_eq!(shot.is_light(), self.light, "{name} is in the theme that was asked for");
        shot.0.save(self.folder.join(name).with_extension("png")).unwrap();
    }

    fn keys(&mut self, keys: &[&str]) {
        self.table.window.keys(keys).unwrap();
    }

    /// From the accounts to the screen behind the button that so many presses of Tab lead to, and back.
    fn visit(&mut self, name: &str, tabs: usize, known_by: &str) {
        self.keys(&vec!["Tab"; tabs]);
        self.keys(&["Return"]);
        self.keep(name, known_by);
        self.keys(&["Escape"]);
        self.table.window.wait_for("Fingerprint of these keys", SOON).unwrap();
    }
}

fn walk(theme: &str) {
    let mut walk = Walk::begin(theme);
    walk.keep("start", START);
    walk.keys(&["n"]);
    walk.keep("new-mnemonic", "Throw a die");
    walk.keys(&["Escape"]);
    walk.table.window.wait_for(START, SOON).unwrap();
    walk.keys(&["e"]);
    walk.keep("entry", "Enter your mnemonic");
    walk.keys(&["Escape"]);
    walk.table.window.wait_for(START, SOON).unwrap();
    walk.table.enter(JUNK);
    walk.keep("accounts", "Fingerprint of these keys");
    walk.visit("key-card", 3, "Key card");
    walk.visit("find-address", 4, "Find an address");
    walk.visit("drill", 5, "Drill");
    walk.visit("log", 6, "Log");

    walk.keys(&["Return"]);
    walk.keep("scan", "Show me the request");
    let mut foreign = transfer(51);
    foreign.key_path.source_fingerprint = Some(Fingerprint([1, 2, 3, 4]));
    show(walk.table.frames.path(), &foreign);
    walk.keep("refused", "Nothing was signed");
    walk.table.clear();
    walk.keys(&["Return"]);
    walk.table.window.wait_for("Show me the request", SOON).unwrap();
    show(walk.table.frames.path(), &ownership(52));
    walk.keep("review", "Read every page");
    for _ in 0..8 {
        walk.keys(&["Page_Down"]);
    }
    walk.keep("last-page", "One word more");
    walk.table.window.type_text("transfers").unwrap();
    walk.keep("approve", "for one second");
    walk.table.window.hold("space", crate::setup::HELD).unwrap();
    walk.keep("answer", "What was signed");
}

#[test]
fn each_screen_is_drawn_in_light() {
    walk("light");
}

#[test]
fn each_screen_is_drawn_in_dark() {
    walk("dark");
}
