//! What a sign-data field holds, by its data type (ERC-4527), and the v that its signature carries.
//!
//! | payload | v |
//! |---|---|
//! | legacy transaction | chain id × 2 + 35 + parity, shortest big-endian form (EIP-155) |
//! | typed transaction | parity: 0 or 1 |
//! | typed data, message | 27 + parity |
//!
//! May not enter: guessing. The data type alone decides how the bytes are read.

use super::{
    B256, SignatureError, UnsignedTx, keccak256,
    message::PersonalMessage,
    tx::{RLP_LIST, TxError},
    typed_data::{TypedData, TypedDataError},
};
use crate::{Kind, Refusal};

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
    /// `Calldata Digest`, say.
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
    /// The transaction is damaged or of no kind that is signed here.
    #[error(transparent)]
    Transaction(#[from] TxError),
    /// The typed data is damaged or ambiguous.
    #[error(transparent)]
    TypedData(#[from] TypedDataError),
    /// Announced as legacy, but no RLP list.
    #[error(
        "the request announces a legacy transaction (data type 1), but its first byte 0x{first:02x} \
        begins another kind; build the request again"
    )]
    NotLegacy {
        /// The first byte.
        first: u8,
    },
    /// Announced as typed, but an RLP list.
    #[error(
        "the request announces a typed transaction (data type 4), but its first byte 0x{first:02x} begins \
        a legacy one; build the request again"
    )]
    NotTyped {
        /// The first byte.
        first: u8,
    },
}

impl Refusal for PayloadError {
    fn kind(&self) -> Kind {
        match self {
            Self::Transaction(error) => error.kind(),
            Self::TypedData(error) => error.kind(),
            Self::NotLegacy { .. } | Self::NotTyped { .. } => Kind::new("data-type-mismatch"),
        }
    }
}

impl Payload {
    /// Decodes sign-data by its data type alone, strictly; what cannot be re-encoded to the same bytes is refused.
    pub fn decode(data_type: DataType, sign_data: &[u8]) -> Result<Self, PayloadError> {
        let first = sign_data.first().copied();
        match (data_type, first) {
            (DataType::LegacyTransaction, Some(first)) if first < RLP_LIST => {
                Err(PayloadError::NotLegacy { first })
            }
            (DataType::TypedTransaction, Some(first)) if first >= RLP_LIST => {
                Err(PayloadError::NotTyped { first })
            }
            (DataType::LegacyTransaction | DataType::TypedTransaction, _) => {
                Ok(Self::Transaction(UnsignedTx::decode(sign_data)?))
            }
            (DataType::TypedData, _) => Ok(Self::TypedData(Box::new(TypedData::parse(sign_data)?))),
            (DataType::PersonalMessage, _) => Ok(Self::Message(PersonalMessage(sign_data.to_vec()))),
        }
    }

    /// The data type this payload travels under.
    pub fn data_type(&self) -> DataType {
        match self {
            Self::Transaction(UnsignedTx::Legacy(_)) => DataType::LegacyTransaction,
            Self::Transaction(_) => DataType::TypedTransaction,
            Self::TypedData(_) => DataType::TypedData,
            Self::Message(_) => DataType::PersonalMessage,
        }
    }

    /// The sign-data: equal to what was decoded.
    pub fn sign_data(&self) -> Vec<u8> {
        match self {
            Self::Transaction(tx) => tx.encode(),
            Self::TypedData(data) => data.json().to_vec(),
            Self::Message(message) => message.0.clone(),
        }
    }

    /// The 32 bytes that are signed.
    pub fn digest(&self) -> B256 {
        match self {
            Self::Transaction(tx) => tx.digest(),
            Self::TypedData(data) => data.digest(),
            Self::Message(message) => message.digest(),
        }
    }

    /// What ERC-8213 asks a wallet to show, labelled with the exact terms of its section “Definitions”: for a transaction the
    /// Calldata Digest, for typed data all three of “EIP-712 Signing”, and for a message the ERC-191 Digest, which the
    /// draft's later text adds (its pull request 1639).
    ///
    /// The Calldata Digest covers neither recipient nor value (“Security Considerations”): the review shows those beside it.
    pub fn digests(&self) -> Vec<NamedDigest> {
        match self {
            Self::Transaction(tx) => {
                vec![NamedDigest { name: "Calldata Digest", digest: calldata_digest(tx.data()) }]
            }
            Self::TypedData(data) => vec![
                NamedDigest { name: "Domain Hash", digest: data.domain_separator() },
                NamedDigest { name: "Message Hash", digest: data.message_hash() },
                NamedDigest { name: "EIP-712 Digest", digest: data.digest() },
            ],
            Self::Message(message) => vec![NamedDigest { name: "ERC-191 Digest", digest: message.digest() }],
        }
    }

    /// The chain id inside a transaction.
    pub fn chain_id(&self) -> Option<u64> {
        match self {
            Self::Transaction(tx) => Some(tx.chain_id()),
            Self::TypedData(_) | Self::Message(_) => None,
        }
    }

    /// The chain on which the signature counts: of a transaction, or of the domain of typed data where it names one.
    pub fn signed_chain(&self) -> Option<u64> {
        match self {
            Self::TypedData(data) => data.chain_id().and_then(|id| u64::try_from(id).ok()),
            other => other.chain_id(),
        }
    }

    /// v as an eth-signature carries it: EIP-155 for legacy (shortest big-endian), parity for type 4, 27/28 else.
    pub fn v(&self, y_parity: bool) -> Vec<u8> {
        let bytes = self.v_number(y_parity).to_be_bytes();
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count().min(bytes.len() - 1); // 0 is the byte 00
        bytes.into_iter().skip(zeros).collect()
    }

    /// The parity that `v` (1 to 8 bytes, leading zeros tolerated) stands for, by the same table.
    pub fn parity_of(&self, v: &[u8]) -> Result<bool, SignatureError> {
        if !(1..=8).contains(&v.len()) {
            return Err(SignatureError::VLength { length: v.len() });
        }
        let found = v.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
        let (even, odd) = (self.v_number(false), self.v_number(true));
        match found {
            _ if found == even => Ok(false),
            _ if found == odd => Ok(true),
            _ => Err(SignatureError::V { found, even, odd }),
        }
    }

    fn v_number(&self, y_parity: bool) -> u64 {
        let base = match self {
            Self::Transaction(UnsignedTx::Legacy(tx)) => {
                tx.chain_id.unwrap_or_default().saturating_mul(2).saturating_add(35) // decode() bounds it
            }
            Self::Transaction(_) => 0,
            Self::TypedData(_) | Self::Message(_) => 27,
        };
        base.saturating_add(u64::from(y_parity))
    }
}

/// keccak256(length of the calldata as 32 bytes ‖ calldata), the calldata digest of ERC-8213.
pub fn calldata_digest(calldata: &[u8]) -> B256 {
    let length = super::U256::from(calldata.len()).to_be_bytes::<32>();
    keccak256([&length, calldata].concat())
}
