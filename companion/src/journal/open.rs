//! Opening: where a journal lies, what may be opened as one, and how SQLite is told to keep it.
//!
//! May not enter: entries.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags};

use super::{BUSY, JournalError, error::folder_of, schema};

/// The variable that names a journal's file.
const VARIABLE: &str = "COLDFRAME_JOURNAL";

/// `$COLDFRAME_JOURNAL`, else the file in the folder for data of this user, as the system's rules have it (XDG base directories,
/// Application Support, local application data).
pub(super) fn usual_place() -> Result<PathBuf, JournalError> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(file) = set(VARIABLE) {
        return Ok(file);
    }
    let folder = if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Application Support"))
    } else if cfg!(windows) {
        set("LOCALAPPDATA")
    } else {
        // A relative XDG_DATA_HOME is to be ignored, says its specification.
        set("XDG_DATA_HOME")
            .filter(|folder| folder.is_absolute())
            .or_else(|| set("HOME").map(|home| home.join(".local/share")))
    };
    Ok(folder.ok_or(JournalError::NoPlace)?.join("coldframe").join("journal.sqlite"))
}

/// Opens the file at `path` as a journal of the version that `steps` make.
pub(super) fn open(path: &Path, steps: &[&str]) -> Result<Connection, JournalError> {
    prepare(path)?;
    let said = |error: rusqlite::Error| JournalError::of(path, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(said)?;
    connection.busy_timeout(BUSY).map_err(said)?;
    connection.pragma_update(None, "trusted_schema", false).map_err(said)?;
    let known = schema::version(steps);
    let text = || path.display().to_string();
    // In one transaction: between two looks another companion may make the file a journal.
    match connection.transaction().and_then(|reading| schema::found(&reading)).map_err(said)? {
        schema::Found::Foreign => {
            let reason = "it is the database of another program".to_owned();
            return Err(JournalError::NotAJournal { path: text(), reason });
        }
        schema::Found::Journal(found) if found > known => {
            return Err(JournalError::Newer { path: text(), found, known });
        }
        schema::Found::Journal(_) | schema::Found::Empty => {}
    }
    if connection.is_readonly("main").map_err(said)? {
        return Err(JournalError::ReadOnly { path: text() });
    }
    // Readers do not stop writers, and a commit is on the disk when it returns.
    let mode: String =
        connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(said)?;
    if mode != "wal" {
        let reason = format!("this disk does not allow a write-ahead log (SQLite stays in mode {mode})");
        return Err(JournalError::Failed { path: text(), reason });
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(said)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(said)?;
    schema::migrate(&mut connection, steps).map_err(said)?;
    Ok(connection)
}

/// Makes folder and file where they are not there, for this user alone, and refuses what cannot be written.
fn prepare(path: &Path) -> Result<(), JournalError> {
    let text = || path.display().to_string();
    let failed = |error: std::io::Error| JournalError::of_io(path, &error);
    let folder = folder_of(path);
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder).map_err(failed)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // The folder first: SQLite writes its log beside the file, and a user who may do all is held to the marks as well.
    for place in [folder, path] {
        match fs::metadata(place) {
            Ok(found) if found.permissions().readonly() => {
                return Err(JournalError::ReadOnly { path: text() });
            }
            Ok(found) if place == path && !found.is_file() => {
                let reason = "it is a folder or a device".to_owned();
                return Err(JournalError::NotAJournal { path: text(), reason });
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => match options.open(path) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(error)),
                _ => {} // there now: made here, or by another companion that was faster
            },
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(())
}
