//! What a call asks of the state, as far as a proof can speak to it: which addresses and slots it is about.
//!
//! The words of a review come from elsewhere; a call that is not here is reviewed all the same, only no slot is asked for it. May
//! not enter: effects, severities.

use crate::eth::{Address, B256, U256, keccak256};
use std::{collections::HashMap, sync::LazyLock};

/// A call that a review came across, inside whatever it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reached {
    /// Whose code runs.
    pub code: Address,
    /// Whose storage it changes: another account than `code` for a delegatecall; [`None`] where it is not named.
    pub on: Option<Address>,
    /// The first bytes of the calldata, at most [`HEAD_BYTES`].
    pub head: Vec<u8>,
}

/// A selector and four words.
pub const HEAD_BYTES: usize = 4 + 4 * 32;

/// What a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Other code behind a proxy; of the called account itself where `proxy` is [`None`].
    Upgrade {
        /// Whose code.
        proxy: Option<Address>,
        /// The new code.
        to: Address,
    },
    /// Another owner or admin, at once or once it accepts.
    NewOwner(Address),
    /// A function that only the owner may call.
    OwnerOnly,
    /// A role is given or taken.
    Role {
        /// Which.
        role: B256,
        /// Whose.
        account: Address,
        /// Given, or taken.
        gives: bool,
    },
    /// An owner of a Safe comes, goes or is replaced.
    SafeOwners {
        /// Who comes.
        adds: Option<Address>,
        /// Who goes, with who stands before it in the list.
        removes: Option<(Address, Address)>,
        /// How many must sign from then on; unchanged for [`None`].
        threshold: Option<U256>,
    },
    /// A module of a Safe comes or goes.
    SafeModule {
        /// Which.
        module: Address,
        /// Who stands before it in the list, where it goes.
        goes_after: Option<Address>,
    },
    /// A contract gets power over the called one: guard, handler, singleton.
    Power(Address),
}

type Reading = fn([B256; 4]) -> Option<Meaning>;

/// The functions that are understood: what each of the first four words means.
const FUNCTIONS: [(&str, usize, Reading); 24] = [
    ("upgradeTo(address)", 1, |[to, ..]| Some(Meaning::Upgrade { proxy: None, to: address(to)? })),
    ("upgradeToAndCall(address,bytes)", 1, |[to, ..]| {
        Some(Meaning::Upgrade { proxy: None, to: address(to)? })
    }),
    ("upgrade(address,address)", 2, proxy_admin),
    ("upgradeAndCall(address,address,bytes)", 2, proxy_admin),
    ("changeAdmin(address)", 1, |[to, ..]| Some(Meaning::NewOwner(address(to)?))),
    ("changeProxyAdmin(address,address)", 2, |[_, to, ..]| Some(Meaning::NewOwner(address(to)?))),
    ("transferOwnership(address)", 1, |[to, ..]| Some(Meaning::NewOwner(address(to)?))),
    ("renounceOwnership()", 0, |_| Some(Meaning::OwnerOnly)),
    ("pause()", 0, |_| Some(Meaning::OwnerOnly)),
    ("unpause()", 0, |_| Some(Meaning::OwnerOnly)),
    ("grantRole(bytes32,address)", 2, |words| role(words, true)),
    ("revokeRole(bytes32,address)", 2, |words| role(words, false)),
    ("renounceRole(bytes32,address)", 2, |words| role(words, false)),
    ("addOwnerWithThreshold(address,uint256)", 2, |[adds, threshold, ..]| {
        let (adds, threshold) = (Some(address(adds)?), Some(threshold.into()));
        Some(Meaning::SafeOwners { adds, removes: None, threshold })
    }),
    ("removeOwner(address,address,uint256)", 3, |[before, owner, threshold, _]| {
        let (removes, threshold) = (Some((address(before)?, address(owner)?)), Some(threshold.into()));
        Some(Meaning::SafeOwners { adds: None, removes, threshold })
    }),
    ("swapOwner(address,address,address)", 3, |[before, owner, new, _]| {
        let removes = Some((address(before)?, address(owner)?));
        Some(Meaning::SafeOwners { adds: Some(address(new)?), removes, threshold: None })
    }),
    ("changeThreshold(uint256)", 1, |[threshold, ..]| {
        Some(Meaning::SafeOwners { adds: None, removes: None, threshold: Some(threshold.into()) })
    }),
    ("enableModule(address)", 1, |[module, ..]| {
        Some(Meaning::SafeModule { module: address(module)?, goes_after: None })
    }),
    ("disableModule(address,address)", 2, |[before, module, ..]| {
        Some(Meaning::SafeModule { module: address(module)?, goes_after: Some(address(before)?) })
    }),
    ("setGuard(address)", 1, power),
    ("setModuleGuard(address)", 1, power),
    ("setFallbackHandler(address)", 1, power),
    ("changeMasterCopy(address)", 1, power),
    ("setImplementation(address)", 1, |[to, ..]| Some(Meaning::Upgrade { proxy: None, to: address(to)? })),
];

static BY_SELECTOR: LazyLock<HashMap<[u8; 4], (usize, Reading)>> = LazyLock::new(|| {
    let selector = |signature: &str| keccak256(signature).first_chunk().copied().unwrap_or_default();
    FUNCTIONS.iter().map(|(signature, words, reading)| (selector(signature), (*words, *reading))).collect()
});

impl Reached {
    /// What it is about, where that is known. A word that is no clean address is no meaning.
    pub fn meaning(&self) -> Option<Meaning> {
        let (selector, arguments) = self.head.split_first_chunk::<4>()?;
        let (needed, reading) = BY_SELECTOR.get(selector)?;
        let mut words = [B256::ZERO; 4];
        let there = arguments.chunks_exact(32);
        if there.len() < *needed {
            return None;
        }
        words.iter_mut().zip(there).for_each(|(word, bytes)| *word = B256::from_slice(bytes));
        reading(words)
    }
}

fn address(word: B256) -> Option<Address> {
    super::layout::address(word.into())
}

fn proxy_admin([proxy, to, ..]: [B256; 4]) -> Option<Meaning> {
    Some(Meaning::Upgrade { proxy: Some(address(proxy)?), to: address(to)? })
}

fn role([role, account, ..]: [B256; 4], gives: bool) -> Option<Meaning> {
    Some(Meaning::Role { role, account: address(account)?, gives })
}

fn power([to, ..]: [B256; 4]) -> Option<Meaning> {
    Some(Meaning::Power(address(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(signature: &str, words: &[B256]) -> Reached {
        let mut head = keccak256(signature)[..4].to_vec();
        words.iter().for_each(|word| head.extend(word));
        Reached { code: Address::ZERO, on: None, head }
    }

    #[test]
    fn a_call_means_what_its_words_say_or_nothing() {
        let [a, b] = [Address::repeat_byte(0xa1), Address::repeat_byte(0xb2)];
        let upgrade = reached("upgradeAndCall(address,address,bytes)", &[a.into_word(), b.into_word()]);
        assert_eq!(upgrade.meaning(), Some(Meaning::Upgrade { proxy: Some(a), to: b }));
        let grant = reached("grantRole(bytes32,address)", &[B256::repeat_byte(3), a.into_word()]);
        assert_eq!(
            grant.meaning(),
            Some(Meaning::Role { role: B256::repeat_byte(3), account: a, gives: true })
        );
        for (nothing, why) in [
            (reached("upgradeTo(address)", &[]), "words are missing"),
            (reached("upgradeTo(address)", &[B256::repeat_byte(1)]), "no clean address"),
            (reached("mint(address,uint256)", &[a.into_word()]), "not of the table"),
            (Reached { head: vec![1, 2, 3], ..upgrade }, "no selector"),
        ] {
            assert_eq!(nothing.meaning(), None, "{why}");
        }
        assert_eq!(BY_SELECTOR.len(), FUNCTIONS.len(), "no two functions share a selector");
    }
}
