//! The accounts of the devnet and the root over them.

use alloy::{
    primitives::{Address, B256, Bytes, KECCAK256_EMPTY, U256},
    trie::{TrieAccount, root},
};
use revm::{DatabaseCommit, DatabaseRef};
use revm::{
    database::{AccountState, CacheDB, DbAccount, EmptyDB},
    state::{AccountInfo, EvmState},
};

/// Every account there is, with its storage. There is nothing behind the cache.
pub(super) type Accounts = CacheDB<EmptyDB>;

/// Accounts that hold `balance` wei each and nothing else.
pub(super) fn funded(addresses: &[Address], balance: U256) -> Accounts {
    let mut accounts = Accounts::default();
    for address in addresses {
        accounts.insert_account_info(*address, AccountInfo::from_balance(balance));
    }
    accounts
}

/// Balance in wei, nonce and code; an account that was never touched has none of them.
pub(super) fn account(accounts: &Accounts, address: Address) -> (U256, u64, Bytes) {
    let Ok(info) = accounts.basic_ref(address);
    let info = info.unwrap_or_default();
    let Ok(code) = accounts.code_by_hash_ref(info.code_hash);
    (info.balance, info.nonce, code.original_bytes())
}

/// One word of storage, zero where nothing was written.
pub(super) fn storage(accounts: &Accounts, address: Address, slot: U256) -> U256 {
    let Ok(word) = accounts.storage_ref(address, slot);
    word
}

/// Takes over what a transaction changed.
pub(super) fn commit(accounts: &mut Accounts, changes: EvmState) {
    accounts.commit(changes);
}

/// Remembers a block's hash for the BLOCKHASH instruction.
pub(super) fn remember_block(accounts: &mut Accounts, number: u64, hash: B256) {
    accounts.cache.block_hashes.insert(U256::from(number), hash);
}

/// The state root that the block header carries (Yellow Paper, 4.1), computed anew over all accounts.
pub(super) fn root(accounts: &Accounts) -> B256 {
    let existing = accounts.cache.accounts.iter().filter(|(_, account)| exists(account));
    root::state_root_unhashed(existing.map(|(address, account)| {
        let written = account.storage.iter().filter(|(_, word)| !word.is_zero());
        let storage_root =
            root::storage_root_unhashed(written.map(|(slot, word)| (B256::from(*slot), *word)));
        let AccountInfo { nonce, balance, code_hash, .. } = account.info;
        (*address, TrieAccount { nonce, balance, storage_root, code_hash })
    }))
}

/// EIP-161: an account without balance, nonce and code is not in the trie.
fn exists(account: &DbAccount) -> bool {
    let AccountInfo { nonce, balance, code_hash, .. } = &account.info;
    let empty = *nonce == 0 && balance.is_zero() && (*code_hash == KECCAK256_EMPTY || code_hash.is_zero());
    !empty && !matches!(account.account_state, AccountState::NotExisting)
}
