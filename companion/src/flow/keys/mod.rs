//! Devices, their keys, and the address book.

mod card;
mod forms;

use shared::{eth::Address, qr::receive::Received};

use super::{Done, Next, Order, Refused, Screen, Shown, room::CardRead};
use crate::{book::BookChange, journal::Entry};

pub use card::{CardField, CardForm};
pub use forms::{KeyForm, NameField, NameForm, Override};

/// The screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keys {
    /// What stands on it.
    pub page: KeysPage,
    /// What is said when the writing under way is done.
    pub saying: Option<String>,
    /// The change that takes the last removal back.
    pub undo: Option<BookChange>,
}

/// What stands on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum KeysPage {
    /// Devices with their keys, and the named addresses.
    #[default]
    List,
    /// A key card is read and gets a name and an owner.
    Card(CardForm),
    /// A key of a device gets its job.
    Key(KeyForm),
    /// A second administering key on one device: only with a reason.
    Override(Override),
    /// An address gets a name.
    Name(NameForm),
    /// Asks once more.
    Remove(Removal),
}

/// What is to be taken out of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    /// A device and its keys, by its name.
    Device(String),
    /// A key.
    Key(Address),
    /// A name.
    Name(Address, Option<u64>),
}

/// What can be done there.
#[derive(Debug, Clone, PartialEq)]
pub enum KeysChoice {
    /// Back to the list.
    List,
    /// Imports a key card.
    Import,
    /// Types into a field of the card's form.
    Card(CardField, String),
    /// Looks for the card with the camera, or no longer.
    Camera(bool),
    /// Reads the card from what is typed.
    Read,
    /// Keeps the device that was read.
    KeepDevice,
    /// Chooses a key of a device.
    UseKey(String),
    /// Picks the address at this place of the list.
    Pick(usize),
    /// Types the key's name.
    KeyName(String),
    /// The key administers contracts, or not.
    Administers(bool),
    /// Keeps the key.
    KeepKey,
    /// Types the reason for a second administering key.
    Reason(String),
    /// Keeps it for that reason.
    Insist,
    /// A new name for an address, or another one for this.
    Name(Option<(Address, Option<u64>)>),
    /// Types into a field of the name's form.
    NameType(NameField, String),
    /// Chooses the chain of the name; `None` is all.
    NameChain(Option<u64>),
    /// Keeps the name.
    KeepName,
    /// Asks before something is taken out.
    AskRemove(Removal),
    /// Takes it out.
    Remove,
    /// Takes the last removal back.
    Undo,
}

impl Keys {
    /// Whether the camera is to look for a card.
    pub fn looks(&self) -> bool {
        matches!(&self.page, KeysPage::Card(form) if form.looking)
    }
}

/// One step.
pub fn keys(mut screen: Box<Keys>, shown: &Shown, choice: KeysChoice) -> Next {
    let undo = screen.undo.take();
    let mut order = None;
    match choice {
        KeysChoice::List => screen.page = KeysPage::List,
        KeysChoice::Import => screen.page = KeysPage::Card(CardForm::default()),
        KeysChoice::UseKey(device) => match KeyForm::of(&shown.book, &device) {
            Ok(form) => screen.page = KeysPage::Key(form),
            Err(said) => return Next::to(Screen::Keys(screen)).refusing(Refused::new("key-card", said)),
        },
        KeysChoice::Name(which) => screen.page = KeysPage::Name(NameForm::of(&shown.book, which)),
        KeysChoice::AskRemove(removal) => screen.page = KeysPage::Remove(removal),
        KeysChoice::Remove => {
            order = remove(&screen, shown).and_then(|changes| write(&mut screen, changes));
            screen.undo = back(&screen, shown);
        }
        KeysChoice::Undo => {
            let said = "It is there again.".to_owned();
            order = undo.and_then(|change| write(&mut screen, (vec![Entry::Book(change)], said)));
        }
        typed => order = within(&mut screen, shown, typed),
    }
    Next { order, ..Next::to(Screen::Keys(screen)) }
}

/// A step inside one of the forms.
fn within(screen: &mut Keys, shown: &Shown, choice: KeysChoice) -> Option<Order> {
    let changes = match (choice, &mut screen.page) {
        (KeysChoice::Card(field, text), KeysPage::Card(form)) => form.set(field, text),
        (KeysChoice::Camera(on), KeysPage::Card(form)) => form.look(on),
        (KeysChoice::Read, KeysPage::Card(form)) => return form.source(),
        (KeysChoice::KeepDevice, KeysPage::Card(form)) => form.device(&shown.book),
        (KeysChoice::Pick(index), KeysPage::Key(form)) => form.pick(index),
        (KeysChoice::KeyName(text), KeysPage::Key(form)) => form.name(text),
        (KeysChoice::Administers(administers), KeysPage::Key(form)) => form.administer(administers),
        (KeysChoice::KeepKey, KeysPage::Key(form)) => match form.keep(&shown.book)? {
            Ok(changes) => Some(changes),
            Err(asking) => {
                screen.page = KeysPage::Override(asking);
                None
            }
        },
        (KeysChoice::Reason(text), KeysPage::Override(asking)) => asking.type_reason(text),
        (KeysChoice::Insist, KeysPage::Override(asking)) => asking.insist(),
        (KeysChoice::NameType(field, text), KeysPage::Name(form)) => form.set(field, text),
        (KeysChoice::NameChain(chain), KeysPage::Name(form)) => form.on(chain),
        (KeysChoice::KeepName, KeysPage::Name(form)) => form.named(&shown.book),
        _ => None,
    };
    write(screen, changes?)
}

/// Entries, and what is said when they are written.
type Changes = (Vec<Entry>, String);

fn write(screen: &mut Keys, (entries, said): Changes) -> Option<Order> {
    screen.saying = Some(said);
    Some(Order::Record(entries))
}

fn remove(screen: &Keys, shown: &Shown) -> Option<Changes> {
    let KeysPage::Remove(removal) = &screen.page else { return None };
    let (change, said) = match removal {
        Removal::Device(name) => (
            BookChange::DeviceRemoved { name: name.clone() },
            format!(
                "The device {name} and its keys are out of the book. Their requests stay in the journal."
            ),
        ),
        Removal::Key(address) => {
            let key = shown.book.keys.iter().find(|key| key.address == *address)?;
            let said = format!("The key {} has no job any more.", key.name);
            (BookChange::KeyDropped { address: *address }, said)
        }
        Removal::Name(address, chain_id) => (
            BookChange::AddressForgotten { address: *address, chain_id: *chain_id },
            "The name is gone.".to_owned(),
        ),
    };
    Some((vec![Entry::Book(change)], said))
}

/// The change that puts back what is being taken out, where one change can.
fn back(screen: &Keys, shown: &Shown) -> Option<BookChange> {
    let KeysPage::Remove(removal) = &screen.page else { return None };
    match removal {
        Removal::Device(_) => None, // its keys are several changes; importing the card again is one act
        Removal::Key(address) => {
            let key = shown.book.keys.iter().find(|key| key.address == *address)?;
            Some(BookChange::KeyUsed(key.clone()))
        }
        Removal::Name(address, chain_id) => {
            let is_it =
                |named: &&crate::book::Named| named.address == *address && named.chain_id == *chain_id;
            shown.book.addresses.iter().find(is_it).cloned().map(BookChange::AddressNamed)
        }
    }
}

/// The step after a message was read.
pub(super) fn seen(mut screen: Box<Keys>, received: &Received) -> Next {
    if !matches!(screen.page, KeysPage::Card(_)) {
        screen.page = KeysPage::Card(CardForm::default());
    }
    if let KeysPage::Card(form) = &mut screen.page {
        form.take(CardRead::of(received));
    }
    Next::to(Screen::Keys(screen))
}

/// The step after work.
pub(super) fn finish(mut screen: Box<Keys>, done: Done) -> Next {
    let saying = screen.saying.take();
    match (done, &mut screen.page) {
        (Done::Recorded, _) => {
            screen.page = KeysPage::List;
            Next { told: saying, ..Next::to(Screen::Keys(screen)) }
        }
        (Done::Failed(refused), KeysPage::Card(form)) if form.read.is_none() => {
            form.take(Err(refused.message));
            Next::to(Screen::Keys(screen))
        }
        (Done::Failed(refused), _) => {
            screen.undo = None;
            Next::to(Screen::Keys(screen)).refusing(refused)
        }
        _ => Next::to(Screen::Keys(screen)),
    }
}

#[cfg(test)]
mod tests;
