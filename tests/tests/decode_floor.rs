//! The finder reads what it must: the floor of the decode table, on a fixed part of the graded set. Untimed; the
//! whole set, with times, is `cargo bench -p e2e --bench decode`.

use e2e::optics::{Case, Reader, Role, classes};

/// Frames and frames read.
#[derive(Default)]
struct Score {
    frames: usize,
    read: usize,
}

impl Score {
    fn percent(&self) -> usize {
        self.read * 100 / self.frames.max(1)
    }
}

/// Reads the cases; every payload must be one that was written.
fn score(cases: impl Iterator<Item = Case>) -> Score {
    let mut score = Score::default();
    for case in cases {
        let (photo, expected) = case.photograph();
        let read = Reader::Ours.read(&photo);
        let (class, level, seed) = (case.class, case.level, case.seed);
        assert_eq!(
            expected.wrong_reads(&read),
            0,
            "{class} {level}, seed {seed:#x}: a payload that nobody wrote"
        );
        score.frames += 1;
        score.read += usize::from(expected.is_hit(&read));
    }
    score
}

fn of_class(class: &'static str, nth: usize) -> impl Iterator<Item = Case> {
    classes(0).filter(move |case| case.class == class).step_by(nth)
}

#[test]
fn the_floor_over_all_classes_is_held_and_nothing_is_read_wrong() {
    // A step that is prime to the counts of the levels, so that all versions come up.
    let score = score(classes(0).filter(|case| case.role == Role::Graded).step_by(17));
    assert!(score.percent() >= 84, "{} of {} frames read, the floor is 84 %", score.read, score.frames);
}

#[test]
fn every_frame_of_a_decent_webcam_in_a_lit_room_is_read() {
    let score = score(of_class("field good", 5));
    assert_eq!(score.read, score.frames);
}

#[test]
fn nearly_every_frame_of_a_fair_webcam_is_read() {
    let score = score(of_class("field fair", 5));
    assert!(score.percent() >= 93, "{} of {}; the floor of the whole set is 98 %", score.read, score.frames);
}

#[test]
fn more_than_half_the_frames_of_a_poor_webcam_are_read() {
    let score = score(of_class("field poor", 3));
    assert!(score.percent() >= 60, "{} of {} frames read, the floor is 60 %", score.read, score.frames);
}

#[test]
fn three_pixels_a_module_are_enough_at_a_blur_of_1_4_pixels() {
    let score = score(of_class("reach 1.4", 3).filter(|case| case.level == "3"));
    assert_eq!(score.read, score.frames);
}

#[test]
fn a_picture_without_a_code_gives_none() {
    for case in classes(0).filter(|case| matches!(case.role, Role::Empty | Role::Storm)).step_by(7) {
        let read = Reader::Ours.read(&case.photograph().0);
        assert_eq!(read, Vec::<Vec<u8>>::new(), "{} {}, seed {:#x}", case.class, case.level, case.seed);
    }
}
