//! How entries hang together: each has a hash over what it says and over the hash before it.
//!
//! ```text
//! hash(n) = SHA-256 of the UTF-8 text
//!     "coldframe journal entry 1" LF hash(n-1) LF seq LF at_ms LF kind LF body
//! ```
//!
//! | part      | spelling                                                                    |
//! |-----------|-----------------------------------------------------------------------------|
//! | hash(n-1) | 64 lower-case hex digits; 64 zeros before the first entry                    |
//! | seq       | decimal, from 1, without gaps                                               |
//! | at_ms     | decimal, milliseconds since 1970 (UTC)                                      |
//! | kind      | [`Entry::kind`]                                                             |
//! | body      | one line of JSON: keys ascending, no spaces, bytes as 0x and hex            |
//!
//! All of it is text, so that anybody can check a journal with `sqlite3` and `sha256sum`. May not enter: SQL, files.

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use shared::eth::B256;

use super::Entry;

/// In front of what is hashed, so that no other use of SHA-256 makes the same hash.
const DOMAIN: &str = "coldframe journal entry 1";

/// An entry as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its place, from 1.
    pub seq: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    /// [`Entry::kind`].
    pub kind: String,
    /// The JSON.
    pub body: String,
    /// Over all of this and the hash before.
    pub hash: B256,
}

impl Written {
    /// The entry after the one with hash `before`.
    pub(super) fn new(seq: i64, at: i64, entry: &Entry, before: B256) -> Self {
        let (kind, body) = spell(entry);
        let hash = hash(before, seq, at, &kind, &body);
        Self { seq, at, kind, body, hash }
    }

    /// Whether its hash is the one that follows from it and the one before.
    pub fn hangs_on(&self, before: B256) -> bool {
        self.hash == hash(before, self.seq, self.at, &self.kind, &self.body)
    }

    /// What it says; refused where this is not how an entry is spelled.
    pub fn entry(&self) -> Result<Entry, String> {
        let body: Value = serde_json::from_str(&self.body).map_err(|error| error.to_string())?;
        let tagged = Value::Object([(self.kind.clone(), body)].into_iter().collect());
        let entry: Entry = serde_json::from_value(tagged).map_err(|error| error.to_string())?;
        if spell(&entry).1 == self.body { Ok(entry) } else { Err("it is spelled in another way".to_owned()) }
    }
}

/// Kind and body. `serde_json`'s maps keep their keys ascending.
fn spell(entry: &Entry) -> (String, String) {
    // No entry has a map with keys that are no text, the one thing that JSON has no spelling for.
    let value = serde_json::to_value(entry).unwrap_or_default();
    let body = value.get(entry.kind()).map(Value::to_string).unwrap_or_default();
    (entry.kind().to_owned(), body)
}

fn hash(before: B256, seq: i64, at: i64, kind: &str, body: &str) -> B256 {
    let text = format!("{DOMAIN}\n{}\n{seq}\n{at}\n{kind}\n{body}", alloy::hex::encode(before));
    B256::from(<[u8; 32]>::from(Sha256::digest(text)))
}
