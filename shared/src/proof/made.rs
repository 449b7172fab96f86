//! Tries, headers and proofs made for tests, by `alloy-trie`'s own builder.

use super::Proven;
use crate::{
    eth::{Address, B256, Bytes, U256, keccak256},
    wire::{StateProof, state_proof::Asked},
};
use alloy_consensus::Header;
use alloy_trie::{EMPTY_ROOT_HASH, HashBuilder, KECCAK_EMPTY, Nibbles, TrieAccount, proof::ProofRetainer};

/// The height of every block that is made.
pub(crate) const NUMBER: u64 = 21_000_000;
/// Its time: 10 January 2025, 12:00 UTC.
pub(crate) const TIME: u64 = 1_736_510_400;

/// An account of a made chain.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) address: Address,
    pub(crate) nonce: u64,
    pub(crate) code_hash: Option<B256>,
    pub(crate) storage: Vec<(U256, U256)>,
}

impl Made {
    pub(crate) fn contract(address: Address, storage: &[(U256, U256)]) -> Self {
        Self { address, nonce: 1, code_hash: Some(B256::repeat_byte(0xc0)), storage: storage.to_vec() }
    }

    pub(crate) fn person(address: Address, nonce: u64) -> Self {
        Self { address, nonce, code_hash: None, storage: Vec::new() }
    }
}

/// The root of a trie and all nodes that lead to `wanted`.
pub(crate) fn trie(mut leaves: Vec<(B256, Vec<u8>)>, wanted: &[B256]) -> (B256, Vec<Bytes>) {
    leaves.sort();
    if leaves.is_empty() {
        return (EMPTY_ROOT_HASH, Vec::new());
    }
    let retainer = ProofRetainer::new(wanted.iter().map(Nibbles::unpack).collect());
    let mut builder = HashBuilder::default().with_proof_retainer(retainer);
    for (key, value) in leaves {
        builder.add_leaf(Nibbles::unpack(key), &value);
    }
    let root = builder.root();
    let nodes = builder.take_proof_nodes().into_nodes_sorted();
    (root, nodes.into_iter().map(|(_, node)| node).collect())
}

pub(crate) fn header(state_root: B256) -> Header {
    Header { state_root, number: NUMBER, timestamp: TIME, base_fee_per_gas: Some(7), ..Header::default() }
}

/// The proof of `asked` on chain 1, in a state of these accounts.
pub(crate) fn proof(made: &[Made], asked: Vec<Asked>) -> (StateProof, Proven) {
    let mut nodes = Vec::new();
    let mut leaves = Vec::new();
    for made in made {
        let storage = made.storage.iter().filter(|(_, value)| !value.is_zero());
        let storage = storage.map(|(slot, value)| (keccak256(B256::from(*slot)), alloy_rlp::encode(value)));
        let slots = asked.iter().filter(|asked| asked.address == made.address).flat_map(|asked| &asked.slots);
        let keys: Vec<B256> = slots.map(|slot| keccak256(B256::from(*slot))).collect();
        let (storage_root, found) = trie(storage.collect(), &keys);
        nodes.extend(found);
        let code_hash = made.code_hash.unwrap_or(KECCAK_EMPTY);
        let account = TrieAccount::new(made.nonce, U256::from(5), storage_root, code_hash);
        leaves.push((keccak256(made.address), alloy_rlp::encode(account)));
    }
    let keys: Vec<B256> = asked.iter().map(|asked| keccak256(asked.address)).collect();
    let (root, found) = trie(leaves, &keys);
    nodes.extend(found);
    StateProof::assemble(1, alloy_rlp::encode(header(root)).into(), &nodes, asked).unwrap()
}

/// A state of so many strangers, who give the trie its depth.
pub(crate) fn strangers(count: u64) -> Vec<Made> {
    let address = |n: u64| Address::from_slice(&keccak256(n.to_be_bytes())[12..]);
    (0..count).map(|n| Made::person(address(n), n)).collect()
}

/// The slots of a Safe 1.4.1 without modules, guard and handler.
pub(crate) fn safe_words(owners: &[Address], threshold: u64, nonce: u64) -> Vec<(U256, U256)> {
    use super::layout::safe;
    let word = |address: Address| U256::from_be_bytes(address.into_word().0);
    let singleton: Address = "0x41675C099F32341bf84BFc5382aF534df5C7461a".parse().unwrap();
    let mut words = vec![
        (safe::SINGLETON, word(singleton)),
        (safe::module_after(safe::SENTINEL), word(safe::SENTINEL)),
        (safe::OWNER_COUNT, U256::from(owners.len())),
        (safe::THRESHOLD, U256::from(threshold)),
        (safe::NONCE, U256::from(nonce)),
    ];
    let mut ring = vec![safe::SENTINEL];
    ring.extend(owners);
    ring.push(safe::SENTINEL);
    words.extend(ring.windows(2).map(|pair| (safe::owner_after(pair[0]), word(pair[1]))));
    words
}
