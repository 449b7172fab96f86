//! Parameter lists with named members of tuples: `(address to, uint256 value)[] calls`, which the human-readable form of
//! ABIs knows and the library's reader does not.
//!
//! ```text
//! function  = name "(" [parameter *("," parameter)] ")"
//! parameter = (elementary / "(" parameter *("," parameter) ")") *("[" *digit "]") [" " name]
//! ```
//!
//! May not enter: recursion without a bound.

use crate::limits::ABI_NESTING_MAX;
use alloy_json_abi::Param;

/// The name of the function and its parameters; `None` where the text is not of the grammar. Types are not judged here.
pub(super) fn function(text: &str) -> Option<(&str, Vec<Param>)> {
    let text = text.strip_prefix("function ").unwrap_or(text).trim();
    let (name, rest) = text.split_once('(')?;
    if !is_name(name) {
        return None;
    }
    let (inputs, rest) = list(rest, 0)?;
    rest.is_empty().then_some((name, inputs))
}

/// Parameters up to the closing bracket, and what follows it.
fn list(mut text: &str, depth: usize) -> Option<(Vec<Param>, &str)> {
    if depth > ABI_NESTING_MAX {
        return None;
    }
    let mut parameters = Vec::new();
    if let Some(rest) = text.strip_prefix(')') {
        return Some((parameters, rest));
    }
    loop {
        let (parameter, rest) = parameter(text.trim_start(), depth)?;
        parameters.push(parameter);
        match rest.split_at_checked(1)? {
            (",", rest) => text = rest,
            (")", rest) => return Some((parameters, rest)),
            _ => return None,
        }
    }
}

fn parameter(text: &str, depth: usize) -> Option<(Param, &str)> {
    let (kind, components, rest) = if let Some(inner) = text.strip_prefix('(') {
        let (components, rest) = list(inner, depth + 1)?;
        ("tuple", components, rest)
    } else {
        let end = text.find(|letter: char| !letter.is_ascii_alphanumeric())?;
        let (kind, rest) = text.split_at_checked(end)?;
        (kind, Vec::new(), rest)
    };
    let end = rest.find(|letter: char| !matches!(letter, '[' | ']' | '0'..='9'))?;
    let (array, rest) = rest.split_at_checked(end)?;
    let named = rest.strip_prefix(' ').unwrap_or(rest);
    let end = named.find([',', ')'])?;
    let (name, rest) = named.split_at_checked(end)?;
    if !(name.is_empty() || is_name(name)) {
        return None;
    }
    let ty = format!("{kind}{array}");
    Some((Param { ty, name: name.to_owned(), components, internal_type: None }, rest))
}

fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, b'_' | b'$'))
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
}
