//! A Safe, as far as its slots are proven.
//!
//! Whether an account is a Safe is no bit of the state: it is read from the shape of its slots, and said so. May not enter: what
//! the Safe is asked to do.

use super::{
    ProvenAccount,
    layout::{self, safe},
};
use crate::eth::{Address, U256};

/// The longest list that is walked: a Safe with more owners cannot gather their signatures in a block.
const LIST_MAX: usize = 256;

/// A list in storage, walked as far as it is proven.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// In the list's order.
    pub members: Vec<Address>,
    /// Whether the walk came back to where it began, so that there are no others.
    pub whole: bool,
    /// The slot where the walk stopped because it was not proven.
    pub next: Option<U256>,
}

/// What is proven of a Safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Safe {
    /// The code that it runs.
    pub singleton: Address,
    /// Who may sign.
    pub owners: Listed,
    /// How many owners it counts.
    pub owner_count: U256,
    /// How many must sign.
    pub threshold: U256,
    /// Of the next transaction.
    pub nonce: Option<U256>,
    /// Contracts that may act for it without its owners.
    pub modules: Listed,
    /// Checks its transactions; zero for none.
    pub guard: Option<Address>,
    /// Checks its modules; zero for none.
    pub module_guard: Option<Address>,
    /// Answers what it does not know; zero for none.
    pub fallback_handler: Option<Address>,
}

impl Safe {
    /// Reads the slots; [`None`] where they do not have the shape of a Safe's: code, a singleton in slot 0, owners counted, a
    /// threshold, and a list of owners that begins.
    pub fn of(account: &ProvenAccount) -> Option<Self> {
        account.code_hash?;
        let filled = |slot| account.slot(slot).filter(|word| !word.is_zero());
        let small = |slot| filled(slot).filter(|word| word.bit_len() <= 32);
        let held = |slot| account.slot(slot).and_then(layout::address);
        let singleton = filled(safe::SINGLETON).and_then(layout::address)?;
        let (owner_count, threshold) = (small(safe::OWNER_COUNT)?, small(safe::THRESHOLD)?);
        filled(safe::owner_after(safe::SENTINEL)).and_then(layout::address)?;
        Some(Self {
            singleton,
            owners: listed(account, safe::owner_after),
            owner_count,
            threshold,
            nonce: account.slot(safe::NONCE),
            modules: listed(account, safe::module_after),
            guard: held(*safe::GUARD),
            module_guard: held(*safe::MODULE_GUARD),
            fallback_handler: held(*safe::FALLBACK_HANDLER),
        })
    }
}

/// Walks a list from the sentinel. A list that was never set up has nothing behind its sentinel, and is whole.
fn listed(account: &ProvenAccount, after: fn(Address) -> U256) -> Listed {
    let mut list = Listed::default();
    let mut at = safe::SENTINEL;
    while list.members.len() <= LIST_MAX {
        let slot = after(at);
        let Some(word) = account.slot(slot) else {
            list.next = Some(slot);
            break;
        };
        match layout::address(word) {
            Some(safe::SENTINEL) => list.whole = true,
            Some(Address::ZERO) => list.whole = list.members.is_empty(),
            Some(next) if !list.members.contains(&next) => {
                list.members.push(next);
                at = next;
                continue;
            }
            _ => {} // more than an address, or a ring without the sentinel: not whole
        }
        break;
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{eth::B256, proof::made};

    fn account(words: &[(U256, U256)]) -> ProvenAccount {
        ProvenAccount {
            address: Address::repeat_byte(0x5a),
            nonce: 1,
            balance: U256::ZERO,
            code_hash: Some(B256::repeat_byte(1)),
            storage: words.to_vec(),
        }
    }

    #[test]
    fn a_list_is_whole_only_when_it_comes_back_to_the_sentinel() {
        let [a, b] = [Address::repeat_byte(0xa1), Address::repeat_byte(0xb2)];
        let word = |address: Address| U256::from_be_bytes(address.into_word().0);
        let after = |before, next| (safe::owner_after(before), word(next));
        let next = |list: &Listed| list.next;
        for (slots, members, whole, open, why) in [
            (vec![after(safe::SENTINEL, a), after(a, b), after(b, safe::SENTINEL)], 2, true, None, "a ring"),
            (vec![after(safe::SENTINEL, a), after(a, b)], 2, false, Some(safe::owner_after(b)), "breaks off"),
            (vec![], 0, false, Some(safe::owner_after(safe::SENTINEL)), "nothing proven"),
            (vec![after(safe::SENTINEL, Address::ZERO)], 0, true, None, "never set up"),
            (vec![after(safe::SENTINEL, a), after(a, Address::ZERO)], 1, false, None, "ends in nothing"),
            (vec![after(safe::SENTINEL, a), after(a, b), after(b, a)], 2, false, None, "a ring without it"),
            (vec![(safe::owner_after(safe::SENTINEL), U256::MAX)], 0, false, None, "no address"),
        ] {
            let list = listed(&account(&slots), safe::owner_after);
            assert_eq!((list.members.len(), list.whole, next(&list)), (members, whole, open), "{why}");
        }
    }

    #[test]
    fn what_lacks_one_mark_of_a_safe_is_none() {
        let whole = made::safe_words(&[Address::repeat_byte(0xa1)], 1, 7);
        assert!(Safe::of(&account(&whole)).is_some());
        for slot in [safe::SINGLETON, safe::OWNER_COUNT, safe::THRESHOLD, safe::owner_after(safe::SENTINEL)] {
            let without: Vec<_> = whole.iter().copied().filter(|(at, _)| *at != slot).collect();
            assert_eq!(Safe::of(&account(&without)), None, "without {slot:#x}");
        }
        let no_code = ProvenAccount { code_hash: None, ..account(&whole) };
        assert_eq!(Safe::of(&no_code), None);
    }
}
