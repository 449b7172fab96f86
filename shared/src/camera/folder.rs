//! A folder of pictures instead of a camera, for a machine that has none, and for tests.
//!
//! The files are shown in the order of their names, at the pace of a slow camera, over and over; the folder is looked at
//! again after each round, so files may come and go. A picture larger than the window's room is no trouble, a damaged one
//! is said and skipped. Only files directly in the folder are read, and never written.

use super::{Camera, CameraId, Frame, Opener, Source, SourceError, Sources, choose, picture};
use crate::limits::{FOLDER_FILES_MAX, PICTURE_FILE_BYTES_MAX};
use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// From one picture to the next.
const PACE: Duration = Duration::from_millis(100);
/// From one look at an empty folder to the next.
const EMPTY_PACE: Duration = Duration::from_millis(500);

/// The folder as the only camera.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    pace: Duration,
}

impl Folder {
    /// The folder at `path`; it need not be there yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path, pace: PACE }
    }

    /// With this time from one picture to the next.
    #[must_use]
    pub fn with_pace(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }
}

impl Sources for Folder {
    fn list(&self, _in_use: Option<&CameraId>) -> Result<Vec<Camera>, SourceError> {
        let name = format!("Folder {}", self.path.file_name().unwrap_or_default().to_string_lossy());
        Ok(vec![Camera { is_virtual: false, ..Camera::new(CameraId("folder".to_owned()), &name) }])
    }

    fn opener(&self, _id: &CameraId) -> Opener {
        let Self { path, pace } = self.clone();
        Box::new(move || Ok(Box::new(Pictures { path, pace, round: Vec::new() })))
    }
}

/// The pictures of a folder, one after the other.
#[derive(Debug)]
struct Pictures {
    path: PathBuf,
    pace: Duration,
    /// What is left of this round, the next one last.
    round: Vec<PathBuf>,
}

impl Source for Pictures {
    fn next_frame(&mut self) -> Result<Frame, SourceError> {
        if self.round.is_empty() {
            self.round = files(&self.path)?;
            self.round.reverse();
        }
        let Some(file) = self.round.pop() else {
            thread::sleep(EMPTY_PACE);
            return Err(SourceError::EmptyFolder);
        };
        thread::sleep(self.pace);
        let named = || choose::clean_name(&file.file_name().unwrap_or_default().to_string_lossy());
        let bytes =
            bytes(&file).map_err(|fault| SourceError::File { name: named(), what: fault.to_string() })?;
        picture::read(&bytes).map_err(|fault| SourceError::File { name: named(), what: fault.to_string() })
    }
}

/// The pictures by their file names, sorted; at most [`FOLDER_FILES_MAX`].
fn files(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let entries = fs::read_dir(folder).map_err(|fault| SourceError::NoFolder { what: fault.to_string() })?;
    let mut files: Vec<PathBuf> = entries
        .take(FOLDER_FILES_MAX)
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(is_picture))
        .collect();
    files.sort();
    Ok(files)
}

fn is_picture(extension: &std::ffi::OsStr) -> bool {
    ["pgm", "ppm", "png", "jpg", "jpeg"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// A whole file, or one byte more than is read.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(PICTURE_FILE_BYTES_MAX).unwrap_or(u64::MAX);
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;

    fn pictures(folder: &Path) -> Box<dyn Source> {
        let folder = Folder::new(folder.to_owned()).with_pace(Duration::ZERO);
        folder.opener(&CameraId("folder".to_owned()))().unwrap()
    }

    fn pixel(value: u8) -> Vec<u8> {
        [b"P5 1 1 255 ", &[value][..]].concat()
    }

    #[test]
    fn pictures_come_in_the_order_of_their_names_and_over_again() {
        let folder = tempfile::tempdir().unwrap();
        for (name, value) in [("2.pgm", 2), ("1.pgm", 1), ("notes.txt", 9)] {
            fs::write(folder.path().join(name), pixel(value)).unwrap();
        }
        let mut pictures = pictures(folder.path());
        let mut next = || pictures.next_frame().unwrap().luma().to_vec();
        assert_eq!([next(), next(), next()], [[1], [2], [1]]);
        fs::write(folder.path().join("3.pgm"), pixel(3)).unwrap();
        assert_eq!([next(), next(), next(), next()], [[2], [1], [2], [3]], "a new one is in the next round");
    }

    #[test]
    fn a_damaged_picture_is_said_and_skipped() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("1.png"), b"no picture").unwrap();
        fs::write(folder.path().join("2.pgm"), pixel(2)).unwrap();
        let mut pictures = pictures(folder.path());
        let said = pictures.next_frame().unwrap_err();
        assert!(said.is_passing() && said.to_string().contains("1.png"), "{said}");
        assert_eq!(pictures.next_frame().unwrap().luma(), [2]);
    }

    #[test]
    fn no_folder_and_an_empty_one_are_two_sentences() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(pictures(folder.path()).next_frame(), Err(SourceError::EmptyFolder));
        let missing = pictures(&folder.path().join("none")).next_frame().unwrap_err();
        assert!(matches!(missing, SourceError::NoFolder { .. }) && !missing.is_passing());
        assert_eq!(missing.kind().as_str(), "camera-folder");
    }
}
