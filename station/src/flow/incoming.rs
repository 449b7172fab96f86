//! What one scan brought: a request, and what is known beside it. Read here, then asked about one thing at a time, then reviewed.
//!
//! ```text
//! message ── read ──► Incoming ── onward ──► Pack … ► Proof … ► Review, or the camera again
//! ```
//!
//! A request is never lost to what came with it: an extra that is refused is said in the review. Reading and reviewing are
//! [`Order`]s where they can take longer than a frame. May not enter: keys; a signer's address is asked of the sitting.

use super::{Next, Order, PackPage, ProofPage, Refused, Reviewing, ScanError, Screen, Working};
use crate::{Sitting, desk::Clock, learned::Verdict};
use shared::{
    descriptor::{Descriptor, Includes},
    eth::{B256, Payload},
    pack::Offered,
    proof::{HeaderTrust, Proven},
    qr::receive::Received,
    refusal::sentence,
    review::{Allowed, CheckError, Checked, Knowledge, Reading, Signer},
    wire::{Bundle, Noted, SignRequest, StateProof},
};
use std::collections::VecDeque;

/// Plain requests up to this length, in bytes, are read and reviewed within a frame, as measured; longer ones, and all that comes
/// with signatures or proofs to verify, on a thread.
const WITHIN_A_FRAME: usize = 8 << 10;

/// What one scan brought, judged by itself; what only the operator can say is still open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Incoming {
    /// What is to be signed.
    pub request: Option<Noted<SignRequest>>,
    /// Packs that nobody was asked about yet.
    pub packs: VecDeque<Offered>,
    /// Proofs that nobody was asked about yet.
    pub proofs: VecDeque<Proven>,
    /// How fields are shown, in this review alone.
    pub descriptors: Vec<Descriptor>,
    /// What was refused of all this, as sentences.
    pub refused: Vec<String>,
    digest: Option<B256>,
}

/// A request that is to be reviewed, with all that may be used for it.
#[derive(Debug, Clone, PartialEq)]
pub struct ToReview {
    request: Noted<SignRequest>,
    signer: Signer,
    knowledge: Knowledge,
}

impl ToReview {
    /// Checks it and computes its review.
    ///
    /// # Errors
    /// [`CheckError`].
    pub fn checked(self) -> Result<Checked, CheckError> {
        Checked::knowing(self.request, self.signer, Allowed::default(), &self.knowledge)
    }
}

/// Whether a message can take longer than a frame.
pub(super) fn is_long(received: &Received) -> bool {
    received.ur_type != SignRequest::UR_TYPE || received.message.len() > WITHIN_A_FRAME
}

/// Reads a message, recovers signatures, verifies proofs. `report` is told how many of how many parts are done, and says whether
/// to go on.
pub(super) fn read(
    received: &Received,
    mut report: impl FnMut(u64, u64) -> bool,
) -> Result<Incoming, ScanError> {
    match received.ur_type.as_str() {
        Bundle::UR_TYPE => bundle(&received.message, report),
        Offered::UR_TYPE => {
            _ = report(0, 1);
            let packs = [Offered::decode(&received.message)?].into();
            Ok(Incoming { packs, ..Incoming::default() })
        }
        StateProof::UR_TYPE => {
            _ = report(0, 1);
            let proven = StateProof::decode(&received.message)?.verify(None)?;
            Ok(Incoming { proofs: [proven].into(), ..Incoming::default() })
        }
        _ => {
            let request = Some(super::scan::request(received)?);
            Ok(Incoming { request, ..Incoming::default() })
        }
    }
}

fn bundle(message: &[u8], mut report: impl FnMut(u64, u64) -> bool) -> Result<Incoming, ScanError> {
    let Noted { message: bundle, skipped } = Bundle::decode(message)?;
    let Bundle { request, proofs, packs, descriptors, faults } = bundle;
    let request = SignRequest::decode_noting(&request)?;
    // What cannot be decoded is refused by the review itself, in its own words.
    let payload = Payload::decode(request.message.data_type, &request.message.sign_data).ok();
    let chain = payload.as_ref().and_then(|payload| match payload {
        Payload::TypedData(data) => data.chain_id().and_then(|id| u64::try_from(id).ok()),
        other => other.chain_id(),
    });
    let digest = payload.as_ref().map(Payload::digest);
    let refused = skipped.iter().map(|one| format!("{one} is unknown to this version.")).chain(faults);
    let mut incoming =
        Incoming { request: Some(request), digest, refused: refused.collect(), ..Incoming::default() };
    let total = (proofs.len() + packs.len() + descriptors.len()) as u64;
    let mut done = 0;
    let mut go_on = || {
        done += 1;
        report(done - 1, total)
    };
    for bytes in proofs.iter().take_while(|_| go_on()) {
        match StateProof::decode(bytes).map_err(Into::into).and_then(|proof| proof.verify(chain)) {
            Ok(proven) => incoming.proofs.push_back(proven),
            Err(error) => incoming.refused.push(sentence(error)),
        }
    }
    for bytes in packs.iter().take_while(|_| go_on()) {
        match Offered::decode(bytes) {
            Ok(offered) => incoming.packs.push_back(offered),
            Err(error) => incoming.refused.push(sentence(error)),
        }
    }
    for bytes in descriptors.iter().take_while(|_| go_on()) {
        match Descriptor::read(bytes, &Includes::new()) {
            Ok(descriptor) => incoming.descriptors.push(descriptor),
            Err(error) => incoming.refused.push(sentence(error)),
        }
    }
    Ok(incoming)
}

impl Incoming {
    /// Whether the request asks for a signature of this very pack: then it is read there, and not asked about here.
    fn is_about(&self, offered: &Offered) -> bool {
        let digests = [offered.seal_data().digest(), offered.review_data().digest()];
        self.digest.is_some_and(|digest| digests.contains(&digest))
    }
}

/// The step after everything that was asked so far: the next question, else the review, else the camera.
pub(super) fn onward(mut incoming: Incoming, sitting: &mut Sitting, clock: Clock) -> Next {
    let alone = incoming.request.is_none();
    while let Some(offered) = incoming.packs.pop_front() {
        let verdict = sitting.learned().judge(&offered, clock.believed());
        match verdict {
            verdict if alone => return PackPage::open(offered, verdict, incoming, sitting, clock).into(),
            Verdict::Trusted(_) => {
                if let Err(error) = sitting.learned_mut().admit(&offered, clock.believed()) {
                    incoming.refused.push(sentence(error));
                }
                if incoming.is_about(&offered) {
                    sitting.learned_mut().keep_at_hand(offered); // to be read where it is signed for
                }
            }
            Verdict::Ask(_) if incoming.is_about(&offered) => sitting.learned_mut().keep_at_hand(offered),
            // That it is not signed or not sealed yet is why a signature is asked for.
            Verdict::Refused(why) if incoming.is_about(&offered) && why.is_unsigned() => {
                sitting.learned_mut().keep_at_hand(offered);
            }
            Verdict::Ask(_) => return PackPage::open(offered, verdict, incoming, sitting, clock).into(),
            Verdict::Refused(why) => {
                incoming.refused.push(sentence(why));
                sitting.learned_mut().keep_at_hand(offered);
            }
        }
    }
    while let Some(proven) = incoming.proofs.pop_front() {
        let learned = sitting.learned_mut();
        // Kept as it came: what a pack vouches for is asked of the packs in use at each review.
        let vouched = proven.clone().vouched(learned.trust().packs()).trust() != HeaderTrust::Claimed;
        let is_known = vouched || learned.has_compared(&proven);
        if !is_known || alone {
            return Screen::Proof(Box::new(ProofPage::new(proven, is_known, incoming, learned))).into();
        }
        learned.take_proof(proven);
    }
    match incoming.request.take() {
        None => Screen::Scan.into(),
        Some(request) => review(request, incoming, sitting, clock),
    }
}

fn review(request: Noted<SignRequest>, incoming: Incoming, sitting: &mut Sitting, clock: Clock) -> Next {
    let signer = match sitting.signer_at(&request.message.key_path) {
        Ok(signer) => signer,
        Err(error) => return Screen::Refused(Refused::from(error)).into(),
    };
    let Incoming { descriptors, refused, .. } = incoming;
    let is_short = request.message.sign_data.len() <= WITHIN_A_FRAME && descriptors.is_empty();
    let known = sitting.learned().knowledge(clock.believed());
    let knowledge = Knowledge { descriptors, refused, ..known };
    let to_review = ToReview { request, signer, knowledge };
    if is_short {
        return reviewed(to_review.checked()).into();
    }
    let order = Order::Review(Box::new(to_review));
    Next { screen: Screen::Working(Working::default()), order: Some(order) }
}

/// The screen after the review was computed.
pub(super) fn reviewed(checked: Result<Checked, CheckError>) -> Screen {
    match checked {
        Ok(checked) => Screen::Review(Box::new(Reviewing::new(Reading::new(checked)))),
        Err(error) => Screen::Refused(Refused::from(error)),
    }
}

#[cfg(test)]
mod tests;
