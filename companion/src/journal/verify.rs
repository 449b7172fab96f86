//! Recomputing everything: the chain of hashes, and from the entries what the other tables must hold.

use rusqlite::Connection;
use shared::eth::B256;

use crate::build::RequestId;

use super::{
    Journal, JournalError,
    project::{ApplyError, InMemory, apply},
    read, rows,
};

/// How often progress is told: once for so many entries.
const STRIDE: u64 = 256;

/// What a journal was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries that were looked at.
    pub entries: u64,
    /// Hash of the last of them; kept elsewhere, it proves that nothing before it was changed.
    pub head: B256,
    /// Whether the head that was asked for is among them.
    pub has_head: bool,
    /// The first thing that is wrong.
    pub fault: Option<Fault>,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Entries were taken out.
    #[error("after entry {after} comes entry {found}: what was between is gone")]
    Gap {
        /// The last before the gap.
        after: i64,
        /// The first behind it.
        found: i64,
    },
    /// An entry, or one before it, was changed.
    #[error(
        "the hash of entry {seq} is not the one that follows from it and the entries before: it was changed"
    )]
    Hash {
        /// Which entry.
        seq: i64,
    },
    /// An entry that no version of Coldframe wrote.
    #[error("entry {seq} cannot be read: {reason}")]
    Unreadable {
        /// Which entry.
        seq: i64,
        /// Why.
        reason: String,
    },
    /// An entry that cannot follow those before.
    #[error("entry {seq} cannot follow those before it")]
    Impossible {
        /// Which entry.
        seq: i64,
    },
    /// A table beside the entries does not say what they say.
    #[error("{what} is not what the entries say: the table was changed")]
    Projection {
        /// A request or a page of a book.
        what: String,
    },
    /// SQLite's own check.
    #[error("the file is damaged: {0}")]
    File(String),
}

impl Journal {
    /// Checks the file, each hash, and what follows from the entries. `progress` hears how many of how many entries are done, and
    /// says `false` to stop; then [`Verified::entries`] is smaller than their number. `head` is looked for among the hashes.
    pub fn verify(
        &self,
        head: Option<B256>,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Verified, JournalError> {
        // One transaction: another companion may write meanwhile.
        let transaction = self.connection.unchecked_transaction();
        let transaction = transaction.map_err(|error| JournalError::of(&self.path, &error))?;
        look(&transaction, head, progress).map_err(|error| JournalError::of(&self.path, &error))
    }
}

fn look(
    connection: &Connection,
    wanted: Option<B256>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> rusqlite::Result<Verified> {
    let total = connection.query_row("SELECT count(*) FROM entries", [], |row| row.get::<_, i64>(0))?;
    let total = u64::try_from(total).unwrap_or_default();
    let zero = wanted.is_none_or(|wanted| wanted == B256::ZERO);
    let mut found = Verified { entries: 0, head: B256::ZERO, has_head: zero, fault: None };
    let sound: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        found.fault = Some(Fault::File(sound));
        return Ok(found);
    }
    let mut memory = InMemory::default();
    // The column by which the entries of a request are found is in no hash.
    let sql = "SELECT seq, at_ms, kind, body, hash, request FROM entries ORDER BY seq";
    let mut statement = connection.prepare(sql)?;
    let mut entries = statement.query([])?;
    let mut last = 0;
    while let Some(row) = entries.next()? {
        if found.entries.is_multiple_of(STRIDE) && !progress(found.entries, total) {
            return Ok(found);
        }
        let written = read::written(row)?;
        let of = row.get::<_, Option<Vec<u8>>>(5)?;
        if let Some(fault) = one(&written, of.as_deref(), last, found.head, &mut memory) {
            found.fault = Some(fault);
            return Ok(found);
        }
        (last, found.head, found.entries) = (written.seq, written.hash, found.entries + 1);
        found.has_head |= wanted == Some(written.hash);
    }
    _ = progress(found.entries, total);
    found.fault = compare(connection, memory)?;
    Ok(found)
}

/// One entry, found under the request `of`, on top of those before.
fn one(
    written: &super::Written,
    of: Option<&[u8]>,
    last: i64,
    before: B256,
    memory: &mut InMemory,
) -> Option<Fault> {
    let seq = written.seq;
    if seq != last + 1 {
        return Some(Fault::Gap { after: last, found: seq });
    }
    if !written.hangs_on(before) {
        return Some(Fault::Hash { seq });
    }
    let entry = match written.entry() {
        Ok(entry) => entry,
        Err(reason) => return Some(Fault::Unreadable { seq, reason }),
    };
    if entry.id().map(RequestId::to_bytes).as_ref().map(<[u8; 16]>::as_slice) != of {
        return Some(Fault::Projection { what: format!("the request of entry {seq}") });
    }
    match apply(memory, &entry, written.at) {
        Ok(()) => None,
        Err(ApplyError::Store(never)) => match never {},
        Err(_) => Some(Fault::Impossible { seq }),
    }
}

/// Holds the tables against what the entries say.
fn compare(connection: &Connection, mut memory: InMemory) -> rusqlite::Result<Option<Fault>> {
    let fault = |what: String| Ok(Some(Fault::Projection { what }));
    let mut statement = connection.prepare(&format!("SELECT {}, is_open FROM requests", rows::COLUMNS))?;
    let mut requests = statement.query([])?;
    while let Some(row) = requests.next()? {
        let record = rows::record(row)?;
        // By that column the lists of what is under way are made.
        let is_open = row.get::<_, bool>("is_open")? == record.is_open();
        if !is_open || memory.requests.remove(&record.asked.id).as_ref() != Some(&record) {
            return fault(format!("request {}", record.asked.id));
        }
    }
    if let Some(id) = memory.requests.keys().next() {
        return fault(format!("request {id}"));
    }
    for page in rows::pages(connection)? {
        let (shelf, key) = (page.shelf.clone(), page.key.clone());
        if memory.pages.remove(&(shelf.clone(), key.clone())) != Some(page) {
            return fault(format!("{shelf} {key} in the books"));
        }
    }
    if let Some((shelf, key)) = memory.pages.keys().next() {
        return fault(format!("{shelf} {key} in the books"));
    }
    Ok(None)
}
