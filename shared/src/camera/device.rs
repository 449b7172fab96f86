//! The machine's cameras, by `nokhwa`. Feature `webcam`.
//!
//! Frames are taken raw and read by [`Frame::read`]; nokhwa's own decoding is not even compiled. Its `Camera` stays on the
//! thread that opened it. Known habits of it on Linux: a frame has no time limit (`keeper` watches), the buffer is
//! handed out whole whatever the driver filled, GREY is looked for by another name and so never offered, a second opening
//! in the same program shares the first one's device.

use super::choose::{Camera, CameraId, Offer, ranked};
use super::{Encoding, Frame, Opener, Size, Source, SourceError, Sources};
use nokhwa::{
    NokhwaError,
    utils::{
        ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType, Resolution,
    },
};

/// What we read, as nokhwa calls it.
const FORMATS: &[FrameFormat] =
    &[FrameFormat::YUYV, FrameFormat::MJPEG, FrameFormat::NV12, FrameFormat::GRAY];
/// So many formats are tried, the best first; some cameras take back what they offered.
const TRIES: usize = 6;

/// The cameras of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Webcams;

impl Sources for Webcams {
    fn list(&self, in_use: Option<&CameraId>) -> Result<Vec<Camera>, SourceError> {
        let infos = nokhwa::query(ApiBackend::Auto).map_err(|error| fault(&error))?;
        let mut cameras: Vec<(CameraIndex, Camera)> = infos
            .into_iter()
            .map(|info| (info.index().clone(), Camera::new(id_of(info.index()), &info.human_name())))
            .collect();
        cameras.sort_by(|(left, _), (right, _)| left.cmp(right));
        cameras.retain(|(index, camera)| in_use == Some(&camera.id) || !offers_nothing(index));
        Ok(cameras.into_iter().map(|(_, camera)| camera).collect())
    }

    fn opener(&self, id: &CameraId) -> Opener {
        let index = index_of(id);
        Box::new(move || Ok(Box::new(Webcam::open(&index)?)))
    }
}

fn id_of(index: &CameraIndex) -> CameraId {
    CameraId(index.as_string())
}

fn index_of(id: &CameraId) -> CameraIndex {
    id.0.parse().map_or_else(|_| CameraIndex::String(id.0.clone()), CameraIndex::Index)
}

/// Many webcams have a second node for metadata, which opens and offers no format, and one for infrared, which offers none
/// that is read. What fails in another way is listed, so that it can be said why.
fn offers_nothing(index: &CameraIndex) -> bool {
    let Err(error) = any_format(index) else { return false };
    matches!(error, NokhwaError::GetPropertyError { property, .. } if property == "CameraFormat")
}

/// Opens a camera with whatever format that we read comes first.
fn any_format(index: &CameraIndex) -> Result<nokhwa::Camera, NokhwaError> {
    let any = RequestedFormat::with_formats(RequestedFormatType::None, FORMATS);
    nokhwa::Camera::new(index.clone(), any)
}

/// An open camera.
struct Webcam {
    camera: nokhwa::Camera,
    encoding: Encoding,
    size: Size,
}

impl Webcam {
    fn open(index: &CameraIndex) -> Result<Self, SourceError> {
        let mut camera = any_format(index).map_err(|error| fault(&error))?;
        let offered = camera.compatible_camera_formats().map_err(|error| fault(&error))?;
        let mut refused = "none of YUYV, MJPEG, NV12".to_owned();
        for offer in ranked(offered.into_iter().filter_map(offer_of)).into_iter().take(TRIES) {
            let Some(size) = offer.size() else { continue };
            match set(&mut camera, offer) {
                Ok(()) => {
                    camera.open_stream().map_err(|error| fault(&error))?;
                    return Ok(Self { camera, encoding: offer.encoding, size });
                }
                Err(error) => match fault(&error) {
                    SourceError::NoFormat { what } => refused = what,
                    other => return Err(other),
                },
            }
        }
        Err(SourceError::NoFormat { what: refused })
    }
}

fn set(camera: &mut nokhwa::Camera, offer: Offer) -> Result<(), NokhwaError> {
    let size = Resolution::new(offer.width, offer.height);
    let format = CameraFormat::new(size, format_of(offer.encoding), offer.fps);
    if camera.camera_format() == format {
        return Ok(());
    }
    camera
        .set_camera_requset(RequestedFormat::with_formats(RequestedFormatType::Exact(format), FORMATS))
        .map(|_| ())
}

impl Source for Webcam {
    fn next_frame(&mut self) -> Result<Frame, SourceError> {
        let bytes = self.camera.frame_raw().map_err(|error| gone(&error))?;
        Ok(Frame::read(self.encoding, self.size, None, &bytes)?)
    }
}

fn offer_of(format: CameraFormat) -> Option<Offer> {
    let encoding = match format.format() {
        FrameFormat::YUYV => Encoding::Yuyv,
        FrameFormat::MJPEG => Encoding::Mjpeg,
        FrameFormat::NV12 => Encoding::Nv12,
        FrameFormat::GRAY => Encoding::Grey,
        _ => return None,
    };
    Some(Offer { encoding, width: format.width(), height: format.height(), fps: format.frame_rate() })
}

fn format_of(encoding: Encoding) -> FrameFormat {
    match encoding {
        Encoding::Yuyv => FrameFormat::YUYV,
        Encoding::Mjpeg => FrameFormat::MJPEG,
        Encoding::Nv12 => FrameFormat::NV12,
        Encoding::Grey => FrameFormat::GRAY,
    }
}

/// nokhwa tells causes in text; on Unix the system's number stands at the end of it.
fn fault(error: &NokhwaError) -> SourceError {
    let what = words(error);
    let number = what.rsplit_once("(os error ").and_then(|(_, rest)| rest.split(')').next());
    match number.and_then(|number| number.parse::<u32>().ok()) {
        Some(1 | 13) => SourceError::Denied { what },
        Some(16) => SourceError::Busy { what },
        Some(_) => SourceError::Gone { what },
        None => match error {
            NokhwaError::GetPropertyError { .. } | NokhwaError::SetPropertyError { .. } => {
                SourceError::NoFormat { what }
            }
            _ => SourceError::Gone { what },
        },
    }
}

/// A camera that ran and gives no frame is gone, whatever the number.
fn gone(error: &NokhwaError) -> SourceError {
    SourceError::Gone { what: words(error) }
}

/// The system's words without nokhwa's, which stand before the last colon.
fn words(error: &NokhwaError) -> String {
    let text = error.to_string();
    let words = text.rsplit(": ").next().unwrap_or(&text);
    words.chars().filter(|letter| !letter.is_control()).take(160).collect()
}
