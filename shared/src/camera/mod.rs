//! From a camera to the message it sees. Feature `camera`; the cameras themselves behind `webcam`.
//!
//! ```text
//! device bytes -> luma.rs  (GREY, YUYV, NV12: copied out)   -> Frame -> qr::find -> aim.rs -> Catch
//!              -> mjpeg.rs (headers judged, then zune-jpeg) ->       -> measure.rs -> doctor.rs -> Advice
//! ```
//!
//! | file              | what                                                             | lives on          |
//! |-------------------|------------------------------------------------------------------|-------------------|
//! | source            | the traits: what gives frames, what can be opened                |                   |
//! | device, folder    | webcams by `nokhwa` (feature `webcam`); a folder of pictures     | thread `camera`   |
//! | capture           | the thread that holds one camera and may be left behind          | thread `camera`   |
//! | keeper, watch     | lists, opens, notices what goes wrong, opens again               | thread `qr-scan`  |
//! | scan              | one scan, as the window holds it                                 | thread `qr-scan`  |
//! | apart             | cameras of another process, which has no keys                     | thread `camera-line` |
//! | choose            | which cameras are offered, which format is taken                 | pure              |
//! | luma, mjpeg, picture | bytes to grey pictures                                        | pure              |
//! | aim, measure, doctor, preview | codes to messages; light and sharpness; advice; what is shown | pure     |
//!
//! Only luma is ever made: codes have no colour, and asking the JPEG decoder for it halves its work.
//! May not enter: drawing, keys, files that are written, anything kept after a scan.

mod aim;
pub mod apart;
mod capture;
pub mod choose;
#[cfg(feature = "webcam")]
mod device;
pub mod doctor;
mod error;
mod folder;
mod huffman;
mod keeper;
mod luma;
mod measure;
mod mjpeg;
pub mod picture;
mod preview;
mod scan;
mod source;
mod watch;

pub use aim::{Aim, Catch};
pub use choose::{Camera, CameraId};
#[cfg(feature = "webcam")]
pub use device::Webcams;
pub use doctor::Advice;
pub use error::{FrameError, SourceError};
pub use folder::Folder;
pub use luma::{Encoding, Frame, Size};
pub use measure::Light;
pub use preview::{PREVIEW_WIDTH, Preview};
pub use scan::{Look, Scan, Wish};
pub use source::{Opener, Source, Sources};
