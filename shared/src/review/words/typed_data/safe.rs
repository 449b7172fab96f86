//! What a Safe's typed data needs beside its effect: refund, domain, and messages in its name.

use super::{
    super::{Notes, Severity, call},
    values::Values,
};
use crate::eth::text;
use alloy_primitives::hex;

/// The lines and warnings of a Safe transaction; the call inside is told elsewhere.
pub(super) fn transaction(notes: &mut Notes<'_>, values: &Values<'_>) {
    call::refund(
        notes,
        values.number("gasPrice"),
        [values.address("gasToken"), values.address("refundReceiver")],
    );
    if let Some(nonce) = values.number("nonce") {
        notes.signed("Nonce of the Safe", nonce.to_string());
    }
    domain(notes, values);
}

/// The domains that Safes have: the contract alone before 1.3.0, with the chain id since.
fn domain(notes: &mut Notes<'_>, values: &Values<'_>) {
    let names: Vec<_> = values.domain.iter().map(|field| field.path.as_str()).collect();
    match names.as_slice() {
        ["domain.chainId", "domain.verifyingContract"] => {
            notes.signed("Safe version", "1.3.0 or later (its domain has a chain id)".to_owned());
        }
        ["domain.verifyingContract"] => {
            notes.signed("Safe version", "before 1.3.0 (its domain has no chain id)".to_owned());
            let sentence = "No chain id is signed: a Safe of the same address on another chain takes the signature, too.";
            notes.warn("typed-data-domain", Severity::Danger, sentence.to_owned());
        }
        _ => notes.warn(
            "safe-domain",
            Severity::Danger,
            format!("No Safe has a domain of these members: {}.", names.join(", ").replace("domain.", "")),
        ),
    }
}

/// A message that a Safe says it signed (ERC-1271).
pub(super) fn message(notes: &mut Notes<'_>, values: &Values<'_>) {
    domain(notes, values);
    let message = values.bytes("message").unwrap_or_default();
    match std::str::from_utf8(&message) {
        _ if message.len() == 32 => notes.warn(
            "bare-32-byte-message",
            Severity::Critical,
            format!(
                "The message is 32 bytes, {}: a hash of an order, a permit or a login that is not shown.",
                hex::encode_prefixed(&message)
            ),
        ),
        Ok(readable) if !readable.is_empty() => {
            notes.unreadable("the message", readable);
            notes.signed("Message", text::spelled_out(readable));
        }
        _ => notes.warn("unreadable-message", Severity::Danger, "The message is not text.".to_owned()),
    }
}
