//! The `types` of typed data: structs of elementary types, structs and arrays.

use super::{
    DOMAIN, TypedDataError,
    json::{Json, shown},
};
use crate::{
    eth::{B256, keccak256},
    limits::{TYPED_MEMBERS_MAX, TYPED_NAME_BYTES_MAX, TYPED_TYPES_MAX},
};
use std::collections::{BTreeMap, BTreeSet};

/// A member's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    Address,
    /// Bits, 8 to 256 in steps of 8.
    Uint(usize),
    /// Bits, 8 to 256 in steps of 8.
    Int(usize),
    /// Length, 1 to 32.
    FixedBytes(usize),
    Bytes,
    String,
    Struct(String),
    /// Items, and how many there must be.
    Array(Box<Type>, Option<usize>),
}

/// A member as its struct declares it.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) type_name: String,
    pub(super) kind: Type,
}

/// All declared structs. Every type that a member names is elementary or in here.
#[derive(Debug)]
pub(super) struct Schema {
    structs: BTreeMap<String, Vec<Member>>,
}

impl Schema {
    pub(super) fn of(types: &Json) -> Result<Self, TypedDataError> {
        let types = types.object("types")?;
        if types.len() > TYPED_TYPES_MAX {
            return Err(TypedDataError::TooLarge);
        }
        let mut structs = BTreeMap::new();
        for (name, members) in types {
            // A colon is no identifier's, but some applications use it, and it keeps encodeType unambiguous.
            if !is_identifier(&name.replace(':', "_")) || elementary(name).is_some() {
                return Err(TypedDataError::Name { name: shown(name) });
            }
            structs.insert(name.clone(), declared(name, members, types)?);
        }
        Ok(Self { structs })
    }

    pub(super) fn members(&self, name: &str) -> Option<&[Member]> {
        self.structs.get(name).map(Vec::as_slice)
    }

    /// keccak256 of encodeType.
    pub(super) fn type_hash(&self, name: &str) -> B256 {
        keccak256(self.encode_type(name))
    }

    /// encodeType: the struct, then the structs it uses, by name.
    pub(super) fn encode_type(&self, name: &str) -> String {
        let mut used = BTreeSet::new();
        let mut open = vec![name];
        while let Some(next) = open.pop() {
            if used.insert(next) {
                open.extend(
                    self.members(next).into_iter().flatten().filter_map(|member| struct_of(&member.kind)),
                );
            }
        }
        used.remove(name);
        let mut text = String::new();
        for name in std::iter::once(name).chain(used) {
            let members = self.members(name).unwrap_or_default(); // the domain's type may be undeclared: no members
            let members: Vec<_> =
                members.iter().map(|member| format!("{} {}", member.type_name, member.name)).collect();
            text.push_str(&format!("{name}({})", members.join(",")));
        }
        text
    }
}

fn declared(
    place: &str,
    members: &Json,
    types: &BTreeMap<String, Json>,
) -> Result<Vec<Member>, TypedDataError> {
    let members = members.array(place)?;
    if members.len() > TYPED_MEMBERS_MAX {
        return Err(TypedDataError::TooLarge);
    }
    let mut names = BTreeSet::new();
    members
        .iter()
        .map(|member| {
            let member = member.object(place)?;
            let part = |name: &str| {
                let part = member.get(name);
                part.ok_or_else(|| TypedDataError::Missing { place: format!("{place}.{name}") })?.text(place)
            };
            let (name, type_name) = (part("name")?, part("type")?);
            if !is_identifier(name) {
                return Err(TypedDataError::Name { name: shown(name) });
            }
            if !names.insert(name) {
                return Err(TypedDataError::DeclaredTwice {
                    type_name: place.to_owned(),
                    name: name.to_owned(),
                });
            }
            let kind = read(type_name, types).ok_or_else(|| TypedDataError::UnknownType {
                name: shown(type_name),
                place: place.to_owned(),
            })?;
            Ok(Member { name: name.to_owned(), type_name: type_name.to_owned(), kind })
        })
        .collect()
}

/// `uint256`, `Order`, `Order[2][]`; each in exactly one spelling.
fn read(name: &str, types: &BTreeMap<String, Json>) -> Option<Type> {
    if name.len() > TYPED_NAME_BYTES_MAX {
        return None; // brackets nest, so this also bounds the recursion
    }
    if let Some(inner) = name.strip_suffix(']') {
        let (item, count) = inner.rsplit_once('[')?;
        let count = if count.is_empty() { None } else { Some(number(count)?) };
        return Some(Type::Array(Box::new(read(item, types)?), count));
    }
    elementary(name)
        .or_else(|| (name != DOMAIN && types.contains_key(name)).then(|| Type::Struct(name.to_owned())))
}

fn elementary(name: &str) -> Option<Type> {
    let bits = |text| number(text).filter(|bits| bits % 8 == 0 && (8..=256).contains(bits));
    match name {
        "bool" => Some(Type::Bool),
        "address" => Some(Type::Address),
        "string" => Some(Type::String),
        "bytes" => Some(Type::Bytes),
        _ if let Some(length) = name.strip_prefix("bytes") => {
            number(length).filter(|length| (1..=32).contains(length)).map(Type::FixedBytes)
        }
        _ if let Some(text) = name.strip_prefix("uint") => bits(text).map(Type::Uint),
        _ if let Some(text) = name.strip_prefix("int") => bits(text).map(Type::Int),
        _ => None,
    }
}

/// A positive decimal number without leading zeros.
fn number(text: &str) -> Option<usize> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok())?
}

fn struct_of(kind: &Type) -> Option<&str> {
    match kind {
        Type::Struct(name) => Some(name),
        Type::Array(item, _) => struct_of(item),
        _ => None,
    }
}

fn is_identifier(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$');
    name.len() <= TYPED_NAME_BYTES_MAX
        && name.bytes().next().is_some_and(letter)
        && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit())
}
