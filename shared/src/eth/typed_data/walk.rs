//! The walk over declared types: reads, hashes and writes down each value once (EIP-712 hashStruct).

use super::{
    B256, DOMAIN, TypedDataError, TypedField,
    json::{Json, shown},
    keccak256,
    schema::{Schema, Type},
    value,
};
use crate::limits::TYPED_FIELDS_MAX;
use std::collections::BTreeMap;

pub(super) struct Walk<'a> {
    schema: &'a Schema,
    type_hashes: BTreeMap<String, B256>,
    fields: Vec<TypedField>,
    count: usize,
    unsigned: Unsigned,
}

/// Members that no type declares: the first of them by place, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Unsigned {
    pub(super) named: Vec<String>,
    pub(super) count: usize,
}

impl Unsigned {
    /// Notes those of `members` that are not `declared`, all of which are there.
    pub(super) fn note(&mut self, place: &str, members: &BTreeMap<String, Json>, declared: &[&str]) {
        let count = members.len().saturating_sub(declared.len());
        self.count += count;
        let others = members.keys().filter(|name| !declared.contains(&name.as_str())).take(count);
        let room = UNSIGNED_NAMED.saturating_sub(self.named.len());
        let place = if place.is_empty() { String::new() } else { format!("{place}.") };
        self.named.extend(others.take(room).map(|name| format!("{place}{}", shown(name))));
    }
}

/// So many of them are named.
const UNSIGNED_NAMED: usize = 8;

impl<'a> Walk<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        Self {
            schema,
            type_hashes: BTreeMap::new(),
            fields: Vec::new(),
            count: 0,
            unsigned: Unsigned::default(),
        }
    }

    /// What was written down since the last call.
    pub(super) fn take_fields(&mut self) -> Vec<TypedField> {
        std::mem::take(&mut self.fields)
    }

    /// What was there and is not hashed.
    pub(super) fn into_unsigned(self) -> Unsigned {
        self.unsigned
    }

    /// hashStruct of the domain, whose members must be exactly those that its type declares.
    pub(super) fn domain(&mut self, domain: &Json) -> Result<B256, TypedDataError> {
        let declared = self.schema.members(DOMAIN).unwrap_or_default();
        let undeclared = |name: &&String| !declared.iter().any(|member| member.name == **name);
        if let Some(name) = domain.object("domain")?.keys().find(undeclared) {
            return Err(TypedDataError::Domain { name: shown(name) });
        }
        self.hash_struct(DOMAIN, "domain", domain, 0)
    }

    /// hashStruct of the message.
    pub(super) fn root(&mut self, type_name: &str, place: &str, json: &Json) -> Result<B256, TypedDataError> {
        if self.schema.members(type_name).is_none() {
            return Err(TypedDataError::UnknownType {
                name: shown(type_name),
                place: "primaryType".to_owned(),
            });
        }
        self.hash_struct(type_name, place, json, 0)
    }

    fn hash_struct(
        &mut self,
        name: &str,
        place: &str,
        json: &Json,
        depth: usize,
    ) -> Result<B256, TypedDataError> {
        let schema = self.schema;
        let members = json.object(place)?;
        let mut encoded = self.type_hash(name).to_vec();
        for member in schema.members(name).unwrap_or_default() {
            let place = format!("{place}.{}", member.name);
            let value =
                members.get(&member.name).ok_or_else(|| TypedDataError::Missing { place: place.clone() })?;
            encoded.extend(self.word(&member.kind, &member.type_name, place, value, depth)?);
        }
        let declared = schema.members(name).unwrap_or_default();
        if members.len() > declared.len() {
            let declared: Vec<_> = declared.iter().map(|member| member.name.as_str()).collect();
            self.unsigned.note(place, members, &declared);
        }
        Ok(keccak256(encoded))
    }

    /// encodeData of one value: itself, or a hash of what it holds.
    fn word(
        &mut self,
        kind: &Type,
        type_name: &str,
        place: String,
        json: &Json,
        depth: usize,
    ) -> Result<B256, TypedDataError> {
        self.count += 1;
        if self.count > TYPED_FIELDS_MAX {
            return Err(TypedDataError::TooLarge);
        }
        let type_name = type_name.to_owned();
        if let Some(value) = value::read(kind, &type_name, &place, json) {
            let value = value?;
            self.fields.push(TypedField { path: place, type_name, value: value.text, depth });
            return Ok(value.word);
        }
        self.fields.push(TypedField {
            path: place.clone(),
            type_name: type_name.clone(),
            value: String::new(),
            depth,
        });
        match kind {
            Type::Array(item, count) => {
                let items = json.array(&place)?;
                if count.is_some_and(|count| count != items.len()) {
                    return Err(TypedDataError::Count { place, type_name, found: items.len() });
                }
                let item_name = type_name.rsplit_once('[').map_or("", |(name, _)| name);
                let mut encoded = Vec::new();
                for (index, json) in items.iter().enumerate() {
                    encoded.extend(self.word(
                        item,
                        item_name,
                        format!("{place}[{index}]"),
                        json,
                        depth + 1,
                    )?);
                }
                Ok(keccak256(encoded))
            }
            _ => self.hash_struct(&type_name, &place, json, depth + 1),
        }
    }

    fn type_hash(&mut self, name: &str) -> B256 {
        let schema = self.schema;
        *self.type_hashes.entry(name.to_owned()).or_insert_with(|| schema.type_hash(name))
    }
}
