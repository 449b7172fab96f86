//! `crypto-keypath` (BCR-2020-007), tag 304 when nested.

use crate::eth::{DerivationPath, Fingerprint};

/// Which key: a full path and the fingerprint it starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPath {
    /// From the master key.
    pub path: DerivationPath,
    /// Master key's fingerprint; never 0.
    pub source_fingerprint: Option<Fingerprint>,
    /// Optional; never relied on.
    pub depth: Option<u8>,
}
