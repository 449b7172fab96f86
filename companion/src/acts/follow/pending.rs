//! What is in no block: why not, and what would help.

use shared::eth::{U256, amount};

use super::Standing;
use crate::{
    acts::{
        ActError, Chain,
        turn::{missing, taker, taker_words},
    },
    journal::{Entry, Journal, Record, State},
    node::{At, BlockHead, Sighting, Speed},
    signed::SignedTransaction,
};

/// How long a fee that is too low is waited out before it counts as stuck, in milliseconds: five blocks of mainnet.
const LOW_FEE_MS: i64 = 60_000;
/// How long anything may wait before it counts as stuck.
const LONG_MS: i64 = 600_000;

/// Says in `standing` why it waits.
pub(super) fn pending(
    journal: &mut Journal,
    chain: &dyn Chain,
    record: &Record,
    signed: &SignedTransaction,
    now: i64,
    standing: &mut Standing,
) -> Result<(), ActError> {
    let (id, nonce) = (record.asked.id, signed.unsigned().nonce());
    let used = chain.mined_nonce(signed.signer())?;
    if used > nonce {
        // It may have been mined between the two questions; the next look finds it then.
        if chain.receipt(signed.hash())? != Sighting::Nowhere {
            return Ok(());
        }
        let by = taker(journal, chain, signed, id)?;
        journal.record(&Entry::NonceTaken { id, by })?;
        standing.notes.push(format!(
            "Nonce {nonce} was used by {}: this one can never be mined. If none of yours did that, somebody else holds the key.",
            taker_words(by)
        ));
        return Ok(());
    }
    if record.state == State::NonceTaken {
        standing.notes.push(format!(
            "The block that used nonce {nonce} is gone: whoever has this transaction's bytes may still send it. Watch it until the nonce is used again."
        ));
    }
    if let Some(by) = journal.replacement_of(record)? {
        standing.notes.push(format!(
            "Request {by} takes its place; follow that one, too: only one of them can be mined."
        ));
        // That pools have dropped it, or that its fee is low, is no reason to send it again: it is the other that is wanted.
        return Ok(());
    }
    let holders = chain.holders(signed.hash())?;
    if holders.is_empty() {
        if matches!(record.state, State::Sending | State::Sent | State::Mined | State::Reverted) {
            standing.is_dropped = true;
            standing.notes.push(format!(
                "No node knows it (any more): their pools may have dropped it. Send it again: it cannot be executed twice. “coldframe broadcast {id}” does that."
            ));
        }
        return Ok(());
    }
    gap(journal, chain, signed, used, standing)?;
    if let Some(head) = chain.head(At::Latest)? {
        slow(chain, record, signed, (head, now), standing)?;
    }
    Ok(())
}

/// What must be mined before it.
fn gap(
    journal: &Journal,
    chain: &dyn Chain,
    signed: &SignedTransaction,
    used: u64,
    standing: &mut Standing,
) -> Result<(), ActError> {
    let nonce = signed.unsigned().nonce();
    if used >= nonce {
        return Ok(());
    }
    let next = chain.next_nonce(signed.signer())?;
    let missing = missing(journal, signed, next.min(nonce))?;
    standing.notes.push(if missing.is_empty() {
        let many = nonce - used;
        format!("It waits for {many} earlier transaction(s) of the same account, which wait themselves: from nonce {used} on.")
    } else {
        format!(
            "It has nonce {nonce}, and the nodes wait for what comes before it:{missing}\nSend those first; it is mined once they are."
        )
    });
    Ok(())
}

/// Whether a fee holds it up.
fn slow(
    chain: &dyn Chain,
    record: &Record,
    signed: &SignedTransaction,
    (head, now): (BlockHead, i64),
    standing: &mut Standing,
) -> Result<(), ActError> {
    // Both by this machine's clock: it may be wrong, and only the difference to when it was sent counts.
    let waited = now.saturating_sub(record.changed_at);
    let cap = signed.unsigned().max_fee_per_gas();
    let base = head.base_fee.unwrap_or_default();
    let gwei = |wei: u128| format!("{} gwei", amount::in_gwei(U256::from(wei)));
    if cap < base {
        standing.is_stuck = waited >= LOW_FEE_MS;
        standing.notes.push(format!(
            "It offers at most {} for a unit of gas, and a block costs {} now: it waits until that falls. Speed it up to have it sooner.",
            gwei(cap),
            gwei(base)
        ));
    } else if waited >= LOW_FEE_MS {
        let tip = signed.unsigned().max_priority_fee_per_gas().unwrap_or(cap).min(cap - base);
        let slow = chain.fees(Speed::Slow)?.max_priority_fee_per_gas;
        if tip < slow {
            standing.is_stuck = true;
            standing.notes.push(format!(
                "Its tip of {} is below what slow transactions give now ({}). Speed it up to have it sooner.",
                gwei(tip),
                gwei(slow)
            ));
        } else if waited >= LONG_MS {
            standing.is_stuck = true;
            standing.notes.push(format!(
                "It waits for {} minutes, and its fees are no reason. Ask another node, or speed it up.",
                waited / 60_000
            ));
        }
    }
    Ok(())
}
