//! From a key card, as a device shows it, to a device and its keys in the book.
//!
//! May not enter: files and pictures; the bytes come in.

use shared::{
    eth::{Address, DerivationPath},
    wire::KeyCard,
};

use super::{Book, BookError, Device, Key};
use crate::build::{AskedKey, KeyError};

impl Device {
    /// The device of a card that was read, with what it is called and who keeps it.
    ///
    /// # Errors
    /// [`BookError::Card`] where it is no card or holds a private key, [`BookError::Fingerprint`] where it has none.
    pub fn of_card(name: &str, owner: &str, ur_type: &str, card: &[u8]) -> Result<Self, BookError> {
        let read = KeyCard::decode(ur_type, card)?;
        let none =
            || BookError::Fingerprint { found: "none".to_owned(), given: "one of a device".to_owned() };
        Ok(Self {
            name: name.to_owned(),
            owner: owner.to_owned(),
            fingerprint: read.fingerprint().ok_or_else(none)?,
            ur_type: ur_type.to_owned(),
            card: card.to_vec(),
        })
    }

    /// Its card.
    pub fn key_card(&self) -> Result<KeyCard, BookError> {
        Ok(KeyCard::decode(&self.ur_type, &self.card)?)
    }
}

/// Which key of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChoice {
    /// By its place, from 0.
    Index(u32),
    /// By its address, among the first ones.
    Address(Address),
    /// By its path from the master key.
    Path(DerivationPath),
}

impl Key {
    /// A key of `device`, by `choice`.
    pub fn of_device(
        device: &Device,
        choice: &KeyChoice,
        name: &str,
        administers: bool,
    ) -> Result<Self, KeyError> {
        let card = KeyCard::decode(&device.ur_type, &device.card).map_err(KeyError::Card)?;
        let AskedKey { path, address, .. } = match choice {
            KeyChoice::Path(path) => AskedKey::at_path(&card, path)?,
            KeyChoice::Index(index) => AskedKey::of_card(&card, Some(*index), None)?,
            KeyChoice::Address(address) => AskedKey::of_card(&card, None, Some(*address))?,
        };
        Ok(Self { device: device.name.clone(), path, address, name: name.to_owned(), administers })
    }
}

impl Book {
    /// The key with `address`, as a request asks for it.
    pub fn asked_key(&self, address: Address) -> Option<AskedKey> {
        let key = self.key(address)?;
        let card = self.device(&key.device)?.key_card().ok()?;
        AskedKey::at_path(&card, &key.path).ok()
    }
}
