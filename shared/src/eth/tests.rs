//! The published request vectors, held against what is decoded, hashed and signed here.

use super::*;
use alloy_primitives::hex;
use serde_json::Value;

fn vectors() -> Vec<Value> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/ur/sign-requests.json");
    let document: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    document["vectors"].as_array().unwrap().clone()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn payload(vector: &Value) -> Payload {
    let data_type = match vector["request"]["data_type"].as_u64().unwrap() {
        1 => DataType::LegacyTransaction,
        2 => DataType::TypedData,
        3 => DataType::PersonalMessage,
        _ => DataType::TypedTransaction,
    };
    let payload = Payload::decode(data_type, &bytes(&vector["request"]["sign_data"])).unwrap();
    assert_eq!(payload.data_type(), data_type);
    payload
}

#[test]
fn every_published_request_is_decoded_and_written_back_to_the_same_bytes() {
    for vector in vectors() {
        assert_eq!(payload(&vector).sign_data(), bytes(&vector["request"]["sign_data"]), "{}", vector["id"]);
    }
}

#[test]
fn every_published_digest_and_v_comes_out() {
    for vector in vectors() {
        let (payload, expected) = (payload(&vector), &vector["expected"]);
        assert_eq!(payload.digest().as_slice(), bytes(&expected["digest"]), "{}", vector["id"]);
        let parity = expected["y_parity"].as_u64().unwrap() == 1;
        assert_eq!(payload.v(parity), bytes(&expected["v"]), "{}", vector["id"]);
        assert_eq!(payload.parity_of(&bytes(&expected["v"])), Ok(parity), "{}", vector["id"]);
    }
}

#[test]
fn every_published_signature_recovers_to_its_signer_and_completes_its_transaction() {
    for vector in vectors() {
        let (payload, expected) = (payload(&vector), &vector["expected"]);
        let signature = bytes(&expected["signature"]);
        let signature = RecoverableSignature {
            r: B256::from_slice(&signature[..32]),
            s: B256::from_slice(&signature[32..64]),
            y_parity: payload.parity_of(&signature[64..]).unwrap(),
        };
        let signer = signature.recover(&payload.digest()).unwrap();
        assert_eq!(signer.to_string(), vector["address"].as_str().unwrap(), "{}", vector["id"]);
        if let Payload::Transaction(tx) = &payload {
            let (raw, hash) = tx.signed(&signature);
            assert_eq!(raw, bytes(&expected["signed_transaction"]), "{}", vector["id"]);
            assert_eq!(hash.as_slice(), bytes(&expected["transaction_hash"]), "{}", vector["id"]);
        }
    }
}
