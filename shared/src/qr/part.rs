//! One frame of a UR (BCR-2020-005): label, bytewords, part header; judged before anything grows. skeleton

/// Why a frame was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// skeleton
    #[error("skeleton")]
    Skeleton,
}

impl crate::Refusal for PartError {
    fn kind(&self) -> crate::Kind {
        crate::Kind::new("ur-scheme")
    }
}
