//! Names of storage slots, as far as a standard fixes where something lies.
//!
//! | standard                              | slots                                                                      |
//! |---------------------------------------|----------------------------------------------------------------------------|
//! | EIP-1967                              | implementation, admin, beacon                                              |
//! | ERC-7201, OpenZeppelin 5 upgradeable  | owner, pending owner, paused, version, supply, and roles of known accounts |
//! | Safe 1.3 to 1.4.1                     | guard, fallback handler by hash; the low slots only if it is a Safe        |
//!
//! A slot's number proves nothing about the contract: a name here says what such a slot holds where the standard is kept.

use std::{collections::HashMap, sync::LazyLock};

use alloy::primitives::{Address, B256, U256, keccak256};
use shared::abi::known::role_name;

use super::Wish;

/// The most words of the call that are tried as accounts and as roles.
const TRIED_MAX: usize = 8;

/// OpenZeppelin's namespaces, a slot in it, and what lies there.
const NAMESPACED: [(&str, u64, &str); 14] = [
    ("openzeppelin.storage.Ownable", 0, "owner"),
    ("openzeppelin.storage.Ownable2Step", 0, "pending owner"),
    ("openzeppelin.storage.Pausable", 0, "paused"),
    ("openzeppelin.storage.Initializable", 0, "initialised version"),
    ("openzeppelin.storage.ReentrancyGuard", 0, "re-entrancy guard"),
    ("openzeppelin.storage.ERC20", 2, "total supply of tokens"),
    ("openzeppelin.storage.ERC20", 3, "name of the token"),
    ("openzeppelin.storage.ERC20", 4, "symbol of the token"),
    ("openzeppelin.storage.AccessControlDefaultAdminRules", 0, "pending default admin and its time"),
    ("openzeppelin.storage.AccessControlDefaultAdminRules", 1, "default admin and its delay"),
    ("openzeppelin.storage.AccessManaged", 0, "authority (access manager)"),
    ("openzeppelin.storage.TimelockController", 1, "minimum delay of the timelock"),
    ("openzeppelin.storage.Governor", 0, "name of the governor"),
    ("openzeppelin.storage.ERC4626", 0, "asset of the vault"),
];

/// Where Safe keeps what is not hashed; other contracts use the same low numbers for other things.
const OF_A_SAFE: [(u64, &str); 4] = [
    (0, "slot 0 (of a Safe behind a proxy: its code)"),
    (3, "slot 3 (of a Safe: how many owners)"),
    (4, "slot 4 (of a Safe: its threshold)"),
    (5, "slot 5 (of a Safe: its nonce)"),
];

fn hash(text: &str) -> U256 {
    keccak256(text).into()
}

/// The slot of an ERC-7201 namespace: keccak256(keccak256(id) - 1) with the last byte zero.
fn namespace(id: &str) -> U256 {
    let inner = hash(id).wrapping_sub(U256::from(1));
    let base: U256 = keccak256(inner.to_be_bytes::<32>()).into();
    base & !U256::from(0xff)
}

/// The slot of a mapping's member.
fn member(key: B256, base: U256) -> U256 {
    keccak256([key.0, base.to_be_bytes()].concat()).into()
}

static FIXED: LazyLock<HashMap<U256, String>> = LazyLock::new(|| {
    let one = U256::from(1);
    let proxy = |what: &str| hash(&format!("eip1967.proxy.{what}")).wrapping_sub(one);
    let mut slots = HashMap::from([
        (proxy("implementation"), "implementation (EIP-1967)".to_owned()),
        (proxy("admin"), "admin of the proxy (EIP-1967)".to_owned()),
        (proxy("beacon"), "beacon (EIP-1967)".to_owned()),
        (hash("guard_manager.guard.address"), "guard of the Safe".to_owned()),
        (hash("fallback_manager.handler.address"), "fallback handler of the Safe".to_owned()),
        (hash("module_manager.module_guard.address"), "module guard of the Safe".to_owned()),
    ]);
    slots.extend(
        NAMESPACED.map(|(id, place, name)| (namespace(id) + U256::from(place), format!("{name} (ERC-7201)"))),
    );
    slots.extend(OF_A_SAFE.map(|(slot, name)| (U256::from(slot), name.to_owned())));
    slots
});

/// Names of the slots that one call may change.
#[derive(Debug)]
pub(super) struct Slots {
    mapped: HashMap<U256, String>,
}

impl Slots {
    /// Roles and token balances lie under hashes of accounts, so the accounts and roles of the call are tried.
    pub(super) fn of(wish: &Wish) -> Self {
        let data = wish.intent.data.get(4..).unwrap_or_default();
        let words: Vec<B256> = data.chunks_exact(32).take(TRIED_MAX).map(B256::from_slice).collect();
        let is_address = |word: &&B256| word.0.iter().take(12).all(|byte| *byte == 0) && !word.is_zero();
        let mut accounts: Vec<Address> =
            words.iter().filter(is_address).map(|word| Address::from_word(*word)).collect();
        accounts.push(wish.key.address);
        accounts.extend(wish.intent.to);
        let mut roles = words;
        roles.push(B256::ZERO);
        let mut mapped = HashMap::new();
        for (base, standard) in [
            (namespace("openzeppelin.storage.AccessControl"), "ERC-7201"),
            (U256::ZERO, "if its roles lie in slot 0"),
        ] {
            for role in &roles {
                let of_role = member(*role, base);
                let called = role_name(role).map_or_else(|| role.to_string(), str::to_owned);
                for account in &accounts {
                    mapped.insert(
                        member(account.into_word(), of_role),
                        format!("whether {account} has the role {called} ({standard})"),
                    );
                }
            }
        }
        let tokens = namespace("openzeppelin.storage.ERC20");
        for account in &accounts {
            mapped.insert(member(account.into_word(), tokens), format!("tokens of {account} (ERC-7201)"));
        }
        Self { mapped }
    }

    /// What a slot holds, or its number.
    pub(super) fn name(&self, slot: U256) -> String {
        let known = FIXED.get(&slot).or_else(|| self.mapped.get(&slot));
        known.cloned().unwrap_or_else(|| match u16::try_from(slot) {
            Ok(small) => format!("slot {small}"),
            Err(_) => format!("slot {slot:#x}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::TxIntent;
    use shared::abi::Signature;

    #[test]
    fn the_slots_are_those_of_the_standards() {
        let slots = Slots::of(&Wish::new(TxIntent::default(), super::super::tests::key()));
        for (slot, name) in [
            (
                "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
                "implementation (EIP-1967)",
            ),
            (
                "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103",
                "admin of the proxy (EIP-1967)",
            ),
            ("0x9016d09d72d40fdae2fd8ceac6b6234c7706214fd39c1cd1e609a0528c199300", "owner (ERC-7201)"),
            ("0xcd5ed15c6e187e77e9aee88184c21f4f2182ab5827cb3b7e07fbedcd63f03300", "paused (ERC-7201)"),
            ("0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8", "guard of the Safe"),
            ("0x7", "slot 7"),
        ] {
            assert_eq!(slots.name(slot.parse().unwrap()), name);
        }
    }

    #[test]
    fn the_role_of_a_call_is_found_where_the_standard_puts_it() {
        let role = keccak256("PAUSER_ROLE");
        let who = Address::repeat_byte(5);
        let call = Signature::parse("grantRole(bytes32,address)").unwrap();
        let data = call.encode(&[role.to_string(), who.to_string()]).unwrap();
        let slots = Slots::of(&Wish::new(
            TxIntent { data: data.into(), ..TxIntent::default() },
            super::super::tests::key(),
        ));
        let base: U256 =
            "0x02dd7bc7dec4dceedda775e58dd541e08a116c6c53815c0bd028192f7b626800".parse().unwrap();
        let name = slots.name(member(who.into_word(), member(role, base)));
        assert!(name.contains("has the role PAUSER_ROLE"), "{name}");
    }
}
