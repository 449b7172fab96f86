//! What follows from entries: where each request stands, and what the books hold. Pure, over any store.
//!
//! The file's tables and the recomputation of `verify` run through the same steps. May not enter: SQL.

use std::collections::BTreeMap;

use super::{
    entry::Entry,
    request::{Impossible, Record, State},
};
use crate::{
    book::{BookChange, PageChange},
    build::RequestId,
};

/// A page of a book: one device, key, address, chain or contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRow {
    /// Which book.
    pub shelf: String,
    /// What it is found by.
    pub key: String,
    /// What it goes with, when that goes.
    pub owner: Option<String>,
    /// The JSON.
    pub body: String,
}

/// Where what follows is kept.
pub(super) trait Projection {
    type Error;

    fn request(&self, id: RequestId) -> Result<Option<Record>, Self::Error>;
    fn put(&mut self, record: &Record) -> Result<(), Self::Error>;
    fn put_page(&mut self, row: BookRow) -> Result<(), Self::Error>;
    fn drop_page(&mut self, shelf: &str, key: &str) -> Result<(), Self::Error>;
    fn drop_owned(&mut self, shelf: &str, owner: &str) -> Result<(), Self::Error>;
}

/// Why an entry could not be applied.
#[derive(Debug)]
pub(super) enum ApplyError<E> {
    /// The store's own.
    Store(E),
    /// It is about a request that is not there.
    NoRequest(RequestId),
    /// The request was built before.
    Twice(RequestId),
    /// It cannot follow.
    Impossible(RequestId, State),
}

impl<E> From<E> for ApplyError<E> {
    fn from(error: E) -> Self {
        Self::Store(error)
    }
}

/// Applies `entry` of the time `at`.
pub(super) fn apply<P: Projection>(to: &mut P, entry: &Entry, at: i64) -> Result<(), ApplyError<P::Error>> {
    match entry {
        Entry::Asked(asked) => {
            if to.request(asked.id)?.is_some() {
                return Err(ApplyError::Twice(asked.id));
            }
            to.put(&Record::new((**asked).clone(), at))?;
            if let Some(replaced) = asked.replaces {
                let record = to.request(replaced)?.ok_or(ApplyError::NoRequest(replaced))?;
                to.put(&Record { replaced_by: Some(asked.id), ..record })?;
            }
            Ok(())
        }
        Entry::Book(change) => Ok(turn(to, change)?),
        Entry::Overridden { .. } => Ok(()),
        _ => {
            let Some(id) = entry.id() else { return Ok(()) };
            let record = to.request(id)?.ok_or(ApplyError::NoRequest(id))?;
            let (state, replaces) = (record.state, record.asked.replaces);
            let after = record.after(entry, at).map_err(|Impossible| ApplyError::Impossible(id, state))?;
            to.put(&after)?;
            // What was to be replaced by it is on its own again.
            if let (Entry::Abandoned { .. }, Some(replaced)) = (entry, replaces)
                && let Some(record) = to.request(replaced)?
                && record.replaced_by == Some(id)
            {
                to.put(&Record { replaced_by: None, ..record })?;
            }
            Ok(())
        }
    }
}

fn turn<P: Projection>(to: &mut P, change: &BookChange) -> Result<(), P::Error> {
    for page in change.pages() {
        match page {
            PageChange::Put(row) => to.put_page(row)?,
            PageChange::Drop { shelf, key } => to.drop_page(shelf, &key)?,
            PageChange::DropOwned { shelf, owner } => to.drop_owned(shelf, &owner)?,
        }
    }
    Ok(())
}

/// The projection in memory.
#[derive(Debug, Default)]
pub(super) struct InMemory {
    pub(super) requests: BTreeMap<RequestId, Record>,
    pub(super) pages: BTreeMap<(String, String), BookRow>,
}

impl Projection for InMemory {
    type Error = std::convert::Infallible;

    fn request(&self, id: RequestId) -> Result<Option<Record>, Self::Error> {
        Ok(self.requests.get(&id).cloned())
    }

    fn put(&mut self, record: &Record) -> Result<(), Self::Error> {
        self.requests.insert(record.asked.id, record.clone());
        Ok(())
    }

    fn put_page(&mut self, row: BookRow) -> Result<(), Self::Error> {
        self.pages.insert((row.shelf.clone(), row.key.clone()), row);
        Ok(())
    }

    fn drop_page(&mut self, shelf: &str, key: &str) -> Result<(), Self::Error> {
        self.pages.remove(&(shelf.to_owned(), key.to_owned()));
        Ok(())
    }

    fn drop_owned(&mut self, shelf: &str, owner: &str) -> Result<(), Self::Error> {
        self.pages.retain(|_, row| row.shelf != shelf || row.owner.as_deref() != Some(owner));
        Ok(())
    }
}
