//! What happened: one SQLite file, written before each act, every entry chained to the one before by its hash.
//!
//! | table      | what                                                                     |
//! |------------|--------------------------------------------------------------------------|
//! | `entries`  | append-only: what was about to be done, and what came of it              |
//! | `requests` | where each request stands, computed from the entries, for quick lists    |
//! | `book`     | devices, keys, addresses, chains, contracts, likewise computed from entries |
//!
//! [`chain`] says how anybody can check the hashes. May not enter: nodes, windows, keys. A caller records first and acts then.

pub mod chain;
pub mod entry;
mod error;
pub mod export;
mod open;
mod project;
mod read;
pub mod request;
mod rows;
mod schema;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod verify;
mod watch;
mod window;
mod words;

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use shared::eth::B256;

pub use chain::Written;
pub use entry::Entry;
pub use error::JournalError;
pub use export::{ExportError, Form, export};
pub use project::BookRow;
pub use read::{Filter, ID_TEXT_MIN};
pub use request::{Record, State};
pub use verify::{Fault, Verified};
pub use watch::{Listener, Step, watch};
pub use window::WindowLock;

use crate::{
    book::{self, Book, BookChange},
    build::RequestId,
};

/// How long another program's hold on the file is waited for.
pub const BUSY: Duration = Duration::from_secs(5);

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
}

impl Journal {
    /// Opens the journal at `path`, makes it (and its folder) where there is none, readable by this user alone, and brings an
    /// older one up to date.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        Ok(Self { connection: open::open(path, schema::STEPS)?, path: path.to_owned() })
    }

    /// Where a person's journal lies: `$COLDFRAME_JOURNAL`, else `coldframe/journal.sqlite` in the folder for data of this user.
    pub fn usual_place() -> Result<PathBuf, JournalError> {
        open::usual_place()
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one entry and what follows from it, in one transaction that is on the disk when this returns.
    ///
    /// Two processes cannot both ask with one nonce: the rules are held inside the transaction. What the journal knows already
    /// (the same block again, say) is not written twice. When a transaction is mined, the others with its nonce lose theirs in
    /// the same breath.
    ///
    /// # Errors
    /// Nothing is written where the entry cannot follow ([`JournalError::Impossible`]), where its nonce is taken
    /// ([`JournalError::NonceTaken`]), where a book's rule speaks against it ([`JournalError::Book`]), or where the file fails.
    pub fn record(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.record_all(std::slice::from_ref(entry))
    }

    /// Writes several entries, all or none. An [`Entry::Overridden`] lets the book change right after it pass the rule it names.
    pub fn record_all(&mut self, entries: &[Entry]) -> Result<(), JournalError> {
        let path = self.path.clone();
        let said = |error: rusqlite::Error| JournalError::of(&path, &error);
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(said)?;
        let mut writer = Writer { transaction: &transaction, path: &path, at: now() };
        let mut rule = None;
        for entry in entries {
            writer.write(entry, rule)?;
            rule = if let Entry::Overridden { rule, .. } = entry { Some(rule.as_str()) } else { None };
        }
        watch::before_commit();
        transaction.commit().map_err(said)?;
        watch::after_commit();
        Ok(())
    }

    /// Changes a book. `reason` sets aside a rule that may be overridden, and is written down before the change; where no rule is
    /// against it, it is not needed and not written.
    pub fn change_book(&mut self, change: BookChange, reason: Option<&str>) -> Result<(), JournalError> {
        let judged = self.book()?.judge(&change);
        let (about, change) = (change.words(), Entry::Book(change));
        let Err(error) = judged else { return self.record(&change) };
        let (Some(rule), Some(reason)) = (error.rule(), reason) else { return Err(error.into()) };
        if reason.trim().is_empty() {
            return Err(book::BookError::NoReason.into());
        }
        let overridden = Entry::Overridden { rule: rule.to_owned(), about, reason: reason.to_owned() };
        self.record_all(&[overridden, change])
    }

    /// The books as they are now.
    pub fn book(&self) -> Result<Book, JournalError> {
        book_of(&self.connection, &self.path)
    }
}

/// Milliseconds since 1970, by this machine's clock.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn book_of(connection: &Connection, path: &Path) -> Result<Book, JournalError> {
    let pages = rows::pages(connection).map_err(|error| JournalError::of(path, &error))?;
    Book::of_pages(pages).map_err(|reason| JournalError::Damaged { path: path.display().to_string(), reason })
}

/// One transaction's writing.
struct Writer<'a> {
    transaction: &'a Transaction<'a>,
    path: &'a Path,
    at: i64,
}

impl Writer<'_> {
    fn said(&self, error: &rusqlite::Error) -> JournalError {
        JournalError::of(self.path, error)
    }

    fn write(&mut self, entry: &Entry, overridden: Option<&str>) -> Result<(), JournalError> {
        if let Some(id) = entry.id()
            && let Some(record) = self.request(id)?
            && record.knows(entry)
        {
            return Ok(());
        }
        match entry {
            Entry::Asked(asked) => self.nonce_is_free(asked)?,
            Entry::Book(change) => {
                let book = book_of(self.transaction, self.path)?;
                book::allowed(book.judge(change), overridden)?;
            }
            _ => {}
        }
        let losers = self.losers(entry)?;
        self.append(entry)?;
        for (record, by) in losers {
            let id = record.asked.id;
            if let (true, Some(block)) = (record.state.is_in_block(), record.block) {
                self.append(&Entry::Reorganised { id, block })?;
            }
            self.append(&Entry::NonceTaken { id, by })?;
        }
        Ok(())
    }

    fn request(&self, id: RequestId) -> Result<Option<Record>, JournalError> {
        rows::request(self.transaction, id).map_err(|error| self.said(&error))
    }

    fn nonce_is_free(&self, asked: &entry::Asked) -> Result<(), JournalError> {
        if let Some(id) = asked.replaces {
            let refused = |why| Err(JournalError::NotReplaced { id, why });
            let Some(replaced) = self.request(id)? else { return Err(JournalError::NoRequest(id)) };
            if !replaced.same_turn(asked) {
                return refused("only a transaction of the same signer, chain and nonce takes its place");
            }
            if !replaced.state.is_open() || replaced.state.is_in_block() {
                return refused("it is in a block, lost its nonce, or was given up");
            }
            if self.is_replaced(&replaced)? {
                return refused("another request took its place already; replace that one");
            }
        }
        let others = rows::same_turn(self.transaction, asked).map_err(|error| self.said(&error))?;
        for other in others {
            let stands = other.state.is_open() && Some(other.asked.id) != asked.replaces;
            if stands && !self.is_replaced(&other)? {
                return Err(JournalError::NonceTaken {
                    nonce: asked.nonce.unwrap_or_default(),
                    by: other.asked.id,
                    state: other.state.word(),
                });
            }
        }
        Ok(())
    }

    /// Whether another request stands for the nonce of `record`: one that lost it in turn does not.
    fn is_replaced(&self, record: &Record) -> Result<bool, JournalError> {
        let by = rows::replacement_of(self.transaction, record).map_err(|error| self.said(&error))?;
        Ok(by.is_some())
    }

    /// Who loses the nonce when `entry` says that a transaction was mined.
    fn losers(&self, entry: &Entry) -> Result<Vec<(Record, Option<B256>)>, JournalError> {
        let Entry::Mined { id, .. } = entry else { return Ok(Vec::new()) };
        let Some(mined) = self.request(*id)? else { return Ok(Vec::new()) };
        let others = rows::same_turn(self.transaction, &mined.asked).map_err(|error| self.said(&error))?;
        if let Some(done) = others.iter().find(|other| other.asked.id != *id && other.state.is_final()) {
            let state = done.state.word();
            return Err(JournalError::Impossible { id: done.asked.id, state, entry: "nonce-taken" });
        }
        let losers = others.into_iter().filter(|other| other.asked.id != *id && other.state.is_open());
        Ok(losers.map(|other| (other, mined.hash)).collect())
    }

    fn append(&mut self, entry: &Entry) -> Result<(), JournalError> {
        let (last, before) = read::head(self.transaction).map_err(|error| self.said(&error))?;
        let written = Written::new(last + 1, self.at, entry, before);
        let id = entry.id().map(RequestId::to_bytes);
        self.transaction
            .execute(
                "INSERT INTO entries (seq, at_ms, kind, request, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![written.seq, written.at, written.kind, id, written.body, written.hash.as_slice()],
            )
            .map_err(|error| self.said(&error))?;
        let mut file = rows::InFile { connection: self.transaction, seq: written.seq };
        project::apply(&mut file, entry, self.at)
            .map_err(|error| JournalError::applying(self.path, error, entry.kind()))
    }
}
