//! Safes that were emptied by their own owners' signatures.

use crate::asked::{
    MULTI_SEND, SAFE, SafeTx, address, call, finding, first, hex, multi_send, packed, review, transaction,
};
use shared::review::Severity;

/// Bybit, February 2025: a call of `transfer` by delegatecall, of which the code wrote the Safe's slot 0.
#[test]
fn a_transfer_by_delegatecall_is_foreign_code_as_the_safe_and_no_transfer() {
    let trap = "0x96221423681A6d52E184D440a8eFCEbB105C7242";
    let implementation = "0xbDd077f651EBe7f7b3cE16fe5F2b025BE2969516";
    let request = SafeTx {
        safe: "0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4",
        safe_tx_gas: 45_746,
        nonce: 71,
        ..SafeTx::delegating(trap, call("transfer(address,uint256)", &[implementation, "0"]))
    };
    let checked = review(&request.payload());
    finding(&checked, "delegatecall", Severity::Critical);
    assert_eq!(first(&checked).severity, Severity::Critical);
    let said = checked.acts().iter().map(|act| act.sentence.as_str()).collect::<Vec<_>>();
    assert!(said.iter().any(|sentence| sentence.contains("code of")), "{said:#?}");
    assert!(
        !said.iter().any(|sentence| sentence.starts_with("Moves 0 units of the token")),
        "foreign code need not do what its function is called: {said:#?}"
    );
}

/// Radiant, October 2024: ownership handed over inside what looked like a routine batch.
#[test]
fn ownership_handed_over_inside_a_batch_is_seen_and_said_where() {
    let (pool, thief) = (address(0x50), address(0x66));
    let batch = multi_send(&[
        packed(0, &pool, &call("pause()", &[])),
        packed(0, &pool, &call("transferOwnership(address)", &[&thief])),
        packed(0, &pool, &call("unpause()", &[])),
    ]);
    let checked = review(&SafeTx::delegating(MULTI_SEND, batch).payload());
    let finding = finding(&checked, "ownership-transfer", Severity::Critical);
    assert!(finding.sentence.contains(&thief), "{}", finding.sentence);
    assert!(finding.sentence.starts_with("In 1.1.2: "), "{}", finding.sentence);
    assert!(checked.acts().len() >= 5, "each call of the batch is an act of its own: {:#?}", checked.acts());
}

#[test]
fn a_delegatecall_that_sends_nothing_is_as_bad_as_any() {
    let checked = review(&SafeTx::delegating(&address(0x77), Vec::new()).payload());
    finding(&checked, "delegatecall", Severity::Critical);
}

#[test]
fn a_delegatecall_inside_a_batch_is_seen() {
    let batch = multi_send(&[
        packed(0, &address(0x50), &call("pause()", &[])),
        packed(1, &address(0x77), &call("transfer(address,uint256)", &[&address(0x66), "0"])),
    ]);
    let checked = review(&SafeTx::delegating(MULTI_SEND, batch).payload());
    let inside = checked.findings().iter().find(|finding| {
        finding.id == "delegatecall"
            && finding.severity == Severity::Critical
            && finding.sentence.starts_with("In 1.1.2: ")
    });
    assert!(inside.is_some(), "{:#?}", checked.findings());
}

#[test]
fn bytes_behind_the_last_call_of_a_batch_are_not_passed_over() {
    let mut transactions = packed(0, &address(0x50), &call("pause()", &[]));
    transactions.extend([0xde, 0xad, 0xbe, 0xef]);
    let batch = call("multiSend(bytes)", &[&hex(&transactions)]);
    let checked = review(&SafeTx::delegating(MULTI_SEND, batch).payload());
    finding(&checked, "malformed-batch", Severity::Critical);
}

/// An owner that is a Safe itself: the hash says nothing of what it stands for.
#[test]
fn a_hash_approved_by_a_nested_safe_is_told_to_be_only_a_hash() {
    let hash = format!("0x{}", "5a".repeat(32));
    let approve = call("approveHash(bytes32)", &[&hash]);
    let checked = review(&SafeTx::calling(&address(0x5b), approve).payload());
    finding(&checked, "bare-32-byte-message", Severity::Critical);
    let finding = finding(&checked, "safe-approval", Severity::Danger);
    assert!(finding.sentence.contains(&hash), "{}", finding.sentence);
}

#[test]
fn an_owner_swapped_and_a_threshold_of_one_are_seen_from_an_ordinary_account_too() {
    let swap = call(
        "swapOwner(address,address,address)",
        &["0x0000000000000000000000000000000000000001", &address(0x11), &address(0x66)],
    );
    let zero = address(0);
    let execute = |data: &[u8]| {
        let signature =
            "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)";
        call(signature, &[SAFE, "0", &hex(data), "0", "0", "0", "0", &zero, &zero, "0x"])
    };
    let checked = review(&transaction(SAFE, execute(&swap)));
    finding(&checked, "safe-owners", Severity::Critical);
    for (threshold, alone) in [("1", true), ("2", false)] {
        let checked = review(&transaction(SAFE, execute(&call("changeThreshold(uint256)", &[threshold]))));
        finding(&checked, "safe-owners", Severity::Critical);
        let found = checked
            .findings()
            .iter()
            .any(|finding| finding.id == "safe-threshold" && finding.severity == Severity::Critical);
        assert_eq!(found, alone, "a threshold of {threshold}");
    }
}
