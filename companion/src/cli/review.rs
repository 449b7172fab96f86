//! A request in words, as the station computes them: the companion shows the same lines, so that a person knows
//! what to expect on the other screen.

use serde_json::{Value, json};
use shared::{
    eth::{Address, Payload, U256},
    review::{Checked, Provenance, Severity, Signer},
    wire::SignRequest,
};

use super::{
    exit::CliError,
    output::{Output, harmless},
};
use crate::check::id_text;

/// Checks a request as a station with the asked key would; `address` is who it would be where the request does not
/// say so itself.
pub(super) fn checked(request: &SignRequest, address: Address) -> Result<Checked, CliError> {
    let fingerprint = request.key_path.source_fingerprint.unwrap_or(shared::eth::Fingerprint([0; 4]));
    Ok(Checked::of(request.clone(), Signer { fingerprint, address })?)
}

fn provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Signed => "signed",
        Provenance::Proven => "proven",
        Provenance::Vouched => "vouched",
        Provenance::Claimed => "claimed",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Caution => "caution",
        Severity::Danger => "danger",
        Severity::Critical => "critical",
    }
}

/// The review as lines.
pub(super) fn lines(checked: &Checked, output: Output) -> Vec<String> {
    let facts = checked.facts().iter().map(|fact| {
        let value = harmless(&fact.value).replace('\n', "\n    ");
        output.labelled(
            &format!("  {}", fact.label),
            format_args!("{value}  [{}]", provenance(fact.provenance)),
        )
    });
    let findings = checked.findings().iter().map(|finding| {
        format!(
            "  {}: {} {}",
            severity(finding.severity),
            harmless(&finding.sentence),
            harmless(&finding.advice)
        )
    });
    facts.chain(findings).collect()
}

/// The review as JSON: `{"facts":[…],"findings":[…]}`.
pub(super) fn to_json(checked: &Checked) -> Value {
    let facts: Vec<Value> = checked
        .facts()
        .iter()
        .map(|fact| json!({"label": fact.label, "value": fact.value, "provenance": provenance(fact.provenance)}))
        .collect();
    let findings: Vec<Value> = checked
        .findings()
        .iter()
        .map(|finding| {
            json!({"id": finding.id, "severity": severity(finding.severity), "sentence": finding.sentence,
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
