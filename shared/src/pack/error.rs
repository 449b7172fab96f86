//! Why a pack was refused: what is wrong with it, and what to do. The request can be reviewed without it.

use super::Circle;
use crate::{
    Kind, Refusal,
    abi::SignatureTextError,
    eth::{Address, B256, SignatureError, typed_data::TypedDataError},
    limits::PACK_BYTES_MAX,
    utc,
    wire::{SkippedField, WireError},
};

/// What a refused pack leaves one with.
const WITHOUT: &str = "the request can be reviewed without it";

/// Why bytes are no pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Damaged, or not in its one spelling.
    #[error("the pack cannot be used, {WITHOUT}: {0}")]
    Wire(#[from] WireError),
    /// A field of a later version.
    #[error(
        "the pack holds a field that is unknown to this version ({0}); it may be a rule, so the pack is not used. Update this program; {WITHOUT}"
    )]
    Unknown(SkippedField),
    /// A function that is none.
    #[error("the pack cannot be used, {WITHOUT}: {0}")]
    Function(#[from] SignatureTextError),
    /// Longer than any pack.
    #[error(
        "the pack has {bytes} bytes, at most {PACK_BYTES_MAX} are read; leave out functions that nobody calls"
    )]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Content that makes no sense, or could be read in two ways.
    #[error("the pack cannot be used, {WITHOUT}: {place} {fault}")]
    Form {
        /// What: `the contract “Treasury”`.
        place: String,
        /// What is wrong with it, and what it should be.
        fault: &'static str,
    },
    /// What is signed of it cannot be written.
    #[error("the pack cannot be used, {WITHOUT}: {0}")]
    Typed(#[from] TypedDataError),
    /// A signature that is none.
    #[error("the pack's {whose} is no signature ({error}); ask for the pack again")]
    Signature {
        /// `signature of “Alice”`, `seal`.
        whose: String,
        /// What is wrong with it.
        error: SignatureError,
    },
    /// A signature by somebody else.
    #[error(
        "the pack's {whose} was made by {found}, expected {expected}; ask that person to sign this very version again"
    )]
    OtherSigner {
        /// `signature of “Alice”`.
        whose: String,
        /// By recovery.
        found: Address,
        /// By the pack.
        expected: Address,
    },
    /// A signature that no reviewer made.
    #[error(
        "the signature was made by {found}, who is no reviewer of this pack; ask a reviewer, for this very version"
    )]
    NoReviewer {
        /// By recovery.
        found: Address,
    },
}

impl Refusal for PackError {
    fn kind(&self) -> Kind {
        match self {
            Self::Wire(error) => error.kind(),
            Self::Unknown(_) => Kind::new("pack-unknown-field"),
            Self::Function(error) => error.kind(),
            Self::Typed(error) => error.kind(),
            Self::TooLong { .. } => Kind::new("limit-length"),
            Self::Form { .. } => Kind::new("pack-form"),
            Self::Signature { error, .. } => error.kind(),
            Self::OtherSigner { .. } | Self::NoReviewer { .. } => Kind::new("wrong-signer"),
        }
    }
}

/// Why a pack may not speak.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TrustError {
    /// Nobody here vouches for it.
    #[error(
        "the reviewers of the pack of “{}” were not approved in this sitting, and it is not sealed by these words; compare the phrase of the reviewers and approve them, or go on without the pack", .circle.team
    )]
    NotPinned {
        /// Whose approval is missing.
        circle: Box<Circle>,
    },
    /// The reviewers are approved, but too few of them signed.
    #[error(
        "{signed} of the reviewers signed this version of the pack, {threshold} must; ask for more signatures, or go on without the pack"
    )]
    TooFew {
        /// How many did.
        signed: usize,
        /// How many must.
        threshold: u8,
    },
    /// Its time is over.
    #[error("the pack expired at {}, by this machine's clock; ask for a newer version, or go on without it", utc::in_words(*.expires))]
    Expired {
        /// Seconds since 1970.
        expires: u64,
    },
    /// The sitting has seen a newer one.
    #[error(
        "this is version {version} of the pack of “{team}”, and this sitting has seen version {seen}; an older version is not taken, because it may lack a rule"
    )]
    Older {
        /// Whose.
        team: String,
        /// Of this pack.
        version: u32,
        /// The newest seen.
        seen: u32,
    },
    /// Two packs with one number.
    #[error(
        "this is another pack of “{team}” than the version {version} that this sitting has seen, under the same number; do not use either before you know which one is right"
    )]
    Forked {
        /// Whose.
        team: String,
        /// Of both.
        version: u32,
    },
    /// A next version that does not follow.
    #[error(
        "version {version} of the pack of “{team}” follows another version {} than this sitting has seen ({seen}); do not use it before you know which one is right", .version.saturating_sub(1)
    )]
    NotNext {
        /// Whose.
        team: String,
        /// Of this pack.
        version: u32,
        /// The contents' hash of the seen one.
        seen: B256,
    },
    /// More packs than a sitting keeps.
    #[error("this sitting has as many packs as it keeps; lock and begin another sitting")]
    TooMany,
}

impl Refusal for TrustError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::NotPinned { .. } => "pack-not-pinned",
            Self::TooFew { .. } => "pack-threshold",
            Self::Expired { .. } => "pack-expired",
            Self::Older { .. } => "pack-rollback",
            Self::Forked { .. } | Self::NotNext { .. } => "pack-fork",
            Self::TooMany => "limit-length",
        })
    }
}
