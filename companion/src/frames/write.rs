//! Whole files or none: written beside their place, flushed, then renamed. A file that is there stays, unless
//! the person says otherwise.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use shared::{Kind, Refusal};

use super::{
    Playable,
    picture::{self, PictureError},
    play::PlayError,
};

/// Where codes go, by the name that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// UR texts, one a line.
    Text(PathBuf),
    /// One still picture.
    Png(PathBuf),
    /// An animation.
    Gif(PathBuf),
    /// A folder with one PNG a frame.
    Folder(PathBuf),
}

/// How pictures are drawn, and whether what is there may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writing {
    /// Pixels a module.
    pub scale: usize,
    /// Frames of an animation a second.
    pub frames_per_second: u32,
    /// Whether a file that is there is replaced.
    pub force: bool,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It is there already.
    #[error("{0} is there already and was left as it is; give another name, or --force to replace it")]
    Exists(String),
    /// A name that says nothing about the form.
    #[error("{0} could be anything; end the name in .txt, .png or .gif, or in / for a folder of pictures")]
    Form(String),
    /// Several codes for one still picture.
    #[error(
        "the message takes {0} codes, one PNG holds one; write a .gif, or a folder (a name that ends in /)"
    )]
    NotStill(usize),
    /// Byte codes for a text.
    #[error("the dense profile has no text form; write a .gif, or take another --profile")]
    NoText,
    /// A folder that holds other things.
    #[error("the folder {0} holds other files than frames; nothing in it was touched; give another name")]
    OtherFiles(String),
    /// The system refused.
    #[error(
        "{place} cannot be written: {reason}; nothing was left there, name a place with room that may be written"
    )]
    Io {
        /// Which file.
        place: String,
        /// What the system says.
        reason: String,
    },
    /// A code or a picture could not be made.
    #[error(transparent)]
    Play(#[from] PlayError),
    /// A picture could not be made.
    #[error(transparent)]
    Picture(#[from] PictureError),
}

impl Refusal for WriteError {
    fn kind(&self) -> Kind {
        match self {
            Self::Exists(_) | Self::OtherFiles(_) => Kind::new("file-exists"),
            Self::Form(_) | Self::NotStill(_) | Self::NoText => Kind::new("output-form"),
            Self::Io { .. } => Kind::new("file"),
            Self::Play(error) => error.kind(),
            Self::Picture(_) => Kind::new("picture"),
        }
    }
}

impl Target {
    /// Reads the form off the name.
    pub fn of(path: &Path) -> Result<Self, WriteError> {
        let text = path.to_string_lossy();
        if path.is_dir() || text.ends_with(std::path::MAIN_SEPARATOR) || text.ends_with('/') {
            return Ok(Self::Folder(path.to_owned()));
        }
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        match extension.as_deref() {
            Some("txt" | "ur") => Ok(Self::Text(path.to_owned())),
            Some("png") => Ok(Self::Png(path.to_owned())),
            Some("gif") => Ok(Self::Gif(path.to_owned())),
            _ => Err(WriteError::Form(text.into_owned())),
        }
    }

    /// Whether `frames` could be written here, as far as can be seen beforehand: the form holds them, nothing is there or it may
    /// be replaced, and its folder is there.
    pub fn fits(&self, frames: &Playable, force: bool) -> Result<(), WriteError> {
        match (self, frames.frames().len()) {
            (Self::Text(_), _) if frames.texts().is_none() => return Err(WriteError::NoText),
            (Self::Png(_), many) if many > 1 => return Err(WriteError::NotStill(many)),
            _ => {}
        }
        let path = match self {
            Self::Folder(path) => return judge_folder(path, force).map(|_| ()),
            Self::Text(path) | Self::Png(path) | Self::Gif(path) => path,
        };
        refuse_taken(path, force)?;
        let folder = parent(path);
        folder.metadata().map(|_| ()).map_err(|error| io(path, error))
    }

    /// Writes all frames.
    pub fn write(&self, frames: &Playable, how: Writing) -> Result<(), WriteError> {
        match self {
            Self::Text(path) => {
                let texts = frames.texts().ok_or(WriteError::NoText)?;
                whole_file(path, (texts.join("\n") + "\n").as_bytes(), how.force)
            }
            Self::Png(path) => match frames.draw()?.as_slice() {
                [code] => whole_file(path, &picture::png(code, how.scale)?, how.force),
                codes => Err(WriteError::NotStill(codes.len())),
            },
            Self::Gif(path) => {
                refuse_taken(path, how.force)?; // before the work of drawing
                let bytes = picture::gif(&frames.draw()?, how.scale, how.frames_per_second)?;
                whole_file(path, &bytes, how.force)
            }
            Self::Folder(path) => whole_folder(path, frames, how),
        }
    }
}

fn io(path: &Path, error: impl std::fmt::Display) -> WriteError {
    WriteError::Io { place: path.display().to_string(), reason: error.to_string() }
}

fn refuse_taken(path: &Path, force: bool) -> Result<(), WriteError> {
    if !force && path.symlink_metadata().is_ok() {
        return Err(WriteError::Exists(path.display().to_string()));
    }
    Ok(())
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// A temporary file that others may read as far as the person's umask lets them: it becomes an ordinary one, and
/// nothing that is written here is secret.
fn temporary() -> tempfile::Builder<'static, 'static> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// Writes `bytes` to `path`: all of them, or the file is as it was before.
pub fn whole_file(path: &Path, bytes: &[u8], force: bool) -> Result<(), WriteError> {
    refuse_taken(path, force)?;
    let mut file = temporary().tempfile_in(parent(path)).map_err(|error| io(path, error))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|error| io(path, error))?;
    // Persisting refuses a file that came into being meanwhile; on any failure the temporary file goes.
    let kept = if force { file.persist(path) } else { file.persist_noclobber(path) };
    match kept {
        Ok(_) => Ok(()),
        Err(failure) if failure.error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(WriteError::Exists(path.display().to_string()))
        }
        Err(failure) => Err(io(path, failure.error)),
    }
}

/// Writes one PNG a frame into a new folder; an old one is replaced only if it holds nothing but frames.
fn whole_folder(path: &Path, frames: &Playable, how: Writing) -> Result<(), WriteError> {
    let old = judge_folder(path, how.force)?;
    let made = tempfile::TempDir::new_in(parent(path)).map_err(|error| io(path, error))?;
    for (index, code) in frames.draw()?.iter().enumerate() {
        let file = made.path().join(format!("frame-{:04}.png", index + 1));
        std::fs::write(&file, picture::png(code, how.scale)?).map_err(|error| io(path, error))?;
    }
    let away = tempfile::TempDir::new_in(parent(path)).map_err(|error| io(path, error))?;
    if old {
        std::fs::rename(path, away.path().join("old")).map_err(|error| io(path, error))?;
    }
    let placed = std::fs::rename(made.path(), path);
    if let Err(error) = placed {
        if old {
            std::fs::rename(away.path().join("old"), path).map_err(|error| io(path, error))?;
        }
        return Err(io(path, error));
    }
    _ = made.keep(); // it has moved: nothing to remove any more
    Ok(())
}

/// Whether there is a folder to move away.
fn judge_folder(path: &Path, force: bool) -> Result<bool, WriteError> {
    if path.symlink_metadata().is_err() {
        return Ok(false);
    }
    if !path.is_dir() {
        return Err(WriteError::Exists(path.display().to_string()));
    }
    let (mut any, mut other) = (false, false);
    for entry in std::fs::read_dir(path).map_err(|error| io(path, error))? {
        let name = entry.map_err(|error| io(path, error))?.file_name();
        let name = name.to_string_lossy();
        any = true;
        other |= !(name.starts_with("frame-") && name.ends_with(".png"));
    }
    match (any, other, force) {
        (true, _, false) => Err(WriteError::Exists(path.display().to_string())),
        (true, true, true) => Err(WriteError::OtherFiles(path.display().to_string())),
        _ => Ok(true),
    }
}
