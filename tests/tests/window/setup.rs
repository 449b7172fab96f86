//! A table with a station on it, and what an operator does there again and again.

use companion::{
    build::{self, AskedKey, ChainFacts, Fees, RequestId, TxIntent},
    check,
};
use e2e::{
    desktop::{Desktop, Launch, Window, pictures},
    driver::JUNK,
};
use shared::{
    eth::{AccountStyle, Address, Payload, U256, message::PersonalMessage},
    wire::{KeyCard, SignAnswer, SignRequest},
};
use station::Sitting;
use std::{path::Path, time::Duration};
use tempfile::TempDir;
use zeroize::Zeroizing;

/// What a machine under load may take for a screen.
pub(crate) const SOON: Duration = Duration::from_secs(30);
/// What stands on the first screen alone.
pub(crate) const START: &str = "forgets them when you lock";
/// Long enough for the button that is held for a second.
pub(crate) const HELD: Duration = Duration::from_millis(1_400);

/// A desktop, a station on it, and the folder that it sees in place of a camera.
pub(crate) struct Table {
    pub(crate) window: Window,
    pub(crate) frames: TempDir,
    pub(crate) desktop: Desktop,
}

impl Table {
    /// A quiet machine, in this window size.
    pub(crate) fn set(width: u32, height: u32) -> Self {
        Self::with(Launch::default(), width, height)
    }

    /// With arguments or surroundings of the test's own.
    pub(crate) fn with(launch: Launch, width: u32, height: u32) -> Self {
        let desktop = Desktop::start(width, height).unwrap();
        let frames = TempDir::new().unwrap();
        let launch = launch.argument("--frames").argument(frames.path());
        let mut window = launch.open(&desktop).unwrap();
        window.wait_for(START, SOON).unwrap();
        Self { window, frames, desktop }
    }

    /// From the start to the accounts, by the keyboard alone.
    pub(crate) fn enter(&mut self, words: &str) {
        enter(&mut self.window, words);
    }

    /// Nothing stands before the camera any more.
    pub(crate) fn clear(&self) {
        for picture in std::fs::read_dir(self.frames.path()).unwrap() {
            std::fs::remove_file(picture.unwrap().path()).unwrap();
        }
    }

    /// Shows a request to the station; it is on the review's first page afterwards.
    pub(crate) fn ask(&mut self, request: &SignRequest) {
        self.window.keys(&["Return"]).unwrap();
        self.window.wait_for("Show me the request", SOON).unwrap();
        show(self.frames.path(), request);
        self.window.wait_for("Read every page", SOON).unwrap();
    }
}

/// From the start to the accounts, by the keyboard alone.
pub(crate) fn enter(window: &mut Window, words: &str) {
    window.keys(&["e"]).unwrap();
    window.wait_for("Enter your mnemonic", SOON).unwrap();
    type_words(window, words);
    window.keys(&["Return"]).unwrap();
    window.wait_for("Most mnemonics have none", SOON).unwrap();
    window.keys(&["Return"]).unwrap();
    window.wait_for("Are these your keys", SOON).unwrap();
    window.keys(&["Return"]).unwrap();
    window.wait_for("Accounts", SOON).unwrap();
}

/// The first four letters of each word suffice; a space takes the word that stands.
pub(crate) fn type_words(window: &mut Window, words: &str) {
    for word in words.split(' ') {
        window.type_text(&word[..word.len().min(4)]).unwrap();
        if word.len() < 4 {
            window.keys(&["space"]).unwrap();
        }
    }
}

/// A request's codes, as the camera takes them.
pub(crate) fn show(folder: &Path, request: &SignRequest) {
    let photos = pictures::photographs(SignRequest::UR_TYPE, &request.encode(), 7).unwrap();
    pictures::lay(folder, &photos).unwrap();
}

/// A key of the public test words, as the companion learns it from the station's key card.
pub(crate) fn key(index: u32) -> AskedKey {
    nth_key(JUNK, "", index)
}

/// The first key of other words.
pub(crate) fn key_of(words: &str, passphrase: &str) -> AskedKey {
    nth_key(words, passphrase, 0)
}

fn nth_key(words: &str, passphrase: &str, index: u32) -> AskedKey {
    let secret = |text: &str| Zeroizing::new(text.as_bytes().to_vec());
    let sitting = Sitting::start(secret(words), secret(passphrase)).unwrap();
    let export = sitting.export(AccountStyle::Bip44, 0).unwrap();
    AskedKey::of_card(&KeyCard::decode(export.ur_type, &export.cbor).unwrap(), Some(index), None).unwrap()
}

/// A text to be signed.
pub(crate) fn message(key: &AskedKey, id: u8) -> SignRequest {
    let text = PersonalMessage(b"I am still here.".to_vec());
    build::request(&Payload::Message(text), key, RequestId::of_random([id; 16]))
}

/// A plain transfer of 1.5 ether to the second test account.
pub(crate) fn transfer(id: u8) -> SignRequest {
    let intent = TxIntent {
        to: Some(key(1).address),
        value: U256::from(1_500_000_000_000_000_000_u64),
        ..Default::default()
    };
    transaction(intent, id)
}

/// Hands a contract to the second test account: the review has a critical finding.
pub(crate) fn ownership(id: u8) -> SignRequest {
    let mut data = shared::eth::keccak256("transferOwnership(address)")[..4].to_vec();
    data.extend([0; 12]);
    data.extend(key(1).address);
    transaction(TxIntent { to: Some([0x42; 20].into()), data: data.into(), ..Default::default() }, id)
}

/// A call of a contract on chain 1.
pub(crate) fn calling(to: Address, data: Vec<u8>, id: u8) -> SignRequest {
    transaction(TxIntent { to: Some(to), data: data.into(), ..Default::default() }, id)
}

fn transaction(intent: TxIntent, id: u8) -> SignRequest {
    let gwei = 1_000_000_000;
    let fees = Fees::Dynamic { max_fee: 30 * gwei, max_priority_fee: gwei };
    let facts = ChainFacts { chain_id: 1, nonce: 7, gas: 60_000, fees };
    let unsigned = build::transaction::unsigned(intent, facts).unwrap();
    build::request(&Payload::Transaction(unsigned), &key(0), RequestId::of_random([id; 16]))
}

/// The companion takes this answer to its request.
pub(crate) fn is_accepted(request: &SignRequest, answer: &SignAnswer) {
    let accepted = check::accept(request, answer).unwrap();
    assert_eq!(accepted.signer(), key(0).address);
}
