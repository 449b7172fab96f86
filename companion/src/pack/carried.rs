//! Packs and descriptors that go with a request to a station of ours, and what the request's review says by them on this side.
//!
//! Here a pack is believed as a station will that approves its reviewers or made its seal: the words are the same, and whether they
//! are believed is decided there. May not enter: files.

use shared::{
    descriptor::{Descriptor, Includes},
    pack::{Offered, Trust, TrustError, Trusted},
    refusal::sentence,
    review::Knowledge,
    wire::{Bundle, StateProof},
};

/// What a bundle lets one know beside its request, by the same reading as the station's; what is refused of it is said in the
/// review. `chain` is the request's, `now` seconds since 1970.
pub fn in_bundle(bundle: &Bundle, chain: Option<u64>, now: Option<u64>) -> Knowledge {
    let mut refused = bundle.faults.clone();
    let mut proofs = Vec::new();
    for bytes in &bundle.proofs {
        match StateProof::decode(bytes).map_err(Into::into).and_then(|proof| proof.verify(chain)) {
            Ok(proven) => proofs.push(proven),
            Err(error) => refused.push(sentence(error)),
        }
    }
    let mut descriptors = Vec::new();
    for bytes in &bundle.descriptors {
        match Descriptor::read(bytes, &Includes::new()) {
            Ok(descriptor) => descriptors.push(descriptor),
            Err(error) => refused.push(sentence(error)),
        }
    }
    let mut carried = Carried::default();
    for bytes in &bundle.packs {
        match Offered::decode(bytes) {
            Ok(offered) => {
                if let Err(error) = carried.take(offered, now) {
                    refused.push(sentence(error));
                }
            }
            Err(error) => refused.push(sentence(error)),
        }
    }
    refused.extend(carried.doubts.iter().map(sentence));
    carried.beside(Knowledge { proofs, descriptors, refused, now, ..Knowledge::default() })
}

/// Packs on their way with a request.
#[derive(Debug, Default)]
pub struct Carried {
    offered: Vec<Offered>,
    trusted: Vec<Trusted>,
    doubts: Vec<String>,
    descriptors: Vec<(Vec<u8>, Descriptor)>,
}

impl Carried {
    /// Packs that were read; `now` is seconds since 1970.
    ///
    /// # Errors
    /// [`TrustError`]: one that no station takes at this hour.
    pub fn of(offered: Vec<Offered>, now: u64) -> Result<Self, TrustError> {
        let mut carried = Self::default();
        for pack in offered {
            carried.take(pack, Some(now))?;
        }
        Ok(carried)
    }

    fn take(&mut self, offered: Offered, now: Option<u64>) -> Result<(), TrustError> {
        let mut trust = Trust::new(offered.sealed_by());
        trust.pin(&offered.circle());
        match trust.admit(&offered, now) {
            Ok(trusted) => self.trusted.push(trusted.clone()),
            Err(error @ (TrustError::TooFew { .. } | TrustError::NotPinned { .. })) => {
                let team = &offered.pack().team;
                self.doubts.push(format!("the station will not use the pack of “{team}”: {error}"));
            }
            Err(error) => return Err(error),
        }
        self.offered.push(offered);
        Ok(())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.offered.is_empty() && self.descriptors.is_empty()
    }

    /// The same with descriptors (ERC-7730), each as the bytes that cross and as they are read.
    #[must_use]
    pub fn describing(self, descriptors: Vec<(Vec<u8>, Descriptor)>) -> Self {
        Self { descriptors, ..self }
    }

    /// The descriptors that a bundle takes.
    pub fn descriptions(&self) -> Vec<Vec<u8>> {
        self.descriptors.iter().map(|(bytes, _)| bytes.clone()).collect()
    }

    /// The packs that a bundle takes.
    pub fn messages(&self) -> Vec<Vec<u8>> {
        self.offered.iter().map(Offered::encode).collect()
    }

    /// What the station will say of them besides the review, as warnings.
    pub fn doubts(&self) -> &[String] {
        &self.doubts
    }

    /// The same knowledge with these packs and descriptors, behind those that it has.
    #[must_use]
    pub fn beside(&self, knowledge: Knowledge) -> Knowledge {
        let proofs = knowledge.proofs.into_iter().map(|proven| proven.vouched(&self.trusted)).collect();
        let mut descriptors = knowledge.descriptors;
        descriptors.extend(self.descriptors.iter().map(|(_, descriptor)| descriptor.clone()));
        Knowledge {
            packs: self.trusted.clone(),
            at_hand: self.offered.clone(),
            proofs,
            descriptors,
            ..knowledge
        }
    }
}
