//! The readers that are held against each other, each as it comes.

use super::Photo;
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8Source};
use shared::qr::find::Finder;
use std::time::Duration;

/// CPU time that this thread has used so far.
pub fn cpu_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

/// A reader of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reader {
    /// The product's own, fresh for every picture.
    Ours,
    /// The crate `rqrr`, as its documentation uses it.
    Rqrr,
    /// The reader `qrcode::cpp_port` of the crate `rxing`, on the picture as it is.
    Rxing,
}

impl Reader {
    /// A short name for tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Rqrr => "rqrr",
            Self::Rxing => "rxing",
        }
    }

    /// Reads every code of a picture.
    pub fn read(self, photo: &Photo) -> Vec<Vec<u8>> {
        match self {
            Self::Ours => Finder::default().find(photo.picture()).payloads,
            Self::Rqrr => rqrr(photo),
            Self::Rxing => rxing(photo),
        }
    }
}

fn rqrr(photo: &Photo) -> Vec<Vec<u8>> {
    let read = || {
        let at = |x, y| photo.luma[y * photo.width + x];
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(photo.width, photo.height, at);
        let content = |grid: &rqrr::Grid<_>| {
            let mut content = Vec::new();
            grid.decode_to(&mut content).ok().map(|_| content)
        };
        picture.detect_grids().iter().filter_map(content).collect()
    };
    // Its perspective asserts on some groups of finder patterns: then nothing was read.
    std::panic::catch_unwind(read).unwrap_or_default()
}

fn rxing(photo: &Photo) -> Vec<Vec<u8>> {
    let (width, height) = (photo.width as u32, photo.height as u32);
    let Ok(source) = Luma8Source::new_with_slice(&photo.luma, width, height) else { return Vec::new() };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    let found = rxing::qrcode::cpp_port::QrReader.decode_multiple_with_hints(&mut bitmap, &hints);
    found.unwrap_or_default().iter().map(|code| code.getRawBytes().to_vec()).collect()
}
