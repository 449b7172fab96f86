//! EIP-712 against its own example, against alloy's hasher, and one fault each.

use super::*;
use crate::{Refusal as _, eth::RecoverableSignature};
use alloy_primitives::hex;
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

/// From EIP-712.
fn mail() -> Value {
    json!({
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"},
                {"name": "version", "type": "string"},
                {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"}
            ],
            "Person": [{"name": "name", "type": "string"}, {"name": "wallet", "type": "address"}],
            "Mail": [
                {"name": "from", "type": "Person"},
                {"name": "to", "type": "Person"},
                {"name": "contents", "type": "string"}
            ]
        },
        "primaryType": "Mail",
        "domain": {
            "name": "Ether Mail",
            "version": "1",
            "chainId": 1,
            "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"
        },
        "message": {
            "from": {"name": "Cow", "wallet": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
            "to": {"name": "Bob", "wallet": "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},
            "contents": "Hello, Bob!"
        }
    })
}

fn parse(document: &Value) -> Result<TypedData, TypedDataError> {
    TypedData::parse(document.to_string().as_bytes())
}

/// A document with one struct `T` of one member.
fn one(kind: &str, value: Value) -> Value {
    json!({"types": {"T": [{"name": "it", "type": kind}]}, "primaryType": "T", "domain": {}, "message": {"it": value}})
}

#[test]
fn the_example_of_eip_712_comes_out() {
    let data = parse(&mail()).unwrap();
    for (digest, expected) in [
        (data.domain_separator(), "f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f"),
        (data.message_hash(), "c52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e"),
        (data.digest(), "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"),
    ] {
        assert_eq!(hex::encode(digest), expected);
    }
    let signature = RecoverableSignature {
        r: "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d".parse().unwrap(),
        s: "0x07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562".parse().unwrap(),
        y_parity: true,
    };
    let signer = signature.recover(&data.digest()).unwrap();
    assert_eq!(signer.to_string(), "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826");
}

#[test]
fn what_is_shown_is_every_hashed_member_in_order() {
    let mut document = mail();
    document["message"]["to"]["hidden"] = json!("not declared, so not hashed and not shown");
    let data = parse(&document).unwrap();
    assert_eq!(data.digest(), parse(&mail()).unwrap().digest());
    let shown: Vec<_> =
        data.fields().iter().map(|field| (field.path.as_str(), field.value.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("message.from", ""),
            ("message.from.name", "Cow"),
            ("message.from.wallet", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"),
            ("message.to", ""),
            ("message.to.name", "Bob"),
            ("message.to.wallet", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
            ("message.contents", "Hello, Bob!"),
        ]
    );
    assert_eq!(data.chain_id(), Some(U256::from(1)));
    assert_eq!(data.verifying_contract(), Some(Address::repeat_byte(0xcc)));
}

#[test]
fn a_value_is_taken_in_its_type_or_refused() {
    let word = format!("0x{}", "ab".repeat(32));
    for (kind, value, shown) in [
        ("uint8", json!(255), Some("255")),
        ("uint8", json!(256), None),
        ("uint8", json!(-1), None),
        ("uint8", json!("0xff"), Some("255")),
        ("uint8", json!("0x"), None),
        ("uint8", json!("-0x1"), None),
        ("uint8", json!(""), None),
        ("uint8", json!("+1"), None),
        ("uint8", json!("01"), None),
        ("uint8", json!(" 1"), None),
        ("uint8", json!(1.0), None),
        ("uint8", json!(true), None),
        ("uint8", json!(null), None),
        ("uint256", json!("9007199254740993"), Some("9007199254740993")),
        ("uint256", json!(format!("{}", U256::MAX)), Some(&U256::MAX.to_string())),
        ("uint256", json!(format!("{}0", U256::MAX)), None),
        ("int8", json!(-128), Some("-128")),
        ("int8", json!("-129"), None),
        ("int8", json!(128), None),
        ("int8", json!("-0"), None),
        ("int256", json!("-1"), Some("-1")),
        ("bool", json!(true), Some("true")),
        ("bool", json!("true"), None),
        ("bool", json!(1), None),
        (
            "address",
            json!("0xcccccccccccccccccccccccccccccccccccccccC"),
            Some("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"),
        ),
        ("address", json!("0xcc"), None),
        ("address", json!("cccccccccccccccccccccccccccccccccccccccc"), None),
        ("bytes", json!("0x"), Some("0x")),
        ("bytes", json!("0xABcd"), Some("0xabcd")),
        ("bytes", json!("0xabc"), None),
        ("bytes", json!("0x0xab"), None),
        ("bytes", json!("text"), None),
        ("bytes4", json!("0x01020304"), Some("0x01020304")),
        ("bytes4", json!("0x010203"), None),
        ("bytes32", json!(word), Some(word.as_str())),
        ("string", json!("any \u{1f600}"), Some("any \u{1f600}")),
        ("string", json!(1), None),
        ("uint8[]", json!([1, 2]), Some("")),
        ("uint8[]", json!({}), None),
        ("uint8[2]", json!([1]), None),
        ("uint8[2][]", json!([[1, 2]]), Some("")),
    ] {
        let parsed = parse(&one(kind, value.clone()));
        assert_eq!(
            parsed.as_ref().ok().map(|data| data.fields()[0].value.as_str()),
            shown,
            "{kind} {value}: {parsed:?}"
        );
    }
    for text in ["1.5", "1e3", "1.0", "-0", "1E400", "0.1e1"] {
        let document = one("uint256", json!("PLACE")).to_string().replace("\"PLACE\"", text);
        assert!(TypedData::parse(document.as_bytes()).is_err(), "{text} is no whole number as it is written");
    }
    let exact = one("uint256", json!("PLACE")).to_string().replace("\"PLACE\"", "9007199254740993");
    assert_eq!(
        TypedData::parse(exact.as_bytes()).unwrap().fields()[0].value,
        "9007199254740993",
        "no double touches it"
    );
}

#[test]
fn each_fault_is_refused_as_typed_data() {
    let change = |change: fn(&mut Value)| {
        let mut document = mail();
        change(&mut document);
        document
    };
    let member = |name: &str, kind: &str| json!([{"name": name, "type": kind}]);
    for (document, why) in [
        (json!([{"type": "string", "name": "Message", "value": "Hi"}]), "version 1"),
        (json!(null), "nothing"),
        (change(|d| _ = d.as_object_mut().unwrap().remove("domain")), "no domain"),
        (change(|d| _ = d["types"].as_object_mut().unwrap().remove("EIP712Domain")), "an undeclared domain"),
        (change(|d| d["domain"]["salt"] = json!("0x")), "a domain member that is not declared"),
        (
            change(|d| _ = d["domain"].as_object_mut().unwrap().remove("name")),
            "a declared domain member is missing",
        ),
        (
            change(|d| _ = d["message"].as_object_mut().unwrap().remove("contents")),
            "a declared member is missing",
        ),
        (change(|d| d["message"]["from"] = json!(null)), "a struct that is null"),
        (change(|d| d["primaryType"] = json!("EIP712Domain")), "nothing but the domain"),
        (change(|d| d["primaryType"] = json!("Nobody")), "no such type"),
        (change(|d| d["primaryType"] = json!("string")), "an elementary type"),
        (change(|d| d["types"]["uint8"] = json!([])), "a struct with an elementary name"),
        (change(|d| d["types"]["A(uint8 x)B"] = json!([])), "a name that would change encodeType"),
        (
            change(|d| d["types"]["Person"][0]["name"] = json!("a,b")),
            "a member name that would change encodeType",
        ),
        (change(|d| d["types"]["Person"][1]["name"] = json!("name")), "a member declared twice"),
        (change(|d| d["types"]["Person"][0]["type"] = json!("uint")), "an alias"),
        (change(|d| d["types"]["Person"][0]["type"] = json!("uint7")), "no such size"),
        (change(|d| d["types"]["Person"][0]["type"] = json!("bytes33")), "no such length"),
        (change(|d| d["types"]["Person"][0]["type"] = json!("string[0]")), "a list of none"),
        (change(|d| d["types"]["Person"][0]["type"] = json!("string[01]")), "a count in two spellings"),
        (change(|d| d["types"]["Person"][0]["type"] = json!("EIP712Domain")), "the domain as a member"),
        (
            json!({"types": {"T": member("it", "T")}, "primaryType": "T", "domain": {}, "message": {"it": {"it": {}}}}),
            "a struct in itself",
        ),
    ] {
        let refused = parse(&document).expect_err(why);
        assert_eq!(refused.kind().as_str(), "typed-data", "{why}");
    }
    let text = mail().to_string();
    for (hostile, why) in [
        (text.replacen("\"contents\":", "\"contents\":\"x\",\"contents\":", 1), "a member twice"),
        (text.replacen("\"primaryType\"", "\"message\":{},\"primaryType\"", 1), "the message twice"),
        (format!("{text} x"), "something behind"),
        (text.replacen("Hello", "\\ud800", 1), "half a surrogate"),
    ] {
        assert!(TypedData::parse(hostile.as_bytes()).is_err(), "{why}");
    }
    assert!(TypedData::parse(b"{\"types\":\"\xff\"}").is_err(), "no UTF-8");
}

#[test]
fn size_is_bounded_before_it_is_read_out() {
    let many: Vec<_> = (0..crate::limits::TYPED_FIELDS_MAX).map(|_| 1).collect();
    assert_eq!(parse(&one("uint8[]", json!(many))), Err(TypedDataError::TooLarge));
    let types: serde_json::Map<_, _> = (0..200).map(|n| (format!("T{n}"), json!([]))).collect();
    let document = json!({"types": types, "primaryType": "T0", "domain": {}, "message": {}});
    assert_eq!(parse(&document), Err(TypedDataError::TooLarge));
}

/// What alloy makes of the same document.
fn alloys(document: &Value) -> B256 {
    let data: alloy_dyn_abi::TypedData = serde_json::from_value(document.clone()).unwrap();
    data.eip712_signing_hash().unwrap()
}

fn leaf() -> impl Strategy<Value = Value> {
    let hex_of = |length: std::ops::Range<usize>| vec(any::<u8>(), length).prop_map(hex::encode_prefixed);
    (any::<u64>(), any::<i64>(), any::<bool>(), hex_of(20..21), hex_of(0..40), hex_of(7..8), "\\PC{0,20}")
        .prop_map(|(unsigned, signed, flag, address, bytes, seven, text)| {
            json!({
                "unsigned": unsigned.to_string(), "signed": signed.to_string(), "flag": flag, "who": address,
                "bytes": bytes, "seven": seven, "text": text,
            })
        })
}

proptest! {
    #[test]
    fn alloy_hashes_what_is_hashed_here(
        leaves in vec(leaf(), 0..4), pair in (leaf(), leaf()), matrix in vec(vec(any::<u8>(), 3), 0..3), chain: u64,
    ) {
        let document = json!({
            "types": {
                "EIP712Domain": [{"name": "chainId", "type": "uint256"}],
                "Zoo": [
                    {"name": "leaves", "type": "Leaf[]"}, {"name": "pair", "type": "Leaf[2]"},
                    {"name": "matrix", "type": "uint8[3][]"}, {"name": "again", "type": "Ape"},
                ],
                "Ape": [{"name": "leaf", "type": "Leaf"}],
                "Leaf": [
                    {"name": "unsigned", "type": "uint256"}, {"name": "signed", "type": "int256"},
                    {"name": "flag", "type": "bool"}, {"name": "who", "type": "address"},
                    {"name": "bytes", "type": "bytes"}, {"name": "seven", "type": "bytes7"},
                    {"name": "text", "type": "string"},
                ],
                "Unused": [{"name": "it", "type": "Zoo"}],
            },
            "primaryType": "Zoo",
            "domain": {"chainId": chain.to_string()},
            "message": {"leaves": leaves, "pair": [pair.0, pair.1], "matrix": matrix, "again": {"leaf": pair.0}},
        });
        let ours = parse(&document).unwrap();
        prop_assert_eq!(ours.digest(), alloys(&document));
        prop_assert_eq!(ours.json(), document.to_string().into_bytes());
    }

    #[test]
    fn a_changed_byte_is_refused_or_changes_what_is_shown(at: prop::sample::Index, with in 0x20..0x7f_u8) {
        let before = parse(&mail()).unwrap();
        let mut bytes = mail().to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = with;
        if let Ok(after) = TypedData::parse(&bytes) {
            let shown = |data: &TypedData| (data.primary_type.clone(), data.domain_fields.clone(), data.fields.clone());
            prop_assert_eq!(after.digest() == before.digest(), shown(&after) == shown(&before));
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes: Vec<u8>) {
        _ = TypedData::parse(&bytes);
    }
}
