//! An entry in a line of words, the same in window, commands and exports.
//!
//! Texts of strangers (nodes, devices) stand in it as they came; who shows them makes them harmless. May not enter: colours.

use super::Entry;
use crate::book::BookChange;

impl Entry {
    /// What it says, in one line.
    pub fn words(&self) -> String {
        match self {
            Self::Asked(asked) => match asked.replaces {
                Some(replaced) => format!("asked, in place of {replaced}: {}", asked.purpose),
                None => format!("asked: {}", asked.purpose),
            },
            Self::Answered { signed: Some(_), .. } => {
                "answered: signed, and compared with the request".to_owned()
            }
            Self::Answered { signed: None, .. } => {
                "answered: the signature was compared with the request".to_owned()
            }
            Self::AnswerRefused { kind, reason, .. } => {
                format!("an answer was refused ({kind}): {}", reason.replace('\n', " "))
            }
            Self::Sending { hash, nodes, .. } => format!("about to be sent to {}: {hash}", nodes.join(", ")),
            Self::Told { node, refused: None, .. } => format!("{node} took it"),
            Self::Told { node, refused: Some(reason), .. } => {
                format!("{node} refused it: {}", reason.replace('\n', " "))
            }
            Self::Mined { block, succeeded, gas_used, .. } => {
                let how = if *succeeded { "successful" } else { "reverted" };
                format!("in block {}, {how}, {gas_used} gas: {}", block.number, block.hash)
            }
            Self::Reorganised { block, .. } => {
                format!("block {} is no longer part of the chain: {}", block.number, block.hash)
            }
            Self::Final { block, .. } => format!("block {} is final", block.number),
            Self::NonceTaken { by: Some(by), .. } => format!("its nonce was used by {by}"),
            Self::NonceTaken { by: None, .. } => "its nonce was used by another transaction".to_owned(),
            Self::Abandoned { reason, .. } => format!("given up: {reason}"),
            Self::Book(change) => change.words(),
            Self::Overridden { rule, about, reason } => {
                format!("rule {rule} set aside for {about}: {reason}")
            }
        }
    }
}

impl BookChange {
    /// What it does, in one line; without what is secret in the addresses of nodes.
    pub fn words(&self) -> String {
        let on = |chain: Option<u64>| chain.map_or("every chain".to_owned(), |id| format!("chain {id}"));
        match self {
            Self::DeviceAdded(device) => {
                format!("device “{}” of {}, fingerprint {}", device.name, device.owner, device.fingerprint)
            }
            Self::DeviceRemoved { name } => format!("device “{name}” removed, with its keys"),
            Self::KeyUsed(key) => {
                let job = if key.administers { "administers" } else { "does not administer" };
                format!("key “{}”, {} at {} of “{}”, {job}", key.name, key.address, key.path, key.device)
            }
            Self::KeyDropped { address } => format!("key {address} removed"),
            Self::AddressNamed(named) => {
                format!("{} is called “{}” on {}", named.address, named.name, on(named.chain_id))
            }
            Self::AddressForgotten { address, chain_id } => {
                format!("{address} has no name on {} any more", on(*chain_id))
            }
            Self::ChainSet(chain) => {
                let nodes: Vec<_> = chain.nodes.iter().map(|node| crate::book::nodes::shown(node)).collect();
                let nodes = if nodes.is_empty() { "no nodes".to_owned() } else { nodes.join(", ") };
                format!("chain {} “{}” with {nodes}", chain.chain_id, chain.name)
            }
            Self::ChainRemoved { chain_id } => format!("chain {chain_id} removed"),
            Self::ContractSet(contract) => {
                format!("contract “{}” at {} on chain {}", contract.name, contract.address, contract.chain_id)
            }
            Self::ContractRemoved { address, chain_id } => {
                format!("contract {address} on chain {chain_id} removed")
            }
        }
    }
}
