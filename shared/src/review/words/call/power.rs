//! Power that changes hands: who can take it back, how bad that is, and whether anybody is there to use it.
//!
//! May not enter: money that moves, which belongs to the checks.

use super::{
    super::{Notes, Severity},
    Party,
};
use crate::{
    abi::{KnownCall, Scope},
    eth::{Address, B256},
    review::UndoneBy,
};
use alloy_dyn_abi::DynSolValue;
use alloy_primitives::b256;

/// keccak256("TIMELOCK_ADMIN_ROLE"), which is its own admin on the timelocks of OpenZeppelin Contracts 3 and 4.
const TIMELOCK_ADMIN: B256 = b256!("5f58e3a2316349923ce3780f8d587db2d72378aed66a8261c916544fa6846ca5");

/// What is done to whom with which power.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// Somebody gets all power, that over the giver among it.
    GivesAll,
    /// The caller gives up all power.
    GivesUpAll,
    /// The caller gives up one power, which somebody else administers.
    GivesUpOne,
    /// A part of a Safe is taken off.
    TakesOff(&'static str),
    /// As the table says it.
    Other,
}

impl Change {
    fn of(known: &KnownCall, scope: Scope<'_>, by: Party) -> Self {
        let itself = scope.address("account").is_some_and(|account| Some(account) == by.address());
        let all = is_admin(scope);
        let zero = |name| scope.address(name).is_some_and(|address| address.is_zero());
        match known.signature.name() {
            "grantRole" if all => Self::GivesAll,
            "rely" => Self::GivesAll,
            "renounceRole" if all => Self::GivesUpAll,
            "revokeRole" if all && itself => Self::GivesUpAll,
            "deny" if itself => Self::GivesUpAll,
            "revokeRole" if itself => Self::GivesUpOne,
            "revokeRoles" if scope.address("user").is_some_and(|user| Some(user) == by.address()) => {
                Self::GivesUpOne
            }
            "setGuard" if zero("guard") => Self::TakesOff("guard"),
            "setModuleGuard" if zero("moduleGuard") => Self::TakesOff("moduleGuard"),
            "setFallbackHandler" if zero("handler") => Self::TakesOff("handler"),
            _ => Self::Other,
        }
    }
}

/// Whether the role is that of the admin, who gives and takes every role, this one too.
fn is_admin(scope: Scope<'_>) -> bool {
    let named = match scope.get("role") {
        Some(DynSolValue::FixedBytes(role, 32)) => role.is_zero() || *role == TIMELOCK_ADMIN,
        _ => false,
    };
    named || scope.number("roleId").is_some_and(|role| role.is_zero())
}

/// Who can take back what `by` does.
pub(super) fn undone_by(known: &KnownCall, scope: Scope<'_>, by: Party) -> UndoneBy {
    match Change::of(known, scope, by) {
        Change::GivesAll => UndoneBy::NewHolder,
        // Other wards may be there.
        Change::GivesUpAll if known.signature.name() == "deny" => UndoneBy::Administrator,
        Change::GivesUpAll => UndoneBy::Nobody,
        Change::GivesUpOne => UndoneBy::Administrator,
        Change::TakesOff(_) => UndoneBy::Signer,
        Change::Other => known.undone_by,
    }
}

/// The severity of the call's own finding.
pub(super) fn severity(known: &KnownCall, scope: Scope<'_>, by: Party) -> Severity {
    let flag = |name| scope.get(name).and_then(DynSolValue::as_bool);
    let nothing = |name| scope.number(name).is_some_and(|number| number.is_zero());
    match known.signature.name() {
        "setApprovalForAll" | "setOperator" | "permitForAll" if flag("approved") == Some(false) => {
            Severity::Info
        }
        "permit" if nothing("value") || flag("allowed") == Some(false) => Severity::Info,
        // Of a token with a spender and an expiry: never an item of that number.
        "approve" if scope.values.len() == 4 && nothing("amount") => Severity::Info,
        _ => match Change::of(known, scope, by) {
            Change::GivesUpAll => Severity::Critical,
            _ => known.severity,
        },
    }
}

/// The effect, where an argument turns the sentence of the table round.
pub(super) fn effect(known: &KnownCall, scope: Scope<'_>, own: Party) -> Option<String> {
    match Change::of(known, scope, own) {
        Change::TakesOff("guard") => {
            Some(format!("Takes the guard off the Safe {own}: nothing judges its transactions any more."))
        }
        Change::TakesOff("moduleGuard") => Some(format!(
            "Takes the guard off the modules of the Safe {own}: nothing judges their transactions any more."
        )),
        Change::TakesOff(_) => Some(format!(
            "Takes the fallback handler off the Safe {own}: signature checks and all other calls that the Safe does not \
            know get no answer any more."
        )),
        _ => None,
    }
}

/// Warns where an argument that names who gets something is zero.
pub(super) fn nobody(notes: &mut Notes<'_>, known: &KnownCall, scope: Scope<'_>) {
    let gets = [
        "newOwner",
        "newAdmin",
        "newPendingAdmin",
        "newGovernance",
        "pendingOwner",
        "newAuthority",
        "newImplementation",
        "implementation",
        "account",
        "to",
        "owner",
        "module",
        "newMasterMinter",
        "minter",
        "controller",
        "worker",
        "masterCopy",
        "singleton",
        "recipient",
    ];
    let sets_up = known.finding == "safe-setup"; // its `to` is zero as a rule
    let zero = gets.into_iter().filter(|name| !(sets_up && *name == "to"));
    for name in zero.filter(|name| scope.address(name).is_some_and(|address| address.is_zero())) {
        let severity =
            if known.severity == Severity::Critical { Severity::Critical } else { Severity::Danger };
        notes.warn("zero-address", severity, format!("The argument {name} is the zero address."));
    }
}

/// Warns where a proof says that who gets power is no contract: where only a contract can use it, and where it may be a person.
pub(super) fn codeless(notes: &mut Notes<'_>, known: &KnownCall, scope: Scope<'_>) {
    let contracts = [
        "module",
        "guard",
        "moduleGuard",
        "handler",
        "fallbackHandler",
        "oracle",
        "newBeacon",
        "newVerifier",
        "newTimelock",
        "newAuthority",
        "masterCopy",
        "singleton",
        "l2Singleton",
    ];
    for name in contracts {
        if let Some((address, number, so)) = without_code(notes, scope, name) {
            notes.warn(
                "no-code",
                Severity::Danger,
                format!(
                    "{address} ({name}) had no code at block {number}, and only a contract can be that.{so}"
                ),
            );
        }
    }
    let people: &[_] = match known.finding {
        "ownership-transfer" | "upgrade-admin" => {
            &["pendingOwner", "newOwner", "newAdmin", "newPendingAdmin", "newGovernance"]
        }
        "role-grant" if known.signature.name() == "rely" || is_admin(scope) => &["account"],
        _ => &[],
    };
    for name in people {
        if let Some((address, number, so)) = without_code(notes, scope, name) {
            notes.warn(
                "no-code",
                Severity::Caution,
                format!(
                    "{address} ({name}) had no code at block {number}: it is no contract such as a Safe or a timelock, \
                    and one key alone holds that power.{so}"
                ),
            );
        }
    }
}

/// The address that an argument names, the block at which a proof says that it had no code, and what to say of the proof.
fn without_code(notes: &Notes<'_>, scope: Scope<'_>, name: &str) -> Option<(Address, u64, &'static str)> {
    let address = scope.address(name).filter(|address| !address.is_zero())?;
    let (proven, account) = notes.knowledge.state(notes.chain, address)?;
    account.what.code_hash.is_none().then_some((address, proven.number, account.so()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_timelocks_admin_role_is_the_hash_of_its_name() {
        assert_eq!(TIMELOCK_ADMIN, crate::eth::keccak256("TIMELOCK_ADMIN_ROLE"));
    }
}
