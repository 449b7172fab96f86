//! Contracts that the Safe project published, by address: the table `assets/safe.tsv`.
//!
//! An address that stands here is a hint, not a proof: what code is at it on a network only a proof says. May not enter: an
//! address from anywhere but the table.

use crate::eth::{Address, B256};
use std::{collections::HashMap, sync::LazyLock};

/// What a published contract is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The code of Safes.
    Singleton,
    /// The same with more events.
    SingletonL2,
    /// Creates Safes.
    Factory,
    /// Runs a batch as the Safe, delegatecalls among it.
    MultiSend,
    /// Runs a batch of plain calls.
    MultiSendCallOnly,
    /// Answers calls that a Safe does not know.
    FallbackHandler,
    /// Has a Safe sign a message.
    SignMessage,
    /// Has a Safe create a contract.
    CreateCall,
    /// Tries calls.
    Simulator,
    /// Replaces a Safe's code by a newer singleton.
    Migration,
    /// Replaces the code of a new Safe by the L2 singleton.
    L2Setup,
    /// Creates contracts by CREATE2, from a salt and init code.
    Deployer,
}

impl Role {
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "singleton" => Self::Singleton,
            "singleton-l2" => Self::SingletonL2,
            "factory" => Self::Factory,
            "multi-send" => Self::MultiSend,
            "multi-send-call-only" => Self::MultiSendCallOnly,
            "fallback-handler" => Self::FallbackHandler,
            "sign-message" => Self::SignMessage,
            "create-call" => Self::CreateCall,
            "simulator" => Self::Simulator,
            "migration" => Self::Migration,
            "l2-setup" => Self::L2Setup,
            "deployer" => Self::Deployer,
            _ => return None,
        })
    }

    /// The functions that are meant to be run as the Safe, by delegatecall.
    pub const fn library(self) -> &'static [&'static str] {
        match self {
            Self::MultiSend | Self::MultiSendCallOnly => &["multiSend"],
            Self::SignMessage => &["signMessage"],
            Self::CreateCall => &["performCreate", "performCreate2"],
            Self::Migration => &[
                "migrateSingleton",
                "migrateWithFallbackHandler",
                "migrateL2Singleton",
                "migrateL2WithFallbackHandler",
                "migrateToL2",
                "migrateFromV111",
            ],
            Self::L2Setup => &["setupToL2"],
            _ => &[],
        }
    }
}

/// A published contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Where.
    pub address: Address,
    /// What for.
    pub role: Role,
    /// `1.4.1`; empty where it has none.
    pub version: &'static str,
    /// As the project calls it.
    pub name: &'static str,
    /// keccak256 of its runtime code.
    pub code_hash: B256,
}

static TABLE: LazyLock<Vec<Published>> = LazyLock::new(|| rows().filter_map(row).collect());

static BY_ADDRESS: LazyLock<HashMap<Address, &'static Published>> =
    LazyLock::new(|| TABLE.iter().map(|published| (published.address, published)).collect());

fn rows() -> impl Iterator<Item = &'static str> {
    include_str!("../../../assets/safe.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(line: &'static str) -> Option<Published> {
    let columns: Vec<_> = line.split('\t').collect();
    let &[address, role, version, name, code_hash] = columns.as_slice() else { return None };
    Some(Published {
        address: address.parse().ok()?,
        role: Role::named(role)?,
        version: if version == "-" { "" } else { version },
        name,
        code_hash: code_hash.parse().ok()?,
    })
}

impl Published {
    /// The one at an address.
    pub fn at(address: Address) -> Option<&'static Self> {
        BY_ADDRESS.get(&address).copied()
    }

    /// All of them.
    pub fn all() -> &'static [Self] {
        &TABLE
    }

    /// Whether its version is at least this one; not where it has none.
    pub fn is_since(&self, major: u32, minor: u32) -> bool {
        let mut parts = self.version.split('.').map(str::parse);
        matches!((parts.next(), parts.next()), (Some(Ok(first)), Some(Ok(second))) if (first, second) >= (major, minor))
    }

    /// `MultiSend 1.4.1`.
    pub fn words(&self) -> String {
        if self.version.is_empty() { self.name.to_owned() } else { format!("{} {}", self.name, self.version) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eth::keccak256;
    use alloy_primitives::hex;

    #[test]
    fn every_row_is_read_with_a_right_checksum_and_no_address_stands_twice() {
        for line in rows() {
            let published = row(line).unwrap_or_else(|| panic!("{line}"));
            assert!(line.starts_with(&published.address.to_string()), "{line}");
        }
        assert_eq!(BY_ADDRESS.len(), rows().count());
        assert!(Published::all().len() >= 50);
    }

    #[test]
    fn well_known_addresses_are_what_they_are_known_as() {
        for (address, role, words) in [
            ("0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761", Role::MultiSend, "MultiSend 1.3.0"),
            (
                "0x9641d764fc13c8B624c04430C7356C1C7C8102e2",
                Role::MultiSendCallOnly,
                "MultiSendCallOnly 1.4.1",
            ),
            ("0x41675C099F32341bf84BFc5382aF534df5C7461a", Role::Singleton, "Safe 1.4.1"),
        ] {
            let published = Published::at(address.parse().unwrap()).unwrap();
            assert_eq!((published.role, published.words().as_str()), (role, words));
        }
        assert_eq!(Published::at(Address::ZERO), None);
        for (version, since) in
            [("1.5.0", true), ("2.0.0", true), ("1.4.1", false), ("1.10.0", true), ("", false)]
        {
            let published = Published { version, ..Published::all()[0].clone() };
            assert_eq!(published.is_since(1, 5), since, "{version}");
        }
    }

    #[test]
    fn the_hash_of_the_deployment_proxy_is_that_of_its_code() {
        let code = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3";
        let hash = keccak256(hex::decode(code).unwrap());
        let deployers = Published::all().iter().filter(|published| published.role == Role::Deployer);
        assert!(deployers.into_iter().all(|published| published.code_hash == hash));
    }
}
