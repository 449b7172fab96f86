//! All entries as one JSON document or one CSV table, for others to keep, search and check.
//!
//! Addresses of nodes may hold API keys: unless asked for whole, an export shows scheme, host and port of them, and such an entry
//! says so (`"redacted": true`), because its hash is over the whole. May not enter: files.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{BookChange, Entry, Journal, JournalError, Written, read};
use crate::book::nodes;

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `{"format":…,"head":…,"entries":[…]}`
    Json,
    /// RFC 4180, with a head line; no cell is taken for a formula by a spreadsheet.
    Csv,
}

/// Why an export ended.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The journal could not be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The output takes no more.
    #[error("the export cannot be written: {0}")]
    Output(#[from] io::Error),
}

/// Writes all entries to `out`, oldest first; gives their number. `whole` leaves node addresses as they are.
pub fn export(journal: &Journal, form: Form, whole: bool, out: &mut dyn Write) -> Result<u64, ExportError> {
    let said = |error: rusqlite::Error| JournalError::of(&journal.path, &error);
    let transaction = journal.connection.unchecked_transaction().map_err(said)?;
    let head = read::head(&transaction).map_err(said)?.1;
    let mut statement = transaction.prepare(&format!("{} ORDER BY seq", read::ENTRIES)).map_err(said)?;
    let mut rows = statement.query([]).map_err(said)?;
    match form {
        Form::Json => write!(
            out,
            "{{\"format\":\"coldframe journal 1\",\"rule\":{},\"head\":\"{head}\",\"entries\":[",
            json!(RULE)
        )?,
        Form::Csv => out.write_all(b"seq,time,kind,request,words,body,hash\r\n")?,
    }
    let mut count: u64 = 0;
    while let Some(row) = rows.next().map_err(said)? {
        let written = read::written(row).map_err(said)?;
        match form {
            Form::Json => {
                let comma = if count == 0 { "\n" } else { ",\n" };
                write!(out, "{comma}{}", to_json(&written, whole))?;
            }
            Form::Csv => line(out, &written, whole)?,
        }
        count += 1;
    }
    if form == Form::Json {
        out.write_all(b"\n]}\n")?;
    }
    Ok(count)
}

const RULE: &str = "hash = SHA-256 of “coldframe journal entry 1”, the hash before (64 hex digits, zeros first), seq, at_ms, kind and body, each on its own line, no line end behind the last";

/// One entry as JSON; the body is its text, because the hash is over that.
pub fn to_json(written: &Written, whole: bool) -> Value {
    let (body, redacted) = shown(written, whole);
    let mut value = json!({
        "seq": written.seq,
        "at_ms": written.at,
        "time": time(written.at),
        "kind": written.kind,
        "body": body,
        "hash": written.hash.to_string(),
    });
    if let (true, Value::Object(fields)) = (redacted, &mut value) {
        fields.insert("redacted".to_owned(), Value::Bool(true));
    }
    value
}

fn line(out: &mut dyn Write, written: &Written, whole: bool) -> io::Result<()> {
    let entry = written.entry();
    let request = entry.as_ref().ok().and_then(Entry::id).map(|id| id.to_string()).unwrap_or_default();
    let words = entry.map(|entry| entry.words()).unwrap_or_default();
    let (body, _) = shown(written, whole);
    let cells = [
        written.seq.to_string(),
        time(written.at),
        written.kind.clone(),
        request,
        words,
        body,
        written.hash.to_string(),
    ];
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// A cell in quotes. What a spreadsheet would take for a formula gets an apostrophe in front, which it shows as text.
pub(super) fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

/// A moment as text (RFC 3339, UTC).
pub fn time(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(|_| at.to_string(), |moment| moment.to_string())
}

/// The body as it may be shown, and whether something of it was left out.
fn shown(written: &Written, whole: bool) -> (String, bool) {
    match written.entry() {
        Ok(Entry::Book(BookChange::ChainSet(mut chain))) if !whole && !chain.nodes.is_empty() => {
            chain.nodes = chain.nodes.iter().map(|node| nodes::shown(node)).collect();
            let body = serde_json::to_value(BookChange::ChainSet(chain)).unwrap_or_default();
            (body.to_string(), true)
        }
        _ => (written.body.clone(), false),
    }
}
