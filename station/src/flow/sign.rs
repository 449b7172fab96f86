//! What was approved is signed.

use super::{Answer, Refused, Screen};
use crate::Sitting;
use shared::{review::Approved, wire::SignAnswer};

/// One step from the approval: the answer, or why there is none.
pub fn sign(sitting: &Sitting, approved: Approved) -> Screen {
    match sitting.sign(approved) {
        Ok(signed) => Screen::Answer(Box::new(Answer {
            ur_type: SignAnswer::UR_TYPE,
            cbor: signed.answer.encode(),
            digest: signed.digest,
            signer: signed.address,
        })),
        Err(error) => Screen::Refused(Refused::from(error)),
    }
}
