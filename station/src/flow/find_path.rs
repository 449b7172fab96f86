//! Where among the derivation families a known address is.
//!
//! May not enter: keys; the search borrows public halves from the desk, one at a time, and ends when they are gone.

use super::{FieldChoice, Next, Order, PublicField, Screen};
use crate::Desk;
use shared::{
    eth::{AccountStyle, Address, DerivationPath, address},
    keys::search::Ended,
};

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindPath {
    /// The address that is looked for, as it is typed.
    pub field: PublicField,
    /// How far it is.
    pub search: Search,
}

/// How far a search is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Search {
    /// It did not begin.
    #[default]
    NotYet,
    /// What was typed is no address, and why.
    NoAddress(String),
    /// It goes on: so many of so many places were tried.
    Running(u64, u64),
    /// The address is here.
    Found {
        /// Whose.
        address: Address,
        /// Where.
        path: DerivationPath,
        /// The family it belongs to.
        style: AccountStyle,
    },
    /// It is at none of so many places.
    NotFound(u64),
}

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindPathChoice {
    /// To the accounts; a search that goes on is ended.
    Back,
    /// Something is typed or pasted.
    Field(FieldChoice),
    /// Look for it.
    Search,
    /// End the search.
    Stop,
}

/// One step.
pub fn find_path(state: FindPath, _desk: &mut Desk, choice: FindPathChoice) -> Next {
    let running = matches!(state.search, Search::Running(..));
    let at = |field, search| Screen::FindPath(Box::new(FindPath { field, search }));
    match choice {
        FindPathChoice::Back => Screen::Accounts(Box::default()).into(),
        FindPathChoice::Field(_) if running => Screen::FindPath(Box::new(state)).into(),
        FindPathChoice::Field(choice) => {
            let mut field = state.field;
            field.apply(choice);
            at(field, Search::NotYet).into()
        }
        FindPathChoice::Search if running => Screen::FindPath(Box::new(state)).into(),
        FindPathChoice::Search => match address::parse(state.field.text()) {
            Ok(address) => {
                Next { screen: at(state.field, Search::Running(0, 0)), order: Some(Order::FindPath(address)) }
            }
            Err(why) => at(state.field, Search::NoAddress(why.to_string())).into(),
        },
        FindPathChoice::Stop => at(state.field, Search::NotYet).into(),
    }
}

/// The step after the search.
pub(super) fn found(state: FindPath, wanted: Address, ended: Ended) -> Screen {
    let search = match (state.search, ended) {
        (Search::Running(..), Ended::Found { path, style }) => Search::Found { address: wanted, path, style },
        (Search::Running(..), Ended::NotFound { tried }) => Search::NotFound(tried),
        (Search::Running(..), Ended::Stopped) => Search::NotYet,
        (other, _) => other,
    };
    Screen::FindPath(Box::new(FindPath { search, ..state }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples;

    fn typed(text: &str) -> FindPath {
        let mut state = FindPath::default();
        state.field.apply(FieldChoice::Type(text.to_owned()));
        state
    }

    fn page(screen: Screen) -> FindPath {
        match screen {
            Screen::FindPath(state) => *state,
            other => panic!("still the search, not {other:?}"),
        }
    }

    #[test]
    fn what_is_no_address_is_said_and_not_searched() {
        for text in ["", "0x12", "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266"] {
            let next = find_path(typed(text), &mut samples::desk(), FindPathChoice::Search);
            assert!(next.order.is_none(), "{text}");
            assert!(matches!(page(next.screen).search, Search::NoAddress(_)), "{text}");
        }
    }

    #[test]
    fn a_search_begins_once_and_its_end_is_shown() {
        let mut desk = samples::desk();
        let text = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
        let next = find_path(typed(text), &mut desk, FindPathChoice::Search);
        let Some(Order::FindPath(wanted)) = next.order else { panic!("the search") };
        let again = find_path(page(next.screen), &mut desk, FindPathChoice::Search);
        assert!(again.order.is_none(), "one at a time");
        let path: DerivationPath = "m/44'/60'/0'/0/0".parse().unwrap();
        let ended = Ended::Found { path: path.clone(), style: AccountStyle::Bip44 };
        let shown = page(found(page(again.screen), wanted, ended));
        assert_eq!(shown.search, Search::Found { address: wanted, path, style: AccountStyle::Bip44 });
    }

    #[test]
    fn what_a_stopped_search_finds_is_not_shown() {
        let mut desk = samples::desk();
        let state = FindPath { search: Search::Running(1, 2), ..typed("0x00") };
        let next = find_path(state, &mut desk, FindPathChoice::Stop);
        let shown = found(page(next.screen), Address::ZERO, Ended::NotFound { tried: 9 });
        assert_eq!(page(shown).search, Search::NotYet);
    }
}
