//! Power given and given up: who can take it back, and who is there to use it.

use super::{
    knowledge::{account, knowing, proven},
    *,
};
use crate::{proof::HeaderTrust, review::UndoneBy};

const ADMIN: &str = "0x0000000000000000000000000000000000000000000000000000000000000000";
/// Who signs here.
const SELF: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

#[test]
fn who_gets_all_power_can_take_it_from_who_gave_it() {
    let (other, timelock) = (address(0x66), keccak256("TIMELOCK_ADMIN_ROLE").to_string());
    let (critical, danger) = (Severity::Critical, Severity::Danger);
    for (signature, arguments, undone_by, severity) in [
        ("grantRole(bytes32,address)", &[ADMIN, &other][..], UndoneBy::NewHolder, critical),
        ("grantRole(bytes32,address)", &[&timelock, &other], UndoneBy::NewHolder, critical),
        ("grantRole(bytes32,address)", &[WORD, &other], UndoneBy::Signer, critical),
        ("grantRole(uint64,address,uint32)", &["0", &other, "0"], UndoneBy::NewHolder, critical),
        ("grantRole(uint64,address,uint32)", &["7", &other, "0"], UndoneBy::Signer, critical),
        ("rely(address)", &[&other], UndoneBy::NewHolder, critical),
        ("revokeRole(bytes32,address)", &[ADMIN, SELF], UndoneBy::Nobody, critical),
        ("revokeRole(bytes32,address)", &[ADMIN, &other], UndoneBy::Signer, danger),
        ("revokeRole(bytes32,address)", &[WORD, SELF], UndoneBy::Administrator, danger),
        ("revokeRole(uint64,address)", &["0", SELF], UndoneBy::Nobody, critical),
        ("renounceRole(bytes32,address)", &[ADMIN, SELF], UndoneBy::Nobody, critical),
        ("renounceRole(bytes32,address)", &[WORD, SELF], UndoneBy::Administrator, danger),
        ("renounceRole(uint64,address)", &["0", SELF], UndoneBy::Nobody, critical),
        ("deny(address)", &[SELF], UndoneBy::Administrator, critical),
        ("deny(address)", &[&other], UndoneBy::Signer, danger),
        ("installModule(uint256,address,bytes)", &["2", &other, "0x"], UndoneBy::Unclear, critical),
    ] {
        let review = Review::call(signature, arguments);
        let (act, finding) = (&review.acts[0], &review.findings[0]);
        assert_eq!((act.undone_by, act.severity), (undone_by, severity), "{signature} {arguments:?}");
        assert!(finding.sentence.ends_with(undone_by.sentence()), "{}", finding.sentence);
    }
}

#[test]
fn a_guard_that_is_taken_off_is_not_told_as_one_that_is_set() {
    let zero = address(0);
    for (signature, id, said) in [
        ("setGuard(address)", "safe-guard", "Takes the guard off the Safe"),
        ("setModuleGuard(address)", "safe-guard", "Takes the guard off the modules of the Safe"),
        ("setFallbackHandler(address)", "safe-handler", "Takes the fallback handler off the Safe"),
    ] {
        let review = Review::call(signature, &[&zero]);
        assert!(review.acts[0].sentence.starts_with(&format!("{said} {CONTRACT}: ")), "{:?}", review.tree());
        assert_eq!(review.severity(id), Some(Severity::Critical), "{signature}");
        let set = Review::call(signature, &[&address(0x66)]);
        assert!(set.acts[0].sentence.starts_with("Has "), "{:?}", set.tree());
    }
}

#[test]
fn power_for_an_account_without_code_is_said() {
    let holder = Address::repeat_byte(0x66);
    let text = holder.to_string();
    for (signature, arguments, severity) in [
        ("enableModule(address)", vec![text.as_str()], Severity::Danger),
        ("setGuard(address)", vec![&text], Severity::Danger),
        ("setOracle(address)", vec![&text], Severity::Danger),
        ("updateTimelock(address)", vec![&text], Severity::Danger),
        ("upgradeBeacon(address)", vec![&text], Severity::Critical),
        ("upgradeTo(address)", vec![&text], Severity::Critical),
        ("installModule(uint256,address,bytes)", vec!["1", &text, "0x"], Severity::Danger),
        ("transferOwnership(address)", vec![&text], Severity::Caution),
        ("changeAdmin(address)", vec![&text], Severity::Caution),
        ("grantRole(bytes32,address)", vec![ADMIN, &text], Severity::Caution),
    ] {
        for (code, found) in [(None, Some(severity)), (Some(B256::ZERO), None)] {
            let proofs = vec![proven(vec![account(holder, 1, code)], HeaderTrust::Compared)];
            let review =
                knowing(encode(signature, &arguments), &Knowledge { proofs, ..Knowledge::default() });
            assert_eq!(review.severity("no-code"), found, "{signature} {code:?}");
        }
        assert_eq!(Review::call(signature, &arguments).severity("no-code"), None, "nobody knows");
    }
}
