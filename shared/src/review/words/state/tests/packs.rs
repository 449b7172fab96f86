//! What is said of a state that a pack knows.

use super::*;

fn signed_pack() -> Pack {
    let reviewer = Reviewer { name: "Alice".to_owned(), address: ALICE };
    Pack {
        team: "Team".to_owned(),
        version: 1,
        expires: u64::MAX,
        reviewers: vec![reviewer],
        threshold: 1,
        ..Pack::default()
    }
}

/// What a pack says of the proxy.
fn pack(change: impl FnOnce(&mut Contract)) -> Trusted {
    let mut contract = Contract {
        chain: 1,
        address: PROXY,
        name: "Treasury".to_owned(),
        functions: vec![],
        roles: vec![(ROLE, "UPGRADER".to_owned())],
        code_hashes: vec![],
        implementations: vec![],
        slots: vec![],
        creation: None,
    };
    change(&mut contract);
    Trusted::for_test(Pack { contracts: vec![contract], ..signed_pack() })
}

#[test]
fn a_state_is_held_against_what_a_pack_expects() {
    let made = Made::contract(PROXY, &[(*layout::IMPLEMENTATION, word(BOB)), (U256::from(5), word(CAROL))]);
    let payload = transaction(PROXY, call("pause()", &[]));
    let by = |change: fn(&mut Contract), trust: fn(Proven) -> Proven| {
        let slots = vec![*layout::IMPLEMENTATION, U256::from(5)];
        let (_, proven) = proof(std::slice::from_ref(&made), vec![Asked { address: PROXY, slots }]);
        let packs = vec![pack(change)];
        checked(&payload, ALICE, &Knowledge { packs, proofs: vec![trust(proven)], ..Knowledge::default() })
    };
    let review = |change: fn(&mut Contract)| by(change, Proven::compared);
    let expected = |contract: &mut Contract| {
        contract.code_hashes = vec![B256::repeat_byte(0xc0)];
        contract.implementations = vec![BOB];
        contract.slots = vec![(U256::from(5), "owner".to_owned())];
    };
    let good = review(expected);
    let claimed = by(expected, |proven| proven);
    for (checked, provenance, said_so) in
        [(&good, Provenance::Vouched, false), (&claimed, Provenance::Claimed, true)]
    {
        let of = |label| checked.facts().iter().find(|fact| fact.label == label).map(|fact| fact.provenance);
        assert_eq!([of("Code"), of("Code behind the proxy")], [Some(provenance); 2]);
        let finding = checked.findings().iter().find(|finding| finding.id == "not-an-owner").unwrap();
        assert_eq!(finding.sentence.contains("That is claimed"), said_so, "{}", finding.sentence);
    }
    assert!(said(&good, "Slot owner, as the pack names it").starts_with(&CAROL.to_string()));
    assert_eq!(found(&good, "not-an-owner"), Some(Severity::Caution), "the pack says where the owner stands");
    let changed = review(|contract| contract.code_hashes = vec![B256::repeat_byte(1)]);
    assert_eq!(found(&changed, "code-changed"), Some(Severity::Critical));
    let swapped = review(|contract| contract.implementations = vec![ALICE]);
    assert_eq!(found(&swapped, "contradiction"), Some(Severity::Critical));
}

#[test]
fn a_block_is_vouched_for_by_a_pack_that_names_it_and_by_no_other() {
    let (_, proven) = proof(&[Made::person(ALICE, 1)], vec![Asked { address: ALICE, slots: vec![] }]);
    let here = Block { chain: 1, number: NUMBER, hash: proven.hash };
    for (block, vouched, why) in [
        (here, true, "this one"),
        (Block { chain: 10, ..here }, false, "of another chain"),
        (Block { number: NUMBER + 1, ..here }, false, "of another height"),
        (Block { hash: B256::ZERO, ..here }, false, "with another hash"),
    ] {
        let packs = [Trusted::for_test(Pack { blocks: vec![block], ..signed_pack() })];
        let trust = if vouched { HeaderTrust::Vouched } else { HeaderTrust::Claimed };
        assert_eq!(proven.clone().vouched(&packs).trust(), trust, "{why}");
        assert_eq!(proven.clone().compared().vouched(&packs).trust(), HeaderTrust::Compared, "{why}");
    }
}
