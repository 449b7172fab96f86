//! The real camera path, nokhwa and V4L2, against the fake camera: every fault has a sentence and a way back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

mod eye;

use e2e::fakecam::{FakeCamera, Format, Knob, Picture};
use eye::Eye;

fn a_message() -> Picture {
    let mut sender = shared::qr::send::Sender::ur(
        "bytes",
        b"\x58\x20Coldframe Coldframe Coldframe 12",
        200,
        Default::default(),
    )
    .unwrap();
    Picture::frame(&sender.next_frame())
}

#[test]
fn a_message_is_read_in_every_format_that_webcams_send() {
    for formats in [Format::Yuyv, Format::Mjpeg, Format::Nv12] {
        let camera = FakeCamera::plug("Integrated Camera").unwrap();
        camera.formats(&[formats]).unwrap();
        camera.show(&a_message()).unwrap();
        let mut eye = Eye::open(&[&camera], &[]);
        eye.wait_for("message bytes");
        assert_eq!(camera.agreed(), (1280, 720), "{formats:?}");
    }
}
