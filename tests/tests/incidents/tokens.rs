//! Signatures alone that let someone take tokens.

use crate::asked::{address, finding, review, typed};
use serde_json::{Value, json};
use shared::review::Severity;

const ALL: &str = "115792089237316195423570985008687907853269984665640564039457584007913129639935";

fn domain(name: &str, contract: &str) -> Value {
    json!({"name": name, "version": "1", "chainId": 1, "verifyingContract": contract})
}

fn domain_type() -> Value {
    json!([
        {"name": "name", "type": "string"}, {"name": "version", "type": "string"},
        {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"},
    ])
}

#[test]
fn a_permit_for_everything_is_critical_and_names_who_may_take_it() {
    let (token, thief) = (address(0x50), address(0x66));
    let checked = review(&typed(&json!({
        "types": {
            "EIP712Domain": domain_type(),
            "Permit": [
                {"name": "owner", "type": "address"}, {"name": "spender", "type": "address"},
                {"name": "value", "type": "uint256"}, {"name": "nonce", "type": "uint256"},
                {"name": "deadline", "type": "uint256"},
            ],
        },
        "primaryType": "Permit",
        "domain": domain("A Token", &token),
        "message": {
            "owner": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "spender": thief, "value": ALL, "nonce": "0",
            "deadline": ALL,
        },
    })));
    assert!(finding(&checked, "permit", Severity::Danger).sentence.contains(&thief));
    finding(&checked, "unlimited-approval", Severity::Critical);
}

#[test]
fn a_permit2_batch_for_everything_is_seen_in_each_of_its_tokens() {
    let thief = address(0x66);
    let most = "1461501637330902918203684832716283019655932542975"; // 2^160 - 1
    let token = |number: u8| json!({"token": address(number), "amount": most, "expiration": "281474976710655", "nonce": "0"});
    let checked = review(&typed(&json!({
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            "PermitBatch": [
                {"name": "details", "type": "PermitDetails[]"}, {"name": "spender", "type": "address"},
                {"name": "sigDeadline", "type": "uint256"},
            ],
            "PermitDetails": [
                {"name": "token", "type": "address"}, {"name": "amount", "type": "uint160"},
                {"name": "expiration", "type": "uint48"}, {"name": "nonce", "type": "uint48"},
            ],
        },
        "primaryType": "PermitBatch",
        "domain": {
            "name": "Permit2", "chainId": 1,
            "verifyingContract": "0x000000000022D473030F116dDEE9F6B43aC78BA3",
        },
        "message": {"details": [token(0x51), token(0x52)], "spender": thief, "sigDeadline": ALL},
    })));
    finding(&checked, "unlimited-approval", Severity::Critical);
    let said =
        checked.findings().iter().map(|finding| finding.sentence.as_str()).collect::<Vec<_>>().join(" ");
    assert!(said.contains(&thief), "{said}");
    let told = checked.acts().iter().map(|act| act.sentence.as_str()).collect::<Vec<_>>().join(" ");
    for token in [address(0x51), address(0x52)] {
        assert!(told.contains(&token) || said.contains(&token), "{token}: {told} {said}");
    }
}

/// What a Safe's page would have an owner sign who uses `eth_sign`.
#[test]
fn a_bare_hash_may_be_a_safe_transaction() {
    let message = shared::eth::message::PersonalMessage(vec![0x9c; 32]);
    let checked = review(&shared::eth::Payload::Message(message));
    let finding = finding(&checked, "bare-32-byte-message", Severity::Critical);
    assert!(finding.sentence.contains("Safe transaction hash"), "{}", finding.sentence);
}
