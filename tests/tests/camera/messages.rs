//! What is shown to the camera comes out as a message, in every format and at every pace.

use crate::eye::Eye;
use e2e::fakecam::{FakeCamera, Format, Knob, Picture};
use shared::qr::send::{Order, Sender};
use std::{thread::sleep, time::Duration};

/// A message of one code.
pub(crate) fn a_message() -> Picture {
    Picture::frame(&Sender::ur("bytes", &[0x42; 60], 200, Order::default()).unwrap().next_frame())
}

fn camera(formats: &[Format]) -> FakeCamera {
    let camera = FakeCamera::plug("Integrated Camera").unwrap();
    camera.formats(formats).unwrap();
    camera
}

#[test]
fn a_message_is_read_in_every_format_that_webcams_send() {
    for format in [Format::Yuyv, Format::Mjpeg, Format::Nv12] {
        let camera = camera(&[format]);
        camera.show(&a_message()).unwrap();
        let mut eye = Eye::open(&[&camera], &[]);
        eye.wait_for("message bytes 60 bytes");
        assert_eq!(camera.agreed(), (1280, 720), "{format:?}");
    }
}

#[test]
fn a_camera_of_640_by_480_and_one_without_huffman_tables_are_read() {
    for (knob, value, size) in [(Knob::Sizes, 1, (640, 480)), (Knob::WithoutTables, 1, (1280, 720))] {
        let camera = camera(&[Format::Mjpeg]);
        camera.set(knob, value).unwrap();
        camera.show(&a_message()).unwrap();
        let mut eye = Eye::open(&[&camera], &[]);
        eye.wait_for("message bytes 60 bytes");
        assert_eq!(camera.agreed(), size, "{knob:?}");
    }
}

#[test]
fn a_moving_message_of_many_codes_is_read_from_a_camera_of_five_pictures_a_second() {
    let camera = camera(&[Format::Yuyv]);
    camera.set(Knob::FpsOffered, 5).unwrap();
    let mut eye = Eye::open(&[&camera], &[]);
    let message: Vec<u8> = (0..=255).cycle().take(900).collect();
    let mut sender = Sender::ur("bytes", &message, 100, Order::default()).unwrap();
    for _ in 0..200 {
        camera.show(&Picture::frame(&sender.next_frame())).unwrap();
        sleep(Duration::from_millis(250));
        if eye.said().iter().any(|line| line == "message bytes 900 bytes") {
            assert!(eye.said().iter().any(|line| line == "rate Some(5)" || line == "rate Some(4)"));
            return;
        }
    }
    panic!("the message did not arrive; said:\n{}", eye.said().join("\n"));
}

#[test]
fn a_code_with_words_is_handed_over_once_and_not_shown() {
    let camera = camera(&[Format::Yuyv]);
    camera.show(&Picture::code("192402220235174306311124037817700641198012901210")).unwrap();
    let mut eye = Eye::open(&[&camera], &["--code"]);
    eye.wait_for("code 48 bytes");
    assert!(eye.said().iter().all(|line| !line.contains("1924")));
}

#[test]
fn codes_that_are_not_ours_are_remarks_and_the_message_is_read_after_them() {
    let camera = camera(&[Format::Yuyv]);
    let mut eye = Eye::open(&[&camera], &[]);
    for nth in 0..40 {
        camera.show(&Picture::code(&format!("https://example.org/{nth}"))).unwrap();
        sleep(Duration::from_millis(30)); // two thousand a minute
    }
    eye.wait_for("remark this code does not begin with “ur:”");
    camera.show(&a_message()).unwrap();
    eye.wait_for("message bytes 60 bytes");
}

#[test]
fn the_doctor_says_what_is_wrong_with_the_picture() {
    let camera = camera(&[Format::Yuyv]);
    let mut eye = Eye::open(&[&camera], &[]);
    let mut sender = Sender::ur("bytes", &[0x42; 700], 700, Order::default()).unwrap();
    let code = Picture::frame(&sender.next_frame());
    for (picture, advice) in [
        (Picture::grey(10), "advice Some(MoreLight)"),
        (Picture::grey(255), "advice Some(LessBright)"),
        (Picture::grey(128), "advice Some(Point)"),
        (code.farther(5), "advice Some(Closer)"),
        (code.blurred(5.0), "advice Some(Still)"),
        (code, "message bytes 700 bytes"),
    ] {
        camera.show(&picture).unwrap();
        eye.wait_for(advice);
    }
}

#[test]
fn a_folder_of_pictures_is_read_instead_and_a_damaged_one_is_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let mut eye = Eye::open(&[], &["--frames", folder.path().to_str().unwrap()]);
    eye.wait_for("trouble camera-folder");
    std::fs::write(folder.path().join("1.png"), "no picture").unwrap();
    a_message().save(&folder.path().join("2.png")).unwrap();
    eye.wait_for("message bytes 60 bytes");
}
