//! Wire to [`Checked`]: the only way a request becomes something that can be approved.
//!
//! Every check of ERC-4527 that a signer owes its owner stands here, in the order in which a person would ask:
//! for me? for this key? what is it? is it what it claims to be? May not enter: keys, clocks, words of the review.

use super::{Fact, Finding, words};
use crate::{
    Kind, Refusal,
    eth::{Address, B256, DerivationPath, Fingerprint, Payload, PayloadError, U256, UnsignedTx},
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
    facts: Vec<Fact>,
    findings: Vec<Finding>,
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
        let (facts, findings) = words::of(&payload, &request, &skipped, &signer);
        let digest = payload.digest();
        Ok(Self { request, payload, signer, digest, facts, findings })
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

/// The chain that the signed bytes themselves name.
fn chain_inside(payload: &Payload) -> Option<U256> {
    match payload {
        Payload::Transaction(_) => payload.chain_id().map(U256::from),
        Payload::TypedData(data) => data.chain_id(),
        Payload::Message(_) => None,
    }
}

/// Equal, or equal once the signed one is rounded as JavaScript rounds it.
fn same_chain(claimed: u64, signed: U256) -> bool {
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
mod tests {
    use super::*;

    #[test]
    fn a_chain_id_above_what_javascript_counts_is_compared_after_rounding() {
        let past = EXACT_IN_JAVASCRIPT;
        for (claimed, signed, same, why) in [
            (1, 1, true, "equal"),
            (1, 5, false, "another chain"),
            (past, past, true, "the last exact number"),
            (past, past + 1, true, "rounds to even, down"),
            (past + 4, past + 3, true, "rounds to even, up"),
            (past + 1, past + 1, true, "not rounded by a careful sender"),
            (past + 2, past + 1, false, "rounds down, not up"),
            (past - 1, past, false, "exact numbers are not rounded"),
            (u64::MAX, u64::MAX, true, "equal at the end of the range"),
        ] {
            assert_eq!(same_chain(claimed, U256::from(signed)), same, "{claimed} {signed}: {why}");
        }
        assert!(
            !same_chain(u64::MAX, U256::from(u64::MAX) + U256::from(1)),
            "beyond 64 bits nothing can agree"
        );
    }

    /// A message for [`SIGNER`] that passes every check.
    fn request() -> SignRequest {
        SignRequest {
            request_id: Some([7; 16]),
            sign_data: b"hello".to_vec(),
            data_type: crate::eth::DataType::PersonalMessage,
            chain_id: None,
            key_path: crate::wire::KeyPath {
                path: "m/44'/60'/0'/0/0".parse().unwrap(),
                source_fingerprint: Some(SIGNER.fingerprint),
                depth: None,
            },
            address: Some(SIGNER.address),
            origin: None,
        }
    }

    const SIGNER: Signer =
        Signer { fingerprint: Fingerprint([1, 2, 3, 4]), address: Address::repeat_byte(0x11) };

    /// One fault, and the kind it must be refused with.
    type Fault = (fn(&mut SignRequest), &'static str);

    #[test]
    fn each_fault_alone_is_refused_with_its_kind() {
        assert!(Checked::of(request(), SIGNER).is_ok());
        let faults: [Fault; 6] = [
            (|request| request.key_path.path = DerivationPath::default(), "path"),
            (|request| request.key_path.source_fingerprint = None, "fingerprint-missing"),
            (
                |request| request.key_path.source_fingerprint = Some(Fingerprint([0; 4])),
                "fingerprint-missing",
            ),
            (
                |request| request.key_path.source_fingerprint = Some(Fingerprint([9; 4])),
                "fingerprint-mismatch",
            ),
            (|request| request.address = Some(Address::ZERO), "address-mismatch"),
            (|request| request.data_type = crate::eth::DataType::TypedData, "typed-data"),
        ];
        for (fault, kind) in faults {
            let mut request = request();
            fault(&mut request);
            let error = Checked::of(request, SIGNER).unwrap_err();
            assert_eq!(error.kind().as_str(), kind, "{error}");
        }
    }

    #[test]
    fn a_request_without_an_address_is_for_its_path() {
        assert!(Checked::of(SignRequest { address: None, ..request() }, SIGNER).is_ok());
    }

    #[test]
    fn entries_that_were_skipped_are_said_once_whatever_their_number() {
        let unknown = |count: u8| {
            let plain = request().encode();
            let (head, entries) = plain.split_first().unwrap();
            let extra = (0..count).flat_map(|key| [0x18, 100 + key, 0xf5]); // key 100 and up: true
            let message: Vec<u8> =
                [head + count].into_iter().chain(entries.iter().copied()).chain(extra).collect();
            Checked::of(SignRequest::decode_noting(&message).unwrap(), SIGNER).unwrap()
        };
        let said = |checked: &Checked| {
            let skipped = checked.findings().iter().filter(|finding| finding.id == "skipped-field");
            skipped.map(|finding| finding.sentence.clone()).collect::<Vec<_>>()
        };
        assert!(said(&unknown(0)).is_empty());
        assert!(matches!(said(&unknown(1)).as_slice(), [one] if one.contains("eth-sign-request: entry 100")));
        assert!(
            matches!(said(&unknown(12)).as_slice(), [one] if one.starts_with("12 ") && one.contains('…'))
        );
    }

    #[test]
    fn a_message_has_no_chain_so_any_claim_of_one_is_let_be() {
        assert!(Checked::of(SignRequest { chain_id: Some(5), ..request() }, SIGNER).is_ok());
    }
}
