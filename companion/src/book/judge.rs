//! What may be changed in the books, decided from what is in them: pure.
//!
//! | rule                    | why                                                                                 | may be overridden |
//! |-------------------------|-------------------------------------------------------------------------------------|-------------------|
//! | names stand for one     | a form takes a name for its address, so it may mean only one                        | no                |
//! | names read as they are  | nothing invisible, turned around, or like an address                                | no                |
//! | keys are of their card  | an address that the device does not have would be asked in vain                     | no                |
//! | one administrative key  | what a lost or broken device takes with it is one role, not several                 | with a reason     |
//!
//! May not enter: files, clocks.

use shared::{
    Kind, Refusal,
    abi::{Artifact, ArtifactError},
    eth::{Address, text::is_readable},
    wire::{KeyCard, WireError},
};

use super::{Book, BookChange, ChainEntry, Contract, Device, Key, nodes};

/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 64;
/// The name of the rule that [`crate::journal::Entry::Overridden`] may set aside.
pub const ONE_ADMINISTRATIVE_KEY: &str = "one-administrative-key";
/// The highest number of confirmations that can be asked for.
const CONFIRMATIONS_MAX: u64 = 100_000;

/// Why a change of a book was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// A name that could be misread.
    #[error(
        "“{name}” cannot be a name: {why}; take 1 to {NAME_CHARS_MAX} plain characters, such as Treasury owner"
    )]
    Name {
        /// With what hides spelled out.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A name stands for one address only.
    #[error("“{name}” is the name of {other} already; take another name, or remove that one first")]
    NameTaken {
        /// The name.
        name: String,
        /// What has it.
        other: String,
    },
    /// The name of a device whose card is of another mnemonic.
    #[error(
        "the device “{name}” is in the book with fingerprint {known}, this card has {found}; give the new device another name, or remove the old one first"
    )]
    OtherDevice {
        /// The name.
        name: String,
        /// In the book.
        known: String,
        /// On the card.
        found: String,
    },
    /// The card cannot be used.
    #[error("the key card cannot be used: {0}")]
    Card(#[from] WireError),
    /// The card says another fingerprint, or none.
    #[error("the key card carries the fingerprint {found}, not {given}; export it again")]
    Fingerprint {
        /// On the card.
        found: String,
        /// What was said.
        given: String,
    },
    /// No such thing in the book.
    #[error("the book has no {what} {name}; “coldframe book {what} list” shows what it has")]
    Unknown {
        /// device, key, address, chain or contract.
        what: &'static str,
        /// How it was called.
        name: String,
    },
    /// The path does not lead to the address on this device.
    #[error(
        "the key card of “{device}” has {found} at {path}, not {address}; choose the key by --index, or import the right card"
    )]
    OtherKey {
        /// The device.
        device: String,
        /// The path.
        path: String,
        /// What is there.
        found: String,
        /// What was said.
        address: Address,
    },
    /// A second administering key on one device.
    #[error(
        "{device} holds an administering key already ({address}, “{name}”): if it is lost or broken, both roles go with it. Put this key on a device of its own, or give a reason with --override REASON, which is written into the journal"
    )]
    SecondAdministeringKey {
        /// In words, with its fingerprint.
        device: String,
        /// The one it has.
        address: Address,
        /// What that is called.
        name: String,
    },
    /// A chain that cannot be.
    #[error("chain {chain_id} cannot be added: {why}")]
    Chain {
        /// Which.
        chain_id: u64,
        /// What is wrong, with what to do.
        why: String,
    },
    /// A node address that cannot be used. Its text is not repeated, it may hold an API key.
    #[error(
        "node {number} of the chain cannot be used: {why}; write http://, https://, ws:// or wss:// and a host, such as http://127.0.0.1:8545"
    )]
    Node {
        /// From 1.
        number: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The ABI cannot be read.
    #[error(transparent)]
    Abi(#[from] ArtifactError),
    /// A reason is what an override is made of.
    #[error("an override needs a reason in words: it is what the next reader of the journal has")]
    NoReason,
}

impl Refusal for BookError {
    fn kind(&self) -> Kind {
        match self {
            Self::Name { .. } | Self::NameTaken { .. } => Kind::new("name"),
            Self::OtherDevice { .. } | Self::Fingerprint { .. } => Kind::new("fingerprint-mismatch"),
            Self::Card(error) => error.kind(),
            Self::Unknown { .. } => Kind::new("not-in-book"),
            Self::OtherKey { .. } => Kind::new("address-mismatch"),
            Self::SecondAdministeringKey { .. } => Kind::new(ONE_ADMINISTRATIVE_KEY),
            Self::Chain { .. } => Kind::new("chain"),
            Self::Node { .. } => Kind::new("url"),
            Self::Abi(error) => error.kind(),
            Self::NoReason => Kind::new("reason"),
        }
    }
}

impl BookError {
    /// The rule's name, where an override with a reason sets it aside.
    pub fn rule(&self) -> Option<&'static str> {
        matches!(self, Self::SecondAdministeringKey { .. }).then_some(ONE_ADMINISTRATIVE_KEY)
    }
}

/// The judgement, but for a rule that was overridden.
pub fn allowed(judged: Result<(), BookError>, overridden: Option<&str>) -> Result<(), BookError> {
    match judged {
        Err(error) if error.rule().is_some() && error.rule() == overridden => Ok(()),
        other => other,
    }
}

impl Book {
    /// Whether `change` may be made. A rule that may be overridden is the last to be held against it, so that nothing else is
    /// passed over with it.
    pub fn judge(&self, change: &BookChange) -> Result<(), BookError> {
        let unknown = |what, name: String| Err(BookError::Unknown { what, name });
        match change {
            BookChange::DeviceAdded(device) => self.device_added(device),
            BookChange::DeviceRemoved { name } if self.device(name).is_none() => {
                unknown("device", format!("“{}”", shown(name)))
            }
            BookChange::KeyUsed(key) => self.key_used(key),
            BookChange::KeyDropped { address } if self.key(*address).is_none() => {
                unknown("key", address.to_string())
            }
            BookChange::AddressNamed(named) => self.name_is_free(&named.name, named.chain_id, named.address),
            BookChange::AddressForgotten { address, chain_id }
                if !self
                    .addresses
                    .iter()
                    .any(|named| named.address == *address && named.chain_id == *chain_id) =>
            {
                unknown("address", address.to_string())
            }
            BookChange::ChainSet(chain) => chain_set(chain),
            BookChange::ChainRemoved { chain_id } if self.chain(*chain_id).is_none() => {
                unknown("chain", chain_id.to_string())
            }
            BookChange::ContractSet(contract) => self.contract_set(contract),
            BookChange::ContractRemoved { address, chain_id }
                if self.contract(*chain_id, *address).is_none() =>
            {
                unknown("contract", address.to_string())
            }
            _ => Ok(()),
        }
    }

    fn device_added(&self, device: &Device) -> Result<(), BookError> {
        name_reads(&device.name)?;
        name_reads(&device.owner)?;
        let card = KeyCard::decode(&device.ur_type, &device.card)?;
        card.addresses(1)?;
        let found = card.fingerprint();
        if found != Some(device.fingerprint) {
            let found = found.map_or("none".to_owned(), |found| found.to_string());
            return Err(BookError::Fingerprint { found, given: device.fingerprint.to_string() });
        }
        let same = |other: &&Device| other.name.to_lowercase() == device.name.to_lowercase();
        match self.devices.iter().find(same) {
            Some(known) if known.fingerprint != device.fingerprint || known.name != device.name => {
                Err(BookError::OtherDevice {
                    name: known.name.clone(),
                    known: known.fingerprint.to_string(),
                    found: device.fingerprint.to_string(),
                })
            }
            _ => Ok(()),
        }
    }

    fn key_used(&self, key: &Key) -> Result<(), BookError> {
        let Some(device) = self.device(&key.device) else {
            return Err(BookError::Unknown { what: "device", name: format!("“{}”", shown(&key.device)) });
        };
        let found = KeyCard::decode(&device.ur_type, &device.card)?.address_at(&key.path)?;
        if found != Some(key.address) {
            return Err(BookError::OtherKey {
                device: device.name.clone(),
                path: key.path.to_string(),
                found: found.map_or("no key".to_owned(), |found| found.to_string()),
                address: key.address,
            });
        }
        self.name_is_free(&key.name, None, key.address)?;
        if !key.administers {
            return Ok(());
        }
        // Two devices of one mnemonic are one device here: whoever has the words has both keys.
        let same = |other: &&Key| {
            other.administers
                && other.address != key.address
                && (other.device == key.device
                    || self.device(&other.device).is_some_and(|it| it.fingerprint == device.fingerprint))
        };
        match self.keys.iter().find(same) {
            Some(other) => Err(BookError::SecondAdministeringKey {
                device: format!("the device “{}” ({})", other.device, device.fingerprint),
                address: other.address,
                name: other.name.clone(),
            }),
            None => Ok(()),
        }
    }

    fn contract_set(&self, contract: &Contract) -> Result<(), BookError> {
        self.name_is_free(&contract.name, Some(contract.chain_id), contract.address)?;
        Artifact::parse(&contract.abi)?;
        Ok(())
    }

    fn name_is_free(&self, name: &str, chain_id: Option<u64>, address: Address) -> Result<(), BookError> {
        name_reads(name)?;
        match self.called(chain_id, name).find(|other| *other != address) {
            Some(other) => Err(BookError::NameTaken { name: name.to_owned(), other: other.to_string() }),
            None => Ok(()),
        }
    }
}

fn chain_set(chain: &ChainEntry) -> Result<(), BookError> {
    let refused = |why: &str| Err(BookError::Chain { chain_id: chain.chain_id, why: why.to_owned() });
    if chain.chain_id == 0 {
        return refused("chain ids begin at 1 (EIP-155)");
    }
    name_reads(&chain.name)?;
    name_reads(&chain.coin)?;
    if !(1..=CONFIRMATIONS_MAX).contains(&chain.confirmations) {
        return refused("confirmations are 1 to 100000 blocks");
    }
    if chain.nodes.len() > nodes::NODES_MAX {
        return refused("at most 16 nodes are asked; leave the others out");
    }
    let faults = chain.nodes.iter().enumerate();
    match faults.filter_map(|(at, node)| Some((at + 1, nodes::fault(node)?))).next() {
        Some((number, why)) => Err(BookError::Node { number, why }),
        None => Ok(()),
    }
}

/// The text of a refused name, safe to show.
fn shown(name: &str) -> String {
    shared::eth::text::spelled_out(&name.chars().take(NAME_CHARS_MAX).collect::<String>())
}

/// Whether a name can be read for nothing else than it is.
fn name_reads(name: &str) -> Result<(), BookError> {
    let digits = name.strip_prefix("0x").unwrap_or(name);
    let why = if name.trim().is_empty() {
        "it is empty"
    } else if name.trim() != name {
        "it begins or ends with a space"
    } else if name.chars().count() > NAME_CHARS_MAX {
        "it is too long"
    } else if !is_readable(name) || name.contains(['\n', '\r', '\t']) {
        "it has characters that do not show, or that turn the direction of reading"
    } else if name.to_lowercase().starts_with("0x")
        || (digits.len() == 40 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        "it looks like an address"
    } else {
        return Ok(());
    };
    Err(BookError::Name { name: shown(name), why })
}
