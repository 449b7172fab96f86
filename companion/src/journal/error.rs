//! Why the journal could not be read or written, as sentences.

use std::{
    io::{self, Write as _},
    path::Path,
};

use rusqlite::ErrorCode;
use shared::{Kind, Refusal};

use super::project::ApplyError;
use crate::{book::BookError, build::RequestId};

/// What went wrong with the journal. Where it was being written, nothing of the entry is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// Said by SQLite or the system, not one of the others.
    #[error(
        "the journal {path} cannot be used: {reason}\nNothing was done. Check the disk and the folder, then run the same command again."
    )]
    Failed {
        /// Which file.
        path: String,
        /// What was said.
        reason: String,
    },
    /// Nothing says where this user's data lies.
    #[error(
        "there is no folder for this user's data (HOME is not set); say where the journal is with --journal FILE or COLDFRAME_JOURNAL"
    )]
    NoPlace,
    /// Held by another program for longer than is waited.
    #[error("the journal {path} is held by another program for more than {} seconds\nNothing was done. Close the other program that writes to it (a backup, a database browser), then run the same command again; several companions may share it.", super::BUSY.as_secs())]
    Locked {
        /// Which file.
        path: String,
    },
    /// No room.
    #[error(
        "the disk is full, the journal {path} cannot be written\nNothing was done, and nothing that was written before is lost. Make room, then run the same command again."
    )]
    Full {
        /// Which file.
        path: String,
    },
    /// File or folder cannot be written.
    #[error(
        "the journal {path} may not be written by this user (it, or its folder, is read-only)\nNothing was done, because what is done must be written down first. Make file and folder writable, or name another place with --journal FILE."
    )]
    ReadOnly {
        /// Which file.
        path: String,
    },
    /// A later program wrote it.
    #[error(
        "the journal {path} is of version {found}, this program knows versions up to {known}\nNothing was changed. Use the newer Coldframe that wrote it."
    )]
    Newer {
        /// Which file.
        path: String,
        /// Of the file.
        found: i32,
        /// Of this program.
        known: i32,
    },
    /// Something else lies there.
    #[error(
        "{path} is no journal of Coldframe ({reason})\nNothing was changed. Check --journal and COLDFRAME_JOURNAL; a file that is not there yet is made."
    )]
    NotAJournal {
        /// Which file.
        path: String,
        /// What it is instead.
        reason: String,
    },
    /// Bytes of it changed on the disk.
    #[error(
        "the journal {path} is damaged: {reason}\nNothing was done. Keep the file as it is, make a copy, and bring back a backup; what nodes know is not lost."
    )]
    Damaged {
        /// Which file.
        path: String,
        /// Where.
        reason: String,
    },
    /// Another window has it.
    #[error(
        "another window of the companion has the journal {path} open\nUse that window, or close it first. Commands may share a journal with a window; two windows may not."
    )]
    SecondWindow {
        /// Which file.
        path: String,
    },
    /// No request of that id.
    #[error("the journal has no request {0}; “coldframe journal list” shows those it has")]
    NoRequest(RequestId),
    /// No request's id begins so.
    #[error(
        "the journal has no request whose id begins with {0}; “coldframe journal list” shows those it has"
    )]
    NoSuch(String),
    /// Several requests' ids begin so.
    #[error("{count} requests have ids that begin with {text}; write more of it")]
    Ambiguous {
        /// The beginning.
        text: String,
        /// How many there are.
        count: usize,
    },
    /// Not hex, or too short to mean anything.
    #[error(
        "“{0}” is no request id; write at least four of its hex digits, as “coldframe journal list” shows them"
    )]
    IdText(String),
    /// The id was given before.
    #[error("request {0} is in the journal already; a new request needs a new id")]
    Twice(RequestId),
    /// Another request under way uses the nonce.
    #[error(
        "nonce {nonce} is used by request {by}, which is {state}\nNothing was asked. Take the next free nonce, replace that request (“coldframe replace”), or give it up (“coldframe journal abandon {by}”)."
    )]
    NonceTaken {
        /// Which.
        nonce: u64,
        /// Whose it is.
        by: RequestId,
        /// [`super::State::word`].
        state: &'static str,
    },
    /// What should be replaced cannot be.
    #[error("request {id} cannot be replaced: {why}\nNothing was asked.")]
    NotReplaced {
        /// Which should have been.
        id: RequestId,
        /// Why not, with what to do.
        why: &'static str,
    },
    /// The entry cannot follow.
    #[error(
        "request {id} is {state}, so “{entry}” cannot be written of it\nNothing was done. “coldframe journal show {id}” shows how it came to be so."
    )]
    Impossible {
        /// About which.
        id: RequestId,
        /// [`super::State::word`].
        state: &'static str,
        /// [`super::Entry::kind`].
        entry: &'static str,
    },
    /// A book's rule speaks against it.
    #[error(transparent)]
    Book(#[from] BookError),
}

impl Refusal for JournalError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Failed { .. } | Self::NoPlace => "journal",
            Self::Locked { .. } => "journal-locked",
            Self::Full { .. } => "disk-full",
            Self::ReadOnly { .. } => "journal-read-only",
            Self::Newer { .. } => "journal-newer",
            Self::NotAJournal { .. } => "not-a-journal",
            Self::Damaged { .. } => "journal-damaged",
            Self::SecondWindow { .. } => "second-window",
            Self::NoRequest(_) | Self::NoSuch(_) | Self::Ambiguous { .. } | Self::IdText(_) => "no-request",
            Self::Twice(_) => "request-id",
            Self::NonceTaken { .. } => "nonce-taken",
            Self::NotReplaced { .. } | Self::Impossible { .. } => "request-state",
            Self::Book(error) => return error.kind(),
        })
    }
}

/// Room that SQLite takes for its log and the log's index before the first entry.
const LOG_BYTES: usize = 64 * 1024;

/// Writes as much beside the journal as SQLite would, into a file that has no name and is gone at once.
fn probe(path: &Path) -> io::Result<()> {
    let mut file = tempfile::tempfile_in(folder_of(path))?;
    file.write_all(&[0; LOG_BYTES])?;
    file.sync_all()
}

/// The folder in which the journal lies.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl JournalError {
    /// What SQLite said, in our words.
    pub(super) fn of(place: &Path, error: &rusqlite::Error) -> Self {
        let reason = error.to_string();
        let path = place.display().to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { path },
            Some(ErrorCode::NotADatabase) => {
                Self::NotAJournal { path, reason: "it is no SQLite database".to_owned() }
            }
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, reason },
            Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => {
                // SQLite says this, too, of a full disk on which its log cannot be begun; a file of our own finds out.
                match probe(place) {
                    Err(error) => Self::of_io(place, &error),
                    Ok(()) => Self::Failed { path, reason },
                }
            }
            Some(_) => Self::Failed { path, reason },
            None => Self::Damaged { path, reason }, // a value of a form that is not written here
        }
    }

    /// What the system said to the file or its folder.
    pub(super) fn of_io(path: &Path, error: &io::Error) -> Self {
        let path = path.display().to_string();
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::Failed { path, reason: error.to_string() },
        }
    }

    pub(super) fn applying(path: &Path, error: ApplyError<rusqlite::Error>, entry: &'static str) -> Self {
        match error {
            ApplyError::Store(error) => Self::of(path, &error),
            ApplyError::NoRequest(id) => Self::NoRequest(id),
            ApplyError::Twice(id) => Self::Twice(id),
            ApplyError::Impossible(id, state) => Self::Impossible { id, state: state.word(), entry },
        }
    }
}
