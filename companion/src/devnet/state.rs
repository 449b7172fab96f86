//! The accounts of the devnet and the root over them.

use alloy::{
    primitives::{Address, B256, Bytes, KECCAK256_EMPTY, U256},
    trie::{TrieAccount, root},
};
use revm::{DatabaseCommit, DatabaseRef};
use revm::{
    database::{AccountState, CacheDB, DbAccount, EmptyDB},
    state::{AccountInfo, Bytecode, EvmState},
};

use super::Genesis;

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

/// Gives an account its first nonce.
pub(super) fn begin_at(accounts: &mut Accounts, address: Address, nonce: u64) {
    let Ok(info) = accounts.basic_ref(address);
    accounts.insert_account_info(address, AccountInfo { nonce, ..info.unwrap_or_default() });
}

/// Puts a contract where the chain begins with it.
pub(super) fn place(accounts: &mut Accounts, contract: Genesis) {
    let info = AccountInfo { nonce: 1, ..AccountInfo::from_bytecode(Bytecode::new_raw(contract.code)) };
    accounts.insert_account_info(contract.address, info);
    for (slot, word) in contract.storage {
        let Ok(()) = accounts.insert_account_storage(contract.address, slot, word);
    }
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
    root::state_root_unhashed(existing(accounts).map(|(address, account)| (address, leaf(account))))
}

/// The accounts that are in the trie.
pub(super) fn existing(accounts: &Accounts) -> impl Iterator<Item = (Address, &DbAccount)> {
    let all = accounts.cache.accounts.iter().filter(|(_, account)| exists(account));
    all.map(|(address, account)| (*address, account))
}

/// What the trie holds of an account.
pub(super) fn leaf(account: &DbAccount) -> TrieAccount {
    let storage_root =
        root::storage_root_unhashed(words(account).map(|(slot, word)| (B256::from(slot), word)));
    let AccountInfo { nonce, balance, code_hash, .. } = account.info;
    TrieAccount { nonce, balance, storage_root, code_hash }
}

/// The slots that hold something.
pub(super) fn words(account: &DbAccount) -> impl Iterator<Item = (U256, U256)> {
    account.storage.iter().filter(|(_, word)| !word.is_zero()).map(|(slot, word)| (*slot, *word))
}

/// EIP-161: an account without balance, nonce and code is not in the trie.
fn exists(account: &DbAccount) -> bool {
    let AccountInfo { nonce, balance, code_hash, .. } = &account.info;
    let empty = *nonce == 0 && balance.is_zero() && (*code_hash == KECCAK256_EMPTY || code_hash.is_zero());
    !empty && !matches!(account.account_state, AccountState::NotExisting)
}
