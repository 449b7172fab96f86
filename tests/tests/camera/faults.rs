//! A camera fails in every way we know; each is said, and none needs a restart.

use crate::{eye::Eye, messages::a_message};
use e2e::fakecam::{FakeCamera, Format, Knob, Picture};

fn camera() -> FakeCamera {
    FakeCamera::plug("Integrated Camera").unwrap()
}

#[test]
fn no_camera_is_said_and_one_that_is_plugged_in_is_used() {
    let camera = camera();
    camera.set(Knob::Plugged, 0).unwrap();
    let mut eye = Eye::open(&[&camera], &[]);
    eye.wait_for("trouble camera-none");
    camera.set(Knob::Plugged, 1).unwrap();
    eye.wait_for("trouble none");
    eye.wait_for("live true");
}

#[test]
fn an_unplugged_camera_is_used_again_when_it_is_back() {
    let camera = camera();
    let mut eye = Eye::open(&[&camera], &[]);
    eye.wait_for("live true");
    camera.set(Knob::Plugged, 0).unwrap();
    eye.wait_for("trouble camera-gone: the camera is gone (No such device");
    camera.set(Knob::Plugged, 1).unwrap();
    eye.wait_for("trouble none");
    camera.show(&a_message()).unwrap();
    eye.wait_for("message bytes");
}

#[test]
fn a_camera_in_use_elsewhere_is_used_as_soon_as_it_is_free() {
    let camera = camera();
    camera.set(Knob::Busy, 1).unwrap();
    let mut eye = Eye::open(&[&camera], &[]);
    eye.wait_for("trouble camera-busy");
    camera.set(Knob::Busy, 0).unwrap();
    eye.wait_for("trouble none");
}

#[test]
fn a_camera_without_permission_says_whom_to_ask() {
    let camera = camera();
    camera.set(Knob::OpenErrno, 13).unwrap();
    let mut eye = Eye::open(&[&camera], &[]);
    let said = eye.wait_for("trouble camera-denied");
    assert!(said.contains("“video”"), "{said}");
    camera.set(Knob::OpenErrno, 0).unwrap();
    eye.wait_for("trouble none");
}

#[test]
fn a_frozen_camera_is_said_and_goes_on_when_pictures_come_again() {
    let camera = camera();
    let mut eye = Eye::open(&[&camera], &[]);
    eye.wait_for("live true");
    camera.set(Knob::Stalled, 1).unwrap();
    eye.wait_for("trouble camera-frozen");
    camera.set(Knob::Stalled, 0).unwrap();
    eye.wait_for("trouble none");
}

#[test]
fn a_frozen_camera_can_be_unplugged_or_left_for_another() {
    let (frozen, other) = (camera(), FakeCamera::plug("USB Webcam").unwrap());
    let mut eye = Eye::open(&[&frozen, &other], &[]);
    eye.wait_for("live true");
    frozen.set(Knob::Stalled, 1).unwrap();
    eye.wait_for("trouble camera-frozen");
    eye.wish("choose 1");
    eye.wait_for("chosen USB Webcam");
    eye.wait_for("live true");
    assert!(other.is_streaming());
    frozen.set(Knob::Plugged, 0).unwrap();
    eye.wait_for("cameras USB Webcam (0 hidden)");
}

#[test]
fn damaged_pictures_are_dropped_and_the_message_is_read_between_them() {
    for knob in [Knob::DamageEvery, Knob::ShortEvery] {
        let camera = camera();
        camera.formats(&[Format::Mjpeg]).unwrap();
        camera.set(knob, 2).unwrap();
        camera.show(&a_message()).unwrap();
        let mut eye = Eye::open(&[&camera], &[]);
        eye.wait_for("message bytes");
    }
}

#[test]
fn nothing_but_damage_is_said_and_passes() {
    let camera = camera();
    camera.formats(&[Format::Mjpeg]).unwrap();
    camera.show(&Picture::grey(100)).unwrap();
    let mut eye = Eye::open(&[&camera], &[]);
    eye.wait_for("live true");
    camera.set(Knob::ShortEvery, 1).unwrap();
    camera.show(&a_message()).unwrap();
    camera.set(Knob::DamageEvery, 1).unwrap();
    // Noise, cuts and lost beginnings in turn: the camera module goes on through all of them.
    let before = camera.delivered();
    while camera.delivered() < before + 60 {
        std::thread::yield_now();
    }
    camera.set(Knob::ShortEvery, 0).unwrap();
    camera.set(Knob::DamageEvery, 0).unwrap();
    eye.wait_for("message bytes");
}

#[test]
fn metadata_nodes_are_no_cameras_and_virtual_ones_are_left_out() {
    let (real, metadata) = (camera(), camera());
    let posing = FakeCamera::plug("OBS Virtual Camera").unwrap();
    metadata.formats(&[]).unwrap();
    let mut eye = Eye::open(&[&posing, &metadata, &real], &[]);
    eye.wait_for("cameras Integrated Camera (1 hidden)");
    eye.wait_for("live true");
    assert!(real.is_streaming() && !posing.is_streaming());
    eye.wish("virtual");
    eye.wait_for("cameras Integrated Camera, OBS Virtual Camera (0 hidden)");
}

#[test]
fn a_format_that_is_not_read_here_is_said_to_be() {
    let camera = camera();
    camera.formats(&[Format::Grey]).unwrap(); // nokhwa looks for it by another name
    let mut eye = Eye::open(&[&camera], &[]);
    eye.wait_for("trouble camera-none");
    camera.formats(&[Format::Nv12]).unwrap();
    eye.wait_for("trouble none");
}

#[test]
fn the_camera_is_let_go_when_the_scan_ends() {
    let camera = camera();
    let mut eye = Eye::open(&[&camera], &[]);
    eye.wait_for("live true");
    eye.wish("close");
    eye.wait_for("closed");
    while camera.is_streaming() || camera.opened() > 0 {
        std::thread::yield_now();
    }
    eye.wait_for("live true");
}
