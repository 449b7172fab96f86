//! Reads pictures with the product's own finder: paths in, one JSON line a picture out.

use clap::Parser;
use e2e::optics::cpu_time;
use serde_json::{Value, json};
use shared::limits::PICTURE_SIDE_MAX;
use shared::qr::find::{Finder, Luma};
use std::io::{BufRead, Read, Write};
use std::path::Path;
use std::process::ExitCode;

/// Longer than any path that a system takes.
const PATH_BYTES_MAX: u64 = 64 << 10;

/// Reads the codes in pictures: paths on standard input, one a line; one JSON line a picture on standard output.
///
/// Each line is `{"path":…,"payloads":[…],"cpu_us":…}`. A payload is a string where its bytes are UTF-8, else
/// `{"hex":"…"}`. `cpu_us` is the processor time of finding and reading, without opening the file, in microseconds.
/// A picture that cannot be opened gives `"error"`, a sentence, and no payloads; the next one is read all the same.
#[derive(Parser)]
#[command(after_help = "Examples:\n  \
    ls frames/*.png | cargo run --release -p e2e --bin scan-frames\n  \
    echo photo.jpg | scan-frames | jq -r '.payloads[]'\n\n\
    PNG, JPEG, GIF, BMP, WebP and PNM are read, up to 4096 x 4096 pixels, of an animation its first frame. Each picture is read on its own: what an \
    earlier one showed does not help the next. The exit code is 0 as soon as every path has its line.")]
struct Options {}

fn main() -> ExitCode {
    Options::parse();
    match scan_all() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            _ = writeln!(std::io::stderr(), "scan-frames: {error}");
            ExitCode::from(1)
        }
        _ => ExitCode::SUCCESS, // a reader that has gone away wants no more
    }
}

fn scan_all() -> std::io::Result<()> {
    let (mut out, mut paths) = (std::io::stdout().lock(), std::io::stdin().lock());
    loop {
        let mut line = Vec::new();
        if paths.by_ref().take(PATH_BYTES_MAX).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.pop_if(|last| *last == b'\n').is_none() && line.len() as u64 == PATH_BYTES_MAX {
            let why = format!(
                "a line has more than {PATH_BYTES_MAX} bytes; give the paths of pictures, one a line"
            );
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, why));
        }
        let path = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(&line));
        if path.is_empty() {
            continue;
        }
        let answer =
            scan(&path).unwrap_or_else(|error| json!({"path": path, "payloads": [], "error": error}));
        writeln!(out, "{answer}")?;
    }
}

/// Reads one picture; the error is a sentence.
fn scan(path: &str) -> Result<Value, String> {
    let (width, height, luma) = open(Path::new(path))?;
    let picture = Luma::new(width, height, &luma).ok_or_else(|| {
        format!("{path} has {width} x {height} pixels, more than are read; make it smaller")
    })?;
    let start = cpu_time();
    let found = Finder::default().find(picture);
    let spent = cpu_time().saturating_sub(start);
    let payloads: Vec<Value> = found.payloads.iter().map(|payload| spoken(payload)).collect();
    Ok(
        json!({"path": path, "payloads": payloads, "cpu_us": u64::try_from(spent.as_micros()).unwrap_or(u64::MAX)}),
    )
}

/// The grey pixels of a picture. Its size is judged before memory is taken for it.
fn open(path: &Path) -> Result<(usize, usize, Vec<u8>), String> {
    let shown = path.display();
    let reader = image::ImageReader::open(path)
        .and_then(image::ImageReader::with_guessed_format)
        .map_err(|fault| format!("{shown} cannot be opened ({fault}); give the path of a picture"));
    let mut reader = reader?;
    let side = u32::try_from(PICTURE_SIDE_MAX).unwrap_or(u32::MAX);
    let mut limits = image::Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(side), Some(side));
    reader.limits(limits);
    let picture = reader.decode().map_err(|fault| {
        format!("{shown} is no picture that is read ({fault}); give PNG, JPEG, GIF, BMP, WebP or PNM, up to {side} pixels a side")
    });
    let luma = picture?.into_luma8();
    Ok((luma.width() as usize, luma.height() as usize, luma.into_raw()))
}

fn spoken(payload: &[u8]) -> Value {
    match std::str::from_utf8(payload) {
        Ok(text) => json!(text),
        Err(_) => json!({"hex": payload.iter().map(|byte| format!("{byte:02x}")).collect::<String>()}),
    }
}
