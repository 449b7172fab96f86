//! A signature as two scalars and a parity, and who made it. Verifies; cannot sign.
//!
//! May not enter: private keys, and the wire form of v (that is `payload`'s).

use super::{Address, B256};
use crate::{Kind, Refusal};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};

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
    /// r or s is 0, or not below the order of secp256k1.
    #[error(
        "r or s of the signature is not between 1 and the order of the curve; ask the signer to answer again"
    )]
    Range,
    /// s is in the upper half (EIP-2).
    #[error(
        "s of the signature is in the upper half of the curve's order, which Ethereum refuses (EIP-2); \
        use a signer that writes the lower one"
    )]
    HighS,
    /// No public key belongs to this signature.
    #[error(
        "no key can have made this signature: its r is no point of the curve; ask the signer to answer again"
    )]
    NoKey,
    /// No v of an eth-signature: empty or over eight bytes.
    #[error(
        "the signature carries {length} bytes of v, one to eight are read; use a signer that follows ERC-4527"
    )]
    VLength {
        /// How many there were.
        length: usize,
    },
    /// A v that this kind of request does not have.
    #[error(
        "v of the signature is {found}, this request needs {even} or {odd}; the answer is to another kind \
        of request or for another chain"
    )]
    V {
        /// What stood there.
        found: u64,
        /// v for parity 0.
        even: u64,
        /// v for parity 1.
        odd: u64,
    },
}

impl Refusal for SignatureError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Range | Self::HighS | Self::NoKey => "signature-range",
            Self::VLength { .. } | Self::V { .. } => "signature-v",
        })
    }
}

impl RecoverableSignature {
    /// The address whose key made this signature of `digest`. Refuses scalars out of range and a high s (EIP-2).
    pub fn recover(&self, digest: &B256) -> Result<Address, SignatureError> {
        let signature = Signature::from_scalars(self.r.0, self.s.0).map_err(|_| SignatureError::Range)?;
        if signature.normalize_s() != signature {
            return Err(SignatureError::HighS);
        }
        // An r past the order (x reduced) has no encoding in Ethereum.
        let id = RecoveryId::new(self.y_parity, false);
        let key = VerifyingKey::recover_from_prehash(digest.as_slice(), &signature, id)
            .map_err(|_| SignatureError::NoKey)?;
        let point = key.to_sec1_point(false);
        let (_sec1_tag, coordinates) = point.as_bytes().split_first().ok_or(SignatureError::NoKey)?;
        Ok(Address::from_raw_public_key(coordinates))
    }

    /// The same three values in alloy's type, which only encodes here.
    pub(super) fn for_encoding(&self) -> alloy_primitives::Signature {
        alloy_primitives::Signature::new(self.r.into(), self.s.into(), self.y_parity)
    }
}
