//! The example chain: everything a newcomer needs to try each screen, put into the books.

use std::collections::BTreeMap;

use super::{Clerk, Says};
use crate::{
    devnet::{CHAIN_ID, Devnet, DevnetOptions},
    example,
    flow::Refused,
    journal::{Entry, Filter, Journal, State},
};
use shared::eth::Address;

/// Starts the chain, if it does not run, and writes its things into the books: those that are there already stay as they are.
pub(super) fn start(clerk: &mut Clerk, says: Says<'_>) -> Result<(), Refused> {
    let book = clerk.journal()?.book()?;
    if let Some(taken) = book.chain(CHAIN_ID).filter(|chain| chain.name != example::CHAIN) {
        let text = format!(
            "chain {CHAIN_ID} is in the books already, as “{}”, and the example chain has the same number; remove that one on Chains, or give the window another journal with --journal",
            taken.name
        );
        return Err(Refused::new("chain", text));
    }
    if clerk.example.is_none() {
        let contracts = vec![example::genesis()];
        let nonces = used(clerk.journal()?)?;
        let options = DevnetOptions { contracts, nonces, ..DevnetOptions::default() };
        let devnet = Devnet::start(options).map_err(|error| Refused::new("devnet", error.to_string()))?;
        clerk.example = Some(devnet);
    }
    let url = clerk.example.as_ref().map(Devnet::url).unwrap_or_default();
    says("writing chain, device and contract into the books");
    let wanted: Vec<Entry> =
        example::entries(url).into_iter().filter(|entry| !example::is_in(&book, entry)).collect();
    clerk.lines.remove(&CHAIN_ID);
    // The chain begins anew each time, so what was under way on an older one never arrives.
    let open = Filter { open: true, chain_id: Some(CHAIN_ID), ..Filter::default() };
    let left = clerk.journal()?.list(&open)?.into_iter().filter(|record| !record.state.is_in_block());
    let reason = "the example chain it was for is gone";
    let gone = left.map(|record| Entry::Abandoned { id: record.asked.id, reason: reason.to_owned() });
    let entries: Vec<Entry> = gone.chain(wanted).collect();
    clerk.record(&entries)
}

/// The next nonce of each key by the journal: the chain begins there, or it would contradict what older ones of its number did.
fn used(journal: &Journal) -> Result<Vec<(Address, u64)>, Refused> {
    let on_chain = Filter { chain_id: Some(CHAIN_ID), ..Filter::default() };
    let mut next = BTreeMap::<Address, u64>::new();
    for record in journal.list(&on_chain)? {
        let state = record.state;
        if !(state.is_in_block() || state.is_final() || state == State::NonceTaken) {
            continue;
        }
        let after = record.asked.nonce.map_or(0, |nonce| nonce.saturating_add(1));
        let known = next.entry(record.asked.signer).or_default();
        *known = after.max(*known);
    }
    Ok(next.into_iter().collect())
}
