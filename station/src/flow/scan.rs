//! A whole message came through the camera: a request becomes a review, anything else a sentence.

use super::{Refused, Reviewing, Screen};
use crate::Sitting;
use shared::{
    Kind, Refusal,
    keys::DeriveError,
    qr::receive::Received,
    review::{Allowed, CheckError, Checked, Reading},
    wire::{KeyCard, SignAnswer, SignRequest, WireError},
};

/// Longer type names are cut in messages.
const TYPE_CHARS_SHOWN: usize = 40;

/// Why a message is no request for this sitting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum ScanError {
    #[error("this is an answer (eth-signature), not a request; show it to the companion's camera")]
    AnAnswer,
    #[error("this is a key card ({0}), not a request; key cards are for the companion")]
    AKeyCard(String),
    #[error(
        "this is “{0}”, which the station does not know; it reads eth-sign-request. Choose “Send to station” in the companion, or connect the wallet as an ERC-4527 (QR) device"
    )]
    UnknownType(String),
    #[error(transparent)]
    Wire(#[from] WireError),
    #[error(transparent)]
    Derive(#[from] DeriveError),
    #[error(transparent)]
    Check(#[from] CheckError),
}

impl Refusal for ScanError {
    fn kind(&self) -> Kind {
        match self {
            Self::AnAnswer | Self::AKeyCard(_) | Self::UnknownType(_) => Kind::new("ur-type"),
            Self::Wire(error) => error.kind(),
            Self::Derive(error) => error.kind(),
            Self::Check(error) => error.kind(),
        }
    }
}

/// What can be said while the camera looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanChoice {
    /// Back to the accounts.
    Back,
}

/// One step from the camera. `allowed` is what the operator allowed for the next request alone.
pub fn scan(sitting: &Sitting, received: &Received, allowed: Allowed) -> Screen {
    match check(sitting, received, allowed) {
        Ok(checked) => Screen::Review(Box::new(Reviewing::new(Reading::new(checked)))),
        Err(error) => Screen::Refused(Refused::from(error)),
    }
}

fn check(sitting: &Sitting, received: &Received, allowed: Allowed) -> Result<Checked, ScanError> {
    let named = || received.ur_type.chars().take(TYPE_CHARS_SHOWN).collect();
    match received.ur_type.as_str() {
        SignRequest::UR_TYPE => {}
        SignAnswer::UR_TYPE => return Err(ScanError::AnAnswer),
        other if KeyCard::UR_TYPES.contains(&other) => return Err(ScanError::AKeyCard(named())),
        _ => return Err(ScanError::UnknownType(named())),
    }
    let request = SignRequest::decode_noting(&received.message)?;
    let signer = sitting.signer_at(&request.message.key_path)?;
    Ok(Checked::allowing(request, signer, allowed)?)
}
