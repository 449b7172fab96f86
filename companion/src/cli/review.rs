//! A request in words, as the station computes them: the companion shows the same lines, so that a person knows
//! what to expect on the other screen.

use serde_json::{Value, json};
use shared::{
    eth::{Address, B256, Payload, U256},
    review::{Allowed, Checked, Fact, Finding, Knowledge, Phrase, Signer},
    wire::{Noted, SignRequest},
};

use super::{
    exit::CliError,
    output::{Output, harmless},
};
use crate::check::id_text;

/// Checks a request as a station with the asked key would; `address` is who it would be where the request does not
/// say so itself.
pub(super) fn checked(request: Noted<SignRequest>, address: Address) -> Result<Checked, CliError> {
    let asked = request.message.key_path.source_fingerprint;
    let fingerprint = asked.unwrap_or(shared::eth::Fingerprint([0; 4]));
    Ok(Checked::of(request, Signer { fingerprint, address })?)
}

/// The same request, reviewed with what is known beside its bytes.
pub(super) fn knowing(checked: &Checked, knowledge: &Knowledge) -> Result<Checked, CliError> {
    Ok(Checked::knowing(checked.request().clone(), checked.signer(), Allowed::default(), knowledge)?)
}

/// The review as lines: what would happen as an indented outline, then the facts, the findings and the check phrase of the digest.
pub(super) fn lines(checked: &Checked, output: Output) -> Vec<String> {
    let acts = checked.acts().iter().map(|act| format!("  {}", harmless(&act.line()).replace('\n', " ")));
    let mut lines: Vec<String> = acts.collect();
    lines.extend(said(checked.facts(), checked.findings(), output));
    lines.push(format!("  {}", phrase_line(&checked.digest(), output)));
    lines
}

/// Facts and findings as lines.
pub(super) fn said(facts: &[Fact], findings: &[Finding], output: Output) -> Vec<String> {
    let facts = facts.iter().map(|fact| {
        let value = harmless(&fact.value).replace('\n', "\n    ");
        output.labelled(&format!("  {}", fact.label), format_args!("{value}  [{}]", fact.provenance.as_str()))
    });
    let findings = findings.iter().map(|finding| {
        format!(
            "  {}: {} {}",
            finding.severity.as_str(),
            harmless(&finding.sentence),
            harmless(&finding.advice)
        )
    });
    facts.chain(findings).collect()
}

/// The check phrase of a digest, to be compared with the other screen.
pub(super) fn phrase_line(digest: &B256, output: Output) -> String {
    output.labelled("Check phrase", format_args!("{}  [the same on the station]", Phrase::of(digest)))
}

/// The review as JSON: `{"acts":[…],"facts":[…],"findings":[…]}`. An act's `facts` are positions among the facts, the first and
/// the one after the last.
pub(super) fn to_json(checked: &Checked) -> Value {
    let acts = checked.acts().iter().map(|act| {
        json!({"number": act.number, "depth": act.depth, "sentence": act.sentence,
               "severity": act.severity.as_str(), "undone_by": act.undone_by.as_str(),
               "facts": [act.facts.start, act.facts.end]})
    });
    let acts: Vec<Value> = acts.collect();
    let mut review = said_json(checked.facts(), checked.findings());
    if let Some(review) = review.as_object_mut() {
        review.insert("acts".to_owned(), acts.into());
    }
    review
}

/// Facts and findings as JSON.
pub(super) fn said_json(facts: &[Fact], findings: &[Finding]) -> Value {
    let facts: Vec<Value> = facts
        .iter()
        .map(|fact| json!({"label": fact.label, "value": fact.value, "provenance": fact.provenance.as_str()}))
        .collect();
    let findings: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({"id": finding.id, "severity": finding.severity.as_str(), "sentence": finding.sentence,
                   "advice": finding.advice})
        })
        .collect();
    json!({"facts": facts, "findings": findings})
}

/// The most a transaction can cost in fees, in wei; `None` for what is no transaction.
pub(super) fn worst_case_fee(payload: &Payload) -> Option<U256> {
    let Payload::Transaction(transaction) = payload else { return None };
    Some(transaction.worst_case_fee())
}

/// What a request says about itself, as JSON.
pub(super) fn request_json(request: &SignRequest) -> Value {
    json!({
        "request_id": request.request_id.as_ref().map(|id| id_text(Some(id))),
        "data_type": request.data_type as u8,
        "chain_id": request.chain_id,
        "path": request.key_path.path.to_string(),
        "fingerprint": request.key_path.source_fingerprint.map(|fingerprint| fingerprint.to_string()),
        "address": request.address.map(|address| address.to_string()),
        "origin": request.origin,
        "sign_data": alloy::hex::encode_prefixed(&request.sign_data),
    })
}
