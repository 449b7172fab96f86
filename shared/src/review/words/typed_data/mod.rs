//! Typed data in words: what is known by heart, what it is for, and every hashed member in the order of the hash.
//!
//! May not enter: a member that is not hashed, shown as if it were.

mod domain;
mod known;
mod order;
mod safe;
#[cfg(test)]
mod tests;
mod unknown;
mod user_operation;
mod values;

use super::{Notes, Severity, Signer, TooMuch, call, strange};
use crate::{
    eth::{
        Address, address,
        chain::Chain,
        text,
        typed_data::{TypedData, TypedField},
    },
    wire::SignRequest,
};
use known::KnownType;
use std::collections::BTreeSet;
use values::Values;

pub(super) fn describe(
    notes: &mut Notes<'_>,
    data: &TypedData,
    request: &SignRequest,
    signer: &Signer,
    from: String,
) -> Result<(), TooMuch> {
    notes.signed("What", format!("Typed data (EIP-712): {}", data.primary_type()));
    match data.chain_id().map(u64::try_from) {
        Some(Ok(id)) => notes.signed("Network", Chain::words(id)),
        Some(Err(_)) => notes.signed("Network", "unknown chain (a chain id above 2^64)".to_owned()),
        None => notes.signed("Network", "none named: the domain has no chain id".to_owned()),
    }
    notes.signed("From", from);
    if let Some(contract) = data.verifying_contract() {
        notes.signed("For the contract", contract.to_string());
    }
    let values = Values::of(data);
    domain::describe(notes, data, &values, request);
    match KnownType::of(data.encode_type()) {
        Some(known) => known.describe(notes, &values, signer.address)?,
        None => unknown::describe(notes, data, &values)?,
    }
    let mut named: BTreeSet<_> = data.verifying_contract().into_iter().collect(); // told with the domain
    fields(notes, data.domain_fields(), &mut named);
    fields(notes, data.fields(), &mut named);
    let texts = data.domain_fields().iter().chain(data.fields()).filter(|field| field.type_name == "string");
    strange::warn(notes, texts.map(|field| (field.path.as_str(), field.value.as_str())));
    unsigned(notes, data);
    Ok(())
}

/// Every hashed member, and behind an address what is known of it, the first time that it stands there.
fn fields(notes: &mut Notes<'_>, fields: &[TypedField], named: &mut BTreeSet<Address>) {
    for (position, field) in fields.iter().enumerate() {
        let label = format!("{} ({})", field.path, field.type_name);
        let has_members = fields.get(position + 1).is_some_and(|next| next.depth > field.depth);
        let value = if !field.value.is_empty() {
            text::spelled_out(&field.value)
        } else if has_members {
            "its members follow".to_owned()
        } else if field.type_name.ends_with(']') {
            "an empty list".to_owned()
        } else {
            "(empty)".to_owned()
        };
        notes.signed(&label, value);
        if field.type_name == "address"
            && let Some(address) = address::any_case(&field.value)
            && named.insert(address)
        {
            call::name(notes, &field.path, address);
        }
    }
}

/// Warns of members that the JSON has and no type declares.
fn unsigned(notes: &mut Notes<'_>, data: &TypedData) {
    let (named, count) = data.unsigned();
    if count > 0 {
        let more = if count > named.len() { ", …" } else { "" };
        notes.warn(
            "unsigned-members",
            Severity::Caution,
            format!(
                "{count} members of the document are not signed and not shown here ({}{more}).",
                named.join(", ")
            ),
        );
    }
}
