//! Typed data that is not known: what it looks like is said as a warning, never as what it does.

use super::{
    super::{
        Notes, Severity, TooMuch,
        call::{self, Call, Party},
    },
    known::{KnownType, amount},
    values::Values,
};
use crate::{
    eth::typed_data::{TypedData, TypedField},
    review::UndoneBy,
};
use std::collections::BTreeMap;

/// Members, in lower case, that name who may act for the signer.
const ACTING: [&str; 8] =
    ["spender", "operator", "delegate", "delegatee", "manager", "authorized", "grantee", "approved"];
/// Members that say how much.
const AMOUNTS: [&str; 5] = ["value", "amount", "maxamount", "allowance", "limit"];
/// Members that say all, where they are true.
const ALL: [&str; 4] = ["allowed", "approved", "isallowed", "isauthorized"];
/// Members that a call has; what it sends; how a Safe makes it.
const TARGETS: [&str; 6] = ["to", "target", "dest", "destination", "contract", "recipient"];
const DATA: [&str; 7] =
    ["data", "calldata", "payload", "functionsignature", "functiondata", "txdata", "encodedfunction"];
const VALUES: [&str; 5] = ["value", "ethvalue", "nativevalue", "callvalue", "msgvalue"];
const OPERATIONS: [&str; 1] = ["operation"];

pub(super) fn describe(notes: &mut Notes<'_>, data: &TypedData, values: &Values<'_>) -> Result<(), TooMuch> {
    let name = data.primary_type();
    let borrowed = KnownType::has_name(name);
    let sentence = if borrowed {
        format!(
            "Signs a {name} with other members than the one known here. What that does is not known here."
        )
    } else {
        format!("Signs a {name}. What that does is not known here.")
    };
    notes.act(sentence.clone(), UndoneBy::Unclear, 0, |notes| {
        if borrowed {
            notes.warn("other-members", Severity::Danger, sentence.clone());
        }
        notes.warn("unknown-typed-data", Severity::Danger, sentence);
        allowances(notes, values, borrowed);
        calls(notes, values)
    })
}

/// Where a member stands: the path of what it is in, its name, and its position where it is an item of a list.
fn parts(field: &TypedField) -> (&str, &str, &str) {
    let (parent, name) = field.path.rsplit_once('.').unwrap_or(("", &field.path));
    let (name, index) = name.split_at_checked(name.find('[').unwrap_or(name.len())).unwrap_or((name, ""));
    (parent, name, index)
}

/// Whether a member, or an item of a list of that name, is called so: `target`, `Targets[2]`.
fn is_of(field: &TypedField, names: &[&str]) -> bool {
    let name = parts(field).1.to_lowercase();
    names.contains(&name.as_str()) || name.strip_suffix('s').is_some_and(|one| names.contains(&one))
}

/// Warns of what looks like leave to take something.
fn allowances(notes: &mut Notes<'_>, values: &Values<'_>, borrowed: bool) {
    let acting = values.fields.iter().find(|field| field.type_name == "address" && is_of(field, &ACTING));
    if let Some(TypedField { path, value, .. }) = acting {
        notes.warn(
            "permit",
            Severity::Danger,
            format!("It names an account that may act for the signer: {path} is {value}."),
        );
    }
    if acting.is_none() && !borrowed {
        return;
    }
    let mut amounts =
        values.fields.iter().filter(|field| field.type_name.starts_with("uint") && is_of(field, &AMOUNTS));
    // Of several one is enough: the others would say the same.
    _ = amounts
        .any(|field| field.path.strip_prefix("message.").is_some_and(|path| amount(notes, values, path)));
    let all = values
        .fields
        .iter()
        .find(|field| field.type_name == "bool" && field.value == "true" && is_of(field, &ALL));
    if let Some(field) = all {
        notes.warn(
            "unlimited-approval",
            Severity::Critical,
            format!("{} is true: that may be all there is.", field.path),
        );
    }
}

/// The path below the message, where a member is of it.
fn below(path: &str) -> Option<&str> {
    path.strip_prefix("message.")
}

/// Members of one kind by their positions in lists; `""` where they are in none.
type ByIndex<'a> = BTreeMap<&'a str, Vec<&'a TypedField>>;

/// The members of one struct that a call may be made of.
#[derive(Default)]
struct Parts<'a> {
    targets: ByIndex<'a>,
    values: ByIndex<'a>,
    operations: ByIndex<'a>,
    data: Vec<&'a TypedField>,
}

/// Those that belong to a position: its own, and what is in no list; all, where there is no position.
fn at<'a>(members: &ByIndex<'a>, index: &str) -> Vec<&'a TypedField> {
    match index {
        "" => members.values().flatten().copied().collect(),
        index => [members.get(index), members.get("")].into_iter().flatten().flatten().copied().collect(),
    }
}

/// Tells every pair of a target and calldata as the call that it may become.
fn calls(notes: &mut Notes<'_>, values: &Values<'_>) -> Result<(), TooMuch> {
    let mut structs: BTreeMap<&str, Parts<'_>> = BTreeMap::new();
    for field in values.fields {
        let (parent, _, index) = parts(field);
        let found = structs.entry(parent).or_default();
        match field.type_name.as_str() {
            "address" if is_of(field, &TARGETS) => found.targets.entry(index).or_default().push(field),
            "bytes" if is_of(field, &DATA) => found.data.push(field),
            kind if kind.starts_with("uint") && is_of(field, &VALUES) => {
                found.values.entry(index).or_default().push(field);
            }
            kind if kind.starts_with("uint") && is_of(field, &OPERATIONS) => {
                found.operations.entry(index).or_default().push(field);
            }
            _ => {}
        }
    }
    for found in structs.values() {
        for field in &found.data {
            let (_, _, index) = parts(field);
            for target in at(&found.targets, index) {
                let index = if index.is_empty() { parts(target).2 } else { index };
                call_of(notes, values, found, [target, field], index)?;
            }
        }
    }
    Ok(())
}

fn call_of(
    notes: &mut Notes<'_>,
    values: &Values<'_>,
    found: &Parts<'_>,
    [target, field]: [&TypedField; 2],
    index: &str,
) -> Result<(), TooMuch> {
    let (Some(to), Some(data)) = (below(&target.path), below(&field.path)) else { return Ok(()) };
    let (Some(to), Some(data)) = (values.address(to), values.bytes(data)) else { return Ok(()) };
    // Of several the largest: that is what it may be.
    let most = |members: &ByIndex<'_>| {
        let numbers = at(members, index).into_iter().filter_map(|field| values.number(below(&field.path)?));
        numbers.max().unwrap_or_default()
    };
    let value = most(&found.values);
    if data.len() < 4 && value.is_zero() {
        return Ok(());
    }
    notes.warn(
        "looks-like-call",
        Severity::Danger,
        format!(
            "{} and {} look like a call. If it is made, it does what is told below.",
            target.path, field.path
        ),
    );
    let run = call::operation(notes, most(&found.operations));
    let by = values.contract.map_or(Party::Unnamed, Party::At);
    call::describe(notes, Call { by, to: Party::At(to), value, data: &data, run, beside: &[] })
}
