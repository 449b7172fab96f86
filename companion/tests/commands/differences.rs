//! What differs between an answer and its request is named, exactly; nothing is sent, and the request waits on.

use shared::{
    eth::{Address, U256},
    qr::{
        receive::{Receiver, Step},
        send::{Frame, Profile, Sender},
    },
    wire::{SignAnswer, SignRequest},
};

use crate::support::{Desk, parts, text, vector, vectors};

/// The message of a published UR, all parts of it.
fn message(texts: &str) -> Vec<u8> {
    let mut receiver = Receiver::default();
    for part in texts.lines() {
        if let Step::Complete(received) = receiver.feed(part.as_bytes()).unwrap() {
            return received.message;
        }
    }
    panic!("incomplete: {texts}")
}

/// As one code, in text.
fn code(ur_type: &str, message: &[u8]) -> String {
    match Sender::new(ur_type, message, Profile::Ur { fragment: 2_000 }).unwrap().next_frame() {
        Frame::Text(text) => text,
        Frame::Bytes(_) => panic!("a UR is text"),
    }
}

/// A published request and its answer, after a change of either.
fn changed(id: &str, change: impl Fn(&mut SignRequest, &mut SignAnswer)) -> (String, String) {
    let vector = vector("sign-requests.json", id);
    let mut request = SignRequest::decode(&message(&parts(&vector))).unwrap();
    let mut answer = SignAnswer::decode(&message(text(&vector, "/expected/answer_ur"))).unwrap();
    request.address = Some(text(&vector, "/address").parse().unwrap());
    change(&mut request, &mut answer);
    (code(SignRequest::UR_TYPE, &request.encode()), code(SignAnswer::UR_TYPE, &answer.encode()))
}

/// What is said to the answer; the request waits on, and the journal has why.
fn refused(desk: &Desk, (request, answer): (String, String)) -> (String, String) {
    desk.put("request.txt", request);
    let run = desk.json(&["accept", "--request", "request.txt", "--answer", &answer, "--out", "signed.txt"]);
    assert_eq!(run.code, 1, "{run:?}");
    let listed = desk.json(&["journal", "list"]).done().json();
    assert_eq!(listed["requests"][0]["state"], "waiting for the signature", "{listed}");
    let id = listed["requests"][0]["request_id"].as_str().unwrap().to_owned();
    let shown = desk.json(&["journal", "show", &id]).done().json();
    let words = shown["entries"].as_array().unwrap().last().unwrap()["words"].as_str().unwrap().to_owned();
    assert!(words.starts_with("an answer was refused"), "{words}");
    assert_eq!(desk.names(), ["request.txt"]);
    let said = run.json()["refused"]["message"].as_str().unwrap().to_owned();
    assert!(said.contains("Nothing was sent."), "{said}");
    (run.refused(), said)
}

const OTHER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

#[test]
fn another_key_is_named_as_the_book_knows_it() {
    let asks_another =
        || changed("req-1559", |request, _| request.address = Some(OTHER.parse::<Address>().unwrap()));
    let card = vectors("key-exports.json")
        .into_iter()
        .find(|card| text(card, "/addresses/0/address") == "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")
        .unwrap();
    let device = ["book", "device", "add", "Station", "--owner", "Ada", "--card", text(&card, "/ur")];
    let key = ["book", "key", "add", "Station", "--name", "Treasury owner", "--index", "0"];
    let nobody: [&[&str]; 0] = [];
    for (book, whose) in [
        (&nobody[..], "Either another key signed, or other bytes"),
        (&[&device], "which is the key at m/44'/60'/0'/0/0 of the device “Station”"),
        (&[&device, &key], "which is “Treasury owner” at m/44'/60'/0'/0/0 of the device “Station”"),
    ] {
        let desk = Desk::new();
        for entry in book {
            desk.json(entry).done();
        }
        let (kind, said) = refused(&desk, asks_another());
        assert_eq!(kind, "wrong-signer");
        assert!(said.contains(whose) && said.contains(&format!("asks for {OTHER}")), "{said}");
    }
}

#[test]
fn the_v_of_another_chain_is_named_with_both_chains() {
    let (kind, said) = refused(
        &Desk::new(),
        changed("req-legacy-1", |_, answer| {
            answer.signature.truncate(64);
            answer.signature.extend((11_155_111_u32 * 2 + 35).to_be_bytes());
        }),
    );
    assert_eq!(kind, "signature-v");
    let chains = "v of the signature is 22310257, which belongs to Sepolia (chain id 11155111); the request is for Ethereum (chain id 1)";
    assert!(said.starts_with(chains), "{said}");
}

#[test]
fn a_high_s_is_named_and_is_not_turned_round() {
    let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    let order = U256::from_str_radix(order, 16).unwrap();
    let (kind, said) = refused(
        &Desk::new(),
        changed("req-1559", |_, answer| {
            let s = U256::from_be_slice(&answer.signature[32..64]);
            answer.signature[32..64].copy_from_slice(&(order - s).to_be_bytes::<32>());
            answer.signature[64] ^= 1; // the same point of the curve
        }),
    );
    assert_eq!(kind, "signature-range");
    assert!(said.contains("s of the answer's signature is high") && said.contains("EIP-2"), "{said}");
}

#[test]
fn other_bytes_under_the_same_id_are_named_by_what_they_say() {
    let desk = Desk::new();
    let (request, answer) = changed("req-1559", |_, _| ());
    desk.put("request.txt", &request);
    let wrong = code(SignAnswer::UR_TYPE, &{
        let mut answer = SignAnswer::decode(&message(&answer)).unwrap();
        answer.signature[64] ^= 1;
        answer.encode()
    });
    assert_eq!(
        desk.json(&["accept", "--request", "request.txt", "--answer", &wrong]).refused(),
        "wrong-signer"
    );
    let mut other = SignRequest::decode(&message(&request)).unwrap();
    let nonce = other.sign_data.iter().position(|byte| *byte == 1).unwrap() + 1;
    other.sign_data[nonce] ^= 1;
    desk.put("other.txt", code(SignRequest::UR_TYPE, &other.encode()));
    let run = desk.json(&["accept", "--request", "other.txt", "--answer", &answer]);
    assert_eq!((run.code, run.refused().as_str()), (1, "request-changed"), "{run:?}");
    let said = run.json()["refused"]["message"].as_str().unwrap().to_owned();
    assert!(said.contains("the request was changed: its content is a transaction to"), "{said}");
    assert_eq!(said.matches(" with nonce ").count(), 2, "both are told: {said}");
    desk.json(&["accept", "--request", "request.txt", "--answer", &answer]).done();
}
