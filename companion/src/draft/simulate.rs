//! What a node says a transaction would do: events, balances, storage.
//!
//! | asked                                       | tells                                        | where it is missing       |
//! |---------------------------------------------|----------------------------------------------|---------------------------|
//! | `debug_traceCall`, prestateTracer, diffMode | balances, storage, code                      | transfers by the next     |
//! | `eth_simulateV1`                            | events; with traceTransfers also transfers   | the next                  |
//! | `debug_traceCall`, callTracer, withLog      | events                                       | the next                  |
//! | `eth_call`                                  | whether it reverts                           | nothing was simulated     |
//!
//! A trial run is on the state of now and a node's word. Everything it says is counted and bounded before it is kept, and what a
//! method cannot see is said. May not enter: belief.

use std::collections::BTreeMap;

use alloy::primitives::{Address, B256, I256, U256, address, b256};
use serde_json::{Value, json};
use shared::eth::amount;

use super::{Wish, slots::Slots, trace};
use crate::{
    node::{Log, NodeError, Nodes},
    vocabulary::Vocabulary,
};

/// The most effects of one kind that are kept: more than a person reads.
const EFFECTS_MAX: usize = 200;
/// The most accounts whose balance is asked for, where only transfers are known.
const ACCOUNTS_MAX: usize = 8;
/// Under which nodes write transfers of the coin as if it were a token (`traceTransfers`).
const COIN: Address = address!("0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE");
/// keccak256("Transfer(address,address,uint256)").
const TRANSFER: B256 = b256!("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

/// What a simulation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Simulation {
    /// It ran.
    Ran {
        /// By which methods of the node.
        how: &'static str,
        /// In order: events, balances, storage and code.
        effects: Vec<Effect>,
        /// What the methods cannot see, in words, where they cannot see all.
        unseen: Option<String>,
    },
    /// It could not be simulated, and why.
    Not(String),
}

/// One effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// An event, in words.
    Event {
        /// Of which contract.
        contract: Address,
        /// In words, or its topics where it is unknown.
        words: String,
    },
    /// A balance changed, in wei.
    Balance {
        /// Whose.
        account: Address,
        /// Before.
        before: U256,
        /// After; without the fee.
        after: U256,
    },
    /// A storage slot changed.
    Storage {
        /// Whose.
        contract: Address,
        /// In words where the slot is known (EIP-1967, ERC-7201, Safe), else its number.
        slot: String,
        /// Before.
        before: U256,
        /// After.
        after: U256,
    },
    /// The code of an account changed.
    Code {
        /// Whose.
        account: Address,
        /// How, in words.
        words: String,
    },
}

impl std::fmt::Display for Effect {
    /// In one line, the same in commands and window.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Event { words, .. } => f.write_str(words),
            Self::Balance { account, before, after } => {
                let (sign, change) =
                    if after > before { ('+', *after - *before) } else { ('−', *before - *after) };
                let [change, before, after] = [change, *before, *after].map(amount::in_ether);
                write!(
                    f,
                    "Balance of {account}: {sign}{change} coins, from {before} to {after}, without the fee"
                )
            }
            Self::Storage { contract, slot, before, after } => {
                write!(f, "Storage of {contract}, {slot}: from {} to {}", word(*before), word(*after))
            }
            Self::Code { account, words } => write!(f, "{account} {words}"),
        }
    }
}

/// A word of storage as what it most likely is: a small number, an address, or 32 bytes.
fn word(value: U256) -> String {
    match value.bit_len() {
        0..=64 => value.to_string(),
        97..=160 => Address::from_word(value.into()).to_string(),
        _ => format!("{value:#x}"),
    }
}

/// What a run told, before it is put into words.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) logs: Vec<Log>,
    /// It failed: the bytes it reverted with, where there are some, and the node's words.
    pub(super) failed: Option<(Vec<u8>, String)>,
    /// Logs were left out, because there were too many.
    pub(super) cut: bool,
}

/// Runs the call on trial; the second is why it would revert.
pub(super) fn simulate(
    nodes: &Nodes,
    wish: &Wish,
    call: &Value,
    words: &Vocabulary,
) -> (Simulation, Option<String>) {
    let diff = trace::diff(nodes, call);
    let (how, run) = match (run(nodes, call, diff.is_err()), diff.is_ok()) {
        (Ok(run), true) => ("eth_simulateV1 and debug_traceCall", Some(run)),
        (Ok(run), false) => ("eth_simulateV1", Some(run)),
        (Err(_), seen) => match (trace::events(nodes, call), seen) {
            (Ok(run), _) => ("debug_traceCall", Some(run)),
            (Err(_), true) => ("debug_traceCall", None),
            (Err(_), false) => ("eth_call", None),
        },
    };
    let mut unseen = Vec::new();
    if run.is_none() {
        unseen.push("events".to_owned());
    }
    let failed = match &run {
        Some(run) => run.failed.clone(),
        None => match called(nodes, call) {
            Ok(failed) => failed,
            Err(reason) => return (Simulation::Not(reason), None),
        },
    };
    if let Some((data, said)) = failed {
        let reason = words.revert(wish.intent.to, &data).unwrap_or(said);
        return (Simulation::Ran { how, effects: Vec::new(), unseen: None }, Some(reason));
    }
    let run = run.unwrap_or_default();
    let mut effects = Vec::new();
    let (transfers, logs): (Vec<_>, Vec<_>) =
        run.logs.iter().partition(|log| log.address == COIN && log.topics.first() == Some(&TRANSFER));
    effects.extend(
        logs.iter()
            .take(EFFECTS_MAX)
            .map(|log| Effect::Event { contract: log.address, words: words.event(log) }),
    );
    let mut cut = run.cut || logs.len() > EFFECTS_MAX;
    match diff {
        Ok(diff) => {
            let slots = Slots::of(wish);
            cut |= diff.cut;
            effects.extend(diff.effects(&slots));
        }
        Err(reason) => {
            if how == "eth_simulateV1" {
                match moved(nodes, &transfers) {
                    Some(balances) => effects.extend(balances),
                    None => unseen.push("some balances".to_owned()),
                }
                unseen.push("storage".to_owned());
            } else {
                unseen.push("balances and storage".to_owned());
            }
            unseen.push(format!("({reason})"));
        }
    }
    if cut {
        unseen.push(format!("what is beyond the first {EFFECTS_MAX} of a kind"));
    }
    let unseen = (!unseen.is_empty()).then(|| format!("not seen: {}", unseen.join(", ")));
    (Simulation::Ran { how, effects, unseen }, None)
}

/// Runs it with `eth_simulateV1`.
fn run(nodes: &Nodes, call: &Value, transfers: bool) -> Result<Run, String> {
    const METHOD: &str = "eth_simulateV1";
    let blocks = json!([{ "calls": [call] }]);
    let options = json!({ "blockStateCalls": blocks, "traceTransfers": transfers, "validation": false });
    let told = asked(nodes, METHOD, &json!([options, "latest"]))?;
    let call = told.pointer("/0/calls/0").ok_or("it gave no result for the call")?;
    let mut run = Run::default();
    let logs = call.get("logs").and_then(Value::as_array).ok_or("it gave no list of events")?;
    run.cut = logs.len() > trace::LOGS_MAX;
    for log in logs.iter().take(trace::LOGS_MAX) {
        run.logs.push(trace::log(log).ok_or("one of its events has no form of an event")?);
    }
    match call.get("status").and_then(Value::as_str) {
        Some("0x1") => Ok(run),
        Some("0x0") => {
            let error = call.get("error");
            let text = |name: &str| error.and_then(|error| error.get(name)).and_then(Value::as_str);
            let data = text("data").or(call.get("returnData").and_then(Value::as_str));
            let data = data.and_then(|data| alloy::hex::decode(data).ok()).unwrap_or_default();
            let said = trace::bounded(text("message").unwrap_or("it failed without a reason"));
            Ok(Run { failed: Some((data, said)), ..run })
        }
        _ => Err("it does not say whether the call succeeds".to_owned()),
    }
}

/// Whether it reverts, by `eth_call` alone.
fn called(nodes: &Nodes, call: &Value) -> Result<Option<(Vec<u8>, String)>, String> {
    match nodes.first_able("eth_call", &json!([call, "latest"])) {
        Ok(Some(_)) => Ok(None),
        Ok(None) => Err("no node runs calls on trial".to_owned()),
        Err(NodeError::Refused { data, message, .. }) => {
            Ok(Some((data.map(|data| data.to_vec()).unwrap_or_default(), message)))
        }
        Err(error) => Err(error.to_string()),
    }
}

/// The result of a method that not every node has; else why there is none.
pub(super) fn asked(nodes: &Nodes, method: &'static str, params: &Value) -> Result<Value, String> {
    match nodes.first_able(method, params) {
        Ok(Some((_, value))) => Ok(value),
        Ok(None) => Err(format!("no node has {method}")),
        Err(NodeError::Refused { message, .. }) => Err(format!("{method} was refused: {message}")),
        Err(_) => Err(format!("{method} was not answered")),
    }
}

/// Balances from transfers: what the node says they are now, and what is left after. `None` where that makes no sense.
fn moved(nodes: &Nodes, transfers: &[&Log]) -> Option<Vec<Effect>> {
    let mut change: BTreeMap<Address, I256> = BTreeMap::new();
    for log in transfers {
        let [_, from, to] = log.topics.as_slice() else { return None };
        let value = I256::try_from(U256::try_from_be_slice(&log.data)?).ok()?;
        for (account, value) in [(from, value.checked_neg()?), (to, value)] {
            let sum = change.entry(Address::from_word(*account)).or_default();
            *sum = sum.checked_add(value)?;
        }
    }
    change.retain(|_, value| !value.is_zero());
    if change.len() > ACCOUNTS_MAX {
        return None;
    }
    let effect = |(account, change): (Address, I256)| {
        let before = nodes.balance(account).ok()?;
        let after = if change.is_negative() {
            before.checked_sub(change.unsigned_abs())?
        } else {
            before.checked_add(change.unsigned_abs())?
        };
        Some(Effect::Balance { account, before, after })
    };
    change.into_iter().map(effect).collect()
}
