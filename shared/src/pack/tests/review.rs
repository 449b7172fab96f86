use super::*;
use crate::{
    abi::KnownCall,
    eth::{DataType, Fingerprint},
    review::{Allowed, CheckError, Checked, Knowledge, Missing, Provenance, Reading, Severity, Signer},
    wire::{KeyPath, SignRequest},
};

const SIGNER: Signer = Signer { fingerprint: Fingerprint([1, 2, 3, 4]), address: Address::repeat_byte(0x11) };

fn request(data_type: DataType, sign_data: &[u8], path: &str) -> SignRequest {
    SignRequest {
        request_id: None,
        sign_data: sign_data.to_vec(),
        data_type,
        chain_id: None,
        key_path: KeyPath {
            path: path.parse().unwrap(),
            source_fingerprint: Some(SIGNER.fingerprint),
            depth: None,
        },
        address: None,
        origin: None,
    }
}

fn reviewed(request: SignRequest, knowledge: &Knowledge) -> Checked {
    Checked::knowing(request, SIGNER, Allowed::default(), knowledge).unwrap()
}

/// A pack with one rule for everything.
fn ruled(demand: Demand) -> Knowledge {
    let rules = vec![Rule { why: "Everything is looked at".to_owned(), demand, ..Rule::default() }];
    let packs = vec![Trusted::for_test(Pack { rules, ..sample() })];
    Knowledge { packs, now: Some(1_750_000_000), ..Knowledge::default() }
}

fn message(knowledge: &Knowledge) -> Checked {
    reviewed(request(DataType::PersonalMessage, b"hello", "m/44'/60'/0'/0/0"), knowledge)
}

fn read(mut reading: Reading) -> Reading {
    while !reading.is_complete() {
        reading = reading.next_page();
    }
    reading
}

fn has(checked: &Checked, id: &str) -> bool {
    checked.findings().iter().any(|finding| finding.id == id)
}

#[test]
fn what_a_rule_denies_is_never_approved() {
    let checked = message(&ruled(Demand::Deny));
    assert!(has(&checked, "pack-rule-deny"));
    let rule = checked.facts().iter().find(|fact| fact.label == "Rule of the pack").unwrap();
    assert_eq!(rule.provenance, Provenance::Vouched);
    let reading = read(Reading::new(checked));
    assert_eq!(reading.missing(), Some(Missing::Denied));
    assert!(reading.hand_over().type_word("any").approve().is_err());
}

#[test]
fn a_word_is_typed_where_a_rule_wants_one() {
    let reading = Reading::new(message(&ruled(Demand::TypeWord)));
    let word = reading.word().unwrap();
    assert_eq!(reading.missing(), Some(Missing::Pages));
    let reading = read(reading).type_word("other");
    assert_eq!(reading.missing(), Some(Missing::Word));
    assert!(reading.clone().approve().is_err());
    assert!(reading.type_word(&format!(" {} ", word.to_uppercase())).approve().is_ok());
}

#[test]
fn the_second_of_two_readers_reads_all_of_it_again() {
    let reading = read(Reading::new(message(&ruled(Demand::TwoReviewers))));
    assert_eq!((reading.missing(), reading.reader()), (Some(Missing::SecondReader), (1, 2)));
    assert!(reading.clone().approve().is_err());
    let second = reading.hand_over();
    assert_eq!((second.missing(), second.page()), (Some(Missing::Pages), 0));
    assert_eq!(second.clone().hand_over(), second, "nobody is passed over");
    let second = read(second);
    assert_eq!(second.reader(), (2, 2));
    assert!(second.approve().is_ok());
}

#[test]
fn without_rules_nothing_more_is_demanded_than_reading() {
    let checked = message(&Knowledge::default());
    assert!(checked.demands().is_empty());
    assert_eq!(Reading::new(checked).word(), None);
}

#[test]
fn a_rule_adds_and_takes_nothing_of_a_review_away() {
    let plain = message(&Knowledge::default());
    let with = message(&ruled(Demand::Deny));
    for fact in plain.facts() {
        assert!(with.facts().contains(fact), "{fact:?}");
    }
    for finding in plain.findings() {
        assert!(with.findings().contains(finding), "{finding:?}");
    }
    assert_eq!(with.digest(), plain.digest());
}

#[test]
fn the_seals_key_seals_and_nothing_else_and_no_other_key_seals() {
    let offered = Offered::of(&sample()).unwrap();
    let seal = offered.seal_request(SIGNER.fingerprint);
    assert!(Checked::of(seal.clone(), SIGNER).is_ok());
    let elsewhere = request(DataType::TypedData, &seal.sign_data, "m/44'/60'/0'/0/0");
    assert!(matches!(Checked::of(elsewhere, SIGNER), Err(CheckError::SealPath { .. })));
    for (kind, data) in [
        (DataType::PersonalMessage, b"hello".as_slice()),
        (DataType::TypedData, offered.review_data().json()),
    ] {
        let misused = request(kind, data, SEAL_PATH);
        assert_eq!(Checked::of(misused, SIGNER), Err(CheckError::SealKey));
    }
}

#[test]
fn a_pack_is_sealed_only_where_it_can_be_read() {
    let offered = Offered::of(&sample()).unwrap();
    let seal = offered.seal_request(SIGNER.fingerprint);
    let blind = reviewed(seal.clone(), &Knowledge::default());
    assert!(has(&blind, "pack-unseen"));
    assert!(read(Reading::new(blind)).approve().is_err());
    let other = Offered::of(&Pack { rules: vec![], ..sample() }).unwrap();
    let wrong = reviewed(seal.clone(), &Knowledge { at_hand: vec![other], ..Knowledge::default() });
    assert!(has(&wrong, "pack-unseen"), "another pack is not this one");
    let seen = reviewed(seal, &Knowledge { at_hand: vec![offered], ..Knowledge::default() });
    assert!(!has(&seen, "pack-unseen"));
    let treasury = TREASURY.to_string();
    assert!(seen.facts().iter().any(|fact| fact.label == "Contract" && fact.value.contains(&treasury)));
    assert!(read(Reading::new(seen)).approve().is_ok());
}

#[test]
fn a_reviewer_sees_the_fields_and_with_the_pack_at_hand_all_of_it() {
    let offered = Offered::of(&sample()).unwrap();
    let asked = request(DataType::TypedData, offered.review_data().json(), "m/44'/60'/0'/0/0");
    let blind = reviewed(asked.clone(), &Knowledge::default());
    let worst = blind.findings().first().map(|finding| (finding.id, finding.severity));
    assert_eq!(worst, Some(("pack-unseen", Severity::Critical)));
    assert!(blind.acts()[0].sentence.contains("version 1 of the context pack of “Example Treasury”"));
    let seen = reviewed(asked, &Knowledge { at_hand: vec![offered], ..Knowledge::default() });
    assert!(seen.findings().iter().all(|finding| finding.severity <= Severity::Caution), "{seen:?}");
    assert!(seen.facts().iter().any(|fact| fact.label == "Rule"));
}

#[test]
fn an_expiry_that_cannot_be_checked_is_said() {
    for (now, id) in [(None, "pack-clock"), (Some(0), "pack-clock"), (Some(1_800_000_001), "pack-expired")] {
        assert!(has(&message(&Knowledge { now, ..ruled(Demand::TypeWord) }), id), "{now:?}");
    }
    let good = message(&ruled(Demand::TypeWord));
    assert!(!has(&good, "pack-clock") && !has(&good, "pack-expired"));
}

/// A transaction to the sample's Safe-like batch: what it calls, as packed MultiSend calls.
fn batch(calls: &[Vec<u8>]) -> Checked {
    let packed: Vec<u8> = calls
        .iter()
        .flat_map(|data| {
            let length = U256::from(data.len()).to_be_bytes::<32>();
            [&[0][..], TREASURY.as_slice(), &[0; 32], &length, data].concat()
        })
        .collect();
    let packed = alloy_primitives::hex::encode_prefixed(packed);
    let input = Signature::parse("multiSend(bytes)").unwrap().encode(&[&packed]).unwrap();
    assert!(KnownCall::of(&input).is_some());
    let tx = alloy_consensus::TxEip1559 {
        chain_id: 1,
        gas_limit: 100_000,
        to: alloy_primitives::TxKind::Call(Address::repeat_byte(0x40)),
        input: input.into(),
        ..Default::default()
    };
    let sign_data = crate::eth::UnsignedTx::Eip1559(tx).encode();
    let knowledge = Knowledge {
        packs: vec![Trusted::for_test(sample())],
        now: Some(1_750_000_000),
        ..Knowledge::default()
    };
    reviewed(request(DataType::TypedTransaction, &sign_data, "m/44'/60'/0'/0/0"), &knowledge)
}

#[test]
fn a_rule_finds_the_last_call_of_a_long_batch_and_counts_the_others() {
    let mint = |amount: &str| {
        let cold = Address::repeat_byte(5).to_string();
        Signature::parse("mint(address,uint256)").unwrap().encode(&[&cold, amount]).unwrap()
    };
    let pause = Signature::parse("pause()").unwrap().encode::<&str>(&[]).unwrap();
    let mut calls = vec![pause; 60];
    calls.push(mint("1000000"));
    let kept = batch(&calls);
    assert!(kept.demands().is_empty(), "{:?}", kept.demands());
    assert_eq!(kept.calls().len(), 62, "each call of the tree, once");
    calls.push(mint("1000001"));
    let hidden = batch(&calls);
    let [demanded] = hidden.demands() else { panic!("{:?}", hidden.demands()) };
    assert_eq!(demanded.demand, Demand::TwoReviewers);
    assert!(demanded.why.contains("call 1.62: "), "{}", demanded.why);
    assert!(hidden.acts().last().unwrap().severity >= Severity::Danger);
    assert!(has(&hidden, "pack-rule"));
    let often = batch(&vec![mint("1"); 4]);
    assert!(often.demands()[0].why.contains("more than 3 such calls"), "{:?}", often.demands());
}

#[test]
fn an_older_or_another_version_than_the_one_in_use_is_never_sealed() {
    let second = Pack { version: 2, previous: Some(B256::repeat_byte(1)), ..sample() };
    let fork = Pack { rules: Vec::new(), ..second.clone() };
    let elsewhere = Pack { team: "Other".to_owned(), ..sample() };
    let knowledge = |pack: &Pack| Knowledge {
        packs: vec![Trusted::for_test(second.clone())],
        at_hand: vec![Offered::of(pack).unwrap()],
        ..Knowledge::default()
    };
    let next = Pack { version: 3, ..second.clone() };
    for (pack, is_back, why) in [
        (&sample(), true, "older"),
        (&fork, true, "the same number"),
        (&second, false, "the same pack"),
        (&next, false, "newer"),
        (&elsewhere, false, "of another team"),
    ] {
        let offered = Offered::of(pack).unwrap();
        let seal = reviewed(offered.seal_request(SIGNER.fingerprint), &knowledge(pack));
        assert_eq!(has(&seal, "pack-rollback"), is_back, "{why}");
        let missing = read(Reading::new(seal)).missing();
        assert_eq!(missing == Some(Missing::Denied), is_back, "{why}");
        let review = request(DataType::TypedData, offered.review_data().json(), "m/44'/60'/0'/0/0");
        let review = reviewed(review, &knowledge(pack));
        assert_eq!(has(&review, "pack-rollback"), is_back, "{why}, by a reviewer");
        assert_eq!(read(Reading::new(review)).missing(), None, "{why}, by a reviewer");
    }
}
