//! The stage file of one camera, written from the test's side; `tests/fakecam/stage.h` says what stands where.

use super::{FakecamError, Picture, environment};
use std::{cell::Cell, ffi::OsString, fs::File, os::unix::fs::FileExt, path::Path};

const MAGIC: u32 = 0x314d_4346;
/// The largest picture, in pixels.
const PICTURE_MAX: usize = 1920 * 1080;
const PICTURES_AT: u64 = 4096;
const NAME_AT: u64 = 4 * 23;
const NAME_MAX: usize = 31;

/// What can be turned while a program looks. Switches are 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knob {
    /// Switch: the camera is there. Pulling the plug ends what is open; plugged in again it must be opened again.
    Plugged = 1,
    /// Switch: it is open and sends nothing.
    Stalled = 2,
    /// Each nth JPEG is damaged, in five ways in turn; 0 for none.
    DamageEvery = 3,
    /// Only a third of each nth frame is written; 0 for none.
    ShortEvery = 4,
    /// What opening fails with: 13 for no permission; 0 for nothing.
    OpenErrno = 5,
    /// Switch: another program has it.
    Busy = 6,
    /// The rate that it really keeps, as in the dark; 0 for the agreed one.
    FpsTrue = 7,
    /// The highest rate that it offers.
    FpsOffered = 8,
    /// [`Format`] bits; 0 makes it a node without pictures.
    Formats = 9,
    /// Sizes: 1 for 640 x 480, 2 for 1280 x 720, 4 for 1920 x 1080, added up.
    Sizes = 10,
    /// Switch: JPEGs without Huffman tables, as many webcams send them.
    WithoutTables = 11,
}

/// A format that it may offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// YUV 4:2:2, packed.
    Yuyv = 1,
    /// One JPEG a frame.
    Mjpeg = 2,
    /// YUV 4:2:0, luma first.
    Nv12 = 4,
    /// Luma alone.
    Grey = 8,
}

const SERIAL: u64 = 4 * 12;
const WIDTHS: u64 = 4 * 13;
const HEIGHTS: u64 = 4 * 15;
const OPENED: u64 = 4 * 17;
const STREAMING: u64 = 4 * 18;
const DELIVERED: u64 = 4 * 19;
const SIZE: u64 = 4 * 21;

/// One camera, as long as the value lives.
#[derive(Debug)]
pub struct FakeCamera {
    file: tempfile::NamedTempFile,
    serial: Cell<u32>,
}

impl FakeCamera {
    /// A camera of this name that offers YUYV and MJPEG at 640 x 480 and 1280 x 720, 30 a second, and sees grey.
    ///
    /// # Errors
    /// Where no file can be made.
    pub fn plug(name: &str) -> Result<Self, FakecamError> {
        let file = tempfile::NamedTempFile::new().map_err(failed)?;
        let length = PICTURES_AT + 2 * u64::try_from(PICTURE_MAX).unwrap_or(u64::MAX);
        file.as_file().set_len(length).map_err(failed)?;
        let camera = Self { file, serial: Cell::new(0) };
        let name: Vec<u8> = name.bytes().take(NAME_MAX).collect();
        camera.handle().write_all_at(&name, NAME_AT).map_err(failed)?;
        camera.formats(&[Format::Yuyv, Format::Mjpeg])?;
        for (knob, value) in [(Knob::Plugged, 1), (Knob::FpsOffered, 30), (Knob::Sizes, 3)] {
            camera.set(knob, value)?;
        }
        camera.show(&Picture::grey(128))?;
        camera.write(0, MAGIC)?;
        Ok(camera)
    }

    /// What a program needs in its environment to see this camera alone.
    ///
    /// # Errors
    /// Where the library cannot be built.
    pub fn environment(&self) -> Result<Vec<(OsString, OsString)>, FakecamError> {
        environment(&[self])
    }

    /// Turns a knob; a program that looks notices with the next frame.
    ///
    /// # Errors
    /// Where the file is gone.
    pub fn set(&self, knob: Knob, value: u32) -> Result<(), FakecamError> {
        self.write(4 * knob as u64, value)
    }

    /// Offers these formats.
    ///
    /// # Errors
    /// Where the file is gone.
    pub fn formats(&self, formats: &[Format]) -> Result<(), FakecamError> {
        self.set(Knob::Formats, formats.iter().fold(0, |bits, &format| bits | format as u32))
    }

    /// Shows a picture from the next frame on; scaled into the camera's own size, its shape kept.
    ///
    /// # Errors
    /// Where the file is gone.
    pub fn show(&self, picture: &Picture) -> Result<(), FakecamError> {
        let serial = self.serial.get().wrapping_add(1);
        let slot = u64::from(serial % 2);
        let (width, height, luma) = picture.fitting(PICTURE_MAX);
        let at = PICTURES_AT + slot * u64::try_from(PICTURE_MAX).unwrap_or(0);
        self.handle().write_all_at(&luma, at).map_err(failed)?;
        self.write(WIDTHS + 4 * slot, width)?;
        self.write(HEIGHTS + 4 * slot, height)?;
        self.write(SERIAL, serial)?;
        self.serial.set(serial);
        Ok(())
    }

    /// Frames handed out so far.
    pub fn delivered(&self) -> u32 {
        self.read(DELIVERED)
    }

    /// Handles that are open now: the light beside a real lens.
    pub fn opened(&self) -> u32 {
        self.read(OPENED)
    }

    /// Whether a program streams from it.
    pub fn is_streaming(&self) -> bool {
        self.read(STREAMING) == 1
    }

    /// The width and height that a program has agreed with it.
    pub fn agreed(&self) -> (u32, u32) {
        (self.read(SIZE), self.read(SIZE + 4))
    }

    pub(super) fn path(&self) -> &Path {
        self.file.path()
    }

    fn handle(&self) -> &File {
        self.file.as_file()
    }

    fn write(&self, at: u64, value: u32) -> Result<(), FakecamError> {
        self.handle().write_all_at(&value.to_ne_bytes(), at).map_err(failed)
    }

    fn read(&self, at: u64) -> u32 {
        let mut bytes = [0; 4];
        self.handle().read_exact_at(&mut bytes, at).map_or(0, |()| u32::from_ne_bytes(bytes))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of `map_err`")]
fn failed(error: std::io::Error) -> FakecamError {
    FakecamError::Stage(error.to_string())
}
