//! Several calls that are asked for together: each was checked and read by itself, and takes the nonce behind the one before.
//!
//! They become requests all at once or not at all, as `request batch` does it. May not enter: nodes.

use shared::eth::Payload;

use super::{At, Build};
use crate::{
    acts::AskWish,
    draft::Draft,
    flow::{Order, Shown},
};

/// The most calls that are collected: what a person reads on a station in a sitting.
const CALLS_MAX: usize = 50;

/// A call that was checked and waits for the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Batched {
    /// As it was read on the screen.
    pub draft: Draft,
    /// What it is for; empty for the first effect of its review.
    pub purpose: String,
}

impl Batched {
    /// `nonce 7: pauses the vault`, for the list.
    pub fn line(&self) -> String {
        let purpose = self.purpose.trim();
        let effect = self.draft.review.facts().iter().find(|fact| fact.label.starts_with("Effect"));
        let said = match effect {
            _ if !purpose.is_empty() => purpose,
            Some(effect) => effect.value.as_str(),
            None => "a transaction",
        };
        format!("nonce {}: {said}", self.draft.transaction.nonce())
    }

    fn wish(&self) -> AskWish {
        let purpose = self.purpose.trim();
        AskWish {
            payload: Payload::Transaction(self.draft.transaction.clone()),
            key: self.draft.wish().key.clone(),
            purpose: (!purpose.is_empty()).then(|| purpose.to_owned()),
            replaces: None,
        }
    }
}

impl Build {
    /// The nonce of the next call of the batch, where one was begun.
    pub(super) fn next_in_batch(&self) -> Option<u64> {
        self.batch.last().map(|last| last.draft.transaction.nonce().saturating_add(1))
    }

    /// What keeps this form's call out of the batch that was begun.
    pub(super) fn against_batch(&self, shown: &Shown) -> Vec<(At, String)> {
        let Some(first) = self.batch.first().map(|first| &first.draft) else { return Vec::new() };
        let mut wrong = Vec::new();
        if self.chain(shown).is_some_and(|chain| chain.chain_id != first.transaction.chain_id()) {
            wrong.push((At::Chain, "the batch is for another chain; make its requests first".to_owned()));
        }
        if self.key(shown).is_some_and(|key| key.address != first.wish().key.address) {
            wrong.push((At::Key, "the batch is signed by another key; make its requests first".to_owned()));
        }
        if !self.nonce.trim().is_empty() {
            wrong.push((At::Nonce, "the calls of a batch follow one another; leave this empty".to_owned()));
        }
        if self.batch.len() >= CALLS_MAX {
            let said = format!("the batch has {CALLS_MAX} calls, no more are taken; make its requests first");
            wrong.push((At::Purpose, said));
        }
        wrong
    }

    /// Puts a draft on the screen; that a later call waits for those before it is the point of a batch.
    pub(super) fn put(&mut self, mut draft: Draft) {
        if !self.batch.is_empty() {
            draft.doubts.retain(|doubt| !doubt.contains("waits for"));
        }
        self.checked = Some(Box::new(draft));
    }

    /// Takes the call that was checked into the batch; the form is empty for the next one.
    pub(super) fn collect(&mut self) {
        let Some(draft) = self.checked.take() else { return };
        let purpose = std::mem::take(&mut self.purpose);
        self.batch.push(Batched { draft: *draft, purpose });
        *self = self.emptied();
    }

    /// The order that makes a request of each; nothing where there is none.
    pub(super) fn ask_all(&self) -> Option<Order> {
        let wishes: Vec<_> = self.batch.iter().map(Batched::wish).collect();
        (!wishes.is_empty()).then_some(Order::AskAll(wishes))
    }

    /// An empty form with the same chain, key and batch.
    pub(super) fn emptied(&mut self) -> Self {
        let (chain_id, key, batch) = (self.chain_id, self.key, std::mem::take(&mut self.batch));
        Self { chain_id, key, batch, ..Self::default() }
    }
}
