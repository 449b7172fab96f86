//! What takes the place of what.

use super::*;
use crate::acts::fake::{Desk, FakeChain, GWEI};
use shared::{Refusal as _, eth::U256};

#[test]
fn both_fees_rise_by_an_eighth_and_to_what_it_costs_now() {
    // Old: 2 gwei of tip, 20 in all. Now: 10 gwei of base, so at most 20 gwei and the tip.
    for (tip, wanted_tip, wanted_cap) in [
        (GWEI, 9 * GWEI / 4, 45 * GWEI / 2),
        (5 * GWEI, 5 * GWEI, 25 * GWEI),
        (9 * GWEI, 9 * GWEI, 29 * GWEI),
    ] {
        let mut desk = Desk::new();
        let request = desk.sent(7);
        let chain = FakeChain { tip, ..FakeChain::new(7) };
        let new = replacement(&desk.journal, &chain, request.id, Replacement::Faster, Speed::Fast).unwrap();
        assert_eq!((new.max_priority_fee_per_gas(), new.max_fee_per_gas()), (Some(wanted_tip), wanted_cap));
        assert_eq!((new.nonce(), new.value(), new.data().len()), (7, U256::from(7), 4), "the same call");
    }
}

#[test]
fn a_cancellation_sends_nothing_to_the_sender_itself() {
    let mut desk = Desk::new();
    let (request, chain) = (desk.sent(7), FakeChain::new(7));
    let new = replacement(&desk.journal, &chain, request.id, Replacement::Cancel, Speed::Fast).unwrap();
    assert_eq!((new.nonce(), new.to(), new.gas_limit()), (7, Some(request.signer), GAS_MIN));
    assert!(new.value().is_zero() && new.data().is_empty());
    assert!(new.max_fee_per_gas() > 20 * GWEI);
}

#[test]
fn what_does_not_wait_for_a_block_is_not_replaced() {
    let refused = |desk: &Desk, chain: &FakeChain, id| {
        let error = replacement(&desk.journal, chain, id, Replacement::Faster, Speed::Fast).unwrap_err();
        assert_eq!(error.kind().as_str(), "request-state", "{error}");
        error.to_string()
    };
    let mut desk = Desk::new();
    let request = desk.signed(7);
    assert!(refused(&desk, &FakeChain::new(7), request.id).contains("nothing was sent"));
    let mut desk = Desk::new();
    let request = desk.sent(7);
    let mut mined = FakeChain::new(7);
    mined.include(&request, 4);
    assert!(refused(&desk, &mined, request.id).contains("in a block"));
    let used = FakeChain { mined: 8, ..FakeChain::new(7) };
    assert!(refused(&desk, &used, request.id).contains("nonce is used"));
}

#[test]
fn no_fee_is_too_small_to_rise_and_none_overflows() {
    assert_eq!((raised(0, 0), raised(1, 0), raised(8, 0), raised(9, 0)), (1, 2, 9, 11));
    assert_eq!(raised(u128::MAX, 0), u128::MAX);
}

#[test]
fn what_is_replaced_already_names_the_request_that_took_its_place_until_that_is_given_up() {
    let mut desk = Desk::new();
    let (request, chain) = (desk.sent(7), FakeChain::new(7));
    let build = |desk: &Desk, kind| replacement(&desk.journal, &chain, request.id, kind, Speed::Fast);
    let faster = build(&desk, Replacement::Faster).unwrap();
    let by = RequestId::of_random([9; 16]);
    let key = desk.key(&request);
    let payload = shared::eth::Payload::Transaction(faster);
    let wish = crate::acts::AskWish { payload, key, purpose: None, replaces: Some(request.id) };
    crate::acts::ask(&mut desk.journal, wish, by).unwrap();
    for kind in [Replacement::Faster, Replacement::Cancel] {
        let error = build(&desk, kind).unwrap_err();
        assert_eq!(error.kind().as_str(), "request-state");
        assert!(error.to_string().contains(&format!("request {by} takes its place already")), "{error}");
    }
    let reason = "not signed after all".to_owned();
    desk.journal.record(&crate::journal::Entry::Abandoned { id: by, reason }).unwrap();
    assert!(build(&desk, Replacement::Cancel).is_ok(), "what nobody will send is in nobody's way");
}
