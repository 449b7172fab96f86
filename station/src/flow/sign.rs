//! What was approved is signed.

use super::{Answer, Codes, Refused, Screen};
use crate::Sitting;
use shared::{review::Approved, wire::SignAnswer};

/// One step from the approval: the answer, or why there is none.
pub fn sign(sitting: &Sitting, approved: Approved) -> Screen {
    let digests = approved.request().payload().digests();
    match sitting.sign(approved) {
        Ok(signed) => Screen::Answer(Box::new(Answer {
            ur_type: SignAnswer::UR_TYPE,
            cbor: signed.answer.encode(),
            digest: signed.digest,
            digests,
            signer: signed.address,
            exposed: false,
            codes: Codes::default(),
        })),
        Err(error) => Screen::Refused(Refused::from(error)),
    }
}
