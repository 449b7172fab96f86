use super::*;
use crate::{Refusal, limits::PACK_REVIEWERS_MAX, wire::node::Node};
use proptest::{collection::vec, option, prelude::*};

#[test]
fn a_pack_comes_back_as_it_was_with_its_signatures_and_its_seal() {
    let offered = signed_by(&sample(), &[3, 1]);
    let offered = offered.clone().sealed(&signature(&key(9), offered.seal_data())).unwrap();
    let read = Offered::decode(&offered.encode()).unwrap();
    assert_eq!(read, offered);
    assert_eq!(read.pack(), &sample());
    assert_eq!(read.signers().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Alice", "Carol"]);
    assert_eq!(read.sealed_by(), Some(address_of(&key(9))));
}

#[test]
fn what_reviewers_sign_stays_what_it_was() {
    let offered = Offered::of(&sample()).unwrap();
    for field in ["team", "version", "previous", "issued", "expires", "threshold", "rules", "contents"] {
        let path = format!("message.{field}");
        assert!(offered.review_data().fields().iter().any(|known| known.path == path), "{field}");
    }
    assert!(is_review(offered.review_data()) && !is_seal(offered.review_data()));
    assert!(is_seal(offered.seal_data()) && !is_review(offered.seal_data()));
    assert_eq!(seal_path().to_string(), SEAL_PATH);
    assert_eq!(offered.review_data().value("contents", "bytes32"), Some(&*offered.contents().to_string()));
}

/// One fault in a pack, and the kind it must be refused with.
type Fault = (fn(&mut Pack), &'static str);

#[test]
fn each_fault_of_content_alone_is_refused() {
    let faults: [Fault; 28] = [
        (|pack| pack.team = String::new(), "pack-form"),
        (|pack| pack.team = "two\nlines".to_owned(), "pack-form"),
        (|pack| pack.team = "Examp\u{200b}le".to_owned(), "pack-form"),
        (|pack| pack.team = " Example".to_owned(), "pack-form"),
        (|pack| pack.team = "x".repeat(65), "pack-form"),
        (|pack| pack.version = 0, "pack-form"),
        (|pack| pack.version = 2, "pack-form"),
        (|pack| pack.previous = Some(B256::ZERO), "pack-form"),
        (|pack| pack.expires = pack.issued, "pack-form"),
        (|pack| pack.threshold = 0, "pack-form"),
        (|pack| pack.threshold = 4, "pack-form"),
        (|pack| pack.reviewers[1].address = pack.reviewers[0].address, "pack-form"),
        (|pack| pack.reviewers[0].address = Address::ZERO, "pack-form"),
        (|pack| pack.contracts.push(pack.contracts[0].clone()), "pack-form"),
        (|pack| pack.contracts[0].chain = 0, "pack-form"),
        (
            |pack| {
                let twice = pack.contracts[0].functions[0].clone();
                pack.contracts[0].functions.push(twice);
            },
            "pack-form",
        ),
        (|pack| pack.contracts[0].roles.push((B256::repeat_byte(9), "AGAIN".to_owned())), "pack-form"),
        (|pack| pack.contracts[0].name = "\u{202e}yrusaerT".to_owned(), "pack-form"),
        (|pack| pack.names[1] = pack.names[0].clone(), "pack-form"),
        (|pack| pack.rules[0].selector = None, "pack-form"),
        (|pack| pack.rules[0].argument = Some((1, U256::from(2), U256::from(1))), "pack-form"),
        (|pack| pack.rules[0].allowed = Some((0, vec![])), "pack-form"),
        (|pack| pack.rules[0].why = String::new(), "pack-form"),
        (|pack| pack.rules[0].only_targets.push(TREASURY), "pack-form"),
        (|pack| pack.rules[0].only_functions = vec![[1; 4]; 2], "pack-form"),
        (|pack| pack.names[0].address = TREASURY, "pack-form"),
        (|pack| pack.names.push(Named { chain: None, ..pack.names[1].clone() }), "pack-form"),
        (|pack| pack.blocks.push(Block { hash: B256::ZERO, ..pack.blocks[0] }), "pack-form"),
    ];
    for (place, (fault, kind)) in faults.into_iter().enumerate() {
        let mut pack = sample();
        fault(&mut pack);
        let error = Offered::of(&pack).unwrap_err();
        assert_eq!(error.kind().as_str(), kind, "fault {place}: {error}");
        let wire = envelope(&pack.encode(), None, None);
        assert!(Offered::decode(&wire).is_err(), "fault {place} on the wire");
    }
}

#[test]
fn more_than_a_bound_of_anything_is_refused() {
    let mut pack = sample();
    let one = pack.reviewers[0].clone();
    let many = (1..=PACK_REVIEWERS_MAX as u64 + 1)
        .map(|number| Reviewer { address: Address::left_padding_from(&number.to_be_bytes()), ..one.clone() });
    pack.reviewers = many.collect();
    assert_eq!(Offered::of(&pack).unwrap_err().kind().as_str(), "limit-length");
    let mut pack = sample();
    pack.names = (1..=600_u64)
        .map(|number| Named {
            chain: None,
            address: Address::left_padding_from(&number.to_be_bytes()),
            name: "x".to_owned(),
        })
        .collect();
    assert_eq!(Offered::of(&pack).unwrap_err().kind().as_str(), "limit-length");
    let endless = vec![0; crate::limits::PACK_BYTES_MAX + 1];
    assert_eq!(Offered::decode(&endless).unwrap_err().kind().as_str(), "limit-length");
}

/// An envelope around any bytes.
fn envelope(pack: &[u8], signatures: Option<Vec<(u64, Vec<u8>)>>, seal: Option<&[u8]>) -> Vec<u8> {
    let signatures = signatures.map(|all| {
        let one =
            |(reviewer, bytes): (u64, Vec<u8>)| Node::Array(vec![Node::Uint(reviewer), Node::Bytes(bytes)]);
        Node::Array(all.into_iter().map(one).collect())
    });
    Node::map([
        (1, Some(Node::Uint(1))),
        (2, Some(Node::bytes(pack))),
        (3, signatures),
        (4, seal.map(Node::bytes)),
    ])
    .encode()
}

#[test]
fn each_fault_of_a_signature_alone_is_refused() {
    let pack = sample().encode();
    let offered = Offered::of(&sample()).unwrap();
    let alice = signature(&key(1), offered.review_data()).to_vec();
    let bob = signature(&key(2), offered.review_data()).to_vec();
    assert!(
        Offered::decode(&envelope(&pack, Some(vec![(0, alice.clone()), (1, bob.clone())]), None)).is_ok()
    );
    let mut bare_v = alice.clone();
    bare_v[64] -= 27;
    let mut high_s = alice.clone();
    let order =
        U256::from_str_radix("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16).unwrap();
    let s = order - U256::from_be_slice(&high_s[32..64]);
    high_s[32..64].copy_from_slice(&s.to_be_bytes::<32>());
    high_s[64] = 55 - high_s[64];
    for (signatures, kind, why) in [
        (vec![(1, alice.clone())], "wrong-signer", "another reviewer's"),
        (vec![(0, alice.clone()), (0, alice.clone())], "pack-form", "twice"),
        (vec![(1, bob.clone()), (0, alice.clone())], "pack-form", "not ascending"),
        (vec![(3, alice.clone())], "pack-form", "nobody's"),
        (vec![(u64::MAX, alice.clone())], "field-size", "no number of ours"),
        (vec![(0, alice[..64].to_vec())], "field-size", "no v"),
        (vec![(0, bare_v)], "signature-v", "a v of 0 or 1"),
        (vec![(0, high_s)], "signature-range", "a high s"),
        (vec![(0, vec![0; 65])], "signature-v", "nothing"),
        (vec![], "cbor-non-minimal", "an empty list is a second spelling"),
    ] {
        let error = Offered::decode(&envelope(&pack, Some(signatures), None)).unwrap_err();
        assert_eq!(error.kind().as_str(), kind, "{why}: {error}");
    }
    assert!(Offered::decode(&envelope(&pack, None, Some(&[0; 65]))).is_err());
}

#[test]
fn a_field_of_a_later_version_is_refused_and_not_skipped() {
    let mut entries = sample().encode();
    entries[0] += 1; // one more entry
    entries.extend([0x0c, 0xf5]); // 12: true
    let error = Offered::decode(&envelope(&entries, None, None)).unwrap_err();
    assert_eq!(error.kind().as_str(), "pack-unknown-field", "{error}");
    let mut outer = Offered::of(&sample()).unwrap().encode();
    outer[0] += 1;
    outer.extend([0x05, 0xf5]);
    assert_eq!(Offered::decode(&outer).unwrap_err().kind().as_str(), "pack-unknown-field");
}

#[test]
fn a_pack_has_one_spelling() {
    let text = |function: &str| {
        let mut pack = sample();
        let contract = Node::map([
            (1, Some(Node::Uint(1))),
            (2, Some(Node::bytes(TREASURY.as_slice()))),
            (3, Some(Node::text("Treasury"))),
            (4, Some(Node::Array(vec![Node::text(function)]))),
        ]);
        pack.contracts = vec![];
        let with = Node::map([
            (1, Some(Node::text("Example"))),
            (2, Some(Node::Uint(1))),
            (4, Some(Node::Uint(1))),
            (5, Some(Node::Uint(2))),
            (7, Some(Node::Uint(0))),
            (8, Some(Node::Array(vec![contract]))),
        ]);
        Offered::decode(&envelope(&with.encode(), None, None)).map(|offered| offered.pack().clone())
    };
    assert!(text("mint(address to,uint256 amount)").is_ok());
    for other in [
        "mint(address to, uint256 amount)",
        "function mint(address to,uint256 amount)",
        "mint(address to,uint amount)",
        " mint()",
    ] {
        assert!(text(other).is_err(), "{other}");
    }
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-z0-9äß][A-Za-z0-9äß .-]{0,20}[a-z]"
}

fn function() -> impl Strategy<Value = Signature> {
    (
        "[a-z_$][a-zA-Z0-9_$]{0,12}",
        vec(
            ("(address|uint256|bytes32|bool\\[\\]|\\(address,int8\\)|string)", option::of("[a-z]{3,8}x")),
            0..4,
        ),
    )
        .prop_map(|(name, parameters)| {
            let parameters: Vec<_> = parameters
                .into_iter()
                .map(|(kind, name)| name.map_or(kind.clone(), |name| format!("{kind} {name}")))
                .collect();
            Signature::parse(&format!("{name}({})", parameters.join(","))).unwrap()
        })
}

prop_compose! {
    fn contract()(
        chain in 1..u64::MAX,
        address: [u8; 20],
        name in name(),
        function in function(),
        role in option::of((any::<[u8; 32]>(), name())),
        code in option::of(any::<[u8; 32]>()),
        slot in option::of((any::<[u64; 4]>(), name())),
        creation: Option<Vec<u8>>,
    ) -> Contract {
        Contract {
            chain,
            address: address.into(),
            name,
            functions: vec![function],
            roles: role.into_iter().map(|(role, name)| (role.into(), name)).collect(),
            code_hashes: code.into_iter().map(B256::from).collect(),
            implementations: vec![address.into()],
            slots: slot.into_iter().map(|(slot, name)| (U256::from_limbs(slot), name)).collect(),
            creation: creation.and_then(|code| Creation::of(&code, Signature::parse("constructor(address owner)").unwrap())),
        }
    }
}

prop_compose! {
    fn rule()(
        why in name(),
        chain in option::of(1..u64::MAX),
        target in option::of(any::<[u8; 20]>()),
        selector: [u8; 4],
        argument in option::of((any::<u8>(), any::<u64>(), any::<u64>())),
        allowed in option::of((any::<u8>(), any::<[u8; 20]>())),
        value_max in option::of(any::<[u64; 4]>()),
        rate_max: Option<u32>,
        only in option::of((any::<[u8; 20]>(), any::<[u8; 4]>())),
        demand in prop_oneof![Just(Demand::TypeWord), Just(Demand::TwoReviewers), Just(Demand::Deny)],
    ) -> Rule {
        Rule {
            why,
            chain,
            target: target.map(Address::from),
            selector: Some(selector),
            argument: argument.map(|(place, a, b)| (place, U256::from(a.min(b)), U256::from(a.max(b)))),
            allowed: allowed.map(|(place, address)| (place, vec![address.into()])),
            value_max: value_max.map(U256::from_limbs),
            rate_max,
            demand,
            only_targets: only.iter().map(|(target, _)| (*target).into()).collect(),
            only_functions: only.into_iter().map(|(_, selector)| selector).collect(),
        }
    }
}

prop_compose! {
    fn pack()(
        team in name(),
        version in 2..u32::MAX,
        previous: [u8; 32],
        issued in 0..u64::MAX - 1,
        contracts in vec(contract(), 0..3),
        names in vec((option::of(1..u64::MAX), any::<[u8; 20]>(), name()), 0..3),
        rules in vec(rule(), 0..3),
        blocks in vec((1..u64::MAX, any::<u64>(), any::<[u8; 32]>()), 0..2),
    ) -> Pack {
        Pack {
            team,
            version,
            previous: Some(previous.into()),
            issued,
            expires: u64::MAX,
            reviewers: sample().reviewers,
            threshold: 1,
            contracts,
            names: names.into_iter().map(|(chain, address, name)| Named { chain, address: address.into(), name }).collect(),
            rules,
            blocks: blocks.into_iter().map(|(chain, number, hash)| Block { chain, number, hash: hash.into() }).collect(),
        }
    }
}

proptest! {
    #[test]
    fn every_pack_comes_back_as_it_was(pack in pack()) {
        let offered = Offered::of(&pack).unwrap();
        prop_assert_eq!(offered.pack(), &pack);
        prop_assert_eq!(Offered::decode(&offered.encode()).unwrap(), offered);
    }

    #[test]
    fn what_is_read_is_written_as_it_came_and_nothing_makes_the_reader_panic(at: prop::sample::Index, byte: u8) {
        let mut bytes = signed_by(&sample(), &[1]).encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = Offered::decode(&bytes) {
            prop_assert_eq!(read.encode(), bytes);
        }
    }

    #[test]
    fn noise_is_refused(bytes: Vec<u8>) {
        prop_assert!(Offered::decode(&bytes).is_err());
        prop_assert!(Pack::decode(&bytes).is_err());
    }
}
