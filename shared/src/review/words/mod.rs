//! What a payload does, in facts and findings.
//!
//! Computed from the decoded payload alone; the request adds only what is shown as claimed. May not enter: a word
//! that calls something safe, a shortened address or number, a second decoding.

mod advice;
mod call;
mod message;
#[cfg(test)]
mod tests;
mod transaction;
mod typed_data;

use super::{Fact, Finding, Provenance, Severity, Signer};
use crate::{
    eth::{Payload, text},
    wire::{SignRequest, SkippedField},
};

/// So many skipped entries are named; of more, the number is said.
const SKIPPED_NAMED: usize = 8;

/// The lines of the review in reading order, and the warnings, worst first.
pub fn of(
    payload: &Payload,
    request: &SignRequest,
    skipped: &[SkippedField],
    signer: &Signer,
) -> (Vec<Fact>, Vec<Finding>) {
    let mut notes = Notes::default();
    let from = format!("{} at {}", signer.address, request.key_path.path);
    match payload {
        Payload::Transaction(tx) => transaction::describe(&mut notes, tx, signer, from),
        Payload::TypedData(data) => typed_data::describe(&mut notes, data, request, from),
        Payload::Message(message) => message::describe(&mut notes, message, from),
    }
    for named in payload.digests() {
        notes.signed(named.name, named.digest.to_string());
    }
    let digest = payload.digest().to_string();
    if !notes.facts.iter().any(|fact| fact.value == digest) {
        notes.signed("Digest to sign", digest);
    }
    if let Some(origin) = &request.origin {
        notes.unreadable("the name of who asks", origin);
        notes.fact("Asked by", text::spelled_out(origin), Provenance::Claimed);
    }
    notes.skipped(skipped);
    notes.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity)); // stable: our order within a severity
    (notes.facts, notes.findings)
}

/// What was noted so far.
#[derive(Debug, Default)]
struct Notes {
    facts: Vec<Fact>,
    findings: Vec<Finding>,
}

impl Notes {
    fn fact(&mut self, label: &str, value: String, provenance: Provenance) {
        self.facts.push(Fact { label: label.to_owned(), value, provenance });
    }

    /// A line about the bytes that are signed.
    fn signed(&mut self, label: &str, value: String) {
        self.fact(label, value, Provenance::Signed);
    }

    /// A warning, once for each sentence. The advice is the table's.
    fn warn(&mut self, id: &'static str, severity: Severity, sentence: String) {
        if !self.findings.iter().any(|finding| finding.id == id && finding.sentence == sentence) {
            self.findings.push(Finding { id, severity, sentence, advice: advice::of(id).to_owned() });
        }
    }

    /// Warns of entries that were not understood: once, whatever their number, which a stranger chooses.
    fn skipped(&mut self, skipped: &[SkippedField]) {
        if skipped.is_empty() {
            return;
        }
        let named: Vec<_> = skipped.iter().take(SKIPPED_NAMED).map(ToString::to_string).collect();
        let more = if skipped.len() > SKIPPED_NAMED { "; …" } else { "" };
        self.warn(
            "skipped-field",
            Severity::Caution,
            format!(
                "{} of the request's entries are unknown to this version and were skipped ({}{more}).",
                skipped.len(),
                named.join("; ")
            ),
        );
    }

    /// Warns if a stranger's text hides something.
    fn unreadable(&mut self, place: &str, text: &str) {
        if !text::is_readable(text) {
            self.warn(
                "unreadable-characters",
                Severity::Danger,
                format!(
                    "In {place} stand characters that are invisible or turn the direction of reading; \
                they are spelled out here."
                ),
            );
        }
    }
}
