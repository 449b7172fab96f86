//! A transaction's turn: its nonce among the account's others, in the journal and on the chain.
//!
//! May not enter: writing. It says what is, the acts say what follows.

use std::fmt::Write as _;

use shared::eth::B256;

use super::{ActError, Chain};
use crate::{
    build::RequestId,
    journal::{Journal, Record, State},
    signed::SignedTransaction,
};

/// The most missing nonces that are listed one by one.
const LISTED_MAX: u64 = 10;

/// The transaction that the journal holds for `record`, recovered from its bytes and held against the record again: what was
/// changed on the disk since it was accepted is never sent.
pub(super) fn recovered(record: &Record) -> Result<SignedTransaction, ActError> {
    let id = record.asked.id;
    let state = |wanted: &str| ActError::State { id, state: record.state.word(), wanted: wanted.to_owned() };
    let Some(bytes) = &record.signed else {
        return Err(match record.state {
            State::Waiting => state("there is no signature yet; show its codes, and accept the answer first"),
            _ => state(
                "it is no transaction, so there is nothing to send; hand its signature to whoever asked for it",
            ),
        });
    };
    let signed = SignedTransaction::recover(bytes)?;
    let (unsigned, asked) = (signed.unsigned(), &record.asked);
    let changed = |what| Err(ActError::Changed { id, what });
    if signed.signer() != asked.signer {
        return changed("another key signed them");
    }
    if Some(unsigned.chain_id()) != asked.chain_id {
        return changed("they are for another chain");
    }
    if Some(unsigned.nonce()) != asked.nonce {
        return changed("they have another nonce");
    }
    if unsigned.digest() != asked.digest || record.hash != Some(signed.hash()) {
        return changed("they say something else");
    }
    Ok(signed)
}

/// The nonces from `next` to before `nonce`, with the requests of the journal that they belong to, in words.
pub(super) fn missing(journal: &Journal, signed: &SignedTransaction, next: u64) -> Result<String, ActError> {
    let (chain_id, nonce) = (signed.unsigned().chain_id(), signed.unsigned().nonce());
    let mut words = String::new();
    for missing in next..nonce.min(next.saturating_add(LISTED_MAX)) {
        let users = journal.with_nonce(chain_id, signed.signer(), missing)?;
        let of = match users.iter().find(|user| user.state.is_open()).or(users.first()) {
            Some(user) => format!("request {}, {}", user.asked.id, user.state.word()),
            None => "no request in this journal".to_owned(),
        };
        _ = write!(words, "\n  nonce {missing}: {of}");
    }
    let more = nonce.saturating_sub(next).saturating_sub(LISTED_MAX);
    if more > 0 {
        _ = write!(words, "\n  and {more} more");
    }
    Ok(words)
}

/// Which transaction used the nonce of `record`, where that can be found: another of the journal, or one on the chain.
pub(super) fn taker(
    journal: &Journal,
    chain: &dyn Chain,
    signed: &SignedTransaction,
    id: RequestId,
) -> Result<Option<B256>, ActError> {
    let (chain_id, nonce) = (signed.unsigned().chain_id(), signed.unsigned().nonce());
    for user in journal.with_nonce(chain_id, signed.signer(), nonce)? {
        let Some(hash) = user.hash.filter(|_| user.asked.id != id) else { continue };
        if chain.receipt(hash)? != crate::node::Sighting::Nowhere {
            return Ok(Some(hash));
        }
    }
    // Nodes that keep no old states cannot be searched; that a nonce is used is known all the same.
    Ok(chain.spender(signed.signer(), nonce).unwrap_or_default())
}

/// Who took a nonce, in words.
pub(super) fn taker_words(by: Option<B256>) -> String {
    by.map_or_else(
        || "another transaction of the same account, which was not found among the last blocks".to_owned(),
        |hash| format!("transaction {hash} of the same account"),
    )
}
