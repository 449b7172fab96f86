//! The words do not fit together, or the last one is lost: what may have gone wrong is searched, and confirmed by what the
//! operator knows of the keys.

use super::{Entry, FieldChoice, Keys, Next, Order, Passphrase, PublicField, Purpose, Screen, sentence};
use crate::Desk;
use shared::{
    eth::{
        Fingerprint,
        address::{self, AddressError},
    },
    keys::repair::{Fault, Outcome, Search, Wanted},
};

/// Digits of a fingerprint.
const FINGERPRINT_DIGITS: usize = 8;
/// Candidates for a last word on one page.
pub const LAST_WORDS_PAGE: u16 = 32;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Repair {
    /// Whether the last word is lost; else the words do not fit together.
    pub last: bool,
    /// What is being done.
    pub stage: RepairStage,
    /// The address or fingerprint that the words must lead to.
    pub field: PublicField,
    /// What is wrong with the last choice.
    pub note: Option<String>,
}

/// What is being done on the repair screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum RepairStage {
    /// What the operator knows is typed.
    #[default]
    Ask,
    /// The passphrase is typed that takes part in the search.
    Passphrase,
    /// The search runs: so many of so many candidates were looked at.
    Search(u64, u64),
    /// One candidate is confirmed; it lies on the desk beside the words.
    Found(Fault),
    /// None is.
    Nothing,
    /// One of the last words that fit is chosen, by its index among them.
    Last(u16),
}

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepairChoice {
    /// One stage or screen back; a search ends.
    Back,
    /// Something for the field.
    Field(FieldChoice),
    /// The words have a passphrase.
    HasPassphrase,
    /// Keys for the passphrase.
    Keys(Keys),
    /// Search.
    Search,
    /// Nothing is known: choose among the last words that fit.
    ChooseLast,
    /// To this one of them.
    GoLast(u16),
    /// Take what was found or chosen.
    Take,
}

impl Repair {
    /// All but the last word are in.
    pub fn last() -> Self {
        Self { last: true, ..Self::default() }
    }

    fn stay(self) -> Next {
        Screen::Repair(Box::new(self)).into()
    }

    fn at(self, stage: RepairStage) -> Next {
        Self { stage, note: None, ..self }.stay()
    }

    fn note(self, note: impl ToString) -> Next {
        Self { note: Some(sentence(note)), ..self }.stay()
    }
}

/// One step.
pub fn repair(state: Repair, desk: &mut Desk, choice: RepairChoice) -> Next {
    let mut state = Repair { note: None, ..state };
    match (choice, state.stage.clone()) {
        (RepairChoice::Back, stage) => back(state, desk, &stage),
        (RepairChoice::Field(choice), RepairStage::Ask) => {
            state.field.apply(choice);
            state.stay()
        }
        (RepairChoice::HasPassphrase, RepairStage::Ask) => state.at(RepairStage::Passphrase),
        (RepairChoice::Keys(keys), RepairStage::Passphrase) => typed(state, desk, &keys),
        (RepairChoice::Search, RepairStage::Ask | RepairStage::Passphrase) => search(state, desk),
        (RepairChoice::ChooseLast, RepairStage::Ask) if state.last => state.at(RepairStage::Last(0)),
        (RepairChoice::GoLast(chosen), RepairStage::Last(_)) => {
            let chosen = chosen.min(desk.words.last_words().saturating_sub(1));
            state.at(RepairStage::Last(chosen))
        }
        (RepairChoice::Take, RepairStage::Last(chosen)) => {
            desk.words.take_last(chosen);
            Screen::Passphrase(Box::<Passphrase>::default()).into()
        }
        (RepairChoice::Take, RepairStage::Found(_)) => {
            desk.words.replace_with(&mut desk.other_words);
            desk.forget_passphrase();
            Screen::Passphrase(Box::<Passphrase>::default()).into()
        }
        _ => state.stay(),
    }
}

fn back(state: Repair, desk: &mut Desk, stage: &RepairStage) -> Next {
    desk.other_words.wipe();
    match stage {
        RepairStage::Ask => {
            desk.forget_passphrase();
            Screen::Entry(Box::new(Entry::of(Purpose::Sitting))).into()
        }
        RepairStage::Passphrase => {
            desk.forget_passphrase();
            state.at(RepairStage::Ask)
        }
        RepairStage::Search(..) | RepairStage::Found(_) | RepairStage::Nothing | RepairStage::Last(_) => {
            state.at(RepairStage::Ask)
        }
    }
}

fn typed(state: Repair, desk: &mut Desk, keys: &Keys) -> Next {
    for key in keys.iter() {
        if key == Keys::ENTER {
            return state.at(RepairStage::Ask);
        }
        if let Err(error) = super::passphrase::type_text(&mut desk.passphrase, key) {
            return state.note(error);
        }
    }
    state.stay()
}

fn search(state: Repair, desk: &mut Desk) -> Next {
    let wanted = match wanted(state.field.text()) {
        Ok(wanted) => wanted,
        Err(sentence) => return Repair { stage: RepairStage::Ask, ..state }.note(sentence),
    };
    let held = desk.lend();
    let search = Box::new(Search::of(&desk.words, &desk.passphrase, wanted));
    let screen = state.at(RepairStage::Search(0, 0)).screen;
    Next { screen, order: Some(Order::Repair { search, held }) }
}

/// An address of 40 digits, checked against its capitals where it has any, or a fingerprint of eight.
fn wanted(text: &str) -> Result<Wanted, String> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if digits.len() == FINGERPRINT_DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        let number = u32::from_str_radix(digits, 16).map_err(|_| NEITHER.to_owned())?;
        return Ok(Wanted::Fingerprint(Fingerprint(number.to_be_bytes())));
    }
    address::parse(&format!("0x{digits}")).map(Wanted::Address).map_err(|error| match error {
        AddressError::Form { .. } => NEITHER.to_owned(),
        AddressError::Checksum { .. } => error.to_string(),
    })
}

const NEITHER: &str =
    "Type an address of these keys (0x and 40 digits), or their fingerprint (8 digits, 0 to 9 and a to f).";

/// The step after the search.
pub(super) fn finish(state: Repair, desk: &mut Desk, outcome: Outcome) -> Next {
    if !matches!(state.stage, RepairStage::Search(..)) || desk.words.is_empty() {
        return state.stay(); // what was found is dropped, and with that wiped
    }
    match outcome {
        Outcome::Found { mut words, fault } => {
            desk.other_words.replace_with(&mut words);
            state.at(RepairStage::Found(fault))
        }
        Outcome::NotFound => state.at(RepairStage::Nothing),
        Outcome::Stopped => state.at(RepairStage::Ask),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{
        Choice, Done, EntryChoice, finish,
        samples::{self, JUNK, after, type_in},
    };

    const ADDRESS: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    /// These words entered, as far as their repair.
    fn entered(text: &str) -> (Screen, Desk) {
        let mut desk = samples::empty_desk();
        let entry = Screen::Entry(Box::new(Entry::of(Purpose::Sitting)));
        let keys = |keys| Choice::Entry(EntryChoice::Keys(keys));
        let mut screen = type_in(entry, &mut desk, &format!("{text} \n"), keys);
        if desk.words.lacks_last() {
            screen = after(screen, &mut desk, Choice::Entry(EntryChoice::LastIsLost)).screen;
        }
        (screen, desk)
    }

    fn choose(screen: Screen, desk: &mut Desk, choice: RepairChoice) -> Next {
        after(screen, desk, Choice::Repair(choice))
    }

    fn wanting(screen: Screen, desk: &mut Desk, text: &str) -> Screen {
        choose(screen, desk, RepairChoice::Field(FieldChoice::Type(text.to_owned()))).screen
    }

    fn stage(screen: &Screen) -> &RepairStage {
        match screen {
            Screen::Repair(state) => &state.stage,
            other => panic!("still the repair, not {other:?}"),
        }
    }

    /// Runs the search to its end, as the window does beside drawing.
    fn searched(screen: Screen, desk: &mut Desk) -> Screen {
        let next = choose(screen, desk, RepairChoice::Search);
        assert!(next.screen.waits());
        let Some(Order::Repair { search, held }) = next.order else { panic!("a search") };
        let outcome = search.run(|_, _| held.is_held());
        finish(next.screen, desk, Done::Repair(outcome)).screen
    }

    #[test]
    fn a_wrong_word_is_found_confirmed_and_taken() {
        for known in [ADDRESS, &ADDRESS.to_lowercase(), "16a93ed0", "0x16A93ED0"] {
            let (screen, mut desk) = entered(&JUNK.replacen("test", "zoo", 1));
            let screen = wanting(screen, &mut desk, known);
            let screen = searched(screen, &mut desk);
            assert_eq!(*stage(&screen), RepairStage::Found(Fault::Wrong { position: 0 }));
            assert!(desk.words.check().is_err(), "nothing is taken before the operator says so");
            let screen = choose(screen, &mut desk, RepairChoice::Take).screen;
            assert!(matches!(screen, Screen::Passphrase(_)));
            assert!(desk.words.check().is_ok() && desk.other_words.is_empty());
        }
    }

    #[test]
    fn what_is_neither_address_nor_fingerprint_is_said() {
        for text in ["", "16a93ed", "0x16a93eg0", "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0xf39F"] {
            let (screen, mut desk) = entered(&"test ".repeat(12));
            let screen = wanting(screen, &mut desk, text);
            let next = choose(screen, &mut desk, RepairChoice::Search);
            assert!(next.order.is_none(), "{text}");
            assert!(matches!(next.screen, Screen::Repair(state) if state.note.is_some()), "{text}");
        }
    }

    #[test]
    fn a_lost_last_word_is_found_or_chosen() {
        let eleven = JUNK.replace(" junk", "");
        let (screen, mut desk) = entered(&eleven);
        let screen = wanting(screen, &mut desk, ADDRESS);
        assert_eq!(*stage(&searched(screen, &mut desk)), RepairStage::Found(Fault::LastMissing));

        let (screen, mut desk) = entered(&eleven);
        let screen = choose(screen, &mut desk, RepairChoice::ChooseLast).screen;
        let screen = choose(screen, &mut desk, RepairChoice::GoLast(9_999)).screen;
        assert_eq!(*stage(&screen), RepairStage::Last(127), "not past the last one that fits");
        assert!(matches!(choose(screen, &mut desk, RepairChoice::Take).screen, Screen::Passphrase(_)));
        assert_eq!(desk.words.check(), Ok(()));
    }

    #[test]
    fn a_wipe_ends_the_search_and_drops_what_it_found() {
        let (screen, mut desk) = entered(&JUNK.replacen("test", "zoo", 1));
        let screen = wanting(screen, &mut desk, "16a93ed0");
        let next = choose(screen, &mut desk, RepairChoice::Search);
        let Some(Order::Repair { search, held }) = next.order else { panic!("a search") };
        desk.wipe(crate::log::WipeReason::Idle);
        assert!(!held.is_held());
        let found = search.run(|_, _| true); // it had just found it
        _ = finish(next.screen, &mut desk, Done::Repair(found));
        assert!(desk.other_words.is_empty());
    }

    #[test]
    fn stopping_drops_what_is_found_too_late() {
        let (screen, mut desk) = entered(&"test ".repeat(12));
        let screen = wanting(screen, &mut desk, "00000000");
        let next = choose(screen, &mut desk, RepairChoice::Search);
        let screen = choose(next.screen, &mut desk, RepairChoice::Back).screen;
        assert!(!screen.waits(), "so the window ends the work");
        let screen = finish(screen, &mut desk, Done::Repair(Outcome::NotFound)).screen;
        assert_eq!(*stage(&screen), RepairStage::Ask);
    }

    #[test]
    fn the_passphrase_takes_part_and_goes_with_back() {
        let (screen, mut desk) = entered(&JUNK.replace(" junk", ""));
        let screen = choose(screen, &mut desk, RepairChoice::HasPassphrase).screen;
        let screen = type_in(screen, &mut desk, "wrong\n", |keys| Choice::Repair(RepairChoice::Keys(keys)));
        let screen = wanting(screen, &mut desk, "16a93ed0");
        let screen = searched(screen, &mut desk);
        assert_eq!(*stage(&screen), RepairStage::Nothing, "with another passphrase the keys are others");
        let screen = choose(screen, &mut desk, RepairChoice::Back).screen;
        assert!(matches!(choose(screen, &mut desk, RepairChoice::Back).screen, Screen::Entry(_)));
        assert!(desk.passphrase.is_empty() && desk.words.lacks_last());
    }
}
