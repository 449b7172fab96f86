//! The only user of `serde_cbor`. skeleton

/// Why a message was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// skeleton
    #[error("skeleton")]
    Skeleton,
}

impl crate::Refusal for WireError {
    fn kind(&self) -> crate::Kind {
        crate::Kind::new("cbor-type")
    }
}
