//! Calldata to values, strictly: what is read here has one encoding, and that is the calldata.
//!
//! Contracts follow offsets wherever they point, so two programs can read different arguments from the same bytes.
//! Only the canonical layout is read: each tail stands where the one before it ended. Every byte is read once, so
//! memory grows with the calldata and not with what it claims.

use super::{
    Parameter, Signature,
    signature::{type_text, words},
};
use crate::{
    Kind, Refusal,
    eth::{Address, B256, U256},
};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::I256;

/// Bytes of a word.
const WORD: usize = 32;

/// Why calldata was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Another function's.
    #[error("the calldata does not begin with the selector of {signature}; it calls another function")]
    Selector {
        /// Which was looked for.
        signature: String,
    },
    /// It ends too early.
    #[error("the calldata ends inside the arguments ({place}); it is damaged")]
    Short {
        /// The type that was being read.
        place: String,
    },
    /// Not the one canonical encoding.
    #[error(
        "the arguments are not encoded in the one canonical way ({place}: {fault}); what the contract \
        will read may differ from what anyone shows"
    )]
    NotCanonical {
        /// The type that was being read.
        place: String,
        /// What is odd.
        fault: &'static str,
    },
}

impl Refusal for DecodeError {
    fn kind(&self) -> Kind {
        Kind::new("calldata")
    }
}

/// Arguments of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// In the order of the signature.
    pub arguments: Vec<DynSolValue>,
    /// Bytes behind the arguments; contracts ignore them mostly, and they are signed.
    pub trailing: usize,
}

impl Signature {
    /// Reads the calldata of a call of this function.
    pub fn decode(&self, calldata: &[u8]) -> Result<Decoded, DecodeError> {
        let arguments = calldata
            .strip_prefix(&self.selector())
            .ok_or_else(|| DecodeError::Selector { signature: self.canonical() })?;
        let kinds: Vec<_> = self.parameters().iter().map(|Parameter { kind, .. }| kind).collect();
        let (values, used) = sequence(&kinds, arguments)?;
        Ok(Decoded { arguments: values, trailing: arguments.len().saturating_sub(used) })
    }
}

/// Heads, then the tails of the dynamic ones in the same order. Returns how many bytes both took.
pub(super) fn sequence(kinds: &[&DynSolType], data: &[u8]) -> Result<(Vec<DynSolValue>, usize), DecodeError> {
    let mut head = 0;
    let mut tail = kinds.iter().map(|kind| words(kind)).fold(0, usize::saturating_add).saturating_mul(WORD);
    let mut values = Vec::new();
    for kind in kinds {
        if kind.is_dynamic() {
            if word(data, head, kind)? != U256::from(tail) {
                return Err(odd(kind, "its offset does not point behind the argument before it"));
            }
            let rest = data.get(tail..).ok_or_else(|| short(kind))?;
            let (value, used) = dynamic(kind, rest)?;
            values.push(value);
            head += WORD;
            tail += used;
        } else {
            let rest = data.get(head..).ok_or_else(|| short(kind))?;
            values.push(fixed(kind, rest)?);
            head += words(kind).saturating_mul(WORD);
        }
    }
    Ok((values, tail))
}

fn dynamic(kind: &DynSolType, data: &[u8]) -> Result<(DynSolValue, usize), DecodeError> {
    match kind {
        DynSolType::Bytes | DynSolType::String => {
            let length = length(kind, data)?;
            let padded = length.checked_next_multiple_of(WORD).ok_or_else(|| short(kind))?;
            let end = padded.checked_add(WORD).ok_or_else(|| short(kind))?;
            let bytes = data.get(WORD..end).ok_or_else(|| short(kind))?;
            let (bytes, padding) = bytes.split_at_checked(length).ok_or_else(|| short(kind))?;
            if padding.iter().any(|byte| *byte != 0) {
                return Err(odd(kind, "its padding is not zero"));
            }
            let value = match kind {
                DynSolType::Bytes => DynSolValue::Bytes(bytes.to_vec()),
                _ => match std::str::from_utf8(bytes) {
                    Ok(text) => DynSolValue::String(text.to_owned()),
                    Err(_) => return Err(odd(kind, "it is not UTF-8")),
                },
            };
            Ok((value, end))
        }
        DynSolType::Array(item) => {
            let count = length(kind, data)?;
            let rest = data.get(WORD..).ok_or_else(|| short(kind))?;
            if count.saturating_mul(words(item)).saturating_mul(WORD) > rest.len() {
                return Err(short(kind)); // before memory is taken for `count` items
            }
            let (values, used) = sequence(&vec![item.as_ref(); count], rest)?;
            Ok((DynSolValue::Array(values), WORD + used))
        }
        DynSolType::FixedArray(item, count) => {
            let (values, used) = sequence(&vec![item.as_ref(); *count], data)?;
            Ok((DynSolValue::FixedArray(values), used))
        }
        DynSolType::Tuple(items) | DynSolType::CustomStruct { tuple: items, .. } => {
            let (values, used) = sequence(&items.iter().collect::<Vec<_>>(), data)?;
            Ok((DynSolValue::Tuple(values), used))
        }
        _ => Ok((fixed(kind, data)?, words(kind).saturating_mul(WORD))),
    }
}

fn fixed(kind: &DynSolType, data: &[u8]) -> Result<DynSolValue, DecodeError> {
    if let DynSolType::FixedArray(..) | DynSolType::Tuple(_) | DynSolType::CustomStruct { .. } = kind {
        return dynamic(kind, data).map(|(value, _)| value);
    }
    let number = word(data, 0, kind)?;
    let bytes: B256 = number.into();
    let unused = |bits: usize| number.bit_len() > bits;
    match kind {
        DynSolType::Bool if number <= U256::from(1) => Ok(DynSolValue::Bool(!number.is_zero())),
        DynSolType::Bool => Err(odd(kind, "it is neither 0 nor 1")),
        DynSolType::Address if unused(160) => Err(odd(kind, "it has bits above its 20 bytes")),
        DynSolType::Address => Ok(DynSolValue::Address(Address::from_word(bytes))),
        DynSolType::Uint(bits) if unused(*bits) => Err(odd(kind, "it has bits above its size")),
        DynSolType::Uint(bits) => Ok(DynSolValue::Uint(number, *bits)),
        DynSolType::Int(bits) => {
            let value = I256::from_raw(number);
            // All bits from the sign bit up are alike.
            let sign = value.asr(bits.saturating_sub(1));
            if sign.is_zero() || sign == I256::MINUS_ONE {
                Ok(DynSolValue::Int(value, *bits))
            } else {
                Err(odd(kind, "it has bits above its size"))
            }
        }
        DynSolType::FixedBytes(length) => {
            if bytes.iter().skip(*length).any(|byte| *byte != 0) {
                return Err(odd(kind, "its padding is not zero"));
            }
            Ok(DynSolValue::FixedBytes(bytes, *length))
        }
        _ => Err(odd(kind, "its type is not read here")),
    }
}

/// A length that the data can hold at all.
fn length(kind: &DynSolType, data: &[u8]) -> Result<usize, DecodeError> {
    let length = usize::try_from(word(data, 0, kind)?).map_err(|_| short(kind))?;
    if length > data.len() { Err(short(kind)) } else { Ok(length) }
}

fn word(data: &[u8], at: usize, kind: &DynSolType) -> Result<U256, DecodeError> {
    let word = data.get(at..).and_then(|rest| rest.first_chunk::<WORD>()).ok_or_else(|| short(kind))?;
    Ok(U256::from_be_bytes(*word))
}

fn short(kind: &DynSolType) -> DecodeError {
    DecodeError::Short { place: type_text(kind) }
}

fn odd(kind: &DynSolType, fault: &'static str) -> DecodeError {
    DecodeError::NotCanonical { place: type_text(kind), fault }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::hex;
    use proptest::prelude::*;

    const ALL: &str = "f(uint8,int16,bool,address,bytes4,bytes,string,uint256[],bytes[],(address,string)[],uint8[2],(bool,uint256))";

    fn arguments() -> impl Strategy<Value = Vec<DynSolValue>> {
        let bytes = || proptest::collection::vec(any::<u8>(), 0..70);
        let pair = (any::<[u8; 20]>(), "\\PC{0,20}").prop_map(|(a, s)| {
            DynSolValue::Tuple(vec![DynSolValue::Address(a.into()), DynSolValue::String(s)])
        });
        (
            (
                any::<u8>(),
                any::<i16>(),
                any::<bool>(),
                any::<[u8; 20]>(),
                any::<[u8; 4]>(),
                bytes(),
                "\\PC{0,40}",
            ),
            proptest::collection::vec(any::<u64>(), 0..4),
            proptest::collection::vec(bytes(), 0..4),
            proptest::collection::vec(pair, 0..3),
        )
            .prop_map(|((small, signed, flag, address, four, bytes, text), numbers, many, pairs)| {
                let number = |n: u64, bits| DynSolValue::Uint(U256::from(n), bits);
                vec![
                    number(small.into(), 8),
                    DynSolValue::Int(I256::try_from(signed).unwrap(), 16),
                    DynSolValue::Bool(flag),
                    DynSolValue::Address(address.into()),
                    DynSolValue::FixedBytes(B256::right_padding_from(&four), 4),
                    DynSolValue::Bytes(bytes),
                    DynSolValue::String(text),
                    DynSolValue::Array(numbers.into_iter().map(|n| number(n, 256)).collect()),
                    DynSolValue::Array(many.into_iter().map(DynSolValue::Bytes).collect()),
                    DynSolValue::Array(pairs),
                    DynSolValue::FixedArray(vec![number(1, 8), number(2, 8)]),
                    DynSolValue::Tuple(vec![DynSolValue::Bool(flag), number(3, 256)]),
                ]
            })
    }

    fn calldata(signature: &Signature, arguments: &[DynSolValue]) -> Vec<u8> {
        [&signature.selector()[..], &DynSolValue::Tuple(arguments.to_vec()).abi_encode_params()].concat()
    }

    proptest! {
        #[test]
        fn what_alloy_encodes_is_read_back(arguments in arguments()) {
            let signature = Signature::parse(ALL).unwrap();
            let decoded = signature.decode(&calldata(&signature, &arguments)).unwrap();
            prop_assert_eq!(decoded, Decoded { arguments, trailing: 0 });
        }

        #[test]
        fn what_is_read_has_no_second_encoding(arguments in arguments(), at: prop::sample::Index, bit in 0..8_u8) {
            let signature = Signature::parse(ALL).unwrap();
            let mut changed = calldata(&signature, &arguments);
            let at = at.index(changed.len());
            changed[at] ^= 1 << bit;
            if let Ok(decoded) = signature.decode(&changed) {
                let written = calldata(&signature, &decoded.arguments);
                prop_assert_eq!(&changed[..changed.len() - decoded.trailing], &written[..]);
            }
        }

        #[test]
        fn no_calldata_makes_the_reader_panic(mut bytes: Vec<u8>) {
            let signature = Signature::parse(ALL).unwrap();
            bytes.splice(0..0, signature.selector());
            _ = signature.decode(&bytes);
        }
    }

    #[test]
    fn each_way_to_hide_something_is_refused() {
        let word = |number: u64| hex::encode(U256::from(number).to_be_bytes::<32>());
        for (text, arguments, why) in [
            ("f(address)", format!("01{}", &word(7)[2..]), "a bit above the address"),
            ("f(bool)", word(2), "neither true nor false"),
            ("f(uint8)", word(256), "a bit above the number"),
            ("f(int8)", word(128), "a sign that is not extended"),
            ("f(bytes1)", word(1), "bytes behind the bytes"),
            ("f(bytes)", [word(64), word(0), word(0)].concat(), "a gap before the tail"),
            ("f(bytes)", [word(0)].concat(), "an offset into the head"),
            ("f(bytes,bytes)", [word(64), word(64), word(0)].concat(), "two arguments in the same bytes"),
            ("f(bytes)", [word(32), word(1), word(1)].concat(), "padding that says something"),
            ("f(bytes)", [word(32), word(33), word(0)].concat(), "longer than the calldata"),
            ("f(uint256[])", [word(32), word(u64::MAX)].concat(), "a count beyond memory"),
            ("f(string)", [word(32), word(1), format!("ff{}", &word(0)[2..])].concat(), "no UTF-8"),
            ("f(uint256)", word(0)[2..].to_owned(), "one byte short"),
        ] {
            let signature = Signature::parse(text).unwrap();
            let calldata = [signature.selector().to_vec(), hex::decode(arguments).unwrap()].concat();
            assert!(signature.decode(&calldata).is_err(), "{text}: {why}");
        }
    }

    #[test]
    fn bytes_behind_the_arguments_are_counted() {
        let signature = Signature::parse("pause()").unwrap();
        let calldata = [&signature.selector()[..], b"tag"].concat();
        assert_eq!(signature.decode(&calldata), Ok(Decoded { arguments: vec![], trailing: 3 }));
    }
}
