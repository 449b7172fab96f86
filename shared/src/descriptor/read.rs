//! The file to values: context, metadata, and each format by itself, so that one that is not understood spoils no other.

use super::{
    Descriptor,
    error::DescriptorError,
    fields::Reader,
    key::{self, Declared},
    merge::{self, Includes},
    model::{Binding, Deployment, Format, Key, Token},
};
use crate::{
    eth::{
        address,
        text::spelled_out,
        typed_data::json::{Json, shown},
    },
    limits::TEXT_BYTES_MAX,
};
use std::collections::{BTreeMap, BTreeSet};

/// Reads a descriptor and the files that it includes.
pub(super) fn descriptor(bytes: &[u8], includes: &Includes) -> Result<Descriptor, DescriptorError> {
    let file = merge::whole(bytes, includes, 0)?;
    let root = file.object("the file")?;
    version(root)?;
    let mut remarks = Vec::new();
    let known = ["$schema", "$comment", "$id", "$i18n", "context", "metadata", "display"];
    unknown(root, &known, "the file", &mut remarks);
    let context = member(root, "context", "context")?.object("context")?;
    let binding = binding(context)?;
    let nothing = BTreeMap::new();
    let metadata = match root.get("metadata") {
        Some(json) => json.object("metadata")?,
        None => &nothing,
    };
    let token = metadata.get("token").map(token).transpose()?;
    let display = member(root, "display", "display")?.object("display")?;
    unknown(display, &["definitions", "formats", "$id", "$comment"], "display", &mut remarks);
    let formats = member(display, "formats", "display.formats")?.object("display.formats")?;
    let (formats, unusable) = all(&file, context, display, formats)?;
    let selectors = formats.iter().enumerate().filter_map(|(at, format)| match &format.key {
        Key::Call { selector, .. } => Some((*selector, at)),
        Key::Typed { .. } => None,
    });
    let by_selector = selectors.collect();
    Ok(Descriptor {
        binding,
        owner: metadata.get("owner").map(|json| text(json, "metadata.owner")).transpose()?,
        contract_name: metadata
            .get("contractName")
            .map(|json| text(json, "metadata.contractName"))
            .transpose()?,
        token,
        formats,
        by_selector,
        unusable,
        remarks,
        origin: super::Origin::Claimed,
    })
}

type Unusable = Vec<(String, String)>;

fn all(
    file: &Json,
    context: &BTreeMap<String, Json>,
    display: &BTreeMap<String, Json>,
    formats: &BTreeMap<String, Json>,
) -> Result<(Vec<Format>, Unusable), DescriptorError> {
    let definitions =
        display.get("definitions").map(|json| json.object("display.definitions")).transpose()?;
    let mut reader = Reader::new(file, definitions);
    let declared = Declared::of(context);
    let (mut read, mut unusable): (Vec<Format>, Unusable) = (Vec::new(), Vec::new());
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for (text, json) in formats {
        let format = match key::of(text, &declared) {
            Ok(key) => match reader.format(key, json) {
                Err(DescriptorError::Fields) => return Err(DescriptorError::Fields),
                read => read.map_err(|error| error.to_string()),
            },
            Err(why) => Err(why),
        };
        match format {
            Ok(format) => {
                let identity = key::identity(&format.key);
                if !seen.insert(identity.clone()) {
                    twice.insert(identity);
                }
                read.push(format);
            }
            Err(why) => unusable.push((shown(text), why)),
        }
    }
    read.retain(|format| {
        let once = !twice.contains(&key::identity(&format.key));
        if !once {
            unusable
                .push((key::words(&format.key), "two formats are for the same function or type".to_owned()));
        }
        once
    });
    match (read.is_empty(), unusable.first()) {
        (true, Some((name, why))) => Err(DescriptorError::Nothing { first: format!("{name}: {why}") }),
        _ => Ok((read, unusable)),
    }
}

/// The major version in the name of the schema, where one is named; the first was published without a number.
fn version(root: &BTreeMap<String, Json>) -> Result<(), DescriptorError> {
    let Some(Json::Text(schema)) = root.get("$schema") else { return Ok(()) };
    let digits: String = match schema.rsplit_once("erc7730-v") {
        Some((_, rest)) => rest.chars().take_while(char::is_ascii_digit).take(6).collect(),
        None => return Ok(()),
    };
    match digits.parse() {
        Ok(major) if major > 2 => Err(DescriptorError::Version { major }),
        _ => Ok(()),
    }
}

fn binding(context: &BTreeMap<String, Json>) -> Result<Binding, DescriptorError> {
    match (context.get("contract"), context.get("eip712")) {
        (Some(contract), None) => {
            let contract = contract.object("context.contract")?;
            constraints(contract, &["abi", "deployments", "factory", "addressMatcher"], "context.contract")?;
            let mut deployments = deployments(contract, "context.contract.deployments")?;
            let elsewhere = contract.contains_key("factory") || contract.contains_key("addressMatcher");
            if elsewhere && deployments.is_none() {
                // What a factory made, or a server knows, is not in the file: only what is named here counts.
                deployments = Some(Vec::new());
            }
            Ok(Binding::Contract { deployments })
        }
        (None, Some(typed)) => {
            let typed = typed.object("context.eip712")?;
            let known = ["schemas", "domain", "domainSeparator", "deployments"];
            constraints(typed, &known, "context.eip712")?;
            let mut domain = Vec::new();
            if let Some(members) = typed.get("domain") {
                for (name, value) in members.object("context.eip712.domain")? {
                    let place = format!("context.eip712.domain.{}", shown(name));
                    let value =
                        literal(value).ok_or_else(|| DescriptorError::form(&place, "a text or number"))?;
                    domain.push((name.clone(), value));
                }
            }
            let separator = match typed.get("domainSeparator") {
                Some(json) => Some(json.text("context.eip712.domainSeparator")?.parse().map_err(|_| {
                    DescriptorError::form("context.eip712.domainSeparator", "0x and 64 hex digits")
                })?),
                None => None,
            };
            let deployments = deployments(typed, "context.eip712.deployments")?;
            Ok(Binding::Typed { deployments, domain, separator })
        }
        _ => Err(DescriptorError::Context),
    }
}

/// A constraint that is not understood is not dropped: the descriptor would speak for what it is not for.
fn constraints(members: &BTreeMap<String, Json>, known: &[&str], place: &str) -> Result<(), DescriptorError> {
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => {
            Err(DescriptorError::form(place, &format!("without “{}”, which is not known", shown(name))))
        }
        None => Ok(()),
    }
}

fn deployments(
    members: &BTreeMap<String, Json>,
    place: &str,
) -> Result<Option<Vec<Deployment>>, DescriptorError> {
    let Some(list) = members.get("deployments") else { return Ok(None) };
    let each = list.array(place)?.iter().enumerate().map(|(index, json)| {
        let place = format!("{place}[{index}]");
        let deployment = json.object(&place)?;
        let chain = member(deployment, "chainId", &format!("{place}.chainId"))?;
        let chain = literal(chain).and_then(|text| text.parse().ok());
        let chain = chain.ok_or_else(|| DescriptorError::form(&format!("{place}.chainId"), "a chain id"))?;
        let address = member(deployment, "address", &format!("{place}.address"))?.text(&place)?;
        let address = address::any_case(address)
            .ok_or_else(|| DescriptorError::form(&format!("{place}.address"), "0x and 40 hex digits"))?;
        Ok(Deployment { chain, address })
    });
    each.collect::<Result<_, _>>().map(Some)
}

fn token(json: &Json) -> Result<Token, DescriptorError> {
    let members = json.object("metadata.token")?;
    let ticker = text(member(members, "ticker", "metadata.token.ticker")?, "metadata.token.ticker")?;
    let decimals = literal(member(members, "decimals", "metadata.token.decimals")?);
    let decimals =
        decimals.and_then(|text| text.parse().ok()).filter(|decimals| *decimals <= super::DECIMALS_MAX);
    let decimals =
        decimals.ok_or_else(|| DescriptorError::form("metadata.token.decimals", "a number from 0 to 77"))?;
    Ok(Token { ticker, decimals })
}

pub(super) fn member<'a>(
    members: &'a BTreeMap<String, Json>,
    name: &str,
    place: &str,
) -> Result<&'a Json, DescriptorError> {
    members.get(name).ok_or_else(|| DescriptorError::form(place, "there"))
}

/// A text that will stand on a screen: bounded, with nothing in it that hides.
pub(super) fn text(json: &Json, place: &str) -> Result<String, DescriptorError> {
    let text = json.text(place)?;
    if text.len() > TEXT_BYTES_MAX {
        return Err(DescriptorError::form(place, "a text of at most 1,024 bytes"));
    }
    Ok(spelled_out(text))
}

/// A text, number or truth value as text.
pub(super) fn literal(json: &Json) -> Option<String> {
    match json {
        Json::Text(text) | Json::Number(text) if text.len() <= TEXT_BYTES_MAX => Some(text.clone()),
        Json::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Notes the members that are not understood: they are said, never guessed at.
pub(super) fn unknown(
    members: &BTreeMap<String, Json>,
    known: &[&str],
    place: &str,
    remarks: &mut Vec<String>,
) {
    for name in members.keys().filter(|name| !known.contains(&name.as_str())) {
        if remarks.len() < super::REMARKS_MAX {
            remarks.push(format!("{place}: “{}” is not understood and has no effect", shown(name)));
        }
    }
}
