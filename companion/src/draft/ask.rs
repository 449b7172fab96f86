//! The questions to the nodes, in their order, and what each answer means for a draft.

use alloy::primitives::{U64, hex};
use serde_json::{Value, json};
use shared::eth::Address;

use super::{Draft, Found, Wish, doubts, fees, simulate};
use crate::{
    acts::ActError,
    build::ChainFacts,
    journal::{Filter, Journal},
    node::{NodeError, Nodes},
    vocabulary::Vocabulary,
};

/// What every transaction costs, and the least that an estimate can be.
const GAS_MIN: u64 = 21_000;
/// The most gas that an estimate is believed to be: a whole block of any chain known.
const GAS_MAX: u64 = 1_000_000_000;
/// The limit of a transaction that would revert and is drafted all the same: enough for most calls, and not a block.
const GAS_OF_A_REVERT: u64 = 500_000;

/// How many of a key's last requests are looked at for a nonce that is final.
const LOOKED_BACK: u32 = 50;

/// Asks the nodes and puts the draft together. `progress` hears what is being asked; `false` stops.
pub fn draft(
    journal: &Journal,
    nodes: &Nodes,
    wish: &Wish,
    progress: &mut dyn FnMut(&str) -> bool,
) -> Result<Draft, ActError> {
    let mut says = |what: &str| if progress(what) { Ok(()) } else { Err(ActError::Stopped) };
    let (chain_id, signer) = (nodes.chain_id(), wish.key.address);
    let mut standing = Vec::new();

    says("asking for the nonce")?;
    let next = nodes.nonce(signer, used(journal, chain_id, signer)?)?;
    let free = journal.free_nonce(chain_id, signer, next)?;
    let nonce = wish.nonce.unwrap_or(free);
    standing.extend(doubts::of_nonce(signer, nonce, next, free));

    says("asking for the fees of the last blocks")?;
    let asked = fees::asked(nodes)?;
    let mut wish = wish.clone();
    if asked.is_legacy && !wish.legacy {
        wish.legacy = true;
        standing.push(
            "this chain has no EIP-1559 fees, so this is a legacy transaction (EIP-155) at a gas price that is paid in full"
                .to_owned(),
        );
    }

    says("looking at the accounts")?;
    standing.extend(doubts::of_accounts(nodes, &wish)?);
    let balance = nodes.balance(signer)?;

    says("asking how much gas it takes")?;
    let mut words = Vocabulary::of(&journal.book()?, chain_id);
    if let (Some(to), Some(abi)) = (wish.intent.to, &wish.abi) {
        words = words.with(to, abi);
    }
    let call = call(&wish);
    let (gas, mut reverts) = match estimate(nodes, &call) {
        Ok(estimate) => (with_room(estimate), None),
        Err(error) => (GAS_OF_A_REVERT, Some(why(error, &wish, &words)?)),
    };
    let gas = wish.gas.unwrap_or(gas);

    says("running it on trial")?;
    let (simulation, reverted) = simulate::simulate(nodes, &wish, &call, &words);
    reverts = reverts.or(reverted);
    nodes.look_who_is_behind();
    standing.extend(nodes.troubles());

    let facts = ChainFacts { chain_id, nonce, gas, fees: fees::chosen(&asked.choices, &wish) };
    let found = Found { facts, choices: asked.choices, simulation, reverts, balance, standing };
    Draft::of(wish, found)
}

/// One more than the highest nonce that the journal saw final; a node that says less lies.
fn used(journal: &Journal, chain_id: u64, signer: Address) -> Result<u64, ActError> {
    let filter = Filter {
        signer: Some(signer),
        chain_id: Some(chain_id),
        limit: Some(LOOKED_BACK),
        ..Filter::default()
    };
    let last = journal.list(&filter)?.into_iter().filter(|record| record.state.is_final());
    Ok(last.filter_map(|record| record.asked.nonce).max().map_or(0, |nonce| nonce.saturating_add(1)))
}

/// The call as JSON-RPC has it, with both names of the data: some nodes know only the older one.
pub(super) fn call(wish: &Wish) -> Value {
    let data = hex::encode_prefixed(&wish.intent.data);
    let mut call = json!({
        "from": wish.key.address,
        "value": wish.intent.value,
        "input": data,
        "data": data,
    });
    let mut set = |name: &str, value: Value| {
        if let Some(call) = call.as_object_mut() {
            call.insert(name.to_owned(), value);
        }
    };
    if let Some(to) = wish.intent.to {
        set("to", json!(to));
    }
    if !wish.intent.access_list.is_empty() {
        set("accessList", json!(wish.intent.access_list));
    }
    if !wish.intent.authorizations.is_empty() {
        set("authorizationList", json!(wish.intent.authorizations));
    }
    call
}

fn estimate(nodes: &Nodes, call: &Value) -> Result<u64, NodeError> {
    const METHOD: &str = "eth_estimateGas";
    let answer =
        |node: String, fault: &str| NodeError::Answer { node, method: METHOD, fault: fault.to_owned() };
    let Some((node, value)) = nodes.first_able(METHOD, &json!([call]))? else {
        return Err(answer(nodes.names().join(", "), "it has no such method"));
    };
    let gas = serde_json::from_value::<U64>(value).map(|gas| gas.to::<u64>());
    match gas {
        Ok(gas) if (GAS_MIN..=GAS_MAX).contains(&gas) => Ok(gas),
        Ok(gas) => Err(answer(node, &format!("{gas} gas, where a transaction takes {GAS_MIN} to {GAS_MAX}"))),
        Err(_) => Err(answer(node, "no number")),
    }
}

/// Why the node sees no way to carry the call out; other errors go on as they are.
fn why(error: NodeError, wish: &Wish, words: &Vocabulary) -> Result<String, ActError> {
    match error {
        NodeError::Refused { data: Some(data), message, .. } => {
            Ok(words.revert(wish.intent.to, &data).unwrap_or(message))
        }
        NodeError::Refused { message, .. } => Ok(message),
        other => Err(other.into()),
    }
}

/// The estimate and a fifth: state changes while a person reads. A plain transfer costs the same always.
pub(super) fn with_room(estimate: u64) -> u64 {
    if estimate <= GAS_MIN { estimate } else { estimate.saturating_add(estimate / 5) }
}
