//! Why a transaction was refused.

use crate::{Kind, Refusal};

/// Why a transaction was refused. Each names the fault, then what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TxError {
    /// No bytes at all.
    #[error("the request carries no transaction; build it again")]
    Empty,
    /// An RLP fault inside the list.
    #[error(
        "the {kind} transaction is damaged: its RLP does not hold exactly the items of that kind \
        ({reason}); build the request again"
    )]
    Rlp {
        /// `legacy`, `EIP-1559`, …
        kind: &'static str,
        /// What the RLP reader said.
        reason: alloy_rlp::Error,
    },
    /// Bytes behind the list.
    #[error(
        "{length} bytes stand behind the {kind} transaction; they would be signed unseen, so build the \
        request again"
    )]
    Trailing {
        /// `legacy`, `EIP-1559`, …
        kind: &'static str,
        /// How many bytes.
        length: usize,
    },
    /// What was read would be written otherwise.
    #[error(
        "the {kind} transaction is not written in RLP's one canonical form; build the request again with \
        another program"
    )]
    NotCanonical {
        /// `legacy`, `EIP-1559`, …
        kind: &'static str,
    },
    /// Items eight and nine of a legacy transaction hold something.
    #[error(
        "items eight and nine of the legacy transaction are not empty as EIP-155 demands; send it unsigned"
    )]
    NotUnsigned,
    /// Six items: before EIP-155.
    #[error(
        "the legacy transaction names no chain, so that anyone could repeat it on every chain (EIP-155); \
        build it with a chain id"
    )]
    NoReplayProtection,
    /// Chain id 0.
    #[error(
        "the transaction is for chain id 0, which is no chain; build it with the chain id of your network"
    )]
    ChainIdZero,
    /// A legacy chain id whose v would not fit eight bytes.
    #[error(
        "the chain id {chain_id} is past the limit of EIP-2294, no legacy signature can carry it; compare \
        it with your network's"
    )]
    ChainIdTooLarge {
        /// As it was read.
        chain_id: u64,
    },
    /// A type byte that is not signed here.
    #[error(
        "transactions of type 0x{type_byte:02x} are not signed here; build one of type 1, 2, 3 or 4, or a \
        legacy one"
    )]
    UnknownType {
        /// The first byte.
        type_byte: u8,
    },
    /// A blob transaction with its blobs.
    #[error(
        "the blob transaction comes with its blobs; send only the part that is signed, which names them \
        by their hashes (EIP-4844)"
    )]
    Sidecar,
    /// No blob hash, which no node accepts.
    #[error("the blob transaction names no blob, no node accepts it (EIP-4844); build it again")]
    NoBlobs,
    /// A hash that no commitment can have.
    #[error(
        "blob hash {position} of the transaction is no versioned hash of a commitment: it must be 0x01 \
        and 31 bytes of a SHA-256 (EIP-4844); build it from real blobs"
    )]
    BlobHash {
        /// Which, from 1.
        position: usize,
    },
    /// No authorization, which no node accepts.
    #[error("the EIP-7702 transaction carries no authorization, no node accepts it; build it as EIP-1559")]
    NoAuthorizations,
}

impl Refusal for TxError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Empty
            | Self::Rlp { .. }
            | Self::Trailing { .. }
            | Self::NotCanonical { .. }
            | Self::NotUnsigned => "rlp",
            Self::NoReplayProtection => "no-replay-protection",
            Self::ChainIdZero | Self::ChainIdTooLarge { .. } => "chain-id",
            Self::UnknownType { .. }
            | Self::Sidecar
            | Self::NoBlobs
            | Self::BlobHash { .. }
            | Self::NoAuthorizations => "tx-type",
        })
    }
}
