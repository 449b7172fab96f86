//! What the acts ask of a chain: [`Nodes`] in earnest, a script in tests.

use std::time::Duration;

use shared::eth::{Address, B256};

use crate::node::{At, BlockHead, Call, Fees, NodeError, Nodes, Sighting, Speed};

/// One chain, as all its nodes together tell of it. Every answer is a node's word.
pub trait Chain {
    /// EIP-155.
    fn chain_id(&self) -> u64;
    /// Of the nodes, for the journal.
    fn names(&self) -> Vec<String>;
    /// Which nodes gave no usable answer lately, one sentence each.
    fn troubles(&self) -> Vec<String>;
    /// How many transactions of `address` are mined.
    fn mined_nonce(&self, address: Address) -> Result<u64, NodeError>;
    /// The next nonce of `address`, what waits in pools included.
    fn next_nonce(&self, address: Address) -> Result<u64, NodeError>;
    /// What became of a transaction.
    fn receipt(&self, hash: B256) -> Result<Sighting, NodeError>;
    /// The names of the nodes that have a transaction, waiting or mined.
    fn holders(&self, hash: B256) -> Result<Vec<String>, NodeError>;
    /// The transaction that used a nonce which is mined, where it can be found.
    fn spender(&self, address: Address, nonce: u64) -> Result<Option<B256>, NodeError>;
    /// The block of a height.
    fn block(&self, number: u64) -> Result<Option<BlockHead>, NodeError>;
    /// The last, safe or final block.
    fn head(&self, at: At) -> Result<Option<BlockHead>, NodeError>;
    /// What a unit of gas costs now.
    fn fees(&self, speed: Speed) -> Result<Fees, NodeError>;
    /// The gas limit for a call.
    fn estimate_gas(&self, call: &Call) -> Result<u64, NodeError>;
    /// Hands signed bytes to every node, once; what each said, by name.
    fn send(&self, raw: &[u8]) -> Vec<(String, Result<B256, NodeError>)>;
    /// Waits for the next block, at most `longest`; whether one is known to have come.
    fn wait_for_block(&self, longest: Duration) -> bool;
}

impl Chain for Nodes {
    fn chain_id(&self) -> u64 {
        self.chain_id()
    }

    fn names(&self) -> Vec<String> {
        self.names()
    }

    fn troubles(&self) -> Vec<String> {
        self.troubles()
    }

    fn mined_nonce(&self, address: Address) -> Result<u64, NodeError> {
        self.mined_nonce(address)
    }

    fn next_nonce(&self, address: Address) -> Result<u64, NodeError> {
        self.nonce(address, 0)
    }

    fn receipt(&self, hash: B256) -> Result<Sighting, NodeError> {
        self.receipt(hash)
    }

    fn holders(&self, hash: B256) -> Result<Vec<String>, NodeError> {
        self.holders(hash)
    }

    fn spender(&self, address: Address, nonce: u64) -> Result<Option<B256>, NodeError> {
        self.spender(address, nonce)
    }

    fn block(&self, number: u64) -> Result<Option<BlockHead>, NodeError> {
        self.block(number)
    }

    fn head(&self, at: At) -> Result<Option<BlockHead>, NodeError> {
        self.head(at)
    }

    fn fees(&self, speed: Speed) -> Result<Fees, NodeError> {
        self.fees(speed)
    }

    fn estimate_gas(&self, call: &Call) -> Result<u64, NodeError> {
        self.estimate_gas(call)
    }

    fn send(&self, raw: &[u8]) -> Vec<(String, Result<B256, NodeError>)> {
        self.send(raw)
    }

    fn wait_for_block(&self, longest: Duration) -> bool {
        self.wait_for_block(longest)
    }
}
