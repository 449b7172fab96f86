//! What a newcomer tries everything with: a chain inside the window, the public test mnemonic's key card, and a contract.
//!
//! Everybody has these keys (`test test … junk`), so nothing here may ever hold anything of value, and every name says so. The
//! contract is `safe-box.evm`, which is commented line by line; `safe-box.hex` is the same assembled.
//! May not enter: private keys, other chains than the devnet's.

use alloy::hex;
use shared::{
    eth::{Address, Bytes, DerivationPath, Fingerprint},
    wire::{HdKey, KeyCard, KeyPath},
};

use crate::{
    book::{Book, BookChange, ChainEntry, Contract, Device, Key},
    devnet::{CHAIN_ID, Genesis, PUBLIC_ACCOUNTS},
    journal::Entry,
};

/// What the chain is called in the books.
pub const CHAIN: &str = "Example chain (no value)";
/// What the device is called in the books.
pub const DEVICE: &str = "Example device";
/// What the contract is called.
pub const CONTRACT: &str = "Example safe box";
/// Where the contract is.
pub const CONTRACT_ADDRESS: Address = Address::new(*b"\0\0\0\0\0\0\0Coldframe box");
/// The contract's interface.
pub const ABI: &str = include_str!("safe-box.abi.json");
/// The contract's source, for the test that assembles it.
pub const SOURCE: &str = include_str!("safe-box.evm");

const CODE: &str = include_str!("safe-box.hex");
/// Of the test mnemonic's master key.
const FINGERPRINT: Fingerprint = Fingerprint([0x16, 0xa9, 0x3e, 0xd0]);
/// Of the key at `m/44'/60'`.
const PARENT: Fingerprint = Fingerprint([0x86, 0x96, 0x8b, 0x77]);
/// The public key at `m/44'/60'/0'`, compressed, and its chain code.
const PUBLIC_KEY: [u8; 33] = hex!("0206b81bac860f5a7442a85664d339809955b3ac9a5782200095127ac78aab71f5");
const CHAIN_CODE: [u8; 32] = hex!("2258179af5cec58ce793fba06d3ef8ac640d481802e0ae39c9cc3fc5a8ce1812");

/// The contract as the chain begins with it: it belongs to the first of [`PUBLIC_ACCOUNTS`].
pub fn genesis() -> Genesis {
    let owner = PUBLIC_ACCOUNTS.first().copied().unwrap_or_default();
    let storage = vec![(shared::eth::U256::ZERO, owner.into_word().into())];
    Genesis { address: CONTRACT_ADDRESS, code: code(), storage }
}

/// The contract's code.
pub fn code() -> Bytes {
    let digits: String = CODE.split_whitespace().collect();
    hex::decode(digits).unwrap_or_default().into()
}

/// The key card of the public test mnemonic's first account.
pub fn card() -> Option<HdKey> {
    let path: DerivationPath = "m/44'/60'/0'".parse().ok()?;
    Some(HdKey {
        public_key: PUBLIC_KEY,
        chain_code: Some(CHAIN_CODE),
        origin: KeyPath { path, source_fingerprint: Some(FINGERPRINT), depth: Some(3) },
        children: None,
        parent_fingerprint: Some(PARENT),
        name: Some(DEVICE.to_owned()),
        note: Some("account.standard".to_owned()),
    })
}

/// The entries that put chain, device, key and contract into the books; `url` is where the chain answers.
pub fn entries(url: String) -> Vec<Entry> {
    let chain = ChainEntry {
        chain_id: CHAIN_ID,
        name: CHAIN.to_owned(),
        coin: "ETH".to_owned(),
        nodes: vec![url],
        confirmations: 1,
        by_user: true,
    };
    let contract = Contract {
        address: CONTRACT_ADDRESS,
        chain_id: CHAIN_ID,
        name: CONTRACT.to_owned(),
        abi: ABI.to_owned(),
    };
    let mut changes = vec![BookChange::ChainSet(chain), BookChange::ContractSet(contract)];
    if let Some(card) = card() {
        changes.push(BookChange::DeviceAdded(Device {
            name: DEVICE.to_owned(),
            owner: "everybody: public test keys".to_owned(),
            fingerprint: FINGERPRINT,
            ur_type: HdKey::UR_TYPE.to_owned(),
            card: card.encode(),
        }));
        let keys = KeyCard::HdKey(card).addresses(1).unwrap_or_default();
        changes.extend(keys.into_iter().map(|(path, address)| {
            BookChange::KeyUsed(Key {
                device: DEVICE.to_owned(),
                path,
                address,
                name: "Example owner".to_owned(),
                administers: true,
            })
        }));
    }
    changes.into_iter().map(Entry::Book).collect()
}

/// Whether what `entry` would add is in the books already. The chain never is: it answers at another port each time.
pub fn is_in(book: &Book, entry: &Entry) -> bool {
    match entry {
        Entry::Book(BookChange::DeviceAdded(device)) => {
            book.devices.iter().any(|old| old.name == device.name)
        }
        Entry::Book(BookChange::KeyUsed(key)) => book.keys.iter().any(|old| old.address == key.address),
        Entry::Book(BookChange::ContractSet(contract)) => book.contracts.contains(contract),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_card_leads_to_the_public_accounts() {
        let card = KeyCard::decode(HdKey::UR_TYPE, &card().unwrap().encode()).unwrap();
        let found: Vec<Address> = card.addresses(10).unwrap().into_iter().map(|(_, found)| found).collect();
        assert_eq!(found, PUBLIC_ACCOUNTS);
    }

    #[test]
    fn everything_in_the_books_says_that_it_is_an_example() {
        for entry in entries("http://127.0.0.1:1".to_owned()) {
            let Entry::Book(change) = entry else { panic!("books alone") };
            assert!(format!("{change:?}").contains("Example"), "{change:?}");
        }
    }

    #[test]
    fn the_code_is_whole() {
        assert!(code().len() > 400 && CODE.split_whitespace().all(|line| line.len() % 2 == 0));
    }
}
