//! The embedded devnet behind the companion's own node client: every kind of transaction, and the rehearsal's contract.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests report by panicking, as the tests do"
)]

mod clerk;
mod contract;
mod door;
mod signer;
mod transactions;

use std::time::Duration;

use companion::{
    devnet::{Devnet, DevnetOptions},
    node::{Node, NodeError, Receipt},
};
use shared::eth::UnsignedTx;
use signer::Signer;

const PATIENCE: Duration = Duration::from_secs(20);

fn devnet() -> (Devnet, Node) {
    let devnet = Devnet::start(DevnetOptions::default()).unwrap();
    let node = Node::connect(&devnet.url()).unwrap();
    (devnet, node)
}

fn mine(node: &Node, signer: &Signer, tx: &UnsignedTx) -> Result<Receipt, NodeError> {
    let (raw, hash) = signer.sign(tx);
    assert_eq!(node.send_raw(&raw)?, hash);
    node.receipt(hash, PATIENCE, |_| {})
}
