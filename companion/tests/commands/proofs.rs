//! `prove` and `--prove`: what a node proves, checked, in words and as codes.

use companion::devnet::{Devnet, DevnetOptions, Genesis};
use shared::{
    eth::{Address, U256},
    qr::send::{Frame, Profile, Sender},
    wire::{Bundle, SignRequest, StateProof},
};

use crate::support::{Desk, KEY, received};

const CONTRACT: Address = Address::repeat_byte(0xc0);

/// A chain with a contract that keeps a 7 in its first slot.
fn devnet() -> Devnet {
    let storage = vec![(U256::ZERO, U256::from(7))];
    let contract = Genesis { address: CONTRACT, code: vec![0x00].into(), storage };
    Devnet::start(DevnetOptions { contracts: vec![contract], ..DevnetOptions::default() }).unwrap()
}

#[test]
fn an_account_is_proven_and_its_codes_hold_by_themselves() {
    let chain = devnet();
    let (desk, url, about) = (Desk::new(), chain.url(), CONTRACT.to_string());
    let prove = ["prove", &about, "--chain-id", "31337", "--node", &url, "--slot", "0"];
    let told = desk.json(&[&prove[..], &["--out", "proof.txt"]].concat()).done().json();
    assert_eq!((&told["proof"]["trust"], &told["proof"]["chain_id"]), (&"claimed".into(), &31_337.into()));
    assert_eq!(told["proof"]["accounts"][0]["address"], about);
    let kept = told["proof"]["accounts"][0]["storage"].to_string();
    assert!(kept.contains("\"slot\":\"0x0\"") && kept.contains("00007\""), "{kept}");
    let received = received(&desk, "proof.txt");
    assert_eq!(received.ur_type, StateProof::UR_TYPE);
    let proven = StateProof::decode(&received.message).unwrap().verify(Some(31_337)).unwrap();
    assert_eq!(proven.account(CONTRACT).and_then(|account| account.slot(U256::ZERO)), Some(U256::from(7)));
    let said = desk.run(&prove).done().stdout;
    assert!(said.contains("Header phrase") && said.contains("compare it with a second source"), "{said}");
    let missing = desk.json(&[&prove[..], &["--block", "9"]].concat());
    assert_eq!((missing.code, missing.refused().as_str()), (2, "proof-block"));
    let elsewhere = desk.json(&["prove", &about, "--chain-id", "1", "--node", &url]);
    assert_eq!((elsewhere.code, elsewhere.refused().as_str()), (3, "node-chain"));
}

#[test]
fn a_request_takes_its_proof_along_or_is_proven_later() {
    let chain = devnet();
    let (desk, url, to) = (Desk::new(), chain.url(), CONTRACT.to_string());
    let asked = ["request", "tx", "--to", &to, "--data", "0x8456cb59", "--gas", "90000", "--node", &url];
    let with = [&asked[..], &["--prove", "--out", "bundle.txt"], &KEY].concat();
    let told = desk.json(&with).done().json();
    assert!(told["proof"]["accounts"].to_string().contains(&to), "{told}");
    let bundle = Bundle::decode(&received(&desk, "bundle.txt").message).unwrap().message;
    let proven = StateProof::decode(&bundle.proofs[0]).unwrap().verify(Some(31_337)).unwrap();
    assert!(proven.account(CONTRACT).is_some());

    let request = SignRequest { address: None, ..SignRequest::decode(&bundle.request).unwrap() };
    let mut sender =
        Sender::new(SignRequest::UR_TYPE, &request.encode(), Profile::Ur { fragment: 2_000 }).unwrap();
    let Frame::Text(text) = sender.next_frame() else { panic!("a text") };
    desk.put("nobody.txt", text);
    let prove = ["prove", "--request", "nobody.txt", "--node", &url];
    let nobody = desk.json(&prove);
    assert_eq!(nobody.code, 2, "who signs is not guessed: {nobody:?}");
    let told = desk.json(&[&prove[..], &KEY[..2]].concat()).done().json();
    assert!(told["proof"]["accounts"].to_string().contains(KEY[1]), "{told}");
}

#[test]
fn typed_data_for_no_chain_is_proven_on_the_chain_that_is_named_beside_it() {
    let chain = devnet();
    let (desk, url) = (Desk::new(), chain.url());
    let typed = format!(
        r#"{{"types":{{"EIP712Domain":[{{"name":"verifyingContract","type":"address"}}],
        "Order":[{{"name":"amount","type":"uint256"}}]}},"primaryType":"Order",
        "domain":{{"verifyingContract":"{CONTRACT}"}},"message":{{"amount":"1"}}}}"#
    );
    desk.put("order.json", typed);
    let asked = ["request", "typed-data", "order.json", "--prove", "--node", &url, "--out", "order.txt"];
    let asked = [&asked[..], &KEY].concat();
    let nowhere = desk.json(&asked);
    assert_eq!((nowhere.code, nowhere.refused().as_str()), (2, "proof-chain"));
    let told = desk.json(&[&asked[..], &["--prove-chain", "31337"]].concat()).done().json();
    assert!(told["proof"]["accounts"].to_string().contains(&CONTRACT.to_string()), "{told}");
    assert!(told.to_string().contains("Network of the proof"), "{told}");
}
