//! What a sitting learns beside its keys: packs and whom it trusts, state proofs, what it has signed. It goes when the sitting goes.
//!
//! Everything here came through the camera or is public; it is bounded in `limits`. May not enter: keys, clocks (the hour comes
//! in as an argument), files.

use shared::{
    Kind, Refusal,
    eth::{Address, B256, chain::Chain},
    limits::{PACKS_MAX, SITTING_ACCOUNTS_MAX, SITTING_CALLS_MAX, SITTING_PROOFS_MAX},
    pack::{Circle, Offered, Trust, TrustError, TrustedBy, rules::Called},
    proof::{HeaderTrust, Proven},
    review::Knowledge,
};

/// What is known in a sitting.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Learned {
    trust: Trust,
    at_hand: Vec<Offered>, // invariant: at most PACKS_MAX, each once
    proofs: Vec<Proven>,   // invariant: at most SITTING_PROOFS_MAX, the newest last
    signed: Vec<Called>,   // invariant: at most SITTING_CALLS_MAX
    own: Vec<Address>,     // invariant: at most SITTING_ACCOUNTS_MAX, each once
    taken: Option<String>,
}

/// What a sitting would do with a pack.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It may speak at once.
    Trusted(TrustedBy),
    /// It may, once the operator has approved its reviewers.
    Ask(Circle),
    /// It may not.
    Refused(PackRefused),
}

/// Why a pack may not speak in this sitting.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PackRefused {
    /// Older, expired, too few signatures, and the like.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// Only a seal could make it trusted.
    #[error(
        "the pack of “{team}” names no reviewers, and it is not sealed by these words; make the request for its seal with “coldframe pack seal”, or go on without the pack"
    )]
    NotSealed {
        /// Whose.
        team: String,
    },
}

impl PackRefused {
    /// Whether signatures are all that it lacks.
    pub fn is_unsigned(&self) -> bool {
        matches!(self, Self::Trust(TrustError::TooFew { .. }) | Self::NotSealed { .. })
    }
}

impl Refusal for PackRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Trust(error) => error.kind(),
            Self::NotSealed { .. } => Kind::new("pack-not-sealed"),
        }
    }
}

/// The sitting has signed more calls than it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this sitting has signed as many calls as it can count for the rules of packs; lock and begin another sitting"
)]
pub struct TooManyCalls;

impl Refusal for TooManyCalls {
    fn kind(&self) -> Kind {
        Kind::new("limit-length")
    }
}

impl Learned {
    /// Of a sitting whose words have this address at the seal's path.
    pub fn new(own_seal: Option<Address>) -> Self {
        Self { trust: Trust::new(own_seal), ..Self::default() }
    }

    /// Whom the sitting trusts.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// What would be done with a pack now; `now` in seconds since 1970, where a clock is believed.
    pub fn judge(&self, offered: &Offered, now: Option<u64>) -> Verdict {
        match self.trust.judge(offered, now) {
            Ok(by) => Verdict::Trusted(by),
            Err(TrustError::NotPinned { circle }) if offered.pack().threshold == 0 => {
                Verdict::Refused(PackRefused::NotSealed { team: circle.team })
            }
            // What else speaks against it is said before anybody is asked to approve it.
            Err(TrustError::NotPinned { circle }) => {
                let mut then = self.trust.clone();
                then.pin(&circle);
                match then.judge(offered, now) {
                    Ok(_) => Verdict::Ask(*circle),
                    Err(error) => Verdict::Refused(error.into()),
                }
            }
            Err(error) => Verdict::Refused(error.into()),
        }
    }

    /// The operator approved these reviewers.
    pub fn pin(&mut self, circle: &Circle) {
        self.trust.pin(circle);
    }

    /// Lets a pack speak from now on, in place of an older one of its team.
    ///
    /// # Errors
    /// [`TrustError`]; then nothing changes.
    pub fn admit(&mut self, offered: &Offered, now: Option<u64>) -> Result<TrustedBy, TrustError> {
        let by = self.trust.admit(offered, now)?.by();
        self.at_hand.retain(|known| known.contents() != offered.contents());
        self.taken = Some(format!("Taken: {}, {}.", named(offered), by_words(by)));
        Ok(by)
    }

    /// Keeps a pack for a request that is about it; the oldest goes where there is no more room. One that is authentic and has
    /// expired keeps older ones out.
    pub fn keep_at_hand(&mut self, offered: Offered) {
        self.trust.note(&offered);
        self.at_hand.retain(|known| known.contents() != offered.contents());
        if self.at_hand.len() >= PACKS_MAX {
            self.at_hand.remove(0);
        }
        self.at_hand.push(offered);
    }

    /// The pack that this signature seals, if it was at hand and the seal is of these words: sealed, so that it may speak at once.
    pub fn sealed_by(&self, signature: &[u8]) -> Option<Offered> {
        let fits = |offered: &Offered| {
            let sealed = offered.clone().sealed(signature).ok()?;
            let judged = self.trust.judge(&sealed, None);
            matches!(judged, Ok(TrustedBy::Seal)).then_some(sealed)
        };
        self.at_hand.iter().find_map(fits)
    }

    /// Whether the operator has compared this very header before.
    pub fn has_compared(&self, proven: &Proven) -> bool {
        self.proofs.iter().any(|known| known.trust() == HeaderTrust::Compared && is_same_block(known, proven))
    }

    /// The hash of another block of the same chain and number that was compared before, or that a pack names: one of the two is
    /// not the chain's own.
    pub fn contradicts(&self, proven: &Proven) -> Option<B256> {
        let compared = self.proofs.iter().filter(|known| known.trust() == HeaderTrust::Compared);
        let compared = compared.map(|known| (known.chain, known.number, known.hash));
        let packs = self.trust.packs().iter().flat_map(|trusted| &trusted.pack().blocks);
        let mut all = compared.chain(packs.map(|block| (block.chain, block.number, block.hash)));
        let is_other = |(chain, number, hash): &(u64, u64, B256)| {
            (*chain, *number) == (proven.chain, proven.number) && *hash != proven.hash
        };
        all.find(is_other).map(|(.., hash)| hash)
    }

    /// Throws away all proofs of this block.
    pub fn forget(&mut self, proven: &Proven) {
        self.proofs.retain(|known| !is_same_block(known, proven));
        self.taken = Some(format!("Thrown away: all that was proven of {}.", block_words(proven)));
    }

    /// Keeps a proof, in place of the same one known before. What was compared once stays compared, and then all proofs of that
    /// block are. The oldest go where there is no more room.
    pub fn take_proof(&mut self, proven: Proven) {
        let known = proven.trust() == HeaderTrust::Compared || self.has_compared(&proven);
        let proven = if known { proven.compared() } else { proven };
        self.taken = Some(format!("Taken: a state proof at {}.", block_words(&proven)));
        let others = std::mem::take(&mut self.proofs);
        let again = |other: &Proven| is_same_block(other, &proven) && other.accounts == proven.accounts;
        let others = others.into_iter().filter(|other| !again(other)).collect::<Vec<_>>();
        let others = others
            .into_iter()
            .map(|other| if known && is_same_block(&other, &proven) { other.compared() } else { other });
        self.proofs = others.collect();
        if self.proofs.len() >= SITTING_PROOFS_MAX {
            self.proofs.remove(0);
        }
        self.proofs.push(proven);
    }

    /// The proofs, the newest last.
    pub fn proofs(&self) -> &[Proven] {
        &self.proofs
    }

    /// Whether so many more calls can be counted.
    ///
    /// # Errors
    /// [`TooManyCalls`].
    pub fn may_sign(&self, calls: usize) -> Result<(), TooManyCalls> {
        if self.signed.len().saturating_add(calls) > SITTING_CALLS_MAX { Err(TooManyCalls) } else { Ok(()) }
    }

    /// Counts what was signed.
    pub fn note_signed(&mut self, calls: &[Called]) {
        self.signed.extend_from_slice(calls);
    }

    /// Accounts of these words that were shown.
    pub fn note_own(&mut self, addresses: impl IntoIterator<Item = Address>) {
        for address in addresses {
            if self.own.len() < SITTING_ACCOUNTS_MAX && !self.own.contains(&address) {
                self.own.push(address);
            }
        }
    }

    /// What was taken, or thrown away, last: a sentence for the screen with the camera.
    pub fn last_taken(&self) -> Option<&str> {
        self.taken.as_deref()
    }

    /// What a review may use; `now` in seconds since 1970, where a clock is believed.
    pub fn knowledge(&self, now: Option<u64>) -> Knowledge {
        let packs = self.trust.packs().to_vec();
        let proofs = self.proofs.iter().map(|proven| proven.clone().vouched(&packs)).collect();
        Knowledge {
            at_hand: self.at_hand.clone(),
            signed_before: self.signed.clone(),
            proofs,
            own: self.own.clone(),
            now,
            packs,
            ..Knowledge::default()
        }
    }
}

/// `the pack of “Example”, version 3`.
pub fn named(offered: &Offered) -> String {
    let pack = offered.pack();
    format!("the pack of “{}”, version {}", pack.team, pack.version)
}

/// `block 7 of Ethereum (chain 1)`.
pub fn block_words(proven: &Proven) -> String {
    format!("block {} of {}", proven.number, Chain::words(proven.chain))
}

/// Why it is trusted, as the end of a sentence.
pub const fn by_words(by: TrustedBy) -> &'static str {
    match by {
        TrustedBy::Seal => "sealed by these words",
        TrustedBy::Reviewers => "by reviewers whom you approved",
    }
}

/// Whether two proofs are of one block.
pub(crate) fn is_same_block(one: &Proven, other: &Proven) -> bool {
    (one.chain, one.hash) == (other.chain, other.hash)
}
