//! What a review says of typed data, as claims.

mod acts;
mod domains;
mod table;

use super::super::{Review, Subject, of};
use crate::{
    eth::{Address, Fingerprint, Payload, typed_data::TypedData},
    review::{Knowledge, Severity, Signer},
    wire::{KeyPath, SignRequest},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Who signs, and what address members hold unless a test says otherwise.
const SIGNER: Address = Address::repeat_byte(0x11);
const CONTRACT: Address = Address::repeat_byte(0xcc);

/// A document of an encodeType, every member with a value of its type.
#[derive(Clone)]
struct Doc {
    types: BTreeMap<String, Vec<(String, String)>>,
    primary: String,
    domain: Vec<(&'static str, &'static str, Value)>,
    set: BTreeMap<String, Value>,
    extra: Map<String, Value>,
}

impl Doc {
    fn of(encode_type: &str) -> Self {
        let mut types = BTreeMap::new();
        let mut primary = None;
        for text in encode_type.split_inclusive(')') {
            let (name, members) = text.trim_end_matches(')').split_once('(').unwrap();
            let members = members.split(',').filter(|member| !member.is_empty()).map(|member| {
                let (kind, name) = member.split_once(' ').unwrap();
                (name.to_owned(), kind.to_owned())
            });
            types.insert(name.to_owned(), members.collect());
            primary.get_or_insert_with(|| name.to_owned());
        }
        let domain = vec![
            ("chainId", "uint256", json!(1)),
            ("verifyingContract", "address", json!(CONTRACT.to_string())),
        ];
        Self { types, primary: primary.unwrap(), domain, set: BTreeMap::new(), extra: Map::new() }
    }

    /// The same with another value at a path.
    fn with(mut self, path: &str, value: impl Into<Value>) -> Self {
        self.set.insert(path.to_owned(), value.into());
        self
    }

    fn domain(mut self, domain: &[(&'static str, &'static str, Value)]) -> Self {
        self.domain = domain.to_vec();
        self
    }

    fn json(&self) -> Value {
        let members = |of: &[(String, String)]| {
            of.iter().map(|(name, kind)| json!({"name": name, "type": kind})).collect::<Vec<_>>()
        };
        let mut types: Map<_, _> =
            self.types.iter().map(|(name, of)| (name.clone(), members(of).into())).collect();
        let declared: Vec<_> =
            self.domain.iter().map(|(name, kind, _)| json!({"name": name, "type": kind})).collect();
        types.insert("EIP712Domain".to_owned(), declared.into());
        let domain: Map<_, _> =
            self.domain.iter().map(|(name, _, value)| ((*name).to_owned(), value.clone())).collect();
        let mut message = self.value(&self.primary, "");
        message.as_object_mut().unwrap().extend(self.extra.clone());
        json!({"types": types, "primaryType": self.primary, "domain": domain, "message": message})
    }

    fn value(&self, kind: &str, path: &str) -> Value {
        if let Some(value) = self.set.get(path) {
            return value.clone();
        }
        if let Some((item, count)) = kind.strip_suffix(']').and_then(|inner| inner.rsplit_once('[')) {
            let count = count.parse().unwrap_or(1_usize);
            return (0..count).map(|index| self.value(item, &format!("{path}[{index}]"))).collect();
        }
        match kind {
            "address" => json!(SIGNER.to_string()),
            "bool" => json!(true),
            "string" => json!("words"),
            "bytes" => json!("0x12345678"),
            "bytes32" => json!(format!("0x{}", "07".repeat(32))),
            _ if kind.starts_with("uint") => json!(7),
            _ => {
                let dot = if path.is_empty() { "" } else { "." };
                let members = self.types.get(kind).unwrap_or_else(|| panic!("{kind} of {path}"));
                let members = members.iter();
                let each = members
                    .map(|(name, kind)| (name.clone(), self.value(kind, &format!("{path}{dot}{name}"))));
                Value::Object(each.collect())
            }
        }
    }

    fn data(&self) -> TypedData {
        TypedData::parse(self.json().to_string().as_bytes())
            .unwrap_or_else(|error| panic!("{error}: {}", self.json()))
    }

    fn review(&self) -> Review {
        self.knowing(&Knowledge::default())
    }

    fn knowing(&self, knowledge: &Knowledge) -> Review {
        review(self.data(), knowledge)
    }
}

fn review(data: TypedData, knowledge: &Knowledge) -> Review {
    let payload = Payload::TypedData(Box::new(data));
    let request = SignRequest {
        request_id: None,
        sign_data: payload.sign_data(),
        data_type: payload.data_type(),
        chain_id: None,
        key_path: KeyPath {
            path: "m/44'/60'/0'/0/0".parse().unwrap(),
            source_fingerprint: Some(Fingerprint([1; 4])),
            depth: None,
        },
        address: None,
        origin: None,
    };
    let signer = Signer { fingerprint: Fingerprint([1; 4]), address: SIGNER };
    of(Subject { payload: &payload, request: &request, skipped: &[], signer, knowledge }).unwrap()
}

/// The severity of a finding, if there is one of this id.
fn found(review: &Review, id: &str) -> Option<Severity> {
    review.findings.iter().filter(|finding| finding.id == id).map(|finding| finding.severity).max()
}

/// The sentences of all acts.
fn sentences(review: &Review) -> Vec<&str> {
    review.acts.iter().map(|act| act.sentence.as_str()).collect()
}
