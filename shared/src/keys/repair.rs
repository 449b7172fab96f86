//! Words from paper that do not lead where they should: one wrong word, two neighbours that changed places, or a last word
//! that is lost.
//!
//! Every candidate that fits together (one in 16 of twelve words, one in 256 of 24) is derived, and only the one that leads
//! to what the operator knows, an address or a fingerprint, is handed out: a guess that merely fits together would open
//! somebody's empty accounts.
//!
//! Meant for a thread of its own; words and passphrase are copies on locked pages, wiped when the search ends however it
//! ends. May not enter: candidates that nothing confirms.

use super::{
    Seed, TypedText, Words, checksum, derive::find_address, lists::LIST_WORDS, master_fingerprint,
    scrub_stack,
};
use crate::eth::{Address, Fingerprint};

/// Indexes of each family of paths under which an expected address is looked for.
pub const INDEXES: u32 = 20;

/// What the operator knows of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// One of the first [`INDEXES`] addresses of a family.
    Address(Address),
    /// Of the master key.
    Fingerprint(Fingerprint),
}

/// What was wrong with the words. Positions count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: they lead to what was wanted as they are.
    None,
    /// Another word stands here.
    Wrong {
        /// Where.
        position: usize,
    },
    /// This word and the next one changed places.
    Swapped {
        /// The first of the two.
        position: usize,
    },
    /// The last one was missing.
    LastMissing,
}

/// How a search ended.
#[derive(Debug)]
pub enum Outcome {
    /// These words lead to what was wanted.
    Found {
        /// Whole, and confirmed.
        words: Box<Words>,
        /// What was wrong with those that were entered.
        fault: Fault,
    },
    /// No such words lead there.
    NotFound,
    /// Nobody waits any more.
    Stopped,
}

/// A search, with copies of its own of all it needs.
#[derive(Debug)]
pub struct Search {
    words: Words,
    passphrase: TypedText,
    wanted: Wanted,
}

impl Search {
    /// Prepares one.
    pub fn of(words: &Words, passphrase: &TypedText, wanted: Wanted) -> Self {
        Self { words: words.copy_for_search(), passphrase: passphrase.copy_for_search(), wanted }
    }

    /// Searches. `report` is told how many of how many candidates were looked at, and says whether to go on.
    pub fn run(mut self, mut report: impl FnMut(u64, u64) -> bool) -> Outcome {
        let outcome =
            if self.words.lacks_last() { self.last_words(&mut report) } else { self.candidates(&mut report) };
        scrub_stack();
        match outcome {
            Looked::Found(fault) => {
                self.words.go(self.words.count().words());
                Outcome::Found { words: Box::new(self.words), fault }
            }
            Looked::Nothing => Outcome::NotFound,
            Looked::Stopped => Outcome::Stopped,
        }
    }

    fn last_words(&mut self, report: &mut impl FnMut(u64, u64) -> bool) -> Looked {
        let count = self.words.count();
        let all = checksum::last_words(count);
        for chosen in 0..all {
            if !report(chosen.into(), all.into()) {
                return Looked::Stopped;
            }
            let last = checksum::last_word(count, self.words.numbers(), chosen);
            self.words.put(count.words() - 1, last);
            if self.leads_there() {
                return Looked::Found(Fault::LastMissing);
            }
            self.words.clear(count.words() - 1);
        }
        Looked::Nothing
    }

    /// The words as they are, then the likelier slips first: neighbours that changed places, then each word at each place.
    fn candidates(&mut self, report: &mut impl FnMut(u64, u64) -> bool) -> Looked {
        let places = self.words.count().words();
        let swaps = places.saturating_sub(1);
        let total = u64::from(LIST_WORDS) * places as u64 + swaps as u64;
        let mut steps = 0;
        let mut step = || {
            steps += 1;
            report(steps, total)
        };
        if self.fits_and_leads_there() {
            return Looked::Found(Fault::None);
        }
        for position in 0..swaps {
            if !step() {
                return Looked::Stopped;
            }
            self.swap(position);
            if self.fits_and_leads_there() {
                return Looked::Found(Fault::Swapped { position });
            }
            self.swap(position);
        }
        for position in 0..places {
            let Some(entered) = self.words.at(position) else { continue };
            for number in 0..LIST_WORDS {
                if !step() {
                    return Looked::Stopped;
                }
                self.words.put(position, number);
                if number != entered && self.fits_and_leads_there() {
                    return Looked::Found(Fault::Wrong { position });
                }
            }
            self.words.put(position, entered);
        }
        Looked::Nothing
    }

    fn swap(&mut self, position: usize) {
        if let (Some(one), Some(other)) = (self.words.at(position), self.words.at(position + 1)) {
            self.words.put(position, other);
            self.words.put(position + 1, one);
        }
    }

    fn fits_and_leads_there(&self) -> bool {
        checksum::holds(self.words.count(), self.words.numbers()) && self.leads_there()
    }

    fn leads_there(&self) -> bool {
        let Ok(seed) = Seed::of_words(&self.words, &self.passphrase) else { return false };
        match self.wanted {
            Wanted::Address(address) => find_address(&seed, &address, INDEXES).is_some(),
            Wanted::Fingerprint(wanted) => master_fingerprint(&seed) == Ok(wanted),
        }
    }
}

enum Looked {
    Found(Fault),
    Nothing,
    Stopped,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        eth::AccountStyle,
        keys::{WordCount, WordList, account_key},
    };

    const ADDRESS: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    fn words(text: &str) -> Words {
        let mut words = Words::new();
        text.bytes().for_each(|key| match key {
            b' ' => words.accept().unwrap(),
            letter => words.letter(letter).unwrap(),
        });
        words
    }

    fn wanted() -> Wanted {
        Wanted::Address(ADDRESS.parse().unwrap())
    }

    fn search(text: &str, wanted: Wanted) -> Outcome {
        Search::of(&words(text), &TypedText::default(), wanted).run(|_, _| true)
    }

    fn found(outcome: Outcome) -> (String, Fault) {
        let Outcome::Found { words, fault } = outcome else { panic!("{outcome:?}") };
        let text: Vec<_> = words.numbers().map(|number| WordList::ENGLISH.word(number)).collect();
        assert!(words.is_complete());
        (text.join(" "), fault)
    }

    #[test]
    fn one_slip_is_found_and_its_place_named() {
        let junk = "test test test test test test test test test test test junk";
        let fingerprint = Wanted::Fingerprint(Fingerprint([0x16, 0xa9, 0x3e, 0xd0]));
        for (entered, fault) in [
            (junk.to_owned(), Fault::None),
            (junk.replace("test junk", "junk test"), Fault::Swapped { position: 10 }),
            (junk.replacen("test", "zoo ", 1), Fault::Wrong { position: 0 }),
            (junk.replacen("test test", "test zoo ", 1), Fault::Wrong { position: 1 }),
            (junk.replace(" junk", ""), Fault::LastMissing),
        ] {
            for wanted in [wanted(), fingerprint] {
                assert_eq!(found(search(&entered, wanted)), (junk.to_owned(), fault), "{entered}");
            }
        }
    }

    #[test]
    fn nothing_is_offered_that_nothing_confirms() {
        let other = Wanted::Fingerprint(Fingerprint([0; 4]));
        assert!(matches!(search(&"test ".repeat(11), other), Outcome::NotFound));
        // Right words, wrong passphrase.
        let mut passphrase = TypedText::default();
        passphrase.push('x').unwrap();
        let outcome = Search::of(&words(&"test ".repeat(11)), &passphrase, wanted()).run(|_, _| true);
        assert!(matches!(outcome, Outcome::NotFound));
    }

    #[test]
    fn a_passphrase_takes_part_in_the_search() {
        let junk = words("test test test test test test test test test test test junk");
        let mut passphrase = TypedText::default();
        "TREZOR".chars().for_each(|letter| passphrase.push(letter).unwrap());
        let seed = Seed::of_words(&junk, &passphrase).unwrap();
        let path = AccountStyle::LedgerLive.address_path(0, INDEXES - 1).unwrap();
        let wanted = Wanted::Address(account_key(&seed, &path).unwrap().address);
        let entered = words("test test test test test test test test test test junk test");
        let outcome = Search::of(&entered, &passphrase, wanted).run(|_, _| true);
        assert_eq!(found(outcome).1, Fault::Swapped { position: 10 });
    }

    #[test]
    fn a_search_ends_when_nobody_wants_it_and_counts_up_to_its_end() {
        let entered = words(&"zoo ".repeat(12));
        let outcome = Search::of(&entered, &TypedText::default(), wanted()).run(|done, _| done < 3);
        assert!(matches!(outcome, Outcome::Stopped));
        let mut last = (0, 0);
        let other = Wanted::Fingerprint(Fingerprint([0; 4]));
        _ = Search::of(&words(&"zoo ".repeat(11)), &TypedText::default(), other).run(|done, total| {
            assert!(done >= last.0 && done <= total);
            last = (done, total);
            true
        });
        assert_eq!(last.1, u64::from(checksum::last_words(WordCount::Twelve)));
    }
}
