//! States of a made-up chain, and proofs of what stands in them.
//!
//! The tries are built by `alloy-trie`; what reads the proofs is ours. May not enter: the reading of proofs.

use alloy_consensus::Header;
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_trie::{EMPTY_ROOT_HASH, HashBuilder, Nibbles, TrieAccount, proof::ProofRetainer};
use shared::{
    proof::{ProofError, Proven},
    wire::{StateProof, state_proof::Asked},
};

/// Other accounts in the state: they give the trie the depth of a busy chain's first levels.
const STRANGERS: u64 = 5_000;

/// A contract and as many of its slots, each with a value, in a block of chain 1 at this time (seconds since 1970), proven.
///
/// # Errors
/// Where more slots are asked for than a proof may hold.
pub fn proven_slots(address: Address, slots: u64, time: u64) -> Result<StateProof, ProofError> {
    let slots: Vec<U256> = (0..slots).map(U256::from).collect();
    // Four times as many stand in the contract as are proven, so that the storage has depth, too.
    let stored = (0..4 * slots.len() as u64).map(|slot| {
        let value = U256::from(slot) + U256::from(1);
        (keccak256(B256::from(U256::from(slot))), alloy_rlp::encode(value))
    });
    let keys: Vec<B256> = slots.iter().map(|slot| keccak256(B256::from(*slot))).collect();
    let (storage_root, nodes) = trie(stored.collect(), &keys);
    let contract = TrieAccount::new(1, U256::ZERO, storage_root, B256::repeat_byte(0xc0));
    assembled(contract, Asked { address, slots }, nodes, time).map(|(proof, _)| proof)
}

/// An account that is no contract and has sent transactions, in a block of chain 1, as it was read back from its proof.
///
/// # Errors
/// Where what was made here is not read.
pub fn proven_person(address: Address) -> Result<Proven, ProofError> {
    let person = TrieAccount::new(7, U256::from(5), EMPTY_ROOT_HASH, keccak256([]));
    let asked = Asked { address, slots: Vec::new() };
    assembled(person, asked, Vec::new(), 1_736_510_400).map(|(_, proven)| proven)
}

/// The proof of one account among strangers; `nodes` are those of its storage.
fn assembled(
    account: TrieAccount,
    asked: Asked,
    mut nodes: Vec<Bytes>,
    time: u64,
) -> Result<(StateProof, Proven), ProofError> {
    let stranger = |number: u64| {
        let account = TrieAccount::new(number, U256::from(number), EMPTY_ROOT_HASH, keccak256([]));
        (keccak256(number.to_be_bytes()), alloy_rlp::encode(account))
    };
    let mut leaves: Vec<_> = (0..STRANGERS).map(stranger).collect();
    leaves.push((keccak256(asked.address), alloy_rlp::encode(account)));
    let (state_root, found) = trie(leaves, &[keccak256(asked.address)]);
    nodes.extend(found);
    let header = Header { state_root, number: 21_000_000, timestamp: time, ..Header::default() };
    let header = Bytes::from(alloy_rlp::encode(header));
    StateProof::assemble(1, header, &nodes, vec![asked])
}

/// The root of a trie with these leaves, and the nodes on the way to `wanted`.
fn trie(mut leaves: Vec<(B256, Vec<u8>)>, wanted: &[B256]) -> (B256, Vec<Bytes>) {
    leaves.sort();
    let retainer = ProofRetainer::new(wanted.iter().map(Nibbles::unpack).collect());
    let mut builder = HashBuilder::default().with_proof_retainer(retainer);
    for (key, value) in leaves {
        builder.add_leaf(Nibbles::unpack(key), &value);
    }
    let root = builder.root();
    (root, builder.take_proof_nodes().into_nodes_sorted().into_iter().map(|(_, node)| node).collect())
}
