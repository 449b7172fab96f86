//! Arguments as people type them, to calldata.
//!
//! | type | written as |
//! |---|---|
//! | address | 0x and 40 hex digits, capitals must be EIP-55's; or a name that the caller knows |
//! | uint, int | as in [`super::units`]: decimal, 0x hex, `1.5 ether`, `30 days`, a moment |
//! | bool | `true`, `false` |
//! | bytes, bytesN | 0x hex |
//! | string | as it is; inside a list quoted as JSON does |
//! | array, tuple | `[a,b]`; `(a,b)` or `[a,b]` |

use super::{
    Parameter, Signature,
    signature::{cut, type_text},
    units,
};
use crate::{
    Kind, Refusal,
    eth::{Address, B256, U256, address, text::spelled_out},
    limits::ARGUMENT_BYTES_MAX,
};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{I256, hex};

/// Why arguments do not make a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArgumentError {
    /// Too few or too many.
    #[error(
        "{signature} takes {expected} argument(s), {found} given; write one for each, arrays as [a,b], \
        tuples as (a,b)"
    )]
    Count {
        /// The function.
        signature: String,
        /// How many it takes.
        expected: usize,
        /// How many there were.
        found: usize,
    },
    /// One does not have the form of its type.
    #[error("argument {label}: {fault}")]
    Form {
        /// `2 (newOwner, address)`.
        label: String,
        /// What is wrong with it, and what is expected.
        fault: String,
    },
}

impl Refusal for ArgumentError {
    fn kind(&self) -> Kind {
        Kind::new("argument")
    }
}

/// Whose address a name is: the caller's address book.
pub type Names<'a> = &'a dyn Fn(&str) -> Option<Address>;

/// A book without names.
pub fn no_names(_name: &str) -> Option<Address> {
    None
}

impl Signature {
    /// Selector ‖ ABI-encoded arguments, from one text for each parameter; addresses by themselves, without names.
    pub fn encode<S: AsRef<str>>(&self, arguments: &[S]) -> Result<Vec<u8>, ArgumentError> {
        Ok(self.call(self.values(arguments, &no_names)?))
    }

    /// Selector ‖ ABI-encoded `values`, which must be of the parameters' types.
    pub fn call(&self, values: Vec<DynSolValue>) -> Vec<u8> {
        let mut calldata = self.selector().to_vec();
        calldata.extend(Self::parameters_only(values));
        calldata
    }

    /// ABI-encoded `values` without a selector: what follows the init code in a deployment.
    pub fn parameters_only(values: Vec<DynSolValue>) -> Vec<u8> {
        DynSolValue::Tuple(values).abi_encode_params()
    }

    /// The values of the arguments, one text for each parameter.
    pub fn values<S: AsRef<str>>(
        &self,
        arguments: &[S],
        names: Names<'_>,
    ) -> Result<Vec<DynSolValue>, ArgumentError> {
        let expected = self.parameters().len();
        if expected != arguments.len() {
            return Err(ArgumentError::Count {
                signature: self.canonical(),
                expected,
                found: arguments.len(),
            });
        }
        let values = (1..).zip(self.parameters()).zip(arguments).map(|((position, parameter), text)| {
            value(&parameter.kind, text.as_ref(), 0, names)
                .map_err(|fault| ArgumentError::Form { label: label(position, parameter), fault })
        });
        values.collect()
    }
}

/// One value of type `kind` from its text; else a sentence that says what was wrong with the expected form.
pub fn read(kind: &DynSolType, text: &str, names: Names<'_>) -> Result<DynSolValue, String> {
    value(kind, text, 0, names)
}

/// A value as [`read`] takes it back.
pub fn written(value: &DynSolValue) -> String {
    write(value, 0)
}

fn write(value: &DynSolValue, depth: usize) -> String {
    let list = |values: &[DynSolValue]| {
        values.iter().map(|value| write(value, depth + 1)).collect::<Vec<_>>().join(", ")
    };
    match value {
        DynSolValue::Bool(value) => value.to_string(),
        DynSolValue::Int(value, _) => value.to_string(),
        DynSolValue::Uint(value, _) => value.to_string(),
        DynSolValue::FixedBytes(word, length) => {
            hex::encode_prefixed(word.get(..*length).unwrap_or(word.as_slice()))
        }
        DynSolValue::Address(address) => address.to_string(),
        DynSolValue::Function(function) => hex::encode_prefixed(function),
        DynSolValue::Bytes(bytes) => hex::encode_prefixed(bytes),
        DynSolValue::String(text) if depth == 0 => text.clone(),
        DynSolValue::String(text) => serde_json::Value::from(text.as_str()).to_string(),
        DynSolValue::Array(values) | DynSolValue::FixedArray(values) => format!("[{}]", list(values)),
        DynSolValue::Tuple(values) | DynSolValue::CustomStruct { tuple: values, .. } => {
            format!("({})", list(values))
        }
    }
}

/// The expected form of a value, with an example: what a form shows beside its field.
pub fn hint(kind: &DynSolType) -> String {
    match kind {
        DynSolType::Bool => "true or false".to_owned(),
        DynSolType::Address => "0x and 40 hex digits, or a name from the book".to_owned(),
        DynSolType::Uint(bits) if *bits >= 64 => {
            "a number such as 1000, 1.5 ether, 20 gwei, 30 days, or a moment such as 2026-12-31T00:00Z"
                .to_owned()
        }
        DynSolType::Uint(bits) => format!("a number from 0 to 2^{bits} − 1, such as 100"),
        DynSolType::Int(bits) => format!("a number of int{bits}, such as 100 or -100"),
        DynSolType::Bytes => "0x and pairs of hex digits; 0x alone for nothing".to_owned(),
        DynSolType::FixedBytes(length) => format!("0x and {} hex digits", 2 * length),
        DynSolType::String => "text, as it is".to_owned(),
        DynSolType::Array(_) => "a list such as [a, b]; [] for an empty one".to_owned(),
        DynSolType::FixedArray(_, count) => format!("a list of {count}, such as [a, b]"),
        DynSolType::Tuple(kinds) | DynSolType::CustomStruct { tuple: kinds, .. } => {
            format!("a group of {}, such as (a, b)", kinds.len())
        }
        DynSolType::Function => "cannot be written here".to_owned(),
    }
}

fn label(position: usize, parameter: &Parameter) -> String {
    let kind = type_text(&parameter.kind);
    if parameter.name.is_empty() {
        format!("{position} ({kind})")
    } else {
        format!("{position} ({}, {kind})", parameter.name)
    }
}

/// `depth` 0 is an argument by itself, where a string needs no quotes. The type bounds the depth.
fn value(kind: &DynSolType, text: &str, depth: usize, names: Names<'_>) -> Result<DynSolValue, String> {
    if text.len() > ARGUMENT_BYTES_MAX {
        return Err(format!("it has {} bytes, at most {ARGUMENT_BYTES_MAX} are read", text.len()));
    }
    let bare = text.trim();
    let wrong = |expected: &str| format!("“{}” is not {expected}", cut(bare));
    match kind {
        DynSolType::Bool => match bare {
            "true" => Ok(DynSolValue::Bool(true)),
            "false" => Ok(DynSolValue::Bool(false)),
            _ => Err(wrong("true or false")),
        },
        DynSolType::Address => address_or_name(bare, names).map(DynSolValue::Address),
        DynSolType::Uint(bits) => unsigned(bare, *bits).map(|value| DynSolValue::Uint(value, *bits)),
        DynSolType::Int(bits) => signed(bare, *bits).map(|value| DynSolValue::Int(value, *bits)),
        DynSolType::Bytes => {
            bytes(bare).map(DynSolValue::Bytes).ok_or_else(|| wrong("0x and pairs of hex digits"))
        }
        DynSolType::FixedBytes(length) => bytes(bare)
            .filter(|bytes| bytes.len() == *length)
            .map(|bytes| DynSolValue::FixedBytes(B256::right_padding_from(&bytes), *length))
            .ok_or_else(|| wrong(&format!("0x and {} hex digits", 2 * length))),
        DynSolType::String if depth == 0 => Ok(DynSolValue::String(text.to_owned())),
        DynSolType::String if bare.starts_with('"') => {
            serde_json::from_str(bare).map(DynSolValue::String).map_err(|_| wrong("a text in quotes"))
        }
        DynSolType::String => Ok(DynSolValue::String(bare.to_owned())),
        DynSolType::Array(item) => {
            let items = list(bare, '[', ']').ok_or_else(|| wrong("a list such as [a,b]"))?;
            each(items.into_iter().map(|text| (item.as_ref(), text)), depth, names).map(DynSolValue::Array)
        }
        DynSolType::FixedArray(item, count) => {
            let items = list(bare, '[', ']').filter(|items| items.len() == *count);
            let items = items.ok_or_else(|| wrong(&format!("a list of {count}, such as [a,b]")))?;
            each(items.into_iter().map(|text| (item.as_ref(), text)), depth, names)
                .map(DynSolValue::FixedArray)
        }
        DynSolType::Tuple(kinds) | DynSolType::CustomStruct { tuple: kinds, .. } => {
            let items = list(bare, '(', ')').or_else(|| list(bare, '[', ']'));
            let items = items.filter(|items| items.len() == kinds.len());
            let items = items.ok_or_else(|| wrong(&format!("a tuple of {}, such as (a,b)", kinds.len())))?;
            each(kinds.iter().zip(items), depth, names).map(DynSolValue::Tuple)
        }
        DynSolType::Function => Err("function pointers are not written here".to_owned()),
    }
}

fn each<'a>(
    items: impl Iterator<Item = (&'a DynSolType, &'a str)>,
    depth: usize,
    names: Names<'_>,
) -> Result<Vec<DynSolValue>, String> {
    items.map(|(kind, text)| value(kind, text, depth + 1, names)).collect()
}

/// An address, or whatever the book calls so; inside a list a name with commas stands in quotes.
fn address_or_name(text: &str, names: Names<'_>) -> Result<Address, String> {
    let refused = match address::parse(text) {
        Ok(address) => return Ok(address),
        Err(refused) => refused,
    };
    if text.is_empty() || text.starts_with("0x") {
        return Err(refused.to_string());
    }
    let unquoted = text.starts_with('"').then(|| serde_json::from_str::<String>(text).ok()).flatten();
    let name = unquoted.as_deref().unwrap_or(text);
    names(name).ok_or_else(|| {
        let name = spelled_out(&name.chars().take(64).collect::<String>());
        format!(
            "“{name}” is neither an address nor a name in the book; write 0x and 40 hex digits, such as \
            0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
        )
    })
}

fn unsigned(text: &str, bits: usize) -> Result<U256, String> {
    let value = units::parse(text).map_err(|error| error.to_string())?;
    if value.bit_len() > bits {
        Err(format!("“{}” does not fit uint{bits}, which holds less than 2^{bits}", cut(text)))
    } else {
        Ok(value)
    }
}

fn signed(text: &str, bits: usize) -> Result<I256, String> {
    let too_large = || {
        format!(
            "“{}” does not fit int{bits}, which holds −2^{1} to 2^{1} − 1",
            cut(text),
            bits.saturating_sub(1)
        )
    };
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    if digits.starts_with('-') {
        return Err(format!("“{}” is no number", cut(text)));
    }
    let magnitude = unsigned(digits, bits)?;
    let limit = U256::from(1) << bits.saturating_sub(1);
    match negative {
        true if magnitude <= limit => Ok(I256::from_raw(magnitude.wrapping_neg())),
        false if magnitude < limit => Ok(I256::from_raw(magnitude)),
        _ => Err(too_large()),
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x")?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit()); // the decoder would take a second 0x
    plain.then(|| hex::decode(digits).ok())?
}

/// The items between `open` and `close`, split at commas outside quotes and inner lists.
fn list(text: &str, open: char, close: char) -> Option<Vec<&str>> {
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    if inner.trim().is_empty() {
        return Some(Vec::new());
    }
    let (mut items, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in inner.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                items.push(inner.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(inner.get(start..)?);
    (depth == 0 && !quoted).then_some(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OWNER: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    #[test]
    fn a_call_is_written_as_one_would_say_it() {
        let signature = Signature::parse("transferOwnership(address newOwner)").unwrap();
        assert_eq!(
            hex::encode(signature.encode(&[OWNER]).unwrap()),
            "f2fde38b000000000000000000000000f39fd6e51aad88f6f4ce6ab8827279cfffb92266"
        );
    }

    #[test]
    fn every_argument_has_the_form_of_its_type_or_is_refused_by_name() {
        for (kind, text, taken) in [
            ("address", OWNER, true),
            ("address", "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266", false),
            ("uint8", "255", true),
            ("uint8", "256", false),
            ("uint8", "-1", false),
            ("uint8", "0xff", true),
            ("uint8", "0x", false),
            ("uint256", "1.5 ether", true),
            ("uint256", "1.5", false),
            ("uint64", "19 ether", false),
            ("int8", "-128", true),
            ("int8", "128", false),
            ("int8", "--1", false),
            ("int256", "-1", true),
            ("bool", "true", true),
            ("bool", "1", false),
            ("bytes", "0x", true),
            ("bytes", "0xabc", false),
            ("bytes", "0x0xab", false),
            ("bytes4", "0x01020304", true),
            ("bytes4", "0x0102", false),
            ("string", "any, text [it is]", true),
            ("uint256[]", "[]", true),
            ("uint256[]", "[1, 2,0x3]", true),
            ("uint256[]", "1,2", false),
            ("uint256[]", "[1,2", false),
            ("uint256[]", "[1],[2]", false),
            ("uint256[2]", "[1]", false),
            ("string[]", r#"["a,b", c, "\"]"]"#, true),
            ("(address,uint256[])[]", "[(0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266,[1,2])]", true),
            ("(address,bool)", "(true)", false),
        ] {
            let signature = Signature::parse(&format!("f({kind} it)")).unwrap();
            let encoded = signature.encode(&[text]);
            assert_eq!(encoded.is_ok(), taken, "{kind} {text}: {encoded:?}");
            match encoded {
                Ok(calldata) => assert_eq!(signature.decode(&calldata).unwrap().trailing, 0),
                Err(error) => assert!(error.to_string().starts_with("argument 1 (it, "), "{error}"),
            }
        }
        assert!(Signature::parse("f()").unwrap().encode(&["1"]).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in r#"[\[\](),"\\0-9a-fx .]{0,60}"#) {
            for kind in ["uint256[]", "(string,bytes)[]", "string[2]", "int8", "uint8"] {
                let signature = Signature::parse(&format!("f({kind})")).unwrap();
                if let Ok(calldata) = signature.encode(&[&text]) {
                    prop_assert!(signature.decode(&calldata).is_ok());
                }
            }
        }
    }
}
