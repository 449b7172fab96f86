//! The tables, as a list of steps: a journal of any older version is brought up to date by those it has not seen.
//!
//! May not enter: a change of a step that was published; what must change gets a step of its own.

use rusqlite::{Connection, TransactionBehavior};

use super::watch;

/// In the file's head, so that no other program's database is taken for a journal: “Cold”.
pub(super) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"Cold");

/// Step n brings version n to n + 1.
pub(super) const STEPS: &[&str] = &["
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    request BLOB,
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX entries_of_request ON entries (request, seq) WHERE request IS NOT NULL;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entries_follow BEFORE INSERT ON entries
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries)
    BEGIN SELECT RAISE(ABORT, 'entries follow each other'); END;

CREATE TABLE requests (
    seq INTEGER PRIMARY KEY REFERENCES entries (seq),
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    message BLOB NOT NULL,
    digest BLOB NOT NULL,
    signer BLOB NOT NULL,
    chain_id INTEGER,
    nonce INTEGER,
    purpose TEXT NOT NULL,
    replaces BLOB,
    state INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    answer BLOB,
    signed BLOB,
    hash BLOB,
    block_number INTEGER,
    block_hash BLOB,
    replaced_by BLOB
) STRICT;
CREATE INDEX requests_by_turn ON requests (signer, chain_id, nonce);
CREATE INDEX requests_open ON requests (seq) WHERE is_open = 1;

CREATE TABLE book (
    shelf TEXT NOT NULL,
    key TEXT NOT NULL,
    owner TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (shelf, key)
) STRICT, WITHOUT ROWID;
", "
-- A message that is signed (state 1, no transaction to send) has come to its end.
UPDATE requests SET is_open = 0 WHERE state = 1 AND signed IS NULL;
"];

/// The version that this program writes.
pub(super) fn version(steps: &[&str]) -> i32 {
    i32::try_from(steps.len()).unwrap_or(i32::MAX)
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing yet.
    Empty,
    /// A journal of this version.
    Journal(i32),
    /// Another program's database.
    Foreign,
}

/// Looks at the head of an open file.
pub(super) fn found(connection: &Connection) -> rusqlite::Result<Found> {
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i32>(0));
    match number("PRAGMA application_id")? {
        APPLICATION_ID => Ok(Found::Journal(number("PRAGMA user_version")?)),
        0 if number("SELECT count(*) FROM sqlite_schema")? == 0 => Ok(Found::Empty),
        _ => Ok(Found::Foreign),
    }
}

/// Takes the steps that are missing, all or none of them. The caller has seen that the file is ours, or empty.
pub(super) fn migrate(connection: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    if matches!(found(connection)?, Found::Journal(at) if at == version(steps)) {
        return Ok(()); // no lock is taken for nothing
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Looked at again under the lock: another companion may have come first.
    let has = match found(&transaction)? {
        Found::Journal(version) => usize::try_from(version).unwrap_or_default(),
        Found::Empty | Found::Foreign => 0,
    };
    for step in steps.iter().skip(has) {
        transaction.execute_batch(step)?;
    }
    if has < steps.len() {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", version(steps))?;
    }
    if has == steps.len() {
        return Ok(()); // nothing to write
    }
    watch::before_commit();
    transaction.commit()?;
    watch::after_commit();
    Ok(())
}
