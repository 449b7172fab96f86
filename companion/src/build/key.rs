//! Which key is asked to sign: given by hand, or taken from a key card.

use crate::book::{Device, Key};
use shared::{
    Kind, Refusal,
    eth::{Address, DerivationPath, Fingerprint},
    wire::{AccountList, HdKey, KeyCard, MultiAccounts, WireError},
};

/// The most addresses of a card that are derived to find one; each costs a point addition.
pub const SEARCH_MAX: u32 = 200;
/// The highest index that can be asked for: every address before it is derived, too.
pub const INDEX_MAX: u32 = 9_999;

/// The key that is asked: a request without any of these three is refused by most devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedKey {
    /// From the master key, at least one step.
    pub path: DerivationPath,
    /// As the device's export gives it: a token that is sent back, not always the master's.
    pub fingerprint: Fingerprint,
    /// The address of the key at `path`.
    pub address: Address,
}

/// Why no key could be named.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The card's keys could not be derived.
    #[error("the key card cannot be used: {0}")] // what to do stands in the reason
    Card(#[source] WireError),
    /// The card has fewer keys.
    #[error("the key card has {has} keys, none at index {index}; take a smaller --index")]
    NoIndex {
        /// Asked for.
        index: u32,
        /// In the card.
        has: usize,
    },
    /// Another device's card, or an address far away.
    #[error(
        "{address} is not among the first {SEARCH_MAX} addresses of the key card; check --from, or give --index"
    )]
    NotInCard {
        /// Looked for.
        address: Address,
    },
    /// Card, index and address contradict each other.
    #[error("index {index} of the key card is {found}, not {wanted}; give either --index or --from")]
    Contradiction {
        /// Asked for.
        index: u32,
        /// The address there.
        found: Address,
        /// The address that was given.
        wanted: Address,
    },
    /// No key of the card leads there.
    #[error("no key of the card leads to {path}; check the path, or choose the key by its index")]
    NoPath {
        /// Asked for.
        path: DerivationPath,
    },
    /// Neither index nor address.
    #[error("say which key of the card is to sign, with --index N or --from ADDRESS")]
    NoChoice,
    /// No device answers a request without.
    #[error("the key card carries no fingerprint, so no device would take the request; export it again")]
    NoFingerprint,
    /// A path of no steps, or fingerprint 0.
    #[error("the key needs a path such as m/44'/60'/0'/0/0 and a fingerprint that is not 00000000")]
    Incomplete,
    /// Not eight hex digits.
    #[error("“{0}” is no fingerprint; write the eight hex digits that the device shows, such as 73c5da0a")]
    FingerprintText(String),
}

impl Refusal for KeyError {
    fn kind(&self) -> Kind {
        match self {
            Self::Card(error) => error.kind(),
            Self::NoIndex { .. } | Self::NoPath { .. } | Self::NoChoice | Self::Incomplete => {
                Kind::new("path")
            }
            Self::NotInCard { .. } | Self::Contradiction { .. } => Kind::new("address-mismatch"),
            Self::NoFingerprint | Self::FingerprintText(_) => Kind::new("fingerprint-missing"),
        }
    }
}

impl AskedKey {
    /// A key by hand. Refuses an empty path and fingerprint 0, which peers read as absent.
    pub fn new(path: DerivationPath, fingerprint: Fingerprint, address: Address) -> Result<Self, KeyError> {
        if path.steps().is_empty() || fingerprint == Fingerprint([0; 4]) {
            return Err(KeyError::Incomplete);
        }
        Ok(Self { path, fingerprint, address })
    }

    /// The key of `card` at `index`, or with `address` among its first [`SEARCH_MAX`]; with both, they must agree.
    pub fn of_card(card: &KeyCard, index: Option<u32>, address: Option<Address>) -> Result<Self, KeyError> {
        let (path, found) = match (index, address) {
            (None, None) => return Err(KeyError::NoChoice),
            (Some(index), wanted) => {
                // Past the limit the list ends before the index, which is then refused as one that is not there.
                let addresses =
                    card.addresses(index.min(INDEX_MAX).saturating_add(1)).map_err(KeyError::Card)?;
                let has = addresses.len();
                let at = usize::try_from(index).unwrap_or(usize::MAX);
                let (path, found) = addresses.into_iter().nth(at).ok_or(KeyError::NoIndex { index, has })?;
                if let Some(wanted) = wanted.filter(|&wanted| wanted != found) {
                    return Err(KeyError::Contradiction { index, found, wanted });
                }
                (path, found)
            }
            (None, Some(address)) => card
                .addresses(SEARCH_MAX)
                .map_err(KeyError::Card)?
                .into_iter()
                .find(|(_, found)| *found == address)
                .ok_or(KeyError::NotInCard { address })?,
        };
        Self::new(path.clone(), fingerprint_for(card, &path)?, found)
    }

    /// The key of `card` at a path that is known already; it must have this address.
    pub fn at(card: &KeyCard, path: &DerivationPath, address: Address) -> Result<Self, KeyError> {
        if card.address_at(path).map_err(KeyError::Card)? != Some(address) {
            return Err(KeyError::NotInCard { address });
        }
        Self::new(path.clone(), fingerprint_for(card, path)?, address)
    }
}

impl AskedKey {
    /// The key of `card` at `path`.
    pub fn at_path(card: &KeyCard, path: &DerivationPath) -> Result<Self, KeyError> {
        let found = card.address_at(path).map_err(KeyError::Card)?;
        let address = found.ok_or_else(|| KeyError::NoPath { path: path.clone() })?;
        Self::new(path.clone(), fingerprint_for(card, path)?, address)
    }
}

impl AskedKey {
    /// A key of the book, which is a key of `device`: by its card, or where the card does not lead to it by what the book says.
    pub fn of_book(device: &Device, key: &Key) -> Result<Self, KeyError> {
        let card = KeyCard::decode(&device.ur_type, &device.card).map_err(KeyError::Card)?;
        Self::of_card(&card, None, Some(key.address))
            .or_else(|_| Self::new(key.path.clone(), device.fingerprint, key.address))
    }
}

/// The fingerprint that the key above `path` carries itself, else the list's.
fn fingerprint_for(card: &KeyCard, path: &DerivationPath) -> Result<Fingerprint, KeyError> {
    let above = |key: &&HdKey| path.steps().starts_with(key.origin.path.steps());
    let found = match card {
        KeyCard::HdKey(key) => key.origin.source_fingerprint,
        KeyCard::Account(AccountList { master_fingerprint, keys })
        | KeyCard::MultiAccounts(MultiAccounts { master_fingerprint, keys, .. }) => keys
            .iter()
            .find(above)
            .and_then(|key| key.origin.source_fingerprint)
            .or(Some(*master_fingerprint)),
    };
    found.ok_or(KeyError::NoFingerprint)
}

/// Reads eight hex digits, with or without 0x.
pub fn parse_fingerprint(text: &str) -> Result<Fingerprint, KeyError> {
    let refused = || KeyError::FingerprintText(text.chars().take(24).collect());
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(refused());
    }
    u32::from_str_radix(digits, 16).map(|number| Fingerprint(number.to_be_bytes())).map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_eight_hex_digits() {
        for (text, accepted) in [
            ("73c5da0a", true),
            ("0x73C5DA0A", true),
            ("73c5da0", false),
            ("+3c5da0a", false),
            ("73c5da0a0", false),
            ("", false),
        ] {
            assert_eq!(parse_fingerprint(text).is_ok(), accepted, "{text}");
        }
    }

    #[test]
    fn a_key_without_path_or_fingerprint_is_asked_of_nobody() {
        let path: DerivationPath = "m/44'/60'/0'/0/0".parse().unwrap();
        let fingerprint = Fingerprint([1, 2, 3, 4]);
        for (path, fingerprint, accepted) in [
            (path.clone(), fingerprint, true),
            ("m".parse().unwrap(), fingerprint, false),
            (path, Fingerprint([0; 4]), false),
        ] {
            assert_eq!(AskedKey::new(path, fingerprint, Address::ZERO).is_ok(), accepted);
        }
    }
}
