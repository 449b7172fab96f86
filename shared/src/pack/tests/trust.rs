use super::*;
use crate::Refusal;

const NOW: Option<u64> = Some(1_750_000_000);

fn next(pack: &Pack) -> Pack {
    let previous = Some(Offered::of(pack).unwrap().contents());
    Pack { version: pack.version + 1, previous, ..pack.clone() }
}

fn kind(error: &TrustError) -> &'static str {
    error.kind().as_str()
}

#[test]
fn a_pack_is_trusted_once_enough_of_its_reviewers_signed_and_the_operator_approved_them() {
    let mut trust = Trust::default();
    let whole = signed_by(&sample(), &[3, 1]);
    assert_eq!(kind(&trust.admit(&whole, NOW).unwrap_err()), "pack-not-pinned");
    trust.pin(&whole.circle());
    assert_eq!(kind(&trust.admit(&signed_by(&sample(), &[1]), NOW).unwrap_err()), "pack-threshold");
    assert_eq!(
        kind(&trust.admit(&signed_by(&sample(), &[1, 1]), NOW).unwrap_err()),
        "pack-threshold",
        "one reviewer twice is one"
    );
    assert_eq!(trust.admit(&whole, NOW).unwrap().by(), TrustedBy::Reviewers);
    assert_eq!(trust.packs().len(), 1);
    trust.admit(&whole, NOW).unwrap();
    assert_eq!(trust.packs().len(), 1, "the same again changes nothing");
}

#[test]
fn a_seal_of_these_words_is_enough_and_a_seal_of_others_is_nothing() {
    let offered = Offered::of(&sample()).unwrap();
    let offered = offered.clone().sealed(&signature(&key(9), offered.seal_data())).unwrap();
    let mut ours = Trust::new(Some(address_of(&key(9))));
    assert_eq!(ours.admit(&offered, NOW).unwrap().by(), TrustedBy::Seal);
    for mut other in [Trust::new(Some(address_of(&key(8)))), Trust::new(None)] {
        assert_eq!(kind(&other.admit(&offered, NOW).unwrap_err()), "pack-not-pinned");
    }
    let unsealed = Offered::of(&sample()).unwrap();
    assert!(Trust::new(None).admit(&unsealed, NOW).is_err(), "no seal is not the seal of nobody");
}

#[test]
fn a_reviewers_signature_is_no_seal_and_a_seal_no_reviewers_signature() {
    let offered = Offered::of(&sample()).unwrap();
    let review = signature(&key(1), offered.review_data());
    let seal = signature(&key(1), offered.seal_data());
    assert_ne!(offered.clone().sealed(&review).unwrap().sealed_by(), Some(address_of(&key(1))));
    assert_eq!(offered.signed(&seal).unwrap_err().kind().as_str(), "wrong-signer");
}

#[test]
fn a_pack_without_reviewers_is_trusted_by_seal_alone() {
    let pack = Pack { reviewers: vec![], threshold: 0, ..sample() };
    let offered = Offered::of(&pack).unwrap();
    let mut trust = Trust::new(Some(address_of(&key(9))));
    trust.pin(&offered.circle());
    assert_eq!(kind(&trust.admit(&offered, NOW).unwrap_err()), "pack-threshold");
    let sealed = offered.clone().sealed(&signature(&key(9), offered.seal_data())).unwrap();
    assert!(trust.admit(&sealed, NOW).is_ok());
}

#[test]
fn an_older_version_than_the_sitting_has_seen_is_refused_and_so_is_a_fork() {
    let (first, second) = (sample(), next(&sample()));
    let mut trust = Trust::default();
    trust.pin(&signed_by(&first, &[]).circle());
    trust.admit(&signed_by(&second, &[1, 2]), NOW).unwrap();
    let forked = Pack { rules: vec![], ..second.clone() };
    let stranger = Pack { version: 3, previous: Some(B256::repeat_byte(1)), ..second.clone() };
    for (pack, word) in [(&first, "pack-rollback"), (&forked, "pack-fork"), (&stranger, "pack-fork")] {
        let before = trust.clone();
        assert_eq!(kind(&trust.admit(&signed_by(pack, &[1, 2]), NOW).unwrap_err()), word);
        assert_eq!(trust, before, "a refusal changes nothing");
    }
    let third = next(&second);
    trust.admit(&signed_by(&next(&third), &[2, 3]), NOW).unwrap();
    assert_eq!(trust.packs()[0].pack().version, 4, "a gap cannot be followed and is no older version");
}

#[test]
fn a_sealed_pack_and_a_signed_one_compete_by_their_version() {
    let mut trust = Trust::new(Some(address_of(&key(9))));
    let second = signed_by(&next(&sample()), &[1, 2]);
    trust.pin(&second.circle());
    trust.admit(&second, NOW).unwrap();
    let first = Offered::of(&sample()).unwrap();
    let first = first.clone().sealed(&signature(&key(9), first.seal_data())).unwrap();
    assert_eq!(kind(&trust.admit(&first, NOW).unwrap_err()), "pack-rollback");
}

#[test]
fn an_expired_pack_is_refused_and_without_a_clock_it_is_taken() {
    let whole = signed_by(&sample(), &[1, 2]);
    let mut trust = Trust::default();
    trust.pin(&whole.circle());
    assert_eq!(kind(&trust.admit(&whole, Some(1_800_000_001)).unwrap_err()), "pack-expired");
    assert!(trust.admit(&whole, Some(1_800_000_000)).is_ok(), "the last second");
    assert!(trust.admit(&whole, None).is_ok());
}

#[test]
fn other_reviewers_another_threshold_or_another_team_are_another_circle() {
    let circle = Offered::of(&sample()).unwrap().circle();
    let mut turned = circle.clone();
    turned.reviewers.reverse();
    turned.reviewers[0].name = "Mallory".to_owned();
    assert_eq!(turned.fingerprint(), circle.fingerprint(), "neither order nor names make another circle");
    let fewer = Circle { reviewers: circle.reviewers[..2].to_vec(), ..circle.clone() };
    let easier = Circle { threshold: 1, ..circle.clone() };
    let other = Circle { team: "Example treasury".to_owned(), ..circle.clone() };
    for changed in [fewer, easier, other] {
        assert_ne!(changed.fingerprint(), circle.fingerprint());
        assert_ne!(changed.phrase(), circle.phrase());
    }
}

#[test]
fn a_sitting_keeps_so_many_packs_and_no_more() {
    let mut trust = Trust::new(Some(address_of(&key(9))));
    for number in 0..=crate::limits::PACKS_MAX {
        let offered = Offered::of(&Pack { team: format!("Team {number}"), ..sample() }).unwrap();
        let offered = offered.clone().sealed(&signature(&key(9), offered.seal_data())).unwrap();
        assert_eq!(trust.admit(&offered, NOW).is_ok(), number < crate::limits::PACKS_MAX);
    }
}

/// The next version, signed by these, which names these reviewers alone.
fn rotated(pack: &Pack, numbers: &[u8]) -> Pack {
    let kept = |one: &Reviewer| numbers.iter().any(|number| one.address == address_of(&key(*number)));
    let reviewers = next(pack).reviewers.into_iter().filter(kept).collect::<Vec<_>>();
    Pack { threshold: u8::try_from(reviewers.len()).unwrap(), reviewers, ..next(pack) }
}

#[test]
fn reviewers_whom_a_newer_version_drops_are_trusted_no_longer() {
    let first = sample();
    let second = rotated(&first, &[1]);
    let by_seal = Offered::of(&second).unwrap();
    let by_seal = by_seal.clone().sealed(&signature(&key(9), by_seal.seal_data())).unwrap();
    for (offered, pins, why) in [(signed_by(&second, &[1]), true, "approved"), (by_seal, false, "sealed")] {
        let mut trust = Trust::new(Some(address_of(&key(9))));
        trust.pin(&signed_by(&first, &[]).circle());
        trust.admit(&signed_by(&first, &[1, 2]), NOW).unwrap();
        assert_eq!(trust.differs_from(&offered.circle()), Some(1), "{why}");
        if pins {
            trust.pin(&offered.circle());
        }
        trust.admit(&offered, NOW).unwrap();
        let back = Pack { reviewers: first.reviewers.clone(), threshold: 2, ..next(&second) };
        let back = signed_by(&back, &[2, 3]);
        assert_eq!(kind(&trust.admit(&back, NOW).unwrap_err()), "pack-not-pinned", "{why}");
        assert_eq!(trust.differs_from(&back.circle()), Some(2), "{why}");
    }
}

#[test]
fn other_teams_stay_approved_when_one_changes_its_reviewers() {
    let mut trust = Trust::default();
    let other = signed_by(&Pack { team: "Other".to_owned(), ..sample() }, &[1, 2]);
    trust.pin(&other.circle());
    trust.pin(&signed_by(&sample(), &[]).circle());
    trust.admit(&signed_by(&sample(), &[1, 2]), NOW).unwrap();
    trust.pin(&signed_by(&rotated(&sample(), &[1]), &[]).circle());
    assert!(trust.admit(&other, NOW).is_ok());
}

#[test]
fn an_authentic_version_that_has_expired_keeps_older_ones_out() {
    let expired = signed_by(&Pack { expires: 1_700_000_001, ..next(&sample()) }, &[1, 2]);
    let mut trust = Trust::default();
    let older = signed_by(&sample(), &[1, 2]);
    _ = trust.admit(&expired, NOW);
    trust.pin(&older.circle());
    trust.note(&signed_by(&next(&sample()), &[1]));
    assert!(trust.clone().admit(&older, NOW).is_ok(), "what was not authentic is not remembered");
    assert_eq!(kind(&trust.admit(&expired, NOW).unwrap_err()), "pack-expired");
    assert_eq!(kind(&trust.admit(&older, NOW).unwrap_err()), "pack-rollback");
}
