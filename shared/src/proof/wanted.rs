//! Which accounts and slots a request is worth proving: asked by the companion, round by round.
//!
//! The first round asks whatever a called account could be; what is seen then decides what is kept and asked further, so that the
//! proof is as short as it can be. A list in a Safe takes a round for each member. It is a pure function, so that it ends: each
//! answer is [`Wanted::slots`] of what is seen so far, and is the same again once all of it is seen. May not enter: a node.

use std::collections::BTreeSet;

use super::{
    Meaning, ProvenAccount, Reached, Safe,
    layout::{self, safe},
};
use crate::{
    eth::{Address, Payload, U256},
    limits::PROOF_SLOTS_MAX,
    review::{Checked, Knowledge, Signer},
    wire::state_proof::Asked,
};

/// The most accounts that are asked for: each takes some 4 kB of a proof on a large chain.
const ACCOUNTS: usize = 24;

/// What is asked about.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// EIP-155.
    pub chain: Option<u64>,
    /// Accounts to prove, most important first.
    pub accounts: Vec<Address>,
    /// Calls that a review came across.
    pub reached: &'a [Reached],
}

impl<'a> Wanted<'a> {
    /// What a request is about: the contract of its typed data, the sender of its transaction, whatever it calls, and the
    /// accounts that get power by it.
    pub fn by(checked: &'a Checked) -> Self {
        Self::of(checked.payload(), &checked.signer(), checked.reached())
    }

    /// The same, of what a request is made of.
    pub(crate) fn of(payload: &Payload, signer: &Signer, reached: &'a [Reached]) -> Self {
        let first = match payload {
            Payload::Transaction(_) => Some(signer.address),
            Payload::TypedData(data) => data.verifying_contract(),
            Payload::Message(_) => None,
        };
        Self { chain: payload.signed_chain(), accounts: first.into_iter().collect(), reached }
    }

    /// The accounts and slots to ask for, each once.
    pub fn asked(&self, knowledge: &Knowledge, seen: &[ProvenAccount]) -> Vec<Asked> {
        let mut left = PROOF_SLOTS_MAX;
        let all: Vec<&ProvenAccount> = seen.iter().collect();
        let accounts = self.accounts(knowledge, &all).into_iter().take(ACCOUNTS).map(|address| {
            let slots =
                self.slots(address, knowledge, seen.iter().find(|account| account.address == address));
            let slots: Vec<U256> = slots.into_iter().take(left).collect();
            left -= slots.len();
            Asked { address, slots }
        });
        accounts.collect()
    }

    /// In the order of their weight: called ones, then those that get power, then the code behind them.
    pub(crate) fn accounts(&self, knowledge: &Knowledge, seen: &[&ProvenAccount]) -> Vec<Address> {
        let mut accounts = self.accounts.clone();
        accounts.extend(self.reached.iter().flat_map(|reached| reached.on.into_iter().chain([reached.code])));
        for reached in self.reached {
            match reached.meaning() {
                Some(Meaning::Upgrade { proxy, to }) => accounts.extend(proxy.into_iter().chain([to])),
                Some(
                    Meaning::NewOwner(to)
                    | Meaning::Power(to)
                    | Meaning::SafeModule { module: to, .. }
                    | Meaning::SafeOwners { adds: Some(to), .. }
                    | Meaning::Role { account: to, gives: true, .. },
                ) => accounts.push(to),
                _ => {}
            }
        }
        for account in seen {
            if let Some(safe) = Safe::of(account) {
                accounts.push(safe.singleton);
            } else if let Some(code) = account.slot(*layout::IMPLEMENTATION).and_then(layout::address)
                && knowledge.contract(self.chain, code).is_some_and(|known| !known.code_hashes.is_empty())
            {
                accounts.push(code);
            }
        }
        let mut once = BTreeSet::new();
        accounts.retain(|address| !address.is_zero() && once.insert(*address));
        accounts
    }

    fn slots(&self, address: Address, knowledge: &Knowledge, seen: Option<&ProvenAccount>) -> BTreeSet<U256> {
        let called = self.reached.iter().any(|reached| reached.on == Some(address));
        let named = self.accounts.contains(&address);
        let proxy = self.reached.iter().filter_map(Reached::meaning);
        let proxy = proxy
            .into_iter()
            .any(|meaning| matches!(meaning, Meaning::Upgrade { proxy: Some(to), .. } if to == address));
        // An account without code has no storage; one that only gets power is not asked what it holds.
        if !(called || named || proxy) || seen.is_some_and(|account| account.code_hash.is_none()) {
            return BTreeSet::new();
        }
        let mut slots = self.by_calls(address, knowledge);
        if let Some(contract) = knowledge.contract(self.chain, address) {
            slots.extend(contract.slots.iter().map(|(slot, _)| *slot));
        }
        let proxy = [*layout::IMPLEMENTATION, *layout::ADMIN, *layout::BEACON];
        let owners = [*layout::OWNER, *layout::PENDING_OWNER];
        let Some(account) = seen else {
            slots.extend(safe_slots());
            slots.extend(proxy.into_iter().chain(owners));
            return slots;
        };
        if let Some(safe) = Safe::of(account) {
            slots.extend(safe_slots());
            slots.extend(safe.owners.members.into_iter().map(safe::owner_after));
            slots.extend(safe.modules.members.into_iter().map(safe::module_after));
        } else {
            let filled = |slot: &U256| account.slot(*slot).is_none_or(|word| !word.is_zero());
            slots.extend(proxy.into_iter().chain(owners).filter(filled));
        }
        slots
    }

    /// The slots that calls of an account speak of, also where they turn out to be empty.
    fn by_calls(&self, address: Address, knowledge: &Knowledge) -> BTreeSet<U256> {
        let mut slots = BTreeSet::new();
        for reached in self.reached {
            let on_it = reached.on == Some(address);
            match reached.meaning() {
                Some(Meaning::Upgrade { proxy, .. }) if proxy.map_or(on_it, |proxy| proxy == address) => {
                    slots.insert(*layout::IMPLEMENTATION);
                }
                Some(Meaning::Role { role, account, .. }) if on_it => {
                    let bases = role_bases(knowledge, self.chain, address);
                    slots.extend(bases.into_iter().map(|base| layout::role_member(base, role, account)));
                }
                _ => {}
            }
        }
        slots
    }
}

/// Where the roles of a contract may be: OpenZeppelin 5's namespace, and what a pack calls `roles`.
pub(crate) fn role_bases(knowledge: &Knowledge, chain: Option<u64>, address: Address) -> Vec<U256> {
    let contract = knowledge.contract(chain, address);
    let named = contract.into_iter().flat_map(|contract| &contract.slots);
    let named = named.filter(|(_, name)| matches!(name.as_str(), "roles" | "_roles")).map(|(slot, _)| *slot);
    named.chain([*layout::ROLES]).collect()
}

fn safe_slots() -> [U256; 9] {
    [
        safe::SINGLETON,
        safe::OWNER_COUNT,
        safe::THRESHOLD,
        safe::NONCE,
        safe::owner_after(safe::SENTINEL),
        safe::module_after(safe::SENTINEL),
        *safe::GUARD,
        *safe::MODULE_GUARD,
        *safe::FALLBACK_HANDLER,
    ]
}

/// What of `asked` was not seen yet; nothing once the rounds are over.
pub fn unseen(asked: &[Asked], seen: &[ProvenAccount]) -> Vec<Asked> {
    let left = asked.iter().filter_map(|Asked { address, slots }| {
        let Some(known) = seen.iter().find(|account| account.address == *address) else {
            return Some(Asked { address: *address, slots: slots.clone() });
        };
        let slots: Vec<U256> = slots.iter().copied().filter(|slot| known.slot(*slot).is_none()).collect();
        (!slots.is_empty()).then_some(Asked { address: *address, slots })
    });
    left.collect()
}

/// Adds what a round brought to what was seen before it.
pub fn see(seen: &mut Vec<ProvenAccount>, news: Vec<ProvenAccount>) {
    for account in news {
        match seen.iter_mut().find(|known| known.address == account.address) {
            Some(known) => {
                let new = account.storage.into_iter().filter(|(slot, _)| known.slot(*slot).is_none());
                let new: Vec<_> = new.collect();
                known.storage.extend(new);
            }
            None => seen.push(account),
        }
    }
}
