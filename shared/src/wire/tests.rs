//! Each message: written, read, equal; whatever the bytes, no panic; hostile variants with one fault each.

use alloy_primitives::hex;
use proptest::{collection::vec, option, prelude::*};

use super::*;
use crate::{
    Refusal,
    eth::{Address, DataType, DerivationPath, Fingerprint, PathStep},
    limits::{CBOR_DEPTH_MAX, CBOR_ITEMS_MAX, KEYS_MAX, MESSAGE_BYTES_MAX, TEXT_BYTES_MAX},
};

/// The public key at m/44'/60'/0' of `abandon … about` (BIP-39's published vector), as the exports have it.
const KEY: &str = "02eae4b876a8696134b868f88cc2f51f715f2dbedb7446b8e6edf3d4541c4eb67b";
const PATH: &str = "d90130a2018a182cf5183cf500f500f400f4021a16a93ed0";

fn request() -> impl Strategy<Value = SignRequest> {
    let kinds = prop_oneof![
        Just(DataType::LegacyTransaction),
        Just(DataType::TypedData),
        Just(DataType::PersonalMessage),
        Just(DataType::TypedTransaction)
    ];
    let text = option::of(".{0,40}");
    (
        any::<Option<[u8; 16]>>(),
        vec(any::<u8>(), 0..400),
        kinds,
        any::<Option<u64>>(),
        key_path(),
        any::<Option<[u8; 20]>>(),
        text,
    )
        .prop_map(|(request_id, sign_data, data_type, chain_id, key_path, address, origin)| {
            SignRequest {
                request_id,
                sign_data,
                data_type,
                chain_id,
                key_path,
                address: address.map(Address::from),
                origin,
            }
        })
}

fn answer() -> impl Strategy<Value = SignAnswer> {
    (any::<Option<[u8; 16]>>(), vec(any::<u8>(), 65..=72), option::of(".{0,40}"))
        .prop_map(|(request_id, signature, origin)| SignAnswer { request_id, signature, origin })
}

fn step() -> impl Strategy<Value = PathStep> {
    (0..1_u32 << 31, any::<bool>()).prop_filter_map("below 2^31", |(index, hard)| PathStep::new(index, hard))
}

fn key_path() -> impl Strategy<Value = KeyPath> {
    (vec(step(), 1..=16), 1_u32.., any::<Option<u8>>()).prop_map(
        |(steps, fingerprint, depth): (_, u32, _)| KeyPath {
            path: DerivationPath::new(steps).unwrap(),
            source_fingerprint: Some(Fingerprint(fingerprint.to_be_bytes())),
            depth,
        },
    )
}

fn hd_key() -> impl Strategy<Value = HdKey> {
    let child = option::of((0..1_u32 << 31).prop_filter_map("", |index| PathStep::new(index, false)));
    let texts = (option::of(".{0,40}"), option::of(".{0,40}"));
    (
        any::<[u8; 31]>(),
        any::<Option<[u8; 32]>>(),
        key_path(),
        option::of(vec(child, 0..4)),
        any::<Option<[u8; 4]>>(),
        texts,
    )
        .prop_filter_map("on the curve", |(x, chain_code, origin, children, parent, (name, note))| {
            let mut public_key = [0; 33];
            public_key[0] = 2;
            public_key[2..].copy_from_slice(&x);
            derive::address(&public_key)?;
            let parent_fingerprint = parent.map(Fingerprint);
            Some(HdKey { public_key, chain_code, origin, children, parent_fingerprint, name, note })
        })
}

fn account() -> impl Strategy<Value = AccountList> {
    (1_u32.., vec(hd_key(), 1..6)).prop_map(|(fingerprint, keys): (u32, _)| AccountList {
        master_fingerprint: Fingerprint(fingerprint.to_be_bytes()),
        keys,
    })
}

fn multi_accounts() -> impl Strategy<Value = MultiAccounts> {
    let ethereum = hd_key().prop_map(|mut key| {
        let steps = [44, 60, 0].map(|index| PathStep::new(index, true).unwrap());
        key.origin.path = DerivationPath::new(steps.to_vec()).unwrap();
        key
    });
    let texts = (option::of(".{0,40}"), option::of(".{0,40}"), option::of(".{0,40}"));
    (1_u32.., vec(ethereum, 1..6), texts).prop_map(
        |(fingerprint, keys, (device, device_id, version)): (u32, _, _)| MultiAccounts {
            master_fingerprint: Fingerprint(fingerprint.to_be_bytes()),
            keys,
            device,
            device_id,
            version,
        },
    )
}

/// Reads as each message; what is taken must be read the same once it was written again.
fn read_all(cbor: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(read) = SignRequest::decode(cbor) {
        prop_assert_eq!(SignRequest::decode(&read.encode()), Ok(read));
    }
    if let Ok(read) = SignAnswer::decode(cbor) {
        prop_assert_eq!(SignAnswer::decode(&read.encode()), Ok(read));
    }
    if let Ok(read) = HdKey::decode(cbor) {
        prop_assert_eq!(HdKey::decode(&read.encode()), Ok(read));
    }
    if let Ok(read) = AccountList::decode(cbor) {
        prop_assert_eq!(AccountList::decode(&read.encode()), Ok(read));
    }
    if let Ok(read) = MultiAccounts::decode(cbor) {
        prop_assert_eq!(MultiAccounts::decode(&read.encode()), Ok(read));
    }
    for ur_type in ["crypto-hdkey", "crypto-account", "crypto-multi-accounts"] {
        if let Ok(card) = KeyCard::decode(ur_type, cbor) {
            _ = card.addresses(2);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_list_for_many_chains_reads_back_as_it_was_written(list in multi_accounts()) {
        prop_assert_eq!(MultiAccounts::decode(&list.encode()), Ok(list));
    }

    #[test]
    fn a_request_reads_back_as_it_was_written(request in request()) {
        prop_assert_eq!(SignRequest::decode(&request.encode()), Ok(request));
    }

    #[test]
    fn an_answer_reads_back_as_it_was_written(answer in answer()) {
        prop_assert_eq!(SignAnswer::decode(&answer.encode()), Ok(answer));
    }

    #[test]
    fn a_key_reads_back_as_it_was_written(key in hd_key()) {
        prop_assert_eq!(HdKey::decode(&key.encode()), Ok(key));
    }

    #[test]
    fn an_account_reads_back_as_it_was_written(account in account()) {
        prop_assert_eq!(AccountList::decode(&account.encode()), Ok(account));
    }

    #[test]
    fn no_bytes_bring_a_reader_down(noise in vec(any::<u8>(), 0..200)) {
        read_all(&noise)?;
    }

    #[test]
    fn no_damage_to_a_message_brings_a_reader_down(
        request in request(), account in account(), at: prop::sample::Index, byte: u8, cut: prop::sample::Index,
    ) {
        for mut cbor in [request.encode(), account.encode()] {
            let place = at.index(cbor.len());
            cbor[place] = byte;
            read_all(&cbor)?;
            cbor.truncate(cut.index(cbor.len()));
            prop_assert!(SignRequest::decode(&cbor).is_err(), "a message without its end");
            read_all(&cbor)?;
        }
    }
}

fn kind_of(cbor: &str) -> &'static str {
    match SignRequest::decode(&hex::decode(cbor).unwrap()) {
        Ok(_) => "taken",
        Err(error) => error.kind().as_str(),
    }
}

#[test]
fn a_request_is_refused_for_its_one_fault() {
    for (cbor, kind, why) in [
        (format!("a30240030305{PATH}"), "taken", "the least that is a request"),
        (format!("a305{PATH}03030240"), "taken", "keys in another order mean the same"),
        (format!("a40240030305{PATH}"), "cbor-truncated", "the fourth entry is missing"),
        (format!("a40240030305{PATH}1832f5"), "taken", "an unknown key is skipped"),
        (format!("a40240030305{PATH}20f5"), "taken", "an unknown negative key is skipped"),
        (format!("a40240030305{PATH}616101"), "cbor-type", "a key of text"),
        (format!("a40240030305{PATH}0301"), "cbor-duplicate-key", "data-type twice"),
        (format!("a40240030305{PATH}180301"), "cbor-non-minimal", "data-type twice, once in disguise"),
        (format!("a3024003180305{PATH}"), "cbor-non-minimal", "3 in two bytes"),
        (format!("a3025800030305{PATH}"), "cbor-non-minimal", "a length in two bytes"),
        (format!("b8030240030305{PATH}"), "cbor-non-minimal", "a map's length in two bytes"),
        (format!("bf0240030305{PATH}ff"), "cbor-indefinite", "an open map"),
        (format!("a3025f40ff030305{PATH}"), "cbor-indefinite", "an open byte string"),
        (format!("a30240030305{PATH}00"), "cbor-trailing", "one byte too many"),
        (format!("d90191a30240030305{PATH}"), "cbor-type", "a tag on the whole"),
        (format!("a30260030305{PATH}"), "cbor-type", "text as sign-data"),
        (format!("a3024003613405{PATH}"), "cbor-type", "text as data-type"),
        (format!("a30240030005{PATH}"), "data-type", "data type 0"),
        (format!("a402400303042005{PATH}"), "chain-id", "chain id -1"),
        (format!("a40240030304f9360005{PATH}"), "cbor-type", "chain id as a float"),
        (format!("a40240030305{PATH}0641aa"), "field-size", "an address of one byte"),
        (format!("a40240030305{PATH}0640"), "taken", "an address of no bytes is absent"),
        (format!("a40240030305{PATH}07f7"), "cbor-type", "undefined"),
        (format!("a40240030305{PATH}0761ff"), "cbor-type", "text that is not UTF-8"),
        (format!("a44100000240030305{PATH}"), "cbor-type", "a key of bytes"),
        (format!("a40150{}0240030305{PATH}", "00".repeat(16)), "cbor-tag", "an id without its tag"),
        (format!("a401d82650{}0240030305{PATH}", "00".repeat(16)), "cbor-tag", "an id with tag 38"),
        (format!("a401d8254f{}0240030305{PATH}", "00".repeat(15)), "field-size", "an id of 15 bytes"),
        (format!("a20303 05{PATH}").replace(' ', ""), "field-missing", "no sign-data"),
        ("a2024003 03".replace(' ', ""), "field-missing", "no path"),
        (format!("a3024003 0305{}", &PATH[6..]).replace(' ', ""), "cbor-tag", "a path without its tag"),
        (format!("a3024003 0305d99d70{}", &PATH[6..]).replace(' ', ""), "taken", "a path with its later tag"),
        ("a30240030305d90130a10180".to_owned(), "path", "no steps"),
        ("a30240030305d90130a1018100".to_owned(), "path", "half a step"),
        ("a30240030305d90130a1018280f4".to_owned(), "path", "a wildcard"),
        ("a30240030305d90130a10182820001f4".to_owned(), "path", "a range"),
        ("a30240030305d90130a101821a80000000f4".to_owned(), "path", "an index of 2^31"),
        (format!("a30240030305d90130a1019822{}", "00f4".repeat(17)), "path", "17 steps"),
        ("a30240030305d90130a1018200f6".to_owned(), "cbor-type", "null as hardened"),
    ] {
        assert_eq!(kind_of(&cbor), kind, "{cbor}: {why}");
    }
}

#[test]
fn an_error_names_the_message_and_the_field() {
    for (cbor, text) in [
        ("a1021a00000001", "eth-sign-request, field sign-data (2)"),
        (
            "a30240030305d90130a1018200f6",
            "eth-sign-request, field derivation-path (5), components (1) is null, expected true or false",
        ),
        ("a20240030a", "eth-sign-request, field data-type (3) is 10, expected 1"),
    ] {
        let error = SignRequest::decode(&hex::decode(cbor).unwrap()).unwrap_err().to_string();
        assert!(error.starts_with(text), "{error}");
    }
}

#[test]
fn a_skipped_field_is_said() {
    let cbor = hex::decode(format!("a40240030305{PATH}183200")).unwrap();
    let noted = SignRequest::decode_noting(&cbor).unwrap();
    let said: Vec<_> = noted.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["eth-sign-request: entry 50"]);
    assert_eq!(SignRequest::decode(&noted.message.encode()), Ok(noted.message));
}

#[test]
fn a_claimed_size_costs_nothing() {
    for (cbor, kind) in [
        ("a1025bffffffffffffffff".to_owned(), "cbor-truncated"),
        ("a1029bffffffffffffffff".to_owned(), "cbor-truncated"),
        ("bbffffffffffffffff".to_owned(), "cbor-truncated"),
        ("bb8000000000000000".to_owned(), "cbor-truncated"),
        ("81".repeat(CBOR_DEPTH_MAX) + "00", "cbor-depth"),
        ("d825".repeat(100_000), "cbor-depth"),
        (format!("a102994001{}", "00".repeat(CBOR_ITEMS_MAX + 1)), "limit-length"),
        ("00".repeat(MESSAGE_BYTES_MAX + 1), "limit-length"),
    ] {
        assert_eq!(kind_of(&cbor), kind, "{}", &cbor[..cbor.len().min(40)]);
    }
}

#[test]
fn a_text_stops_at_its_limit() {
    let origin = |length| {
        let origin = Some("x".repeat(length));
        let answer = SignAnswer { request_id: None, signature: vec![0; 65], origin };
        SignAnswer::decode(&answer.encode()).map_err(|error| error.kind().as_str())
    };
    assert!(origin(TEXT_BYTES_MAX).is_ok());
    assert_eq!(origin(TEXT_BYTES_MAX + 1), Err("limit-length"));
}

fn import_kind(ur_type: &str, cbor: &str) -> &'static str {
    match KeyCard::decode(ur_type, &hex::decode(cbor).unwrap()) {
        Ok(_) => "taken",
        Err(error) => error.kind().as_str(),
    }
}

#[test]
fn an_export_is_refused_for_its_one_fault() {
    let key = format!("035821{KEY}");
    let bitcoin = PATH.replace("183cf5", "00f5");
    for (cbor, kind, why) in [
        (format!("a2{key}06{PATH}"), "taken", "a single key"),
        (format!("a302f4{key}06{PATH}"), "taken", "that says it is public"),
        (format!("a301f5{key}06{PATH}"), "private-key", "a master key"),
        (format!("a302f5{key}06{PATH}"), "private-key", "a private key"),
        (format!("a30201{key}06{PATH}"), "private-key", "neither true nor false is not false"),
        (format!("a2{}06{PATH}", key.replace("582102", "582105")), "public-key", "no such prefix"),
        (format!("a2035821{}06{PATH}", "02".to_owned() + &"ff".repeat(32)), "public-key", "beyond the field"),
        (
            format!("a303582102{}0440 06{PATH}", &KEY[2..]).replace(' ', ""),
            "field-size",
            "an empty chain code",
        ),
        (format!("a3{key}05d90131a10118 3d06{PATH}").replace(' ', ""), "coin-type", "coin type 61"),
        (format!("a3{key}05d90131a006{PATH}"), "taken", "no coin type"),
        (format!("a2{key}06d90130a1018218 2cf5").replace(' ', ""), "fingerprint-missing", "no fingerprint"),
        (format!("a2{key}06d90130a20182182cf50200"), "fingerprint-missing", "fingerprint 0"),
        (format!("a3{key}06{PATH}07d90130a1018280f5"), "path", "hardened children"),
        (format!("a1{key}"), "field-missing", "no origin"),
        (format!("a106{PATH}"), "field-missing", "no key"),
    ] {
        assert_eq!(import_kind("crypto-hdkey", &cbor), kind, "{cbor}: {why}");
    }
    for (list, kind, why) in [
        (format!("81d9012fa2{key}06{PATH}"), "taken", "one key"),
        (format!("81d90134d9012fa2{key}06{PATH}"), "taken", "with tag 308 in front"),
        (format!("81d99d6fa2{key}06{PATH}"), "taken", "with the later tag"),
        (format!("81d90193d9012fa2{key}06{PATH}"), "cbor-tag", "with a script tag"),
        (format!("81a2{key}06{PATH}"), "cbor-tag", "without its tag"),
        (format!("82d9012fa2{key}06{PATH}d9012fa302f5{key}06{PATH}"), "private-key", "the second is private"),
        ("80".to_owned(), "field-size", "no keys"),
        (
            format!("9865{}", format!("d9012fa2{key}06{PATH}").repeat(KEYS_MAX + 1)),
            "limit-length",
            "101 keys",
        ),
    ] {
        assert_eq!(import_kind("crypto-account", &format!("a2011a16a93ed002{list}")), kind, "{why}");
    }
    assert_eq!(
        import_kind("crypto-account", &format!("a2010002 81d9012fa2{key}06{PATH}").replace(' ', "")),
        "fingerprint-missing"
    );
    for (list, kind, why) in [
        (
            format!("82d9012fa2{key}06{PATH}d9012fa2 03410006{bitcoin}"),
            "taken",
            "another coin's key is left alone",
        ),
        (
            format!("82d9012fa2{key}06{PATH}d9012fa302f503410006{bitcoin}"),
            "private-key",
            "unless it is private",
        ),
        (format!("81d9012fa2{key}06{bitcoin}"), "coin-type", "other coins only"),
    ] {
        let cbor = format!("a2011a16a93ed002{list}").replace(' ', "");
        assert_eq!(import_kind("crypto-multi-accounts", &cbor), kind, "{why}");
    }
    assert_eq!(import_kind("eth-signature", "a0"), "ur-type");
}

#[test]
fn a_card_finds_the_address_of_a_path_or_says_that_it_cannot() {
    // m/44'/60'/0' of `abandon … about`, whose first address every wallet's documentation has.
    let code = "d882718b7a42806803eeb17f7483f20620611adb88fc943c898dc5aba94c2819";
    let cbor = format!("a3035821{KEY}045820{code}06d90130a20186182cf5183cf500f5021a73c5da0a");
    let card = KeyCard::decode("crypto-hdkey", &hex::decode(cbor).unwrap()).unwrap();
    let at = |path: &str| card.address_at(&path.parse().unwrap()).unwrap().map(|found| found.to_string());
    let first = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94";
    assert_eq!(at("m/44'/60'/0'/0/0").as_deref(), Some(first));
    assert_eq!(card.addresses(1).unwrap()[0].1.to_string(), first);
    assert_eq!(at("m/44'/60'/1'/0/0"), None, "another account");
    assert_eq!(at("m/44'/60'/0'/0'/0"), None, "a hardened child");
    assert_eq!(at("m/44'/60'"), None, "above the card's key");
}
