//! What became of a transaction: receipt, confirmations, finality, reorganisations, and what holds it up.
//!
//! | state      | what the nodes agree on                               | written, and next state           |
//! |------------|-------------------------------------------------------|-----------------------------------|
//! | on its way | a receipt in a block of the chain                     | `Mined`                           |
//! | on its way | the nonce is used, and not by it                      | `NonceTaken`                      |
//! | in a block | a receipt in another block                            | `Reorganised`, `Mined`            |
//! | in a block | no receipt, and another block at that height          | `Reorganised`: on its way again   |
//! | in a block | the block is final, or deep enough where none is told | `Final`                           |
//!
//! What nodes do not agree on is written nowhere: it is a note.

mod look;
mod pending;
#[cfg(test)]
mod tests;

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use super::{ActError, Chain};
use crate::{
    build::RequestId,
    journal::{Journal, State, entry::Block, now},
    node::Receipt,
};

/// When a watch ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// One look.
    Once,
    /// Until it is in a block, at most so long.
    Mined(Duration),
    /// Until so many blocks stand on it, at most so long.
    Confirmed(u64, Duration),
    /// Until its block is final, at most so long.
    Final(Duration),
}

/// How a transaction stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// As journalled.
    pub state: State,
    /// Where it is.
    pub block: Option<Block>,
    /// Blocks on top of and including its own.
    pub confirmations: u64,
    /// What the nodes agree on.
    pub receipt: Option<Receipt>,
    /// Its events in words, in order.
    pub events: Vec<String>,
    /// What holds it up or went otherwise than expected, in words with what to do: too low a fee, a nonce gap, a reorganisation,
    /// another transaction with its nonce, nodes that differ.
    pub notes: Vec<String>,
    /// A replacement would help: it waits for a fee or is alone in the pool for long.
    pub is_stuck: bool,
    /// It was sent, and no node knows it any more: sending it again would help.
    pub is_dropped: bool,
}

impl Standing {
    /// By the journal alone, before any node was asked.
    pub(crate) fn of_journal(state: State, block: Option<Block>) -> Self {
        Self {
            state,
            block,
            confirmations: 0,
            receipt: None,
            events: Vec::new(),
            notes: Vec::new(),
            is_stuck: false,
            is_dropped: false,
        }
    }
}

/// One look of a watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Following {
    /// How it stands.
    pub standing: Standing,
    /// Since the watch began.
    pub elapsed: Duration,
}

/// The first pause between two looks: a development chain mines at once.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest: a third of a mainnet block.
const LONGEST_PAUSE: Duration = Duration::from_secs(4);
/// How often a pause is interrupted to ask whether to go on.
const SLICE: Duration = Duration::from_millis(200);

/// Watches request `id` with `patience`; hears each look in `progress`, which may end the watch. Between looks it is told the
/// last one again with more time gone.
///
/// # Errors
/// [`ActError::State`] where the request has no signed transaction. In one look, a node that does not answer is an error; a
/// longer watch notes it and goes on.
pub fn follow(
    journal: &mut Journal,
    chain: &dyn Chain,
    id: RequestId,
    patience: Patience,
    progress: &mut dyn FnMut(&Following) -> ControlFlow<()>,
) -> Result<Standing, ActError> {
    let begun = Instant::now();
    let limit = match patience {
        Patience::Once => Duration::ZERO,
        Patience::Mined(limit) | Patience::Confirmed(_, limit) | Patience::Final(limit) => limit,
    };
    let mut pause = FIRST_PAUSE;
    loop {
        let standing = match look::look(journal, chain, id, now()) {
            Err(ActError::Node(error)) if patience != Patience::Once && error.is_nodes_own() => {
                look::blind(journal, id, &error)?
            }
            settled => settled?,
        };
        let mut following = Following { standing, elapsed: begun.elapsed() };
        let told_to_end = progress(&following).is_break();
        if told_to_end || is_over(patience, &following.standing) || begun.elapsed() >= limit {
            return Ok(following.standing);
        }
        let rest_ends = Instant::now() + pause.min(limit.saturating_sub(begun.elapsed()));
        loop {
            let left = rest_ends.saturating_duration_since(Instant::now());
            if left.is_zero() || chain.wait_for_block(left.min(SLICE)) {
                break;
            }
            following.elapsed = begun.elapsed();
            if progress(&following).is_break() {
                return Ok(following.standing);
            }
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Whether what was waited for is there, or can never come.
fn is_over(patience: Patience, standing: &Standing) -> bool {
    let is_final = matches!(standing.state, State::Final | State::FinalReverted);
    let is_in_block = is_final || matches!(standing.state, State::Mined | State::Reverted);
    if matches!(standing.state, State::NonceTaken | State::Abandoned) {
        return true;
    }
    match patience {
        Patience::Once => true,
        Patience::Mined(_) => is_in_block,
        Patience::Confirmed(blocks, _) => is_final || (is_in_block && standing.confirmations >= blocks),
        Patience::Final(_) => is_final,
    }
}
