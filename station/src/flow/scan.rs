//! A whole message came through the camera: what can be read of it, or a sentence. What becomes of it is `incoming`'s.

use super::{Refused, Reviewing, Screen};
use crate::Sitting;
use shared::{
    Kind, Refusal,
    keys::DeriveError,
    pack::PackError,
    proof::ProofError,
    qr::receive::Received,
    review::{Allowed, CheckError, Checked, Reading},
    wire::{KeyCard, Noted, SignAnswer, SignRequest, WireError},
};

/// Longer type names are cut in messages.
const TYPE_CHARS_SHOWN: usize = 40;

/// Why a message is nothing for this sitting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// The other way round.
    #[error("this is an answer (eth-signature), not a request; show it to the companion's camera")]
    AnAnswer,
    /// For the companion.
    #[error("this is a key card ({0}), not a request; key cards are for the companion")]
    AKeyCard(String),
    /// Somebody else's.
    #[error(
        "this is “{0}”, which the station does not know; it reads eth-sign-request, coldframe-bundle, coldframe-pack and coldframe-proof. Choose “Send to station” in the companion, or connect the wallet as an ERC-4527 (QR) device"
    )]
    UnknownType(String),
    /// Damaged, or not in its one spelling.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// BIP-32.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// Not to be signed.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// No pack.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// No proof.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl Refusal for ScanError {
    fn kind(&self) -> Kind {
        match self {
            Self::AnAnswer | Self::AKeyCard(_) | Self::UnknownType(_) => Kind::new("ur-type"),
            Self::Wire(error) => error.kind(),
            Self::Derive(error) => error.kind(),
            Self::Check(error) => error.kind(),
            Self::Pack(error) => error.kind(),
            Self::Proof(error) => error.kind(),
        }
    }
}

/// What can be said while the camera looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanChoice {
    /// Back to the accounts.
    Back,
}

/// One step from the camera for a plain request, reviewed by its bytes alone. `allowed` is what the operator allowed for it.
pub fn scan(sitting: &Sitting, received: &Received, allowed: Allowed) -> Screen {
    match check(sitting, received, allowed) {
        Ok(checked) => Screen::Review(Box::new(Reviewing::new(Reading::new(checked)))),
        Err(error) => Screen::Refused(Refused::from(error)),
    }
}

fn check(sitting: &Sitting, received: &Received, allowed: Allowed) -> Result<Checked, ScanError> {
    let request = request(received)?;
    let signer = sitting.signer_at(&request.message.key_path)?;
    Ok(Checked::allowing(request, signer, allowed)?)
}

/// The request that a message is, if it is one.
pub(super) fn request(received: &Received) -> Result<Noted<SignRequest>, ScanError> {
    let named = || received.ur_type.chars().take(TYPE_CHARS_SHOWN).collect();
    match received.ur_type.as_str() {
        SignRequest::UR_TYPE => Ok(SignRequest::decode_noting(&received.message)?),
        SignAnswer::UR_TYPE => Err(ScanError::AnAnswer),
        other if KeyCard::UR_TYPES.contains(&other) => Err(ScanError::AKeyCard(named())),
        _ => Err(ScanError::UnknownType(named())),
    }
}
