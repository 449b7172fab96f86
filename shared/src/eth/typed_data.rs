//! EIP-712 typed data, version 4, read strictly from JSON.

use super::{Address, B256, U256};

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
pub struct TypedData {}

/// Why typed data was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypedDataError {
    /// skeleton
    #[error("skeleton")]
    Skeleton,
}

impl crate::Refusal for TypedDataError {
    fn kind(&self) -> crate::Kind {
        crate::Kind::new("typed-data")
    }
}

impl TypedData {
    /// Reads the JSON text of `eth_signTypedData_v4`.
    pub fn parse(_json: &[u8]) -> Result<Self, TypedDataError> {
        unimplemented!()
    }
    /// The JSON text as it was read: the sign-data.
    pub fn json(&self) -> &[u8] {
        unimplemented!()
    }
    /// keccak256(0x1901 ‖ domain separator ‖ message hash).
    pub fn digest(&self) -> B256 {
        unimplemented!()
    }
    /// hashStruct of the domain.
    pub fn domain_separator(&self) -> B256 {
        unimplemented!()
    }
    /// hashStruct of the message.
    pub fn message_hash(&self) -> B256 {
        unimplemented!()
    }
    /// The primary type's name.
    pub fn primary_type(&self) -> &str {
        unimplemented!()
    }
    /// The hashed domain members.
    pub fn domain_fields(&self) -> &[TypedField] {
        unimplemented!()
    }
    /// The hashed message members; members that no type declares are not among them.
    pub fn fields(&self) -> &[TypedField] {
        unimplemented!()
    }
    /// The domain's chain id, if it has one.
    pub fn chain_id(&self) -> Option<U256> {
        unimplemented!()
    }
    /// The domain's verifying contract, if it has one.
    pub fn verifying_contract(&self) -> Option<Address> {
        unimplemented!()
    }
}
