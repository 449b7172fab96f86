//! Elementary values: JSON to one 32-byte word and the text that a person reads, in one step.

use super::{
    TypedDataError,
    json::{Json, shown},
    schema::Type,
};
use crate::eth::{B256, U256, keccak256};
use alloy_primitives::hex;

/// A value that was read once: what is hashed, and what is shown.
pub(super) struct Value {
    pub(super) word: B256,
    pub(super) text: String,
}

/// Reads an elementary value; `None` when `kind` is a struct or an array.
pub(super) fn read(
    kind: &Type,
    type_name: &str,
    place: &str,
    json: &Json,
) -> Option<Result<Value, TypedDataError>> {
    let wrong = |expected: &str| Err(json.wrong(place, expected));
    let read = match kind {
        Type::Struct(_) | Type::Array(..) => return None,
        Type::Bool => match json {
            Json::Bool(value) => {
                Ok(Value { word: B256::with_last_byte((*value).into()), text: value.to_string() })
            }
            _ => wrong("true or false"),
        },
        Type::Address => match json {
            Json::Text(text) if let Some(address) = crate::eth::address::any_case(text) => {
                Ok(Value { word: address.into_word(), text: address.to_string() })
            }
            _ => wrong("an address of 0x and 40 hex digits"),
        },
        Type::String => match json {
            Json::Text(text) => Ok(Value { word: keccak256(text), text: text.clone() }),
            _ => wrong("a text"),
        },
        Type::Bytes => match json {
            Json::Text(text) if let Some(bytes) = bytes(text) => {
                Ok(Value { word: keccak256(&bytes), text: hex::encode_prefixed(bytes) })
            }
            _ => wrong("0x and pairs of hex digits"),
        },
        Type::FixedBytes(length) => match json {
            Json::Text(text) if let Some(bytes) = bytes(text).filter(|bytes| bytes.len() == *length) => {
                Ok(Value { word: B256::right_padding_from(&bytes), text: hex::encode_prefixed(bytes) })
            }
            _ => wrong(&format!("0x and {} hex digits", 2 * length)),
        },
        Type::Uint(bits) => integer(json, *bits, false, type_name, place),
        Type::Int(bits) => integer(json, *bits, true, type_name, place),
    };
    Some(read)
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x")?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit()); // the decoder would take a second 0x
    plain.then(|| hex::decode(digits).ok())?
}

/// A JSON number without fraction or exponent, a decimal text, or `0x` and hex digits.
fn integer(
    json: &Json,
    bits: usize,
    signed: bool,
    type_name: &str,
    place: &str,
) -> Result<Value, TypedDataError> {
    let (Json::Number(text) | Json::Text(text)) = json else {
        return Err(json.wrong(place, "a whole number"));
    };
    let wrong = || TypedDataError::Form {
        place: place.to_owned(),
        expected: "a whole number, as digits or as 0x and hex digits,".to_owned(),
        found: format!("“{}”", shown(text)),
    };
    let out_of_range = || TypedDataError::Range {
        place: place.to_owned(),
        type_name: type_name.to_owned(),
        found: shown(text),
    };
    let (negative, digits) = text.strip_prefix('-').map_or((false, text.as_str()), |digits| (true, digits));
    let magnitude = match digits.strip_prefix("0x") {
        Some(digits)
            if !negative && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) =>
        {
            U256::from_str_radix(digits, 16)
        }
        None if is_decimal(digits) && !(negative && digits == "0") => U256::from_str_radix(digits, 10),
        _ => return Err(wrong()),
    }
    .map_err(|_| out_of_range())?;
    // Unsigned: up to 2^bits - 1. Signed: up to 2^(bits-1) - 1, or 2^(bits-1) below zero.
    let limit = U256::MAX >> (256 - bits + usize::from(signed));
    let fits = if negative { signed && magnitude - U256::from(1) <= limit } else { magnitude <= limit };
    if !fits {
        return Err(out_of_range());
    }
    let word = if negative { magnitude.wrapping_neg() } else { magnitude };
    Ok(Value { word: word.into(), text: format!("{}{magnitude}", if negative { "-" } else { "" }) })
}

fn is_decimal(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
        && !digits.is_empty()
}
