//! The hashed members by their paths, so that no look-up walks over all of them.

use crate::{
    abi::readings,
    eth::{
        Address, U256, address,
        chain::Chain,
        text,
        typed_data::{TypedData, TypedField},
    },
};
use alloy_primitives::hex;
use std::collections::BTreeMap;

/// The members of the message, as the effects read them. Paths are those below `message`.
#[derive(Debug)]
pub(super) struct Values<'a> {
    by_path: BTreeMap<&'a str, &'a TypedField>,
    /// All of them in the order in which they are hashed.
    pub(super) fields: &'a [TypedField],
    /// The members of the domain.
    pub(super) domain: &'a [TypedField],
    /// The domain's.
    pub(super) contract: Option<Address>,
    /// What the network's value is in.
    pub(super) coin: &'static str,
}

impl<'a> Values<'a> {
    pub(super) fn of(data: &'a TypedData) -> Self {
        let below = |field: &'a TypedField| Some((field.path.strip_prefix("message.")?, field));
        let id = data.chain_id().and_then(|id| u64::try_from(id).ok());
        Self {
            by_path: data.fields().iter().filter_map(below).collect(),
            fields: data.fields(),
            domain: data.domain_fields(),
            contract: data.verifying_contract(),
            coin: id.map_or("coin", Chain::coin_of),
        }
    }

    /// The member at a path.
    pub(super) fn field(&self, path: &str) -> Option<&'a TypedField> {
        self.by_path.get(path).copied()
    }

    /// A whole number.
    pub(super) fn number(&self, path: &str) -> Option<U256> {
        self.field(path).filter(|field| field.type_name.starts_with("uint"))?.value.parse().ok()
    }

    /// An address; `contract` is the domain's.
    pub(super) fn address(&self, path: &str) -> Option<Address> {
        match (path, self.field(path)) {
            (_, Some(field)) if field.type_name == "address" => address::any_case(&field.value),
            ("contract", None) => self.contract,
            _ => None,
        }
    }

    /// Whether a member is `true`.
    pub(super) fn is_true(&self, path: &str) -> bool {
        self.field(path).is_some_and(|field| field.type_name == "bool" && field.value == "true")
    }

    /// Bytes of any length or of a fixed one.
    pub(super) fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        // A struct may be called `bytes…`: it has no value.
        let field = self.field(path).filter(|field| field.type_name.starts_with("bytes"))?;
        hex::decode(field.value.strip_prefix("0x")?).ok()
    }

    /// The paths of a list's items: `permitted[0]` and so on.
    pub(super) fn items(&self, list: &str) -> impl Iterator<Item = String> + use<'a, '_> {
        let list = list.to_owned();
        (0..)
            .map(move |index| format!("{list}[{index}]"))
            .take_while(|path| self.by_path.contains_key(path.as_str()))
    }

    /// The verifying contract as a sentence has it.
    pub(super) fn contract_words(&self) -> String {
        self.contract
            .map_or_else(|| "a contract that is not named".to_owned(), |contract| contract.to_string())
    }

    /// An effect's template with its places filled; `.path` is a member of `item`.
    pub(super) fn fill(&self, template: &str, item: &str) -> String {
        // In one pass, so that a value with braces in it is not taken for a place of the template.
        let (mut sentence, mut rest) = (String::new(), template);
        while let Some((before, place, after)) = next_place(rest) {
            sentence.push_str(before);
            sentence.push_str(&self.place(place, item));
            rest = after;
        }
        sentence + rest
    }

    /// `to`, `deadline:time`, `support|0=against|1=for`.
    fn place(&self, place: &str, item: &str) -> String {
        let (path, choices) = place.split_once('|').unwrap_or((place, ""));
        let (path, format) = path.split_once(':').unwrap_or((path, ""));
        if path == "contract" {
            return self.contract_words();
        }
        let path = absolute(path, item);
        let value = self.field(&path).map_or("", |field| field.value.as_str());
        let number = || self.number(&path).unwrap_or_default();
        match format {
            "time" => readings::moment(number()),
            "coins" => readings::coins(number(), self.coin),
            "count" => self.items(&path).count().to_string(),
            _ if !choices.is_empty() => match chosen(choices, value) {
                Some(words) => self.fill(words, item),
                None => format!("(by the unknown choice {value})"),
            },
            _ => text::spelled_out(value),
        }
    }
}

/// `.amount` of `permitted[0]` is `permitted[0].amount`.
pub(super) fn absolute(path: &str, item: &str) -> String {
    if path.starts_with('.') { format!("{item}{path}") } else { path.to_owned() }
}

/// What stands before the first place of a template, the place, and what stands behind it. Places nest.
pub(super) fn next_place(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let mut depth = 1_usize;
    let end = rest.find(|letter: char| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some((before, rest.get(..end)?, rest.get(end + 1..)?))
}

/// The words of `0=against|1=for` that a value chooses; `*` is for any other.
fn chosen<'t>(choices: &'t str, value: &str) -> Option<&'t str> {
    let mut all = choices.split('|').filter_map(|choice| choice.split_once('='));
    all.find(|(of, _)| *of == value || *of == "*").map(|(_, words)| words)
}
