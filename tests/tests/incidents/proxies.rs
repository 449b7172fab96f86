//! Contracts whose code, admin or delay was changed by a call that its signers did not read.

use crate::asked::{
    MULTI_SEND, SafeTx, address, call, finding, hex, knowing, multi_send, packed, review, transaction,
};
use e2e::state::proven_person;
use shared::review::{Knowledge, Severity};

/// WazirX, July 2024: the logic behind the Safe itself was swapped.
#[test]
fn a_safe_whose_singleton_is_swapped_is_told_to_get_other_code() {
    let next = address(0x66);
    let swap = call("changeMasterCopy(address)", &[&next]);
    let safe = crate::asked::SAFE;
    let checked = review(&SafeTx::calling(safe, swap).payload());
    let finding = finding(&checked, "safe-singleton", Severity::Critical);
    assert!(finding.sentence.contains(&next), "{}", finding.sentence);
}

#[test]
fn a_logic_swap_is_an_upgrade_whoever_calls_it() {
    let (proxy, logic) = (address(0x50), address(0x66));
    for payload in [
        transaction(&proxy, call("upgradeTo(address)", &[&logic])),
        transaction(&proxy, call("upgradeToAndCall(address,bytes)", &[&logic, "0x"])),
        transaction(&address(0xad), call("upgradeAndCall(address,address,bytes)", &[&proxy, &logic, "0x"])),
        SafeTx::calling(&proxy, call("upgradeTo(address)", &[&logic])).payload(),
    ] {
        let checked = review(&payload);
        assert!(finding(&checked, "upgrade", Severity::Critical).sentence.contains(&logic));
    }
}

#[test]
fn an_initializer_inside_an_upgrade_inside_a_timelock_inside_a_batch_is_put_in_words() {
    let (timelock, proxy, logic, owner) = (address(0x71), address(0x50), address(0x66), address(0x67));
    let initialize = call("transferOwnership(address)", &[&owner]);
    let upgrade = call("upgradeToAndCall(address,bytes)", &[&logic, &hex(&initialize)]);
    let word = format!("0x{}", "00".repeat(32));
    let schedule = call(
        "schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
        &[&proxy, "0", &hex(&upgrade), &word, &word, "172800"],
    );
    let batch = multi_send(&[packed(0, &timelock, &schedule)]);
    let checked = review(&SafeTx::delegating(MULTI_SEND, batch).payload());
    for id in ["timelock-schedule", "upgrade", "ownership-transfer"] {
        assert!(checked.findings().iter().any(|finding| finding.id == id), "{id}: {:#?}", checked.findings());
    }
    let deepest = checked.acts().iter().max_by_key(|act| act.depth).unwrap();
    assert!(deepest.depth >= 4 && deepest.sentence.contains(&owner), "{deepest:#?}");
}

#[test]
fn a_delay_of_zero_takes_the_timelock_away() {
    let timelock = address(0x71);
    let checked = review(&transaction(&timelock, call("updateDelay(uint256)", &["0"])));
    finding(&checked, "timelock-delay", Severity::Critical);
    finding(&checked, "no-delay", Severity::Critical);
    let longer = review(&transaction(&timelock, call("updateDelay(uint256)", &["172800"])));
    assert!(!longer.findings().iter().any(|finding| finding.id == "no-delay"), "two days are a delay");
}

#[test]
fn the_power_to_upgrade_given_to_one_account_is_critical() {
    let (admin, proxy, person) = (address(0xad), address(0x50), address(0x66));
    for payload in [
        transaction(&proxy, call("changeAdmin(address)", &[&person])),
        transaction(&admin, call("changeProxyAdmin(address,address)", &[&proxy, &person])),
    ] {
        let checked = review(&payload);
        assert!(finding(&checked, "upgrade-admin", Severity::Critical).sentence.contains(&person));
        assert!(!checked.findings().iter().any(|finding| finding.id == "no-code"), "nobody knows");
        let proofs = vec![proven_person(person.parse().unwrap()).unwrap().compared()];
        let checked = knowing(&payload, &Knowledge { proofs, ..Knowledge::default() });
        let one_key = finding(&checked, "no-code", Severity::Caution);
        assert!(one_key.sentence.contains(&person) && one_key.sentence.contains("one key alone"));
    }
}

#[test]
fn a_role_granted_at_the_end_of_a_long_batch_is_no_less_loud() {
    let (token, thief) = (address(0x50), address(0x66));
    let payout = |number: u8| packed(0, &token, &call("transfer(address,uint256)", &[&address(number), "1"]));
    let mut calls: Vec<_> = (1..=60).map(payout).collect();
    let role = format!("0x{}", "00".repeat(32));
    calls.push(packed(0, &token, &call("grantRole(bytes32,address)", &[&role, &thief])));
    let checked = review(&SafeTx::delegating(MULTI_SEND, multi_send(&calls)).payload());
    let granted = finding(&checked, "role-grant", Severity::Critical);
    assert!(granted.sentence.contains(&thief), "{}", granted.sentence);
    let among_the_first = checked.findings().iter().take(3).any(|finding| finding.id == "role-grant");
    assert!(among_the_first, "what is worst is read first: {:#?}", &checked.findings()[..3]);
    finding(&checked, "buried-danger", Severity::Critical);
}
