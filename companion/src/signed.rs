//! A signed transaction whose signer is known: the permission to broadcast.
//!
//! Made from an accepted answer, or read back from its bytes with the signer recovered. May not enter: sockets.

use alloy::{
    consensus::{Transaction as _, TxEnvelope, Typed2718 as _},
    eips::eip2718::{Decodable2718 as _, Encodable2718 as _},
};
use shared::{
    Kind, Refusal,
    eth::{Address, B256, RecoverableSignature, SignatureError, UnsignedTx},
    limits::INIT_CODE_BYTES_MAX,
};

/// The longest signed transaction that is read, in bytes: the longest init code eight times over (EIP-7702
/// lists and access lists included).
pub const SIGNED_BYTES_MAX: usize = 8 * INIT_CODE_BYTES_MAX;

/// Bytes that a node takes, with who signed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedTransaction {
    raw: Vec<u8>,
    hash: B256,
    signer: Address,
    signature: RecoverableSignature,
    unsigned: UnsignedTx,
}

/// Why bytes are no signed transaction that may be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    /// More bytes than any transaction has.
    #[error(
        "the signed transaction has {found} bytes, at most {SIGNED_BYTES_MAX} are read\nNothing was sent. Check that this is the file that “coldframe accept --out” wrote."
    )]
    TooLong {
        /// How many there were.
        found: usize,
    },
    /// Not RLP of a signed transaction, or not its only spelling.
    #[error(
        "these bytes are no signed transaction\nNothing was sent. Check that this is what “coldframe accept” printed, whole and unchanged."
    )]
    NotSigned,
    /// Without a chain id it could be replayed on every chain.
    #[error(
        "the transaction has no replay protection (EIP-155): it would be valid on every chain\nNothing was sent. Build it again with a chain id."
    )]
    NoReplayProtection,
    /// A kind that is not sent from here.
    #[error(
        "a transaction of type {0} is not sent from here\nNothing was sent. Types 0, 1, 2 and 4 are, and 3 by its blob hashes."
    )]
    Type(u8),
    /// r, s or v out of range.
    #[error("the signature cannot be checked: {0}\nNothing was sent. Ask for a new signature.")]
    Signature(#[source] SignatureError),
}

impl Refusal for SignedError {
    fn kind(&self) -> Kind {
        match self {
            Self::TooLong { .. } => Kind::new("limit-length"),
            Self::NotSigned => Kind::new("rlp"),
            Self::NoReplayProtection => Kind::new("no-replay-protection"),
            Self::Type(_) => Kind::new("tx-type"),
            Self::Signature(error) => error.kind(),
        }
    }
}

impl SignedTransaction {
    /// Only for callers in this crate that have recovered `signer` from `signature`.
    pub(crate) fn new(unsigned: UnsignedTx, signature: &RecoverableSignature, signer: Address) -> Self {
        let (raw, hash) = unsigned.signed(signature);
        Self { raw, hash, signer, signature: *signature, unsigned }
    }

    /// Reads a signed transaction (legacy RLP or EIP-2718) and recovers who signed it. There is one accepted
    /// spelling: what does not come out again byte for byte is refused.
    pub fn recover(raw: &[u8]) -> Result<Self, SignedError> {
        if raw.len() > SIGNED_BYTES_MAX {
            return Err(SignedError::TooLong { found: raw.len() });
        }
        let mut rest = raw;
        let envelope = TxEnvelope::decode_2718(&mut rest).map_err(|_| SignedError::NotSigned)?;
        if !rest.is_empty() || envelope.encoded_2718() != raw {
            return Err(SignedError::NotSigned);
        }
        if envelope.chain_id().is_none() {
            return Err(SignedError::NoReplayProtection);
        }
        let kind = envelope.ty();
        let (unsigned, signature) = match envelope {
            TxEnvelope::Legacy(signed) => {
                let (tx, signature, _) = signed.into_parts();
                (UnsignedTx::Legacy(tx), signature)
            }
            TxEnvelope::Eip2930(signed) => {
                let (tx, signature, _) = signed.into_parts();
                (UnsignedTx::Eip2930(tx), signature)
            }
            TxEnvelope::Eip1559(signed) => {
                let (tx, signature, _) = signed.into_parts();
                (UnsignedTx::Eip1559(tx), signature)
            }
            TxEnvelope::Eip4844(signed) => {
                let (tx, signature, _) = signed.into_parts();
                let alloy::consensus::TxEip4844Variant::TxEip4844(tx) = tx else {
                    return Err(SignedError::Type(kind)); // with its sidecar: 128 kB that never cross the gap
                };
                (UnsignedTx::Eip4844(tx), signature)
            }
            TxEnvelope::Eip7702(signed) => {
                let (tx, signature, _) = signed.into_parts();
                (UnsignedTx::Eip7702(tx), signature)
            }
        };
        let signature = RecoverableSignature {
            r: B256::from(signature.r()),
            s: B256::from(signature.s()),
            y_parity: signature.v(),
        };
        let signer = signature.recover(&unsigned.digest()).map_err(SignedError::Signature)?;
        let read = Self::new(unsigned, &signature, signer);
        if read.raw == raw { Ok(read) } else { Err(SignedError::NotSigned) }
    }

    /// The bytes for `eth_sendRawTransaction`.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// keccak256 of [`Self::raw`]: the transaction's hash on the chain.
    pub fn hash(&self) -> B256 {
        self.hash
    }

    /// Who signed it, recovered.
    pub fn signer(&self) -> Address {
        self.signer
    }

    /// r, s and parity.
    pub fn signature(&self) -> RecoverableSignature {
        self.signature
    }

    /// What was signed.
    pub fn unsigned(&self) -> &UnsignedTx {
        &self.unsigned
    }
}
