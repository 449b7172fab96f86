//! Typed data in words: Safe transactions, permits, and everything else field by field.

use super::{Notes, Severity, call};
use crate::{
    eth::{
        Address, U256,
        chain::Chain,
        text,
        typed_data::{TypedData, TypedField},
    },
    wire::SignRequest,
};
use alloy_primitives::hex;

/// The members of a domain with the types that EIP-712 gives them.
const DOMAIN: [(&str, &str); 5] = [
    ("domain.name", "string"),
    ("domain.version", "string"),
    ("domain.chainId", "uint256"),
    ("domain.verifyingContract", "address"),
    ("domain.salt", "bytes32"),
];

pub(super) fn describe(notes: &mut Notes, data: &TypedData, request: &SignRequest, from: String) {
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
    domain(notes, data, request);
    if is_safe_transaction(data) {
        safe_transaction(notes, data);
    } else if data.primary_type().starts_with("Permit") {
        permit(notes, data);
    } else {
        notes.warn(
            "unknown-typed-data",
            Severity::Caution,
            format!("What a signed {} does is not known here.", data.primary_type()),
        );
    }
    fields(notes, data.domain_fields());
    fields(notes, data.fields());
}

fn domain(notes: &mut Notes, data: &TypedData, request: &SignRequest) {
    if let (Some(claimed), Some(signed)) = (request.chain_id, data.chain_id())
        && U256::from(claimed) != signed
    {
        notes.warn(
            "chain-mismatch",
            Severity::Critical,
            format!("The request says chain id {claimed}, the signed domain says {signed}."),
        );
    }
    if data.verifying_contract().is_none() {
        notes.warn(
            "typed-data-domain",
            Severity::Danger,
            "The domain names no contract: any contract may accept the signature.".to_owned(),
        );
    }
    // Safes before 1.3.0 have no chain id in their domain.
    if data.chain_id().is_none() {
        notes.warn(
            "typed-data-domain",
            Severity::Caution,
            "The domain names no chain: the signature may be valid on every chain.".to_owned(),
        );
    }
    let odd = |field: &&TypedField| !DOMAIN.contains(&(field.path.as_str(), field.type_name.as_str()));
    if let Some(field) = data.domain_fields().iter().find(odd) {
        notes.warn(
            "typed-data-domain",
            Severity::Caution,
            format!(
                "The domain has the member {} ({}), which EIP-712 does not know.",
                field.path, field.type_name
            ),
        );
    }
}

fn fields(notes: &mut Notes, fields: &[TypedField]) {
    for (position, field) in fields.iter().enumerate() {
        let label = format!("{} ({})", field.path, field.type_name);
        let elementary = !field.type_name.ends_with(']')
            && fields.get(position + 1).is_none_or(|next| next.depth <= field.depth);
        if !field.value.is_empty() || elementary {
            if field.type_name == "string" {
                notes.unreadable(&field.path, &field.value);
            }
            let value =
                if field.value.is_empty() { "(empty)".to_owned() } else { text::spelled_out(&field.value) };
            notes.signed(&label, value);
        } else if fields.get(position + 1).is_some_and(|next| next.depth > field.depth) {
            notes.signed(&label, "its members follow".to_owned());
        } else {
            notes.signed(&label, "an empty list".to_owned());
        }
    }
}

/// Everything that makes the hash of a Safe transaction one, not just the name.
fn is_safe_transaction(data: &TypedData) -> bool {
    data.primary_type() == "SafeTx"
        && data.value("to", "address").is_some()
        && data.value("value", "uint256").is_some()
        && data.value("data", "bytes").is_some()
        && data.value("operation", "uint8").is_some()
}

fn safe_transaction(notes: &mut Notes, data: &TypedData) {
    let number = |path, kind| data.value(path, kind).and_then(|text| text.parse::<U256>().ok());
    let address = |path| data.value(path, "address").and_then(|text| text.parse::<Address>().ok());
    let (Some(to), Some(operation)) = (address("to"), number("operation", "uint8")) else { return };
    let calldata = data.value("data", "bytes").and_then(|text| hex::decode(text).ok()).unwrap_or_default();
    let safe = data
        .verifying_contract()
        .map_or_else(|| "a Safe that is not named".to_owned(), |safe| safe.to_string());
    let kind = if operation.is_zero() { "a call of" } else { "foreign code, run as the Safe itself, from" };
    notes.signed("Effect", format!("Approves, as an owner of the Safe {safe}, {kind} {to}."));
    let value = number("value", "uint256").unwrap_or_default();
    let coin = data.chain_id().and_then(|id| u64::try_from(id).ok()).map_or("coin", Chain::coin_of);
    let value_text = super::transaction::coins(value, coin);
    notes.signed("Value", value_text.clone());
    notes.warn(
        "safe-execution",
        Severity::Danger,
        format!("Approves a transaction of the Safe {safe}: {kind} {to} with {value_text}."),
    );
    call::safe_operation(notes, Some(operation), Some(to));
    call::safe_refund(notes, number("gasPrice", "uint256"));
    call::describe(notes, to, &calldata, (!value.is_zero()).then_some(value_text.as_str()));
}

/// ERC-2612 and Permit2: a signature alone that lets someone take tokens.
fn permit(notes: &mut Notes, data: &TypedData) {
    let token = data
        .verifying_contract()
        .map_or_else(|| "a contract that is not named".to_owned(), |token| token.to_string());
    let spender = data.value("spender", "address").unwrap_or("whoever is named in the fields");
    let effect = match data.value("value", "uint256") {
        Some(value) => {
            format!("Lets {spender} take {value} units of the token {token}, without any further signature.")
        }
        None => format!(
            "Lets {spender} take tokens through {token}, as the fields say, without any further signature."
        ),
    };
    notes.signed("Effect", effect.clone());
    notes.warn("permit", Severity::Danger, effect);
    let amounts = data.fields().iter().filter(|field| {
        let name = field.path.rsplit('.').next().unwrap_or_default();
        matches!(name, "value" | "amount") && field.type_name.starts_with("uint")
    });
    let unlimited = |field: &TypedField| {
        let bits =
            field.type_name.strip_prefix("uint").and_then(|bits| bits.parse::<usize>().ok()).unwrap_or(256);
        let amount: U256 = field.value.parse().unwrap_or_default();
        call::is_unlimited(amount) || amount == U256::MAX >> (256 - bits.min(256))
    };
    if let Some(field) = amounts.into_iter().find(|field| unlimited(field)) {
        notes.warn(
            "unlimited-approval",
            Severity::Critical,
            format!(
                "{} is {}, more than any supply: the spender can take all, now and later.",
                field.path, field.value
            ),
        );
    }
    if data.value("allowed", "bool") == Some("true") {
        notes.warn(
            "unlimited-approval",
            Severity::Critical,
            format!("Lets {spender} take every unit of the token {token}."),
        );
    }
}
