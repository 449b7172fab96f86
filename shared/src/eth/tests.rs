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

#[test]
fn the_data_type_must_be_that_of_the_bytes() {
    use crate::Refusal as _;
    for (data_type, bytes, kind) in [
        (DataType::LegacyTransaction, &[2, 0xc0][..], "data-type-mismatch"),
        (DataType::TypedTransaction, &[0xc0], "data-type-mismatch"),
        (DataType::LegacyTransaction, &[], "rlp"),
        (DataType::TypedTransaction, &[], "rlp"),
        (DataType::TypedTransaction, &[9], "tx-type"),
        (DataType::TypedData, b"[]", "typed-data"),
    ] {
        assert_eq!(
            Payload::decode(data_type, bytes).unwrap_err().kind().as_str(),
            kind,
            "{data_type:?} {bytes:?}"
        );
    }
    assert!(Payload::decode(DataType::PersonalMessage, &[]).is_ok(), "empty messages exist");
}

#[test]
fn v_is_read_by_the_table_and_by_nothing_else() {
    let legacy = |chain_id| {
        Payload::Transaction(UnsignedTx::Legacy(alloy_consensus::TxLegacy {
            chain_id: Some(chain_id),
            ..Default::default()
        }))
    };
    let typed = Payload::Transaction(UnsignedTx::Eip1559(alloy_consensus::TxEip1559::default()));
    let message = Payload::Message(message::PersonalMessage(vec![]));
    for (payload, v, parity) in [
        (legacy(1), &[37][..], Some(false)),
        (legacy(1), &[0, 0, 38], Some(true)),
        (legacy(1), &[27], None),
        (legacy(1), &[0], None),
        (legacy(137), &[1, 53], Some(false)),
        (legacy(137), &[53], None),
        (legacy(11_155_111), &[1, 84, 109, 113], Some(false)),
        (typed.clone(), &[0], Some(false)),
        (typed.clone(), &[1], Some(true)),
        (typed.clone(), &[27], None),
        (typed.clone(), &[], None),
        (typed, &[0, 0, 0, 0, 0, 0, 0, 0, 1], None),
        (message.clone(), &[28], Some(true)),
        (message.clone(), &[1], None),
        (message, &[0, 0, 0, 0, 0, 0, 0, 27], Some(false)),
    ] {
        assert_eq!(payload.parity_of(v).ok(), parity, "{v:?}");
        if let Some(parity) = parity {
            let zeros = v.iter().take_while(|byte| **byte == 0).count().min(v.len() - 1);
            assert_eq!(payload.v(parity), v[zeros..], "the shortest form is written");
        }
    }
}

#[test]
fn a_signature_out_of_range_is_refused_before_it_recovers_anyone() {
    use crate::Refusal as _;
    let order = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141".parse().unwrap();
    let half: U256 = "0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0".parse().unwrap();
    let (one, half, above) = (B256::with_last_byte(1), B256::from(half), B256::from(half + U256::from(1)));
    let digest = keccak256("");
    for (r, s, refused, why) in [
        (B256::ZERO, one, Some(SignatureError::Range), "r is 0"),
        (one, B256::ZERO, Some(SignatureError::Range), "s is 0"),
        (order, one, Some(SignatureError::Range), "r is the order"),
        (one, order, Some(SignatureError::Range), "s is the order"),
        (one, above, Some(SignatureError::HighS), "s just in the upper half"),
        (one, half, None, "s at the end of the lower half"),
        (B256::with_last_byte(5), one, Some(SignatureError::NoKey), "no point has this x"),
    ] {
        let found = RecoverableSignature { r, s, y_parity: false }.recover(&digest).err();
        assert_eq!(found, refused, "{why}");
        assert!(found.is_none_or(|error| error.kind().as_str() == "signature-range"));
    }
}

#[test]
fn the_digests_of_erc_8213_stand_beside() {
    let calldata = payload::calldata_digest(&[1, 2, 3]);
    let expected = keccak256([&B256::with_last_byte(3)[..], &[1, 2, 3]].concat());
    assert_eq!(calldata, expected);
    // The test case of the standard itself.
    let transfer = alloy_primitives::hex!(
        "a9059cbb0000000000000000000000004675c7e5baafbffbca748158becba61ef3b0a263"
        "0000000000000000000000000000000000000000000000000de0b6b3a7640000"
    );
    assert_eq!(
        payload::calldata_digest(&transfer).to_string(),
        "0x812cee5d9cc7461c04bbcd7b70af9c28b243ac5d74d3453b008b93b7dac69985"
    );
    for vector in vectors() {
        let payload = payload(&vector);
        let names: Vec<_> = payload.digests().iter().map(|named| named.name).collect();
        let expected: &[_] = match payload {
            Payload::Transaction(_) => &["Calldata Digest"],
            Payload::TypedData(_) => &["Domain Hash", "Message Hash", "EIP-712 Digest"],
            Payload::Message(_) => &["ERC-191 Digest"],
        };
        assert_eq!(names, expected);
    }
}

#[test]
fn an_authorization_has_the_digest_that_other_libraries_publish() {
    let ox = "0xbe95c3f554e9fc85ec51be69a3d807a0d55bcf2c";
    let trust = "0xB91aaa96B138A1B1D94c9df4628187132c5F2bf1";
    for (chain_id, address, nonce, expected, source) in [
        (1, ox, 40, "0x5919da563810a99caf657d42bd10905adbd28b3b89b8a4577efa471e5e4b3914", "ox, viem"),
        (69, ox, 420, "0x7bdd120f6437316be99b11232d472bb0209d20d7c564f4dfbad855189e830b15", "ox"),
        (1, trust, 1, "0x3ae543b2fa103a39a6985d964a67caed05f6b9bb2430ad6d498cda743fe911d9", "Trust Wallet"),
    ] {
        let tuple = authorization::Authorization {
            chain_id: U256::from(chain_id),
            address: address.parse().unwrap(),
            nonce,
        };
        assert_eq!(authorization::digest(&tuple).to_string(), expected, "{source}");
    }
}

#[test]
fn the_authority_of_a_published_authorization_is_recovered() {
    let vector = vectors().into_iter().find(|vector| vector["id"] == "req-7702").unwrap();
    let Payload::Transaction(tx) = payload(&vector) else { panic!("a transaction") };
    let [signed] = tx.authorizations() else { panic!("one authorization") };
    let inner = signed.inner();
    let mut rlp = vec![5];
    alloy_rlp::Encodable::encode(inner, &mut rlp);
    assert_eq!(authorization::digest(inner), keccak256(rlp));
    let expected = vector["payload"]["authorizationList"][0]["authority"].as_str().unwrap();
    assert_eq!(authorization::authority(signed).unwrap().to_string(), expected);
}
