//! The accounts of the sitting: addresses in the style that the operator's wallet uses, and everything that starts from here.
//!
//! May not enter: keys; the addresses are public values that the sitting derived.

use super::{FindPath, Journal, KeyCardPage, Next, Screen};
use crate::{Desk, Sitting};
use shared::eth::{AccountStyle, Address, DerivationPath};

/// Addresses on one page.
pub const ROWS_ON_PAGE: u32 = 5;
/// The last page that is offered: index 9,999, past what any wallet lists.
const FIRST_MAX: u32 = 9_995;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accounts {
    /// The chosen derivation family.
    pub style: AccountStyle,
    /// Index of the first address on the page.
    pub first: u32,
    /// The addresses of the page; empty until the sitting has derived them.
    pub rows: Vec<(DerivationPath, Address)>,
}

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountsChoice {
    /// Another derivation family.
    Style(AccountStyle),
    /// The next addresses.
    NextPage,
    /// The ones before.
    PreviousPage,
    /// The camera on, for a request.
    Scan,
    /// Public keys for a wallet.
    KeyCard,
    /// Where a known address is.
    FindPath,
    /// Prove that the paper recovers the keys.
    Drill,
    /// The sitting's log.
    Journal,
}

impl Accounts {
    /// The page as it is shown: with the addresses of this sitting.
    #[must_use]
    pub fn filled(self, sitting: &Sitting) -> Self {
        if !self.rows.is_empty() {
            return self;
        }
        let rows = sitting.addresses(self.style, self.first, ROWS_ON_PAGE).unwrap_or_default();
        Self { rows, ..self }
    }

    fn at(style: AccountStyle, first: u32) -> Self {
        Self { style, first, rows: Vec::new() }
    }
}

/// One step.
pub fn accounts(state: Accounts, desk: &mut Desk, choice: AccountsChoice) -> Next {
    let show = |state: Accounts, desk: &Desk| match &desk.sitting {
        Some(sitting) => Screen::Accounts(Box::new(state.filled(sitting))),
        None => Screen::Start(Box::default()),
    };
    match choice {
        AccountsChoice::Style(style) => show(Accounts::at(style, 0), desk),
        AccountsChoice::NextPage => {
            show(Accounts::at(state.style, state.first.saturating_add(ROWS_ON_PAGE).min(FIRST_MAX)), desk)
        }
        AccountsChoice::PreviousPage => {
            show(Accounts::at(state.style, state.first.saturating_sub(ROWS_ON_PAGE)), desk)
        }
        AccountsChoice::Scan => Screen::Scan,
        AccountsChoice::KeyCard => match &desk.sitting {
            Some(sitting) => KeyCardPage::open(sitting, state.style),
            None => Screen::Start(Box::default()),
        },
        AccountsChoice::FindPath => Screen::FindPath(Box::<FindPath>::default()),
        AccountsChoice::Drill => Screen::Drill(super::Drill::default()),
        AccountsChoice::Journal => Screen::Journal(Box::<Journal>::default()),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples;

    fn page(screen: Next) -> Accounts {
        match screen.screen {
            Screen::Accounts(state) => *state,
            other => panic!("still the accounts, not {other:?}"),
        }
    }

    #[test]
    fn pages_follow_each_other_in_the_family_that_was_chosen() {
        let mut desk = samples::desk();
        let state =
            page(accounts(Accounts::default(), &mut desk, AccountsChoice::Style(AccountStyle::Bip44)));
        assert_eq!(state.rows.len(), 5);
        assert_eq!(state.rows[0].1.to_string(), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        let state = page(accounts(state, &mut desk, AccountsChoice::NextPage));
        assert_eq!(state.rows[0].0.to_string(), "m/44'/60'/0'/0/5");
        let state = page(accounts(state, &mut desk, AccountsChoice::Style(AccountStyle::LedgerLive)));
        assert_eq!(state.rows[1].0.to_string(), "m/44'/60'/1'/0/0");
        let state = page(accounts(state, &mut desk, AccountsChoice::PreviousPage));
        assert_eq!(state.first, 0, "there is nothing before the first");
    }

    #[test]
    fn without_keys_every_choice_leads_to_the_start_or_asks_for_none() {
        let mut desk = samples::desk();
        desk.sitting = None;
        let next = accounts(Accounts::default(), &mut desk, AccountsChoice::NextPage);
        assert!(matches!(next.screen, Screen::Start(_)));
    }
}
