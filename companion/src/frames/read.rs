//! From what a person names (a text, a file, a folder, `-`) to the codes in it.
//!
//! | bound              | value   |
//! |--------------------|---------|
//! | a file, or stdin   | 64 MiB  |
//! | files of a folder  | 8,192   |
//! | lines of a text    | 16,384  |

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use shared::{
    Kind, Refusal,
    qr::find::{Finder, Luma},
};

use super::{
    Collected, Collector,
    picture::{self, PictureError},
};

/// The longest file that is read, in bytes.
pub const FILE_BYTES_MAX: u64 = 64 << 20;
/// The most files of a folder that are read.
pub const FILES_MAX: usize = 8_192;
/// The most lines of a text that are read.
pub const LINES_MAX: usize = 16_384;

/// What a person named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A UR itself.
    Text(String),
    /// Standard input: text or one picture.
    Stdin,
    /// A file or a folder.
    Path(PathBuf),
}

impl std::str::FromStr for Source {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "-" => Self::Stdin,
            _ if text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("ur:")) => {
                Self::Text(text.to_owned())
            }
            _ => Self::Path(text.into()),
        })
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(_) => f.write_str("the text given"),
            Self::Stdin => f.write_str("standard input"),
            Self::Path(path) => write!(f, "{}", path.display()),
        }
    }
}

/// Why nothing could be read from a source.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Not there.
    #[error("there is no file {place}; check its name{hint}")]
    Missing {
        /// Which file.
        place: String,
        /// What else could have been meant.
        hint: &'static str,
    },
    /// Not readable.
    #[error("{place} cannot be read: {reason}; check the name and the permissions")]
    Io {
        /// Which file.
        place: String,
        /// What the system says.
        reason: String,
    },
    /// More bytes than are read.
    #[error(
        "{place} is longer than {FILE_BYTES_MAX} bytes, so it is not what is asked for here; check the name"
    )]
    TooLong {
        /// Which file.
        place: String,
    },
    /// Not a picture that decodes.
    #[error("{place} cannot be used: {reason}; take the picture again, or give the text form")]
    Picture {
        /// Which file.
        place: String,
        /// Why.
        reason: PictureError,
    },
    /// Neither picture nor text.
    #[error(
        "{place} is neither a picture nor a text; give codes as PNG, JPEG or GIF, or UR texts one a line"
    )]
    Neither {
        /// Which file.
        place: String,
    },
    /// A folder without anything to read.
    #[error("the folder {place} holds no picture and no text; give the folder that the codes are in")]
    EmptyFolder {
        /// Which folder.
        place: String,
    },
    /// More files or lines than are read.
    #[error("{place} holds more than {limit} {what}; give a smaller one")]
    TooMany {
        /// Which file or folder.
        place: String,
        /// What there is too much of.
        what: &'static str,
        /// How much is read.
        limit: usize,
    },
}

impl Refusal for ReadError {
    fn kind(&self) -> Kind {
        match self {
            Self::Missing { .. } | Self::Io { .. } => Kind::new("file"),
            Self::TooLong { .. } | Self::TooMany { .. } => Kind::new("limit-length"),
            Self::Picture { .. } => Kind::new("picture"),
            Self::Neither { .. } | Self::EmptyFolder { .. } => Kind::new("no-code"),
        }
    }
}

/// A pile of codes, and how many pictures had to be looked at for it.
#[derive(Debug, Default)]
pub struct Reading {
    /// The messages.
    pub collected: Collected,
    /// Pictures looked at.
    pub pictures: usize,
    /// Pictures without a readable code.
    pub blank: usize,
    /// Why files of a folder were passed over: neither picture nor text, damaged, too long.
    pub skipped: Vec<ReadError>,
}

/// Reads every code of `source`. Pictures of a folder are taken in the order of their names.
pub fn read(source: &Source) -> Result<Reading, ReadError> {
    let mut pile = Pile::default();
    match source {
        Source::Text(text) => pile.text(&source.to_string(), text)?,
        Source::Stdin => pile.bytes(&source.to_string(), &bounded(std::io::stdin().lock(), source)?)?,
        Source::Path(path) if path.is_dir() => pile.folder(path)?,
        Source::Path(path) => pile.bytes(&source.to_string(), &code_file(path)?)?,
    }
    let Pile { collector, mut reading, .. } = pile;
    reading.collected = collector.finish();
    Ok(reading)
}

/// The bytes of a file, bounded.
pub fn file(path: &Path) -> Result<Vec<u8>, ReadError> {
    let failed = |error: std::io::Error| {
        let place = path.display().to_string();
        match error.kind() {
            std::io::ErrorKind::NotFound => ReadError::Missing { place, hint: "" },
            _ => ReadError::Io { place, reason: error.to_string() },
        }
    };
    if path.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    bounded(File::open(path).map_err(failed)?, &Source::Path(path.to_owned()))
}

/// The same for what may have been meant as a code itself.
fn code_file(path: &Path) -> Result<Vec<u8>, ReadError> {
    const HINT: &str = ", or give the code itself, which begins with UR:";
    file(path).map_err(|error| match error {
        ReadError::Missing { place, .. } => ReadError::Missing { place, hint: HINT },
        other => other,
    })
}

/// All of a reader, bounded.
pub fn bounded(reader: impl std::io::Read, source: &Source) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    reader
        .take(FILE_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ReadError::Io { place: source.to_string(), reason: error.to_string() })?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > FILE_BYTES_MAX {
        return Err(ReadError::TooLong { place: source.to_string() });
    }
    Ok(bytes)
}

#[derive(Default)]
struct Pile {
    collector: Collector,
    finder: Finder,
    reading: Reading,
}

impl Pile {
    fn folder(&mut self, folder: &Path) -> Result<(), ReadError> {
        let place = folder.display().to_string();
        let failed =
            |error: std::io::Error| ReadError::Io { place: place.clone(), reason: error.to_string() };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if !hidden && entry.path().is_file() {
                files.push(entry.path());
            }
            if files.len() > FILES_MAX {
                return Err(ReadError::TooMany { place, what: "files", limit: FILES_MAX });
            }
        }
        files.sort();
        let mut used = 0_usize;
        for path in files {
            let name = path.display().to_string();
            // One bad photo, or a film beside them, does not spoil the others.
            match file(&path).and_then(|bytes| self.bytes(&name, &bytes)) {
                Ok(()) => used += 1,
                Err(
                    error @ (ReadError::Neither { .. }
                    | ReadError::Picture { .. }
                    | ReadError::TooLong { .. }),
                ) => self.reading.skipped.push(error),
                Err(other) => return Err(other),
            }
        }
        if used > 0 {
            return Ok(());
        }
        let telling = |error: &ReadError| !matches!(error, ReadError::Neither { .. });
        let why = self.reading.skipped.iter().position(telling);
        Err(why.map_or(ReadError::EmptyFolder { place }, |at| self.reading.skipped.swap_remove(at)))
    }

    fn bytes(&mut self, place: &str, bytes: &[u8]) -> Result<(), ReadError> {
        if picture::is_picture(bytes) {
            return self.picture(place, bytes);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => self.text(place, text),
            _ => Err(ReadError::Neither { place: place.to_owned() }),
        }
    }

    fn picture(&mut self, place: &str, bytes: &[u8]) -> Result<(), ReadError> {
        let Self { collector, finder, reading } = self;
        picture::each_frame(bytes, |grey| {
            reading.pictures += 1;
            let found = Luma::new(grey.width, grey.height, &grey.pixels).map(|luma| finder.find(luma));
            let payloads = found.map(|found| found.payloads).unwrap_or_default();
            if payloads.is_empty() {
                reading.blank += 1;
            }
            payloads.iter().for_each(|content| collector.feed(place, content));
        })
        .map_err(|reason| ReadError::Picture { place: place.to_owned(), reason })
    }

    fn text(&mut self, place: &str, text: &str) -> Result<(), ReadError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text); // the mark that some editors put first
        let mut lines = text.lines().enumerate();
        for (index, line) in lines.by_ref().take(LINES_MAX) {
            let line = line.trim();
            if !line.is_empty() {
                self.collector.feed(&format!("{place}, line {}", index + 1), line.as_bytes());
            }
        }
        if lines.next().is_some() {
            return Err(ReadError::TooMany { place: place.to_owned(), what: "lines", limit: LINES_MAX });
        }
        Ok(())
    }
}
