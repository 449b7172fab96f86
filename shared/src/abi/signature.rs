//! Function signatures: `transferOwnership(address newOwner)`, and the selector that stands for them.
//!
//! The selector is computed from the types as they are encoded, so `uint` and `uint256` name the same function.

use super::signature_text;
use crate::{
    Kind, Refusal,
    eth::{keccak256, text::spelled_out},
    limits::{ABI_ARRAY_MAX, ABI_NESTING_MAX, SIGNATURE_BYTES_MAX},
};
use alloy_dyn_abi::{DynSolType, Specifier as _};
use alloy_json_abi::{Constructor, Error, Function, Param};

/// Why a text is no signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureTextError {
    /// Not of the form.
    #[error("“{text}” is no function signature; write it such as transferOwnership(address)")]
    Form {
        /// The text, cut.
        text: String,
    },
    /// A type that is not encoded here, or too large.
    #[error(
        "parameter {position} of {name} has the type {type_name}, which is not encoded here; write \
        elementary types, arrays of 1 to {ABI_ARRAY_MAX}, and tuples, nested at most {ABI_NESTING_MAX} deep"
    )]
    Type {
        /// From 1.
        position: usize,
        /// The function.
        name: String,
        /// As it was written, cut.
        type_name: String,
    },
}

impl Refusal for SignatureTextError {
    fn kind(&self) -> Kind {
        Kind::new("function-signature")
    }
}

/// One parameter of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Empty where the signature names none.
    pub name: String,
    /// How it is encoded.
    pub kind: DynSolType,
    /// What a tuple, or each tuple of an array, is made of; empty for all else.
    pub components: Vec<Parameter>,
}

impl Parameter {
    /// `None` for a type that is not encoded here.
    pub(super) fn of(input: &Param) -> Option<Self> {
        let kind = input.resolve().ok().filter(|kind| is_encodable(kind, 0))?;
        let components = input.components.iter().map(Self::of).collect::<Option<_>>()?;
        Some(Self { name: input.name.clone(), kind, components })
    }

    /// The type as signatures write it.
    pub fn type_text(&self) -> String {
        type_text(&self.kind)
    }
}

/// A function: its name and what it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    name: String,
    parameters: Vec<Parameter>, // invariant: each type passed `is_encodable`
}

impl Signature {
    /// Reads `transferOwnership(address)`, also with `function` before and names behind the types.
    pub fn parse(text: &str) -> Result<Self, SignatureTextError> {
        let form = || SignatureTextError::Form { text: cut(text) };
        let brackets = text.bytes().filter(|byte| matches!(byte, b'(' | b'[')).count();
        // The parser recurses and takes a bare name for a function without parameters.
        if text.len() > SIGNATURE_BYTES_MAX || brackets > SIGNATURE_BYTES_MAX / 16 || !text.contains('(') {
            return Err(form());
        }
        match Function::parse(text.trim()) {
            Ok(function) => Self::of(&function),
            Err(_) => {
                let (name, inputs) = signature_text::function(text.trim()).ok_or_else(form)?;
                Self::new(name, &inputs)
            }
        }
    }

    /// The function of an ABI file.
    pub fn of(function: &Function) -> Result<Self, SignatureTextError> {
        Self::new(&function.name, &function.inputs)
    }

    /// A custom error of an ABI file: it is encoded as a call is.
    pub fn of_error(error: &Error) -> Result<Self, SignatureTextError> {
        Self::new(&error.name, &error.inputs)
    }

    /// The constructor of an ABI file: it has arguments and no selector.
    pub fn of_constructor(constructor: &Constructor) -> Result<Self, SignatureTextError> {
        Self::new("constructor", &constructor.inputs)
    }

    fn new(name: &str, inputs: &[Param]) -> Result<Self, SignatureTextError> {
        let parameters = (1..).zip(inputs).map(|(position, input)| {
            Parameter::of(input).ok_or_else(|| SignatureTextError::Type {
                position,
                name: cut(name),
                type_name: cut(&input.selector_type()),
            })
        });
        Ok(Self { name: name.to_owned(), parameters: parameters.collect::<Result<_, _>>()? })
    }

    /// `transferOwnership`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it takes, in order.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// `transferOwnership(address)`: what is hashed to the selector.
    pub fn canonical(&self) -> String {
        let types: Vec<_> = self.parameters.iter().map(|parameter| type_text(&parameter.kind)).collect();
        format!("{}({})", self.name, types.join(","))
    }

    /// `transferOwnership(address newOwner)`: with the names of the parameters, as [`Self::parse`] reads it. The names inside
    /// tuples are left out, for which signatures have no place.
    pub fn with_names(&self) -> String {
        let named = |parameter: &Parameter| {
            let kind = type_text(&parameter.kind);
            if parameter.name.is_empty() { kind } else { format!("{kind} {}", parameter.name) }
        };
        format!("{}({})", self.name, self.parameters.iter().map(named).collect::<Vec<_>>().join(","))
    }

    /// The first four bytes of keccak256 of the canonical signature.
    pub fn selector(&self) -> [u8; 4] {
        let [a, b, c, d, ..] = keccak256(self.canonical()).0;
        [a, b, c, d]
    }
}

/// A type as signatures write it.
pub fn type_text(kind: &DynSolType) -> String {
    match kind {
        DynSolType::Bool => "bool".to_owned(),
        DynSolType::Int(bits) => format!("int{bits}"),
        DynSolType::Uint(bits) => format!("uint{bits}"),
        DynSolType::FixedBytes(length) => format!("bytes{length}"),
        DynSolType::Address => "address".to_owned(),
        DynSolType::Function => "function".to_owned(),
        DynSolType::Bytes => "bytes".to_owned(),
        DynSolType::String => "string".to_owned(),
        DynSolType::Array(item) => format!("{}[]", type_text(item)),
        DynSolType::FixedArray(item, count) => format!("{}[{count}]", type_text(item)),
        DynSolType::Tuple(items) | DynSolType::CustomStruct { tuple: items, .. } => {
            format!("({})", items.iter().map(type_text).collect::<Vec<_>>().join(","))
        }
    }
}

/// No function pointers, nothing empty (its arrays would cost no bytes), nothing deeper or longer than the bounds.
fn is_encodable(kind: &DynSolType, depth: usize) -> bool {
    depth <= ABI_NESTING_MAX
        && match kind {
            DynSolType::Function => false,
            DynSolType::Array(item) => is_encodable(item, depth + 1),
            DynSolType::FixedArray(item, count) => {
                (1..=ABI_ARRAY_MAX).contains(count)
                    && is_encodable(item, depth + 1)
                    && words(kind) <= ABI_ARRAY_MAX
            }
            DynSolType::Tuple(items) | DynSolType::CustomStruct { tuple: items, .. } => {
                !items.is_empty() && items.iter().all(|item| is_encodable(item, depth + 1))
            }
            _ => true,
        }
}

/// How many 32-byte words the head of a value takes.
pub(crate) fn words(kind: &DynSolType) -> usize {
    match kind {
        _ if kind.is_dynamic() => 1,
        DynSolType::FixedArray(item, count) => words(item).saturating_mul(*count),
        DynSolType::Tuple(items) | DynSolType::CustomStruct { tuple: items, .. } => {
            items.iter().map(words).fold(0, usize::saturating_add)
        }
        _ => 1,
    }
}

pub(crate) fn cut(text: &str) -> String {
    spelled_out(&text.chars().take(80).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::hex;

    #[test]
    fn a_signature_has_one_selector_however_it_is_written() {
        for (text, canonical, selector) in [
            ("transferOwnership(address)", "transferOwnership(address)", "f2fde38b"),
            ("function transferOwnership(address newOwner)", "transferOwnership(address)", "f2fde38b"),
            ("approve(address,uint)", "approve(address,uint256)", "095ea7b3"),
            ("pause()", "pause()", "8456cb59"),
            ("multiSend(bytes)", "multiSend(bytes)", "8d80ff0a"),
            ("f((uint256))", "f((uint256))", "10f21047"),
            ("aggregate((address target, bytes data)[] calls)", "aggregate((address,bytes)[])", "252dba42"),
            ("function a(((uint256 x)[2] y, bool z) w, bytes)", "a(((uint256)[2],bool),bytes)", "8271b0f2"),
        ] {
            let signature = Signature::parse(text).unwrap();
            assert_eq!(signature.canonical(), canonical);
            if text != "f((uint256))" {
                assert_eq!(hex::encode(signature.selector()), selector, "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        for (text, why) in [
            ("", "nothing"),
            ("transferOwnership", "no parameters"),
            ("transferOwnership(address", "no end"),
            ("f(uint7)", "no such type"),
            ("f(function)", "function pointers"),
            ("f(uint256[0])", "an empty array"),
            ("f(uint256[100000])", "too long"),
            ("f(uint256[1000][1000])", "too long together"),
            ("f(Owner)", "an unknown struct"),
            ("f(()[])", "items of no bytes"),
            ("f((uint256 a b) c)", "two names"),
            ("f((uint256 a,) c)", "nothing behind a comma"),
            ("f((uint256 a) c) d", "something behind it"),
        ] {
            assert!(Signature::parse(text).is_err(), "{why}");
        }
        assert!(Signature::parse(&format!("f({}uint256{})", "(".repeat(5000), ")".repeat(5000))).is_err());
        assert!(Signature::parse(&format!("f({}uint256{})", "(".repeat(60), ")".repeat(60))).is_err());
    }
}
