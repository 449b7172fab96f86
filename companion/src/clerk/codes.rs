//! Codes from files and to files, for the window.

use std::path::{Path, PathBuf};

use shared::{
    Refusal as _,
    qr::{receive::Received, send::Profile},
};

use super::Says;
use crate::{
    flow::Refused,
    frames::{
        Collected, Collector, Playable, Source, Target, Writing, read as read_codes, read::LINES_MAX, write,
    },
};

/// Pixels a module in pictures that are saved.
const SCALE: usize = 6;

/// The messages in the codes of these files; at least one.
pub(super) fn read_files(files: &[PathBuf], says: Says<'_>) -> Result<Vec<Received>, Refused> {
    let mut messages = Vec::new();
    for file in files {
        if !says(&format!("{}", file.display())) {
            break;
        }
        messages.extend(read_source(&Source::Path(file.clone()))?);
    }
    Ok(messages)
}

/// The messages in the codes of a text.
pub(super) fn read_text(text: &str) -> Result<Vec<Received>, Refused> {
    if text.trim().is_empty() {
        return Err(Refused::new(
            "no-code",
            "the clipboard holds no text; copy the text of a code, which begins with ur:",
        ));
    }
    let mut collector = Collector::default();
    for (number, line) in text.lines().filter(|line| !line.trim().is_empty()).take(LINES_MAX).enumerate() {
        collector.feed(&format!("line {}", number + 1), line.as_bytes());
    }
    whole(collector.finish(), "the text")
}

fn read_source(source: &Source) -> Result<Vec<Received>, Refused> {
    let reading = read_codes(source)?;
    whole(reading.collected, &source.to_string())
}

/// At least one whole message, or what is wrong.
fn whole(collected: Collected, place: &str) -> Result<Vec<Received>, Refused> {
    if !collected.messages.is_empty() {
        return Ok(collected.messages);
    }
    if let Some((at, error)) = collected.refused.first() {
        return Err(Refused { kind: error.kind(), message: format!("{at}: {error}") });
    }
    Err(match collected.incomplete.first() {
        Some(progress) => Refused::new(
            "incomplete",
            format!(
                "{place} is incomplete: {} of {} parts; give all parts of the message, in any order",
                progress.have, progress.need
            ),
        ),
        None => Refused::new(
            "no-code",
            format!(
                "no code was read in {place}; check that it is the right one, sharp, whole and not too small"
            ),
        ),
    })
}

/// Where files are saved: the person's folder for downloads, else the home folder, else here.
fn folder() -> PathBuf {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    let downloads = home.as_ref().map(|home| home.join("Downloads")).filter(|folder| folder.is_dir());
    downloads.or(home).unwrap_or_else(|| PathBuf::from("."))
}

/// A name that is not taken: `name`, else `name-2` and so on; past a thousand, the first, which is then refused as taken.
fn free(folder: &Path, name: &str) -> PathBuf {
    let is_free = |place: &PathBuf| place.symlink_metadata().is_err();
    let first = folder.join(name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "txt"));
    let others = (2..1_000).map(|number| folder.join(format!("{stem}-{number}.{ending}")));
    std::iter::once(first.clone()).chain(others).find(is_free).unwrap_or(first)
}

/// Writes the codes of a message; gives the place.
pub(super) fn save(
    ur_type: &str,
    message: &[u8],
    profile: Profile,
    fps: u32,
    name: &str,
) -> Result<PathBuf, Refused> {
    let place = free(&folder(), name);
    let target = Target::of(&place)?;
    let spare = matches!(target, Target::Gif(_));
    let frames = Playable::new(ur_type, message, profile, spare)?;
    target.write(&frames, Writing { scale: SCALE, frames_per_second: fps, force: false })?;
    Ok(place)
}

/// Writes a text; gives the place.
pub(super) fn save_text(text: &str, name: &str) -> Result<PathBuf, Refused> {
    let place = free(&folder(), name);
    write::whole_file(&place, text.as_bytes(), false)?;
    Ok(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_never_takes_the_place_of_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        for wanted in ["request.gif", "request-2.gif", "request-3.gif"] {
            let place = free(folder.path(), "request.gif");
            assert_eq!(place, folder.path().join(wanted));
            std::fs::write(place, b"").unwrap();
        }
    }

    #[test]
    fn a_text_without_a_whole_message_is_refused_by_what_is_wrong_with_it() {
        for text in ["", "hello", "ur:bytes/1-2/aeadao"] {
            let refused = read_text(text).unwrap_err();
            assert!(refused.message.len() > 20, "{refused:?}");
        }
    }
}
