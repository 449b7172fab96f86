//! A watch in a terminal: progress while it lasts, how it ended in words and JSON, and what that is for scripts.
//!
//! May not enter: what is believed; that is `acts::follow`'s.

use std::{ops::ControlFlow, time::Duration};

use clap::ValueEnum;
use indicatif::ProgressBar;
use serde_json::{Value, json};
use shared::{
    Kind,
    eth::{U256, amount},
};

use super::{
    exit::{CliError, Exit},
    interrupt::Interrupt,
    output::{Output, harmless},
};
use crate::{
    acts::{self, Following, Patience, Standing},
    build::RequestId,
    journal::{Journal, State},
    node::{Nodes, Receipt},
};

/// How far a watch goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Until {
    /// In a block
    Mined,
    /// Under as many blocks as the book wants on this chain
    Confirmed,
    /// In a block that is final
    #[default]
    Final,
}

/// How deep a block is confirmed where the book says nothing.
const CONFIRMATIONS: u64 = 12;

/// How a watch ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) id: RequestId,
    pub(super) standing: Standing,
    pub(super) interrupted: bool,
    reached: bool,
}

/// Watches one request; progress goes to standard error, a line for each change.
pub(super) fn watch(
    journal: &mut Journal,
    nodes: &Nodes,
    id: RequestId,
    until: Until,
    limit: Duration,
    interrupt: &Interrupt,
    output: Output,
) -> Result<Ended, CliError> {
    let confirmations = match until {
        Until::Confirmed => {
            let book = journal.book()?;
            let chain = book.chains.iter().find(|chain| chain.chain_id == nodes.chain_id());
            chain.map_or(CONFIRMATIONS, |chain| chain.confirmations)
        }
        _ => 0,
    };
    let patience = match until {
        Until::Mined => Patience::Mined(limit),
        Until::Confirmed => Patience::Confirmed(confirmations, limit),
        Until::Final => Patience::Final(limit),
    };
    let spinner = if output.is_json() { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    let (mut interrupted, mut told) = (false, Vec::new());
    let standing = acts::follow(journal, nodes, id, patience, &mut |following: &Following| {
        let lines = progress(&following.standing);
        for line in lines.iter().filter(|line| !told.contains(*line)) {
            spinner.suspend(|| output.aside(harmless(line)));
        }
        told = lines;
        spinner.set_message(format!(
            "{}, {} s",
            following.standing.state.word(),
            following.elapsed.as_secs()
        ));
        spinner.tick();
        interrupted = interrupt.is_heard();
        if interrupted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    spinner.finish_and_clear();
    let standing = standing?;
    let is_final = matches!(standing.state, State::Final | State::FinalReverted);
    let is_in_block = is_final || matches!(standing.state, State::Mined | State::Reverted);
    let reached = match until {
        Until::Mined => is_in_block,
        Until::Confirmed => is_final || (is_in_block && standing.confirmations >= confirmations),
        Until::Final => is_final,
    };
    Ok(Ended { id, standing, interrupted, reached })
}

/// What is worth a line while it is watched.
fn progress(standing: &Standing) -> Vec<String> {
    let place = standing.block.map(|block| format!("In block {} ({})", block.number, block.hash));
    place.into_iter().chain(standing.notes.iter().cloned()).collect()
}

impl Ended {
    /// One object, the same for every command that watches.
    pub(super) fn to_json(&self) -> Value {
        let standing = &self.standing;
        json!({
            "request_id": self.id.to_string(),
            "state": standing.state.word(),
            "reached": self.reached,
            "block": standing.block.map(|block| json!({"number": block.number, "hash": block.hash.to_string()})),
            "confirmations": standing.confirmations,
            "receipt": standing.receipt.as_ref().map(receipt_json),
            "events": standing.events,
            "notes": standing.notes,
            "is_stuck": standing.is_stuck,
            "is_dropped": standing.is_dropped,
        })
    }

    /// How it stands, in lines.
    pub(super) fn lines(&self, output: Output) -> Vec<String> {
        let standing = &self.standing;
        let mut lines = vec![output.labelled(&format!("Request {}", self.id), standing.state.word())];
        if let Some(block) = standing.block {
            lines.push(format!(
                "In block {}, {} deep{}",
                block.number,
                standing.confirmations,
                standing.receipt.as_ref().map(paid).unwrap_or_default()
            ));
        }
        if let Some(contract) = standing.receipt.as_ref().and_then(|receipt| receipt.contract_address) {
            lines.push(output.labelled("Contract created at", contract));
        }
        lines.extend(
            standing.events.iter().map(|event| format!("Event, as the nodes say: {}", harmless(event))),
        );
        if standing.is_stuck {
            lines.push(format!(
                "It is stuck: “coldframe replace {} --faster” builds one with higher fees.",
                self.id
            ));
        }
        lines
    }

    /// What the end is for scripts, if not what was waited for.
    pub(super) fn fault(&self) -> Option<CliError> {
        let id = self.id;
        let refused = |kind, message: String| Some(CliError::new(Exit::Refused, Kind::new(kind), message));
        match self.standing.state {
            State::Reverted | State::FinalReverted => refused(
                "reverted",
                format!(
                    "the transaction of request {id} is in block {} but reverted: it paid its gas and changed nothing\nFind out why before another is signed.",
                    self.standing.block.map_or(0, |block| block.number)
                ),
            ),
            State::NonceTaken => refused(
                "nonce-taken",
                format!(
                    "the nonce of request {id} was used by another transaction, so this one can never be mined\nIf none of yours did that, somebody else holds the key; else build the request again."
                ),
            ),
            _ if self.reached => None,
            _ => {
                let (kind, why) = if self.interrupted {
                    ("interrupted", "the watch was left before its end")
                } else {
                    ("node-timeout", "the time is up")
                };
                let message = format!(
                    "{why}; request {id} is {}\nNothing is lost: it is in the journal, and “coldframe follow {id}” goes on.",
                    self.standing.state.word()
                );
                Some(CliError::new(Exit::Node, Kind::new(kind), message))
            }
        }
    }
}

/// A receipt for scripts.
pub(super) fn receipt_json(receipt: &Receipt) -> Value {
    json!({
        "block_number": receipt.block_number,
        "block_hash": receipt.block_hash.to_string(),
        "status": receipt.status,
        "gas_used": receipt.gas_used,
        "effective_gas_price": receipt.effective_gas_price.to_string(),
        "contract_address": receipt.contract_address.map(|address| address.to_string()),
    })
}

/// Gas and fee of a receipt, behind a comma or semicolon.
pub(super) fn paid(receipt: &Receipt) -> String {
    let paid = U256::from(receipt.gas_used) * U256::from(receipt.effective_gas_price);
    format!("; {} gas, {} ether paid in fees", receipt.gas_used, amount::in_ether(paid))
}
