//! Nodes that are gone, slow, broken, on another chain or lying are named as such, and nothing they say is used.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests report by panicking, as the tests do"
)]

mod journalled;
mod one;
mod several;
#[allow(dead_code, reason = "written for the devnet's tests, which use all of it")]
#[path = "../devnet/signer.rs"]
mod signer;
mod socket;

use std::time::Duration;

use companion::node::{Node, NodeError, NodeOptions};
use e2e::node::{Act, LyingNode};
use serde_json::Value;
use shared::{Refusal, eth::Address};

const SOMEBODY: Address = Address::repeat_byte(0x11);

/// A legacy transaction that anybody can look up: the example of EIP-155.
const SIGNED: &str = "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83";

fn hasty() -> NodeOptions {
    NodeOptions { timeout: Duration::from_millis(300), attempts: 2, ..NodeOptions::default() }
}

fn always(act: Act) -> (LyingNode, Node) {
    let liar = LyingNode::start(None, move |_, _, _| act.clone()).unwrap();
    let node = Node::with_options(&liar.url(), hasty()).unwrap();
    (liar, node)
}

/// Answers by method; what is not listed is `null`.
fn telling(answers: Vec<(&'static str, Vec<Value>)>) -> (LyingNode, Node) {
    let liar = LyingNode::start(None, move |method, params, _| {
        let Some((_, values)) = answers.iter().find(|(name, _)| *name == method) else {
            return Act::Result(Value::Null);
        };
        // Two values: the first for “latest”, the second for “pending”.
        let second = params.get(1).is_some_and(|block| block == "pending");
        Act::Result(values.get(usize::from(second)).or(values.first()).cloned().unwrap_or_default())
    });
    let liar = liar.unwrap();
    let node = Node::connect(&liar.url()).unwrap();
    (liar, node)
}

fn kind<T: std::fmt::Debug>(result: Result<T, NodeError>) -> (&'static str, String) {
    let error = result.unwrap_err();
    (error.kind().as_str(), error.to_string())
}
