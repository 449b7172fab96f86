//! A descriptor and the files that it includes, as one. What the including file says goes before what it includes.
//!
//! Files come in as a map: nothing is fetched. May not enter: file systems, addresses of the web.

use super::error::DescriptorError;
use crate::{
    eth::typed_data::json::{self, Json, shown},
    limits::DESCRIPTOR_BYTES_MAX,
};
use std::collections::BTreeMap;

/// So deep may files include files; published ones go one deep.
const INCLUDES_MAX: usize = 4;

/// The files that a descriptor may include, by the name that it includes them by (`common-Safe.json`), folders left out.
pub type Includes = BTreeMap<String, Vec<u8>>;

/// The file that a descriptor includes, if it includes one, as it is written: a path from the folder of the descriptor.
///
/// # Errors
/// [`DescriptorError`]: it is too long or no JSON object.
pub fn included(bytes: &[u8]) -> Result<Option<String>, DescriptorError> {
    if bytes.len() > DESCRIPTOR_BYTES_MAX {
        return Err(DescriptorError::TooLong { bytes: bytes.len() });
    }
    let file = json::parse(bytes)?;
    let written = file.object("the file")?.get("includes").map(|name| name.text("includes")).transpose()?;
    Ok(written.map(str::to_owned))
}

/// The descriptor as one file that includes none: what crosses the gap.
///
/// # Errors
/// [`DescriptorError`]: as for reading it.
pub fn flat(bytes: &[u8], includes: &Includes) -> Result<Vec<u8>, DescriptorError> {
    let mut text = String::new();
    write(&whole(bytes, includes, 0)?, &mut text);
    match text.len() {
        0..=DESCRIPTOR_BYTES_MAX => Ok(text.into_bytes()),
        bytes => Err(DescriptorError::TooLong { bytes }),
    }
}

/// A value as JSON without blanks. Its depth is bounded by the reader that it came from.
fn write(value: &Json, text: &mut String) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match value {
        Json::Null => text.push_str("null"),
        Json::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Json::Number(number) => text.push_str(number),
        Json::Text(string) => text.push_str(&quoted(string)),
        Json::Array(items) => {
            text.push('[');
            for (position, item) in items.iter().enumerate() {
                text.push_str(if position == 0 { "" } else { "," });
                write(item, text);
            }
            text.push(']');
        }
        Json::Object(members) => {
            text.push('{');
            for (position, (name, value)) in members.iter().enumerate() {
                text.push_str(if position == 0 { "" } else { "," });
                text.push_str(&quoted(name));
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
    }
}

/// Reads a file and merges what it includes into it.
pub(super) fn whole(bytes: &[u8], includes: &Includes, depth: usize) -> Result<Json, DescriptorError> {
    if bytes.len() > DESCRIPTOR_BYTES_MAX {
        return Err(DescriptorError::TooLong { bytes: bytes.len() });
    }
    let file = json::parse(bytes)?;
    let Json::Object(mut members) = file else {
        return Err(DescriptorError::form("the file", "an object"));
    };
    let Some(included) = members.remove("includes") else { return Ok(Json::Object(members)) };
    let written = included.text("includes")?;
    let name = written.rsplit('/').next().unwrap_or(written);
    let Some(bytes) = includes.get(name) else {
        return Err(DescriptorError::Include { name: shown(written) });
    };
    if depth >= INCLUDES_MAX {
        return Err(DescriptorError::IncludeDepth { max: INCLUDES_MAX });
    }
    Ok(merge(whole(bytes, includes, depth + 1)?, Json::Object(members), ""))
}

/// `over` laid on `under`: objects member by member, the lists called `fields` by their paths, all else replaced.
fn merge(under: Json, over: Json, name: &str) -> Json {
    match (under, over) {
        (Json::Object(mut under), Json::Object(over)) => {
            for (name, value) in over {
                let merged = match under.remove(&name) {
                    Some(below) => merge(below, value, &name),
                    None => value,
                };
                under.insert(name, merged);
            }
            Json::Object(under)
        }
        (Json::Array(under), Json::Array(over)) if name == "fields" => Json::Array(by_path(under, over)),
        (_, over) => over,
    }
}

fn by_path(under: Vec<Json>, over: Vec<Json>) -> Vec<Json> {
    let path = |field: &Json| match field {
        Json::Object(members) => match members.get("path") {
            Some(Json::Text(path)) => Some(path.clone()),
            _ => None,
        },
        _ => None,
    };
    let mut fields: Vec<Option<Json>> = Vec::new();
    let mut places = BTreeMap::new();
    for field in under {
        if let Some(path) = path(&field) {
            places.entry(path).or_insert(fields.len());
        }
        fields.push(Some(field));
    }
    for field in over {
        let place = path(&field).and_then(|path| places.get(&path)).copied();
        match place.and_then(|place| fields.get_mut(place)) {
            Some(slot) => {
                let below = slot.take();
                *slot = Some(match below {
                    Some(below) => merge(below, field, ""),
                    None => field,
                });
            }
            None => fields.push(Some(field)),
        }
    }
    fields.into_iter().flatten().collect()
}
