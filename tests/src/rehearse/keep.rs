//! Keeps what the rehearsal showed: every picture as PNG, each way as an animated GIF, and a report for people.
//!
//! Whole or not at all: everything is written beside the folder and moved there at the end.

use std::path::Path;

use image::{
    Delay, Frame, GrayImage, RgbaImage,
    codecs::gif::{GifEncoder, Repeat},
};

use super::{RehearsalError, Report, pictures::Crossing};
use crate::optics::Photo;

/// How long a frame of the animation stands: five a second, as wallets show them.
const FRAME_MS: u32 = 200;

/// Refuses a folder that exists and has something in it: a report is not mixed with older files.
pub(super) fn check_free(folder: &Path) -> Result<(), RehearsalError> {
    match std::fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(true) => Err(RehearsalError::NotEmpty(folder.to_owned())),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(RehearsalError::of("looking at --out")(error))
        }
        _ => Ok(()),
    }
}

/// Writes `report.md`, `report.json`, and for every crossing a folder of PNG and a GIF.
pub(super) fn keep(
    folder: &Path,
    report: &Report,
    crossings: &[(String, Crossing)],
) -> Result<(), RehearsalError> {
    check_free(folder)?;
    write(folder, report, crossings).map_err(RehearsalError::of("writing --out"))
}

fn write(folder: &Path, report: &Report, crossings: &[(String, Crossing)]) -> std::io::Result<()> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    let draft = tempfile::Builder::new().prefix(".rehearsal-").tempdir_in(parent)?;
    for (name, crossing) in crossings {
        let pictures = draft.path().join(name);
        std::fs::create_dir(&pictures)?;
        for (index, photo) in crossing.photos.iter().enumerate() {
            picture(photo).save(pictures.join(format!("{index:04}.png"))).map_err(std::io::Error::other)?;
        }
        std::fs::write(draft.path().join(format!("{name}.gif")), animation(&crossing.photos)?)?;
    }
    std::fs::write(draft.path().join("report.md"), report.as_markdown())?;
    std::fs::write(draft.path().join("report.json"), serde_json::to_vec_pretty(report)?)?;
    if folder.exists() {
        std::fs::remove_dir(folder)?; // empty, as was checked; fails if somebody filled it since
    }
    std::fs::rename(draft.path(), folder)?;
    // The folder has moved: there is nothing left to remove, and nothing that may be removed.
    _ = draft.keep();
    Ok(())
}

fn picture(photo: &Photo) -> GrayImage {
    GrayImage::from_fn(
        u32::try_from(photo.width).unwrap_or(0),
        u32::try_from(photo.height).unwrap_or(0),
        |x, y| {
            let at = (y as usize) * photo.width + x as usize;
            image::Luma([photo.luma.get(at).copied().unwrap_or_default()])
        },
    )
}

/// In memory first: the encoder ends its file when it is dropped, where a full disk could no longer be told.
fn animation(photos: &[Photo]) -> std::io::Result<Vec<u8>> {
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut gif, 30);
    encoder.set_repeat(Repeat::Infinite).map_err(std::io::Error::other)?;
    for photo in photos {
        let rgba: RgbaImage = image::DynamicImage::ImageLuma8(picture(photo)).to_rgba8();
        let frame = Frame::from_parts(rgba, 0, 0, Delay::from_numer_denom_ms(FRAME_MS, 1));
        encoder.encode_frame(frame).map_err(std::io::Error::other)?;
    }
    drop(encoder);
    Ok(gif)
}
