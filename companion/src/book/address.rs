//! From address to name and back.
//!
//! May not enter: guesses. A name stands for one address on a chain, or for none.

use shared::eth::Address;

use super::{Book, ChainEntry, Contract, Device, Key};

impl Book {
    /// What `address` is called on `chain_id`: a contract, a named address, or a key.
    pub fn name_of(&self, chain_id: u64, address: Address) -> Option<&str> {
        let here = self.addresses.iter().filter(|named| named.address == address);
        let named = here.clone().find(|named| named.chain_id == Some(chain_id));
        let everywhere = || here.clone().find(|named| named.chain_id.is_none());
        self.contract(chain_id, address)
            .map(|contract| contract.name.as_str())
            .or_else(|| named.or_else(everywhere).map(|named| named.name.as_str()))
            .or_else(|| self.key(address).map(|key| key.name.as_str()))
    }

    /// `text` with a name before each address in it that has one on `chain_id`: `“Treasury” (0x…)`. The addresses stay whole.
    pub fn named_in(&self, chain_id: u64, text: &str) -> String {
        let mut told = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("0x") {
            let (before, from) = rest.split_at(at);
            told.push_str(before);
            let digits = from.bytes().skip(2).take_while(u8::is_ascii_hexdigit).count();
            let (hex, after) = from.split_at(2 + digits);
            let address = (digits == 40).then(|| hex.parse().ok()).flatten();
            match address.and_then(|address| self.name_of(chain_id, address)) {
                Some(name) => told.push_str(&format!("“{name}” ({hex})")),
                None => told.push_str(hex),
            }
            rest = after;
        }
        told.push_str(rest);
        told
    }

    /// Whose key signs for `address`: the device and its owner, where the book knows the key; else the address.
    pub fn signer_words(&self, address: Address) -> String {
        let key = self.keys.iter().find(|key| key.address == address);
        match key.and_then(|key| Some((key, self.device(&key.device)?))) {
            Some((key, device)) => format!("{} ({}), key {}", device.name, device.owner, key.name),
            None => address.to_string(),
        }
    }

    /// The address that is called `name` on `chain_id`; capitals make no difference.
    pub fn address_of(&self, chain_id: u64, name: &str) -> Option<Address> {
        self.called(Some(chain_id), name).next()
    }

    /// The addresses that `name` may stand for on `chain_id`, or on any chain.
    pub(super) fn called(&self, chain_id: Option<u64>, name: &str) -> impl Iterator<Item = Address> {
        let name = name.trim().to_lowercase();
        let meets = move |other: Option<u64>| match (chain_id, other) {
            (Some(ours), Some(other)) => ours == other,
            _ => true,
        };
        let contracts = self
            .contracts
            .iter()
            .filter(move |contract| meets(Some(contract.chain_id)))
            .map(|contract| (contract.name.as_str(), contract.address));
        let named = self
            .addresses
            .iter()
            .filter(move |named| meets(named.chain_id))
            .map(|named| (named.name.as_str(), named.address));
        let keys = self.keys.iter().map(|key| (key.name.as_str(), key.address));
        contracts
            .chain(named)
            .chain(keys)
            .filter(move |(called, _)| called.to_lowercase() == name)
            .map(|(_, address)| address)
    }

    /// The contract at `address` on `chain_id`.
    pub fn contract(&self, chain_id: u64, address: Address) -> Option<&Contract> {
        self.contracts.iter().find(|contract| contract.chain_id == chain_id && contract.address == address)
    }

    /// The key with `address`.
    pub fn key(&self, address: Address) -> Option<&Key> {
        self.keys.iter().find(|key| key.address == address)
    }

    /// The device called `name`.
    pub fn device(&self, name: &str) -> Option<&Device> {
        self.devices.iter().find(|device| device.name == name)
    }

    /// The chain with `chain_id`, where it has nodes or is the user's.
    pub fn chain(&self, chain_id: u64) -> Option<&ChainEntry> {
        self.chains.iter().find(|chain| chain.chain_id == chain_id)
    }
}
