//! What makes one call of the table worse than another of the same function: amounts, delays, addresses, code.

use super::{
    super::{Notes, Severity},
    Party, people, power,
};
use crate::{
    abi::{KnownCall, Published, Scope, published::Role},
    eth::{Address, U256, message::PersonalMessage, text},
    review::Provenance,
};
use alloy_dyn_abi::DynSolValue;
use alloy_primitives::U160;

/// Amounts from here on are more than any token's supply: 2^128.
const UNLIMITED_BITS: usize = 129;
/// keccak256("eip1967.proxy.implementation") − 1.
const IMPLEMENTATION_SLOT: U256 =
    alloy_primitives::uint!(0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc_U256);

/// Whether an amount is more than there can be.
pub(in super::super) fn is_unlimited(amount: U256) -> bool {
    amount.bit_len() >= UNLIMITED_BITS
}

/// Notes what the arguments add. `own` is the account on which the call runs.
pub(super) fn describe(notes: &mut Notes<'_>, known: &KnownCall, scope: Scope<'_>, own: Party, effect: &str) {
    match known.finding {
        "approval" => approvals(notes, known, scope, effect),
        "upgrade" => upgrade(notes, scope, own),
        "token-transfer" | "withdraw" => moved(notes, scope, own),
        "timelock-schedule" | "timelock-delay" | "admin-delay" | "governance-settings" => {
            delays(notes, scope);
        }
        "safe-approval" => blind(notes, scope),
        "safe-message" => message(notes, scope),
        "safe-execution" => refund(
            notes,
            scope.number("gasPrice"),
            [scope.address("gasToken"), scope.address("refundReceiver")],
        ),
        "safe-creation" => {
            unclaimed(notes, scope);
            safe(notes, scope, own);
        }
        "safe-owners" | "safe-setup" | "safe-singleton" | "safe-handler" | "safe-guard" => {
            safe(notes, scope, own);
        }
        _ => {}
    }
    power::nobody(notes, known, scope);
    power::codeless(notes, known, scope);
}

fn approvals(notes: &mut Notes<'_>, known: &KnownCall, scope: Scope<'_>, effect: &str) {
    let mut most = None;
    amounts(scope, &mut |amount, bits| {
        if is_unlimited(amount) || ((64..256).contains(&bits) && amount == U256::MAX >> (256 - bits)) {
            most = Some(amount);
        }
    });
    if most.is_some() && known.severity > Severity::Info {
        notes.warn(
            "unlimited-approval",
            Severity::Critical,
            format!("{effect} That is more than any supply: the spender can take all, now and later."),
        );
    } else if ["allowed", "approved"]
        .iter()
        .any(|name| scope.get(name).and_then(DynSolValue::as_bool) == Some(true))
    {
        notes.warn("unlimited-approval", Severity::Critical, format!("{effect} That is all, now and later."));
    }
}

/// Calls `found` with each number that is an amount by its name, inside tuples too, and its width.
fn amounts(scope: Scope<'_>, found: &mut impl FnMut(U256, usize)) {
    for (parameter, value) in scope.pairs() {
        if let DynSolValue::Uint(amount, bits) = value {
            if ["amount", "value", "addedValue"].contains(&parameter.name.as_str()) {
                found(*amount, *bits);
            }
        } else if !parameter.components.is_empty() {
            scope.items(&parameter.name).for_each(|item| amounts(item, found));
        }
    }
}

/// Who gets what is moved.
fn moved(notes: &mut Notes<'_>, scope: Scope<'_>, own: Party) {
    let Some(to) = ["to", "recipient", "account"].iter().find_map(|name| scope.address(name)) else { return };
    people::recipient(notes, to);
    if own == Party::At(to) {
        notes.warn(
            "token-to-itself",
            Severity::Danger,
            format!("What is moved goes to the contract {to} itself, where it is lost as a rule."),
        );
    }
}

fn delays(notes: &mut Notes<'_>, scope: Scope<'_>) {
    let new = ["newDelay", "newBaseDelay"].iter().find_map(|name| scope.number(name));
    if new.or_else(|| scope.number("delay")).is_some_and(|delay| delay.is_zero()) {
        let (severity, sentence) = match new {
            Some(_) => (Severity::Critical, "The delay becomes zero: nobody has time to object any more."),
            None => (Severity::Danger, "It is scheduled without any delay: it can be run at once."),
        };
        notes.warn("no-delay", severity, sentence.to_owned());
    }
}

/// Gas that a Safe pays back: at which price, in which token, to whom.
pub(in super::super) fn refund(
    notes: &mut Notes<'_>,
    price: Option<U256>,
    [token, receiver]: [Option<Address>; 2],
) {
    let named = |address: Option<Address>| address.filter(|address| !address.is_zero());
    let (token, receiver) = (named(token), named(receiver));
    if price.is_some_and(|price| !price.is_zero()) {
        let what = token.map_or_else(|| "its coins".to_owned(), |token| format!("the token {token}"));
        let whom = receiver.map_or_else(|| "whoever executes this".to_owned(), |to| to.to_string());
        notes.warn(
            "safe-refund",
            Severity::Danger,
            format!("The Safe pays {whom} a refund in {what}, at a gas price that is signed."),
        );
    } else if token.is_some() || receiver.is_some() {
        notes.warn(
            "safe-refund",
            Severity::Caution,
            "It names a gas token or a receiver of a refund, although no refund is paid.".to_owned(),
        );
    }
}

/// Code that replaces other code.
fn upgrade(notes: &mut Notes<'_>, scope: Scope<'_>, own: Party) {
    let proxy = scope.address("proxy").or(own.address());
    let names = ["newImplementation", "implementation", "upgradedAddress", "newBeacon"];
    let (Some(proxy), Some(next)) = (proxy, names.iter().find_map(|name| scope.address(name))) else {
        return;
    };
    let knowledge = notes.knowledge;
    let chain = notes.chain;
    if let Some((proven, account)) = knowledge.state(chain, proxy)
        && let Some(old) = account.what.slot(IMPLEMENTATION_SLOT).filter(|old| !old.is_zero())
    {
        let old = Address::from(U160::from(old & (U256::MAX >> 96)));
        let same = if old == next { ", the same as the new one" } else { "" };
        notes.fact(
            "Implementation until now",
            format!("{old} at block {}{same}", proven.number),
            account.provenance,
        );
    }
    let contract = knowledge.contract(chain, proxy);
    let behind = knowledge.contract(chain, next); // its code hashes; those of the proxy are of other code
    let expected = contract.is_some_and(|contract| contract.implementations.contains(&next));
    let code = knowledge.state(chain, next).map(|(proven, account)| (proven.number, account));
    if let Some((number, account)) = &code
        && account.what.code_hash.is_none()
    {
        notes.warn(
            "no-code",
            Severity::Critical,
            format!("The new implementation {next} had no code at block {number}.{}", account.so()),
        );
        return;
    }
    let reviewed = behind.zip(code).is_some_and(|(contract, (_, account))| {
        account.provenance != Provenance::Claimed
            && account.what.code_hash.is_some_and(|hash| contract.code_hashes.contains(&hash))
    });
    if expected || reviewed {
        let words = if expected {
            format!("{next} is one that the pack expects")
        } else {
            "has code that the pack's reviewers know".to_owned()
        };
        notes.fact("The new implementation", words, Provenance::Vouched);
        notes.warn(
            "unknown-implementation",
            Severity::Caution,
            format!("The new implementation {next} is known here by the word of the pack alone."),
        );
    } else {
        let whose = if contract.is_some() {
            "is not one that the pack expects"
        } else {
            "is code that is not known here"
        };
        notes.warn(
            "unknown-implementation",
            Severity::Critical,
            format!("The new implementation {next} {whose}."),
        );
    }
}

/// A hash that is approved, whatever it stands for.
fn blind(notes: &mut Notes<'_>, scope: Scope<'_>) {
    if let Some(DynSolValue::FixedBytes(hash, 32)) = scope.get("hashToApprove") {
        notes.warn(
            "bare-32-byte-message",
            Severity::Critical,
            format!(
                "What is approved is only the hash {hash}: the Safe transaction behind it may do anything."
            ),
        );
    }
}

/// A message that a Safe signs: as text where it is one, and whether it stands for something that is not in it.
fn message(notes: &mut Notes<'_>, scope: Scope<'_>) {
    let Some(bytes) = scope.bytes("message").filter(|bytes| !bytes.is_empty()) else { return };
    if let Ok(readable) = std::str::from_utf8(bytes) {
        notes.unreadable("the message", readable);
        notes.signed("The message as text", text::spelled_out(readable));
    }
    super::super::message::hash(notes, &PersonalMessage(bytes.to_vec()));
}

/// A Safe that nobody sets up in the call that creates it.
fn unclaimed(notes: &mut Notes<'_>, scope: Scope<'_>) {
    let initializer = ["initializer", "data"].iter().find_map(|name| scope.bytes(name));
    if initializer.is_some_and(<[u8]>::is_empty) {
        notes.warn(
            "initializer",
            Severity::Critical,
            "Nothing sets it up: whoever calls setup first owns it.".to_owned(),
        );
    }
}

/// Owners, thresholds and parts of a Safe.
fn safe(notes: &mut Notes<'_>, scope: Scope<'_>, own: Party) {
    let owners = scope.get("owners").and_then(DynSolValue::as_array).map(<[_]>::len);
    if let Some(threshold) = scope.number("threshold") {
        let alone = threshold <= U256::from(1) && owners != Some(1);
        if alone || threshold.is_zero() {
            notes.warn(
                "safe-threshold",
                Severity::Critical,
                format!("A single signature is enough for {own} from then on."),
            );
        }
        if owners.is_some_and(|owners| threshold > U256::from(owners)) {
            notes.warn(
                "safe-threshold",
                Severity::Critical,
                "It demands more signatures than there are owners; Safes refuse that.".to_owned(),
            );
        }
    }
    if scope.number("payment").is_some_and(|payment| !payment.is_zero()) {
        notes.warn(
            "safe-refund",
            Severity::Danger,
            "The new Safe pays for its own creation, an amount that is signed.".to_owned(),
        );
    }
    for (name, roles) in [
        ("fallbackHandler", &[Role::FallbackHandler][..]),
        ("handler", &[Role::FallbackHandler]),
        ("singleton", &[Role::Singleton, Role::SingletonL2]),
        ("masterCopy", &[Role::Singleton, Role::SingletonL2]),
        ("l2Singleton", &[Role::SingletonL2]),
    ] {
        let Some(part) = scope.address(name).filter(|part| !part.is_zero()) else { continue };
        let published = Published::at(part).is_some_and(|published| roles.contains(&published.role));
        if !published {
            notes.warn(
                "safe-part",
                Severity::Critical,
                format!("{part} ({name}) is none that the Safe project published; it gets power over {own}."),
            );
        }
    }
}
