//! The books as the journal keeps them: a page for each thing, and what a change does to the pages.
//!
//! May not enter: rules. What may change is decided before, in `judge`.

use serde::{Serialize, de::DeserializeOwned};
use shared::eth::Address;

use super::{Book, BookChange};
use crate::journal::BookRow;

const DEVICES: &str = "device";
const KEYS: &str = "key";
const ADDRESSES: &str = "address";
const CHAINS: &str = "chain";
const CONTRACTS: &str = "contract";

/// What happens to the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PageChange {
    /// In place of the one of this key.
    Put(BookRow),
    /// Gone.
    Drop { shelf: &'static str, key: String },
    /// All that go with `owner` are gone.
    DropOwned { shelf: &'static str, owner: String },
}

impl BookChange {
    /// What it does to the pages, in order.
    pub(crate) fn pages(&self) -> Vec<PageChange> {
        match self {
            Self::DeviceAdded(device) => vec![put(DEVICES, device.name.clone(), None, device)],
            Self::DeviceRemoved { name } => {
                vec![drop(DEVICES, name.clone()), PageChange::DropOwned { shelf: KEYS, owner: name.clone() }]
            }
            Self::KeyUsed(key) => vec![put(KEYS, key.address.to_string(), Some(key.device.clone()), key)],
            Self::KeyDropped { address } => vec![drop(KEYS, address.to_string())],
            Self::AddressNamed(named) => {
                vec![put(ADDRESSES, on(named.chain_id, named.address), None, named)]
            }
            Self::AddressForgotten { address, chain_id } => vec![drop(ADDRESSES, on(*chain_id, *address))],
            Self::ChainSet(chain) => vec![put(CHAINS, chain.chain_id.to_string(), None, chain)],
            Self::ChainRemoved { chain_id } => vec![drop(CHAINS, chain_id.to_string())],
            Self::ContractSet(contract) => {
                vec![put(CONTRACTS, on(Some(contract.chain_id), contract.address), None, contract)]
            }
            Self::ContractRemoved { address, chain_id } => {
                vec![drop(CONTRACTS, on(Some(*chain_id), *address))]
            }
        }
    }
}

fn put(shelf: &'static str, key: String, owner: Option<String>, page: &impl Serialize) -> PageChange {
    // Through a value, whose keys are ascending: one spelling. No page has a map with keys that are no text.
    let body = serde_json::to_value(page).unwrap_or_default().to_string();
    PageChange::Put(BookRow { shelf: shelf.to_owned(), key, owner, body })
}

fn drop(shelf: &'static str, key: String) -> PageChange {
    PageChange::Drop { shelf, key }
}

fn on(chain_id: Option<u64>, address: Address) -> String {
    chain_id.map_or_else(|| format!("{address} everywhere"), |id| format!("{address} on {id}"))
}

impl Book {
    /// The books of their pages, sorted for people; refused where a page is none that was written here.
    pub(crate) fn of_pages(pages: Vec<BookRow>) -> Result<Self, String> {
        let mut book = Self::default();
        for page in pages {
            match page.shelf.as_str() {
                DEVICES => book.devices.push(read(&page)?),
                KEYS => book.keys.push(read(&page)?),
                ADDRESSES => book.addresses.push(read(&page)?),
                CHAINS => book.chains.push(read(&page)?),
                CONTRACTS => book.contracts.push(read(&page)?),
                other => return Err(format!("there is no book of {other}")),
            }
        }
        book.keys.sort_by_cached_key(|key| (key.device.clone(), key.path.to_string()));
        book.addresses.sort_by_cached_key(|named| (named.name.to_lowercase(), named.chain_id));
        book.chains.sort_by_key(|chain| chain.chain_id);
        book.contracts.sort_by_cached_key(|contract| (contract.name.to_lowercase(), contract.chain_id));
        Ok(book)
    }
}

fn read<T: DeserializeOwned>(page: &BookRow) -> Result<T, String> {
    serde_json::from_str(&page.body).map_err(|error| format!("{} {}: {error}", page.shelf, page.key))
}
