//! Lists of public keys, and a key card, which is any export that can be imported.
//!
//! ```cddl
//! crypto-account = { 1: uint32, 2: [+ #6.303(crypto-hdkey) / #6.308(#6.303(crypto-hdkey))] }   ; BCR-2020-015
//! ```
//!
//! | key | field                   | shape                                                                     |
//! |-----|-------------------------|---------------------------------------------------------------------------|
//! | 1   | master-fingerprint      | uint32, not 0                                                             |
//! | 2   | output-descriptors      | 1 to [`KEYS_MAX`] keys, tag 303, also with 308 in front; script tags refused |
//!
//! Rabby takes 5, 10, 15 … keys and no other count; MetaMask shows no page of fewer than five.
//! May not enter: private keys, hardened derivation.

use super::{
    HdKey, MultiAccounts, Noted, SkippedField, WireError,
    derive::{self, Extended},
    error::Place,
    fields::{Fields, Item, Shape},
    hdkey, key_path,
    node::Node,
};
use crate::{
    eth::{Address, DerivationPath, Fingerprint, PathStep},
    limits::KEYS_MAX,
};

const TAG_OUTPUT: u64 = 308;
const TAG_OUTPUT_LATER: u64 = 40_308;

/// Keys of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountList {
    /// Of the device's master key; never 0.
    pub master_fingerprint: Fingerprint,
    /// Single keys.
    pub keys: Vec<HdKey>,
}

const ACCOUNT: Shape =
    Shape { name: AccountList::UR_TYPE, fields: &[(1, "master-fingerprint"), (2, "output-descriptors")] };

impl AccountList {
    /// The UR type.
    pub const UR_TYPE: &str = "crypto-account";

    /// Reads a `crypto-account` strictly.
    pub fn decode(cbor: &[u8]) -> Result<Self, WireError> {
        Self::decode_noting(cbor).map(|noted| noted.message)
    }

    /// The same, with a note for each field that was skipped.
    pub fn decode_noting(cbor: &[u8]) -> Result<Noted<Self>, WireError> {
        let mut skipped = Vec::new();
        let mut fields = Fields::read(&ACCOUNT, cbor, &mut skipped)?;
        let master_fingerprint = master_fingerprint(&mut fields)?;
        let keys = elements(&mut fields)?
            .into_iter()
            .map(|item| HdKey::of(element(item, &mut skipped)?, &mut skipped))
            .collect::<Result<_, _>>()?;
        Ok(Noted { message: Self { master_fingerprint, keys }, skipped })
    }

    /// Writes a canonical `crypto-account`.
    pub fn encode(&self) -> Vec<u8> {
        let keys = self.keys.iter().map(|key| key.node().tagged(hdkey::TAG)).collect();
        Node::map([
            (1, Some(key_path::fingerprint_node(self.master_fingerprint))),
            (2, Some(Node::Array(keys))),
        ])
        .encode()
    }
}

pub(super) fn master_fingerprint(fields: &mut Fields) -> Result<Fingerprint, WireError> {
    let place = fields.place(1);
    key_path::fingerprint(fields.need(1)?)?.ok_or(WireError::FingerprintMissing { place })
}

pub(super) fn elements(fields: &mut Fields) -> Result<Vec<Item>, WireError> {
    let place = fields.place(2);
    let items = fields.need(2)?.array()?;
    match items.len() {
        0 => Err(WireError::Size { place, found: "an empty list".to_owned(), expected: "at least one key" }),
        found if found > KEYS_MAX => Err(WireError::Keys { place, found }),
        _ => Ok(items),
    }
}

pub(super) fn element(item: Item, skipped: &mut Vec<SkippedField>) -> Result<Fields, WireError> {
    let item = if item.has_tag(&[TAG_OUTPUT, TAG_OUTPUT_LATER]) {
        item.tagged([TAG_OUTPUT, TAG_OUTPUT_LATER])?
    } else {
        item
    };
    HdKey::fields(item, skipped)
}

/// Any public key export that can be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyCard {
    /// crypto-hdkey
    HdKey(HdKey),
    /// crypto-account
    Account(AccountList),
    /// crypto-multi-accounts
    MultiAccounts(MultiAccounts),
}

impl KeyCard {
    /// The UR types that are read: those of the standards, `hdkey`, which is the later name of `crypto-hdkey`, and the
    /// list of several chains that Keystone and others write.
    pub const UR_TYPES: [&str; 4] = [HdKey::UR_TYPE, "hdkey", AccountList::UR_TYPE, MultiAccounts::UR_TYPE];

    /// Reads an export by its UR type, one of [`Self::UR_TYPES`].
    pub fn decode(ur_type: &str, cbor: &[u8]) -> Result<Self, WireError> {
        Self::decode_noting(ur_type, cbor).map(|noted| noted.message)
    }

    /// The same, with a note for each field that was skipped.
    pub fn decode_noting(ur_type: &str, cbor: &[u8]) -> Result<Noted<Self>, WireError> {
        match ur_type {
            HdKey::UR_TYPE | "hdkey" => {
                let Noted { message, skipped } = HdKey::decode_noting(cbor)?;
                Ok(Noted { message: Self::HdKey(message), skipped })
            }
            AccountList::UR_TYPE => {
                let Noted { message, skipped } = AccountList::decode_noting(cbor)?;
                Ok(Noted { message: Self::Account(message), skipped })
            }
            MultiAccounts::UR_TYPE => {
                let Noted { message, skipped } = MultiAccounts::decode_noting(cbor)?;
                Ok(Noted { message: Self::MultiAccounts(message), skipped })
            }
            _ => Err(WireError::UrType { ur_type: ur_type.chars().take(64).collect() }),
        }
    }

    /// The keys in it, at least one.
    pub fn keys(&self) -> &[HdKey] {
        match self {
            Self::HdKey(key) => std::slice::from_ref(key),
            Self::Account(list) => &list.keys,
            Self::MultiAccounts(list) => &list.keys,
        }
    }

    /// The fingerprint that requests to this device must carry: what the export says, taken as a token.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        match self {
            Self::HdKey(key) => key.origin.source_fingerprint,
            Self::Account(list) => Some(list.master_fingerprint),
            Self::MultiAccounts(list) => Some(list.master_fingerprint),
        }
    }

    /// What the device calls itself: its claim, for a form to begin with.
    pub fn device_name(&self) -> Option<&str> {
        match self {
            Self::MultiAccounts(list) => list.device.as_deref(),
            Self::HdKey(_) | Self::Account(_) => self.keys().iter().find_map(|key| key.name.as_deref()),
        }
    }

    /// The first `count` addresses with their full paths, derived from public keys alone.
    ///
    /// Account keys give their children, one after the other; the single keys of a `crypto-account` give themselves, so
    /// there may be fewer than `count`.
    pub fn addresses(&self, count: u32) -> Result<Vec<(DerivationPath, Address)>, WireError> {
        let mut found = Vec::new();
        let wanted = usize::try_from(count).unwrap_or(usize::MAX);
        for key in self.keys() {
            let single = matches!(self, Self::Account(_)) || key.chain_code.is_none();
            for index in 0..if single { count.min(1) } else { count } {
                if found.len() == wanted {
                    return Ok(found);
                }
                found.push(if single { own(key)? } else { nth(key, index)? });
            }
        }
        Ok(found)
    }

    /// The address at `path`; `None` where no key of this card leads there without a hardened step.
    pub fn address_at(&self, path: &DerivationPath) -> Result<Option<Address>, WireError> {
        for key in self.keys() {
            let Some(rest) = path.steps().strip_prefix(key.origin.path.steps()) else { continue };
            if rest.iter().any(|step| step.is_hardened()) || (key.chain_code.is_none() && !rest.is_empty()) {
                continue;
            }
            return descend(key, rest).map(|(_, address)| Some(address));
        }
        Ok(None)
    }
}

fn own(key: &HdKey) -> Result<(DerivationPath, Address), WireError> {
    descend(key, &[])
}

/// Address `index` of an account key: `origin/children` with the wildcard replaced. MetaMask and Rabby do the same.
fn nth(key: &HdKey, index: u32) -> Result<(DerivationPath, Address), WireError> {
    let default = [PathStep::new(0, false), None];
    let pattern = key.children.as_deref().unwrap_or(&default);
    let (Some(wild), 1) = (PathStep::new(index, false), pattern.iter().filter(|step| step.is_none()).count())
    else {
        return Err(refused("the children of this key need one wildcard and an index below 2^31"));
    };
    let steps: Vec<_> = pattern.iter().map(|step| step.unwrap_or(wild)).collect();
    descend(key, &steps)
}

fn descend(key: &HdKey, steps: &[PathStep]) -> Result<(DerivationPath, Address), WireError> {
    let mut path = key.origin.path.clone();
    let mut extended = Extended { key: key.public_key, chain_code: key.chain_code.unwrap_or_default() };
    for step in steps {
        path = path.child(*step).map_err(|_| refused("the path has more than 16 steps"))?;
        extended = extended.child(*step).ok_or_else(|| refused("this child has no public key"))?;
    }
    let address = derive::address(&extended.key)
        .ok_or_else(|| WireError::PublicKey { place: Place::message(HdKey::UR_TYPE) })?;
    Ok((path, address))
}

fn refused(why: &'static str) -> WireError {
    WireError::Path { place: Place::message(HdKey::UR_TYPE), why }
}
