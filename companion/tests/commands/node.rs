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
    let (chain, desk) = (devnet(31_337), Desk::new());
    let to = ["request", "tx", "--to", "0x5FbDB2315678afecb367f032d93F642f64180aa3", "--gas", "90000"];
    let node = ["--node", &chain.url()];
    for (more, doubt) in [
        (&["--nonce", "0"][..], None),
        (&["--nonce", "7"], Some("waits for what is missing")),
        (&["--data", "0x8456cb59"], Some("no contract")),
    ] {
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
