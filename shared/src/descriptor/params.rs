//! The forms of a descriptor's fields, and their parameters: by value, by path, or by a map of the file.
//!
//! May not enter: a parameter that is ignored without a word.

use super::{
    error::DescriptorError,
    fields::{Layers, Reader},
    model::{Form, Literal, Param},
    path::{Path, Root},
    read::{literal, text, unknown},
    value::number_of,
};
use crate::{
    eth::{Address, U256, address, text::spelled_out, typed_data::json::Json},
    limits::{DESCRIPTOR_FIELDS_MAX, TEXT_BYTES_MAX},
};
use std::collections::BTreeMap;

/// The most items of a list of parameters; published ones have two.
pub(super) const LIST_MAX: usize = 32;
/// The longest item of such a list, in bytes: a word in hex, and room.
const ITEM_BYTES_MAX: usize = 256;
/// The most entries of an enum or map that a field refers to.
const ENTRIES_MAX: usize = 512;

impl<'a> Reader<'a> {
    pub(super) fn form(&mut self, name: Option<&Json>, params: Layers<'a>) -> Result<Form, DescriptorError> {
        let name = match name {
            Some(json) => json.text("format")?,
            None => "raw",
        };
        let (form, known): (Form, &[&str]) = match name {
            "raw" => (Form::Raw, &[]),
            "amount" => (Form::Amount, &[]),
            "tokenAmount" => (
                Form::TokenAmount {
                    token: self.either(params, "token", "tokenPath")?,
                    native: self.addresses(params.get("nativeCurrencyAddress"))?,
                    threshold: self.number(params.get("threshold"), "threshold")?,
                    message: params.get("message").map(|json| text(json, "message")).transpose()?,
                    chain: self.either(params, "chainId", "chainIdPath")?,
                },
                &[
                    "token",
                    "tokenPath",
                    "nativeCurrencyAddress",
                    "threshold",
                    "message",
                    "chainId",
                    "chainIdPath",
                ],
            ),
            "tokenTicker" => (
                Form::TokenTicker { chain: self.either(params, "chainId", "chainIdPath")? },
                &["chainId", "chainIdPath"],
            ),
            "nftName" => (
                Form::NftName { collection: self.either(params, "collection", "collectionPath")? },
                &["collection", "collectionPath"],
            ),
            "addressName" | "interoperableAddressName" => {
                let sources = match params.get("sources") {
                    Some(json) => Some(self.list(json, "sources")?),
                    None => None,
                };
                let may =
                    |source: &str| sources.as_ref().is_none_or(|sources| sources.iter().any(|s| s == source));
                let sender = self.addresses(params.get("senderAddress"))?;
                let form = match name {
                    "addressName" => Form::AddressName { local: may("local"), ens: may("ens"), sender },
                    _ => Form::Interoperable,
                };
                (form, &["types", "sources", "senderAddress"])
            }
            "date" => {
                let form = match params.get("encoding") {
                    Some(Json::Text(encoding)) if encoding == "timestamp" => Form::Timestamp,
                    Some(Json::Text(encoding)) if encoding == "blockheight" => Form::BlockHeight,
                    _ => return Err(DescriptorError::form("encoding", "“timestamp” or “blockheight”")),
                };
                (form, &["encoding"])
            }
            "duration" => (Form::Duration, &[]),
            "unit" => {
                let base =
                    params.get("base").ok_or_else(|| DescriptorError::form("base", "the name of a unit"))?;
                let base = spelled_out(&self.constant(base, "base")?);
                let decimals = self.number(params.get("decimals"), "decimals")?.unwrap_or_default();
                let decimals =
                    u8::try_from(decimals).ok().filter(|decimals| *decimals <= super::DECIMALS_MAX);
                let decimals =
                    decimals.ok_or_else(|| DescriptorError::form("decimals", "a number from 0 to 77"))?;
                let prefix = matches!(params.get("prefix"), Some(Json::Bool(true)));
                (Form::Unit { base, decimals, prefix }, &["base", "decimals", "prefix"])
            }
            "enum" => {
                let reference = params.get("$ref").ok_or_else(|| DescriptorError::form("$ref", "an enum"))?;
                (Form::Enum(self.entries(reference)?), &["$ref"])
            }
            "chainId" => (Form::ChainId, &[]),
            "calldata" => (
                Form::Calldata {
                    callee: self.either(params, "callee", "calleePath")?,
                    selector: self.either(params, "selector", "selectorPath")?,
                    amount: self.either(params, "amount", "amountPath")?,
                    spender: self.either(params, "spender", "spenderPath")?,
                    chain: self.either(params, "chainId", "chainIdPath")?,
                },
                &[
                    "callee",
                    "calleePath",
                    "selector",
                    "selectorPath",
                    "amount",
                    "amountPath",
                    "spender",
                    "spenderPath",
                    "chainId",
                    "chainIdPath",
                ],
            ),
            other => return Ok(Form::Unknown(text(&Json::Text(other.to_owned()), "format")?)),
        };
        for layer in [Some(params.0), params.1].into_iter().flatten() {
            unknown(layer, known, &format!("params of {name}"), &mut self.remarks);
        }
        Ok(form)
    }

    /// A parameter that is given by value or by path, not by both.
    fn either(
        &mut self,
        params: Layers<'a>,
        value: &str,
        by_path: &str,
    ) -> Result<Option<Param>, DescriptorError> {
        match (params.get(value), params.get(by_path)) {
            (Some(_), Some(_)) => {
                Err(DescriptorError::form(value, &format!("given alone, without {by_path}")))
            }
            (None, None) => Ok(None),
            (None, Some(json)) => {
                let path = path(json, by_path)?;
                Ok(Some(match path.root {
                    Root::File => Param::Literal(self.constant_at(&path)?),
                    _ => Param::Path(path),
                }))
            }
            (Some(Json::Object(reference)), None) => {
                let map = reference
                    .get("map")
                    .ok_or_else(|| DescriptorError::form(value, "a map and a keyPath"))?;
                let key = reference
                    .get("keyPath")
                    .ok_or_else(|| DescriptorError::form(value, "a map and a keyPath"))?;
                Ok(Some(Param::Map { values: self.entries(map)?, key: path(key, "keyPath")? }))
            }
            (Some(json), None) => self.constant(json, value).map(|constant| Some(Param::Literal(constant))),
        }
    }

    /// The entries of an enum, or the values of a map.
    fn entries(&mut self, reference: &Json) -> Result<BTreeMap<String, Literal>, DescriptorError> {
        let path = path(reference, "a reference")?;
        let found = self
            .at(&path)
            .ok_or_else(|| DescriptorError::form("a reference", "to an enum or map of the file"))?;
        let members = found.object("an enum or map")?;
        let members = match members.get("values") {
            Some(Json::Object(values)) => values,
            _ => members,
        };
        self.entries = self.entries.saturating_add(members.len());
        if members.len() > ENTRIES_MAX || self.entries > DESCRIPTOR_FIELDS_MAX {
            return Err(DescriptorError::form("an enum or map", "of at most 512 entries, and all of 8,192"));
        }
        let each = members.iter().filter(|(name, _)| !name.starts_with('$'));
        each.map(|(name, value)| {
            let value = literal(value).filter(|value| value.len() <= ITEM_BYTES_MAX);
            let value =
                value.ok_or_else(|| DescriptorError::form("an entry of an enum or map", "a short text"))?;
            Ok((name.clone(), value))
        })
        .collect()
    }

    pub(super) fn list(&self, json: &Json, place: &str) -> Result<Vec<Literal>, DescriptorError> {
        let items = match json {
            Json::Array(items) if items.len() <= LIST_MAX => items.as_slice(),
            Json::Array(_) => return Err(DescriptorError::form(place, "a list of at most 32 items")),
            single => std::slice::from_ref(single),
        };
        let each = items.iter().map(|item| {
            let constant = if *item == Json::Null { "null".to_owned() } else { self.constant(item, place)? };
            let short = constant.len() <= ITEM_BYTES_MAX;
            short.then_some(constant).ok_or_else(|| DescriptorError::form(place, "a list of short texts"))
        });
        each.collect()
    }

    fn addresses(&self, json: Option<&Json>) -> Result<Vec<Address>, DescriptorError> {
        let Some(json) = json else { return Ok(Vec::new()) };
        let each = self.list(json, "an address")?.into_iter().map(|text| address::any_case(&text));
        each.collect::<Option<_>>().ok_or_else(|| DescriptorError::form("an address", "0x and 40 hex digits"))
    }

    fn number(&self, json: Option<&Json>, place: &str) -> Result<Option<U256>, DescriptorError> {
        let Some(json) = json else { return Ok(None) };
        let number = number_of(&self.constant(json, place)?);
        number.map(Some).ok_or_else(|| DescriptorError::form(place, "a number, decimal or in 0x hex"))
    }

    /// A literal, or what a path into the file leads to.
    pub(super) fn constant(&self, json: &Json, place: &str) -> Result<Literal, DescriptorError> {
        let literal =
            literal(json).ok_or_else(|| DescriptorError::form(place, "a text, a number, true or false"))?;
        match Path::parse(&literal).filter(|path| path.root == Root::File) {
            Some(path) => self.constant_at(&path),
            None => Ok(literal),
        }
    }

    pub(super) fn constant_at(&self, path: &Path) -> Result<Literal, DescriptorError> {
        let found = self.at(path).and_then(literal).filter(|text| text.len() <= TEXT_BYTES_MAX);
        found.ok_or_else(|| DescriptorError::form(&path.words(), "a constant of the file"))
    }

    fn at(&self, path: &Path) -> Option<&'a Json> {
        let mut here = self.file;
        for name in path.names()? {
            let Json::Object(members) = here else { return None };
            here = members.get(name)?;
        }
        (path.root == Root::File).then_some(here)
    }
}

pub(super) fn path(json: &Json, place: &str) -> Result<Path, DescriptorError> {
    let text = json.text(place)?;
    Path::parse(text)
        .ok_or_else(|| DescriptorError::form(place, "a path such as order.[].amount, @.to or $.metadata.x"))
}
