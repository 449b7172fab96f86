//! Bundles, packs and proofs before the camera, as claims.

use super::*;
use crate::{
    Desk,
    flow::{Choice, PackChoice, ProofChoice, ReviewChoice, advance, samples, step},
    log::WipeReason,
};
use shared::{
    pack::{Demand, Pack, Rule, TrustedBy},
    review::Provenance,
};
use std::time::Duration;

fn bundle(packs: &[&Offered], proofs: &[StateProof]) -> Bundle {
    Bundle {
        request: samples::request(b"hello").encode(),
        proofs: proofs.iter().map(StateProof::encode).collect(),
        packs: packs.iter().map(|pack| pack.encode()).collect(),
        ..Bundle::default()
    }
}

fn show(desk: &mut Desk, bundle: &Bundle) -> Screen {
    samples::shown(desk, Bundle::UR_TYPE, bundle.encode())
}

fn choose(desk: &mut Desk, screen: Screen, choice: Choice) -> Screen {
    let next = step(screen, desk, choice);
    samples::settled(next, desk)
}

fn hold(desk: &mut Desk, screen: Screen, seconds: f64) -> Screen {
    let screen = choose(desk, screen, Choice::Pack(PackChoice::Press));
    desk.clock.running += Duration::from_secs_f64(seconds);
    choose(desk, screen, Choice::Pack(PackChoice::Pin))
}

/// A block is called the same by a hold of a second; anything else is said at once.
fn answer(desk: &mut Desk, screen: Screen, choice: ProofChoice) -> Screen {
    let screen = choose(desk, screen, Choice::Proof(ProofChoice::Press));
    desk.clock.running += Duration::from_secs(1);
    choose(desk, screen, Choice::Proof(choice))
}

fn page(screen: &Screen) -> &PackPage {
    let Screen::Pack(page) = screen else { panic!("a pack, not {screen:?}") };
    page
}

fn reviewed(screen: Screen) -> Reviewing {
    let Screen::Review(reviewing) = screen else { panic!("a review, not {screen:?}") };
    *reviewing
}

fn refusals(reviewing: &Reviewing) -> Vec<String> {
    let findings = reviewing.reading().request().findings().iter();
    findings.filter(|one| one.id == "refused-extra").map(|one| one.sentence.clone()).collect()
}

fn first() -> Offered {
    samples::signed(&samples::pack(1, None, Vec::new()))
}

/// A table whose sitting has approved the reviewers of this pack.
fn desk_with(pack: &Offered) -> Desk {
    let mut desk = samples::desk();
    let learned = desk.sitting.as_mut().unwrap().learned_mut();
    learned.pin(&pack.circle());
    learned.admit(pack, Some(samples::NOW)).unwrap();
    desk
}

#[test]
fn a_malformed_extra_is_said_and_the_request_is_reviewed_without_it() {
    let good = bundle(&[], &[]);
    let pack = first().encode();
    let cut = pack[..pack.len() - 1].to_vec();
    let far = StateProof { chain_id: 5, ..samples::empty_state() };
    let wrong_node = StateProof { nodes: vec![vec![1].into()], ..samples::empty_state() };
    for (bundle, refused, why) in [
        (good.clone(), 0, "nothing beside it"),
        (Bundle { packs: vec![cut], ..good.clone() }, 1, "a pack that is cut off"),
        (Bundle { proofs: vec![vec![0xff]], ..good.clone() }, 1, "a proof that is no CBOR"),
        (Bundle { proofs: vec![wrong_node.encode()], ..good.clone() }, 1, "a proof that proves nothing"),
        (Bundle { descriptors: vec![b"{".to_vec()], ..good.clone() }, 1, "a descriptor that is no JSON"),
    ] {
        let reviewing = reviewed(show(&mut samples::desk(), &bundle));
        assert_eq!(refusals(&reviewing).len(), refused, "{why}: {:?}", refusals(&reviewing));
    }
    let screen = show(&mut samples::desk(), &bundle(&[], &[far]));
    assert!(matches!(screen, Screen::Proof(_)), "a message has no chain, so any proof is asked about");
}

#[test]
fn a_bundle_without_a_request_is_refused() {
    let broken = Bundle { request: vec![0xff], ..Bundle::default() };
    assert!(matches!(show(&mut samples::desk(), &broken), Screen::Refused(_)));
}

#[test]
fn reviewers_are_approved_by_holding_and_asked_about_once_per_sitting() {
    let mut desk = samples::desk();
    let pack = first();
    let bundle = bundle(&[&pack], &[]);
    let screen = show(&mut desk, &bundle);
    assert!(matches!(page(&screen).verdict, Verdict::Ask(_)) && page(&screen).may_hold());
    let screen = choose(&mut desk, screen, Choice::Pack(PackChoice::Pin));
    assert!(matches!(screen, Screen::Pack(_)), "nobody held it");
    let screen = hold(&mut desk, screen, 0.9);
    assert!(matches!(screen, Screen::Pack(_)), "too short");
    let reviewing = reviewed(hold(&mut desk, screen, 1.0));
    let vouched = |reviewing: &Reviewing| {
        reviewing.reading().request().facts().iter().any(|fact| fact.provenance == Provenance::Vouched)
    };
    assert!(vouched(&reviewing));
    assert!(vouched(&reviewed(show(&mut desk, &bundle))), "not asked again");
    desk.wipe(WipeReason::Locked);
    desk.sitting = Some(samples::sitting());
    assert!(matches!(show(&mut desk, &bundle), Screen::Pack(_)), "the next sitting knows nobody");
}

#[test]
fn without_the_pack_the_review_goes_on_and_says_so() {
    let mut desk = samples::desk();
    let screen = show(&mut desk, &bundle(&[&first()], &[]));
    let reviewing = reviewed(choose(&mut desk, screen, Choice::Pack(PackChoice::GoOn)));
    assert!(refusals(&reviewing).iter().any(|said| said.contains("Example")), "{:?}", refusals(&reviewing));
    assert!(desk.sitting.unwrap().learned().trust().packs().is_empty());
}

#[test]
fn an_older_an_expired_and_a_barely_signed_pack_are_refused_with_a_sentence() {
    let second = samples::signed(&samples::pack(2, Some(first().contents()), Vec::new()));
    let expired = samples::signed(&Pack {
        expires: samples::NOW - 1,
        ..samples::pack(3, Some(second.contents()), Vec::new())
    });
    let unsigned = Offered::of(&samples::pack(3, Some(second.contents()), Vec::new())).unwrap();
    for (pack, word) in [(first(), "older"), (expired, "expired"), (unsigned, "0 of the reviewers")] {
        let mut desk = desk_with(&second);
        let reviewing = reviewed(show(&mut desk, &bundle(&[&pack], &[])));
        assert!(
            refusals(&reviewing).iter().any(|said| said.contains(word)),
            "{word}: {:?}",
            refusals(&reviewing)
        );
        let screen = samples::shown(&mut desk, Offered::UR_TYPE, pack.encode());
        assert!(matches!(&page(&screen).verdict, Verdict::Refused(why) if why.to_string().contains(word)));
        assert!(!page(&screen).may_hold(), "{word}");
        assert_eq!(choose(&mut desk, screen, Choice::Pack(PackChoice::GoOn)), Screen::Scan);
        let known = desk.sitting.unwrap().learned().trust().packs()[0].pack().version;
        assert_eq!(known, 2, "{word}: the one that was known stays");
    }
}

#[test]
fn a_pack_alone_is_taken_and_the_camera_goes_on() {
    let mut desk = samples::desk();
    let screen = samples::shown(&mut desk, Offered::UR_TYPE, first().encode());
    let screen = hold(&mut desk, screen, 1.0);
    assert_eq!(page(&screen).verdict, Verdict::Trusted(TrustedBy::Reviewers));
    assert_eq!(choose(&mut desk, screen, Choice::Pack(PackChoice::GoOn)), Screen::Scan);
    let taken = desk.sitting.as_ref().unwrap().learned().last_taken().unwrap();
    assert!(taken.contains("Example") && taken.contains("version 1"), "{taken}");
}

#[test]
fn the_request_for_a_seal_is_read_with_its_pack_and_the_sealed_pack_speaks_at_once() {
    let mut desk = samples::desk();
    let unsigned = Pack { reviewers: Vec::new(), threshold: 0, ..samples::pack(1, None, Vec::new()) };
    let offered = Offered::of(&unsigned).unwrap();
    let fingerprint = desk.sitting.as_ref().unwrap().fingerprint();
    let request = offered.seal_request(fingerprint).encode();
    let asked = Bundle { request, packs: vec![offered.encode()], ..Bundle::default() };
    let mut reviewing = reviewed(show(&mut desk, &asked));
    let shows_content =
        reviewing.reading().request().facts().iter().any(|fact| fact.value.contains("Cold wallet"));
    assert!(shows_content, "its names are lines of the review");
    while !reviewing.reading().is_complete() {
        let next =
            choose(&mut desk, Screen::Review(Box::new(reviewing)), Choice::Review(ReviewChoice::NextPage));
        reviewing = reviewed(next);
    }
    let screen = Screen::Review(Box::new(reviewing));
    let screen = choose(&mut desk, screen, Choice::Review(ReviewChoice::Press));
    desk.clock.running += Duration::from_secs(1);
    let screen = choose(&mut desk, screen, Choice::Review(ReviewChoice::Approve));
    let answered = advance(screen, &mut desk).screen;
    assert!(matches!(answered, Screen::Answer(_)), "{answered:?}");
    let packs = desk.sitting.as_ref().unwrap().learned().trust().packs();
    assert_eq!(packs.iter().map(|pack| pack.by()).collect::<Vec<_>>(), [TrustedBy::Seal]);
}

#[test]
fn a_header_is_compared_once_and_what_was_not_compared_stays_claimed() {
    for (choice, kept, asked_again) in [
        (ProofChoice::Same, Some(HeaderTrust::Compared), false),
        (ProofChoice::CannotCompare, Some(HeaderTrust::Claimed), true),
        (ProofChoice::Different, None, true),
    ] {
        let mut desk = samples::desk();
        let bundle = bundle(&[], &[samples::empty_state()]);
        let screen = show(&mut desk, &bundle);
        assert!(matches!(screen, Screen::Proof(_)));
        let reviewing = reviewed(answer(&mut desk, screen, choice));
        let proofs = desk.sitting.as_ref().unwrap().learned().proofs();
        assert_eq!(proofs.first().map(Proven::trust), kept, "{choice:?}");
        assert_eq!(refusals(&reviewing).len(), usize::from(kept.is_none()), "{choice:?}");
        assert_eq!(matches!(show(&mut desk, &bundle), Screen::Proof(_)), asked_again, "{choice:?}");
    }
}

#[test]
fn a_proof_alone_is_taken_and_the_camera_goes_on() {
    let mut desk = samples::desk();
    let screen = samples::shown(&mut desk, StateProof::UR_TYPE, samples::empty_state().encode());
    let screen = choose(&mut desk, screen, Choice::Proof(ProofChoice::Same));
    assert!(matches!(screen, Screen::Proof(_)), "nobody held it");
    assert_eq!(answer(&mut desk, screen, ProofChoice::Same), Screen::Scan);
    assert!(desk.sitting.unwrap().learned().last_taken().unwrap().contains("block 7"));
}

#[test]
fn what_is_different_is_thrown_away_with_all_that_was_kept_of_its_block() {
    let proof = samples::empty_state();
    let again = StateProof {
        accounts: vec![shared::wire::state_proof::Asked { address: [0xbb; 20].into(), slots: vec![] }],
        ..proof.clone()
    };
    let mut desk = samples::desk();
    let screen = samples::shown(&mut desk, StateProof::UR_TYPE, proof.encode());
    choose(&mut desk, screen, Choice::Proof(ProofChoice::CannotCompare));
    let screen = show(&mut desk, &bundle(&[], &[again, proof.clone()]));
    let reviewing = reviewed(choose(&mut desk, screen, Choice::Proof(ProofChoice::Different)));
    assert!(desk.sitting.as_ref().unwrap().learned().proofs().is_empty());
    assert_eq!(refusals(&reviewing).len(), 1);
    let screen = samples::shown(&mut desk, StateProof::UR_TYPE, proof.encode());
    assert_eq!(choose(&mut desk, screen, Choice::Proof(ProofChoice::Different)), Screen::Scan);
    let said = desk.sitting.as_ref().unwrap().learned().last_taken().unwrap();
    assert!(said.starts_with("Thrown away"), "{said}");
}

#[test]
fn a_second_block_of_the_same_number_contradicts_the_one_that_was_compared() {
    let mut desk = samples::desk();
    let first = samples::empty_state();
    let mut header = first.header.to_vec();
    *header.last_mut().unwrap() ^= 1; // the nonce
    let second = StateProof { header: header.into(), ..first.clone() };
    let screen = samples::shown(&mut desk, StateProof::UR_TYPE, first.encode());
    answer(&mut desk, screen, ProofChoice::Same);
    let screen = samples::shown(&mut desk, StateProof::UR_TYPE, second.encode());
    let Screen::Proof(page) = &screen else { panic!("{screen:?}") };
    assert_eq!(page.other, Some(first.verify(None).unwrap().hash));
    let screen = answer(&mut desk, screen, ProofChoice::Same);
    assert!(matches!(screen, Screen::Proof(_)), "it cannot be called the same");
    choose(&mut desk, screen, Choice::Proof(ProofChoice::CannotCompare));
    let proofs = desk.sitting.as_ref().unwrap().learned().proofs();
    assert_eq!(proofs.last().map(Proven::trust), Some(HeaderTrust::Claimed));
}

fn seal_asked(desk: &Desk, offered: &Offered) -> Bundle {
    let fingerprint = desk.sitting.as_ref().unwrap().fingerprint();
    let request = offered.seal_request(fingerprint).encode();
    Bundle { request, packs: vec![offered.encode()], ..Bundle::default() }
}

#[test]
fn a_pack_that_is_trusted_already_can_be_read_and_sealed() {
    let pack = first();
    let mut desk = desk_with(&pack);
    let asked = seal_asked(&desk, &pack);
    let reviewing = reviewed(show(&mut desk, &asked));
    let request = reviewing.reading().request();
    assert!(request.facts().iter().any(|fact| fact.value.contains("Cold wallet")), "it is shown");
    assert!(request.demands().is_empty(), "{:?}", request.demands());
}

#[test]
fn the_seal_of_an_older_an_expired_or_a_strange_pack_says_what_is_wrong_with_it() {
    let second = samples::signed(&samples::pack(2, Some(first().contents()), Vec::new()));
    let stranger = samples::signed(&samples::pack(3, Some(B256::ZERO), Vec::new()));
    let expired = samples::signed(&Pack {
        expires: samples::NOW - 1,
        ..samples::pack(3, Some(second.contents()), Vec::new())
    });
    for (pack, word, denied) in
        [(first(), "older", true), (stranger, "follows another", false), (expired, "expired", false)]
    {
        let mut desk = desk_with(&second);
        let asked = seal_asked(&desk, &pack);
        let reviewing = reviewed(show(&mut desk, &asked));
        let refusals = refusals(&reviewing);
        assert!(refusals.iter().any(|said| said.contains(word)), "{word}: {refusals:?}");
        let request = reviewing.reading().request();
        assert_eq!(!request.demands().is_empty(), denied, "{word}");
        assert!(request.facts().iter().any(|fact| fact.value.contains("Cold wallet")), "{word}");
    }
}

#[test]
fn a_pack_that_has_expired_is_not_believed_for_being_sealed() {
    let mut desk = samples::desk();
    let expired = Pack { expires: samples::NOW - 1, ..samples::pack(1, None, Vec::new()) };
    let asked = seal_asked(&desk, &Offered::of(&expired).unwrap());
    let screen = show(&mut desk, &asked);
    let screen = read(&mut desk, screen);
    let screen = approve(&mut desk, screen);
    assert!(matches!(advance(screen, &mut desk).screen, Screen::Answer(_)));
    assert!(desk.sitting.unwrap().learned().trust().packs().is_empty());
}

/// The review of a message under one rule, read to its last page.
fn ruled(desk: &mut Desk, demand: Demand) -> Screen {
    let pack = samples::signed(&samples::pack(1, None, vec![samples::rule(demand)]));
    *desk = desk_with(&pack);
    let screen = samples::shown(desk, SignRequest::UR_TYPE, samples::request(b"hello").encode());
    read(desk, screen)
}

fn read(desk: &mut Desk, mut screen: Screen) -> Screen {
    for _ in 0..30 {
        screen = choose(desk, screen, Choice::Review(ReviewChoice::NextPage));
    }
    screen
}

fn approve(desk: &mut Desk, screen: Screen) -> Screen {
    let word = match &screen {
        Screen::Review(reviewing) => reviewing.word().unwrap_or_default().to_owned(),
        other => panic!("a review, not {other:?}"),
    };
    let screen = choose(desk, screen, Choice::Review(ReviewChoice::Type(word)));
    let screen = choose(desk, screen, Choice::Review(ReviewChoice::Press));
    desk.clock.running += Duration::from_secs(1);
    choose(desk, screen, Choice::Review(ReviewChoice::Approve))
}

#[test]
fn what_a_rule_denies_cannot_be_approved_and_says_why() {
    let mut desk = samples::desk();
    let screen = ruled(&mut desk, Demand::Deny);
    let screen = approve(&mut desk, screen);
    let why = reviewed(screen).may_hold(&desk.air).unwrap_err().to_string();
    assert!(why.contains("never signed") && why.contains("Everything is looked at"), "{why}");
}

#[test]
fn a_rule_can_want_a_word_where_no_finding_does() {
    let mut desk = samples::desk();
    let screen = ruled(&mut desk, Demand::TypeWord);
    let screen = choose(&mut desk, screen, Choice::Review(ReviewChoice::Press));
    desk.clock.running += Duration::from_secs(1);
    let screen = choose(&mut desk, screen, Choice::Review(ReviewChoice::Approve));
    assert!(matches!(screen, Screen::Review(_)), "the word is missing");
    assert!(matches!(approve(&mut desk, screen), Screen::Sign(_)));
}

#[test]
fn the_second_person_reads_from_page_one_and_only_the_second_hold_signs() {
    let mut desk = samples::desk();
    let screen = ruled(&mut desk, Demand::TwoReviewers);
    let second = reviewed(approve(&mut desk, screen));
    assert_eq!((second.reading().reader(), second.reading().page()), ((2, 2), 0));
    assert!(second.may_hold(&desk.air).is_err(), "nothing is seen yet");
    let screen = approve(&mut desk, Screen::Review(Box::new(second)));
    assert!(matches!(screen, Screen::Review(_)), "a hold before the pages were seen signs nothing");
    let screen = read(&mut desk, screen);
    assert!(matches!(approve(&mut desk, screen), Screen::Sign(_)));
}

#[test]
fn what_was_signed_counts_for_the_rules_until_the_sitting_ends() {
    let once = Rule { rate_max: Some(1), ..samples::rule(Demand::Deny) };
    let pack = samples::signed(&samples::pack(1, None, vec![once]));
    let mut desk = desk_with(&pack);
    let asked = |desk: &mut Desk| {
        let screen = samples::shown(desk, SignRequest::UR_TYPE, samples::request(b"hello").encode());
        let screen = read(desk, screen);
        approve(desk, screen)
    };
    let screen = asked(&mut desk);
    assert!(matches!(advance(screen, &mut desk).screen, Screen::Answer(_)));
    assert!(matches!(asked(&mut desk), Screen::Review(_)), "the second is one too many");
}
