//! Wire to [`Checked`]: the only way a request becomes something that can be approved.

use super::{Fact, Finding};
use crate::{
    eth::{Address, B256, Fingerprint, Payload},
    wire::SignRequest,
};

/// The key that the station holds at the request's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signer {
    /// Of the master key in memory.
    pub fingerprint: Fingerprint,
    /// Of the key at the request's path.
    pub address: Address,
}

/// A request that passed every check and whose review is computed. Only [`Checked::of`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    request: SignRequest,
    payload: Payload,
    signer: Signer,
    facts: Vec<Fact>,
    findings: Vec<Finding>,
}

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// skeleton
    #[error("skeleton")]
    Skeleton,
}

impl crate::Refusal for CheckError {
    fn kind(&self) -> crate::Kind {
        crate::Kind::new("fingerprint-mismatch")
    }
}

impl Checked {
    /// Checks a request against the key that would sign it.
    pub fn of(_request: SignRequest, _signer: Signer) -> Result<Self, CheckError> {
        unimplemented!()
    }
    /// The request.
    pub fn request(&self) -> &SignRequest {
        &self.request
    }
    /// What is signed.
    pub fn payload(&self) -> &Payload {
        &self.payload
    }
    /// Who signs.
    pub fn signer(&self) -> Signer {
        self.signer
    }
    /// The lines of the review, in the order they are shown.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }
    /// The warnings, worst first.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
    /// The 32 bytes that are signed.
    pub fn digest(&self) -> B256 {
        self.payload.digest()
    }
}
