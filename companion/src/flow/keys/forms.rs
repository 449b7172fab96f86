//! The forms for a key's job and for the name of an address.

use shared::{
    eth::{Address, DerivationPath, address},
    wire::KeyCard,
};

use super::Changes;
use crate::{
    book::{Book, BookChange, Key, Named},
    flow::room::{OFFERED, is_about_name},
    journal::Entry,
};

/// A key of a device that gets its job.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyForm {
    /// The device.
    pub device: String,
    /// Its first addresses.
    pub offered: Vec<(DerivationPath, Address)>,
    /// Which of them.
    pub picked: Option<usize>,
    /// What the key is called.
    pub name: String,
    /// It administers contracts.
    pub administers: bool,
    /// What is wrong with the pick.
    pub pick_wrong: Option<String>,
    /// What is wrong with the name.
    pub name_wrong: Option<String>,
}

impl KeyForm {
    pub(super) fn of(book: &Book, device: &str) -> Result<Self, String> {
        let found = book.devices.iter().find(|found| found.name == device);
        let found = found.ok_or_else(|| format!("there is no device {device} in the book any more"))?;
        let card = KeyCard::decode(&found.ur_type, &found.card).and_then(|card| card.addresses(OFFERED));
        let offered = card.map_err(|error| format!("the card of {device} cannot be used: {error}"))?;
        let used = |address: &Address| book.keys.iter().any(|key| key.address == *address);
        let picked = offered.iter().position(|(_, address)| !used(address));
        Ok(Self {
            device: device.to_owned(),
            offered,
            picked,
            name: String::new(),
            administers: false,
            pick_wrong: None,
            name_wrong: None,
        })
    }

    pub(super) fn pick(&mut self, index: usize) -> Option<Changes> {
        (self.picked, self.pick_wrong) = (Some(index), None);
        None
    }

    pub(super) fn name(&mut self, text: String) -> Option<Changes> {
        (self.name, self.name_wrong) = (text, None);
        None
    }

    pub(super) fn administer(&mut self, administers: bool) -> Option<Changes> {
        self.administers = administers;
        None
    }

    /// The change; the question, where it breaks a rule that may be overridden; nothing where a field is wrong.
    pub(super) fn keep(&mut self, book: &Book) -> Option<Result<Changes, Override>> {
        (self.pick_wrong, self.name_wrong) = (None, None);
        let picked = self.picked.and_then(|index| self.offered.get(index)).cloned();
        let Some((path, address)) = picked else {
            self.pick_wrong = Some("choose one of the addresses".to_owned());
            return None;
        };
        let key = Key {
            device: self.device.clone(),
            path,
            address,
            name: self.name.trim().to_owned(),
            administers: self.administers,
        };
        let Err(refused) = book.judge(&BookChange::KeyUsed(key.clone())) else {
            return Some(Ok(used(key, Vec::new())));
        };
        match refused.rule() {
            Some(rule) => {
                let sentence = refused.to_string();
                return Some(Err(Override { key, rule, sentence, reason: String::new(), wrong: None }));
            }
            None if is_about_name(&refused) => self.name_wrong = Some(refused.to_string()),
            None => self.pick_wrong = Some(refused.to_string()),
        }
        None
    }
}

/// A key that may be kept only for a reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// The key.
    pub key: Key,
    /// The rule's name.
    pub rule: &'static str,
    /// Which rule it breaks, and why there is one.
    pub sentence: String,
    /// The operator's words.
    pub reason: String,
    /// What is wrong with them.
    pub wrong: Option<String>,
}

impl Override {
    pub(super) fn type_reason(&mut self, text: String) -> Option<Changes> {
        (self.reason, self.wrong) = (text, None);
        None
    }

    pub(super) fn insist(&mut self) -> Option<Changes> {
        let reason = self.reason.trim();
        if reason.chars().count() < 8 {
            self.wrong = Some("say why in a few words; they stand in the journal for good".to_owned());
            return None;
        }
        let about = format!("{} on {}", self.key.name, self.key.device);
        let reason = reason.to_owned();
        let entry = Entry::Overridden { rule: self.rule.to_owned(), about, reason };
        Some(used(self.key.clone(), vec![entry]))
    }
}

fn used(key: Key, mut entries: Vec<Entry>) -> Changes {
    let job = if key.administers { "administers contracts" } else { "is used" };
    let said = format!("{} of {} {job} now.", key.name, key.device);
    entries.push(Entry::Book(BookChange::KeyUsed(key)));
    (entries, said)
}

/// A field of [`NameForm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameField {
    /// The address.
    Address,
    /// The name.
    Name,
}

/// An address that gets a name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NameForm {
    /// The address.
    pub address: String,
    /// Its name.
    pub name: String,
    /// On which chain; `None` on all.
    pub chain_id: Option<u64>,
    /// It has a name, and gets another one: the address is fixed.
    pub renames: bool,
    /// What is wrong with the address.
    pub address_wrong: Option<String>,
    /// What is wrong with the name.
    pub name_wrong: Option<String>,
}

impl NameForm {
    pub(super) fn of(book: &Book, which: Option<(Address, Option<u64>)>) -> Self {
        let is_it = |named: &&Named| Some((named.address, named.chain_id)) == which;
        let Some(named) = book.addresses.iter().find(is_it) else { return Self::default() };
        Self {
            address: named.address.to_string(),
            name: named.name.clone(),
            chain_id: named.chain_id,
            renames: true,
            ..Self::default()
        }
    }

    pub(super) fn set(&mut self, field: NameField, text: String) -> Option<Changes> {
        match field {
            NameField::Address if !self.renames => (self.address, self.address_wrong) = (text, None),
            NameField::Address => {}
            NameField::Name => (self.name, self.name_wrong) = (text, None),
        }
        None
    }

    pub(super) fn on(&mut self, chain_id: Option<u64>) -> Option<Changes> {
        self.chain_id = chain_id;
        None
    }

    pub(super) fn named(&mut self, book: &Book) -> Option<Changes> {
        let address = address::parse(self.address.trim());
        self.address_wrong = address.as_ref().err().map(ToString::to_string);
        let named = Named {
            address: address.clone().unwrap_or_default(),
            chain_id: self.chain_id,
            name: self.name.trim().to_owned(),
        };
        let judged = book.judge(&BookChange::AddressNamed(named.clone()));
        self.name_wrong = judged.err().map(|refused| refused.to_string());
        if self.address_wrong.is_some() || self.name_wrong.is_some() {
            return None;
        }
        let said = format!("{} is the name of {}.", named.name, named.address);
        Some((vec![Entry::Book(BookChange::AddressNamed(named))], said))
    }
}
