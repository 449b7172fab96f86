//! The public keys of an account, shown to a wallet, and the name that it will show for this device.
//!
//! May not enter: private keys; a card is made by the sitting and is public as it stands here.

use super::{FieldChoice, Next, PublicField, Refused, Screen};
use crate::{Desk, KeyExport, Sitting, session::NAME_BYTES_MAX};
use shared::eth::AccountStyle;
use shared::qr::codes::{Codes, CodesChoice};

/// The last account that is offered.
const ACCOUNT_MAX: u32 = 99;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyCardPage {
    /// How the wallet numbers accounts.
    pub style: AccountStyle,
    /// The account, or the first of several.
    pub account: u32,
    /// What the codes say.
    pub card: KeyExport,
    /// The device's name, as it stands on the card.
    pub name: String,
    /// The name being typed.
    pub editing: Option<PublicField>,
    /// How it is shown.
    pub codes: Codes,
}

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyCardChoice {
    /// Back to the accounts.
    Back,
    /// Another derivation family.
    Style(AccountStyle),
    /// The next account.
    NextAccount,
    /// The one before.
    PreviousAccount,
    /// Show it otherwise.
    Codes(CodesChoice),
    /// Type another name for the device.
    EditName,
    /// Letters of the name.
    Name(FieldChoice),
    /// Take the name that was typed.
    TakeName,
    /// Keep the name there was.
    KeepName,
}

impl KeyCardPage {
    /// The card of the first account in this style.
    pub fn open(sitting: &Sitting, style: AccountStyle) -> Screen {
        Self::of(sitting, style, 0, Codes::default())
    }

    fn of(sitting: &Sitting, style: AccountStyle, account: u32, codes: Codes) -> Screen {
        match sitting.export(style, account) {
            Ok(card) => {
                let name = sitting.device_name().to_owned();
                Screen::KeyCard(Box::new(Self { style, account, card, name, editing: None, codes }))
            }
            Err(error) => Screen::Refused(Refused::from(error)),
        }
    }

    /// Whether what is being typed can be a name.
    pub fn name_fits(&self) -> bool {
        let typed = self.editing.as_ref().map_or("", PublicField::text);
        (1..=NAME_BYTES_MAX).contains(&typed.len())
    }
}

/// One step.
pub fn key_card(state: KeyCardPage, desk: &mut Desk, choice: KeyCardChoice) -> Next {
    let Some(sitting) = &mut desk.sitting else { return Screen::Start(Box::default()).into() };
    let (style, account, codes) = (state.style, state.account, state.codes);
    let same = |state| Screen::KeyCard(Box::new(state));
    match choice {
        KeyCardChoice::Back => Screen::Accounts(Box::default()),
        KeyCardChoice::Style(style) => KeyCardPage::of(sitting, style, account, codes),
        KeyCardChoice::NextAccount => {
            KeyCardPage::of(sitting, style, account.saturating_add(1).min(ACCOUNT_MAX), codes)
        }
        KeyCardChoice::PreviousAccount => KeyCardPage::of(sitting, style, account.saturating_sub(1), codes),
        KeyCardChoice::Codes(choice) => same(KeyCardPage { codes: codes.step(choice), ..state }),
        KeyCardChoice::EditName => {
            let mut field = PublicField::for_name();
            field.apply(FieldChoice::Type(state.name.clone()));
            same(KeyCardPage { editing: Some(field), ..state })
        }
        KeyCardChoice::Name(choice) => {
            let editing = state.editing.clone().map(|mut field| {
                field.apply(choice);
                field
            });
            same(KeyCardPage { editing, ..state })
        }
        KeyCardChoice::TakeName if state.name_fits() => {
            let typed = state.editing.as_ref().map_or("", PublicField::text);
            sitting.set_device_name(typed);
            KeyCardPage::of(sitting, style, account, codes)
        }
        KeyCardChoice::TakeName => same(state),
        KeyCardChoice::KeepName => same(KeyCardPage { editing: None, ..state }),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples;
    use shared::wire::{HdKey, KeyCard};

    fn page(next: Next) -> KeyCardPage {
        match next.screen {
            Screen::KeyCard(state) => *state,
            other => panic!("still the card, not {other:?}"),
        }
    }

    fn card(page: &KeyCardPage) -> Vec<HdKey> {
        KeyCard::decode(page.card.ur_type, &page.card.cbor).unwrap().keys().to_vec()
    }

    #[test]
    fn a_card_says_account_style_and_name_and_leads_to_the_first_address() {
        let mut desk = samples::desk();
        let sitting = desk.sitting.as_ref().unwrap();
        let Screen::KeyCard(first) = KeyCardPage::open(sitting, AccountStyle::Bip44) else {
            panic!("a card")
        };
        let second = page(key_card(*first, &mut desk, KeyCardChoice::NextAccount));
        assert_eq!(card(&second)[0].origin.path.to_string(), "m/44'/60'/1'");
        let live = page(key_card(second, &mut desk, KeyCardChoice::Style(AccountStyle::LedgerLive)));
        assert_eq!(live.card.ur_type, "crypto-account");
        assert_eq!(card(&live)[0].name.as_deref(), Some("Coldframe"));
    }

    #[test]
    fn another_name_stands_on_every_card_from_then_on() {
        let mut desk = samples::desk();
        let Screen::KeyCard(state) = KeyCardPage::open(desk.sitting.as_ref().unwrap(), AccountStyle::Bip44)
        else {
            panic!("a card")
        };
        let state = page(key_card(*state, &mut desk, KeyCardChoice::EditName));
        let state = page(key_card(state, &mut desk, KeyCardChoice::Name(FieldChoice::Clear)));
        let state = page(key_card(state, &mut desk, KeyCardChoice::TakeName));
        assert!(state.editing.is_some(), "no name is none");
        let state =
            page(key_card(state, &mut desk, KeyCardChoice::Name(FieldChoice::Type("Vault-2".to_owned()))));
        let state = page(key_card(state, &mut desk, KeyCardChoice::TakeName));
        assert_eq!(card(&state)[0].name.as_deref(), Some("Vault-2"));
        let legacy = page(key_card(state, &mut desk, KeyCardChoice::Style(AccountStyle::Legacy)));
        assert_eq!(card(&legacy)[0].name.as_deref(), Some("Vault-2"));
    }
}
