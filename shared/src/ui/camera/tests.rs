use super::*;
use crate::camera::{Advice, Camera, CameraId};
use egui_kittest::{Harness, kittest::Queryable};
use std::cell::RefCell;

fn camera(id: &str, name: &str) -> Camera {
    Camera::new(CameraId(id.to_owned()), name)
}

fn looking() -> Look {
    Look {
        cameras: vec![camera("0", "Integrated Camera")],
        chosen: Some(camera("0", "Integrated Camera")),
        live: true,
        size: Some((1280, 720)),
        rate: Some(30),
        ..Look::default()
    }
}

/// The screen with this state; what was chosen on it comes out.
fn screen(look: Look, chosen: &RefCell<Vec<EyeChoice>>) -> Harness<'_> {
    let eye = Eye::showing(State { look, with_virtual: false });
    Harness::builder().with_size(vec2(480.0, 600.0)).build_ui(move |ui| {
        if let Some(choice) = show(ui, &eye) {
            chosen.borrow_mut().push(choice);
        }
    })
}

#[test]
fn the_three_states_differ_in_words() {
    for (sight, words) in [
        (Sight::None, "Looking for a code"),
        (Sight::Seen, "I see a code and cannot read it yet"),
        (Sight::Decoded, "Reading"),
    ] {
        let chosen = RefCell::default();
        let harness = screen(Look { sight, ..looking() }, &chosen);
        for each in ["Looking for a code", "I see a code and cannot read it yet", "Reading"] {
            assert_eq!(harness.query_by_label(each).is_some(), each == words, "{sight:?}: {each}");
        }
    }
}

#[test]
fn every_fault_is_a_sentence_with_a_way_out() {
    let what = || "os error 16".to_owned();
    for trouble in [
        SourceError::None,
        SourceError::Gone { what: what() },
        SourceError::Busy { what: what() },
        SourceError::Denied { what: what() },
        SourceError::NoFormat { what: what() },
        SourceError::Frozen,
        SourceError::Undecodable { what: what() },
        SourceError::Lost,
        SourceError::NoFolder { what: what() },
        SourceError::EmptyFolder,
    ] {
        let chosen = RefCell::default();
        let words = sentence(&trouble.to_string());
        let mut harness = screen(Look { trouble: Some(trouble), live: false, ..looking() }, &chosen);
        harness.get_by_label(&words);
        harness.get_by_label("No picture");
        harness.get_by_label("Try again now").click();
        harness.run();
        assert_eq!(*chosen.borrow(), [EyeChoice::Again], "{words}");
    }
}

#[test]
fn one_camera_is_named_and_two_can_be_chosen_between() {
    let chosen = RefCell::default();
    let one = screen(looking(), &chosen);
    one.get_by_label("Integrated Camera, 1280 × 720, 30 pictures a second");
    let cameras = vec![camera("0", "Integrated Camera"), camera("2", "USB Microscope")];
    let mut two = screen(Look { cameras, ..looking() }, &chosen);
    two.get_by_label("USB Microscope").click();
    two.run();
    assert_eq!(chosen.take(), [EyeChoice::Choose(CameraId("2".to_owned()))]);
    two.get_by_label("Integrated Camera").click();
    two.run();
    assert_eq!(chosen.take(), [], "the one in use is not opened anew");
}

#[test]
fn the_key_c_goes_round_the_cameras() {
    for (in_use, after) in [("0", "2"), ("2", "0")] {
        let chosen = RefCell::default();
        let cameras = vec![camera("0", "Integrated Camera"), camera("2", "USB Microscope")];
        let used = cameras.iter().find(|camera| camera.id.0 == in_use).cloned();
        let mut harness = screen(Look { cameras, chosen: used, ..looking() }, &chosen);
        harness.key_press(Key::C);
        harness.run();
        assert_eq!(chosen.take(), [EyeChoice::Choose(CameraId(after.to_owned()))], "after {in_use}");
    }
}

#[test]
fn virtual_cameras_are_offered_only_when_asked_for() {
    let chosen = RefCell::default();
    let mut harness = screen(Look { hidden: 2, ..looking() }, &chosen);
    harness.get_by_label("Offer 2 virtual cameras, too").click();
    harness.run();
    assert_eq!(chosen.take(), [EyeChoice::WithVirtual(true)]);
}

#[test]
fn progress_is_told_in_words_too() {
    let chosen = RefCell::default();
    let progress = Progress { have: 7, need: 30, frames: 14 };
    let harness = screen(Look { progress, sight: Sight::Decoded, ..looking() }, &chosen);
    harness.get_by_label("7 of 30 parts, 23 more to come");
}

#[test]
fn a_remark_comes_before_an_advice_and_never_both() {
    let chosen = RefCell::default();
    let remark = Some("this code is not ours".to_owned());
    let harness = screen(Look { advice: Some(Advice::Closer), remark, ..looking() }, &chosen);
    harness.get_by_label("This code is not ours.");
    assert!(harness.query_by_label(Advice::Closer.sentence()).is_none());
    let harness = screen(Look { advice: Some(Advice::Closer), ..looking() }, &chosen);
    harness.get_by_label(Advice::Closer.sentence());
}

#[test]
fn all_of_it_fits_into_the_smallest_window() {
    let chosen = RefCell::default();
    let progress = Progress { have: 70, need: 300, frames: 140 };
    let cameras = vec![camera("0", "Integrated Camera"), camera("2", "USB Microscope")];
    let look = Look { progress, cameras, hidden: 1, advice: Some(Advice::LessBright), ..looking() };
    let mut harness = screen(look, &chosen);
    harness.run();
    let last = harness.get_by_label("Offer a virtual camera, too").rect();
    assert!(last.bottom() <= 600.0, "ends at {last:?}");
}
