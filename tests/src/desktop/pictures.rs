//! What a camera sees of a companion's screen, as files: a message cut into codes, photographed, laid into a folder.

use crate::optics::{Field, Photo, photograph_frame};
use shared::qr::{
    draw,
    send::{Profile, Sender},
};
use std::{fs, io, path::Path};

/// The codes of a message as a decent webcam takes them, each once and a few beyond, so that one may be missed.
///
/// # Errors
/// A message that no code can carry.
pub fn photographs(ur_type: &str, message: &[u8], seed: u64) -> io::Result<Vec<Photo>> {
    let mut sender =
        Sender::new(ur_type, message, Profile::Ur { fragment: 200 }).map_err(io::Error::other)?;
    let frames = sender.frame_count() + 2;
    (seed..)
        .take(frames)
        .map(|seed| {
            let modules = draw::draw(&sender.next_frame()).map_err(io::Error::other)?;
            Ok(photograph_frame(&modules, Field::Good, seed))
        })
        .collect()
}

/// Writes pictures into a folder that the station looks at (`--frames`), after those that are there.
///
/// # Errors
/// Those of the file system.
pub fn lay(folder: &Path, photos: &[Photo]) -> io::Result<()> {
    let there = fs::read_dir(folder)?.count();
    for (number, photo) in (there..).zip(photos) {
        let picture = photo.picture();
        let mut bytes = format!("P5\n{} {}\n255\n", picture.width(), picture.height()).into_bytes();
        bytes.extend_from_slice(picture.pixels());
        // Whole or not at all: the station may look at any moment.
        let unfinished = folder.join(format!("{number:06}.part"));
        fs::write(&unfinished, bytes)?;
        fs::rename(unfinished, folder.join(format!("{number:06}.pgm")))?;
    }
    Ok(())
}
