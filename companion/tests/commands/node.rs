//! `broadcast` and what asks a node: what is wrong with the node or the nonce is named, and nothing is sent.

use companion::devnet::{Devnet, DevnetOptions};

use crate::support::{Desk, KEY, parts, text, vector};

fn devnet(chain_id: u64) -> Devnet {
    Devnet::start(DevnetOptions { chain_id, ..DevnetOptions::default() }).unwrap()
}

#[test]
fn a_request_takes_nonce_fees_gas_and_chain_from_the_node() {
    let chain = devnet(31_337);
    let desk = Desk::new();
    let url = chain.url();
    let to = [
        "request",
        "tx",
        "--to",
        "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "--value",
        "1ether",
        "--node",
        &url,
    ];
    for (more, data_type) in [(&[][..], 4), (&["--legacy"], 1), (&["--chain-id", "31337", "--nonce", "5"], 4)]
    {
        let told = desk.json(&[&to[..], more, &KEY].concat()).done().json();
        assert_eq!(
            (&told["request"]["chain_id"], &told["request"]["data_type"]),
            (&31_337.into(), &data_type.into())
        );
    }
    let other = desk.json(&[&to[..], &["--chain-id", "1"], &KEY].concat());
    assert_eq!((other.code, other.refused().as_str()), (3, "node-chain"));
}

#[test]
fn what_the_node_knows_against_a_transaction_is_said_before_it_crosses_the_gap() {
    let chain = devnet(31_337);
    let to = ["request", "tx", "--to", "0x5FbDB2315678afecb367f032d93F642f64180aa3", "--gas", "90000"];
    let node = ["--node", &chain.url()];
    for (more, doubt) in [
        (&["--nonce", "0"][..], None),
        (&["--nonce", "7"], Some("waits for what is missing")),
        (&["--data", "0x8456cb59"], Some("no contract")),
    ] {
        let desk = Desk::new();
        let told = desk.json(&[&to[..], &node, more, &KEY].concat()).done().json();
        let warnings = told["warnings"].as_array().unwrap();
        assert_eq!(warnings.len(), usize::from(doubt.is_some()), "{warnings:?}");
        let said =
            warnings.iter().zip(doubt).all(|(warning, doubt)| warning.as_str().unwrap().contains(doubt));
        assert!(said, "{doubt:?}: {warnings:?}");
    }
}

#[test]
fn nothing_is_sent_that_was_not_compared_or_cannot_be_mined() {
    let vector = vector("sign-requests.json", "req-1559");
    let other = crate::support::vector("sign-requests.json", "req-legacy-1");
    let (mainnet, elsewhere) = (devnet(1), devnet(31_337));
    let (here, there) = (mainnet.url(), elsewhere.url());
    let nobody = "http://127.0.0.1:1".to_owned();
    let desk = Desk::new();
    desk.put("request.txt", parts(&vector));
    desk.put("other.txt", parts(&other));
    let signed = format!("0x{}", text(&vector, "/expected/signed_transaction"));
    desk.put("signed.txt", &signed);
    desk.put("cut.txt", &signed[..signed.len() - 2]);
    desk.put("prose.txt", "not signed");
    let signer = text(&vector, "/address");
    let stranger = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    for (file, compared, node, code, kind, why) in [
        ("signed.txt", ["--request", "request.txt"], &there, 3, "node-chain", "a node of another chain"),
        ("signed.txt", ["--request", "request.txt"], &nobody, 3, "node-unreachable", "no node"),
        ("signed.txt", ["--request", "request.txt"], &here, 1, "nonce", "ahead of its turn"),
        ("signed.txt", ["--from", stranger], &here, 1, "wrong-signer", "somebody else's"),
        ("signed.txt", ["--request", "signed.txt"], &here, 4, "ur-scheme", "no request"),
        ("cut.txt", ["--from", signer], &here, 1, "rlp", "cut off"),
        ("prose.txt", ["--from", signer], &here, 4, "hex", "no hex"),
        ("missing.txt", ["--from", signer], &here, 4, "file", "not there"),
        (&signed, ["--from", signer], &here, 1, "nonce", "as an argument"),
    ] {
        let run = desk.json(&["broadcast", file, compared[0], compared[1], "--node", node]);
        assert_eq!((run.code, run.refused().as_str()), (code, kind), "{why}: {run:?}");
    }
    let other =
        desk.json(&["broadcast", "signed.txt", "--request", "other.txt", "--from", signer, "--node", &here]);
    assert_eq!(
        (other.code, other.refused().as_str()),
        (1, "other-transaction"),
        "the answer to another request"
    );
}

/// A journal with one signed request, of chain 1 with a nonce that is far ahead; the beginning of its id.
fn signed(desk: &Desk) -> String {
    signed_as(desk, "req-1559")
}

/// The same with another of the published requests.
fn signed_as(desk: &Desk, name: &str) -> String {
    let vector = vector("sign-requests.json", name);
    desk.put("request.txt", parts(&vector));
    let answer = text(&vector, "/expected/answer_ur");
    let signer = text(&vector, "/address"); // some of them name nobody
    let arguments = ["accept", "--request", "request.txt", "--answer", answer, "--from", signer];
    let told = desk.json(&arguments).done().json();
    told["request_id"].as_str().unwrap().chars().take(8).collect()
}

#[test]
fn a_request_of_the_journal_is_named_by_its_id_and_sent_to_the_nodes_of_the_book() {
    let (desk, chain) = (Desk::new(), devnet(1));
    let id = signed(&desk);
    let without = desk.json(&["broadcast", &id]);
    assert_eq!((without.code, without.refused().as_str()), (2, "usage"), "no node: {without:?}");
    desk.json(&["book", "chain", "add", "1", "--node", &chain.url()]).done();
    let early = desk.json(&["broadcast", &id]);
    assert_eq!((early.code, early.refused().as_str()), (1, "nonce"));
    let why = early.json()["refused"]["message"].as_str().unwrap().to_owned();
    assert!(why.contains("no request in this journal") && why.contains("--allow-gap"), "{why}");
    let gap = desk.json(&["broadcast", &id, "--allow-gap"]);
    assert_eq!((gap.code, gap.refused().as_str()), (1, "node-refused"), "the devnet keeps no pool: {gap:?}");
    assert_eq!(gap.json()["nodes"][0]["took_it"], false, "one object has both: {gap:?}");
}

#[test]
fn several_nodes_must_be_on_one_chain_and_one_that_is_gone_is_named() {
    let (desk, here, there) = (Desk::new(), devnet(1), devnet(2));
    let id = signed(&desk);
    let other = desk.json(&["broadcast", &id, "--node", &here.url(), "--node", &there.url()]);
    assert_eq!((other.code, other.refused().as_str()), (3, "node-chain"));
    let gone = desk.run(&["broadcast", &id, "--node", "http://127.0.0.1:1", "--node", &here.url()]);
    assert!(gone.stderr.contains("warning: the node http://127.0.0.1:1 cannot be reached"), "{gone:?}");
    assert!(gone.stderr.contains("ahead") || gone.stderr.contains("missing"), "{gone:?}");
}

#[test]
fn a_watch_that_ends_too_early_says_where_it_stands_and_that_nothing_is_lost() {
    let (desk, chain) = (Desk::new(), devnet(1));
    let idle = desk.json(&["follow"]).done().json();
    assert_eq!(idle["requests"].as_array().unwrap().len(), 0);
    let id = signed(&desk);
    let run = desk.json(&["follow", &id, "--node", &chain.url(), "--timeout", "1", "--until", "mined"]);
    assert_eq!((run.code, run.refused().as_str()), (3, "node-timeout"));
    assert_eq!(run.json()["requests"][0]["state"], "signed");
    assert!(run.json()["refused"]["message"].as_str().unwrap().contains("Nothing is lost"));
}

#[test]
fn the_dead_node_of_one_chain_does_not_end_the_watch_of_another() {
    let (desk, chain) = (Desk::new(), devnet(1));
    let (sepolia, mainnet) = (signed_as(&desk, "req-legacy-sepolia"), signed(&desk));
    desk.json(&["book", "chain", "add", "1", "--node", &chain.url()]).done();
    desk.json(&["book", "chain", "add", "11155111", "--node", "http://127.0.0.1:1"]).done();
    let watch = ["follow", &sepolia, &mainnet, "--timeout", "1", "--until", "mined"];
    let run = desk.json(&watch);
    assert_eq!((run.code, run.refused().as_str()), (3, "node-unreachable"), "{run:?}");
    let told = run.json();
    assert_eq!(told["requests"][0]["refused"]["kind"], "node-unreachable", "{told}");
    assert!(told["requests"][0]["request_id"].as_str().unwrap().starts_with(&sepolia), "{told}");
    assert_eq!(told["requests"][1]["state"], "signed", "{told}");
}

#[test]
fn what_was_not_sent_or_is_not_there_is_not_replaced_or_followed() {
    let (desk, chain) = (Desk::new(), devnet(1));
    let id = signed(&desk);
    let node = ["--node", &chain.url()];
    for (arguments, code, kind) in [
        (&["replace", &id, "--faster"][..], 1, "request-state"),
        (&["replace", &id, "--cancel"], 1, "request-state"),
        (&["replace", &id], 2, "usage"),
        (&["replace", &id, "--faster", "--cancel"], 2, "usage"),
        (&["replace", "ffffffff", "--faster"], 6, "no-request"),
        (&["follow", "ffffffff"], 6, "no-request"),
        (&["broadcast", "ffffffff"], 6, "no-request"),
        (&["follow", "xyz"], 2, "no-request"),
    ] {
        let run = desk.json(&[arguments, &node].concat());
        assert_eq!((run.code, run.refused().as_str()), (code, kind), "{arguments:?}: {run:?}");
    }
}

#[test]
fn what_is_sent_for_a_request_given_as_a_file_is_in_the_journal_before_it_leaves() {
    let (desk, chain) = (Desk::new(), devnet(1));
    let vector = vector("sign-requests.json", "req-1559");
    desk.put("request.txt", parts(&vector));
    desk.put("signed.txt", format!("0x{}", text(&vector, "/expected/signed_transaction")));
    let url = chain.url();
    let by_address = ["broadcast", "signed.txt", "--from", text(&vector, "/address"), "--node", &url];
    let unknown = desk.json(&by_address);
    assert_eq!((unknown.code, unknown.refused().as_str()), (1, "no-request"), "{unknown:?}");
    assert_eq!(desk.json(&["journal", "list"]).done().json()["requests"].as_array().unwrap().len(), 0);
    // Its nonce is far ahead, so that nothing leaves; it is written down all the same, once.
    for _ in 0..2 {
        let run = desk.json(&["broadcast", "signed.txt", "--request", "request.txt", "--node", &url]);
        assert_eq!((run.code, run.refused().as_str()), (1, "nonce"), "{run:?}");
    }
    let listed = desk.json(&["journal", "list"]).done().json();
    assert_eq!(listed["requests"].as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(listed["requests"][0]["state"], "signed");
    let known = desk.json(&by_address);
    assert!(
        known.json()["refused"]["message"].as_str().unwrap().starts_with("request a0b5eb58"),
        "{known:?}"
    );
}

#[test]
fn what_a_key_of_the_book_has_signed_is_written_down_before_it_leaves_though_nobody_asked() {
    let (desk, chain) = (Desk::new(), devnet(1));
    let (vector, export) =
        (vector("sign-requests.json", "req-1559"), vector("key-exports.json", "exp-junk-bip44"));
    desk.json(&["book", "device", "add", "Station", "--owner", "Ada", "--card", text(&export, "/ur")]).done();
    desk.json(&["book", "key", "add", "Station", "--name", "Owner", "--index", "0"]).done();
    let signed = format!("0x{}", text(&vector, "/expected/signed_transaction"));
    // Its nonce is far ahead, so that nothing leaves.
    for _ in 0..2 {
        let run =
            desk.json(&["broadcast", &signed, "--from", text(&vector, "/address"), "--node", &chain.url()]);
        assert_eq!((run.code, run.refused().as_str()), (1, "nonce"), "{run:?}");
    }
    let listed = desk.json(&["journal", "list"]).done().json();
    assert_eq!(listed["requests"].as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(listed["requests"][0]["state"], "signed");
}
