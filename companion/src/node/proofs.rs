//! Block headers in full, and proofs against them (EIP-1186). What they prove is judged by `shared::proof`, not here.

use alloy::{
    consensus::Header,
    primitives::{Address, B256, Bytes, U64, U256, keccak256},
    rpc::types,
};
use serde_json::Value;
use shared::limits::PROOF_NODE_BYTES_MAX;

use super::{At, BlockHead, Node, NodeError};

/// The most trie nodes of one path: keys have 64 digits.
const PATH_MAX: usize = 65;
const PROOF: &str = "eth_getProof";
const BLOCK: &str = "eth_getBlockByNumber";

/// The answer to a question for proofs, without the values: they stand in the nodes.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Proof {
    address: Address,
    account_proof: Vec<Bytes>,
    storage_proof: Vec<SlotProof>,
}

#[derive(Debug, Clone, serde::Deserialize)]
struct SlotProof {
    proof: Vec<Bytes>,
}

impl Node {
    /// The header of a block as its hash is made of, in RLP.
    ///
    /// It is built from the fields that the node tells; where those do not give the block's hash, because the chain has fields
    /// that are not known here, the node is asked for the bytes themselves (`debug_getRawHeader`).
    ///
    /// # Errors
    /// A header that does not give `block`'s hash by either way, and the faults of a node.
    pub fn raw_header(&self, block: &BlockHead) -> Result<Bytes, NodeError> {
        let told: Value = self.read(BLOCK, (At::Number(block.number), false))?;
        let fields = serde_json::from_value::<types::Header<Header>>(told).ok();
        if let Some(fields) = fields {
            let rlp = alloy::rlp::encode(&fields.inner);
            if keccak256(&rlp) == block.hash {
                return Ok(rlp.into());
            }
        }
        let raw: Result<Bytes, NodeError> = self.read("debug_getRawHeader", (U64::from(block.number),));
        match raw {
            Ok(rlp) if keccak256(&rlp) == block.hash => Ok(rlp),
            Err(error) if error.is_nodes_own() && !error.lacks_method() => Err(error),
            _ => Err(self.answer(
                BLOCK,
                format!(
                    "the fields of block {} do not give its hash {}, and it does not tell the header's bytes",
                    block.number, block.hash
                ),
            )),
        }
    }

    /// The trie nodes that prove an account and slots of it after a block, in any order; some may stand there twice.
    ///
    /// # Errors
    /// An answer about another account or another number of slots, and the faults of a node: one that has not the state of that
    /// block any more refuses.
    pub fn proof(&self, address: Address, slots: &[U256], number: u64) -> Result<Vec<Bytes>, NodeError> {
        let keys: Vec<B256> = slots.iter().copied().map(B256::from).collect();
        let told: Proof = self.read(PROOF, (address, keys, At::Number(number)))?;
        if told.address != address {
            return Err(self.answer(PROOF, format!("the account {}, asked for {address}", told.address)));
        }
        if told.storage_proof.len() != slots.len() {
            let fault = format!("{} slots, asked for {}", told.storage_proof.len(), slots.len());
            return Err(self.answer(PROOF, fault));
        }
        let paths = told.storage_proof.into_iter().map(|slot| slot.proof);
        let mut nodes = Vec::new();
        for path in std::iter::once(told.account_proof).chain(paths) {
            if let Some(long) = path.iter().map(|node| node.len()).find(|bytes| *bytes > PROOF_NODE_BYTES_MAX)
            {
                let fault = format!("a trie node of {long} bytes, the longest has {PROOF_NODE_BYTES_MAX}");
                return Err(self.answer(PROOF, fault));
            }
            if path.len() > PATH_MAX {
                let fault = format!("a path of {} trie nodes, the longest has {PATH_MAX}", path.len());
                return Err(self.answer(PROOF, fault));
            }
            nodes.extend(path);
        }
        Ok(nodes)
    }

    /// The error where its proof does not hold.
    pub(super) fn false_proof(&self, fault: &str) -> NodeError {
        self.answer(PROOF, format!("the proof does not hold: {fault}"))
    }
}
