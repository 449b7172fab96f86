//! EIP-712 typed data, version 4, read strictly from JSON.
//!
//! One walk over the declared types reads each value, hashes it and writes it down for the screen, so that what is
//! shown and what is hashed are the same values. Members that no type declares are never read as content.
//!
//! May not enter: a value that a double has touched, a guess at a missing member, version 1 (a JSON array).

mod error;
pub(crate) mod json;
mod schema;
#[cfg(test)]
mod tests;
mod value;
mod walk;

use super::{Address, B256, U256, keccak256};
use json::Json;
use schema::Schema;
use walk::{Unsigned, Walk};

pub use error::TypedDataError;

/// The name that EIP-712 gives the domain's struct.
const DOMAIN: &str = "EIP712Domain";

/// One hashed member, in the order in which it is hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedField {
    /// `message.orders[2].maker`, say.
    pub path: String,
    /// The declared type, `uint256`, say.
    pub type_name: String,
    /// The value as a person reads it: decimal, EIP-55, 0x hex, text. Empty for a struct or array header.
    pub value: String,
    /// Nesting, 0 for the members of the top-level struct.
    pub depth: usize,
}

/// Typed data that was read strictly and hashed once.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedData {
    json: Vec<u8>,
    primary_type: String,
    encode_type: String,
    domain_fields: Vec<TypedField>,
    fields: Vec<TypedField>,
    domain_separator: B256,
    message_hash: B256,
    digest: B256,
    chain_id: Option<U256>,
    verifying_contract: Option<Address>,
    unsigned: Unsigned,
}

impl TypedData {
    /// Reads the JSON text of `eth_signTypedData_v4`.
    pub fn parse(json: &[u8]) -> Result<Self, TypedDataError> {
        let document = json::parse(json)?;
        if matches!(document, Json::Array(_)) {
            return Err(TypedDataError::Version1);
        }
        let root = document.object("the document")?;
        let member = |name| root.get(name).ok_or(TypedDataError::TopLevel { name });
        let schema = Schema::of(member("types")?)?;
        let primary_type = member("primaryType")?.text("primaryType")?;
        if primary_type == DOMAIN {
            return Err(TypedDataError::DomainOnly);
        }
        let domain = member("domain")?;
        let message = member("message")?;

        let mut walk = Walk::new(&schema);
        let domain_separator = walk.domain(domain)?;
        let domain_fields = walk.take_fields();
        let message_hash = walk.root(primary_type, "message", message)?;
        let fields = walk.take_fields();
        let mut unsigned = walk.into_unsigned();
        unsigned.note("", root, &["types", "primaryType", "domain", "message"]);
        let digest =
            keccak256([&[0x19, 0x01], domain_separator.as_slice(), message_hash.as_slice()].concat());
        Ok(Self {
            json: json.to_vec(),
            primary_type: primary_type.to_owned(),
            encode_type: schema.encode_type(primary_type),
            chain_id: field(&domain_fields, "domain.chainId", "uint256").and_then(|text| text.parse().ok()),
            verifying_contract: field(&domain_fields, "domain.verifyingContract", "address")
                .and_then(super::address::any_case),
            domain_fields,
            fields,
            domain_separator,
            message_hash,
            digest,
            unsigned,
        })
    }

    /// The JSON text as it was read: the sign-data.
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// keccak256(0x1901 ‖ domain separator ‖ message hash).
    pub fn digest(&self) -> B256 {
        self.digest
    }

    /// hashStruct of the domain.
    pub fn domain_separator(&self) -> B256 {
        self.domain_separator
    }

    /// hashStruct of the message.
    pub fn message_hash(&self) -> B256 {
        self.message_hash
    }

    /// The primary type's name.
    pub fn primary_type(&self) -> &str {
        &self.primary_type
    }

    /// encodeType of the primary type: its declaration and those of the structs it uses, whose hash begins the message.
    pub fn encode_type(&self) -> &str {
        &self.encode_type
    }

    /// The hashed domain members.
    pub fn domain_fields(&self) -> &[TypedField] {
        &self.domain_fields
    }

    /// The hashed message members; members that no type declares are not among them.
    pub fn fields(&self) -> &[TypedField] {
        &self.fields
    }

    /// Members that the JSON has and no type declares: the first few by their place, and how many there are. They are not
    /// signed.
    pub fn unsigned(&self) -> (&[String], usize) {
        (&self.unsigned.named, self.unsigned.count)
    }

    /// The value of one hashed member of the message, by its path below `message`, if its type is `type_name`.
    pub fn value(&self, path: &str, type_name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|field| field.path.strip_prefix("message.") == Some(path) && field.type_name == type_name)
            .map(|field| field.value.as_str())
    }

    /// The domain's chain id, if it has one.
    pub fn chain_id(&self) -> Option<U256> {
        self.chain_id
    }

    /// The domain's verifying contract, if it has one.
    pub fn verifying_contract(&self) -> Option<Address> {
        self.verifying_contract
    }
}

fn field<'a>(fields: &'a [TypedField], path: &str, type_name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|field| field.path == path && field.type_name == type_name)
        .map(|field| field.value.as_str())
}
