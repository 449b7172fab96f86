//! What a payload does, in facts and findings.
//!
//! Computed from the decoded payload alone; the request adds only what is shown as claimed. May not enter: a word
//! that calls something safe, a shortened address or number, a second decoding.

mod call;
mod described;
mod message;
mod notes;
mod packs;
mod state;
mod strange;
#[cfg(test)]
mod tests;
mod transaction;
mod typed_data;

use super::{Act, Fact, Finding, Knowledge, Provenance, Severity, Signer};
use crate::{
    eth::{Payload, text},
    pack::{
        self,
        rules::{Called, Demanded},
    },
    proof::Reached,
    wire::{SignRequest, SkippedField},
};
use notes::Notes;
pub use notes::TooMuch;
pub use state::state_of;

/// What is reviewed, and what may be used for it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What is signed.
    pub payload: &'a Payload,
    /// What it came in: only what is shown as claimed is taken from here.
    pub request: &'a SignRequest,
    /// What was not understood of it.
    pub skipped: &'a [SkippedField],
    /// Who signs.
    pub signer: Signer,
    /// What is known beside the bytes.
    pub knowledge: &'a Knowledge,
}

/// A review, as far as it is words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    /// The lines in reading order.
    pub facts: Vec<Fact>,
    /// The warnings, worst first.
    pub findings: Vec<Finding>,
    /// What would happen, as a tree in pre-order.
    pub acts: Vec<Act>,
    /// What must be done before it can be approved, hardest first.
    pub demands: Vec<Demanded>,
    /// Every call of the tree, for the rules that count over a sitting.
    pub calls: Vec<Called>,
    /// The calls that it came across, for what proofs can say about them.
    pub reached: Vec<Reached>,
}

/// The words for one request.
///
/// # Errors
/// [`TooMuch`]: where the calls inside calls pass a bound. Nothing is cut.
pub fn of(subject: Subject<'_>) -> Result<Review, TooMuch> {
    let Subject { payload, request, skipped, signer, knowledge } = subject;
    let mut notes = Notes::new(knowledge, payload.signed_chain());
    let from = format!("{} at {}", signer.address, request.key_path.path);
    match payload {
        Payload::Transaction(tx) => transaction::describe(&mut notes, tx, &signer, from)?,
        Payload::TypedData(data) if pack::is_review(data) || pack::is_seal(data) => {
            packs::describe(&mut notes, data, from)?;
        }
        Payload::TypedData(data) => {
            typed_data::describe(&mut notes, data, request, &signer, from)?;
            described::typed(&mut notes, data, signer.address);
        }
        Payload::Message(message) => message::describe(&mut notes, message, request, &signer, from)?,
    }
    state::describe(&mut notes, payload, &signer);
    for named in payload.digests() {
        notes.signed(named.name, named.digest.to_string());
    }
    let digest = payload.digest().to_string();
    if !notes.has_value(&digest) {
        notes.signed("Digest to sign", digest);
    }
    if let Some(origin) = &request.origin {
        notes.unreadable("the name of who asks", origin);
        notes.fact("Asked by", text::spelled_out(origin), Provenance::Claimed);
    }
    packs::beside(&mut notes, payload);
    notes.skipped(skipped);
    for refused in &knowledge.refused {
        let sentence = format!("What came beside the request was not used: {refused}");
        notes.warn("refused-extra", Severity::Caution, sentence);
    }
    Ok(notes.finish())
}
