//! Requests for tests: for the public words of every devnet, read by the real checks.

use super::{Keys, Next, Reviewing, Screen, step};
use crate::{Desk, Sitting, air::Air, desk::Clock};
use shared::{
    eth::{Address, B256, DataType, keccak256},
    pack::{Demand, Named, Offered, Pack, Reviewer, Rule},
    qr::receive::Received,
    review::{Allowed, Checked, Knowledge, Reading},
    wire::{KeyPath, SignRequest, StateProof, state_proof::Asked},
};
use zeroize::Zeroizing;

/// The words of every devnet.
pub(crate) const JUNK: &str = "test test test test test test test test test test test junk";

/// A machine without links.
pub(crate) fn air() -> Air {
    Air::sealed()
}

/// Keys of the public words.
pub(crate) fn sitting() -> Sitting {
    let words = Zeroizing::new(JUNK.as_bytes().to_vec());
    Sitting::start(words, Zeroizing::default()).expect("the words are good")
}

/// A table with those keys open.
pub(crate) fn desk() -> Desk {
    let clock = Clock { unix: NOW, ..Clock::default() };
    Desk { sitting: Some(sitting()), clock, ..Desk::new(air(), |_| Ok(())) }
}

/// A table with nothing on it; its randomness is all sevens.
pub(crate) fn empty_desk() -> Desk {
    Desk::new(air(), |bytes| {
        bytes.fill(7);
        Ok(())
    })
}

/// These keys in one frame each, for the choice that takes them.
pub(crate) fn type_in(
    screen: Screen,
    desk: &mut Desk,
    text: &str,
    choice: impl Fn(Keys) -> super::Choice,
) -> Screen {
    text.chars().fold(screen, |screen, key| step(screen, desk, choice(Keys::one(key))).screen)
}

/// What comes after a choice.
pub(crate) fn after(screen: Screen, desk: &mut Desk, choice: super::Choice) -> Next {
    step(screen, desk, choice)
}

/// A long message under one rule.
pub(crate) fn ruled(demand: Demand) -> Reviewing {
    let mut desk = desk();
    let pack = signed(&pack(1, None, vec![rule(demand)]));
    let learned = desk.sitting.as_mut().expect("a sitting").learned_mut();
    learned.pin(&pack.circle());
    learned.admit(&pack, Some(NOW)).expect("trusted");
    let request = request(&b"Hello. ".repeat(200)).encode();
    match shown(&mut desk, SignRequest::UR_TYPE, request) {
        Screen::Review(reviewing) => *reviewing,
        other => panic!("a review, not {other:?}"),
    }
}

/// A message to the first account, with more lines than one page holds.
pub(crate) fn harmless() -> Reviewing {
    message(&"Hello. ".repeat(400).into_bytes())
}

/// A message that is a bare hash: the worst severity.
pub(crate) fn critical() -> Reviewing {
    message(&[0xf7; 32])
}

/// A personal message in its first page.
pub(crate) fn message(content: &[u8]) -> Reviewing {
    let sitting = sitting();
    let key_path = KeyPath {
        path: "m/44'/60'/0'/0/0".parse().expect("a path"),
        source_fingerprint: Some(sitting.fingerprint()),
        depth: None,
    };
    let signer = sitting.signer_at(&key_path).expect("a key");
    let request = SignRequest {
        request_id: Some([7; 16]),
        sign_data: content.to_vec(),
        data_type: DataType::PersonalMessage,
        chain_id: None,
        key_path,
        address: Some(signer.address),
        origin: Some("a test".to_owned()),
    };
    Reviewing::new(Reading::new(Checked::of(request, signer).expect("a good request")))
}

/// The first account of the words signs this typed data, after reading it.
pub(crate) fn signature(request: SignRequest, at_hand: &Offered) -> Vec<u8> {
    let sitting = sitting();
    let signer = sitting.signer_at(&request.key_path).expect("a key");
    let knowledge = Knowledge { at_hand: vec![at_hand.clone()], ..Knowledge::default() };
    let checked = Checked::knowing(request, signer, Allowed::default(), &knowledge).expect("a good request");
    let mut reading = Reading::new(checked);
    while !reading.is_complete() {
        reading = reading.next_page();
    }
    let approved = reading.approve().expect("read to its end");
    sitting.sign(approved).expect("signed").answer.signature
}

/// A message for the first account, as it crosses the gap.
pub(crate) fn request(content: &[u8]) -> SignRequest {
    message(content).reading().request().request().clone()
}

/// A pack of a team whose one reviewer is the first account, with these rules.
pub(crate) fn pack(version: u32, previous: Option<B256>, rules: Vec<Rule>) -> Pack {
    let address = sitting().first_address().expect("an address");
    let reviewers = vec![Reviewer { name: "Alice".to_owned(), address }];
    Pack {
        team: "Example".to_owned(),
        version,
        previous,
        issued: NOW - 60,
        expires: NOW + 60,
        reviewers,
        threshold: 1,
        names: vec![Named { chain: None, address: Address::repeat_byte(5), name: "Cold wallet".to_owned() }],
        rules,
        ..Pack::default()
    }
}

/// The hour of the tests: 15 June 2025.
pub(crate) const NOW: u64 = 1_749_945_600;

/// The same pack, signed by its reviewer.
pub(crate) fn signed(pack: &Pack) -> Offered {
    let offered = Offered::of(pack).expect("a good pack");
    let request = SignRequest {
        sign_data: offered.review_data().json().to_vec(),
        data_type: DataType::TypedData,
        ..request(b"x")
    };
    let signature = signature(request, &offered);
    offered.signed(&signature).expect("the reviewer's")
}

/// A rule for every call and message.
pub(crate) fn rule(demand: Demand) -> Rule {
    Rule { why: "Everything is looked at".to_owned(), demand, ..Rule::default() }
}

/// A proof, on chain 1, that nobody has an account in an empty state.
pub(crate) fn empty_state() -> StateProof {
    let root = "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
    let root: B256 = root.parse().expect("a hash");
    let mut fields = Vec::new();
    for field in [&[1; 32][..], &[2; 32], &[3; 20], root.as_slice(), &[4; 32], &[5; 32]] {
        fields.push(0x80 + u8::try_from(field.len()).expect("short"));
        fields.extend(field);
    }
    fields.extend([0xb9, 1, 0]); // 256 bytes of bloom
    fields.extend([0; 256]);
    // Difficulty 0, number 7, gas limit 9, gas used 8, time, extra data none.
    fields.extend([0x80, 7, 9, 8, 0x84]);
    fields.extend(u32::try_from(NOW - 30).expect("before 2106").to_be_bytes());
    fields.extend([0x80, 0xa0]);
    fields.extend([6; 32]);
    fields.push(0x88);
    fields.extend([7; 8]);
    let length = u16::try_from(fields.len()).expect("short").to_be_bytes();
    let header: Vec<u8> = [0xf9].into_iter().chain(length).chain(fields).collect();
    let accounts = vec![Asked { address: Address::repeat_byte(0xaa), slots: Vec::new() }];
    StateProof { chain_id: 1, header: header.into(), nodes: Vec::new(), accounts }
}

/// What comes before the camera, with all slow work done at once.
pub(crate) fn shown(desk: &mut Desk, ur_type: &str, message: Vec<u8>) -> Screen {
    let received = Received { ur_type: ur_type.to_owned(), message };
    settled(super::seen(Screen::Scan, desk, super::Seen::Message(received)), desk)
}

/// The screen once all slow work is done.
pub(crate) fn settled(mut next: Next, desk: &mut Desk) -> Screen {
    while let Some(order) = next.order {
        next = super::finish(next.screen, desk, order.run(|_, _| true));
    }
    next.screen
}

/// A timelock is told to hand over a contract: two acts, the one inside the other.
pub(crate) fn tree() -> Reviewing {
    let word = |number: u64| [[0; 24].as_slice(), &number.to_be_bytes()].concat();
    let selector = |text: &str| keccak256(text)[..4].to_vec();
    let address = [[0; 12].as_slice(), &[0x55; 20]].concat();
    let inner = [selector("transferOwnership(address)"), address.clone()].concat();
    let data = [
        selector("schedule(address,uint256,bytes,bytes32,bytes32,uint256)"),
        address,
        word(0),
        word(0xc0),
        word(0),
        word(0),
        word(86_400),
        word(36),
        inner,
        vec![0; 28],
    ]
    .concat();
    transaction(data)
}

/// A call of a function that is not in the table, with 256 bytes of arguments.
pub(crate) fn unknown() -> Reviewing {
    transaction([[0xfe, 0xed, 0xbe, 0xef].as_slice(), &[7; 256]].concat())
}

/// A transaction with calldata of 256 bytes and more.
fn transaction(data: Vec<u8>) -> Reviewing {
    // Chain 1, nonce 7, fees of 1 and 2 wei, gas 50,000, to, no value, data, no access list.
    let head = [vec![1, 7, 1, 2, 0x82, 0xc3, 0x50, 0x94], vec![0x42; 20], vec![0x80, 0xb9]].concat();
    let length = u16::try_from(data.len()).expect("short").to_be_bytes();
    let fields = [head, length.to_vec(), data, vec![0xc0]].concat();
    let length = u16::try_from(fields.len()).expect("short").to_be_bytes();
    let sign_data = [vec![2, 0xf9], length.to_vec(), fields].concat();
    let request = SignRequest { sign_data, data_type: DataType::TypedTransaction, ..request(b"x") };
    let signer = sitting().signer_at(&request.key_path).expect("a key");
    Reviewing::new(Reading::new(Checked::of(request, signer).expect("a good request")))
}
