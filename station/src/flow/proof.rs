//! A state proof leads to a block header; only the operator can say whether that is the chain's own.
//!
//! That it is the same is held, like an approval; that it cannot be compared, or is another, is one key. None of them stops the
//! review; facts of a header that nobody compared stay *claimed*. May not enter: what the facts are.

use super::{HOLD, Incoming, Moment, Next, Screen, incoming};
use crate::{
    Desk,
    learned::{Learned, block_words, is_same_block},
};
use shared::{eth::B256, proof::Proven};
use std::time::Duration;

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct ProofPage {
    /// The block and what it proves.
    pub proven: Proven,
    /// Whether its header is compared, or vouched for, already.
    pub is_known: bool,
    /// Another block of this chain and number, which was compared or vouched for before.
    pub other: Option<B256>,
    /// What else the scan brought.
    pub incoming: Incoming,
    held_since: Option<Duration>,
}

/// What can be said there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofChoice {
    /// The button for “the same” went down.
    Press,
    /// It was let go.
    Release,
    /// A second source shows the same hash, or the same words; without effect before the hold is over.
    Same,
    /// There is no second source at hand.
    CannotCompare,
    /// A second source shows another one: what is proven of this block is thrown away.
    Different,
}

impl ProofPage {
    pub(super) fn new(proven: Proven, is_known: bool, incoming: Incoming, learned: &Learned) -> Self {
        let other = learned.contradicts(&proven);
        Self { proven, is_known, other, incoming, held_since: None }
    }

    /// Whether it can be called the same: not where another block of this number was compared before.
    pub fn may_hold(&self) -> bool {
        !self.is_known && self.other.is_none()
    }

    fn is_held(&self, moment: Moment<'_>) -> bool {
        let held = self.held_since.map(|since| moment.running.saturating_sub(since));
        self.may_hold() && held.is_some_and(|held| held >= HOLD)
    }
}

/// One step.
pub fn proof(page: ProofPage, desk: &mut Desk, choice: ProofChoice) -> Next {
    let clock = desk.clock;
    let Some(sitting) = &mut desk.sitting else { return Screen::Start(Box::default()).into() };
    let moment = Moment { running: clock.running, air: &desk.air };
    // Whatever else is done ends a hold.
    let held_since = page.held_since;
    let mut next = ProofPage { held_since: None, ..page };
    let learned = sitting.learned_mut();
    match choice {
        ProofChoice::Press if next.may_hold() => next.held_since = Some(moment.running),
        ProofChoice::Press | ProofChoice::Release => {}
        ProofChoice::Same => {
            next.held_since = held_since;
            if next.is_held(moment) {
                learned.take_proof(next.proven.compared());
                return incoming::onward(next.incoming, sitting, clock);
            }
        }
        ProofChoice::CannotCompare => {
            learned.take_proof(next.proven);
            return incoming::onward(next.incoming, sitting, clock);
        }
        ProofChoice::Different => {
            learned.forget(&next.proven);
            let mut incoming = next.incoming;
            incoming.proofs.retain(|other| !is_same_block(other, &next.proven));
            incoming.refused.push(format!(
                "The state proof at {}: a second source shows another block, so whoever sent it may want to deceive you.",
                block_words(&next.proven)
            ));
            return incoming::onward(incoming, sitting, clock);
        }
    }
    Screen::Proof(Box::new(next)).into()
}
