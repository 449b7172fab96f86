//! A call in words: from the table of known calls, or said to be unknown.

use super::{Notes, Severity};
use crate::{
    abi::{Decoded, KnownCall, known::Reversible, signature, words},
    eth::{Address, U256},
};
use alloy_dyn_abi::DynSolValue;
use alloy_primitives::hex;

/// Calls inside calls that are put in words: the inner one, not what it holds in turn.
const LEVELS: usize = 2;
/// Amounts from here on are more than any token's supply: 2^128.
const UNLIMITED_BITS: usize = 129;

/// Notes the effect of calling `to` with `data`, and its findings. `value` is text with its coin, for a plain transfer.
pub(super) fn describe(notes: &mut Notes, to: Address, data: &[u8], value: Option<&str>) {
    level(notes, to, data, value, 1);
}

fn level(notes: &mut Notes, to: Address, data: &[u8], value: Option<&str>, depth: usize) {
    let label =
        |name: &str| if depth == 1 { name.to_owned() } else { format!("Inner {}", name.to_lowercase()) };
    if to.is_zero() {
        notes.warn("zero-address", Severity::Danger, "It goes to the zero address.".to_owned());
    }
    if data.is_empty() {
        let effect = match value {
            Some(value) => format!("Sends {value} to {to}, with no calldata."),
            None => format!("Calls {to} with neither value nor calldata."),
        };
        notes.signed(&label("Effect"), effect);
        return;
    }
    let Some(call) = KnownCall::of(data) else {
        return unknown(notes, &label("Effect"), to, data);
    };
    notes.signed(&label("Function"), call.signature.canonical());
    let decoded = match call.decode(data) {
        Ok(decoded) => decoded,
        Err(fault) => {
            let name = call.signature.canonical();
            notes.signed(&label("Effect"), format!("Calls {name} of {to}, but {fault}."));
            notes.warn(
                "non-canonical-calldata",
                Severity::Critical,
                format!("It calls {name} of {to}, but {fault}."),
            );
            return;
        }
    };
    let effect = call.effect(to, &decoded);
    notes.signed(&label("Effect"), effect.clone());
    for (parameter, value) in call.signature.parameters().iter().zip(&decoded.arguments) {
        let name = format!("{} ({})", parameter.name, signature::type_text(&parameter.kind));
        notes.signed(&format!("{} {name}", label("Argument")), words::of(value));
    }
    if decoded.trailing > 0 {
        let extra = decoded.trailing;
        notes.signed(&label("Behind the arguments"), format!("{extra} bytes more in the calldata"));
        notes.warn(
            "trailing-calldata",
            Severity::Caution,
            format!("Behind the arguments stand {extra} bytes that the function does not read."),
        );
    }
    findings(notes, call, &decoded, &effect);
    if let Some((target, data)) = inner(call, to, &decoded) {
        if depth < LEVELS {
            level(notes, target, data, None, depth + 1);
        } else if !data.is_empty() {
            notes.warn(
                "unknown-call",
                Severity::Danger,
                format!("Inside is a further call of {target} that is not put in words."),
            );
        }
    }
}

fn unknown(notes: &mut Notes, label: &str, to: Address, data: &[u8]) {
    let sentence = match data.first_chunk::<4>() {
        Some(selector) => format!(
            "Calls the function {} of {to} with {} bytes of arguments. What it does is not known here.",
            hex::encode_prefixed(selector),
            data.len() - selector.len()
        ),
        None => format!(
            "Sends {} bytes of data to {to}, too few to name a function. What that does is not known here.",
            data.len()
        ),
    };
    notes.signed(label, sentence.clone());
    notes.warn("unknown-call", Severity::Danger, sentence);
}

fn findings(notes: &mut Notes, call: &KnownCall, decoded: &Decoded, effect: &str) {
    let argument = |name: &str| {
        let position = call.signature.parameters().iter().position(|parameter| parameter.name == name)?;
        decoded.arguments.get(position)
    };
    let taken_back = match call.reversible {
        Reversible::Yes => "A later call can take it back.",
        Reversible::Depends => "Whether it can be taken back depends on the other side.",
        Reversible::No => "It cannot be taken back.",
    };
    let is_no_approval = call.finding == "approval" && takes_an_approval_back(call, &argument);
    let severity = if is_no_approval { Severity::Info } else { call.severity };
    notes.warn(call.finding, severity, format!("{effect} {taken_back}"));
    if call.finding == "approval"
        && let Some(DynSolValue::Uint(amount, _)) =
            ["amount", "addedValue", "value"].iter().find_map(|name| argument(name))
        && is_unlimited(*amount)
    {
        notes.warn(
            "unlimited-approval",
            Severity::Critical,
            format!("{effect} That is more than any supply: the spender can take all, now and later."),
        );
    }
    if call.signature.name() == "execTransaction" {
        let number = |name| argument(name).and_then(DynSolValue::as_uint).map(|(number, _)| number);
        safe_operation(notes, number("operation"), argument("to").and_then(DynSolValue::as_address));
        safe_refund(notes, number("gasPrice"));
    }
    if matches!(call.finding, "safe-batch") || call.signature.name().ends_with("Batch") {
        notes.warn(
            "unknown-call",
            Severity::Danger,
            "The calls inside the batch are shown as bytes, not in words.".to_owned(),
        );
    }
}

fn takes_an_approval_back<'a>(call: &KnownCall, argument: &impl Fn(&str) -> Option<&'a DynSolValue>) -> bool {
    match call.signature.name() {
        "setApprovalForAll" => argument("approved").and_then(DynSolValue::as_bool) == Some(false),
        "permit" => {
            argument("value").and_then(DynSolValue::as_uint).is_some_and(|(value, _)| value.is_zero())
        }
        _ => false, // approve of 0 may be the NFT of number 0
    }
}

pub(super) fn is_unlimited(amount: U256) -> bool {
    amount.bit_len() >= UNLIMITED_BITS
}

/// Operation 1 of a Safe transaction.
pub(super) fn safe_operation(notes: &mut Notes, operation: Option<U256>, to: Option<Address>) {
    if operation.is_some_and(|operation| !operation.is_zero()) {
        let to = to.map_or_else(|| "another contract".to_owned(), |to| to.to_string());
        notes.warn(
            "delegatecall",
            Severity::Critical,
            format!("The Safe runs the code of {to} as itself (operation 1, delegatecall)."),
        );
    }
}

/// A gas price in a Safe transaction: whoever executes it is paid from the Safe.
pub(super) fn safe_refund(notes: &mut Notes, gas_price: Option<U256>) {
    if gas_price.is_some_and(|price| !price.is_zero()) {
        notes.warn(
            "safe-refund",
            Severity::Danger,
            "The Safe pays whoever executes this a refund, at a gas price that is signed.".to_owned(),
        );
    }
}

/// The call that a known call makes in turn.
fn inner<'a>(call: &KnownCall, contract: Address, decoded: &'a Decoded) -> Option<(Address, &'a [u8])> {
    let find = |names: &[&str]| {
        let position = call
            .signature
            .parameters()
            .iter()
            .position(|parameter| names.contains(&parameter.name.as_str()))?;
        decoded.arguments.get(position)
    };
    let data = find(&["data", "payload"])?.as_bytes()?;
    let target = match call.signature.name() {
        "upgradeToAndCall" => contract,
        "upgradeAndCall" => find(&["proxy"])?.as_address()?,
        _ => find(&["to", "target"])?.as_address()?,
    };
    let is_call = !data.is_empty() || !call.signature.name().starts_with("upgrade");
    is_call.then_some((target, data))
}
