//! Answer against request: recover, compare, and only then something that may be sent.
//!
//! | what                | held against                                                        | kind on refusal           |
//! |---------------------|---------------------------------------------------------------------|---------------------------|
//! | request id          | equal to the request's, present where that is present               | `request-id`              |
//! | request again       | where it is given a second time, field by field that of the journal | `request-changed`         |
//! | signature           | r (32) ‖ s (32) ‖ v (1 to 8), so 65 to 72 bytes                     | `field-size`              |
//! | v                   | the table of the payload's kind (ERC-4527 as deployed)              | `signature-v`             |
//! | r, s                | 1 to n-1, s in the lower half (EIP-2)                               | `signature-range`         |
//! | recovered address   | the request's address, and the one the caller expects               | `wrong-signer`            |
//!
//! [`SignedTransaction`] is the permission to broadcast: only this module and [`crate::signed`] make one, and the
//! commands send nothing else. May not enter: files, sockets, clocks.

use shared::{
    Kind, Refusal,
    eth::{
        Address, B256, Payload, PayloadError, RecoverableSignature, SignatureError, U256, UnsignedTx,
        chain::Chain,
    },
    review::same_chain,
    wire::{SignAnswer, SignRequest},
};

pub use crate::signed::SignedTransaction;

/// r and s, in bytes.
const SCALARS: usize = 64;
/// The shortest signature: r, s and one byte of v.
pub const SIGNATURE_BYTES_MIN: usize = SCALARS + 1;
/// The longest signature: v of a legacy transaction is a big-endian integer of up to eight bytes.
pub const SIGNATURE_BYTES_MAX: usize = SCALARS + 8;

/// An answer that belongs to its request and was made by the key that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    signer: Address,
    digest: B256,
    signature: RecoverableSignature,
    signed_transaction: Option<SignedTransaction>,
    origin: Option<String>,
}

impl Accepted {
    /// Who signed: recovered from the signature and equal to who was asked.
    pub fn signer(&self) -> Address {
        self.signer
    }

    /// The 32 bytes that were signed.
    pub fn digest(&self) -> B256 {
        self.digest
    }

    /// r, s and parity.
    pub fn signature(&self) -> RecoverableSignature {
        self.signature
    }

    /// What may be broadcast; `None` for messages and typed data.
    pub fn signed_transaction(&self) -> Option<&SignedTransaction> {
        self.signed_transaction.as_ref()
    }

    /// r ‖ s ‖ 27 or 28: the form in which messages and typed data are handed to a verifier.
    pub fn message_signature(&self) -> [u8; 65] {
        let mut bytes = [0; 65];
        let (r, rest) = bytes.split_at_mut(32);
        let (s, v) = rest.split_at_mut(32);
        r.copy_from_slice(self.signature.r.as_slice());
        s.copy_from_slice(self.signature.s.as_slice());
        v.fill(27 + u8::from(self.signature.y_parity));
        bytes
    }

    /// What the answering device calls itself; its claim, not checked.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }
}

/// Why an answer was refused. Every sentence names what differs; nothing was sent in any of these cases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The answer belongs to another request.
    #[error(
        "the answer carries request id {}, the request has {}\nNothing was sent. Show this request to the station and scan the answer it gives to it.",
        id_text(answered.as_ref()),
        id_text(asked.as_ref())
    )]
    OtherRequest {
        /// Of the request.
        asked: Option<[u8; 16]>,
        /// Of the answer.
        answered: Option<[u8; 16]>,
    },
    /// Not the length of any signature.
    #[error(
        "the answer's signature has {found} bytes, expected {SIGNATURE_BYTES_MIN} to {SIGNATURE_BYTES_MAX} (r, s and v)\nNothing was sent. Scan the answer again; if it stays so, the device is not for Ethereum."
    )]
    Length {
        /// How many bytes there were.
        found: usize,
    },
    /// v, r or s cannot belong to this kind of request.
    #[error(
        "the answer's signature does not fit the request: {0}\nNothing was sent. Ask for a new signature."
    )]
    Signature(#[source] SignatureError),
    /// Another key signed, or other bytes were signed.
    #[error(
        "the answer was signed by {signer}{}, the request asks for {wanted}\nNothing was sent. {}",
        known.as_ref().map(|known| format!(", which is {known}")).unwrap_or_default(),
        if known.is_some() { "Sign with the key that is asked: the other one is on the device named here." } else {
            "Either another key signed, or other bytes: check that the station holds the right mnemonic and passphrase and shows this very request, then sign again."
        }
    )]
    WrongSigner {
        /// Recovered.
        signer: Address,
        /// Of the request, or expected by the caller.
        wanted: Address,
        /// Whose key that is, by the book: its name, path and device.
        known: Option<String>,
    },
    /// v belongs to another chain (EIP-155).
    #[error(
        "v of the signature is {found}, which belongs to {}; the request is for {}\nNothing was sent. The device signed for another chain: show it this request again, and compare the chain on its screen.",
        Chain::words(*chain), Chain::words(*wanted)
    )]
    OtherChainV {
        /// v as it came.
        found: u64,
        /// The chain that it stands for.
        chain: u64,
        /// The request's.
        wanted: u64,
    },
    /// s in the upper half (EIP-2).
    #[error(
        "s of the answer's signature is high, in the upper half of the curve's order, and Ethereum refuses that (EIP-2)\nNothing was sent. The device does not follow EIP-2: sign with another one, or bring it up to date."
    )]
    HighS,
    /// The request that was given is not the one that was asked.
    #[error(
        "the request was changed: its {field} is {given}, the journal has {asked} under the same id\nNothing was sent. Take the request as it was written by “coldframe request”, or leave --request out."
    )]
    Changed {
        /// Which field.
        field: &'static str,
        /// In the journal.
        asked: String,
        /// In the request that was given.
        given: String,
    },
    /// The caller expects another signer than the request names.
    #[error(
        "the request is for {requested}, but {expected} is expected to sign it\nNothing was sent. Check --from, or take the request that belongs to this key."
    )]
    OtherExpectation {
        /// In the request.
        requested: Address,
        /// The caller's.
        expected: Address,
    },
    /// There is nobody to compare the signer with.
    #[error(
        "the request names no address, so the signer {signer} cannot be compared\nNothing was sent. Say who must have signed with --from ADDRESS."
    )]
    NobodyExpected {
        /// Recovered.
        signer: Address,
    },
    /// The request itself cannot be read.
    #[error("the request holds nothing that can be signed: {0}\nNothing was sent. Build the request again.")]
    Request(#[source] PayloadError),
    /// The request says one chain and its transaction another.
    #[error(
        "the request says chain {claimed}, the transaction inside is for chain {signed}\nNothing was sent. Build the request again."
    )]
    OtherChain {
        /// Key 4 of the request.
        claimed: u64,
        /// Inside the signed bytes.
        signed: u64,
    },
}

impl Refusal for AnswerError {
    fn kind(&self) -> Kind {
        match self {
            Self::OtherRequest { .. } => Kind::new("request-id"),
            Self::Length { .. } => Kind::new("field-size"),
            Self::Signature(error) => error.kind(),
            Self::OtherChainV { .. } => Kind::new("signature-v"),
            Self::HighS => Kind::new("signature-range"),
            Self::Changed { .. } => Kind::new("request-changed"),
            Self::WrongSigner { .. } | Self::OtherExpectation { .. } => Kind::new("wrong-signer"),
            Self::NobodyExpected { .. } => Kind::new("field-missing"),
            Self::Request(error) => error.kind(),
            Self::OtherChain { .. } => Kind::new("chain-id-mismatch"),
        }
    }
}

/// Checks `answer` against `request`, whose address must have signed.
///
/// A request of another program may leave the address out; such a one needs [`accept_from`].
pub fn accept(request: &SignRequest, answer: &SignAnswer) -> Result<Accepted, AnswerError> {
    judge(request, answer, None)
}

/// Checks `answer` against `request`; `expected` must have signed, and the request may not name anybody else.
pub fn accept_from(
    request: &SignRequest,
    answer: &SignAnswer,
    expected: Address,
) -> Result<Accepted, AnswerError> {
    judge(request, answer, Some(expected))
}

fn judge(
    request: &SignRequest,
    answer: &SignAnswer,
    expected: Option<Address>,
) -> Result<Accepted, AnswerError> {
    if let (Some(requested), Some(expected)) = (request.address, expected)
        && requested != expected
    {
        return Err(AnswerError::OtherExpectation { requested, expected });
    }
    if request.request_id != answer.request_id {
        return Err(AnswerError::OtherRequest { asked: request.request_id, answered: answer.request_id });
    }
    let payload = Payload::decode(request.data_type, &request.sign_data).map_err(AnswerError::Request)?;
    if let (Some(claimed), Some(signed)) = (request.chain_id, payload.chain_id())
        && !same_chain(claimed, U256::from(signed))
    {
        return Err(AnswerError::OtherChain { claimed, signed });
    }
    let signature = signature_of(&payload, &answer.signature)?;
    let digest = payload.digest();
    let signer = signature.recover(&digest).map_err(|error| match error {
        SignatureError::HighS => AnswerError::HighS,
        other => AnswerError::Signature(other),
    })?;
    let Some(wanted) = request.address.or(expected) else {
        return Err(AnswerError::NobodyExpected { signer });
    };
    if signer != wanted {
        return Err(AnswerError::WrongSigner { signer, wanted, known: None });
    }
    let signed_transaction = match payload {
        Payload::Transaction(unsigned) => Some(SignedTransaction::new(unsigned, &signature, signer)),
        Payload::TypedData(_) | Payload::Message(_) => None,
    };
    Ok(Accepted { signer, digest, signature, signed_transaction, origin: answer.origin.clone() })
}

fn signature_of(payload: &Payload, bytes: &[u8]) -> Result<RecoverableSignature, AnswerError> {
    let length = AnswerError::Length { found: bytes.len() };
    if !(SIGNATURE_BYTES_MIN..=SIGNATURE_BYTES_MAX).contains(&bytes.len()) {
        return Err(length);
    }
    let (Some((r, rest)), Some((s, _))) =
        (bytes.split_first_chunk::<32>(), bytes.get(32..).and_then(<[u8]>::split_first_chunk::<32>))
    else {
        return Err(length);
    };
    let v = rest.get(32..).unwrap_or_default();
    let y_parity = payload.parity_of(v).map_err(|error| of_v(payload, error))?;
    Ok(RecoverableSignature { r: B256::from(*r), s: B256::from(*s), y_parity })
}

/// Which chain a wrong v stands for: EIP-155 writes chain id × 2 + 35 + parity.
fn of_v(payload: &Payload, error: SignatureError) -> AnswerError {
    match (&error, payload) {
        (SignatureError::V { found, .. }, Payload::Transaction(UnsignedTx::Legacy(tx))) if *found >= 37 => {
            AnswerError::OtherChainV {
                found: *found,
                chain: (found - 35) / 2,
                wanted: tx.chain_id.unwrap_or_default(),
            }
        }
        _ => AnswerError::Signature(error),
    }
}

/// Refuses a request that is not, field by field, the one that was asked under its id. Who asks (`origin`) is a word of
/// courtesy and is not compared.
pub fn same_request(asked: &SignRequest, given: &SignRequest) -> Result<(), AnswerError> {
    let nothing = || "none".to_owned();
    let changed = |field, asked: String, given: String| Err(AnswerError::Changed { field, asked, given });
    if asked.request_id != given.request_id {
        return changed("id", id_text(asked.request_id.as_ref()), id_text(given.request_id.as_ref()));
    }
    if asked.data_type != given.data_type {
        return changed(
            "data type",
            (asked.data_type as u8).to_string(),
            (given.data_type as u8).to_string(),
        );
    }
    if asked.sign_data != given.sign_data {
        let digest = |request: &SignRequest| {
            Payload::decode(request.data_type, &request.sign_data)
                .map_or_else(|error| format!("unreadable ({error})"), |payload| inside(&payload))
        };
        return changed("content", digest(asked), digest(given));
    }
    if asked.chain_id != given.chain_id {
        let text = |id: Option<u64>| id.map_or_else(nothing, |id| id.to_string());
        return changed("chain id", text(asked.chain_id), text(given.chain_id));
    }
    if asked.key_path.path != given.key_path.path {
        return changed("path", asked.key_path.path.to_string(), given.key_path.path.to_string());
    }
    if asked.key_path.source_fingerprint != given.key_path.source_fingerprint {
        let text = |request: &SignRequest| {
            request.key_path.source_fingerprint.map_or_else(nothing, |it| it.to_string())
        };
        return changed("fingerprint", text(asked), text(given));
    }
    if asked.address != given.address {
        let text = |address: Option<Address>| address.map_or_else(nothing, |it| it.to_string());
        return changed("address", text(asked.address), text(given.address));
    }
    Ok(())
}

/// What tells one transaction from another, in words; a digest for the rest.
fn inside(payload: &Payload) -> String {
    match payload {
        Payload::Transaction(tx) => format!(
            "a transaction to {} with nonce {}, value {} wei, {} bytes of calldata (digest {})",
            tx.to().map_or_else(|| "nobody".to_owned(), |to| to.to_string()),
            tx.nonce(),
            tx.value(),
            tx.data().len(),
            payload.digest()
        ),
        Payload::TypedData(_) | Payload::Message(_) => format!("of digest {}", payload.digest()),
    }
}

/// A request id as UUID text, or the word for its absence.
pub fn id_text(id: Option<&[u8; 16]>) -> String {
    let Some(id) = id else { return "none".to_owned() };
    let mut text = String::with_capacity(36);
    for (index, byte) in id.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}
