//! What was approved is signed.

use super::{Answer, Refused, Screen};
use crate::Sitting;
use shared::qr::codes::Codes;
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

/// The same, counted for the rules of packs; and a pack that was sealed by it may speak at once.
/// `now` is seconds since 1970, where a clock is believed.
pub fn sign_counting(sitting: &mut Sitting, approved: Approved, now: Option<u64>) -> Screen {
    let calls = approved.request().calls().to_vec();
    if let Err(error) = sitting.learned().may_sign(calls.len()) {
        return Screen::Refused(Refused::from(error));
    }
    let screen = sign(sitting, approved);
    if let Screen::Answer(answer) = &screen {
        sitting.learned_mut().note_signed(&calls);
        let signature = SignAnswer::decode(&answer.cbor).map(|answer| answer.signature);
        let sealed = signature.ok().and_then(|signature| sitting.learned().sealed_by(&signature));
        if let Some(sealed) = sealed {
            // It was read before it was sealed; where it has expired, or is older than another, it stays where it is.
            _ = sitting.learned_mut().admit(&sealed, now);
        }
    }
    screen
}
