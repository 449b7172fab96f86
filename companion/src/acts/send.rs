//! Sending a signed transaction to every node.

use shared::eth::B256;

use super::{
    ActError, Chain,
    turn::{missing, recovered, taker, taker_words},
};
use crate::{
    build::RequestId,
    journal::{Entry, Journal, Record, State},
    node::NodeError,
    signed::SignedTransaction,
};

/// What one node said to a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeWord {
    /// Its name: scheme, host and port.
    pub node: String,
    /// `None`: it took it, or had it; else what it said against it.
    pub refused: Option<String>,
    /// It may have taken it all the same: no clear answer came back.
    pub is_unclear: bool,
}

impl NodeWord {
    /// What `node` said when it was handed a transaction.
    pub fn of(node: String, said: Result<B256, NodeError>) -> Self {
        let is_unclear = matches!(said, Err(NodeError::Unclear { .. }));
        Self { node, refused: said.err().map(|error| error.to_string()), is_unclear }
    }

    /// `node` had it before.
    pub fn had(node: String) -> Self {
        Self { node, refused: None, is_unclear: false }
    }
}

/// How a sending went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Of the transaction.
    pub hash: B256,
    /// The nodes had it before: it was not sent again.
    pub already_there: bool,
    /// One word a node.
    pub words: Vec<NodeWord>,
}

impl Sent {
    /// Whether a node took it, or had it.
    pub fn is_taken(&self) -> bool {
        self.words.iter().any(|word| word.refused.is_none())
    }
}

/// Sends what was signed for request `id`, once: the nodes are asked for its hash first, so that a sending that was cut off
/// is not repeated.
///
/// Signer, chain and nonce are recovered from the bytes and compared again before anything leaves. `allow_gap` sends where lower
/// nonces are missing.
///
/// # Errors
/// Nothing has left where the request is not signed, is in a block that no node shows or given up ([`ActError::State`]), the
/// stored bytes are not its own ([`ActError::Changed`]), another request takes its place ([`ActError::State`]), its nonce is used ([`ActError::NonceUsed`], journalled) or ahead of its turn
/// ([`ActError::Gap`]), the nodes differ, or the journal cannot be written. That a node refuses it is no error but a
/// [`NodeWord`].
pub fn send(
    journal: &mut Journal,
    chain: &dyn Chain,
    id: RequestId,
    allow_gap: bool,
) -> Result<Sent, ActError> {
    let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
    // Asking again for what is on the chain already is no fault: whoever was cut off asks again.
    let is_on_chain =
        matches!(record.state, State::Mined | State::Reverted | State::Final | State::FinalReverted);
    if !is_on_chain {
        may_be_sent(&record)?;
    }
    let signed = recovered(&record)?;
    let (expected, found) = (signed.unsigned().chain_id(), chain.chain_id());
    if expected != found {
        let node = chain.names().join(", ");
        return Err(NodeError::Chain { node, expected, found }.into());
    }
    let hash = signed.hash();
    let holders = chain.holders(hash)?;
    if is_on_chain && !holders.is_empty() {
        let words = holders.into_iter().map(NodeWord::had).collect();
        return Ok(Sent { hash, already_there: true, words });
    }
    may_be_sent(&record)?;
    if !holders.is_empty() {
        return already_there(journal, &record, hash, holders);
    }
    if let Some(by) = journal.replacement_of(&record)? {
        let wanted = format!(
            "request {by} takes its place; follow that one, or abandon it first if this one is wanted after all"
        );
        return Err(ActError::State { id, state: record.state.word(), wanted });
    }
    may_be_mined(journal, chain, &signed, id, allow_gap)?;
    journal.record(&Entry::Sending { id, hash, nodes: chain.names() })?;
    let mut words = Vec::new();
    for (node, said) in chain.send(signed.raw()) {
        let word = NodeWord::of(node, said);
        journal.record(&Entry::Told { id, node: word.node.clone(), refused: word.refused.clone() })?;
        words.push(word);
    }
    Ok(Sent { hash, already_there: false, words })
}

fn may_be_sent(record: &Record) -> Result<(), ActError> {
    let wanted = match record.state {
        State::Waiting | State::Signed | State::Sending | State::Sent => return Ok(()),
        State::Mined | State::Reverted | State::Final | State::FinalReverted => {
            "it is on the chain already; follow it instead"
        }
        State::NonceTaken => "it can never be mined; build the request again if it is still wanted",
        State::Abandoned => "it was given up; build the request again if it is wanted after all",
    };
    Err(ActError::State { id: record.asked.id, state: record.state.word(), wanted: wanted.to_owned() })
}

/// Nodes have it: after a sending that was cut off, or because somebody else sent it.
fn already_there(
    journal: &mut Journal,
    record: &Record,
    hash: B256,
    holders: Vec<String>,
) -> Result<Sent, ActError> {
    let id = record.asked.id;
    if record.state != State::Sent {
        if record.state != State::Sending {
            journal.record(&Entry::Sending { id, hash, nodes: holders.clone() })?;
        }
        for node in &holders {
            journal.record(&Entry::Told { id, node: node.clone(), refused: None })?;
        }
    }
    let words = holders.into_iter().map(NodeWord::had).collect();
    Ok(Sent { hash, already_there: true, words })
}

/// Refuses a nonce that is used up, or ahead of its turn.
fn may_be_mined(
    journal: &mut Journal,
    chain: &dyn Chain,
    signed: &SignedTransaction,
    id: RequestId,
    allow_gap: bool,
) -> Result<(), ActError> {
    let (signer, nonce) = (signed.signer(), signed.unsigned().nonce());
    if nonce < chain.mined_nonce(signer)? {
        let by = taker(journal, chain, signed, id)?;
        journal.record(&Entry::NonceTaken { id, by })?;
        return Err(ActError::NonceUsed { id, nonce, by: taker_words(by) });
    }
    let next = chain.next_nonce(signer)?;
    if nonce > next && !allow_gap {
        let missing = missing(journal, signed, next)?;
        return Err(ActError::Gap { id, nonce, next, missing });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
