//! The sitting's log: what was reviewed, signed, refused, wiped, exposed; in memory, each entry bound to the one before.
//!
//! It outlives the wipe, because it holds no secret, and ends with the window. Memory stays bounded whatever a camera or a
//! loose cable does all day: what happens by itself (refusals, links) is counted into the entry that already says the same, as
//! long as the operator did nothing between; and past [`LOG_ENTRIES_MAX`] the oldest entries go, are counted, and leave their
//! hash behind. May not enter: secrets, files.

use crate::desk::Clock;
use shared::{
    eth::B256,
    limits::LOG_ENTRIES_MAX,
    wire::{SittingLog, sitting_log::Again},
};
use std::collections::VecDeque;

pub use shared::wire::sitting_log::{Entry, Event, WipeReason};

/// An entry and the hash of it and all before it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bound {
    entry: Entry,
    hash: B256,
}

/// The entries so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    entries: VecDeque<Bound>,
    dropped: u64,
    before: B256,
    exposed: bool,
}

impl Log {
    /// Adds an entry, or counts it into one that says the same.
    pub fn record(&mut self, at: Clock, event: Event) {
        match event {
            Event::Exposed { held: true, .. } => self.exposed = true,
            Event::Wiped(_) => self.exposed = false,
            _ => {}
        }
        if self.count(at, &event) {
            return;
        }
        let running = u64::try_from(at.running.as_millis()).unwrap_or(u64::MAX);
        let entry = Entry { unix: at.unix, running, event, again: None };
        let hash = entry.hash(self.tip());
        self.entries.push_back(Bound { entry, hash });
        while self.entries.len() > LOG_ENTRIES_MAX {
            if let Some(oldest) = self.entries.pop_front() {
                self.before = oldest.hash;
                self.dropped = self.dropped.saturating_add(1);
            }
        }
    }

    /// Counts what happens by itself into an entry of the same run of such entries; the hashes from there on are new.
    fn count(&mut self, at: Clock, event: &Event) -> bool {
        if !by_itself(event) {
            return false;
        }
        let run = self.entries.iter().rev().take_while(|bound| by_itself(&bound.entry.event)).count();
        let start = self.entries.len() - run;
        let same = (start..self.entries.len())
            .find(|place| self.entries.get(*place).is_some_and(|bound| bound.entry.event == *event));
        let Some(place) = same else { return false };
        let mut before = match place.checked_sub(1).and_then(|place| self.entries.get(place)) {
            Some(bound) => bound.hash,
            None => self.before,
        };
        for (nth, bound) in self.entries.iter_mut().skip(place).enumerate() {
            if nth == 0 {
                let times = bound.entry.again.map_or(0, |again| again.times).saturating_add(1);
                bound.entry.again = Some(Again { times, until: at.unix });
            }
            bound.hash = bound.entry.hash(before);
            before = bound.hash;
        }
        true
    }

    /// The entries that are still held, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter().map(|bound| &bound.entry)
    }

    /// How many older ones are not.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The hash of the last entry, which proves all before it.
    pub fn tip(&self) -> B256 {
        self.entries.back().map_or(self.before, |bound| bound.hash)
    }

    /// Whether every entry still leads to the next.
    pub fn verify(&self) -> bool {
        let mut before = self.before;
        self.entries.iter().all(|bound| {
            before = bound.entry.hash(before);
            before == bound.hash
        })
    }

    /// As it is shown to the companion.
    pub fn export(&self) -> SittingLog {
        SittingLog { dropped: self.dropped, before: self.before, entries: self.entries().cloned().collect() }
    }

    /// Whether a link was up while the words or keys in memory now were there: answers say so.
    pub fn was_exposed(&self) -> bool {
        self.exposed
    }
}

/// What a camera, a cable or a radio does without the operator.
const fn by_itself(event: &Event) -> bool {
    matches!(event, Event::Refused { .. } | Event::Exposed { .. } | Event::Quiet { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use shared::eth::Fingerprint;
    use std::time::Duration;

    fn at(seconds: u64) -> Clock {
        Clock { running: Duration::from_secs(seconds), unix: 1_700_000_000 + seconds }
    }

    fn refused(kind: &str) -> Event {
        Event::Refused { kind: kind.to_owned() }
    }

    fn started() -> Event {
        Event::SittingStarted { fingerprint: Fingerprint([1; 4]) }
    }

    fn exposed(held: bool) -> Event {
        Event::Exposed { link: "eth0".to_owned(), held }
    }

    fn of(events: &[Event]) -> Log {
        let mut log = Log::default();
        for (second, event) in events.iter().enumerate() {
            log.record(at(second as u64), event.clone());
        }
        log
    }

    #[test]
    fn a_day_of_two_thousand_codes_a_minute_is_a_few_entries() {
        let mut log = of(&[started()]);
        for (code, kind) in (0..2_000).zip(["chain-id", "other-key", "cbor-type"].iter().cycle()) {
            log.record(at(code), refused(kind));
        }
        assert_eq!(log.entries().len(), 4);
        let counted: u32 = log.entries().filter_map(|entry| entry.again).map(|again| again.times).sum();
        assert_eq!(counted, 2_000 - 3, "none is forgotten");
        assert!(log.verify());
    }

    #[test]
    fn what_the_operator_does_is_never_counted_together() {
        let review = Event::Rejected { digest: B256::ZERO };
        let log = of(&[refused("a"), review.clone(), refused("a"), review.clone(), review]);
        assert_eq!(log.entries().len(), 5);
        assert!(log.entries().all(|entry| entry.again.is_none()));
    }

    #[test]
    fn a_count_says_when_it_was_last() {
        let log = of(&[refused("a"), refused("b"), refused("a")]);
        let first = log.entries().next().unwrap();
        assert_eq!(first.unix, at(0).unix);
        assert_eq!(first.again, Some(Again { times: 1, until: at(2).unix }));
    }

    #[test]
    fn the_oldest_entries_go_and_are_counted() {
        let mut log = Log::default();
        let spare = 10;
        for second in 0..(LOG_ENTRIES_MAX + spare) as u64 {
            log.record(at(second), started());
        }
        assert_eq!((log.entries().len(), log.dropped()), (LOG_ENTRIES_MAX, spare as u64));
        assert!(log.verify(), "the chain goes on from the hash of the last one dropped");
        assert_eq!(SittingLog::decode(&log.export().encode()), Ok(log.export()));
    }

    #[test]
    fn a_change_of_any_entry_is_noticed() {
        let whole = of(&[started(), Event::NewMnemonic, Event::Wiped(WipeReason::Idle)]);
        assert!(whole.verify());
        for place in 0..3 {
            let mut changed = whole.clone();
            changed.entries[place].entry.unix += 1;
            assert!(!changed.verify(), "entry {place}");
        }
        let mut cut = whole.clone();
        cut.entries.remove(1);
        assert!(!cut.verify());
    }

    #[test]
    fn exposure_counts_while_something_is_held_and_until_it_is_wiped() {
        assert!(!of(&[exposed(false)]).was_exposed(), "there was nothing to see");
        assert!(of(&[exposed(true)]).was_exposed());
        let quiet = Event::Quiet { link: "eth0".to_owned() };
        assert!(of(&[exposed(true), quiet, started()]).was_exposed(), "going down does not undo it");
        assert!(!of(&[exposed(true), Event::Wiped(WipeReason::Locked)]).was_exposed(), "these keys are gone");
    }

    proptest! {
        #[test]
        fn the_chain_holds_whatever_happens(choices in proptest::collection::vec(0_u8..6, 0..200)) {
            let log = of(&choices.into_iter().map(|choice| match choice {
                0 => started(),
                1 => refused("a"),
                2 => refused("b"),
                3 => exposed(true),
                4 => Event::NewMnemonic,
                _ => Event::Wiped(WipeReason::Idle),
            }).collect::<Vec<_>>());
            prop_assert!(log.verify());
            prop_assert_eq!(log.export().tip(), log.tip());
        }
    }
}
