//! From offered to trusted: reviewers whom the operator approved for this sitting, or the operator's own seal; and no way back to
//! an older version.
//!
//! What a sitting forgets: everything. A stateless laptop that meets an old sealed pack in a new sitting cannot know of the newer
//! one; the pack's expiry bounds that. May not enter: keys (the seal's address comes in), clocks.

use super::{Offered, Pack, TrustError};
use crate::{
    eth::{Address, B256, keccak256},
    limits::PACKS_MAX,
    review::Phrase,
};

/// Set in front of what a circle's fingerprint is of, so that it is no other hash.
const DOMAIN: &[u8] = b"coldframe reviewers 1";

/// The reviewers of a team: who they are, and how many must sign. What an operator approves once per sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Whose pack.
    pub team: String,
    /// Who may sign, with the names that the pack gives them.
    pub reviewers: Vec<super::Reviewer>,
    /// How many must.
    pub threshold: u8,
}

impl Circle {
    fn of(pack: &Pack) -> Self {
        let Pack { team, reviewers, threshold, .. } = pack;
        Self { team: team.clone(), reviewers: reviewers.clone(), threshold: *threshold }
    }

    /// keccak256 of the team, the threshold and the addresses in ascending order. The names are the pack's own and are not in it.
    pub fn fingerprint(&self) -> B256 {
        let mut addresses: Vec<Address> = self.reviewers.iter().map(|one| one.address).collect();
        addresses.sort_unstable();
        let team = keccak256(self.team.as_bytes());
        let addresses = addresses.iter().flat_map(|address| address.into_iter()).copied();
        let head = DOMAIN.iter().chain(team.as_slice()).copied().chain([self.threshold]);
        keccak256(head.chain(addresses).collect::<Vec<u8>>())
    }

    /// Six words and four colours of the fingerprint, to compare with those that the team wrote down.
    pub fn phrase(&self) -> Phrase {
        Phrase::of(&self.fingerprint())
    }
}

impl Offered {
    /// Its reviewers, whom an operator may approve.
    pub fn circle(&self) -> Circle {
        Circle::of(self.pack())
    }
}

/// Why a pack is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustedBy {
    /// The key of these words sealed it.
    Seal,
    /// Enough reviewers signed, and the operator approved them in this sitting.
    Reviewers,
}

/// A pack that may speak in a review: enough reviewers signed it and the operator pinned them, or the operator's own key sealed
/// it. Only [`Trust::admit`] makes one.
///
/// ```compile_fail,E0451
/// fn believe(pack: shared::pack::Pack) -> shared::pack::Trusted {
///     shared::pack::Trusted { pack, contents: Default::default(), by: shared::pack::TrustedBy::Seal }
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Trusted {
    pack: Pack,
    contents: B256,
    by: TrustedBy,
}

impl Trusted {
    /// What it says.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// keccak256 of its canonical bytes.
    pub fn contents(&self) -> B256 {
        self.contents
    }

    /// Why it is trusted.
    pub fn by(&self) -> TrustedBy {
        self.by
    }

    /// A trusted pack for tests of what packs say.
    #[cfg(test)]
    pub(crate) fn for_test(pack: Pack) -> Self {
        let contents = Offered::of(&pack).unwrap().contents();
        Self { pack, contents, by: TrustedBy::Seal }
    }
}

/// The newest version of a team's pack that was authentic, whether it was taken or not.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    team: String,
    version: u32,
    contents: B256,
}

/// What one sitting trusts: reviewers, its own seal, and the newest pack of each team.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trust {
    own_seal: Option<Address>,
    pinned: Vec<(String, B256)>, // invariant: one circle a team, the last approved
    packs: Vec<Trusted>,         // invariant: one a team, at most PACKS_MAX
    seen: Vec<Seen>,             // invariant: one a team, the newest
}

impl Trust {
    /// Of a sitting whose words have this address at [`super::SEAL_PATH`]; `None` on a machine without keys.
    pub fn new(own_seal: Option<Address>) -> Self {
        Self { own_seal, ..Self::default() }
    }

    /// The operator compared the phrase of these reviewers and approved them, for this sitting, in place of all that were approved
    /// for the team before.
    pub fn pin(&mut self, circle: &Circle) {
        self.pinned.retain(|(team, _)| *team != circle.team);
        self.pinned.push((circle.team.clone(), circle.fingerprint()));
    }

    /// Whether the operator approved them.
    pub fn has_pinned(&self, circle: &Circle) -> bool {
        self.pinned.contains(&(circle.team.clone(), circle.fingerprint()))
    }

    /// The version of the team's pack in use, where that names other reviewers than these.
    pub fn differs_from(&self, circle: &Circle) -> Option<u32> {
        let known = self.packs.iter().find(|known| known.pack.team == circle.team)?;
        (Circle::of(&known.pack).fingerprint() != circle.fingerprint()).then_some(known.pack.version)
    }

    /// The packs that may speak, one a team.
    pub fn packs(&self) -> &[Trusted] {
        &self.packs
    }

    /// Takes a pack in, in place of an older one of its team. `now` is seconds since 1970, `None` where no clock is believed:
    /// then the pack is taken and the review says that its expiry was not checked. Reviewers whom the pack does not name any more
    /// are approved no longer, whether it was signed or sealed.
    ///
    /// # Errors
    /// [`TrustError`]; then nothing changes, but that an authentic version that has expired is remembered ([`Self::note`]).
    pub fn admit(&mut self, offered: &Offered, now: Option<u64>) -> Result<&Trusted, TrustError> {
        let judged = self.judge(offered, now);
        if matches!(judged, Err(TrustError::Expired { .. })) {
            self.note(offered);
        }
        let by = judged?;
        let trusted = Trusted { pack: offered.pack().clone(), contents: offered.contents(), by };
        let position = self.packs.iter().position(|known| known.pack.team == trusted.pack.team);
        if position.is_none() && self.packs.len() >= PACKS_MAX {
            return Err(TrustError::TooMany);
        }
        let circle = (trusted.pack.team.clone(), Circle::of(&trusted.pack).fingerprint());
        self.pinned.retain(|pinned| pinned.0 != circle.0 || *pinned == circle);
        self.note(offered);
        let position = position.unwrap_or(self.packs.len());
        self.packs.splice(position..(position + 1).min(self.packs.len()), [trusted]);
        self.packs.get(position).ok_or(TrustError::TooMany)
    }

    /// Remembers a version that is authentic, so that none before it is taken, although it may have expired itself.
    pub fn note(&mut self, offered: &Offered) {
        let pack = offered.pack();
        let known = self.seen.iter().position(|seen| seen.team == pack.team);
        let is_newer = known
            .and_then(|known| self.seen.get(known))
            .map_or(self.seen.len() < PACKS_MAX, |seen| pack.version > seen.version);
        if !is_newer || self.authentic(offered).is_err() {
            return;
        }
        if let Some(known) = known {
            self.seen.remove(known);
        }
        let (team, version, contents) = (pack.team.clone(), pack.version, offered.contents());
        self.seen.push(Seen { team, version, contents });
    }

    /// Whose word it is, whatever its age.
    fn authentic(&self, offered: &Offered) -> Result<TrustedBy, TrustError> {
        let circle = offered.circle();
        if self.own_seal.is_some() && offered.sealed_by() == self.own_seal {
            Ok(TrustedBy::Seal)
        } else if !self.has_pinned(&circle) {
            Err(TrustError::NotPinned { circle: Box::new(circle) })
        } else if offered.has_enough() {
            Ok(TrustedBy::Reviewers)
        } else {
            let (signed, threshold) = (offered.signatures().len(), offered.pack().threshold);
            Err(TrustError::TooFew { signed, threshold })
        }
    }

    /// Whether [`Self::admit`] would take it, and why.
    ///
    /// # Errors
    /// [`TrustError`].
    pub fn judge(&self, offered: &Offered, now: Option<u64>) -> Result<TrustedBy, TrustError> {
        let pack = offered.pack();
        let by = self.authentic(offered)?;
        if now.is_some_and(|now| now > pack.expires) {
            return Err(TrustError::Expired { expires: pack.expires });
        }
        let Some(known) = self.seen.iter().find(|known| known.team == pack.team) else {
            return Ok(by);
        };
        let (team, version, seen) = (pack.team.clone(), pack.version, known.version);
        match version.cmp(&seen) {
            std::cmp::Ordering::Less => Err(TrustError::Older { team, version, seen }),
            std::cmp::Ordering::Equal if offered.contents() != known.contents => {
                Err(TrustError::Forked { team, version })
            }
            std::cmp::Ordering::Greater if version - 1 == seen && pack.previous != Some(known.contents) => {
                Err(TrustError::NotNext { team, version, seen: known.contents })
            }
            _ => Ok(by),
        }
    }
}
