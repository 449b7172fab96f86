//! Why a message was refused: the message, the field, what was wrong, what was expected, what to do.

use crate::{
    Kind, Refusal,
    limits::{CBOR_DEPTH_MAX, CBOR_ITEMS_MAX, KEYS_MAX, MESSAGE_BYTES_MAX},
};

/// Where in a message: its name and the field, as in `eth-sign-request, field chain-id (4)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    message: &'static str,
    field: String, // empty for the message as a whole
}

impl Place {
    /// The message as a whole.
    pub(crate) const fn message(message: &'static str) -> Self {
        Self { message, field: String::new() }
    }

    /// A field in it, or a field of a map in a field of it.
    pub(crate) fn field(&self, key: u64, name: &str) -> Self {
        let comma = if self.field.is_empty() { "" } else { ", " };
        Self { message: self.message, field: format!("{}{comma}{name} ({key})", self.field) }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message)?;
        if self.field.is_empty() { Ok(()) } else { write!(f, ", field {}", self.field) }
    }
}

/// A field that this version does not know, as in `eth-sign-request: entry 50`. Skipped, because the standards may grow;
/// said, because it may matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedField {
    pub(crate) place: Place,
    pub(crate) key: i128,
}

impl std::fmt::Display for SkippedField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: entry {}", self.place, self.key)
    }
}

/// Why a message was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The whole message is larger than any we read.
    #[error(
        "{place}: the message has {bytes} bytes, at most {MESSAGE_BYTES_MAX} are read; split the request"
    )]
    MessageTooLong {
        /// Where.
        place: Place,
        /// Its length.
        bytes: usize,
    },
    /// Input ends within a value, or a length is claimed that goes beyond it.
    #[error(
        "{place}: the message breaks off at byte {at}, {missing} more were announced; scan it again from the start"
    )]
    Truncated {
        /// Where.
        place: Place,
        /// Offset of the value that is cut.
        at: usize,
        /// Bytes that are not there, at least.
        missing: u64,
    },
    /// Bytes follow the message.
    #[error("{place}: {bytes} bytes follow the end of the message; ask its sender for one without them")]
    Trailing {
        /// Where.
        place: Place,
        /// How many.
        bytes: usize,
    },
    /// A length is left open.
    #[error(
        "{place}: byte {at} opens or closes a value of indefinite length, only definite lengths are read; update the sender"
    )]
    Indefinite {
        /// Where.
        place: Place,
        /// Offset.
        at: usize,
    },
    /// Nested too deep.
    #[error(
        "{place}: values are nested more than {CBOR_DEPTH_MAX} deep, which no message needs; do not use this sender"
    )]
    Depth {
        /// Where.
        place: Place,
    },
    /// More values than any message has.
    #[error(
        "{place}: the message holds more than {CBOR_ITEMS_MAX} values, which no message needs; do not use this sender"
    )]
    Items {
        /// Where.
        place: Place,
    },
    /// One key twice in one map: two readers could take two meanings.
    #[error(
        "{place}: a key stands twice in one map, so that two programs could read two meanings; do not use this sender"
    )]
    DuplicateKey {
        /// Where.
        place: Place,
    },
    /// A number or length in a longer form than it needs.
    #[error(
        "{place}: byte {at} writes a number in a longer form than it needs, BCR-2020-005 allows the shortest only; update the sender"
    )]
    NonMinimal {
        /// Where.
        place: Place,
        /// Offset.
        at: usize,
    },
    /// Another CBOR type than the field has.
    #[error("{place} is {found}, expected {expected}; update the sender or use another")]
    Type {
        /// Where.
        place: Place,
        /// What was read.
        found: &'static str,
        /// What the standard says.
        expected: &'static str,
    },
    /// A missing or wrong tag.
    #[error("{place} carries {}, expected tag {expected}; update the sender or use another", tag_text(*.found))]
    Tag {
        /// Where.
        place: Place,
        /// The tag that was read, if any.
        found: Option<u64>,
        /// The tag of the standard.
        expected: u64,
    },
    /// A field that must be there is not.
    #[error("{place} is missing; update the sender or use another")]
    Missing {
        /// Where.
        place: Place,
    },
    /// A field of another size than it has, or a number outside its range.
    #[error("{place} is {found}, expected {expected}; update the sender or use another")]
    Size {
        /// Where.
        place: Place,
        /// How much, with its unit.
        found: String,
        /// How much it may be.
        expected: &'static str,
    },
    /// A text field or list longer than any we take.
    #[error("{place} holds {found}, at most {limit} are read; shorten it at the sender")]
    TooLong {
        /// Where.
        place: Place,
        /// How many, with their unit.
        found: String,
        /// The bound.
        limit: usize,
    },
    /// No data type of ERC-4527.
    #[error(
        "{place} is {found}, expected 1 (legacy transaction), 2 (typed data), 3 (message) or 4 (typed transaction); update this program if the sender is newer"
    )]
    DataType {
        /// Where.
        place: Place,
        /// What was read.
        found: u64,
    },
    /// A chain id that is no whole number from 0 to 2^64-1.
    #[error("{place} is {found}, expected a whole number below 2^64; choose the network anew at the sender")]
    ChainId {
        /// Where.
        place: Place,
        /// What was read.
        found: &'static str,
    },
    /// A path that names no key.
    #[error("{place}: {why}; pair the sender with this key again")]
    Path {
        /// Where.
        place: Place,
        /// What is wrong with it.
        why: &'static str,
    },
    /// No fingerprint to tell by whose key is meant.
    #[error("{place}: the source fingerprint (2) is missing or 0; export the key again from its device")]
    FingerprintMissing {
        /// Where.
        place: Place,
    },
    /// A secret on its way to the online side.
    #[error(
        "{place} says that this is a private key; it was not imported. Treat the key as lost: move what it controls, and export the public key only"
    )]
    PrivateKey {
        /// Where.
        place: Place,
    },
    /// Not a point of secp256k1.
    #[error("{place} is no public key of secp256k1; export the key again from its device")]
    PublicKey {
        /// Where.
        place: Place,
    },
    /// A key of another chain family.
    #[error(
        "{place}: the key is for SLIP-44 coin type {found}, expected 60 (Ethereum); export an Ethereum account"
    )]
    CoinType {
        /// Where.
        place: Place,
        /// The coin type.
        found: u64,
    },
    /// A list without a key of ours.
    #[error("{place}: none of its keys is for Ethereum (second path step 60'); export an Ethereum account")]
    NoEthereumKey {
        /// Where.
        place: Place,
    },
    /// Too many keys.
    #[error("{place} holds {found} keys, at most {KEYS_MAX} are read; export fewer")]
    Keys {
        /// Where.
        place: Place,
        /// How many.
        found: usize,
    },
    /// No export of a public key.
    #[error(
        "“{ur_type}” is no export of public keys, expected crypto-hdkey, crypto-account or crypto-multi-accounts; choose “connect software wallet” on the device"
    )]
    UrType {
        /// At most 64 characters of it.
        ur_type: String,
    },
    /// A log whose entries were changed, moved or left out.
    #[error(
        "{place}: the entries do not lead to this hash, so something was changed or left out; show the log again from the station"
    )]
    Chain {
        /// Where.
        place: Place,
    },
    /// The CBOR reader understood something else than the judge before it.
    #[error(
        "{place}: the message does not read back to its own bytes; ask its sender for one in canonical form"
    )]
    NotCanonical {
        /// Where.
        place: Place,
    },
}

fn tag_text(found: Option<u64>) -> String {
    found.map_or_else(|| "no tag".to_owned(), |tag| format!("tag {tag}"))
}

impl Refusal for WireError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Truncated { .. } => "cbor-truncated",
            Self::Trailing { .. } => "cbor-trailing",
            Self::Indefinite { .. } => "cbor-indefinite",
            Self::Depth { .. } => "cbor-depth",
            Self::DuplicateKey { .. } => "cbor-duplicate-key",
            Self::NonMinimal { .. } | Self::NotCanonical { .. } => "cbor-non-minimal",
            Self::Type { .. } => "cbor-type",
            Self::Tag { .. } => "cbor-tag",
            Self::Missing { .. } => "field-missing",
            Self::Size { .. } => "field-size",
            Self::MessageTooLong { .. } | Self::Items { .. } | Self::TooLong { .. } | Self::Keys { .. } => {
                "limit-length"
            }
            Self::DataType { .. } => "data-type",
            Self::ChainId { .. } => "chain-id",
            Self::Path { .. } => "path",
            Self::FingerprintMissing { .. } => "fingerprint-missing",
            Self::PrivateKey { .. } => "private-key",
            Self::PublicKey { .. } => "public-key",
            Self::CoinType { .. } | Self::NoEthereumKey { .. } => "coin-type",
            Self::UrType { .. } => "ur-type",
            Self::Chain { .. } => "log-chain",
        })
    }
}
