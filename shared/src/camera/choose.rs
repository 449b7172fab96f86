//! Which cameras are offered, and which of a camera's formats is taken. Pure.
//!
//! Names and numbers come from whatever was plugged in: names are cut and cleaned before anything shows them, sizes
//! past the limits are no offers. May not enter: devices, a memory of what was chosen before.

use super::{Encoding, Size};
use crate::limits::{CAMERA_NAME_CHARS_MAX, CAMERAS_MAX};
use std::cmp::Reverse;

/// The system's name for a camera: `0` for `/dev/video0`, on other systems a number or an identifier.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CameraId(pub String);

/// A camera that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Camera {
    /// By which it is opened.
    pub id: CameraId,
    /// What it calls itself; printable, short, not to be trusted.
    pub name: String,
    /// A program that poses as a camera, by its name.
    pub is_virtual: bool,
}

impl Camera {
    /// A camera as the system names it.
    pub fn new(id: CameraId, name: &str) -> Self {
        let name = clean_name(name);
        Self { is_virtual: is_virtual(&name), id, name }
    }
}

/// Cuts and cleans what a camera calls itself.
pub(super) fn clean_name(name: &str) -> String {
    let printable =
        |letter: char| if letter.is_ascii_graphic() || letter.is_alphanumeric() { letter } else { ' ' };
    let name: String = name.chars().take(4 * CAMERA_NAME_CHARS_MAX).map(printable).collect();
    let mut words = name.split_whitespace().collect::<Vec<_>>();
    words.dedup(); // drivers like to say a maker's name twice
    let name: String = words.join(" ").chars().take(CAMERA_NAME_CHARS_MAX).collect();
    if name.is_empty() { "Camera without a name".to_owned() } else { name }
}

/// Words in the names of programs that pose as cameras.
const VIRTUAL: &[&str] = &[
    "akvcam",
    "droidcam",
    "dummy",
    "epoccam",
    "loopback",
    "manycam",
    "ndi",
    "obs",
    "snap",
    "splitcam",
    "v4l2loopback",
    "virtual",
    "vivid",
    "xsplit",
];

fn is_virtual(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.split(|letter: char| !letter.is_alphanumeric()).any(|word| VIRTUAL.contains(&word))
}

/// At most [`CAMERAS_MAX`] cameras, the real ones first, otherwise in the order of the system.
pub fn in_order(mut cameras: Vec<Camera>) -> Vec<Camera> {
    cameras.sort_by_key(|camera| camera.is_virtual);
    cameras.truncate(CAMERAS_MAX);
    cameras
}

/// One format that a camera offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// How pixels are packed.
    pub encoding: Encoding,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Pictures a second.
    pub fps: u32,
}

/// Slower than this, a moving code is hard to follow.
const FPS_MIN: u32 = 15;
/// More than this is work without gain: codes change ten times a second.
const FPS_WANTED: u32 = 30;
/// 1280 x 720: a large code has four pixels a module there, and a slow machine still keeps up.
const PIXELS_WANTED: u32 = 1_280 * 720;

impl Offer {
    /// The size, where it is one that is read.
    pub fn size(&self) -> Option<Size> {
        let side = |pixels| usize::try_from(pixels).ok();
        let by_twos = matches!(self.encoding, Encoding::Yuyv | Encoding::Nv12);
        let fits = !by_twos || (self.width.is_multiple_of(2) && self.height.is_multiple_of(2));
        Size::new(side(self.width)?, side(self.height)?).ok().filter(|_| fits)
    }

    /// What is not wanted about it, the worst first.
    fn faults(&self) -> (bool, u32, u8, Reverse<u32>, u32) {
        let packing = match self.encoding {
            Encoding::Yuyv => 0,
            Encoding::Mjpeg => 1,
            Encoding::Nv12 => 2,
            Encoding::Grey => 3,
        };
        let pixels = self.width * self.height; // sides are below 4,097
        let (slow, fps) = (self.fps < FPS_MIN, self.fps.min(FPS_WANTED));
        (slow, pixels.abs_diff(PIXELS_WANTED), packing, Reverse(fps), self.fps)
    }
}

/// The offers that can be read, the best first: not slow, then near 1280 x 720, then easy to unpack, then near 30 a second.
pub fn ranked(offers: impl IntoIterator<Item = Offer>) -> Vec<Offer> {
    let mut offers: Vec<Offer> = offers.into_iter().filter(|offer| offer.size().is_some()).collect();
    offers.sort_by_key(Offer::faults);
    offers.dedup();
    offers
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn offer(encoding: Encoding, width: u32, height: u32, fps: u32) -> Offer {
        Offer { encoding, width, height, fps }
    }

    #[test]
    fn the_best_format_is_fast_then_720p_then_easy_to_unpack() {
        use Encoding::{Grey, Mjpeg, Nv12, Yuyv};
        for (offers, best, why) in [
            (
                vec![offer(Yuyv, 1280, 720, 10), offer(Mjpeg, 1280, 720, 30), offer(Yuyv, 640, 480, 30)],
                offer(Mjpeg, 1280, 720, 30),
                "ten a second is slow",
            ),
            (
                vec![offer(Mjpeg, 1280, 720, 30), offer(Yuyv, 1280, 720, 30)],
                offer(Yuyv, 1280, 720, 30),
                "YUYV needs no decoder",
            ),
            (
                vec![offer(Yuyv, 1920, 1080, 30), offer(Yuyv, 640, 480, 30)],
                offer(Yuyv, 640, 480, 30),
                "640 x 480 is nearer than 1920 x 1080",
            ),
            (vec![offer(Yuyv, 640, 480, 5)], offer(Yuyv, 640, 480, 5), "slow is better than none"),
            (
                vec![offer(Nv12, 1280, 720, 15), offer(Nv12, 1280, 720, 60), offer(Nv12, 1280, 720, 30)],
                offer(Nv12, 1280, 720, 30),
                "30 a second are enough",
            ),
            (
                vec![offer(Grey, 640, 480, 30), offer(Yuyv, 1281, 721, 30)],
                offer(Grey, 640, 480, 30),
                "YUYV goes by twos",
            ),
        ] {
            assert_eq!(ranked(offers).first(), Some(&best), "{why}");
        }
    }

    #[test]
    fn sizes_past_the_limit_are_no_offers() {
        for (width, height) in [(0, 480), (5000, 480), (u32::MAX, u32::MAX)] {
            assert_eq!(ranked([offer(Encoding::Mjpeg, width, height, 30)]), []);
        }
    }

    #[test]
    fn programs_that_pose_as_cameras_are_known_by_name_and_come_last() {
        for (name, virtual_one) in [
            ("OBS Virtual Camera", true),
            ("Dummy video device (0x0000)", true),
            ("v4l2loopback", true),
            ("Integrated Camera: Integrated C", false),
            ("Jobson HD Webcam", false),
        ] {
            assert_eq!(Camera::new(CameraId("0".into()), name).is_virtual, virtual_one, "{name}");
        }
        let listed = in_order(
            ["OBS", "Real"].iter().map(|name| Camera::new(CameraId((*name).into()), name)).collect(),
        );
        assert_eq!(listed.first().map(|camera| camera.name.as_str()), Some("Real"));
    }

    proptest! {
        #[test]
        fn whatever_a_camera_calls_itself_the_name_is_short_and_printable(name in any::<String>()) {
            let camera = Camera::new(CameraId("0".into()), &name);
            prop_assert!((1..=CAMERA_NAME_CHARS_MAX).contains(&camera.name.chars().count()));
            prop_assert!(camera.name.chars().all(|letter| letter == ' ' || letter.is_alphanumeric() || letter.is_ascii_graphic()));
        }

        #[test]
        fn every_ranked_offer_can_be_read(
            offers in proptest::collection::vec((0_u32..5_000, 0_u32..5_000, any::<u32>(), 0_usize..4), 0..40),
        ) {
            let encodings = [Encoding::Grey, Encoding::Yuyv, Encoding::Nv12, Encoding::Mjpeg];
            let offers = offers.into_iter().map(|(width, height, fps, nth)| offer(encodings[nth], width, height, fps));
            prop_assert!(ranked(offers).iter().all(|offer| offer.size().is_some()));
        }
    }
}
