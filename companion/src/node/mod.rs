//! The only JSON-RPC client: asks a node, believes nothing that contradicts itself, and names every fault.
//!
//! | question                 | checked before it is believed                                        |
//! |--------------------------|----------------------------------------------------------------------|
//! | chain                    | against the chain that the request is for                            |
//! | nonce                    | pending ≥ latest ≥ what the journal knows                            |
//! | fees                     | below a bound that no honest chain reaches                           |
//! | hash of what was sent    | against the hash of what was sent                                    |
//! | receipt, transaction     | about the hash that was asked                                        |
//! | block                    | of the height that was asked                                         |
//! | header in full           | against the hash of its block                                        |
//!
//! [`Node`] is one node, [`Nodes`] several of one chain that must agree.
//! Blocking: a client has its own event loop, so call it from a plain thread, not from inside another event loop.
//! May not enter: keys, files, anything that decides what to sign.

mod client;
mod error;
mod fees;
mod nodes;
mod proofs;
mod reads;
mod receipt;
mod send;
mod transport;
mod types;

use std::time::Duration;

pub use client::Node;
pub use error::NodeError;
pub use fees::{Fees, Speed};
pub use nodes::{Nodes, Sighting, behind_words};
pub use types::{At, BlockHead, Call, ChainTransaction, Log, Receipt, Waiting};

/// How patient a client is.
#[derive(Debug, Clone, Copy)]
pub struct NodeOptions {
    /// For one request, from name resolution to the last byte of the answer.
    pub timeout: Duration,
    /// How often a read is tried in all when a node is gone or overloaded; sending is never repeated.
    pub attempts: u32,
    /// How often a node is asked at most, in the long run; not on loopback.
    pub requests_per_second: u32,
    /// How many requests may go at once.
    pub burst: u32,
}

impl Default for NodeOptions {
    /// Ten seconds, three attempts, ten requests a second and twenty at once.
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), attempts: 3, requests_per_second: 10, burst: 20 }
    }
}
