//! What reviewers and the operator sign of a pack: EIP-712 typed data that any wallet shows, and the path of the seal's key.
//!
//! ```text
//! domain   name “Coldframe context pack” (or “Coldframe context pack seal”), version “1”; no chain, no contract
//! message  what a reviewer must see, and keccak256 of the pack's canonical bytes, which binds all the rest
//! ```
//!
//! The two domains differ, so that a reviewer's signature is never a seal, and neither is a signature for any contract or chain.
//! May not enter: a second way to compute either digest than that of [`TypedData`].

use super::Pack;
use crate::{
    eth::{
        B256, DerivationPath, PathStep,
        typed_data::{TypedData, TypedDataError},
    },
    utc,
};
use serde_json::{Value, json};

/// Where the key of the seal is, in every mnemonic: `CFPK` as a number, and 0.
///
/// Outside purpose 44', so that no wallet looks for accounts there, and hardened, so that no exported key leads to it. A
/// request for this path is signed only if it is a seal.
pub const SEAL_PATH: &str = "m/1128681547'/0'";

/// The first step of [`SEAL_PATH`].
const SEAL_PURPOSE: u32 = u32::from_be_bytes(*b"CFPK");

const REVIEW_DOMAIN: &str = "Coldframe context pack";
const SEAL_DOMAIN: &str = "Coldframe context pack seal";
const REVIEW_TYPE: &str = "ContextPack";
const SEAL_TYPE: &str = "ContextPackSeal";

/// [`SEAL_PATH`] as a path.
pub fn seal_path() -> DerivationPath {
    let steps = [SEAL_PURPOSE, 0].into_iter().filter_map(|index| PathStep::new(index, true));
    DerivationPath::new(steps.collect()).unwrap_or_default() // two steps are never too many
}

/// Whether typed data is for a pack, by its domain and type.
pub fn is_review(data: &TypedData) -> bool {
    is(data, REVIEW_DOMAIN, REVIEW_TYPE)
}

/// Whether typed data is the seal of a pack, by its domain and type.
pub fn is_seal(data: &TypedData) -> bool {
    is(data, SEAL_DOMAIN, SEAL_TYPE)
}

fn is(data: &TypedData, domain: &str, primary: &str) -> bool {
    let members: Vec<_> =
        data.domain_fields().iter().map(|field| (field.path.as_str(), field.value.as_str())).collect();
    members == [("domain.name", domain), ("domain.version", "1")] && data.primary_type() == primary
}

/// What a reviewer signs.
pub(super) fn review(pack: &Pack, contents: B256) -> Result<TypedData, TypedDataError> {
    let members = [
        ("team", "string", json!(pack.team)),
        ("version", "uint256", json!(pack.version)),
        ("previous", "bytes32", json!(pack.previous.unwrap_or_default().to_string())),
        ("issued", "string", json!(utc::in_words(pack.issued))),
        ("expires", "string", json!(utc::in_words(pack.expires))),
        ("reviewers", "address[]", pack.reviewers.iter().map(|one| one.address.to_string()).collect()),
        ("threshold", "uint256", json!(pack.threshold)),
        ("contracts", "uint256", json!(pack.contracts.len())),
        ("names", "uint256", json!(pack.names.len())),
        ("rules", "uint256", json!(pack.rules.len())),
        ("blocks", "uint256", json!(pack.blocks.len())),
        ("contents", "bytes32", json!(contents.to_string())),
    ];
    typed_data(REVIEW_DOMAIN, REVIEW_TYPE, members)
}

/// What the operator's own key signs.
pub(super) fn seal(pack: &Pack, contents: B256) -> Result<TypedData, TypedDataError> {
    let members = [
        ("team", "string", json!(pack.team)),
        ("version", "uint256", json!(pack.version)),
        ("expires", "string", json!(utc::in_words(pack.expires))),
        ("contents", "bytes32", json!(contents.to_string())),
    ];
    typed_data(SEAL_DOMAIN, SEAL_TYPE, members)
}

fn typed_data<const N: usize>(
    domain: &str,
    primary: &str,
    members: [(&str, &str, Value); N],
) -> Result<TypedData, TypedDataError> {
    let declared: Vec<Value> =
        members.iter().map(|(name, kind, _)| json!({"name": name, "type": kind})).collect();
    let message: serde_json::Map<String, Value> =
        members.into_iter().map(|(name, _, value)| (name.to_owned(), value)).collect();
    let types = json!({
        "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "version", "type": "string"}],
        primary: declared,
    });
    let document = json!({
        "types": types,
        "primaryType": primary,
        "domain": {"name": domain, "version": "1"},
        "message": message,
    });
    TypedData::parse(document.to_string().as_bytes())
}
