//! `book`: devices from published key cards, keys, names, chains and contracts; harm only on purpose.

use crate::support::{Desk, text, vectors};

const OTHER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

#[test]
fn every_published_card_becomes_a_device_and_its_keys_are_the_published_ones() {
    for export in vectors("key-exports.json") {
        let desk = Desk::new();
        let add = ["book", "device", "add", "Station", "--owner", "Ada", "--card", text(&export, "/ur")];
        desk.json(&add).done();
        let address = text(&export, "/addresses/0/address");
        let key = ["book", "key", "add", "Station", "--name", "Owner", "--index", "0", "--administers"];
        desk.json(&key).done();
        let keys = desk.json(&["book", "key", "list"]).done().json();
        assert_eq!(keys["keys"][0]["address"], address, "{}", export["id"]);
        assert_eq!(keys["keys"][0]["path"], text(&export, "/addresses/0/path"), "{}", export["id"]);
    }
}

#[test]
fn a_second_administering_key_needs_a_reason_that_stays() {
    let desk = Desk::new();
    let export = vectors("key-exports.json").swap_remove(0);
    desk.json(&["book", "device", "add", "Station", "--owner", "Ada", "--card", text(&export, "/ur")]).done();
    let key =
        |name, index| ["book", "key", "add", "Station", "--name", name, "--index", index, "--administers"];
    desk.json(&key("Owner", "0")).done();
    let second = desk.json(&key("Upgrader", "1"));
    assert_eq!((second.code, second.refused().as_str()), (1, "one-administrative-key"), "{second:?}");
    desk.json(&[&key("Upgrader", "1")[..], &["--override", "the other device is in repair"]].concat()).done();
    let exported = desk.run(&["journal", "export", "--format", "csv"]).done();
    assert!(exported.stdout.contains("the other device is in repair"), "{exported:?}");
    desk.json(&["journal", "verify"]).done();
}

#[test]
fn what_would_be_lost_is_said_before_it_is() {
    let desk = Desk::new();
    desk.json(&["book", "address", "add", "Ada", OTHER]).done();
    for harm in [&["book", "address", "add", "Grace", OTHER][..], &["book", "address", "remove", OTHER]] {
        let run = desk.json(harm);
        assert_eq!((run.code, run.refused().as_str()), (1, "confirm"), "{harm:?}");
    }
    desk.json(&["book", "address", "remove", OTHER, "--yes"]).done();
    let gone = desk.json(&["book", "address", "remove", OTHER, "--yes"]);
    assert_eq!((gone.code, gone.refused().as_str()), (1, "not-in-book"));
}

#[test]
fn chains_come_from_the_list_or_the_user_and_show_no_api_key() {
    let desk = Desk::new();
    desk.json(&["book", "chain", "add", "1", "--node", "https://user:SECRET@rpc.example/v3/SECRET"]).done();
    let listed = desk.run(&["book", "chain", "list"]).done();
    assert!(listed.stdout.contains("1  Ethereum  ETH  https://rpc.example"), "{listed:?}");
    let exported = desk.run(&["journal", "export"]).done();
    assert!(!(listed.stdout + &exported.stdout).contains("SECRET"));
    let unknown = desk.json(&["book", "chain", "add", "7331"]);
    assert_eq!(unknown.code, 2, "it has no name in the list");
    desk.json(&["book", "chain", "add", "7331", "--name", "Ours", "--coin", "OUR"]).done();
    let all = desk.json(&["book", "chain", "list", "--all"]).done().json();
    let chains = all["chains"].as_array().unwrap();
    assert!(chains.len() > 40 && chains.iter().any(|chain| chain["by_user"] == true));
    let node = desk.json(&["book", "chain", "add", "10", "--node", "rpc.example/SECRET"]);
    assert_eq!((node.code, node.refused().as_str()), (1, "url"));
    assert!(!node.stdout.contains("SECRET"), "{node:?}");
}

#[test]
fn a_contract_needs_an_abi_that_can_be_read_and_an_address_with_its_checksum() {
    let desk = Desk::new();
    desk.put("good.json", r#"{"abi":[{"type":"function","name":"pause","inputs":[],"outputs":[],"stateMutability":"nonpayable"}],"bytecode":"0x00"}"#);
    desk.put("bad.json", "{}");
    let add = |address, abi| ["book", "contract", "add", "Treasury", address, "--chain", "1", "--abi", abi];
    desk.json(&add(OTHER, "good.json")).done();
    let listed = desk.json(&["book", "contract", "list"]).done().json();
    assert_eq!(listed["contracts"][0]["address"], OTHER);
    assert_eq!(desk.json(&add(OTHER, "bad.json")).code, 4);
    let checksum = desk.json(&add("0x70997970C51812dc3A010C7d01b50e0d17dc79c8", "good.json"));
    assert!(checksum.code == 2 && checksum.stdout.contains("checksum"), "{checksum:?}");
}
