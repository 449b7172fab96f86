//! Whose request a signature belongs to.

use super::*;
use crate::acts::fake::{Desk, Signed, sign, transfer};

/// The same transaction by two keys: all but parity is equal, so the digest is, too.
fn two_keys() -> (Signed, SignedTransaction, Signed) {
    let (first, mut second) = (sign(&transfer(7), 1), sign(&transfer(7), 2));
    let signature = SignedTransaction::recover(&second.raw).unwrap().signature();
    let other = shared::eth::RecoverableSignature { y_parity: !signature.y_parity, ..signature };
    let (raw, hash) = transfer(7).signed(&other);
    let signed = SignedTransaction::recover(&raw).unwrap();
    assert_ne!(signed.signer(), first.signer);
    (second.signer, second.raw, second.hash) = (signed.signer(), raw, hash);
    (second, signed, first)
}

#[test]
fn a_signed_transaction_belongs_to_the_request_that_asked_its_signer_and_to_no_other_of_its_digest() {
    let mut desk = Desk::new();
    let (ours, signed, other) = two_keys();
    desk.ask(&ours, &transfer(7));
    desk.ask(&other, &transfer(7)); // the newest
    let fresh = RequestId::of_random([9; 16]);
    let taken = take_signed(&mut desk.journal, None, &signed, fresh).unwrap();
    assert_eq!(taken, Some(ours.id));
    assert_eq!((desk.state(&ours), desk.state(&other)), (State::Signed, State::Waiting));
    assert_eq!(desk.kinds(&other), ["asked"], "nothing is said of the other");
}

#[test]
fn what_nobody_asked_a_stranger_for_is_not_taken() {
    let mut desk = Desk::new();
    let (_, signed, other) = two_keys();
    desk.ask(&other, &transfer(7));
    let fresh = RequestId::of_random([9; 16]);
    assert_eq!(take_signed(&mut desk.journal, None, &signed, fresh).unwrap(), None);
}

#[test]
fn an_answer_without_an_id_is_taken_for_the_request_that_is_named_and_one_with_another_id_is_not() {
    let mut desk = Desk::new();
    let (ours, signed, _) = two_keys();
    desk.ask(&ours, &transfer(7));
    let signature = signed.signature();
    let v = Payload::Transaction(transfer(7)).v(signature.y_parity);
    let signature = [signature.r.as_slice(), signature.s.as_slice(), &v].concat();
    let answer = |request_id| SignAnswer { request_id, signature: signature.clone(), origin: None };
    let mut take = |request_id, id| accept(&mut desk.journal, &answer(request_id), id, None);
    assert_eq!(take(None, None).unwrap_err().kind().as_str(), "request-id", "nothing says which");
    assert_eq!(take(Some([7; 16]), Some(ours.id)).unwrap_err().kind().as_str(), "request-id");
    assert_eq!(take(None, Some(ours.id)).unwrap().0, ours.id);
    assert_eq!(take(None, Some(ours.id)).unwrap().0, ours.id, "again");
    assert_eq!(desk.kinds(&ours), ["asked", "answer-refused", "answered"]);
}
