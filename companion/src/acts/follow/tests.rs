//! What becomes of a transaction on a chain that does as it is told.

use super::*;
use crate::{
    acts::fake::{Desk, FakeChain, GWEI, Signed, receipt},
    node::Sighting,
};
use shared::eth::B256;

fn look(desk: &mut Desk, chain: &FakeChain, request: &Signed) -> Standing {
    let go_on = &mut |_: &Following| ControlFlow::Continue(());
    follow(&mut desk.journal, chain, request.id, Patience::Once, go_on).unwrap()
}

/// One note, and it says this.
fn noted(standing: &Standing, words: &str) {
    let [note] = standing.notes.as_slice() else { panic!("{:?}", standing.notes) };
    assert!(note.contains(words), "{note}");
}

/// Sent, and in block 3 by the journal.
fn mined_in_3() -> (Desk, Signed, FakeChain) {
    let mut desk = Desk::new();
    let request = desk.sent(7);
    let mut chain = FakeChain::new(7);
    chain.include(&request, 3);
    let standing = look(&mut desk, &chain, &request);
    assert_eq!((standing.state, standing.confirmations), (State::Mined, 3));
    (desk, request, chain)
}

#[test]
fn a_block_is_written_down_once_and_final_when_the_chain_says_so() {
    let (mut desk, request, mut chain) = mined_in_3();
    let standing = look(&mut desk, &chain, &request);
    assert_eq!((standing.state, standing.events.len(), standing.notes.len()), (State::Mined, 1, 0));
    chain.finalized = Some(3);
    assert_eq!(look(&mut desk, &chain, &request).state, State::Final);
    assert_eq!(look(&mut desk, &chain, &request).state, State::Final);
    let kinds = desk.kinds(&request);
    assert_eq!(kinds[4..], ["mined", "final"], "{kinds:?}");
}

#[test]
fn where_no_block_is_told_final_depth_decides() {
    let (mut desk, request, mut chain) = mined_in_3();
    chain.finalized = None;
    chain.mine(33, 10 * GWEI, 2_000);
    assert_eq!(look(&mut desk, &chain, &request).state, State::Mined);
    chain.mine(34, 10 * GWEI, 2_000);
    assert_eq!(look(&mut desk, &chain, &request).state, State::Final);
}

#[test]
fn a_reverted_transaction_is_reverted_in_its_block() {
    let mut desk = Desk::new();
    let request = desk.sent(7);
    let mut chain = FakeChain::new(7);
    chain.receipt = Ok(Sighting::Agreed(Receipt { status: false, ..receipt(&request, 3) }));
    assert_eq!(look(&mut desk, &chain, &request).state, State::Reverted);
}

#[test]
fn a_reorganisation_is_noticed_and_said_wherever_the_transaction_went() {
    let (mut desk, request, mut chain) = mined_in_3();
    chain.include(&request, 4);
    let standing = look(&mut desk, &chain, &request);
    noted(&standing, "reorganised");
    assert_eq!((standing.state, standing.block.unwrap().number), (State::Mined, 4));
    assert_eq!(desk.kinds(&request)[4..], ["mined", "reorganised", "mined"]);

    let (mut desk, request, mut chain) = mined_in_3();
    chain.receipt = Ok(Sighting::Nowhere);
    (chain.mined, chain.next, chain.holders) = (7, 8, vec!["http://a".to_owned()]);
    chain.blocks.get_mut(&3).unwrap().hash = B256::repeat_byte(0x33);
    let standing = look(&mut desk, &chain, &request);
    noted(&standing, "waits again");
    assert_eq!((standing.state, standing.block), (State::Sent, None));
}

#[test]
fn a_final_block_that_goes_away_is_an_alarm_and_no_entry() {
    let (mut desk, request, mut chain) = mined_in_3();
    chain.finalized = Some(3);
    look(&mut desk, &chain, &request);
    chain.include(&request, 4);
    let standing = look(&mut desk, &chain, &request);
    noted(&standing, "counted as final");
    assert_eq!((standing.state, standing.block.unwrap().number), (State::Final, 3));
}

#[test]
fn what_nodes_do_not_agree_on_is_a_note_and_written_nowhere() {
    let mut desk = Desk::new();
    let request = desk.sent(7);
    let before = desk.kinds(&request);
    let mut chain = FakeChain::new(7);
    chain.receipt = Err("what became of it".to_owned());
    noted(&look(&mut desk, &chain, &request), "do not agree on what became of it");
    chain.receipt =
        Ok(Sighting::Partly { receipt: receipt(&request, 3), behind: vec!["http://b".to_owned()] });
    noted(&look(&mut desk, &chain, &request), "http://b has not seen that block yet");
    chain.receipt = Ok(Sighting::Agreed(Receipt { block_hash: B256::ZERO, ..receipt(&request, 3) }));
    noted(&look(&mut desk, &chain, &request), "is not believed");
    chain.receipt = Ok(Sighting::Agreed(Receipt { block_number: 6, ..receipt(&request, 3) }));
    noted(&look(&mut desk, &chain, &request), "no node has a block of that height");
    assert_eq!(desk.kinds(&request), before);
}

#[test]
fn a_receipt_that_is_lost_while_its_block_stands_is_no_reorganisation() {
    let (mut desk, request, mut chain) = mined_in_3();
    chain.receipt = Ok(Sighting::Nowhere);
    let standing = look(&mut desk, &chain, &request);
    noted(&standing, "lost it, or lie");
    assert_eq!(standing.state, State::Mined);
}

#[test]
fn a_nonce_that_another_transaction_used_ends_the_watch_with_its_hash() {
    for (spender, words) in
        [(Some(B256::repeat_byte(0xbb)), "0xbbbb"), (None, "not found among the last blocks")]
    {
        let mut desk = Desk::new();
        let request = desk.sent(7);
        let chain = FakeChain { mined: 8, next: 8, spender, ..FakeChain::new(7) };
        let standing = look(&mut desk, &chain, &request);
        noted(&standing, words);
        assert_eq!(standing.state, State::NonceTaken);
    }
}

#[test]
fn what_no_node_knows_any_more_is_dropped_and_can_be_sent_again() {
    let mut desk = Desk::new();
    let request = desk.sent(7);
    let standing = look(&mut desk, &FakeChain::new(7), &request);
    noted(&standing, &format!("coldframe broadcast {}", request.id));
    assert!(standing.is_dropped && standing.state == State::Sent);
    let request = {
        desk = Desk::new();
        desk.signed(7)
    };
    let standing = look(&mut desk, &FakeChain::new(7), &request);
    assert!(!standing.is_dropped && standing.notes.is_empty(), "it was never sent");
}

#[test]
fn what_is_replaced_and_dropped_is_not_advised_to_be_sent_again() {
    let mut desk = Desk::new();
    let request = desk.sent(7);
    let by = desk.replace(&request);
    let standing = look(&mut desk, &FakeChain::new(7), &request);
    noted(&standing, &format!("Request {by} takes its place"));
    assert!(!standing.is_dropped && !standing.is_stuck);
}

#[test]
fn nodes_that_are_not_at_its_block_are_behind_and_that_is_no_reorganisation() {
    let (mut desk, request, mut chain) = mined_in_3();
    chain.receipt = Ok(Sighting::Nowhere);
    chain.blocks.retain(|number, _| *number < 3);
    let standing = look(&mut desk, &chain, &request);
    noted(&standing, "not at its block 3 yet");
    assert_eq!((standing.state, standing.block.unwrap().number), (State::Mined, 3));
    assert_eq!(desk.kinds(&request)[4..], ["mined"]);
}

#[test]
fn a_gap_before_it_is_explained() {
    let mut desk = Desk::new();
    let request = desk.sent(9);
    let holders = vec!["http://a".to_owned()];
    let chain = FakeChain { holders: holders.clone(), ..FakeChain::new(7) };
    noted(&look(&mut desk, &chain, &request), "nonce 8: no request in this journal");
    let chain = FakeChain { holders, mined: 7, next: 10, ..FakeChain::new(7) };
    noted(&look(&mut desk, &chain, &request), "2 earlier transaction(s)");
}

#[test]
fn it_is_stuck_when_its_fee_is_too_low_for_some_blocks_or_it_waits_for_long() {
    // The request offers at most 20 gwei with 2 of tip.
    for (base_fee, tip, seconds, stuck, words) in [
        (10, 1, 0, false, None),
        (21, 1, 0, false, Some("at most 20 gwei")),
        (21, 1, 61, true, Some("at most 20 gwei")),
        (10, 3, 30, false, None),
        (10, 3, 61, true, Some("tip of 2 gwei")),
        (19, 2, 61, true, Some("tip of 1 gwei")),
        (10, 1, 61, false, None),
        (10, 1, 601, true, Some("fees are no reason")),
    ] {
        let mut desk = Desk::new();
        let request = desk.sent(7);
        let sent_at = desk.journal.request(request.id).unwrap().unwrap().changed_at;
        let mut chain =
            FakeChain { holders: vec!["http://a".to_owned()], tip: tip * GWEI, ..FakeChain::new(7) };
        // A clock of the chain that is a day ahead says nothing about how long it waits.
        chain.mine(6, base_fee * GWEI, u64::try_from(sent_at / 1_000).unwrap() + 86_400);
        let now = sent_at + seconds * 1_000;
        let standing = look::look(&mut desk.journal, &chain, request.id, now).unwrap();
        assert_eq!(standing.is_stuck, stuck, "{base_fee} {tip} {seconds}: {:?}", standing.notes);
        match words {
            Some(words) => noted(&standing, words),
            None => assert!(standing.notes.is_empty(), "{:?}", standing.notes),
        }
    }
}

#[test]
fn a_watch_ends_when_it_is_told_to_or_what_it_waits_for_is_there() {
    let long = Duration::from_secs(3_600);
    for (patience, ends) in [
        (Patience::Mined(long), true),
        (Patience::Confirmed(3, long), true),
        (Patience::Confirmed(4, long), false),
        (Patience::Final(long), false),
        (Patience::Final(Duration::ZERO), true),
    ] {
        let (mut desk, request, chain) = mined_in_3();
        let mut looks = 0;
        let standing = follow(&mut desk.journal, &chain, request.id, patience, &mut |_| {
            looks += 1;
            if looks < 5 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        assert_eq!(standing.unwrap().state, State::Mined);
        assert_eq!(looks == 1, ends, "{patience:?}");
    }
}
