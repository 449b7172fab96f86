//! Reading: requests, entries, the head of the chain.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use shared::eth::{Address, B256};

use super::{Journal, JournalError, Record, Written, rows};
use crate::build::RequestId;

/// The fewest hex digits of an id that name a request.
pub const ID_TEXT_MIN: usize = 4;

/// Which requests are listed; all of them, by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only those with something still to be done or watched.
    pub open: bool,
    /// Only those of this signer.
    pub signer: Option<Address>,
    /// Only those on this chain.
    pub chain_id: Option<u64>,
    /// Without so many of the newest.
    pub skip: u32,
    /// At most so many.
    pub limit: Option<u32>,
}

impl Filter {
    fn conditions(&self) -> &'static str {
        if self.open {
            "WHERE is_open = 1 AND (?1 IS NULL OR signer = ?1) AND (?2 IS NULL OR chain_id = ?2)"
        } else {
            "WHERE (?1 IS NULL OR signer = ?1) AND (?2 IS NULL OR chain_id = ?2)"
        }
    }
}

impl Journal {
    fn said(&self, error: &rusqlite::Error) -> JournalError {
        JournalError::of(&self.path, error)
    }

    /// One request; `None` where there is none of that id.
    pub fn request(&self, id: RequestId) -> Result<Option<Record>, JournalError> {
        rows::request(&self.connection, id).map_err(|error| self.said(&error))
    }

    /// All requests, newest first.
    pub fn requests(&self) -> Result<Vec<Record>, JournalError> {
        self.list(&Filter::default())
    }

    /// The requests that `filter` lets through, newest first.
    pub fn list(&self, filter: &Filter) -> Result<Vec<Record>, JournalError> {
        let sql = format!(
            "SELECT {} FROM requests {} ORDER BY seq DESC LIMIT ?3 OFFSET ?4",
            rows::COLUMNS,
            filter.conditions()
        );
        let parameters = params![
            filter.signer.map(|signer| signer.to_vec()),
            filter.chain_id.map(u64::cast_signed),
            filter.limit.map_or(-1, i64::from),
            filter.skip,
        ];
        rows::all(&self.connection, &sql, parameters, rows::record).map_err(|error| self.said(&error))
    }

    /// How many requests `filter` lets through; its `skip` and `limit` do not count.
    pub fn count(&self, filter: &Filter) -> Result<u32, JournalError> {
        let sql = format!("SELECT count(*) FROM requests {}", filter.conditions());
        let parameters =
            params![filter.signer.map(|signer| signer.to_vec()), filter.chain_id.map(u64::cast_signed)];
        let count = self.connection.query_row(&sql, parameters, |row| row.get(0));
        count.map_err(|error| self.said(&error))
    }

    /// The id of the request whose id begins with `text`: UUID text or hex digits, at least [`ID_TEXT_MIN`].
    pub fn find(&self, text: &str) -> Result<RequestId, JournalError> {
        let refused = || {
            let shown = text.chars().take(40).collect::<String>();
            JournalError::IdText(shared::eth::text::spelled_out(&shown))
        };
        let digits: String = text.chars().filter(|&letter| letter != '-').collect();
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hex || !(ID_TEXT_MIN..=32).contains(&digits.len()) {
            return Err(refused());
        }
        let bound = |fill: char| {
            let full: String = digits.chars().chain(std::iter::repeat(fill)).take(32).collect();
            full.parse::<RequestId>().map_err(|_| refused())
        };
        let (low, high) = (bound('0')?, bound('f')?);
        let sql = "SELECT id FROM requests WHERE id BETWEEN ?1 AND ?2 LIMIT 100";
        let found = rows::all(&self.connection, sql, [low.to_bytes(), high.to_bytes()], |row| {
            row.get::<_, [u8; 16]>(0)
        });
        match found.map_err(|error| self.said(&error))?.as_slice() {
            [] => Err(JournalError::NoSuch(digits)),
            [one] => Ok(RequestId::of_bytes(*one)),
            several => Err(JournalError::Ambiguous { text: digits, count: several.len() }),
        }
    }

    /// The requests of `signer` on `chain_id` that use `nonce`, newest first.
    pub fn with_nonce(
        &self,
        chain_id: u64,
        signer: Address,
        nonce: u64,
    ) -> Result<Vec<Record>, JournalError> {
        let found = rows::with_nonce(&self.connection, chain_id, signer, nonce);
        let mut found = found.map_err(|error| self.said(&error))?;
        found.reverse();
        Ok(found)
    }

    /// The request that takes the place of `record`, as long as it may: one that lost the nonce stands for nothing any more.
    pub fn replacement_of(&self, record: &Record) -> Result<Option<RequestId>, JournalError> {
        rows::replacement_of(&self.connection, record).map_err(|error| self.said(&error))
    }

    /// The lowest nonce that neither the node (whose next one is `next`) nor a request under way of this signer uses. A request
    /// that waits for its signature counts; one that was replaced stands for the same nonce as its replacement.
    pub fn free_nonce(&self, chain_id: u64, signer: Address, next: u64) -> Result<u64, JournalError> {
        let sql = "SELECT nonce FROM requests
            WHERE signer = ?1 AND chain_id = ?2 AND is_open = 1 AND nonce IS NOT NULL";
        let parameters = params![signer.as_slice(), chain_id.cast_signed()];
        let used = rows::all(&self.connection, sql, parameters, |row| row.get::<_, i64>(0));
        let used: HashSet<i64> = used.map_err(|error| self.said(&error))?.into_iter().collect();
        Ok((next..u64::MAX).find(|nonce| !used.contains(&nonce.cast_signed())).unwrap_or(u64::MAX))
    }

    /// A number that changes when anybody, this process or another, has written: for windows that show what is new.
    pub fn version(&self) -> Result<i64, JournalError> {
        Ok(self.head()?.0)
    }

    /// Number and hash of the last entry; 0 and zeros before the first.
    pub fn head(&self) -> Result<(i64, B256), JournalError> {
        head(&self.connection).map_err(|error| self.said(&error))
    }

    /// All entries about a request, oldest first.
    pub fn entries_of(&self, id: RequestId) -> Result<Vec<Written>, JournalError> {
        let sql = format!("{ENTRIES} WHERE request = ?1 ORDER BY seq");
        rows::all(&self.connection, &sql, [id.to_bytes()], written).map_err(|error| self.said(&error))
    }

    /// The last `limit` entries, newest first.
    pub fn entries(&self, limit: u32) -> Result<Vec<Written>, JournalError> {
        let sql = format!("{ENTRIES} ORDER BY seq DESC LIMIT ?1");
        rows::all(&self.connection, &sql, [limit], written).map_err(|error| self.said(&error))
    }
}

pub(super) const ENTRIES: &str = "SELECT seq, at_ms, kind, body, hash FROM entries";

/// Reads the columns of [`ENTRIES`].
pub(super) fn written(row: &Row<'_>) -> rusqlite::Result<Written> {
    Ok(Written {
        seq: row.get(0)?,
        at: row.get(1)?,
        kind: row.get(2)?,
        body: row.get(3)?,
        hash: B256::new(row.get::<_, [u8; 32]>(4)?),
    })
}

pub(super) fn head(connection: &Connection) -> rusqlite::Result<(i64, B256)> {
    let last = connection.query_row("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok((row.get(0)?, B256::new(row.get::<_, [u8; 32]>(1)?)))
    });
    Ok(last.optional()?.unwrap_or((0, B256::ZERO)))
}
