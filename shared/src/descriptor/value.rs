//! What a descriptor's paths lead through: decoded arguments, or the members of typed data, with their names.
//!
//! Both come from the one decoding of what is signed. May not enter: a second reading of those bytes.

use crate::{
    abi::{DynSolValue, Parameter, words},
    eth::{Address, U256, typed_data::TypedField},
};
use alloy_primitives::{I256, hex};
use std::borrow::Cow;

/// A value with the names of its members.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Bool(bool),
    Uint(U256),
    Int(I256),
    Address(Address),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Self>),
    Group(Vec<(String, Self)>),
}

/// Every value below: the members of a call or of a message, in order.
pub(super) type Members = Vec<(String, Value)>;

/// The arguments of a call.
pub(super) fn of_call(parameters: &[Parameter], arguments: &[DynSolValue]) -> Members {
    let named = parameters.iter().zip(arguments);
    named.map(|(parameter, argument)| (parameter.name.clone(), of_argument(parameter, argument))).collect()
}

fn of_argument(parameter: &Parameter, argument: &DynSolValue) -> Value {
    match argument {
        DynSolValue::Bool(value) => Value::Bool(*value),
        DynSolValue::Uint(value, _) => Value::Uint(*value),
        DynSolValue::Int(value, _) => Value::Int(*value),
        DynSolValue::Address(value) => Value::Address(*value),
        DynSolValue::FixedBytes(word, length) => {
            Value::Bytes(word.get(..*length).unwrap_or(word.as_slice()).to_vec())
        }
        DynSolValue::Bytes(bytes) => Value::Bytes(bytes.clone()),
        DynSolValue::Function(function) => Value::Bytes(function.to_vec()),
        DynSolValue::String(text) => Value::Text(text.clone()),
        DynSolValue::Array(items) | DynSolValue::FixedArray(items) => {
            Value::List(items.iter().map(|item| of_argument(parameter, item)).collect())
        }
        DynSolValue::Tuple(members) | DynSolValue::CustomStruct { tuple: members, .. } => {
            Value::Group(of_call(&parameter.components, members))
        }
    }
}

/// The members of typed data, from the flat list in the order of hashing. `None` where the list is not one of a walk.
pub(super) fn of_typed(fields: &[TypedField]) -> Option<Members> {
    let (mut rest, mut members) = (fields, Vec::new());
    while let Some((field, behind)) = rest.split_first() {
        let inner = behind.iter().take_while(|other| other.depth > field.depth).count();
        let (below, after) = behind.split_at_checked(inner)?;
        members.push((last_name(&field.path).to_owned(), of_field(field, below)?));
        rest = after;
    }
    Some(members)
}

fn of_field(field: &TypedField, below: &[TypedField]) -> Option<Value> {
    let (kind, text) = (field.type_name.as_str(), field.value.as_str());
    if kind.ends_with(']') {
        return Some(Value::List(of_typed(below)?.into_iter().map(|(_, value)| value).collect()));
    }
    Some(match kind {
        "bool" => Value::Bool(text == "true"),
        "address" => Value::Address(text.parse().ok()?),
        "string" => Value::Text(text.to_owned()),
        "bytes" => Value::Bytes(hex::decode(text).ok()?),
        // A struct may be called `bytes33` or `uint7`: no such type is.
        _ if is_sized(kind, "bytes", |size| (1..=32).contains(&size)) => {
            Value::Bytes(hex::decode(text).ok()?)
        }
        _ if is_sized(kind, "uint", is_width) => Value::Uint(text.parse().ok()?),
        _ if is_sized(kind, "int", is_width) => Value::Int(text.parse().ok()?),
        _ => Value::Group(of_typed(below)?),
    })
}

fn is_sized(kind: &str, prefix: &str, fits: impl Fn(u16) -> bool) -> bool {
    let size = kind.strip_prefix(prefix).filter(|size| !size.starts_with('0'));
    size.and_then(|size| size.parse().ok()).is_some_and(fits)
}

/// The widths of numbers, in bits.
fn is_width(bits: u16) -> bool {
    (8..=256).contains(&bits) && bits.is_multiple_of(8)
}

/// `maker` of `message.orders[2].maker`; of `message.orders[2]` it is not needed.
fn last_name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

impl Value {
    /// As an address, also out of the low 20 bytes of a number and out of 20 bytes, as descriptors use them.
    pub(super) fn address(&self) -> Option<Address> {
        match self {
            Self::Address(address) => Some(*address),
            Self::Uint(number) => {
                let word: [u8; 32] = number.to_be_bytes();
                Some(Address::from_slice(word.get(12..)?))
            }
            Self::Bytes(bytes) if bytes.len() == 20 => Some(Address::from_slice(bytes)),
            Self::Bytes(bytes) if bytes.len() == 32 => Some(Address::from_slice(bytes.get(12..)?)),
            Self::Text(text) => crate::eth::address::any_case(text),
            _ => None,
        }
    }

    /// As a number that is not negative; bytes as a big-endian one.
    pub(super) fn number(&self) -> Option<U256> {
        match self {
            Self::Uint(number) => Some(*number),
            Self::Int(number) if !number.is_negative() => Some(number.into_raw()),
            Self::Bool(flag) => Some(U256::from(*flag)),
            Self::Bytes(bytes) => U256::try_from_be_slice(bytes),
            Self::Address(address) => Some(U256::from_be_slice(address.as_slice())),
            Self::Text(text) => number_of(text),
            _ => None,
        }
    }

    /// As bytes.
    pub(super) fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Bytes(bytes) => Some(Cow::Borrowed(bytes)),
            Self::Address(address) => Some(Cow::Owned(address.to_vec())),
            Self::Uint(number) => Some(Cow::Owned(number.to_be_bytes::<32>().to_vec())),
            Self::Int(number) => Some(Cow::Owned(number.to_be_bytes::<32>().to_vec())),
            Self::Text(text) => Some(Cow::Borrowed(text.as_bytes())),
            _ => None,
        }
    }

    /// As it is: decimal, EIP-55, 0x hex, text. Never shortened; nothing in it hides.
    pub(super) fn raw(&self) -> String {
        match self {
            Self::Bool(flag) => flag.to_string(),
            Self::Uint(number) => number.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Address(address) => address.to_string(),
            Self::Bytes(bytes) => hex::encode_prefixed(bytes),
            Self::Text(text) => crate::eth::text::spelled_out(text),
            Self::List(items) => {
                format!("[{}]", items.iter().map(Self::raw).collect::<Vec<_>>().join(", "))
            }
            Self::Group(members) => {
                let members = members.iter().map(|(name, value)| format!("{name}: {}", value.raw()));
                format!("({})", members.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// How many bytes its text takes, roughly and never too few by more than its names: what is counted before it is written.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len().saturating_mul(2).saturating_add(2),
            Self::Text(text) => text.len(),
            Self::List(items) => items.iter().map(Self::weight).fold(2, usize::saturating_add),
            Self::Group(members) => {
                let each = members.iter().map(|(name, value)| name.len().saturating_add(value.weight()));
                each.fold(2, usize::saturating_add)
            }
            _ => 80,
        }
    }
}

/// A decimal number, or one in 0x hex.
pub(super) fn number_of(text: &str) -> Option<U256> {
    let digits = |digits: &str, radix: u32| {
        let plain = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
        plain.then(|| U256::from_str_radix(digits, radix.into()).ok())?
    };
    text.strip_prefix("0x").map_or_else(|| digits(text, 10), |hex| digits(hex, 16))
}

/// A role by its name, where a word is the hash of a well-known one.
pub(super) fn role(value: &Value) -> Option<&'static str> {
    match value {
        Value::Bytes(bytes) => {
            let word: [u8; 32] = bytes.as_slice().try_into().ok()?;
            crate::abi::known::role_name(&word.into())
        }
        _ => None,
    }
}

/// The largest number in words, as the effects write it.
pub(super) fn largest(number: U256) -> String {
    words::of(&DynSolValue::Uint(number, 256))
}
