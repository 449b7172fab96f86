//! Proofs against the last block's state root (EIP-1186), built anew for each question: a devnet's state is small.

use alloy::{
    primitives::{Address, B256, Bytes, U256, keccak256},
    rpc::types::{EIP1186AccountProofResponse, EIP1186StorageProof},
    serde::JsonStorageKey,
    trie::{HashBuilder, Nibbles, TrieAccount, proof::ProofRetainer},
};

use super::state::{self, Accounts};

/// An account and slots of it, whether they are there or not.
pub(super) fn of(accounts: &Accounts, address: Address, slots: &[B256]) -> EIP1186AccountProofResponse {
    let leaves =
        state::existing(accounts).map(|(address, account)| (keccak256(address), state::leaf(account)));
    let account_proof = path(leaves.collect(), keccak256(address));
    let found = state::existing(accounts).find(|(known, _)| *known == address).map(|(_, account)| account);
    let TrieAccount { nonce, balance, storage_root, code_hash } = found.map(state::leaf).unwrap_or_default();
    let words: Vec<(B256, U256)> = found
        .map(|account| {
            state::words(account).map(|(slot, word)| (keccak256(B256::from(slot)), word)).collect()
        })
        .unwrap_or_default();
    let storage_proof = slots.iter().map(|slot| EIP1186StorageProof {
        key: JsonStorageKey::Hash(*slot),
        value: state::storage(accounts, address, (*slot).into()),
        proof: path(words.clone(), keccak256(slot)),
    });
    EIP1186AccountProofResponse {
        address,
        balance,
        code_hash,
        nonce,
        storage_hash: storage_root,
        account_proof,
        storage_proof: storage_proof.collect(),
    }
}

/// The trie nodes from the root towards a key.
fn path<T: alloy::rlp::Encodable>(mut leaves: Vec<(B256, T)>, key: B256) -> Vec<Bytes> {
    if leaves.is_empty() {
        return Vec::new();
    }
    leaves.sort_by_key(|(key, _)| *key);
    let retainer = ProofRetainer::from_iter([Nibbles::unpack(key)]);
    let mut builder = HashBuilder::default().with_proof_retainer(retainer);
    for (key, value) in leaves {
        builder.add_leaf(Nibbles::unpack(key), &alloy::rlp::encode(value));
    }
    _ = builder.root();
    builder.take_proof_nodes().into_nodes_sorted().into_iter().map(|(_, node)| node).collect()
}
