//! The messages of `shared::wire` against the published vectors: what the wallets in use write is read, and what
//! must be refused is refused for its reason. Vectors and their meaning: `tests/vectors/ur/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports, and the vectors are ours"
)]

use std::path::Path;

use companion::check;
use serde_json::Value;
use shared::{
    Refusal,
    eth::keccak256,
    wire::{AccountList, HdKey, KeyCard, MultiAccounts, SignAnswer, SignRequest},
};

fn vectors(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/ur").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let mut whole: Value = serde_json::from_str(&text).unwrap();
    let Value::Array(list) = whole["vectors"].take() else { panic!("{file} has no vectors") };
    assert!(!list.is_empty());
    list
}

fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field].as_str().unwrap_or_else(|| panic!("{field} in {}", vector["id"]))
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The payload of an xpub's text: base58, without the four check bytes.
fn xpub_payload(xpub: &str) -> Vec<u8> {
    let alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut number = vec![0_u8; 82];
    for letter in xpub.chars() {
        let mut carry = u32::try_from(alphabet.find(letter).unwrap()).unwrap();
        for byte in number.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = u8::try_from(carry & 255).unwrap();
            carry >>= 8;
        }
        assert_eq!(carry, 0);
    }
    number.truncate(78);
    number
}

#[test]
fn every_published_export_gives_the_addresses_that_metamask_lists() {
    for vector in vectors("key-exports.json") {
        let id = text(&vector, "id");
        let cbor = bytes(text(&vector, "cbor"));
        let card = KeyCard::decode(text(&vector, "ur_type"), &cbor).unwrap();
        let wanted: Vec<_> = vector["addresses"].as_array().unwrap().iter().collect();
        assert_eq!(wanted.len(), 5);
        let found = card.addresses(5).unwrap();
        assert_eq!(found.len(), 5, "{id}");
        for (wanted, (path, address)) in wanted.into_iter().zip(found) {
            assert_eq!(path.to_string(), text(wanted, "path"), "{id}");
            assert_eq!(address.to_checksum(None), text(wanted, "address"), "{id}");
            assert_eq!(card.address_at(&path).unwrap(), Some(address), "{id}: by its path");
        }
        assert_eq!(card.fingerprint().unwrap().to_string(), text(&vector, "master_fingerprint"), "{id}");
    }
}

#[test]
fn every_published_account_key_has_the_fields_of_its_xpub() {
    let mut seen = 0;
    for vector in vectors("key-exports.json") {
        let Some(xpub) = vector["xpub"].as_str() else { continue };
        let id = text(&vector, "id");
        let card = KeyCard::decode(text(&vector, "ur_type"), &bytes(text(&vector, "cbor"))).unwrap();
        let [key] = card.keys() else { panic!("{id} has one key") };
        let payload = xpub_payload(xpub);
        assert_eq!(payload[..4], [0x04, 0x88, 0xb2, 0x1e], "{id}: an xpub");
        assert_eq!(usize::from(payload[4]), key.origin.path.steps().len(), "{id}: depth");
        if let Some(parent) = key.parent_fingerprint {
            assert_eq!(payload[5..9], parent.0, "{id}: parent");
        }
        let last = key.origin.path.steps().last().unwrap().to_bip32();
        assert_eq!(payload[9..13], last.to_be_bytes(), "{id}: index");
        assert_eq!(payload[13..45], key.chain_code.unwrap(), "{id}: chain code");
        assert_eq!(payload[45..], key.public_key, "{id}: key");
        for (field, value) in [("name", &key.name), ("note", &key.note)] {
            if vector[field].is_string() {
                assert_eq!(value.as_deref(), vector[field].as_str(), "{id}: {field}");
            }
        }
        seen += 1;
    }
    assert!(seen >= 3, "the account keys of the file");
}

#[test]
fn every_published_export_means_the_same_when_we_have_written_it_again() {
    for vector in vectors("key-exports.json") {
        let ur_type = text(&vector, "ur_type");
        let card = KeyCard::decode(ur_type, &bytes(text(&vector, "cbor"))).unwrap();
        match &card {
            KeyCard::HdKey(key) => assert_eq!(HdKey::decode(&key.encode()).as_ref(), Ok(key)),
            KeyCard::Account(list) => assert_eq!(AccountList::decode(&list.encode()).as_ref(), Ok(list)),
            KeyCard::MultiAccounts(list) => {
                assert_eq!(MultiAccounts::decode(&list.encode()).as_ref(), Ok(list));
            }
        }
    }
}

#[test]
fn every_published_request_is_read_field_by_field_and_written_in_the_same_bytes() {
    for vector in vectors("sign-requests.json") {
        let id = text(&vector, "id");
        let cbor = bytes(text(&vector, "cbor"));
        let read = SignRequest::decode_noting(&cbor).unwrap();
        assert_eq!(read.skipped, [], "{id}");
        let read = read.message;
        let said = &vector["request"];
        assert_eq!(
            read.request_id.map(hex),
            said["request_id"].as_str().map(|id| id.replace('-', "")),
            "{id}"
        );
        let sign_data = bytes(said["sign_data"].as_str().unwrap());
        assert_eq!(keccak256(&read.sign_data), keccak256(&sign_data), "{id}: sign-data");
        assert_eq!(read.data_type as u64, said["data_type"].as_u64().unwrap(), "{id}");
        assert_eq!(read.chain_id, said["chain_id"].as_u64(), "{id}");
        assert_eq!(read.key_path.path.to_string(), said["path"].as_str().unwrap(), "{id}");
        assert_eq!(read.key_path.path.to_string(), text(&vector, "path"), "{id}");
        assert_eq!(
            read.key_path.source_fingerprint.map(|found| found.to_string()).as_deref(),
            said["source_fingerprint"].as_str(),
            "{id}"
        );
        let address = said["address"].as_str().filter(|hex| !hex.is_empty());
        assert_eq!(read.address.map(hex), address.map(str::to_owned), "{id}");
        assert_eq!(read.origin.as_deref(), said["origin"].as_str(), "{id}");
        if said["address"].as_str() == Some("") {
            assert_eq!(SignRequest::decode(&read.encode()), Ok(read), "{id}: an empty field is not written");
        } else {
            assert_eq!(hex(read.encode()), hex(cbor), "{id}");
        }
    }
}

#[test]
fn every_published_answer_is_read_and_written_in_the_same_bytes() {
    for vector in vectors("sign-requests.json") {
        let id = text(&vector, "id");
        let cbor = bytes(text(&vector["expected"], "answer_cbor"));
        let answer = SignAnswer::decode(&cbor).unwrap();
        assert_eq!(hex(&answer.signature), text(&vector["expected"], "signature"), "{id}");
        let request = SignRequest::decode(&bytes(text(&vector, "cbor"))).unwrap();
        assert_eq!(answer.request_id, request.request_id, "{id}");
        assert_eq!(hex(answer.encode()), hex(cbor), "{id}");
    }
}

#[test]
fn every_export_that_must_not_be_imported_is_refused_for_its_reason() {
    let mut seen = 0;
    for vector in vectors("rejects.json") {
        if text(&vector, "stage") != "import" {
            continue;
        }
        let id = text(&vector, "id");
        let label = vector["texts"][0].as_str().unwrap().to_lowercase();
        let ur_type = label.strip_prefix("ur:").unwrap().split('/').next().unwrap();
        let refused = KeyCard::decode(ur_type, &bytes(text(&vector, "cbor"))).unwrap_err();
        assert!(expected_kinds(&vector).contains(&refused.kind().as_str()), "{id}: {refused}");
        seen += 1;
    }
    assert!(seen >= 3, "the imports of the file");
}

#[test]
fn every_request_whose_cbor_must_be_refused_is_refused_for_its_reason() {
    let mut seen = 0;
    for vector in vectors("rejects.json") {
        // The other kinds of this stage are judged behind the wire, by the review.
        let wire = ["cbor-", "field-", "data-type", "chain-id", "path"];
        let kinds = expected_kinds(&vector);
        let here =
            |kind: &&str| wire.iter().any(|start| kind.starts_with(start)) && !kind.ends_with("-mismatch");
        if text(&vector, "stage") != "request" || !kinds.iter().any(here) {
            continue;
        }
        let id = text(&vector, "id");
        let Some(cbor) = vector["cbor"].as_str() else { continue };
        let refused = SignRequest::decode(&bytes(cbor)).unwrap_err();
        assert!(kinds.contains(&refused.kind().as_str()), "{id}: {refused}");
        seen += 1;
    }
    assert!(seen >= 11, "the malformed requests of the file, {seen}");
}

#[test]
fn every_published_answer_is_accepted_as_its_signers_and_becomes_the_published_transaction() {
    for vector in vectors("sign-requests.json") {
        let id = text(&vector, "id");
        let request = SignRequest::decode(&bytes(text(&vector, "cbor"))).unwrap();
        let answer = SignAnswer::decode(&bytes(text(&vector["expected"], "answer_cbor"))).unwrap();
        let signer = text(&vector, "address").parse().unwrap();
        let accepted = check::accept_from(&request, &answer, signer).unwrap();
        assert_eq!(accepted.signer(), signer, "{id}");
        assert_eq!(hex(accepted.digest()), text(&vector["expected"], "digest"), "{id}");
        let transaction = accepted.signed_transaction().map(|signed| (hex(signed.raw()), hex(signed.hash())));
        let published = vector["expected"]["signed_transaction"]
            .as_str()
            .map(|raw| (raw.to_owned(), text(&vector["expected"], "transaction_hash").to_owned()));
        assert_eq!(transaction, published, "{id}");
    }
}

#[test]
fn every_answer_that_must_not_be_accepted_is_refused_for_its_reason() {
    let requests = vectors("sign-requests.json");
    let mut seen = 0;
    for vector in vectors("rejects.json") {
        if text(&vector, "stage") != "answer" {
            continue;
        }
        let id = text(&vector, "id");
        let asked = requests.iter().find(|asked| asked["id"] == vector["answers"]).unwrap();
        let request = SignRequest::decode(&bytes(text(asked, "cbor"))).unwrap();
        let signer = text(asked, "address").parse().unwrap();
        let kind = match SignAnswer::decode(&bytes(text(&vector, "cbor"))) {
            Err(refused) => refused.kind(),
            Ok(answer) => check::accept_from(&request, &answer, signer).unwrap_err().kind(),
        };
        assert!(expected_kinds(&vector).contains(&kind.as_str()), "{id}: {kind}");
        seen += 1;
    }
    assert!(seen >= 4, "the answers of the file");
}

fn expected_kinds(vector: &Value) -> Vec<&str> {
    let others = vector["alternatives"].as_array().into_iter().flatten().filter_map(Value::as_str);
    others.chain([text(vector, "error")]).collect()
}

#[test]
fn a_fresh_export_of_ours_has_the_fields_that_both_keyrings_need() {
    // Keys 3, 4 and 6 with components and fingerprint, 9 for people: interop with MetaMask and Rabby stands on these.
    let vector = &vectors("key-exports.json")[0];
    let KeyCard::HdKey(key) = KeyCard::decode("crypto-hdkey", &bytes(text(vector, "cbor"))).unwrap() else {
        panic!("a single account key")
    };
    let written = hex(key.encode());
    for needed in [
        format!("035821{}", text(vector, "public_key")),
        format!("045820{}", text(vector, "chain_code")),
        "06d90130".to_owned(),
        format!("021a{}", text(vector, "master_fingerprint")),
        "096753746174696f6e".to_owned(),
    ] {
        assert!(written.contains(&needed), "{needed}");
    }
}
