//! Where contracts keep what administrators care about: storage slots, each from the standard or the source that fixes it.
//!
//! | slots                                    | fixed by                                                                |
//! |------------------------------------------|-------------------------------------------------------------------------|
//! | 0, mappings at 1 and 2, 3, 4, 5          | Safe 1.0 to 1.5, `SafeStorage.sol`: singleton, modules, owners, …       |
//! | guard, module guard, fallback handler    | Safe, keccak256 of a name                                               |
//! | implementation, admin, beacon            | ERC-1967: keccak256 of a name, less 1                                   |
//! | owner, pending owner, roles              | OpenZeppelin 5: ERC-7201 namespaces                                     |
//! | members of a mapping                     | Solidity's layout: keccak256(key ‖ slot)                                |
//!
//! May not enter: what a pack says, which it says of its own contracts.

use crate::eth::{Address, B256, U256, keccak256};
use std::sync::LazyLock;

/// The slots of a Safe.
pub mod safe {
    use super::{Address, LazyLock, U256, keccak256, member};

    /// The code that it runs.
    pub const SINGLETON: U256 = U256::ZERO;
    /// How many owners.
    pub const OWNER_COUNT: U256 = U256::from_limbs([3, 0, 0, 0]);
    /// How many of them must sign.
    pub const THRESHOLD: U256 = U256::from_limbs([4, 0, 0, 0]);
    /// Of the next transaction.
    pub const NONCE: U256 = U256::from_limbs([5, 0, 0, 0]);
    const MODULES: U256 = U256::from_limbs([1, 0, 0, 0]);
    const OWNERS: U256 = U256::from_limbs([2, 0, 0, 0]);

    /// Where the lists of owners and modules begin and end.
    pub const SENTINEL: Address = Address::with_last_byte(1);

    /// The guard.
    pub static GUARD: LazyLock<U256> = LazyLock::new(|| keccak256("guard_manager.guard.address").into());
    /// The guard of modules (Safe 1.5).
    pub static MODULE_GUARD: LazyLock<U256> =
        LazyLock::new(|| keccak256("module_manager.module_guard.address").into());
    /// What answers calls that the Safe does not know.
    pub static FALLBACK_HANDLER: LazyLock<U256> =
        LazyLock::new(|| keccak256("fallback_manager.handler.address").into());

    /// Who follows this owner in the list; the sentinel's is the first.
    pub fn owner_after(owner: Address) -> U256 {
        member(owner.into_word(), OWNERS)
    }

    /// The module that follows this one.
    pub fn module_after(module: Address) -> U256 {
        member(module.into_word(), MODULES)
    }
}

/// The implementation of a proxy (ERC-1967).
pub static IMPLEMENTATION: LazyLock<U256> = LazyLock::new(|| erc1967("eip1967.proxy.implementation"));
/// Its admin.
pub static ADMIN: LazyLock<U256> = LazyLock::new(|| erc1967("eip1967.proxy.admin"));
/// Its beacon.
pub static BEACON: LazyLock<U256> = LazyLock::new(|| erc1967("eip1967.proxy.beacon"));
/// The owner (OpenZeppelin 5, upgradeable).
pub static OWNER: LazyLock<U256> = LazyLock::new(|| erc7201("openzeppelin.storage.Ownable"));
/// Who may accept the ownership.
pub static PENDING_OWNER: LazyLock<U256> = LazyLock::new(|| erc7201("openzeppelin.storage.Ownable2Step"));
/// The mapping of roles.
pub static ROLES: LazyLock<U256> = LazyLock::new(|| erc7201("openzeppelin.storage.AccessControl"));

/// The slot of a member of a mapping.
pub fn member(key: B256, mapping: U256) -> U256 {
    keccak256([key.as_slice(), B256::from(mapping).as_slice()].concat()).into()
}

/// Whether an account has a role, of the mapping `roles` as OpenZeppelin's AccessControl lays it out: 1 or 0 in the lowest byte.
pub fn role_member(roles: U256, role: B256, account: Address) -> U256 {
    member(account.into_word(), member(role, roles))
}

fn erc1967(name: &str) -> U256 {
    U256::from_be_bytes(keccak256(name).0).wrapping_sub(U256::from(1))
}

fn erc7201(namespace: &str) -> U256 {
    let inner: U256 = erc1967(namespace);
    U256::from_be_bytes(keccak256(B256::from(inner)).0) & !U256::from(0xff)
}

/// The address that a word holds, if it holds nothing else.
pub fn address(word: U256) -> Option<Address> {
    (word.bit_len() <= 160).then(|| Address::from_word(word.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::uint;

    #[test]
    fn slots_are_those_that_the_standards_and_sources_print() {
        uint! {
            for (computed, printed, name) in [
                (*IMPLEMENTATION, 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc_U256, "implementation"),
                (*ADMIN, 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103_U256, "admin"),
                (*BEACON, 0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50_U256, "beacon"),
                (*OWNER, 0x9016d09d72d40fdae2fd8ceac6b6234c7706214fd39c1cd1e609a0528c199300_U256, "Ownable"),
                (*PENDING_OWNER, 0x237e158222e3e6968b72b9db0d8043aacf074ad9f650f0d1606b4d82ee432c00_U256, "Ownable2Step"),
                (*ROLES, 0x02dd7bc7dec4dceedda775e58dd541e08a116c6c53815c0bd028192f7b626800_U256, "AccessControl"),
                (*safe::GUARD, 0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8_U256, "guard"),
                (*safe::MODULE_GUARD, 0xb104e0b93118902c651344349b610029d694cfdec91c589c91ebafbcd0289947_U256, "module guard"),
                (*safe::FALLBACK_HANDLER, 0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5_U256, "handler"),
            ] {
                assert_eq!(computed, printed, "{name}");
            }
        }
    }

    #[test]
    fn a_word_with_more_than_an_address_is_none() {
        assert_eq!(address(U256::ZERO), Some(Address::ZERO));
        assert_eq!(address(U256::MAX >> 96), Some(Address::repeat_byte(0xff)));
        assert_eq!(address(U256::MAX >> 95), None);
    }
}
