//! What may leave, and how often.

use super::*;
use crate::acts::fake::{Desk, FakeChain, sign, transfer};
use shared::Refusal as _;

#[test]
fn what_was_signed_goes_to_every_node_and_each_word_is_written_down() {
    let mut desk = Desk::new();
    let (request, chain) = (desk.signed(7), FakeChain::new(7));
    let sent = send(&mut desk.journal, &chain, request.id, false).unwrap();
    assert!(sent.is_taken() && !sent.already_there && sent.hash == request.hash);
    assert_eq!(*chain.sent.borrow(), std::slice::from_ref(&request.raw));
    assert_eq!(desk.state(&request), State::Sent);
    assert_eq!(desk.kinds(&request), ["asked", "answered", "sending", "told", "told"]);
}

#[test]
fn a_sending_that_was_cut_off_asks_first_and_repeats_nothing_that_a_node_has() {
    for (holders, times) in [(vec!["http://b".to_owned()], 0), (vec![], 1)] {
        let mut desk = Desk::new();
        let request = desk.signed(7);
        let chain = FakeChain { holders, ..FakeChain::new(7) };
        let nodes = vec!["http://a".to_owned()];
        desk.journal.record(&Entry::Sending { id: request.id, hash: request.hash, nodes }).unwrap();
        let sent = send(&mut desk.journal, &chain, request.id, false).unwrap();
        assert_eq!((sent.already_there, chain.sent.borrow().len()), (times == 0, times));
        assert_eq!(desk.state(&request), State::Sent);
    }
}

#[test]
fn bytes_that_are_not_those_of_the_request_never_leave() {
    let mut desk = Desk::new();
    let (asked, other) = (sign(&transfer(7), 1), sign(&transfer(8), 1));
    desk.ask(&asked, &transfer(7));
    desk.answer(&asked, &other.raw);
    let chain = FakeChain::new(7);
    let error = send(&mut desk.journal, &chain, asked.id, false).unwrap_err();
    assert_eq!(error.kind().as_str(), "journal-damaged", "{error}");
    assert!(chain.sent.borrow().is_empty());
}

#[test]
fn a_nonce_that_another_transaction_used_is_said_with_its_hash_and_nothing_leaves() {
    let mut desk = Desk::new();
    let request = desk.signed(7);
    let by = B256::repeat_byte(0xbb);
    let chain = FakeChain { mined: 8, next: 8, spender: Some(by), ..FakeChain::new(7) };
    let error = send(&mut desk.journal, &chain, request.id, false).unwrap_err();
    assert!(error.to_string().contains(&by.to_string()), "{error}");
    assert_eq!(desk.state(&request), State::NonceTaken);
    assert!(chain.sent.borrow().is_empty());
}

#[test]
fn a_gap_names_the_requests_that_are_missing_and_is_sent_only_when_it_is_allowed() {
    let mut desk = Desk::new();
    let request = desk.signed(9);
    let mut waiting = sign(&transfer(8), 2);
    waiting.signer = request.signer;
    desk.ask(&waiting, &transfer(8));
    let chain = FakeChain::new(7);
    let error = send(&mut desk.journal, &chain, request.id, false).unwrap_err().to_string();
    assert!(error.contains("nonce 7: no request"), "{error}");
    assert!(
        error.contains(&format!("nonce 8: request {}, waiting for the signature", waiting.id)),
        "{error}"
    );
    assert_eq!(desk.state(&request), State::Signed);
    assert!(send(&mut desk.journal, &chain, request.id, true).unwrap().is_taken());
}

#[test]
fn where_every_node_refuses_it_stays_unsent_and_each_reason_is_kept() {
    let mut desk = Desk::new();
    let request = desk.signed(7);
    let chain = FakeChain { refuses: Some("nonce too low".to_owned()), ..FakeChain::new(7) };
    let sent = send(&mut desk.journal, &chain, request.id, false).unwrap();
    assert!(!sent.is_taken() && sent.words.iter().all(|word| word.refused.is_some() && !word.is_unclear));
    assert_eq!(desk.state(&request), State::Sending);
}

#[test]
fn what_is_not_signed_or_is_of_another_chain_is_not_sent() {
    let mut desk = Desk::new();
    let request = sign(&transfer(7), 1);
    desk.ask(&request, &transfer(7));
    let chain = FakeChain { chain_id: 1, ..FakeChain::new(7) };
    let error = send(&mut desk.journal, &chain, request.id, false).unwrap_err();
    assert_eq!(error.kind().as_str(), "request-state");
    desk.answer(&request, &request.raw);
    let error = send(&mut desk.journal, &chain, request.id, false).unwrap_err();
    assert_eq!(error.kind().as_str(), "node-chain");
    assert!(chain.sent.borrow().is_empty());
}

#[test]
fn what_another_request_takes_the_place_of_does_not_leave_until_that_one_is_given_up() {
    let mut desk = Desk::new();
    let (request, chain) = (desk.sent(7), FakeChain::new(7));
    let by = desk.replace(&request);
    let error = send(&mut desk.journal, &chain, request.id, false).unwrap_err();
    assert_eq!(error.kind().as_str(), "request-state");
    assert!(error.to_string().contains(&by.to_string()) && chain.sent.borrow().is_empty(), "{error}");
    desk.journal.record(&Entry::Abandoned { id: by, reason: "wanted after all".to_owned() }).unwrap();
    assert!(send(&mut desk.journal, &chain, request.id, false).unwrap().is_taken());
}
