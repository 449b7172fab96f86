//! A Safe's state in lines, and what a request has against it.

use super::{Notes, Severity, Told, listed};
use crate::{
    abi::{Published, published::Role},
    eth::{Address, Payload, U256},
    proof::{Listed, Meaning, Proven, ProvenAccount, Reached, Safe, layout::safe::SENTINEL},
};

/// A Safe's nonce further ahead than this is no queue of an afternoon's work.
const NONCE_AHEAD: u64 = 16;

pub(super) fn describe(notes: &mut Notes<'_>, told: &Told<'_>, safe: &Safe) {
    told.say(notes, "Safe owners", owners(safe));
    let code = code(notes, told, safe.singleton);
    told.say(notes, "Safe code", code);
    if let Some(nonce) = safe.nonce {
        told.say(notes, "Safe nonce", format!("{nonce} is the next"));
    }
    told.say(notes, "Safe modules", modules(&safe.modules));
    for (label, part) in [
        ("Safe guard", safe.guard),
        ("Safe module guard", safe.module_guard),
        ("Safe fallback handler", safe.fallback_handler),
    ] {
        if let Some(part) = part {
            let words = if part.is_zero() { "none".to_owned() } else { published(part) };
            told.say(notes, label, words);
        }
    }
    threshold(notes, told, safe);
    if let Some((Payload::TypedData(data), signer)) = told.asked
        && data.verifying_contract() == Some(told.account.address)
    {
        let signed = (data.primary_type() == "SafeTx").then(|| data.value("nonce", "uint256")).flatten();
        if let (Some(ours), Some(next)) = (signed.and_then(|text| text.parse::<U256>().ok()), safe.nonce) {
            nonce(notes, told, ours, next);
        }
        membership(notes, told, safe, signer.address);
    }
    told.calls().for_each(|call| against(notes, told, safe, call));
}

fn owners(safe: &Safe) -> String {
    let Safe { threshold, owner_count, owners, .. } = safe;
    let members = listed(&owners.members);
    if owners.whole {
        format!("{threshold} of {owner_count} must sign: {members}")
    } else {
        format!("{threshold} of {owner_count} must sign; not proven whole, among them: {members}")
    }
}

fn modules(modules: &Listed) -> String {
    match (modules.members.as_slice(), modules.whole) {
        ([], true) => "none".to_owned(),
        ([], false) => "not proven".to_owned(),
        (members, true) => format!("{}, which can act for it without its owners", listed(members)),
        (members, false) => {
            format!(
                "not proven whole, among them: {}, which can act for it without its owners",
                listed(members)
            )
        }
    }
}

/// The code that the Safe runs, with a warning where nobody published it.
fn code(notes: &mut Notes<'_>, told: &Told<'_>, singleton: Address) -> String {
    let address = told.account.address;
    let Some(known) = Published::at(singleton) else {
        told.warn(
            notes,
            "unknown-safe-code",
            Severity::Critical,
            format!("{address} runs the code of {singleton}, which the Safe project did not publish."),
        );
        return format!("{singleton}, which the Safe project did not publish");
    };
    let of_a_safe = matches!(known.role, Role::Singleton | Role::SingletonL2);
    if !of_a_safe {
        told.warn(
            notes,
            "unknown-safe-code",
            Severity::Critical,
            format!("{address} runs the code of {singleton}, which is {} and no Safe.", known.words()),
        );
    }
    let is_published = |account: &ProvenAccount| account.code_hash == Some(known.code_hash);
    let knowledge = notes.knowledge;
    // A warning may come from any block; a good word only from the block that the rest is about.
    if !knowledge.states(told.chain, singleton).iter().all(|(_, state)| is_published(state.what)) {
        told.warn(
            notes,
            "contradiction",
            Severity::Critical,
            format!("The code of {singleton}, which {address} runs, is not that of {}.", known.words()),
        );
        return format!("{}, but with other code than was published", published(singleton));
    }
    let here = |proven: &&Proven| {
        let Proven { chain, hash, trust, .. } = told.proven;
        (proven.chain, proven.hash, proven.trust) == (*chain, *hash, *trust)
    };
    let there = knowledge.proofs.iter().filter(here).find_map(|proven| proven.account(singleton));
    if there.is_some_and(is_published) {
        format!("{}, with the code that was published", published(singleton))
    } else {
        published(singleton)
    }
}

/// An address, with what the Safe project published there.
fn published(address: Address) -> String {
    match Published::at(address) {
        Some(known) => format!("{address} ({}, by its address)", known.words()),
        None => address.to_string(),
    }
}

fn threshold(notes: &mut Notes<'_>, told: &Told<'_>, safe: &Safe) {
    let address = told.account.address;
    if safe.owners.whole && U256::from(safe.owners.members.len()) != safe.owner_count {
        let sentence = format!(
            "{address} counts {} owners, but its list has {}.",
            safe.owner_count,
            safe.owners.members.len()
        );
        told.warn(notes, "contradiction", Severity::Critical, sentence);
    }
    if safe.threshold > safe.owner_count {
        let sentence = format!(
            "{address} demands {} signatures of {} owners: nobody can use it any more.",
            safe.threshold, safe.owner_count
        );
        told.warn(notes, "safe-threshold", Severity::Critical, sentence);
    } else if safe.threshold == U256::from(1) {
        let sentence = format!("One signature is enough for {address}{}.", told.stamp());
        told.warn(notes, "safe-threshold", Severity::Caution, sentence);
    }
}

fn nonce(notes: &mut Notes<'_>, told: &Told<'_>, ours: U256, next: U256) {
    let number = told.proven.number;
    if ours < next {
        told.warn(
            notes,
            "nonce-used",
            Severity::Danger,
            format!("The Safe's nonce {ours} was used already: the next one was {next} at block {number}."),
        );
    } else if ours > next {
        let far = ours - next > U256::from(NONCE_AHEAD);
        told.warn(
            notes,
            "nonce-ahead",
            if far { Severity::Danger } else { Severity::Caution },
            format!(
                "The Safe's nonce {ours} is {} ahead of the next one, {next} at block {number}: it can be executed only after \
                those before it, by anybody who has enough signatures.",
                ours - next
            ),
        );
    }
}

/// Whether who signs for the Safe is an owner of it.
fn membership(notes: &mut Notes<'_>, told: &Told<'_>, safe: &Safe, signer: Address) {
    let is_owner = safe.owners.members.contains(&signer);
    if is_owner {
        told.say(notes, "Signer", format!("{signer} is an owner of the Safe"));
    } else if safe.owners.whole {
        let sentence = format!("{signer} is no owner of the Safe {}{}.", told.account.address, told.stamp());
        told.warn(notes, "not-an-owner", Severity::Danger, sentence);
    }
}

/// What a call would change of the Safe itself, against what it is now.
fn against(notes: &mut Notes<'_>, told: &Told<'_>, safe: &Safe, call: &Reached) {
    let address = told.account.address;
    let mut differs = |what: String| {
        told.warn(notes, "contradiction", Severity::Danger, format!("{what}{}.", told.stamp()));
    };
    match call.meaning() {
        Some(Meaning::SafeOwners { adds, removes, threshold }) => {
            if let Some(added) = adds
                && safe.owners.members.contains(&added)
            {
                differs(format!("{added} is to become an owner of {address}, and is one already"));
            }
            if let Some((before, owner)) = removes {
                follows(&safe.owners, before, owner, "an owner", address, &mut differs);
            }
            changed(notes, told, safe, adds, removes.map(|(_, owner)| owner), threshold);
        }
        Some(Meaning::SafeModule { module, goes_after: Some(before) }) => {
            follows(&safe.modules, before, module, "a module", address, &mut differs);
        }
        Some(Meaning::SafeModule { module, goes_after: None }) if safe.modules.members.contains(&module) => {
            differs(format!("{module} is to become a module of {address}, and is one already"));
        }
        _ => {}
    }
}

/// Whether one stands in a list, behind the one that the call names.
fn follows(
    list: &Listed,
    before: Address,
    member: Address,
    what: &str,
    safe: Address,
    differs: &mut impl FnMut(String),
) {
    let ring: Vec<Address> = std::iter::once(SENTINEL).chain(list.members.iter().copied()).collect();
    let Some(place) = list.members.iter().position(|known| *known == member) else {
        if list.whole {
            differs(format!("{member} is to go as {what} of {safe}, and is none"));
        }
        return;
    };
    if ring.get(place).is_some_and(|known| *known != before) {
        differs(format!(
            "{member} does not stand behind {before} in the list of {safe}, so the call would fail"
        ));
    }
}

/// Who would hold the Safe after the call.
fn changed(
    notes: &mut Notes<'_>,
    told: &Told<'_>,
    safe: &Safe,
    adds: Option<Address>,
    goes: Option<Address>,
    threshold: Option<U256>,
) {
    if !safe.owners.whole {
        return;
    }
    let mut after: Vec<Address> =
        safe.owners.members.iter().copied().filter(|owner| Some(*owner) != goes).collect();
    after.extend(adds.filter(|added| !after.contains(added)));
    let needed = threshold.unwrap_or(safe.threshold);
    let words =
        format!("{needed} of {} would sign for {}: {}", after.len(), told.account.address, listed(&after));
    told.say(notes, "Safe owners after this", words);
    if needed > U256::from(after.len()) {
        let sentence = format!(
            "{} would demand {needed} signatures of {} owners; Safes refuse that.",
            told.account.address,
            after.len()
        );
        told.warn(notes, "safe-threshold", Severity::Critical, sentence);
    }
}
