//! A contract's state in lines: its code against a pack's, what stands behind a proxy, who owns it, who has a role.

use super::{Notes, Severity, Told};
use crate::{
    eth::{Address, B256, Payload, U256},
    proof::{Meaning, Reached, layout, role_bases},
};
use alloy_primitives::hex;

/// Names of slots of a pack that hold who may do everything.
const OWNERS: [&str; 4] = ["owner", "_owner", "admin", "_admin"];
/// The same, of who may become it.
const PENDING: [&str; 2] = ["pendingOwner", "_pendingOwner"];

/// What is in the slots that the standards fix, and in those that a pack names.
pub(super) fn describe(notes: &mut Notes<'_>, told: &Told<'_>) {
    for (label, slot) in [
        ("Implementation", *layout::IMPLEMENTATION),
        ("Proxy admin", *layout::ADMIN),
        ("Beacon", *layout::BEACON),
        ("Owner", *layout::OWNER),
        ("Pending owner", *layout::PENDING_OWNER),
    ] {
        if let Some(word) = told.account.slot(slot).filter(|word| !word.is_zero()) {
            let words =
                layout::address(word).map_or_else(|| word_text(word), |held| named(notes, told, held));
            told.say(notes, label, words);
        }
    }
    implementation(notes, told);
    let mut owner =
        told.account.slot(*layout::OWNER).filter(|word| !word.is_zero()).and_then(layout::address);
    if let Some(contract) = notes.knowledge.contract(told.chain, told.account.address) {
        for (slot, name) in &contract.slots {
            let Some(word) = told.account.slot(*slot) else { continue };
            // Beside an address the compiler may have packed a flag or a number above it.
            let held = Address::from_word(B256::from(word & (U256::MAX >> 96)));
            let holds_account = OWNERS.contains(&name.as_str()) || PENDING.contains(&name.as_str());
            if OWNERS.contains(&name.as_str()) {
                owner = Some(held);
            }
            let words = if holds_account { named(notes, told, held) } else { word_text(word) };
            told.say(notes, &format!("Slot {name}, as the pack names it"), words);
        }
    }
    if let Some(owner) = owner {
        holds(notes, told, owner);
    }
    for call in told.calls() {
        role(notes, told, call);
    }
}

/// An address with the name that a pack gives it.
fn named(notes: &Notes<'_>, told: &Told<'_>, address: Address) -> String {
    let name = notes.knowledge.name(told.chain, address);
    name.map_or_else(|| address.to_string(), |known| format!("{address} ({})", known.what))
}

/// A word as the number that it is, or in hex where it is too long to be one.
fn word_text(word: U256) -> String {
    if word.bit_len() <= 128 { word.to_string() } else { hex::encode_prefixed(word.to_be_bytes::<32>()) }
}

/// The code against that which a pack's reviewers know.
pub(super) fn code(notes: &mut Notes<'_>, told: &Told<'_>) {
    let address = told.account.address;
    let Some(contract) = notes.knowledge.contract(told.chain, address) else { return };
    if contract.code_hashes.is_empty() {
        return;
    }
    match told.account.code_hash {
        Some(hash) if contract.code_hashes.contains(&hash) => {
            let words =
                format!("the code of {address} is one that the pack's reviewers know{}", told.stamp());
            notes.fact("Code", words, told.with_a_pack());
        }
        found => {
            let found =
                found.map_or_else(|| "no code".to_owned(), |hash| format!("code with the hash {hash}"));
            let sentence = format!(
                "{address} has {found}, which is not what the pack's reviewers know{}.",
                told.stamp()
            );
            told.warn(notes, "code-changed", Severity::Critical, sentence);
        }
    }
}

/// What stands behind a proxy against what a pack expects.
fn implementation(notes: &mut Notes<'_>, told: &Told<'_>) {
    let address = told.account.address;
    let Some(contract) = notes.knowledge.contract(told.chain, address) else { return };
    let Some(word) = told.account.slot(*layout::IMPLEMENTATION) else { return };
    if contract.implementations.is_empty() || word.is_zero() {
        return;
    }
    let held = layout::address(word);
    if held.is_some_and(|held| contract.implementations.contains(&held)) {
        let words = format!("what stands behind {address} is one that the pack expects{}", told.stamp());
        notes.fact("Code behind the proxy", words, told.with_a_pack());
    } else {
        let sentence = format!(
            "Behind {address} stands {}, which is none that the pack expects{}.",
            held.map_or_else(|| word_text(word), |held| held.to_string()),
            told.stamp()
        );
        told.warn(notes, "contradiction", Severity::Critical, sentence);
    }
}

/// Whether a transaction that calls the contract itself as its owner comes from its owner.
fn holds(notes: &mut Notes<'_>, told: &Told<'_>, owner: Address) {
    let Some((Payload::Transaction(tx), signer)) = told.asked else { return };
    let (address, signer) = (told.account.address, signer.address);
    let needs_owner = told.calls().any(|call| {
        tx.data().starts_with(&call.head)
            && matches!(call.meaning(), Some(Meaning::NewOwner(_) | Meaning::OwnerOnly))
    });
    if tx.to() == Some(address) && needs_owner && owner != signer {
        let sentence = format!("{signer} is not the owner of {address}, {owner} is{}.", told.stamp());
        told.warn(notes, "not-an-owner", Severity::Caution, sentence);
    }
}

/// Whether who gets or loses a role has it now.
fn role(notes: &mut Notes<'_>, told: &Told<'_>, call: &Reached) {
    let Some(Meaning::Role { role, account, gives }) = call.meaning() else { return };
    let address = told.account.address;
    let bases = role_bases(notes.knowledge, told.chain, address);
    let words: Vec<U256> = bases
        .iter()
        .filter_map(|base| told.account.slot(layout::role_member(*base, role, account)))
        .collect();
    let has = words.iter().any(|word| !(*word & U256::from(0xff)).is_zero());
    // Without a filled slot or a pack's word it is not known that the contract keeps its roles there at all.
    let known = has || (bases.len() > 1 && words.len() == bases.len());
    if !known {
        return;
    }
    let named = notes.knowledge.role(told.chain, address, role);
    let named = named.map_or_else(|| role.to_string(), |known| format!("{} ({role})", known.what));
    let state = if has { "has" } else { "does not have" };
    told.say(notes, "Role until now", format!("{account} {state} the role {named}"));
    if gives == has {
        let what = if gives { "is to get" } else { "is to lose" };
        let but = if gives { "and has it already" } else { "but does not have it" };
        let sentence = format!("{account} {what} the role {named}, {but}{}.", told.stamp());
        told.warn(notes, "contradiction", Severity::Caution, sentence);
    }
}
