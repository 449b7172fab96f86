//! A call of the table: its effect, its arguments, its finding, and the calls inside it.

use super::{
    super::{Notes, strange},
    Call, Party, Run, Severity, TooMuch, checks, inside, opening, people, power,
};
use crate::{
    abi::{Decoded, KnownCall, Scope, readings::coins, words},
    eth::Address,
    review::Provenance,
};
use alloy_dyn_abi::DynSolValue;

/// A dangerous call among more milder ones than this is pointed at.
const BURIED: usize = 8;

pub(super) fn describe(
    notes: &mut Notes<'_>,
    call: Call<'_>,
    known: &KnownCall,
    decoded: &Decoded,
) -> Result<(), TooMuch> {
    // Code that runs as somebody else changes that account.
    let own = if call.run == Run::Delegate { call.by } else { call.to };
    let scope = known.scope(decoded);
    let mut effect = power::effect(known, scope, own)
        .unwrap_or_else(|| known.effect(&own.to_string(), notes.coin(), decoded));
    if !call.value.is_zero() && call.run == Run::Call {
        effect += &format!(" It sends {} along.", coins(call.value, notes.coin()));
    }
    let undone_by = power::undone_by(known, scope, call.by);
    notes.act(effect.clone(), undone_by, call.data.len(), |notes| {
        opening(notes, &call);
        notes.signed("Function", known.signature.canonical());
        vouched(notes, &call);
        arguments(notes, known, scope, own);
        super::described(notes, &call);
        trailing(notes, decoded.trailing);
        if call.run == Run::Delegate {
            super::delegate::library(notes, &call);
        }
        let severity = power::severity(known, scope, call.by);
        notes.warn(known.finding, severity, format!("{effect} {}", undone_by.sentence()));
        checks::describe(notes, known, scope, own, &effect);
        inside(notes, &call, known, scope, own)
    })
}

/// The calls inside, and whether one of them hides behind the others.
pub(super) fn inside(
    notes: &mut Notes<'_>,
    call: &Call<'_>,
    known: &KnownCall,
    scope: Scope<'_>,
    own: Party,
) -> Result<(), TooMuch> {
    for step in &known.inside {
        inside::describe(notes, call, own, step, scope)?;
    }
    buried(notes);
    Ok(())
}

fn arguments(notes: &mut Notes<'_>, known: &KnownCall, scope: Scope<'_>, own: Party) {
    let below = inside::shown_below(&known.inside, scope);
    let mut texts = Vec::new();
    for (parameter, value) in scope.pairs() {
        let label = format!("Argument {} ({})", parameter.name, parameter.type_text());
        let text = match value {
            DynSolValue::Bytes(bytes) if below.contains(&parameter.name.as_str()) => {
                format!("{} bytes, read below", bytes.len())
            }
            DynSolValue::Array(items) if below.contains(&parameter.name.as_str()) => {
                format!("{} items, read below", items.len())
            }
            DynSolValue::Tuple(_) if below.contains(&parameter.name.as_str()) => "read below".to_owned(),
            _ => words::of(value),
        };
        notes.signed(&label, text);
        if !below.contains(&parameter.name.as_str()) {
            each_address(value, &mut |address| people::name(notes, &parameter.name, address));
            if let (DynSolValue::FixedBytes(role, 32), Some(own)) = (value, own.address())
                && let Some(known) = notes.knowledge.role(notes.chain, own, *role)
            {
                let (name, provenance) = (known.what.to_owned(), known.provenance);
                notes.fact(&format!("{} is called", parameter.name), name, provenance);
            }
        }
        each_text(&parameter.name, value, &mut texts);
    }
    strange::warn(notes, texts.into_iter());
}

/// Adds every text of a value to those of an argument.
fn each_text<'v>(name: &'v str, value: &'v DynSolValue, texts: &mut Vec<(&'v str, &'v str)>) {
    match value {
        DynSolValue::String(text) => texts.push((name, text)),
        DynSolValue::Array(items) | DynSolValue::FixedArray(items) | DynSolValue::Tuple(items) => {
            items.iter().for_each(|item| each_text(name, item, texts));
        }
        _ => {}
    }
}

/// Calls `found` with every address of a value.
pub(super) fn each_address(value: &DynSolValue, found: &mut impl FnMut(Address)) {
    match value {
        DynSolValue::Address(address) if !address.is_zero() => found(*address),
        DynSolValue::Array(values) | DynSolValue::FixedArray(values) | DynSolValue::Tuple(values) => {
            values.iter().for_each(|value| each_address(value, found));
        }
        _ => {}
    }
}

pub(super) fn trailing(notes: &mut Notes<'_>, extra: usize) {
    if extra > 0 {
        notes.signed("Behind the arguments", format!("{extra} bytes more in the calldata"));
        notes.warn(
            "trailing-calldata",
            Severity::Caution,
            format!("Behind the arguments stand {extra} bytes that the function does not read."),
        );
    }
}

/// What a pack calls the function and its arguments. It adds lines and changes nothing.
pub(super) fn vouched(notes: &mut Notes<'_>, call: &Call<'_>) -> bool {
    let (Some(to), Some(selector)) = (call.to.address(), call.data.first_chunk::<4>()) else { return false };
    let knowledge = notes.knowledge;
    let Some(known) = knowledge.function(notes.chain, to, *selector) else { return false };
    signature(notes, "Function in the pack", known.what, call.data, known.provenance)
}

/// A signature that somebody names for the calldata, with its arguments, if it fits.
pub(super) fn signature(
    notes: &mut Notes<'_>,
    label: &str,
    signature: &crate::abi::Signature,
    data: &[u8],
    provenance: Provenance,
) -> bool {
    let Ok(decoded) = signature.decode(data) else { return false };
    notes.fact(label, signature.canonical(), provenance);
    for (position, (parameter, value)) in (1..).zip(signature.parameters().iter().zip(&decoded.arguments)) {
        let name = if parameter.name.is_empty() { position.to_string() } else { parameter.name.clone() };
        notes.fact(&format!("{label}: {name} ({})", parameter.type_text()), words::of(value), provenance);
    }
    true
}

/// Points at the worst calls of a long batch where most are milder.
pub(super) fn buried(notes: &mut Notes<'_>) {
    let children = notes.children();
    let Some(worst) = children.iter().map(|(_, severity)| *severity).max() else { return };
    let those: Vec<_> = children.iter().filter(|(_, severity)| *severity == worst).collect();
    if worst < Severity::Danger || children.len() - those.len() <= BURIED {
        return;
    }
    let first: Vec<_> = those.iter().take(BURIED).map(|(number, _)| number.as_str()).collect();
    let more = if those.len() > BURIED { " and more" } else { "" };
    notes.warn(
        "buried-danger",
        worst,
        format!(
            "Among {} calls, most of them milder, these can do the most harm: {}{more}.",
            children.len(),
            first.join(", ")
        ),
    );
}
