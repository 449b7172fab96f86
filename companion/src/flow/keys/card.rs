//! The form for a key card: where it comes from, then what the device is called and who keeps it.

use std::path::PathBuf;

use super::Changes;
use crate::{
    book::{Book, BookChange, Device},
    flow::{
        Order,
        room::{CardRead, is_about_name},
    },
    journal::Entry,
};

/// A field of [`CardForm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardField {
    /// The pasted text, or the path of a file.
    From,
    /// The device's name.
    Name,
    /// Who keeps it.
    Owner,
}

/// A card that is being imported.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CardForm {
    /// A UR, or the path of a picture or text.
    pub from: String,
    /// The device's name.
    pub name: String,
    /// Who keeps it.
    pub owner: String,
    /// The camera looks for it.
    pub looking: bool,
    /// The card, once it was read.
    pub read: Option<CardRead>,
    /// What is wrong, by field.
    pub wrong: Vec<(CardField, String)>,
}

impl CardForm {
    /// What is wrong with a field.
    pub fn error(&self, field: CardField) -> Option<&str> {
        self.wrong.iter().find(|(found, _)| *found == field).map(|(_, said)| said.as_str())
    }

    pub(super) fn look(&mut self, on: bool) -> Option<Changes> {
        self.looking = on;
        None
    }

    pub(super) fn set(&mut self, field: CardField, text: String) -> Option<Changes> {
        self.wrong.retain(|(found, _)| *found != field);
        match field {
            CardField::From => {
                self.from = text;
                self.read = None;
            }
            CardField::Name => self.name = text,
            CardField::Owner => self.owner = text,
        }
        None
    }

    /// The order that reads the card; a text that begins as a UR is one, all else is a path.
    pub(super) fn source(&mut self) -> Option<Order> {
        self.wrong.clear();
        self.read = None;
        let from = self.from.trim();
        if from.is_empty() {
            let said = "paste the code's text (ur:crypto-hdkey/…), or give the path of its picture";
            self.wrong.push((CardField::From, said.to_owned()));
            return None;
        }
        let is_code = from.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("ur:"));
        Some(if is_code { Order::ReadText(from.to_owned()) } else { Order::Read(vec![PathBuf::from(from)]) })
    }

    pub(super) fn take(&mut self, read: Result<CardRead, String>) {
        self.wrong.retain(|(field, _)| *field != CardField::From);
        match read {
            Ok(card) => {
                self.read = Some(card);
                self.looking = false;
            }
            Err(said) => self.wrong.push((CardField::From, said)),
        }
    }

    /// The device for the book; nothing, and said at its field, where something is wrong.
    pub(super) fn device(&mut self, book: &Book) -> Option<Changes> {
        self.wrong.clear();
        let CardRead { ur_type, cbor: card, fingerprint, .. } = self.read.clone()?;
        if let Some(known) =
            book.devices.iter().find(|known| known.fingerprint == fingerprint && known.card == card)
        {
            let said = format!("this card is in the book already, as {}", known.name);
            self.wrong.push((CardField::From, said));
            return None;
        }
        let name = self.name.trim().to_owned();
        let device = Device { owner: name.clone(), name: name.clone(), fingerprint, ur_type, card };
        let owned = Device { owner: self.owner.trim().to_owned(), ..device.clone() };
        // The owner is judged by itself, so that what is wrong stands at the right field.
        for (field, device) in [(CardField::Name, &device), (CardField::Owner, &owned)] {
            if let Err(refused) = book.judge(&BookChange::DeviceAdded(device.clone())) {
                let field = if is_about_name(&refused) { field } else { CardField::From };
                self.wrong.push((field, refused.to_string()));
                if field == CardField::Name && !self.owner.trim().is_empty() {
                    break;
                }
            }
        }
        if !self.wrong.is_empty() {
            return None;
        }
        let said = format!("{name} is in the book. Now choose which of its keys is used.");
        Some((vec![Entry::Book(BookChange::DeviceAdded(owned))], said))
    }
}
