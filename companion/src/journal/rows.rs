//! Records and book pages as rows, there and back.

use rusqlite::{Connection, OptionalExtension as _, Row, params, types::Type};
use shared::eth::{Address, B256};

use super::{
    entry::{Asked, Block},
    project::{BookRow, Projection},
    request::{Record, State},
};
use crate::build::RequestId;

/// The columns of a record, in the order in which [`record`] reads them.
pub(super) const COLUMNS: &str = "id, message, digest, signer, chain_id, nonce, purpose, replaces, state, asked_at, \
changed_at, answer, signed, hash, block_number, block_hash, replaced_by";

/// A number of a state that no version wrote, or bytes of another length.
fn odd(column: usize, found: Type) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(
        column,
        found,
        "the value is of no form that is written here".into(),
    )
}

fn number_of(state: State) -> i64 {
    State::ALL.iter().position(|each| *each == state).and_then(|at| i64::try_from(at).ok()).unwrap_or(-1)
}

fn fixed<const N: usize>(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; N]> {
    row.get::<_, Vec<u8>>(column)?.try_into().map_err(|_| odd(column, Type::Blob))
}

fn fixed_option<const N: usize>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<[u8; N]>> {
    let bytes = row.get::<_, Option<Vec<u8>>>(column)?;
    bytes.map(|bytes| bytes.try_into().map_err(|_| odd(column, Type::Blob))).transpose()
}

/// SQLite's integers have a sign; the bits of ours are kept.
fn unsigned_option(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(i64::cast_unsigned))
}

/// Reads [`COLUMNS`].
pub(super) fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    let state = usize::try_from(row.get::<_, i64>(8)?).ok().and_then(|at| State::ALL.get(at));
    let block = match (unsigned_option(row, 14)?, fixed_option(row, 15)?) {
        (Some(number), Some(hash)) => Some(Block { number, hash: B256::new(hash) }),
        _ => None,
    };
    Ok(Record {
        asked: Asked {
            id: RequestId::of_bytes(fixed(row, 0)?),
            message: row.get(1)?,
            digest: B256::new(fixed(row, 2)?),
            signer: Address::new(fixed(row, 3)?),
            chain_id: unsigned_option(row, 4)?,
            nonce: unsigned_option(row, 5)?,
            purpose: row.get(6)?,
            replaces: fixed_option(row, 7)?.map(RequestId::of_bytes),
        },
        state: state.copied().ok_or_else(|| odd(8, Type::Integer))?,
        asked_at: row.get(9)?,
        changed_at: row.get(10)?,
        answer: row.get(11)?,
        signed: row.get(12)?,
        hash: fixed_option(row, 13)?.map(B256::new),
        block,
        replaced_by: fixed_option(row, 16)?.map(RequestId::of_bytes),
    })
}

/// The projection in the file, inside a transaction. `seq` is that of the entry being applied.
pub(super) struct InFile<'a> {
    pub(super) connection: &'a Connection,
    pub(super) seq: i64,
}

impl Projection for InFile<'_> {
    type Error = rusqlite::Error;

    fn request(&self, id: RequestId) -> rusqlite::Result<Option<Record>> {
        request(self.connection, id)
    }

    fn put(&mut self, record: &Record) -> rusqlite::Result<()> {
        let asked = &record.asked;
        let changed = self.connection.execute(
            "UPDATE requests SET state = ?2, is_open = ?3, changed_at = ?4, answer = ?5, signed = ?6, hash = ?7,
                block_number = ?8, block_hash = ?9, replaced_by = ?10 WHERE id = ?1",
            params![
                asked.id.to_bytes(),
                number_of(record.state),
                record.is_open(),
                record.changed_at,
                record.answer,
                record.signed,
                record.hash.map(|hash| hash.to_vec()),
                record.block.map(|block| block.number.cast_signed()),
                record.block.map(|block| block.hash.to_vec()),
                record.replaced_by.map(RequestId::to_bytes),
            ],
        )?;
        if changed > 0 {
            return Ok(());
        }
        // Only what was just asked is not there yet: the columns of later entries are empty.
        self.connection.execute(
            "INSERT INTO requests (seq, id, message, digest, signer, chain_id, nonce, purpose, replaces, state, is_open,
                asked_at, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                self.seq,
                asked.id.to_bytes(),
                asked.message,
                asked.digest.as_slice(),
                asked.signer.as_slice(),
                asked.chain_id.map(u64::cast_signed),
                asked.nonce.map(u64::cast_signed),
                asked.purpose,
                asked.replaces.map(RequestId::to_bytes),
                number_of(record.state),
                record.is_open(),
                record.asked_at,
                record.changed_at,
            ],
        )?;
        Ok(())
    }

    fn put_page(&mut self, row: BookRow) -> rusqlite::Result<()> {
        self.connection.execute(
            "INSERT OR REPLACE INTO book (shelf, key, owner, body) VALUES (?1, ?2, ?3, ?4)",
            params![row.shelf, row.key, row.owner, row.body],
        )?;
        Ok(())
    }

    fn drop_page(&mut self, shelf: &str, key: &str) -> rusqlite::Result<()> {
        self.connection.execute("DELETE FROM book WHERE shelf = ?1 AND key = ?2", params![shelf, key])?;
        Ok(())
    }

    fn drop_owned(&mut self, shelf: &str, owner: &str) -> rusqlite::Result<()> {
        self.connection.execute("DELETE FROM book WHERE shelf = ?1 AND owner = ?2", params![shelf, owner])?;
        Ok(())
    }
}

/// One request.
pub(super) fn request(connection: &Connection, id: RequestId) -> rusqlite::Result<Option<Record>> {
    let sql = format!("SELECT {COLUMNS} FROM requests WHERE id = ?1");
    connection.query_row(&sql, [id.to_bytes()], record).optional()
}

/// The request that takes the place of `record`, while that is open.
pub(super) fn replacement_of(
    connection: &Connection,
    record: &Record,
) -> rusqlite::Result<Option<RequestId>> {
    let Some(by) = record.replaced_by else { return Ok(None) };
    Ok(request(connection, by)?.filter(|other| other.state.is_open()).map(|_| by))
}

/// All requests with this nonce of this signer on this chain, oldest first.
pub(super) fn same_turn(connection: &Connection, asked: &Asked) -> rusqlite::Result<Vec<Record>> {
    let (Some(chain_id), Some(nonce)) = (asked.chain_id, asked.nonce) else { return Ok(Vec::new()) };
    with_nonce(connection, chain_id, asked.signer, nonce)
}

/// The same by number, oldest first.
pub(super) fn with_nonce(
    connection: &Connection,
    chain_id: u64,
    signer: Address,
    nonce: u64,
) -> rusqlite::Result<Vec<Record>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM requests WHERE signer = ?1 AND chain_id = ?2 AND nonce = ?3 ORDER BY seq"
    );
    let turn = params![signer.as_slice(), chain_id.cast_signed(), nonce.cast_signed()];
    all(connection, &sql, turn, record)
}

/// The pages of the books, in order.
pub(super) fn pages(connection: &Connection) -> rusqlite::Result<Vec<BookRow>> {
    let sql = "SELECT shelf, key, owner, body FROM book ORDER BY shelf, key";
    all(connection, sql, [], |row| {
        Ok(BookRow { shelf: row.get(0)?, key: row.get(1)?, owner: row.get(2)?, body: row.get(3)? })
    })
}

/// Every row of a question.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare(sql)?.query_map(parameters, read)?.collect()
}
