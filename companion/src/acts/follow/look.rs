//! One look at the chain, and what of it is written down.

use super::{Standing, pending};
use crate::{
    acts::{ActError, Chain, turn::recovered},
    build::RequestId,
    journal::{Entry, Journal, Record, State, entry::Block},
    node::{At, NodeError, Receipt, Sighting},
    signed::SignedTransaction,
    vocabulary::Vocabulary,
};

/// How deep a block is taken for final where neither the chain tells nor the book says.
const CONFIRMATIONS: u64 = 32;

/// One look, at the time `now` (milliseconds since 1970, by this machine's clock).
pub(super) fn look(
    journal: &mut Journal,
    chain: &dyn Chain,
    id: RequestId,
    now: i64,
) -> Result<Standing, ActError> {
    let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
    let signed = recovered(&record)?;
    let (expected, found) = (signed.unsigned().chain_id(), chain.chain_id());
    if expected != found {
        let node = chain.names().join(", ");
        return Err(NodeError::Chain { node, expected, found }.into());
    }
    let mut standing = standing_of(&record);
    match at(journal, chain, &record, &signed, now, &mut standing) {
        // Nothing was written on the strength of it.
        Err(ActError::Node(error @ NodeError::Differ { .. })) => standing.notes.push(error.to_string()),
        settled => settled?,
    }
    standing.notes.extend(chain.troubles());
    if let Some(record) = journal.request(id)? {
        standing.state = record.state;
        standing.block = record.block;
    }
    Ok(standing)
}

/// How it stands by the journal, for a look that no node answered.
pub(super) fn blind(journal: &Journal, id: RequestId, error: &NodeError) -> Result<Standing, ActError> {
    let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
    let mut standing = standing_of(&record);
    standing.notes.push(error.to_string());
    Ok(standing)
}

fn standing_of(record: &Record) -> Standing {
    Standing::of_journal(record.state, record.block)
}

fn at(
    journal: &mut Journal,
    chain: &dyn Chain,
    record: &Record,
    signed: &SignedTransaction,
    now: i64,
    standing: &mut Standing,
) -> Result<(), ActError> {
    match chain.receipt(signed.hash())? {
        Sighting::Agreed(receipt) => mined(journal, chain, record, receipt, standing),
        Sighting::Partly { receipt, behind } => {
            standing.notes.push(format!(
                "It is in block {} by the word of some nodes; {} not seen that block yet. It counts once all that answer say the same.",
                receipt.block_number,
                match behind.as_slice() {
                    [one] => format!("{one} has"),
                    several => format!("{} have", several.join(", ")),
                }
            ));
            Ok(())
        }
        Sighting::Nowhere => {
            if let Some(block) = record.block
                && !is_gone(journal, chain, record, block, standing)?
            {
                return Ok(());
            }
            pending::pending(journal, chain, record, signed, now, standing)
        }
    }
}

/// The nodes agree on a receipt.
fn mined(
    journal: &mut Journal,
    chain: &dyn Chain,
    record: &Record,
    receipt: Receipt,
    standing: &mut Standing,
) -> Result<(), ActError> {
    let id = record.asked.id;
    let block = Block { number: receipt.block_number, hash: receipt.block_hash };
    // A receipt that names a block which the chain does not have is of a fork, or a lie.
    let on_chain = chain.block(block.number)?.map(|head| head.hash);
    if on_chain != Some(block.hash) {
        standing.notes.push(format!(
            "The receipt names block {} with the hash {}, but {}. This is not believed: the node is on a fork, or lies. It is looked at again.",
            block.number,
            block.hash,
            on_chain.map_or_else(
                || "no node has a block of that height".to_owned(),
                |hash| format!("the block of that height is {hash}")
            )
        ));
        return Ok(());
    }
    if let Some(old) = record.block.filter(|old| *old != block) {
        let was_final = matches!(record.state, State::Final | State::FinalReverted);
        standing.notes.push(moved(old, Some(block), was_final));
        if was_final {
            return Ok(()); // an operator must see this; no entry undoes what was final
        }
        journal.record(&Entry::Reorganised { id, block: old })?;
    }
    journal.record(&Entry::Mined {
        id,
        block,
        succeeded: receipt.status,
        gas_used: receipt.gas_used,
        gas_price: receipt.effective_gas_price,
    })?;
    let book = journal.book()?;
    let chain_id = chain.chain_id();
    if let Some(head) = chain.head(At::Latest)? {
        standing.confirmations = (head.number + 1).saturating_sub(block.number);
    }
    // A node that cannot say what is final is no reason to fail: the depth decides then.
    let is_final = match chain.head(At::Finalized) {
        Ok(Some(head)) => head.number >= block.number,
        Ok(None) | Err(NodeError::Refused { .. }) => {
            let entry = book.chains.iter().find(|entry| entry.chain_id == chain_id);
            standing.confirmations >= entry.map_or(CONFIRMATIONS, |entry| entry.confirmations.max(1))
        }
        Err(error) => return Err(error.into()),
    };
    if is_final {
        journal.record(&Entry::Final { id, block })?;
    }
    let vocabulary = Vocabulary::of(&book, chain_id);
    standing.events = receipt.logs.iter().map(|log| vocabulary.event(log)).collect();
    standing.receipt = Some(receipt);
    Ok(())
}

/// No node has the receipt of what was in `block`: whether that block is gone.
fn is_gone(
    journal: &mut Journal,
    chain: &dyn Chain,
    record: &Record,
    block: Block,
    standing: &mut Standing,
) -> Result<bool, ActError> {
    let Some(there) = chain.block(block.number)? else {
        standing.notes.push(format!(
            "The nodes are not at its block {} yet, and do not have its receipt: they lag behind, or the chain was reorganised. It is looked at again.",
            block.number
        ));
        return Ok(false);
    };
    if there.hash == block.hash {
        standing.notes.push(format!(
            "Its block {} is there, but no node has its receipt any more: the nodes have lost it, or lie. Ask another node.",
            block.number
        ));
        return Ok(false);
    }
    let was_final = matches!(record.state, State::Final | State::FinalReverted);
    standing.notes.push(moved(block, None, was_final));
    if was_final {
        return Ok(false);
    }
    journal.record(&Entry::Reorganised { id: record.asked.id, block })?;
    Ok(true)
}

/// A reorganisation, in words.
fn moved(old: Block, new: Option<Block>, was_final: bool) -> String {
    let now = new.map_or_else(
        || "it is in no block now and waits again".to_owned(),
        |new| format!("it is in block {} ({}) now", new.number, new.hash),
    );
    let what_to_do = if was_final {
        "This block counted as final. Stop, and compare with other nodes before anything else is signed on this chain."
    } else {
        "Nothing needs to be done: nodes put such transactions into a new block by themselves. Wait until it is final."
    };
    format!(
        "The chain was reorganised: block {} ({}), in which it was, is gone, and {now}. {what_to_do}",
        old.number, old.hash
    )
}
