//! The lines that descriptors add to calls and typed data, beside those that are signed.
//!
//! May not enter: a warning, a severity, an effect. What a descriptor says is how its makers call the fields.

use super::Notes;
use crate::{
    descriptor::{self, Call, Message},
    eth::{Address, U256, typed_data::TypedData},
};

/// The lines for a call of `to`, in the act that is being noted.
pub(super) fn call(notes: &mut Notes<'_>, from: Option<Address>, to: Address, value: U256, data: &[u8]) {
    let call = Call { chain: notes.chain, from, to, value: Some(value), data };
    for fact in descriptor::of_call(notes.knowledge, &call, &mut notes.budgets) {
        notes.fact(&fact.label, fact.value, fact.provenance);
    }
}

/// The lines for typed data.
pub(super) fn typed(notes: &mut Notes<'_>, data: &TypedData, signer: Address) {
    for fact in
        descriptor::of_typed(notes.knowledge, &Message { data, from: Some(signer) }, &mut notes.budgets)
    {
        notes.fact(&fact.label, fact.value, fact.provenance);
    }
}
