//! Calldata from a function and its arguments as text.
//!
//! The function comes as `transferOwnership(address)` or by name from an ABI file (a JSON array, or a compiler's
//! artifact with an `abi` member). Addresses with capitals must carry a right EIP-55 checksum: a typing error in
//! an owner's address is not to be signed away.

use alloy_dyn_abi::{DynSolType, JsonAbiExt as _, Specifier as _};
use alloy_json_abi::{Function, JsonAbi};
use shared::{Kind, Refusal, eth::Address};

/// The longest function signature that is read, in bytes.
const SIGNATURE_MAX: usize = 1_024;
/// The deepest nesting of tuples and arrays in a type: parsers of type texts recurse.
const NESTING_MAX: usize = 16;
/// The longest ABI file that is read, in bytes.
pub const ABI_BYTES_MAX: usize = 4 << 20;

/// Why a call could not be put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Not `name(type,…)`.
    #[error("“{0}” is no function; write it like transferOwnership(address), in quotes")]
    Signature(String),
    /// Wrong number of arguments.
    #[error(
        "{function} takes {wanted} arguments, {given} were given; write one word for each, arrays as [a,b], tuples as (a,b)"
    )]
    Count {
        /// The function's signature.
        function: String,
        /// How many it takes.
        wanted: usize,
        /// How many there were.
        given: usize,
    },
    /// An argument that is not of its type.
    #[error("argument {place}, “{text}”, is no {type_name}: {reason}")]
    Argument {
        /// From 1.
        place: usize,
        /// What was written.
        text: String,
        /// The declared type.
        type_name: String,
        /// What the parser of values said.
        reason: String,
    },
    /// Not an ABI.
    #[error("the ABI file cannot be read: {0}; give the JSON that the compiler writes")]
    Abi(String),
    /// Not in the ABI.
    #[error("the ABI has no function {0}; it has: {1}")]
    NoFunction(String, String),
    /// Several functions of this name.
    #[error("the ABI has several functions {0} with {1} arguments; write the whole signature, such as {2}")]
    Ambiguous(String, usize, String),
}

impl Refusal for CallError {
    fn kind(&self) -> Kind {
        Kind::new("call")
    }
}

/// A call that is ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The canonical signature, `transferOwnership(address)`.
    pub function: String,
    /// Selector ‖ ABI-encoded arguments.
    pub data: Vec<u8>,
}

/// Encodes a call of `signature`, such as `transferOwnership(address)`.
pub fn encode(signature: &str, arguments: &[String]) -> Result<Call, CallError> {
    encode_function(&parse_function(signature)?, arguments)
}

/// Encodes a call of the function `name` (or of its whole signature) of the ABI in `json`.
pub fn encode_from_abi(json: &[u8], name: &str, arguments: &[String]) -> Result<Call, CallError> {
    let abi = parse_abi(json)?;
    let plain = name.split('(').next().unwrap_or(name);
    let named: Vec<&Function> = abi.functions().filter(|function| function.name == plain).collect();
    let fitting: Vec<&Function> = if name.contains('(') {
        let wanted = parse_function(name)?.signature();
        named.iter().copied().filter(|function| function.signature() == wanted).collect()
    } else {
        named.iter().copied().filter(|function| function.inputs.len() == arguments.len()).collect()
    };
    match (fitting.as_slice(), named.as_slice()) {
        ([function], _) => encode_function(function, arguments),
        ([first, _, ..], _) => {
            Err(CallError::Ambiguous(plain.to_owned(), arguments.len(), first.signature()))
        }
        ([], [only]) if !name.contains('(') => encode_function(only, arguments), // names the count
        ([], _) => Err(CallError::NoFunction(name.chars().take(80).collect(), some_names(&abi))),
    }
}

fn parse_function(signature: &str) -> Result<Function, CallError> {
    let refused = || CallError::Signature(signature.chars().take(80).collect());
    if signature.len() > SIGNATURE_MAX || !signature.contains('(') || nesting(signature) > NESTING_MAX {
        return Err(refused());
    }
    Function::parse(signature).map_err(|_| refused())
}

fn parse_abi(json: &[u8]) -> Result<JsonAbi, CallError> {
    if json.len() > ABI_BYTES_MAX {
        return Err(CallError::Abi(format!("it has more than {ABI_BYTES_MAX} bytes")));
    }
    let mut value: serde_json::Value =
        serde_json::from_slice(json).map_err(|error| CallError::Abi(error.to_string()))?;
    if let Some(abi) = value.get_mut("abi") {
        value = abi.take();
    }
    serde_json::from_value(value).map_err(|error| CallError::Abi(error.to_string()))
}

fn some_names(abi: &JsonAbi) -> String {
    let mut names: Vec<String> = abi.functions().map(Function::signature).collect();
    names.sort_unstable();
    let more = names.len().saturating_sub(12);
    names.truncate(12);
    let list = names.join(", ");
    if more == 0 { list } else { format!("{list} and {more} more") }
}

fn encode_function(function: &Function, arguments: &[String]) -> Result<Call, CallError> {
    let signature = function.signature();
    if function.inputs.len() != arguments.len() {
        return Err(CallError::Count {
            function: signature,
            wanted: function.inputs.len(),
            given: arguments.len(),
        });
    }
    let mut values = Vec::with_capacity(arguments.len());
    for (index, (input, text)) in function.inputs.iter().zip(arguments).enumerate() {
        let type_name = input.selector_type().into_owned();
        let refused = |reason: String| CallError::Argument {
            place: index + 1,
            text: text.chars().take(80).collect(),
            type_name: type_name.clone(),
            reason,
        };
        if nesting(&type_name) > NESTING_MAX || nesting(text) > NESTING_MAX {
            return Err(refused("it is nested too deep".to_owned()));
        }
        let kind: DynSolType = input.resolve().map_err(|error| refused(error.to_string()))?;
        check_addresses(text).map_err(refused)?;
        values.push(kind.coerce_str(text).map_err(|error| refused(first_line(&error.to_string())))?);
    }
    let data = function
        .abi_encode_input(&values)
        .map_err(|error| CallError::Signature(first_line(&error.to_string())))?;
    Ok(Call { function: signature, data })
}

/// Every 0x word of 40 digits with capitals in it must be spelled as EIP-55 says.
fn check_addresses(text: &str) -> Result<(), String> {
    for word in text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| word.len() == 42) {
        let mixed = word.bytes().skip(2).any(|byte| byte.is_ascii_uppercase())
            && word.bytes().skip(2).any(|byte| byte.is_ascii_lowercase());
        if mixed && word.starts_with("0x") && Address::parse_checksummed(word, None).is_err() {
            return Err("the capitals do not fit the address (EIP-55); copy it again".to_owned());
        }
    }
    Ok(())
}

/// How deep the brackets of a text go.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn first_line(text: &str) -> String {
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("not readable").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    fn words(text: &[&str]) -> Vec<String> {
        text.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn a_call_is_its_selector_and_its_arguments() {
        for (signature, arguments, data) in [
            (
                "transferOwnership(address)",
                words(&[OWNER]),
                "f2fde38b00000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c8",
            ),
            ("pause()", words(&[]), "8456cb59"),
            (
                "function approve(address spender, uint amount)",
                words(&[OWNER, "1.5ether"]),
                "095ea7b300000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c8\
                 00000000000000000000000000000000000000000000000014d1120d7b160000",
            ),
        ] {
            let call = encode(signature, &arguments).unwrap();
            assert_eq!(alloy::hex::encode(&call.data), data.replace(' ', ""), "{signature}");
        }
    }

    #[test]
    fn a_call_that_does_not_fit_its_function_is_refused() {
        for (signature, arguments, why) in [
            ("transferOwnership", words(&[OWNER]), "no types"),
            ("transferOwnership(address)", words(&[]), "an argument is missing"),
            ("transferOwnership(address)", words(&[OWNER, OWNER]), "one too many"),
            ("transferOwnership(address)", words(&["0x1234"]), "too short"),
            (
                "transferOwnership(address)",
                words(&["0x70997970C51812dc3A010C7d01b50e0d17dc79c8"]),
                "one capital wrong",
            ),
            ("setDelay(uint8)", words(&["256"]), "past the type"),
            ("setDelay(uint8)", words(&["-1"]), "below the type"),
            ("x(nothing)", words(&["1"]), "no such type"),
        ] {
            assert!(encode(signature, &arguments).is_err(), "{signature} {arguments:?}: {why}");
        }
        let deep = format!("x({}uint{})", "(".repeat(400), ")".repeat(400));
        assert!(encode(&deep, &words(&["1"])).is_err(), "nesting is bounded before it is parsed");
    }

    #[test]
    fn an_abi_names_its_function_and_overloads_need_the_signature() {
        let abi = br#"{"abi":[
            {"type":"function","name":"set","inputs":[{"name":"a","type":"uint256"}],"outputs":[],"stateMutability":"nonpayable"},
            {"type":"function","name":"set","inputs":[{"name":"a","type":"address"}],"outputs":[],"stateMutability":"nonpayable"},
            {"type":"function","name":"pause","inputs":[],"outputs":[],"stateMutability":"nonpayable"}]}"#;
        assert_eq!(encode_from_abi(abi, "pause", &[]).unwrap().function, "pause()");
        assert!(matches!(encode_from_abi(abi, "set", &words(&["1"])), Err(CallError::Ambiguous(..))));
        assert_eq!(encode_from_abi(abi, "set(uint256)", &words(&["1"])).unwrap().function, "set(uint256)");
        assert!(matches!(encode_from_abi(abi, "unpause", &[]), Err(CallError::NoFunction(..))));
        assert!(matches!(encode_from_abi(b"{", "pause", &[]), Err(CallError::Abi(_))));
    }
}
