//! A signature as two scalars and a parity, and who made it. Verifies; cannot sign.

use super::{Address, B256};

/// r, s and the parity of R's y coordinate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoverableSignature {
    /// Big-endian scalar.
    pub r: B256,
    /// Big-endian scalar; EIP-2 wants the lower half.
    pub s: B256,
    /// Whether R's y is odd.
    pub y_parity: bool,
}

/// Why a signature was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// skeleton
    #[error("skeleton")]
    Skeleton,
}

impl crate::Refusal for SignatureError {
    fn kind(&self) -> crate::Kind {
        crate::Kind::new("signature-range")
    }
}

impl RecoverableSignature {
    /// The address whose key made this signature of `digest`. Refuses scalars out of range and a high s (EIP-2).
    pub fn recover(&self, _digest: &B256) -> Result<Address, SignatureError> {
        unimplemented!()
    }
}
