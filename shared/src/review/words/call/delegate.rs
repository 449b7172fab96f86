//! Code of one contract that runs as another: it can change all that the other one is.
//!
//! What the called function is named means nothing here: the code behind the name may do anything, and it is not in the
//! bytes. Only libraries of the Safe project, at the addresses where it published them, are read as what they are.

use super::{
    super::{Notes, Severity, TooMuch},
    Call, Party, known, opening, unknown,
};
use crate::{
    abi::{Inside, KnownCall, Published, published::Role},
    review::{Provenance, UndoneBy},
};

pub(super) fn describe(notes: &mut Notes<'_>, call: Call<'_>) -> Result<(), TooMuch> {
    let known = KnownCall::of(call.data);
    let decoded = known.and_then(|known| known.decode(call.data).ok());
    if let (Some(known), Some(decoded), Some(published)) = (known, &decoded, call.to.published())
        && published.role.library().contains(&known.signature.name())
    {
        return known::describe(notes, call, known, decoded);
    }
    let Call { by, to, data, .. } = call;
    let own = if by == Party::Unnamed { "the caller".to_owned() } else { by.to_string() };
    let sentence = format!(
        "Runs the code of {to}, which is not known here, as {own} itself: it can replace the code and the owners of \
        {own} and take all that it holds."
    );
    notes.act(sentence.clone(), UndoneBy::Nobody, data.len(), |notes| {
        opening(notes, &call);
        if let Some(known) = known {
            let name = known.signature.canonical();
            notes.fact(
                "Its function is named as",
                format!("{name}; what that code does need not be that"),
                Provenance::Claimed,
            );
        } else {
            unknown::guess(notes, data);
        }
        known::vouched(notes, &call);
        unknown::words(notes, data);
        notes.warn("delegatecall", Severity::Critical, sentence);
        // If that code is a MultiSend after all, these are its calls.
        if let (Some(known), Some(decoded)) = (known, &decoded)
            && matches!(known.inside.as_slice(), [Inside::Packed(_)])
        {
            known::inside(notes, &call, known, known.scope(decoded), by)?;
        }
        Ok(())
    })
}

/// Warns of a library that runs as somebody else: milder than foreign code, as far as the library itself is.
pub(super) fn library(notes: &mut Notes<'_>, call: &Call<'_>) {
    let Some(published) = call.to.published() else { return };
    let (severity, what) = match published.role {
        Role::MultiSendCallOnly => (Severity::Caution, "which makes plain calls only"),
        Role::MultiSend => (Severity::Danger, "which makes the calls below as it"),
        Role::SignMessage => (Severity::Danger, "which signs in its name"),
        Role::CreateCall => (Severity::Danger, "which creates a contract from it"),
        _ => (Severity::Critical, "which replaces its code"),
    };
    let Published { code_hash, .. } = published;
    let proof = notes.knowledge.state(notes.chain, published.address);
    let proven = proof.map(|(proven, account)| (proven.number, account.provenance, account.what.code_hash));
    if let Some((number, provenance, Some(found))) = proven
        && found == *code_hash
    {
        notes.fact("Its code", format!("is that of {} at block {number}", published.words()), provenance);
    }
    notes.warn(
        "delegatecall",
        severity,
        format!("{} runs the code of {} ({}) as itself, {what}.", call.by, call.to, published.words()),
    );
}
