//! The signer: takes [`Approved`] and nothing else, and checks its own work before anything leaves.
//!
//! Deterministic nonces (RFC 6979), s in the lower half (EIP-2). The signature is recovered and compared with the address
//! that was reviewed: a bit that flipped in the arithmetic would otherwise give the key away (fault attack).

use super::{DeriveError, Seed, derive::with_private_key, scrub_stack};
use crate::{
    Kind, Refusal,
    eth::{Address, B256, RecoverableSignature, SignatureError},
    review::Approved,
    wire::SignAnswer,
};

/// A signature, ready for the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What crosses the gap: the request's id, r, s and v, and no origin.
    pub answer: SignAnswer,
    /// The same signature, by its parts.
    pub signature: RecoverableSignature,
    /// What was signed.
    pub digest: B256,
    /// Who signed.
    pub address: Address,
}

/// Why nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// No key at that path.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The signature does not recover: the machine computed wrongly.
    #[error(
        "the signature that was computed is not valid ({0}); nothing left this machine. Do not sign with it again until its memory was tested"
    )]
    Faulty(#[source] SignatureError),
    /// It recovers to another account: the machine computed wrongly, or the seed is not the one that was reviewed.
    #[error(
        "the signature belongs to {recovered} and the review was for {reviewed}; nothing left this machine. Enter the words again; if it happens again, do not sign with this machine"
    )]
    OtherSigner {
        /// By recovery.
        recovered: Address,
        /// By review.
        reviewed: Address,
    },
}

impl Refusal for SignError {
    fn kind(&self) -> Kind {
        match self {
            Self::Derive(error) => error.kind(),
            Self::Faulty(_) => Kind::new("signature-range"),
            Self::OtherSigner { .. } => Kind::new("wrong-signer"),
        }
    }
}

/// Signs what was reviewed to its last page.
///
/// # Errors
/// [`SignError`]; then nothing of the signature is returned.
pub fn sign(approved: Approved, seed: &Seed) -> Result<Signed, SignError> {
    let checked = approved.request();
    let digest = checked.digest();
    let signature = raw_signature(seed, &checked.request().key_path.path, &digest);
    scrub_stack();
    let signature = signature?;

    let reviewed = checked.signer().address;
    let recovered = signature.recover(&digest).map_err(SignError::Faulty)?;
    if recovered != reviewed {
        return Err(SignError::OtherSigner { recovered, reviewed });
    }
    let v = checked.payload().v(signature.y_parity);
    Ok(Signed {
        answer: SignAnswer {
            request_id: checked.request().request_id,
            signature: [signature.r.as_slice(), signature.s.as_slice(), &v].concat(),
            origin: None,
        },
        signature,
        digest,
        address: reviewed,
    })
}

/// On its own, so that its stack lies below the one that scrubs.
#[inline(never)]
fn raw_signature(
    seed: &Seed,
    path: &crate::eth::DerivationPath,
    digest: &B256,
) -> Result<RecoverableSignature, SignError> {
    let (signature, id) =
        with_private_key(seed, path, |key| key.sign_prehash_recoverable(digest.as_slice()))?;
    let (r, s) = signature.split_bytes();
    Ok(RecoverableSignature { r: B256::from_slice(&r), s: B256::from_slice(&s), y_parity: id.is_y_odd() })
}
