//! What a sign-data field holds, by its data type (ERC-4527).

use super::{B256, SignatureError, UnsignedTx, message::PersonalMessage, typed_data::TypedData};

/// The data-type field of an eth-sign-request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataType {
    /// 1: RLP of an unsigned legacy transaction.
    LegacyTransaction = 1,
    /// 2: EIP-712 JSON.
    TypedData = 2,
    /// 3: a personal message's bytes.
    PersonalMessage = 3,
    /// 4: EIP-2718 unsigned payload.
    TypedTransaction = 4,
}

/// A digest with the name under which ERC-8213 shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDigest {
    /// `Calldata digest`, say.
    pub name: &'static str,
    /// The 32 bytes.
    pub digest: B256,
}

/// What is to be signed, decoded once.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// Data types 1 and 4.
    Transaction(UnsignedTx),
    /// Data type 2.
    TypedData(Box<TypedData>),
    /// Data type 3.
    Message(PersonalMessage),
}

/// Why a payload was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// skeleton
    #[error("skeleton")]
    Skeleton,
}

impl crate::Refusal for PayloadError {
    fn kind(&self) -> crate::Kind {
        crate::Kind::new("rlp")
    }
}

impl Payload {
    /// Decodes sign-data by its data type alone, strictly; what cannot be re-encoded to the same bytes is refused.
    pub fn decode(_data_type: DataType, _sign_data: &[u8]) -> Result<Self, PayloadError> {
        unimplemented!()
    }
    /// The data type this payload travels under.
    pub fn data_type(&self) -> DataType {
        unimplemented!()
    }
    /// The sign-data: equal to what was decoded.
    pub fn sign_data(&self) -> Vec<u8> {
        unimplemented!()
    }
    /// The 32 bytes that are signed.
    pub fn digest(&self) -> B256 {
        unimplemented!()
    }
    /// What ERC-8213 asks a wallet to show: calldata digest, domain hash, message hash, EIP-712 digest.
    pub fn digests(&self) -> Vec<NamedDigest> {
        unimplemented!()
    }
    /// The chain id inside a transaction.
    pub fn chain_id(&self) -> Option<u64> {
        unimplemented!()
    }
    /// v as an eth-signature carries it: EIP-155 for legacy (shortest big-endian), parity for type 4, 27/28 else.
    pub fn v(&self, _y_parity: bool) -> Vec<u8> {
        unimplemented!()
    }
    /// The parity that `v` (1 to 8 bytes, leading zeros tolerated) stands for, by the same table.
    pub fn parity_of(&self, _v: &[u8]) -> Result<bool, SignatureError> {
        unimplemented!()
    }
}
