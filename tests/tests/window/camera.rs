//! The station's camera in whole runs: the real V4L2 path, in the process that has the cameras and no keys.

use crate::{
    setup::{SOON, START, enter, is_accepted, transfer},
    sign::approve,
};
use e2e::{
    desktop::{Desktop, Launch, Window},
    driver::JUNK,
    fakecam::{FakeCamera, Knob, Picture},
};
use shared::{
    qr::send::{Order, Sender},
    wire::SignRequest,
};
use std::{
    thread::sleep,
    time::{Duration, Instant},
};

/// A sitting that is looking through this camera.
fn looking(camera: &FakeCamera) -> (Desktop, Window) {
    let desktop = Desktop::start(1280, 900).unwrap();
    let launch = Launch::default().variables(camera.environment().unwrap());
    let mut window = launch.open(&desktop).unwrap();
    window.wait_for(START, SOON).unwrap();
    enter(&mut window, JUNK);
    window.keys(&["Return"]).unwrap();
    window.wait_for("Show me the request", SOON).unwrap();
    (desktop, window)
}

/// Plays a request before the camera at five codes a second, until the station has it.
fn play(camera: &FakeCamera, window: &mut Window, request: &SignRequest) {
    let mut sender = Sender::ur(SignRequest::UR_TYPE, &request.encode(), 100, Order::default()).unwrap();
    let begin = Instant::now();
    while begin.elapsed() < 2 * SOON {
        for _ in 0..5 {
            camera.show(&Picture::frame(&sender.next_frame())).unwrap();
            sleep(Duration::from_millis(200));
        }
        if window.shot().unwrap().says("Read every page").unwrap() {
            return;
        }
    }
    panic!("the request did not come through: {}", window.shot().unwrap().text().unwrap());
}

#[test]
fn a_request_played_before_the_camera_is_signed_and_the_answer_read_off_the_screen() {
    let camera = FakeCamera::plug("Integrated Camera").unwrap();
    let (_desktop, mut window) = looking(&camera);
    let request = transfer(31);
    play(&camera, &mut window, &request);
    is_accepted(&request, &approve(&mut window));
}

#[test]
fn a_camera_that_is_pulled_out_and_put_back_goes_on_without_a_restart() {
    let camera = FakeCamera::plug("Integrated Camera").unwrap();
    let (_desktop, mut window) = looking(&camera);
    camera.set(Knob::Plugged, 0).unwrap();
    window.wait_for("plug it in again", SOON).unwrap();
    camera.set(Knob::Plugged, 1).unwrap();
    play(&camera, &mut window, &transfer(32));
}

#[test]
fn no_camera_at_all_is_a_sentence_and_one_plugged_in_later_is_used() {
    let camera = FakeCamera::plug("Integrated Camera").unwrap();
    camera.set(Knob::Plugged, 0).unwrap();
    let (_desktop, mut window) = looking(&camera);
    window.wait_for("no camera was found", SOON).unwrap();
    camera.set(Knob::Plugged, 1).unwrap();
    play(&camera, &mut window, &transfer(33));
}

#[test]
fn a_silent_camera_is_said_to_be_silent_and_the_way_back_works() {
    let camera = FakeCamera::plug("Integrated Camera").unwrap();
    let (_desktop, mut window) = looking(&camera);
    camera.set(Knob::Stalled, 1).unwrap();
    window.wait_for("sends no pictures", SOON).unwrap();
    window.keys(&["Escape"]).unwrap();
    window.wait_for("Accounts", SOON).unwrap();
}
