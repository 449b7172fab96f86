//! One request there and one answer back: companion, pictures, station, pictures, companion.

use companion::{
    build::{self, AskedKey, RequestId},
    check::{self, Accepted},
};
use shared::{
    eth::Payload,
    qr::send::Profile,
    review::Allowed,
    wire::{SignAnswer, SignRequest},
};
use station::Sitting;

use super::{
    Narrator, RehearsalError,
    pictures::{Crossing, cross},
};
use crate::{
    driver::{self, Review},
    optics::Field,
};

/// The two machines and what is between them.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    /// The station's open sitting.
    pub(super) sitting: &'a Sitting,
    /// The key the companion asks, as it learned it from the key card.
    pub(super) key: AskedKey,
    /// How good the cameras and the light are.
    pub(super) conditions: Field,
    /// Fixes their accidents.
    pub(super) seed: u64,
}

/// What came of a request.
#[derive(Debug)]
pub(super) struct RoundTrip {
    /// The review, as the station showed it to the last page.
    pub(super) review: Review,
    /// The answer, recovered and compared.
    pub(super) accepted: Accepted,
    /// The request's way to the station.
    pub(super) there: Crossing,
    /// The answer's way back.
    pub(super) back: Crossing,
}

impl Desk<'_> {
    /// Has `payload` signed by way of two sets of pictures. Returns only what the companion accepted.
    pub(super) fn ask(&self, payload: &Payload, narrator: &Narrator) -> Result<RoundTrip, RehearsalError> {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|error| {
            RehearsalError::of("making a request id")(std::io::Error::other(error.to_string()))
        })?;
        let request = build::request(payload, &self.key, RequestId::of_random(id));

        let there =
            self.cross(SignRequest::UR_TYPE, &request.encode(), self.seed, narrator.crossing("request"))?;
        let (review, answer) = driver::operate(self.sitting, &there.received, Allowed::default())
            .map_err(|refused| RehearsalError::Refused(refused.message))?;
        let back = self.cross(
            answer.ur_type,
            &answer.cbor,
            self.seed.wrapping_add(1_000_000),
            narrator.crossing("answer"),
        )?;

        let answer =
            SignAnswer::decode(&back.received.message).map_err(RehearsalError::of("reading the answer"))?;
        let accepted =
            check::accept(&request, &answer).map_err(RehearsalError::of("comparing the answer"))?;
        Ok(RoundTrip { review, accepted, there, back })
    }

    fn cross(
        &self,
        ur_type: &str,
        message: &[u8],
        seed: u64,
        watch: impl FnMut(shared::qr::receive::Progress),
    ) -> Result<Crossing, RehearsalError> {
        cross(ur_type, message, Profile::Ur { fragment: 200 }, self.conditions, seed, watch)
    }
}
