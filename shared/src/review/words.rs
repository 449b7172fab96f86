//! What a payload does, in facts and findings.

use super::{Fact, Finding, Provenance, Signer};
use crate::{eth::Payload, wire::SignRequest};

/// The lines and the warnings of a review.
pub fn of(payload: &Payload, request: &SignRequest, signer: &Signer) -> (Vec<Fact>, Vec<Finding>) {
    let line = |label: &str, value: String, provenance| Fact { label: label.to_owned(), value, provenance };
    let mut facts = vec![
        line("Signer", format!("{} at {}", signer.address, request.key_path.path), Provenance::Signed),
        line("Digest", payload.digest().to_string(), Provenance::Signed),
    ];
    facts.extend(request.origin.iter().map(|origin| line("Asked by", origin.clone(), Provenance::Claimed)));
    (facts, Vec::new())
}
