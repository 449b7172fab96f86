//! From public keys to addresses and public children (BIP-32, CKDpub). No private key can enter here, and no hardened step.

use alloy_primitives::Address;
use hmac::{Hmac, KeyInit, Mac};
use k256::{
    ProjectivePoint, PublicKey, Scalar,
    elliptic_curve::{ff::PrimeField, sec1::ToSec1Point},
};
use sha2::Sha512;

use crate::eth::PathStep;

/// A public key and its chain code.
pub(crate) struct Extended {
    pub(crate) key: [u8; 33],
    pub(crate) chain_code: [u8; 32],
}

impl Extended {
    /// The child of an unhardened `step`. `None` where the step is hardened, the key no point, or BIP-32 skips the
    /// index (one in 2^127).
    pub(crate) fn child(&self, step: PathStep) -> Option<Self> {
        if step.is_hardened() {
            return None;
        }
        let parent = point(&self.key)?;
        let mut mac = Hmac::<Sha512>::new_from_slice(&self.chain_code).ok()?;
        mac.update(&self.key);
        mac.update(&step.to_bip32().to_be_bytes());
        let digest: [u8; 64] = mac.finalize().into_bytes().into();
        let (tweak, chain_code) = digest.split_at(32);
        let tweak = <[u8; 32]>::try_from(tweak).ok()?;
        let tweak = Option::<Scalar>::from(Scalar::from_repr(tweak.into()))?;
        let point = ProjectivePoint::GENERATOR * tweak + parent.to_projective();
        let key = PublicKey::from_affine(point.to_affine()).ok()?;
        Some(Self {
            key: key.to_sec1_point(true).as_bytes().try_into().ok()?,
            chain_code: chain_code.try_into().ok()?,
        })
    }
}

/// The address of a compressed public key; `None` where it is no point of the curve.
pub(crate) fn address(key: &[u8; 33]) -> Option<Address> {
    let point = point(key)?.to_sec1_point(false);
    Some(Address::from_raw_public_key(point.as_bytes().get(1..)?))
}

/// Prefix 02 or 03 only: the crate also takes 05, a form of its own that BIP-32 does not have.
fn point(key: &[u8; 33]) -> Option<PublicKey> {
    let [2 | 3, ..] = key else { return None };
    PublicKey::from_sec1_bytes(key).ok()
}
