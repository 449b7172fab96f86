//! What a format is for, by its key: a function with the names of its parameters, or encodeType of a message.
//!
//! The first version of the format also has a selector, a signature without names, or the bare name of a type there, and the
//! names in an `abi` or in `schemas` beside it. May not enter: a guess at names that stand nowhere.

use super::model::Key;
use crate::{
    abi::Signature,
    eth::typed_data::json::Json,
    limits::{ABI_NESTING_MAX, SIGNATURE_BYTES_MAX},
};
use alloy_primitives::hex;
use std::collections::{BTreeMap, BTreeSet};

type Members = BTreeMap<String, Json>;

/// What the file declares beside its keys, read once for all of them.
pub(super) struct Declared<'a> {
    is_typed: bool,
    signatures: BTreeMap<[u8; 4], Signature>,
    /// The types of each schema by its primary type.
    schemas: BTreeMap<&'a str, &'a Json>,
}

impl<'a> Declared<'a> {
    pub(super) fn of(context: &'a Members) -> Self {
        let (mut signatures, mut schemas) = (BTreeMap::new(), BTreeMap::new());
        for signature in abi(context).iter().filter_map(|text| Signature::parse(text).ok()) {
            signatures.entry(signature.selector()).or_insert(signature);
        }
        let typed = context.get("eip712");
        if let Some(Json::Array(all)) = typed.and_then(|typed| get(typed, "schemas")) {
            for schema in all {
                if let (Some(Json::Text(name)), Some(types)) =
                    (get(schema, "primaryType"), get(schema, "types"))
                {
                    schemas.entry(name.as_str()).or_insert(types);
                }
            }
        }
        Self { is_typed: typed.is_some(), signatures, schemas }
    }
}

/// What a key stands for, or why it stands for nothing.
pub(super) fn of(text: &str, declared: &Declared<'_>) -> Result<Key, String> {
    if declared.is_typed {
        return typed(text, declared);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        let selector: [u8; 4] = hex::decode(digits)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or("it is neither a function nor a selector of 4 bytes")?;
        let signature = declared.signatures.get(&selector);
        let signature = signature.ok_or("it is a selector, and no abi in the file names its function")?;
        return Ok(Key::Call { signature: signature.clone(), selector });
    }
    let signature = Signature::parse(text).map_err(|error| error.to_string())?;
    let selector = signature.selector();
    let named = signature.parameters().iter().all(|parameter| !parameter.name.is_empty());
    let signature = if named {
        signature
    } else {
        let found = declared.signatures.get(&selector).cloned();
        found.ok_or("its parameters have no names, and no abi in the file names them")?
    };
    Ok(Key::Call { signature, selector })
}

/// For finding two formats for the same thing.
pub(super) fn identity(key: &Key) -> String {
    match key {
        Key::Call { selector, .. } => hex::encode(selector),
        Key::Typed { encode_type } => encode_type.clone(),
    }
}

/// For a person.
pub(super) fn words(key: &Key) -> String {
    match key {
        Key::Call { signature, .. } => signature.canonical(),
        Key::Typed { encode_type } => encode_type.clone(),
    }
}

fn typed(text: &str, declared: &Declared<'_>) -> Result<Key, String> {
    if text.contains('(') {
        return Ok(Key::Typed { encode_type: without_needless_blanks(text) });
    }
    let Some(Json::Object(types)) = declared.schemas.get(text) else {
        return Err("it is the bare name of a type, and no schema in the file declares it".to_owned());
    };
    let encode_type = encode_type(text, types).ok_or("its schema has not the form of EIP-712 types")?;
    Ok(Key::Typed { encode_type })
}

/// One blank between a type and a name, none elsewhere: what encodeType writes.
fn without_needless_blanks(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let joins = |character: Option<char>| character.is_none_or(|c| matches!(c, '(' | ')' | ','));
        if !joins(shown.chars().next_back()) && !joins(word.chars().next()) {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown
}

fn get<'a>(json: &'a Json, name: &str) -> Option<&'a Json> {
    if let Json::Object(members) = json { members.get(name) } else { None }
}

fn encode_type(name: &str, types: &Members) -> Option<String> {
    let (mut used, mut open) = (BTreeSet::new(), vec![name.to_owned()]);
    while let Some(next) = open.pop() {
        if let Some(Json::Array(members)) = types.get(&next)
            && used.insert(next)
        {
            let kinds = members.iter().filter_map(|member| get(member, "type"));
            open.extend(kinds.filter_map(|kind| match kind {
                Json::Text(text) => Some(text.split('[').next().unwrap_or_default().to_owned()),
                _ => None,
            }));
        }
    }
    used.take(name)?;
    let mut written = String::new();
    for name in std::iter::once(name).chain(used.iter().map(String::as_str)) {
        let Some(Json::Array(members)) = types.get(name) else { return None };
        let each = members.iter().map(|member| match (get(member, "type"), get(member, "name")) {
            (Some(Json::Text(kind)), Some(Json::Text(name))) => Some(format!("{kind} {name}")),
            _ => None,
        });
        written.push_str(&format!("{name}({})", each.collect::<Option<Vec<_>>>()?.join(",")));
    }
    Some(written)
}

/// The functions of an `abi` inside the file, as human-readable signatures.
fn abi(context: &Members) -> Vec<String> {
    let Some(Json::Array(items)) = context.get("contract").and_then(|contract| get(contract, "abi")) else {
        return Vec::new();
    };
    let function = |item: &Json| match (get(item, "type"), get(item, "name"), get(item, "inputs")) {
        (Some(Json::Text(kind)), Some(Json::Text(name)), Some(inputs)) if kind == "function" => {
            Some(format!("{name}({})", parameters(inputs, 0)?))
        }
        _ => None,
    };
    items.iter().filter_map(function).filter(|text| text.len() <= SIGNATURE_BYTES_MAX).collect()
}

fn parameters(inputs: &Json, depth: usize) -> Option<String> {
    let Json::Array(inputs) = inputs else { return None };
    if depth > ABI_NESTING_MAX {
        return None;
    }
    let each = inputs.iter().map(|input| match (get(input, "type"), get(input, "name")) {
        (Some(Json::Text(kind)), Some(Json::Text(name))) => match kind.strip_prefix("tuple") {
            Some(brackets) => {
                Some(format!("({}){brackets} {name}", parameters(get(input, "components")?, depth + 1)?))
            }
            None => Some(format!("{kind} {name}")),
        },
        _ => None,
    });
    Some(each.collect::<Option<Vec<_>>>()?.join(","))
}
