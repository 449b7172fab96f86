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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        eth::{DataType, DerivationPath},
        keys::{account_key, master_fingerprint},
        review::{Checked, Reading, Signer},
        wire::{KeyPath, SignRequest},
    };
    use zeroize::Zeroizing;

    fn seed(words: &str) -> Seed {
        Seed::of(&Zeroizing::new(words.as_bytes().to_vec()), &Zeroizing::default()).unwrap()
    }

    fn junk() -> Seed {
        seed("test test test test test test test test test test test junk")
    }

    /// A message to the first account of `seed`, read to its last page.
    fn approved(seed: &Seed, request_id: Option<[u8; 16]>) -> Approved {
        let path: DerivationPath = "m/44'/60'/0'/0/0".parse().unwrap();
        let signer = Signer {
            fingerprint: master_fingerprint(seed).unwrap(),
            address: account_key(seed, &path).unwrap().address,
        };
        let request = SignRequest {
            request_id,
            sign_data: b"hello".to_vec(),
            data_type: DataType::PersonalMessage,
            chain_id: None,
            key_path: KeyPath { path, source_fingerprint: Some(signer.fingerprint), depth: None },
            address: Some(signer.address),
            origin: None,
        };
        let mut reading = Reading::new(Checked::of(request, signer).unwrap());
        while !reading.is_complete() {
            reading = reading.next_page();
        }
        reading.approve().unwrap()
    }

    #[test]
    fn the_same_request_is_signed_the_same_way_every_time_with_a_low_s() {
        let once = sign(approved(&junk(), None), &junk()).unwrap();
        assert_eq!(sign(approved(&junk(), None), &junk()), Ok(once.clone()));
        assert!(once.signature.s[0] < 0x80, "s is in the lower half");
        assert_eq!(once.answer.signature.len(), 65);
    }

    #[test]
    fn the_request_id_comes_back_unchanged_or_stays_absent() {
        for id in [None, Some([7; 16])] {
            assert_eq!(sign(approved(&junk(), id), &junk()).unwrap().answer.request_id, id);
        }
    }

    #[test]
    fn a_signature_of_another_key_than_the_reviewed_one_does_not_leave() {
        let about =
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
        let refused = sign(approved(&junk(), None), &seed(about)).unwrap_err();
        assert!(matches!(refused, SignError::OtherSigner { .. }), "{refused:?}");
        assert_eq!(refused.kind().as_str(), "wrong-signer");
    }
}
