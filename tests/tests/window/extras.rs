//! A request that brings a pack and a proof: reviewers approved, a block compared, the tree read by two people, then signed.
//! Pictures of what is seen on the way lie below `target/tmp/screenshots/extras`.

use crate::{
    setup::{HELD, SOON, Table, calling, is_accepted, key},
    sign::{answer, read_to_the_end},
};
use e2e::{
    desktop::{Window, pictures},
    driver::JUNK,
};
use shared::{
    eth::{Address, B256, DataType, keccak256},
    pack::{Contract, Demand, Offered, Pack, Reviewer, Rule},
    review::{Allowed, Checked, Knowledge, Reading},
    wire::{Bundle, SignRequest, StateProof, state_proof::Asked},
};
use station::{Sitting, flow::Reviewing};
use std::{fs, path::PathBuf, time::SystemTime};
use zeroize::Zeroizing;

const TIMELOCK: Address = Address::repeat_byte(0x42);
const TREASURY: Address = Address::repeat_byte(0x55);

fn sitting() -> Sitting {
    Sitting::start(Zeroizing::new(JUNK.as_bytes().to_vec()), Zeroizing::default()).unwrap()
}

/// A timelock is told to hand over the treasury.
fn request() -> SignRequest {
    let word = |number: u64| [[0; 24].as_slice(), &number.to_be_bytes()].concat();
    let padded = |address: Address| [[0; 12].as_slice(), address.as_slice()].concat();
    let selector = |text: &str| keccak256(text)[..4].to_vec();
    let inner = [selector("transferOwnership(address)"), padded(key(1).address)].concat();
    let schedule = selector("schedule(address,uint256,bytes,bytes32,bytes32,uint256)");
    let numbers = [0, 0xc0, 0, 0, 86_400, 36].map(word).concat();
    calling(TIMELOCK, [schedule, padded(TREASURY), numbers, inner, vec![0; 28]].concat(), 61)
}

/// A pack of a team whose one reviewer is the second test account: two people read what the timelock is told.
fn pack() -> Offered {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let contract =
        |address, name: &str| Contract { chain: 1, address, name: name.to_owned(), ..Contract::default() };
    let pack = Pack {
        team: "Example".to_owned(),
        version: 3,
        previous: Some(B256::repeat_byte(2)),
        issued: now - 86_400,
        expires: now + 30 * 86_400,
        reviewers: vec![Reviewer { name: "Bob".to_owned(), address: key(1).address }],
        threshold: 1,
        contracts: vec![contract(TIMELOCK, "Timelock"), contract(TREASURY, "Treasury")],
        rules: vec![Rule {
            why: "Two people read what the timelock is told".to_owned(),
            chain: Some(1),
            target: Some(TIMELOCK),
            demand: Demand::TwoReviewers,
            ..Rule::default()
        }],
        ..Pack::default()
    };
    let offered = Offered::of(&pack).unwrap();
    let mut asked = request();
    asked.sign_data = offered.review_data().json().to_vec();
    (asked.data_type, asked.chain_id, asked.address) = (DataType::TypedData, None, None);
    asked.key_path.path = "m/44'/60'/0'/0/1".parse().unwrap();
    let signer = sitting().signer_at(&asked.key_path).unwrap();
    let knowledge = Knowledge { at_hand: vec![offered.clone()], ..Knowledge::default() };
    let checked = Checked::knowing(asked, signer, Allowed::default(), &knowledge).unwrap();
    let mut reading = Reading::new(checked);
    while !reading.is_complete() {
        reading = reading.next_page();
    }
    let signed = sitting().sign(reading.approve().unwrap()).unwrap();
    offered.signed(&signed.answer.signature).unwrap()
}

/// That the timelock has no account in an empty state, in a block of an hour ago.
fn proof() -> StateProof {
    let root: B256 = "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421".parse().unwrap();
    let time = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs() - 3_600;
    let sized = |bytes: &[u8]| [&[0x80 + u8::try_from(bytes.len()).unwrap()], bytes].concat();
    let fields = [
        sized(&[1; 32]),
        sized(&[2; 32]),
        sized(&[3; 20]),
        sized(root.as_slice()),
        sized(&[4; 32]),
        sized(&[5; 32]),
        [vec![0xb9, 1, 0], vec![0; 256]].concat(), // bloom
        vec![0x80],                                // difficulty
        sized(&23_456_789_u32.to_be_bytes()),
        vec![9, 8], // gas limit, gas used
        sized(&u32::try_from(time).unwrap().to_be_bytes()),
        vec![0x80], // extra data
        sized(&[6; 32]),
        sized(&[7; 8]),
    ]
    .concat();
    let length = u16::try_from(fields.len()).unwrap().to_be_bytes();
    let header = [vec![0xf9], length.to_vec(), fields].concat();
    let accounts = vec![Asked { address: TIMELOCK, slots: Vec::new() }];
    StateProof { chain_id: 1, header: header.into(), nodes: Vec::new(), accounts }
}

fn keep(window: &mut Window, name: &str, known_by: &str) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots/extras");
    fs::create_dir_all(&folder).unwrap();
    let shot = window.wait_for(known_by, SOON).unwrap();
    shot.0.save(folder.join(name).with_extension("png")).unwrap();
}

/// Turns pages until these words stand still: a page that was passed because it was drawn late is turned back to.
fn turn_to(window: &mut Window, words: &str) {
    let mut is_there = false;
    for _ in 0..40 {
        let stood = is_there;
        is_there = window.shot().unwrap().says(words).unwrap();
        match (stood, is_there) {
            (true, true) => return,
            (false, true) => {}
            (true, false) => window.keys(&["Page_Up"]).unwrap(),
            (false, false) => window.keys(&["Page_Down"]).unwrap(),
        }
    }
    panic!("no page says “{words}”");
}

/// Types the word, where one is asked for.
fn type_the_word(window: &mut Window, request: &SignRequest) {
    let signer = sitting().signer_at(&request.key_path).unwrap();
    let reviewing = Reviewing::new(Reading::new(Checked::of(request.clone(), signer).unwrap()));
    if let Some(word) = reviewing.word() {
        window.wait_for("One word more", SOON).unwrap();
        window.type_text(word).unwrap();
    }
}

#[test]
fn a_bundle_is_taken_apart_read_as_a_tree_by_two_people_and_signed_once() {
    let mut table = Table::set(1280, 900);
    table.enter(JUNK);
    table.window.keys(&["Return"]).unwrap();
    table.window.wait_for("Show me the request", SOON).unwrap();
    let request = request();
    let (packs, proofs) = (vec![pack().encode()], vec![proof().encode()]);
    let bundle = Bundle { request: request.encode(), proofs, packs, ..Bundle::default() };
    let photos = pictures::photographs(Bundle::UR_TYPE, &bundle.encode(), 7).unwrap();
    pictures::lay(table.frames.path(), &photos).unwrap();
    let window = &mut table.window;
    keep(window, "pack", "Do you trust these reviewers");
    // The button stands there once the page was read to its end.
    window.keys(&["Page_Down", "Page_Down"]).unwrap();
    keep(window, "pack-read", "Contents hash");
    window.hold("space", HELD).unwrap();
    keep(window, "proof", "the chain's own block");
    window.keys(&["Page_Down"]).unwrap();
    window.hold("space", HELD).unwrap();
    keep(window, "review", "Two people read this");
    turn_to(window, "What would happen");
    keep(window, "outline", "What would happen");
    window.keys(&["Down", "Right", "Down", "Right"]).unwrap();
    keep(window, "outline-open", "What would happen");
    for reader in ["first", "second"] {
        read_to_the_end(window, "page");
        type_the_word(window, &request);
        keep(window, &format!("last-page-{reader}"), "for one second");
        window.hold("space", HELD).unwrap();
        if reader == "first" {
            keep(window, "second-reader", "Now the second person");
        }
    }
    is_accepted(&request, &answer(window));
}
