//! Every kind of transaction: one encoding each, and one fault each.

use super::*;
use crate::{Refusal as _, eth::amount};
use alloy_consensus::{TxEip1559, TxEip2930, TxEip4844, TxEip7702, TxLegacy};
use alloy_eips::{eip2930::AccessListItem, eip7702::Authorization};
use alloy_primitives::{TxKind, hex};
use proptest::{collection::vec, prelude::*};

/// From EIP-155.
const EIP155: &str =
    "ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080";

fn address() -> impl Strategy<Value = Address> {
    any::<[u8; 20]>().prop_map(Address::from)
}

fn word() -> impl Strategy<Value = B256> {
    prop_oneof![any::<[u8; 32]>().prop_map(B256::from), any::<u8>().prop_map(B256::with_last_byte)]
}

fn value() -> impl Strategy<Value = U256> {
    word().prop_map(|word| U256::from_be_bytes(word.0))
}

fn kind() -> impl Strategy<Value = TxKind> {
    prop_oneof![Just(TxKind::Create), address().prop_map(TxKind::Call)]
}

fn input() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..80).prop_map(Bytes::from)
}

fn access_list() -> impl Strategy<Value = AccessList> {
    let item = (address(), vec(word(), 0..3))
        .prop_map(|(address, storage_keys)| AccessListItem { address, storage_keys });
    vec(item, 0..3).prop_map(AccessList)
}

fn authorization() -> impl Strategy<Value = SignedAuthorization> {
    (value(), address(), any::<u64>(), 0..3_u8, value(), value()).prop_map(
        |(chain_id, address, nonce, parity, r, s)| {
            SignedAuthorization::new_unchecked(Authorization { chain_id, address, nonce }, parity, r, s)
        },
    )
}

prop_compose! {
    fn legacy()(chain_id in 1..=(u64::MAX / 2 - 36), nonce: u64, gas_price: u128, gas_limit: u64, to in kind(), value in value(), input in input()) -> TxLegacy {
        TxLegacy { chain_id: Some(chain_id), nonce, gas_price, gas_limit, to, value, input }
    }
}

prop_compose! {
    fn eip1559()(chain_id in 1_u64.., nonce: u64, gas_limit: u64, fees: (u128, u128), to in kind(), value in value(), input in input(), access_list in access_list()) -> TxEip1559 {
        TxEip1559 { chain_id, nonce, gas_limit, max_fee_per_gas: fees.0, max_priority_fee_per_gas: fees.1, to, value, access_list, input }
    }
}

prop_compose! {
    fn blobs()(hashes in vec(word(), 1..3)) -> Vec<B256> {
        hashes.into_iter().map(|mut hash| { hash.0[0] = 1; hash }).collect()
    }
}

prop_compose! {
    fn any_tx()(
        which in 0..5, legacy in legacy(), tx in eip1559(), to in address(), blobs in blobs(),
        authorization_list in vec(authorization(), 1..3), price: u128,
    ) -> UnsignedTx {
        let TxEip1559 { chain_id, nonce, gas_limit, max_fee_per_gas, max_priority_fee_per_gas, value, .. } = tx;
        let (access_list, input) = (tx.access_list.clone(), tx.input.clone());
        match which {
            0 => UnsignedTx::Legacy(legacy),
            1 => UnsignedTx::Eip2930(TxEip2930 { chain_id, nonce, gas_price: price, gas_limit, to: tx.to, value, access_list, input }),
            2 => UnsignedTx::Eip1559(tx),
            3 => UnsignedTx::Eip4844(TxEip4844 {
                chain_id, nonce, gas_limit, max_fee_per_gas, max_priority_fee_per_gas, to, value, access_list,
                blob_versioned_hashes: blobs, max_fee_per_blob_gas: price, input,
            }),
            _ => UnsignedTx::Eip7702(TxEip7702 {
                chain_id, nonce, gas_limit, max_fee_per_gas, max_priority_fee_per_gas, to, value, access_list, authorization_list, input,
            }),
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(tx in any_tx()) {
        prop_assert_eq!(UnsignedTx::decode(&tx.encode()), Ok(tx.clone()));
        prop_assert_eq!(tx.digest(), keccak256(tx.encode()));
        _ = tx.worst_case_fee(); // no fields overflow it
    }

    #[test]
    fn a_changed_byte_is_refused_or_read_as_it_stands(tx in any_tx(), at: prop::sample::Index, with: u8) {
        let mut bytes = tx.encode();
        let at = at.index(bytes.len());
        bytes[at] = with;
        if let Ok(other) = UnsignedTx::decode(&bytes) {
            prop_assert_eq!(other.encode(), bytes);
        }
    }

    #[test]
    fn a_cut_or_longer_transaction_is_refused(tx in any_tx(), cut: prop::sample::Index, more: u8) {
        let bytes = tx.encode();
        prop_assert!(UnsignedTx::decode(&bytes[..cut.index(bytes.len())]).is_err());
        prop_assert!(UnsignedTx::decode(&[&bytes[..], &[more]].concat()).is_err());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes: Vec<u8>, first in 0xc0..=0xff_u8, kind in 0..6_u8) {
        _ = UnsignedTx::decode(&bytes);
        _ = UnsignedTx::decode(&[&[first], &bytes[..]].concat());
        _ = UnsignedTx::decode(&[&[kind, first], &bytes[..]].concat());
    }

    #[test]
    fn a_signed_transaction_is_not_taken_for_an_unsigned_one(tx in any_tx()) {
        let signature = RecoverableSignature { r: B256::repeat_byte(7), s: B256::repeat_byte(7), y_parity: true };
        let (raw, hash) = tx.signed(&signature);
        prop_assert_eq!(hash, keccak256(&raw));
        prop_assert!(UnsignedTx::decode(&raw).is_err());
    }
}

#[test]
fn the_example_of_eip_155_is_signed_as_it_says() {
    let tx = UnsignedTx::decode(&hex::decode(EIP155).unwrap()).unwrap();
    let digest = "0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53";
    assert_eq!(tx.digest().to_string(), digest);
    assert_eq!(
        (tx.chain_id(), tx.nonce(), tx.gas_limit(), tx.max_fee_per_gas()),
        (1, 9, 21_000, 20_000_000_000)
    );
    assert_eq!(amount::in_ether(tx.value()), "1");
    let signature = RecoverableSignature {
        r: "0x28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276".parse().unwrap(),
        s: "0x67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83".parse().unwrap(),
        y_parity: false,
    };
    let signer = signature.recover(&tx.digest()).unwrap();
    assert_eq!(signer.to_string(), "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");
    let raw = "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83";
    assert_eq!(hex::encode(tx.signed(&signature).0), raw);
}

/// An RLP list of items that are already RLP.
fn list(items: &[&str]) -> Vec<u8> {
    let payload = hex::decode(items.concat()).unwrap();
    let mut bytes = Vec::new();
    alloy_rlp::Header { list: true, payload_length: payload.len() }.encode(&mut bytes);
    bytes.extend(payload);
    bytes
}

#[test]
fn each_fault_has_its_kind() {
    let to = "943535353535353535353535353535353535353535";
    let legacy = |items: &[&str]| list(&[&["09", "01", "825208", to, "80", "80"], items].concat());
    let typed = |kind: u8, items: &[&str]| [vec![kind], list(items)].concat();
    let blob = "a00100000000000000000000000000000000000000000000000000000000000001";
    let blob_of_version_2 = "a00200000000000000000000000000000000000000000000000000000000000001";
    let blob_items = |hashes: &[&str]| {
        let hashes = hex::encode(list(hashes));
        typed(3, &["01", "09", "01", "01", "825208", to, "80", "80", "c0", "01", &hashes])
    };
    assert!(UnsignedTx::decode(&legacy(&["01", "80", "80"])).is_ok());
    assert!(UnsignedTx::decode(&blob_items(&[blob])).is_ok());
    for (bytes, kind, why) in [
        (vec![], "rlp", "nothing"),
        (vec![0], "tx-type", "type 0"),
        (vec![5, 0xc0], "tx-type", "type 5"),
        (vec![0x80], "tx-type", "an RLP string"),
        (legacy(&[]), "no-replay-protection", "six items"),
        (legacy(&["01"]), "rlp", "seven items"),
        (legacy(&["01", "80"]), "rlp", "eight items"),
        (legacy(&["01", "80", "80", "80"]), "rlp", "ten items"),
        (legacy(&["80", "80", "80"]), "chain-id", "chain id 0"),
        (legacy(&["88ffffffffffffffff", "80", "80"]), "chain-id", "past EIP-2294"),
        (legacy(&["89ffffffffffffffffff", "80", "80"]), "rlp", "no 64 bits"),
        (legacy(&["01", "01", "80"]), "rlp", "an r"),
        (legacy(&["01", "80", "01"]), "rlp", "an s"),
        (legacy(&["01", "c0", "80"]), "rlp", "a list for r"),
        (legacy(&["8101", "80", "80"]), "rlp", "a byte in two bytes"),
        (legacy(&["820001", "80", "80"]), "rlp", "a leading zero"),
        (list(&["09", "01", "825208", "9435", "80", "80", "01", "80", "80"]), "rlp", "a short recipient"),
        (list(&["00", "01", "825208", to, "80", "80", "01", "80", "80"]), "rlp", "zero as a byte"),
        (list(&["c0", "01", "825208", to, "80", "80", "01", "80", "80"]), "rlp", "a list for a nonce"),
        ([legacy(&["01", "80", "80"]), vec![0]].concat(), "rlp", "a byte behind"),
        (typed(2, &["80", "09", "01", "01", "825208", to, "80", "80", "c0"]), "chain-id", "chain id 0"),
        (typed(2, &["01", "09", "01", "01", "825208", to, "80", "80"]), "rlp", "an item missing"),
        (
            typed(2, &["01", "09", "01", "01", "825208", to, "80", "80", "c0", "80"]),
            "rlp",
            "an item too many",
        ),
        (typed(2, &["01", "09", "01", "01", "825208", to, "80", "80", "c1c0"]), "rlp", "an empty entry"),
        (blob_items(&[]), "tx-type", "no blobs"),
        (blob_items(&[blob_of_version_2]), "tx-type", "another version of hash"),
        (typed(3, &["c101", "c0", "c0", "c0"]), "tx-type", "with its blobs"),
        (
            typed(3, &["01", "09", "01", "01", "825208", "80", "80", "80", "c0", "01", "c0"]),
            "rlp",
            "a blob creation",
        ),
        (
            typed(4, &["01", "09", "01", "01", "825208", to, "80", "80", "c0", "c0"]),
            "tx-type",
            "no authorization",
        ),
    ] {
        let refused = UnsignedTx::decode(&bytes).expect_err(why);
        assert_eq!(refused.kind().as_str(), kind, "{why}: {refused}");
    }
}
