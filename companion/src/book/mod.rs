//! The books: whose keys there are, what addresses and contracts are called, which chains are used.
//!
//! Every change is an entry of the journal. Judgement is pure: what may be added is decided from what is there.
//! May not enter: private keys (a key card that says it holds one is refused and not stored), nodes, drawing.

mod address;
mod card;
mod chain_id;
mod judge;
pub mod nodes;
mod pages;
#[cfg(test)]
pub(crate) mod tests;

use serde::{Deserialize, Serialize};
use shared::eth::{Address, DerivationPath, Fingerprint};

pub use card::KeyChoice;
pub use chain_id::chain_id_of;
pub use judge::{BookError, NAME_CHARS_MAX, ONE_ADMINISTRATIVE_KEY, allowed};
pub(crate) use pages::PageChange;

use crate::journal::text::{bytes, fingerprint, plain};

/// A change of a book, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum BookChange {
    /// A device's key card.
    DeviceAdded(Device),
    /// A device is gone; its past requests stay.
    DeviceRemoved {
        /// By its name.
        name: String,
    },
    /// A key of a device got its job.
    KeyUsed(Key),
    /// A key has no job any more; its past requests stay.
    KeyDropped {
        /// Which.
        #[serde(with = "plain")]
        address: Address,
    },
    /// A name for an address, in place of the one it had.
    AddressNamed(Named),
    /// An address has no name any more.
    AddressForgotten {
        /// Which.
        #[serde(with = "plain")]
        address: Address,
        /// On which chain; `None` on all.
        chain_id: Option<u64>,
    },
    /// A chain of the user's, or new nodes for a known one.
    ChainSet(ChainEntry),
    /// A chain is used no more.
    ChainRemoved {
        /// Which.
        chain_id: u64,
    },
    /// A contract and its ABI.
    ContractSet(Contract),
    /// A contract is gone from the book.
    ContractRemoved {
        /// Where it is.
        #[serde(with = "plain")]
        address: Address,
        /// On which chain.
        chain_id: u64,
    },
}

/// A device that holds keys: a station with one mnemonic and passphrase, or another ERC-4527 device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// What the owner calls it.
    pub name: String,
    /// Who keeps it.
    pub owner: String,
    /// Master fingerprint as its card says; a token, compared and sent back.
    #[serde(with = "fingerprint")]
    pub fingerprint: Fingerprint,
    /// Type of the card: `crypto-hdkey`, `crypto-account`, `crypto-multi-accounts`.
    pub ur_type: String,
    /// The card, CBOR.
    #[serde(with = "bytes")]
    pub card: Vec<u8>,
}

/// A key that is used, of a device in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Of the device.
    pub device: String,
    /// From the master key.
    #[serde(with = "plain")]
    pub path: DerivationPath,
    /// Derived from the card.
    #[serde(with = "plain")]
    pub address: Address,
    /// What it is called.
    pub name: String,
    /// Whether it administers contracts: one device has at most one of these.
    pub administers: bool,
}

/// An address with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Which.
    #[serde(with = "plain")]
    pub address: Address,
    /// On which chain; `None` on all.
    pub chain_id: Option<u64>,
    /// What it is called; unique, so that a form can take it for the address.
    pub name: String,
}

/// A chain that is used here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainEntry {
    /// EIP-155.
    pub chain_id: u64,
    /// As the bundled list has it, or the user.
    pub name: String,
    /// What fees are paid in: ETH.
    pub coin: String,
    /// JSON-RPC addresses, `http:`, `https:`, `ws:` or `wss:`. They may carry API keys: never shown whole, never in a message.
    pub nodes: Vec<String>,
    /// How many blocks count as confirmed, where the chain has no finalized tag.
    pub confirmations: u64,
    /// From the user, not the bundled list.
    pub by_user: bool,
}

/// A contract with its ABI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Where it is.
    #[serde(with = "plain")]
    pub address: Address,
    /// On which chain.
    pub chain_id: u64,
    /// What it is called; unique on its chain.
    pub name: String,
    /// The ABI as a JSON array.
    pub abi: String,
}

/// All books at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    /// By name.
    pub devices: Vec<Device>,
    /// By device, then path.
    pub keys: Vec<Key>,
    /// By name.
    pub addresses: Vec<Named>,
    /// By chain id: those that have nodes or are the user's.
    pub chains: Vec<ChainEntry>,
    /// By name.
    pub contracts: Vec<Contract>,
}
