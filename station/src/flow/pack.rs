//! A context pack that was scanned: whose it is, who signed it, what it says; and the approval of its reviewers, once per sitting.
//!
//! Approving reviewers is held like the approval of a request, after the pages that name them were seen. A pack that these words
//! sealed needs no approval. May not enter: what makes a pack trusted (that is `pack::Trust`).

use super::{HOLD, Incoming, Moment, Next, Screen, incoming};
use crate::{
    Desk, Sitting,
    desk::Clock,
    learned::{Verdict, named},
};
use shared::{
    pack::{Line, Offered},
    refusal::sentence,
    review::{
        Fact, Provenance,
        reading::{FACTS_ON_PAGE, pieces_of},
    },
};
use std::time::Duration;

/// The most lines of the first pages, which say whose the pack is: they are short.
const HEAD_LINES: usize = 12;

/// What is shown, and how far it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct PackPage {
    /// The pack.
    pub offered: Offered,
    /// What the sitting makes of it.
    pub verdict: Verdict,
    incoming: Incoming,
    pages: Vec<Vec<Fact>>, // invariant: at least one
    head: usize,           // so many of them name the reviewers
    page: usize,
    seen: usize,
    held_since: Option<Duration>,
}

/// What can be said there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackChoice {
    /// One page on.
    NextPage,
    /// One page back.
    PreviousPage,
    /// The button that approves the reviewers went down.
    Press,
    /// It was let go.
    Release,
    /// Approve the reviewers; without effect before the hold is over.
    Pin,
    /// Go on: with the pack where it is trusted, else without it.
    GoOn,
}

impl PackPage {
    /// Opens a pack; one that is trusted at once speaks from now on.
    pub(super) fn open(
        offered: Offered,
        verdict: Verdict,
        incoming: Incoming,
        sitting: &mut Sitting,
        clock: Clock,
    ) -> Screen {
        let verdict = match verdict {
            Verdict::Trusted(_) => match sitting.learned_mut().admit(&offered, clock.believed()) {
                Ok(by) => Verdict::Trusted(by),
                Err(error) => Verdict::Refused(error.into()),
            },
            other => other,
        };
        let is_trusted = matches!(verdict, Verdict::Trusted(_));
        let provenance = if is_trusted { Provenance::Vouched } else { Provenance::Claimed };
        let mut lines = offered.lines();
        let at =
            lines.iter().position(|line| line.label == "Signatures needed").map_or(lines.len(), |at| at + 1);
        let contents = lines.split_off(at);
        // Who signed stands behind the contents in a file; here it is judged first.
        let (signed, contents): (Vec<Line>, Vec<Line>) =
            contents.into_iter().partition(|line| ["Signed by", "Sealed by"].contains(&line.label.as_str()));
        lines.extend(signed);
        let facts = |lines: Vec<Line>| {
            let fact = |line: Line| Fact { label: line.label, value: line.value, provenance };
            lines.into_iter().map(fact).flat_map(|fact| pieces_of(&fact)).collect::<Vec<_>>()
        };
        let mut pages: Vec<Vec<Fact>> = facts(lines).chunks(HEAD_LINES).map(<[Fact]>::to_vec).collect();
        let head = pages.len();
        pages.extend(facts(contents).chunks(FACTS_ON_PAGE).map(<[Fact]>::to_vec));
        let page = Self { offered, verdict, incoming, pages, head, page: 0, seen: 0, held_since: None };
        Screen::Pack(Box::new(page))
    }

    /// The lines on this page.
    pub fn facts(&self) -> &[Fact] {
        self.pages.get(self.page).map_or(&[], Vec::as_slice)
    }

    /// The page on screen, from 0, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        (self.page, self.pages.len().max(1))
    }

    /// Whether a request waits behind it.
    pub fn has_request(&self) -> bool {
        self.incoming.request.is_some()
    }

    /// Whether the button that approves the reviewers can be held now: they were all on screen.
    pub fn may_hold(&self) -> bool {
        matches!(self.verdict, Verdict::Ask(_)) && self.seen.saturating_add(1) >= self.head
    }

    fn is_held(&self, moment: Moment<'_>) -> bool {
        let held = self.held_since.map(|since| moment.running.saturating_sub(since));
        self.may_hold() && held.is_some_and(|held| held >= HOLD)
    }
}

/// One step.
pub fn pack(page: PackPage, desk: &mut Desk, choice: PackChoice) -> Next {
    let clock = desk.clock;
    let Some(sitting) = &mut desk.sitting else { return Screen::Start(Box::default()).into() };
    let moment = Moment { running: clock.running, air: &desk.air };
    // Whatever else is done ends a hold.
    let held_since = page.held_since;
    let mut next = PackPage { held_since: None, ..page };
    match choice {
        PackChoice::NextPage => {
            next.page = next.page.saturating_add(1).min(next.pages.len().saturating_sub(1));
            next.seen = next.seen.max(next.page);
        }
        PackChoice::PreviousPage => next.page = next.page.saturating_sub(1),
        PackChoice::Press if next.may_hold() => next.held_since = Some(moment.running),
        PackChoice::Press | PackChoice::Release => {}
        PackChoice::Pin => {
            next.held_since = held_since;
            if next.is_held(moment) {
                return pinned(next, sitting, clock);
            }
        }
        PackChoice::GoOn => return go_on(next, sitting, clock),
    }
    Screen::Pack(Box::new(next)).into()
}

/// The reviewers are approved: from now on, for this sitting, their packs speak.
fn pinned(page: PackPage, sitting: &mut Sitting, clock: Clock) -> Next {
    let PackPage { offered, verdict, incoming, .. } = page;
    if let Verdict::Ask(circle) = &verdict {
        sitting.learned_mut().pin(circle);
    }
    if incoming.request.is_none() {
        let verdict = sitting.learned().judge(&offered, clock.believed());
        return PackPage::open(offered, verdict, incoming, sitting, clock).into();
    }
    let mut incoming = incoming;
    incoming.packs.push_front(offered);
    incoming::onward(incoming, sitting, clock)
}

fn go_on(page: PackPage, sitting: &mut Sitting, clock: Clock) -> Next {
    let PackPage { offered, verdict, mut incoming, .. } = page;
    match verdict {
        Verdict::Trusted(_) => {}
        Verdict::Ask(_) => {
            incoming.refused.push(format!(
                "{}: its reviewers were not approved.",
                sentence(named(&offered)).trim_end_matches('.')
            ));
            sitting.learned_mut().keep_at_hand(offered);
        }
        Verdict::Refused(why) => {
            incoming.refused.push(sentence(why));
            sitting.learned_mut().keep_at_hand(offered);
        }
    }
    incoming::onward(incoming, sitting, clock)
}
