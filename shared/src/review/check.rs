//! Wire to [`Checked`]: the only way a request becomes something that can be approved.
//!
//! Every check of ERC-4527 that a signer owes its owner stands here, in the order in which a person would ask:
//! for me? for this key? what is it? is it what it claims to be? May not enter: keys, clocks, words of the review.

use super::{
    Act, Fact, Finding, Knowledge,
    words::{self, Review, Subject, TooMuch},
};
use crate::{
    Kind, Refusal,
    eth::{Address, B256, DerivationPath, Fingerprint, Payload, PayloadError, U256, UnsignedTx},
    pack::{
        self, SEAL_PATH,
        rules::{Called, Demanded},
    },
    proof::Reached,
    wire::{Noted, SignRequest},
};

/// Above this a JavaScript number is no exact integer, so wallets round the chain id they claim.
const EXACT_IN_JAVASCRIPT: u64 = 1 << 53;

/// The key that the station holds at the request's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signer {
    /// Of the master key in memory.
    pub fingerprint: Fingerprint,
    /// Of the key at the request's path.
    pub address: Address,
}

/// What the operator has allowed beyond the rule, for one request. Nothing, by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Allowed {
    /// EIP-4844 transactions: what is signed holds hashes of the blobs, so their content cannot be reviewed here.
    pub blob_transactions: bool,
}

/// A request that passed every check and whose review is computed. Only [`Checked::of`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    request: SignRequest,
    payload: Payload,
    signer: Signer,
    digest: B256,
    review: Review,
}

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// No path, or the master key itself.
    #[error("the request names the master key, not an account; ask for a path such as m/44'/60'/0'/0/0")]
    NoAccount,
    /// Nothing says whose mnemonic it is for.
    #[error(
        "the request does not say whose key must sign (no source fingerprint); pair the wallet with this station's key card again"
    )]
    FingerprintMissing,
    /// For another mnemonic or another passphrase.
    #[error(
        "the request is for the wallet {asked}, the words entered here make {ours}; enter the other words (or the other passphrase), or choose the right account in the companion"
    )]
    FingerprintMismatch {
        /// In the request.
        asked: Fingerprint,
        /// In memory.
        ours: Fingerprint,
    },
    /// The sender believes that the path leads elsewhere.
    #[error(
        "the request is for {asked}, but {path} of these words is {ours}; pair the wallet with this station's key card again"
    )]
    AddressMismatch {
        /// In the request.
        asked: Address,
        /// What the path leads to.
        ours: Address,
        /// The request's path.
        path: DerivationPath,
    },
    /// What is to be signed cannot be read.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// It can be read in more than one way, or our reading lost something.
    #[error(
        "the request was read, but writing it again gives other bytes ({written} bytes in place of {read}); it is not signed, because what is shown must be what is signed. Build it again in the companion"
    )]
    NotReproduced {
        /// Bytes that came.
        read: usize,
        /// Bytes that we would write.
        written: usize,
    },
    /// The envelope and the content name different chains.
    #[error(
        "the request says chain {claimed}, what would be signed says chain {signed}; build it again for the right chain"
    )]
    ChainIdMismatch {
        /// Key 4 of the request.
        claimed: u64,
        /// Inside the transaction or the EIP-712 domain.
        signed: U256,
    },
    /// Signed by hashes alone.
    #[error(
        "this is a blob transaction (EIP-4844): only hashes of its blobs are here, so what they hold cannot be shown. Send the call without blobs, or allow blob transactions for this request"
    )]
    BlobTransaction,
    /// The seal's key is asked for something else.
    #[error(
        "the key at {SEAL_PATH} seals context packs and signs nothing else; ask an account's key, such as m/44'/60'/0'/0/0"
    )]
    SealKey,
    /// A seal of an account's key.
    #[error(
        "a context pack is sealed by the key at {SEAL_PATH} alone, not by {path}; make the request with “coldframe pack seal”"
    )]
    SealPath {
        /// The request's path.
        path: DerivationPath,
    },
    /// Calls inside calls past a bound.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
}

impl Refusal for CheckError {
    fn kind(&self) -> Kind {
        match self {
            Self::NoAccount => Kind::new("path"),
            Self::FingerprintMissing => Kind::new("fingerprint-missing"),
            Self::FingerprintMismatch { .. } => Kind::new("fingerprint-mismatch"),
            Self::AddressMismatch { .. } => Kind::new("address-mismatch"),
            Self::Payload(error) => error.kind(),
            Self::NotReproduced { .. } => Kind::new("not-reproduced"),
            Self::ChainIdMismatch { .. } => Kind::new("chain-id-mismatch"),
            Self::BlobTransaction => Kind::new("tx-type"),
            Self::SealKey | Self::SealPath { .. } => Kind::new("seal-path"),
            Self::TooMuch(_) => Kind::new("review-bound"),
        }
    }
}

impl Checked {
    /// Checks a request against the key that would sign it, with nothing allowed beyond the rule. A request that was read
    /// with notes of what was skipped has them in its review.
    ///
    /// # Errors
    /// [`CheckError`]: the first check that fails.
    pub fn of(request: impl Into<Noted<SignRequest>>, signer: Signer) -> Result<Self, CheckError> {
        Self::allowing(request, signer, Allowed::default())
    }

    /// Checks a request as [`Self::of`] does, but for what the operator allowed for this one.
    ///
    /// # Errors
    /// [`CheckError`]: the first check that fails.
    pub fn allowing(
        request: impl Into<Noted<SignRequest>>,
        signer: Signer,
        allowed: Allowed,
    ) -> Result<Self, CheckError> {
        Self::knowing(request, signer, allowed, &Knowledge::default())
    }

    /// Checks a request as [`Self::allowing`] does, and reviews it with what is known beside its bytes.
    ///
    /// # Errors
    /// [`CheckError`]: the first check that fails.
    pub fn knowing(
        request: impl Into<Noted<SignRequest>>,
        signer: Signer,
        allowed: Allowed,
        knowledge: &Knowledge,
    ) -> Result<Self, CheckError> {
        let Noted { message: request, skipped } = request.into();
        is_for(&request, signer)?;
        let payload = Payload::decode(request.data_type, &request.sign_data)?;
        let written = payload.sign_data();
        if written != request.sign_data {
            return Err(CheckError::NotReproduced { read: request.sign_data.len(), written: written.len() });
        }
        if let (Some(claimed), Some(signed)) = (request.chain_id, chain_inside(&payload))
            && !same_chain(claimed, signed)
        {
            return Err(CheckError::ChainIdMismatch { claimed, signed });
        }
        if matches!(payload, Payload::Transaction(UnsignedTx::Eip4844(_))) && !allowed.blob_transactions {
            return Err(CheckError::BlobTransaction);
        }
        seals_only(&payload, &request.key_path.path)?;
        let subject = Subject { payload: &payload, request: &request, skipped: &skipped, signer, knowledge };
        let review = words::of(subject)?;
        let digest = payload.digest();
        Ok(Self { request, payload, signer, digest, review })
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
        &self.review.facts
    }

    /// The warnings, worst first.
    pub fn findings(&self) -> &[Finding] {
        &self.review.findings
    }

    /// What would happen: the call, and the calls inside it, as a tree in pre-order.
    pub fn acts(&self) -> &[Act] {
        &self.review.acts
    }

    /// What must be done before it can be approved, hardest first; mostly nothing.
    pub fn demands(&self) -> &[Demanded] {
        &self.review.demands
    }

    /// Every call of the tree, to be kept for the sitting once this is signed (`Knowledge::signed_before`).
    pub fn calls(&self) -> &[Called] {
        &self.review.calls
    }

    /// The calls that the review came across, for what proofs can say about them.
    pub fn reached(&self) -> &[Reached] {
        &self.review.reached
    }

    /// The 32 bytes that are signed, computed once.
    pub fn digest(&self) -> B256 {
        self.digest
    }
}

/// Whether it is for this mnemonic, and for an account of it that both sides mean.
fn is_for(request: &SignRequest, signer: Signer) -> Result<(), CheckError> {
    let path = &request.key_path.path;
    if path.steps().is_empty() {
        return Err(CheckError::NoAccount);
    }
    match request.key_path.source_fingerprint {
        None | Some(Fingerprint([0, 0, 0, 0])) => return Err(CheckError::FingerprintMissing),
        Some(asked) if asked != signer.fingerprint => {
            return Err(CheckError::FingerprintMismatch { asked, ours: signer.fingerprint });
        }
        Some(_) => {}
    }
    match request.address {
        Some(asked) if asked != signer.address => {
            Err(CheckError::AddressMismatch { asked, ours: signer.address, path: path.clone() })
        }
        _ => Ok(()),
    }
}

/// A seal is made by its own key, which makes nothing else: so nothing else can ever be taken for one.
fn seals_only(payload: &Payload, path: &DerivationPath) -> Result<(), CheckError> {
    let is_seal = matches!(payload, Payload::TypedData(data) if pack::is_seal(data));
    match (is_seal, *path == pack::seal_path()) {
        (false, true) => Err(CheckError::SealKey),
        (true, false) => Err(CheckError::SealPath { path: path.clone() }),
        _ => Ok(()),
    }
}

/// The chain that the signed bytes themselves name.
fn chain_inside(payload: &Payload) -> Option<U256> {
    match payload {
        Payload::Transaction(_) => payload.chain_id().map(U256::from),
        Payload::TypedData(data) => data.chain_id(),
        Payload::Message(_) => None,
    }
}

/// Whether the chain that a sender claims is the one that is signed: equal, or equal once the signed one is rounded as
/// JavaScript rounds it.
pub fn same_chain(claimed: u64, signed: U256) -> bool {
    let Ok(signed) = u64::try_from(signed) else { return false };
    claimed == signed || (signed > EXACT_IN_JAVASCRIPT && u128::from(claimed) == rounded(signed))
}

/// To 53 bits, ties to even. One wider than it came, because the largest round up to 2^64.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the rounding is the point; a u64 as f64 is never negative and at most 2^64"
)]
fn rounded(number: u64) -> u128 {
    (number as f64) as u128
}

#[cfg(test)]
mod tests;
