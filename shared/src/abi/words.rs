//! ABI values as text: complete, on one line, with nothing hidden.

use super::known::role_name;
use crate::eth::{U256, text::spelled_out};
use alloy_dyn_abi::DynSolValue;
use alloy_primitives::hex;

/// A value as a person reads it: decimal, EIP-55, 0x hex, quoted text, `[a, b]`, `(a, b)`. Never shortened.
pub fn of(value: &DynSolValue) -> String {
    let list = |values: &[DynSolValue]| values.iter().map(of).collect::<Vec<_>>().join(", ");
    match value {
        DynSolValue::Bool(value) => value.to_string(),
        DynSolValue::Int(value, _) => value.to_string(),
        DynSolValue::Uint(value, _) if *value == U256::MAX => {
            format!("{value} (2^256 − 1, the largest number)")
        }
        DynSolValue::Uint(value, _) => value.to_string(),
        DynSolValue::FixedBytes(word, 32) => match role_name(word) {
            Some(name) => format!("{word} ({name})"),
            None => word.to_string(),
        },
        DynSolValue::FixedBytes(word, length) => {
            hex::encode_prefixed(word.get(..*length).unwrap_or(word.as_slice()))
        }
        DynSolValue::Address(address) => address.to_string(),
        DynSolValue::Function(function) => hex::encode_prefixed(function),
        DynSolValue::Bytes(bytes) if bytes.is_empty() => "0x (nothing)".to_owned(),
        DynSolValue::Bytes(bytes) => hex::encode_prefixed(bytes),
        DynSolValue::String(text) => format!("“{}”", spelled_out(text)),
        DynSolValue::Array(values) | DynSolValue::FixedArray(values) => format!("[{}]", list(values)),
        DynSolValue::Tuple(values) | DynSolValue::CustomStruct { tuple: values, .. } => {
            format!("({})", list(values))
        }
    }
}
