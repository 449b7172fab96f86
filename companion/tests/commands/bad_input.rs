//! Bad input on every path: one sentence, an exit code by its kind, no partial file.

use crate::support::{CHAIN, Desk, KEY, parts, text, transfer, transfer_at, vector};

/// A grey PNG of one colour.
fn blank_png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(width, height, image::Luma([255]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// A PNG that claims a size of `side` × `side` in its header, checksum right, and holds nothing.
fn claiming_png(side: u32) -> Vec<u8> {
    let mut bytes = blank_png(1, 1);
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// ISO-HDLC, as in PNG and zip.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1));
        }
        crc
    })
}

#[test]
fn what_cannot_be_read_is_named_with_its_kind_and_exit_code_4() {
    let desk = Desk::new();
    let long = vector("sign-requests.json", "req-2930");
    let other = vector("sign-requests.json", "req-safe-130");
    let (long_parts, other_parts) = (parts(&long), parts(&other));
    let first = |text: &str| text.lines().next().unwrap().to_owned() + "\n";
    let mut damaged = first(&long_parts);
    damaged.replace_range(60..61, if &damaged[60..61] == "A" { "B" } else { "A" });
    let mut cut = blank_png(300, 300);
    cut.truncate(cut.len() / 2);
    desk.put("empty.txt", "");
    desk.put("noise.bin", [0, 159, 146, 150, 0, 1]);
    desk.put("prose.txt", "Dear station, please sign.\n");
    desk.put("incomplete.txt", first(&long_parts));
    desk.put("damaged.txt", &damaged);
    desk.put("one-damaged.txt", format!("{long_parts}{damaged}"));
    desk.put("mixed.txt", format!("{long_parts}{other_parts}"));
    desk.put("answer.txt", text(&long, "/expected/answer_ur"));
    desk.put("blank.png", blank_png(200, 200));
    desk.put("cut.png", cut);
    desk.put("huge.png", claiming_png(60_000));
    desk.put("long-line.txt", format!("UR:BYTES/{}", "A".repeat(200_000)));
    std::fs::create_dir(desk.path("empty-folder")).unwrap();
    let before = desk.names();
    for (source, kinds, why) in [
        ("missing.txt", &["file"][..], "not there"),
        ("empty.txt", &["no-code"], "nothing in it"),
        ("noise.bin", &["no-code"], "neither picture nor text"),
        ("prose.txt", &["ur-scheme"], "foreign"),
        ("UR:ETH-SIGN-REQUEST/ZZZZ", &["bytewords-invalid", "bytewords-checksum"], "no bytewords"),
        ("incomplete.txt", &["incomplete"], "a part is missing"),
        ("damaged.txt", &["bytewords-invalid", "bytewords-checksum"], "one letter wrong"),
        (
            "one-damaged.txt",
            &["bytewords-invalid", "bytewords-checksum"],
            "a wrong letter beside a whole message",
        ),
        ("mixed.txt", &["mixed"], "two messages"),
        ("answer.txt", &["ur-type"], "an answer is no request"),
        ("blank.png", &["no-code"], "a picture without a code"),
        ("cut.png", &["picture"], "half a picture"),
        ("huge.png", &["picture"], "a claimed size past the limit"),
        ("long-line.txt", &["limit-length"], "longer than any code"),
        ("empty-folder", &["no-code"], "nothing in the folder"),
    ] {
        let answer = text(&long, "/expected/answer_ur");
        let run = desk.json(&["accept", "--request", source, "--answer", answer, "--out", "signed.txt"]);
        assert_eq!(run.code, 4, "{source}: {why}: {run:?}");
        assert!(kinds.contains(&run.refused().as_str()), "{source}: {why}: {run:?}");
        let words = desk.run(&["accept", "--request", source, "--answer", answer, "--out", "signed.txt"]);
        assert!(words.stdout.is_empty() && words.stderr.starts_with("coldframe: "), "{why}: {words:?}");
        assert_eq!(desk.names(), before, "{why}: nothing was left");
    }
}

#[test]
fn a_repeated_part_and_parts_in_any_order_are_no_fault() {
    let long = vector("sign-requests.json", "req-safe-130");
    let desk = Desk::new();
    let texts = parts(&long);
    let mut lines: Vec<&str> = texts.lines().collect();
    lines.reverse();
    lines.extend(lines.clone());
    desk.put("request.txt", lines.join("\r\n\r\n"));
    assert_eq!(desk.json(&["show", "request.txt"]).done().json()["messages"].as_array().unwrap().len(), 1);
}

#[test]
fn show_tells_mixed_messages_apart_and_notes_what_is_damaged() {
    let desk = Desk::new();
    let (one, two) =
        (vector("sign-requests.json", "req-safe-130"), vector("sign-requests.json", "req-typed-arrays"));
    let mixed: String =
        parts(&one).lines().zip(parts(&two).lines()).map(|(one, two)| format!("{one}\n{two}\n")).collect();
    desk.put("mixed.txt", format!("https://example.org\n{mixed}"));
    let told = desk.json(&["show", "mixed.txt"]).done().json();
    assert_eq!(told["messages"].as_array().unwrap().len(), 2, "{told}");
    assert_eq!(told["notes"][0]["kind"], "ur-scheme", "{told}");
}

#[test]
fn a_folder_is_read_in_the_order_of_names_and_what_is_no_code_is_skipped() {
    let desk = Desk::new();
    desk.json(&transfer(&["--out", "frames/", "--fragment", "60"])).done();
    desk.put("frames/notes.bin", [0, 1, 2, 255]);
    desk.put("frames/blank.png", blank_png(100, 100));
    let told = desk.json(&["show", "frames"]).done().json();
    assert_eq!(told["messages"][0]["what"], "request");
    assert_eq!(told["notes"].as_array().unwrap().len(), 1, "{told}");
}

#[test]
fn a_spoilt_picture_of_a_folder_is_noted_and_does_not_spoil_the_others() {
    let desk = Desk::new();
    desk.json(&transfer(&["--out", "frames/", "--fragment", "60"])).done();
    desk.put("frames/huge.png", claiming_png(60_000));
    let told = desk.json(&["show", "frames"]).done().json();
    assert_eq!(told["messages"][0]["what"], "request");
    assert_eq!(told["notes"][0]["kind"], "picture", "{told}");

    std::fs::create_dir(desk.path("only")).unwrap();
    desk.put("only/huge.png", claiming_png(60_000));
    assert_eq!(desk.json(&["show", "only"]).refused(), "picture", "with nothing else it is the reason");
}

#[test]
fn messages_past_those_that_are_told_are_not_left_out_in_silence() {
    let desk = Desk::new();
    for number in 0..9 {
        let (text, out) = (format!("message {number}"), format!("{number}.txt"));
        desk.json(&[&["request", "message", &text, "--out", &out][..], &KEY].concat()).done();
    }
    let told = desk.json(&["show", "."]).done().json();
    assert_eq!(told["messages"].as_array().unwrap().len(), 8, "{told}");
    assert_eq!(told["notes"][0]["kind"], "mixed", "{told}");
}

#[test]
fn nothing_is_replaced_without_force_and_no_partial_file_is_left() {
    let desk = Desk::new();
    for (out, fragment, code, why) in [
        ("there.txt", "600", 5, "a file that is there"),
        ("there.gif", "600", 5, "an animation that is there"),
        ("there/", "600", 5, "a folder with something in it"),
        ("nowhere/request.txt", "600", 5, "a folder that is not there"),
        ("request", "600", 2, "a name without a form"),
        ("request.png", "40", 2, "several codes for one picture"),
    ] {
        if !desk.path("there.txt").exists() {
            desk.put("there.txt", "kept");
            desk.put("there.gif", "kept");
            std::fs::create_dir(desk.path("there")).unwrap();
            desk.put("there/letter.txt", "kept");
        }
        let before = desk.names();
        let run = desk.json(&transfer(&["--out", out, "--fragment", fragment]));
        assert_eq!(run.code, code, "{why}: {run:?}");
        run.refused();
        assert_eq!(desk.names(), before, "{why}");
        assert_eq!(
            (desk.read("there.txt"), desk.read("there/letter.txt")),
            (b"kept".to_vec(), b"kept".to_vec())
        );
    }
    desk.json(&transfer(&["--out", "there.txt", "--force"])).done();
    assert!(desk.read("there.txt").starts_with(b"UR:"));
    assert_eq!(desk.json(&transfer(&["--out", "there/", "--force"])).code, 5, "a letter is no frame");
    for nonce in ["10", "11"] {
        desk.json(&transfer_at(nonce, &["--out", "frames/", "--force", "--fragment", "60"])).done();
    }
    assert!(desk.names().iter().all(|name| !name.starts_with('.')), "{:?}", desk.names());
}

#[test]
fn wrong_arguments_end_with_2_and_a_sentence() {
    let desk = Desk::new();
    desk.put("code.hex", "0x60__$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa$__");
    let tx = |more: &[&'static str]| [&["request", "tx"][..], more, &KEY, &CHAIN].concat();
    let to = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    for (arguments, code, why) in [
        (vec!["request", "tx", "--to", to], 2, "no key"),
        (tx(&[]), 2, "a creation without code"),
        (tx(&["--to", "0x5FbDB2315678afecb367f032d93F642f64180aA3"]), 2, "a capital wrong"),
        (tx(&["--to", to, "--value", "1.5"]), 2, "half a wei"),
        (tx(&["--to", to, "--value", "1e18"]), 2, "no exponents"),
        (tx(&["--to", to, "--call", "transferOwnership(address)"]), 2, "no argument"),
        (tx(&["--to", to, "--call", "transferOwnership(address)", "0x12"]), 2, "no address"),
        (tx(&["--to", to, "--data", "0x123"]), 2, "half a byte"),
        (tx(&["--to", to, "--data", "0x12", "--call", "pause()"]), 2, "two contents"),
        (tx(&["--data-file", "code.hex"]), 4, "code that was not linked"),
        (tx(&["--data-file", "missing.hex"]), 4, "no such file"),
        (tx(&["--to", to, "--fragment", "9"]), 2, "below the shortest fragment"),
        (tx(&["--to", to, "--profile", "dense"]), 2, "dense frames are no text"),
        ([&["request", "message"][..], &KEY].concat(), 2, "no message"),
        ([&["request", "typed-data", "code.hex"][..], &KEY].concat(), 4, "no typed data"),
        (vec!["accept", "--request", "-", "--answer", "-"], 2, "one standard input for two"),
        (vec!["broadcast", "0x00", "--node", "http://127.0.0.1:1"], 2, "nothing to compare with"),
    ] {
        let run = desk.run(&arguments);
        assert_eq!(run.code, code, "{why}: {run:?}");
        assert!(!run.stderr.trim().is_empty() && !run.stderr.contains("panicked"), "{why}: {run:?}");
        assert_eq!(desk.json(&arguments).code, code, "{why}");
    }
}

#[test]
fn what_is_typed_wrong_is_told_with_the_form_that_is_expected() {
    let desk = Desk::new();
    desk.put("half.json", "{");
    desk.put("number.json", r#"{"abi": 1}"#);
    desk.put("noise.png", [0, 159, 146, 150, 0, 1]);
    let to = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    let tx = |more: &[&'static str]| [&["request", "tx", "--to", to][..], more, &KEY, &CHAIN].concat();
    let pay =
        |more: &[&'static str]| [&["request", "tx", "--to", to, "--value", "1wei"][..], &KEY, more].concat();
    for (arguments, form) in [
        (tx(&["--abi", "half.json", "--function", "f"]), "give a JSON array of functions"),
        (tx(&["--abi", "number.json", "--function", "f"]), "“abi” is no list of functions and events"),
        (tx(&["--abi", "no.json", "--function", "f"]), "there is no file no.json; check its name"),
        (tx(&["--call", "pause"]), "such as transferOwnership(address)"),
        (tx(&["--call", "f(uint256)", "30 dayz"]), "such as 1000, 1_000_000, 0x0f, 1.5 ether"),
        (tx(&["--call", "f(address[])", "0x12"]), "a list such as [a,b]"),
        (tx(&["--call", "f(uint8)", "256"]), "holds less than 2^8"),
        (tx(&["--value", "1.5"]), "with the unit that is meant, such as 1.5 ether"),
        (tx(&["--value", "1,5ether"]), "such as 1.5 ether, 30 gwei"),
        (tx(&["--data", "0x123"]), "--data: these are no bytes in hex"),
        (
            [&["request", "tx", "--to", "Treasury"][..], &KEY, &CHAIN].concat(),
            "“coldframe book address list”",
        ),
        (pay(&["--chain-id", "mainnet"]), "a whole number, such as 1 for Ethereum"),
        (pay(&["--chain-id", "0"]), "chain id 0 is no chain"),
        (pay(&["--nonce", "-1"]), "write digits alone"),
        (pay(&["--chain", "Etherium"]), "“coldframe book chain add ID --node URL”"),
        (pay(&["--node", "localhost:8545"]), "does not begin with http://, https://, ws:// or wss://"),
        (pay(&["--node", "rpc.example"]), "Give one such as http://127.0.0.1:8545"),
        (pay(&["--node", "http://"]), "is no address of a node"),
        (vec!["book", "chain", "add", "mainnet"], "a whole number, such as 1 for Ethereum"),
        (vec!["book", "address", "add", "Ada", "0x12"], "write 0x and 40 hex digits"),
        (vec!["journal", "verify", "--head", "0x12"], "write 0x and 64 hex digits"),
        (vec!["accept", "--answer", "hello"], "or give the code itself, which begins with UR:"),
        (vec!["accept", "--answer", "noise.png"], "give codes as PNG, JPEG or GIF, or UR texts"),
        (vec!["accept", "--answer", "UR:ETH-SIGNATURE/1-0/AEAE"], "is not of the form 3-9"),
    ] {
        let run = desk.run(&arguments);
        assert!([2, 3, 4].contains(&run.code) && run.stderr.contains(form), "{form}: {arguments:?}: {run:?}");
        assert!(!run.stderr.contains("os error") && !run.stderr.contains("untagged"), "{run:?}");
    }
}

#[test]
fn a_mnemonic_in_the_arguments_is_refused_and_never_repeated() {
    let desk = Desk::new();
    let words = ["test"; 11].join(" ") + " junk";
    desk.put("words.txt", &words);
    let mut apart = vec!["request", "message"];
    apart.extend(words.split(' '));
    for arguments in [
        vec!["request", "message", &words],
        vec!["show", &words],
        apart,
        [&["request", "message", "--file", "words.txt"][..], &KEY].concat(),
    ] {
        let run = desk.json(&arguments);
        assert_eq!((run.code, run.refused().as_str()), (2, "secret"), "{run:?}");
        assert!(!run.stdout.contains("junk") && !run.stderr.contains("junk"), "{run:?}");
    }
}
