//! A companion that has turned: whatever it shows to the station, the station refuses it or signs exactly what it showed,
//! with the key that was asked for; and no answer of the station fits anything else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports, and the vectors are ours"
)]

use std::path::Path;

use companion::check;
use e2e::driver::{self, JUNK};
use serde_json::Value;
use shared::{
    Refusal,
    eth::{AccountStyle, DataType, Fingerprint},
    limits::MESSAGE_BYTES_MAX,
    qr::receive::Received,
    review::Allowed,
    wire::{KeyCard, SignAnswer, SignRequest},
};
use station::Sitting;
use zeroize::Zeroizing;

/// What it takes until a test that changes every byte of a message is more than a minute's work.
const SHORT: usize = 250;

fn sitting() -> Sitting {
    driver::sitting(Zeroizing::new(JUNK.as_bytes().to_vec()), Zeroizing::default()).unwrap()
}

/// The published requests to the `test … junk` wallet, with the address that must sign.
fn requests() -> Vec<(String, SignRequest, shared::eth::Address)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/ur/sign-requests.json");
    let whole: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let of_junk = whole["vectors"].as_array().unwrap().iter().filter(|vector| {
        vector["mnemonic"].as_str() == Some(JUNK) && vector["passphrase"].as_str() == Some("")
    });
    let found: Vec<_> = of_junk
        .map(|vector| {
            let text = |field: &str| vector[field].as_str().unwrap();
            let hex = text("cbor");
            let cbor: Vec<u8> = (0..hex.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
                .collect();
            (text("id").to_owned(), SignRequest::decode(&cbor).unwrap(), text("address").parse().unwrap())
        })
        .collect();
    assert!(found.len() >= 5, "the requests of the file");
    found
}

/// The station's answer, by an operator who reads all and agrees to all; or the kind of its refusal.
fn answer(sitting: &Sitting, message: Vec<u8>) -> Result<SignAnswer, &'static str> {
    let received = Received { ur_type: SignRequest::UR_TYPE.to_owned(), message };
    match driver::operate(sitting, &received, Allowed { blob_transactions: false }) {
        Ok((review, answer)) => {
            assert!(!review.facts.is_empty(), "nothing is signed unseen");
            Ok(SignAnswer::decode(&answer.cbor).unwrap())
        }
        Err(refused) => {
            assert!(refused.message.len() > 20, "a sentence: {}", refused.message);
            Err(refused.kind.as_str())
        }
    }
}

#[test]
fn every_changed_byte_is_refused_or_signed_as_it_stands() {
    let sitting = sitting();
    let export = sitting.export(AccountStyle::Bip44, 0).unwrap();
    let card = KeyCard::decode(export.ur_type, &export.cbor).unwrap();
    let (mut refused, mut signed) = (0, 0);
    for (id, request, _) in requests() {
        let cbor = request.encode();
        if cbor.len() > SHORT {
            continue;
        }
        for at in 0..cbor.len() {
            for change in [0x01, 0x20, 0x80, 0xff] {
                let mut changed = cbor.clone();
                changed[at] ^= change;
                let Ok(answered) = answer(&sitting, changed.clone()) else {
                    refused += 1;
                    continue;
                };
                // What was answered is an answer to the very bytes that were shown, by the key they name.
                let shown = SignRequest::decode(&changed).unwrap();
                if let Some(signer) = card.address_at(&shown.key_path.path).unwrap() {
                    let accepted = check::accept_from(&shown, &answered, signer);
                    assert!(accepted.is_ok(), "{id} byte {at} ^ {change:#x}: {accepted:?}");
                    signed += 1;
                }
            }
            let cut = cbor[..at].to_vec();
            assert!(answer(&sitting, cut).is_err(), "{id}: {at} bytes of it");
        }
    }
    assert!(refused > 500 && signed > 500, "both ways were taken: {refused} refused, {signed} signed");
}

#[test]
fn a_request_cannot_claim_another_chain_key_or_wallet_than_it_signs_for() {
    let sitting = sitting();
    for (id, request, signer) in requests() {
        let other = shared::eth::Address::repeat_byte(0x35);
        let mut tries = vec![
            ("address-mismatch", SignRequest { address: Some(other), ..request.clone() }),
            ("fingerprint-mismatch", {
                let mut request = request.clone();
                request.key_path.source_fingerprint = Some(Fingerprint([1, 2, 3, 4]));
                request
            }),
            ("fingerprint-missing", {
                let mut request = request.clone();
                request.key_path.source_fingerprint = None;
                request
            }),
            ("address-mismatch", {
                let mut request = SignRequest { address: Some(signer), ..request.clone() };
                request.key_path.path = "m/44'/60'/0'/0/4242".parse().unwrap();
                request
            }),
        ];
        if matches!(request.data_type, DataType::LegacyTransaction | DataType::TypedTransaction) {
            tries.push(("chain-id-mismatch", SignRequest { chain_id: Some(424_242), ..request.clone() }));
        }
        for (kind, request) in tries {
            assert_eq!(answer(&sitting, request.encode()).err(), Some(kind), "{id}");
        }
    }
}

#[test]
fn a_name_cannot_forge_a_line_of_the_review() {
    let sitting = sitting();
    let forged = "Treasury\nTo: 0x0000\r\u{1b}[2K\u{202e}redro\u{2066}\u{200b}";
    for (id, request, _) in requests() {
        let request = SignRequest { origin: Some(forged.to_owned()), ..request };
        let received = Received { ur_type: SignRequest::UR_TYPE.to_owned(), message: request.encode() };
        let (review, _) = driver::operate(&sitting, &received, Allowed { blob_transactions: false }).unwrap();
        for fact in review.facts.iter().filter(|fact| fact.provenance == "claimed") {
            let hidden = |letter: char| {
                letter.is_control()
                    || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!fact.value.contains(hidden), "{id}: {:?}", fact.value);
        }
        assert!(
            review.facts.iter().any(|fact| fact.provenance == "claimed" && fact.value.contains("Treasury")),
            "{id}: it is shown, as a claim"
        );
    }
}

#[test]
fn an_answer_fits_the_request_it_was_made_for_and_no_other() {
    let sitting = sitting();
    let requests = requests();
    for (id, request, signer) in &requests {
        let answered = answer(&sitting, request.encode()).unwrap();
        for (other_id, other, other_signer) in &requests {
            if id == other_id {
                assert!(check::accept_from(request, &answered, *signer).is_ok(), "{id}");
                continue;
            }
            let stale = check::accept_from(other, &answered, *other_signer).unwrap_err();
            assert_eq!(stale.kind().as_str(), "request-id", "{id} for {other_id}");
            let dressed = SignAnswer { request_id: other.request_id, ..answered.clone() };
            let refused = check::accept_from(other, &dressed, *other_signer).unwrap_err();
            assert!(
                ["wrong-signer", "signature-v", "signature-range"].contains(&refused.kind().as_str()),
                "{id} for {other_id}: {refused}"
            );
        }
    }
}

#[test]
fn a_transaction_dressed_as_a_message_gives_no_signature_of_the_transaction() {
    let sitting = sitting();
    for (id, request, signer) in requests() {
        if !matches!(request.data_type, DataType::LegacyTransaction | DataType::TypedTransaction) {
            continue;
        }
        let dressed = SignRequest { data_type: DataType::PersonalMessage, chain_id: None, ..request.clone() };
        let Ok(mut answered) = answer(&sitting, dressed.encode()) else { continue };
        for v in [vec![0], vec![1], vec![27], vec![28], vec![37], vec![38]] {
            answered.signature.truncate(64);
            answered.signature.extend(v);
            assert!(check::accept_from(&request, &answered, signer).is_err(), "{id}");
        }
    }
}

#[test]
fn a_message_beyond_every_limit_is_refused_and_not_unfolded() {
    let sitting = sitting();
    let (_, request, _) = requests().remove(0);
    let huge = SignRequest {
        data_type: DataType::PersonalMessage,
        sign_data: vec![b'x'; MESSAGE_BYTES_MAX],
        chain_id: None,
        ..request
    };
    assert_eq!(answer(&sitting, huge.encode()).err(), Some("limit-length"));
    for nonsense in [vec![0x81; 100_000], vec![0xd8; 100_000], vec![0x9f; 100_000], Vec::new()] {
        assert!(answer(&sitting, nonsense).is_err());
    }
}
