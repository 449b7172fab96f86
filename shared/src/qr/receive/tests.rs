use super::*;
use crate::Refusal;
use crate::qr::send::{Order, Profile, Sender};
use proptest::prelude::*;

const UR: Profile = Profile::Ur { fragment: 30 };
const DENSE: Profile = Profile::Dense { version: 10 };

fn message(length: usize, seed: u8) -> Vec<u8> {
    let mut state = u32::from(seed) + 1;
    std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(length)
    .collect()
}

fn contents(message: &[u8], profile: Profile, count: usize) -> Vec<Vec<u8>> {
    let mut sender = Sender::new("bytes", message, profile).unwrap();
    std::iter::repeat_with(|| sender.next_frame().content().to_vec()).take(count).collect()
}

fn whole(message: Vec<u8>) -> Result<Step, PartError> {
    Ok(Step::Complete(Received { ur_type: "bytes".to_owned(), message }))
}

#[test]
fn every_form_arrives_and_counts_its_way() {
    for (length, profile) in [(20, UR), (300, UR), (20, DENSE), (900, DENSE)] {
        let message = message(length, 1);
        let mut receiver = Receiver::default();
        assert_eq!(receiver.progress(), Progress::default());
        let count = Sender::new("bytes", &message, profile).unwrap().frame_count();
        for (place, content) in contents(&message, profile, count).iter().enumerate() {
            let step = receiver.feed(content);
            let progress = receiver.progress();
            assert_eq!((progress.have, progress.need, progress.frames), (place + 1, count, place + 1));
            if place + 1 == count {
                assert_eq!(step, whole(message.clone()));
            } else {
                assert_eq!(step, Ok(Step::Progress));
                assert_eq!(progress.frames_left(), Some(count - place - 1));
                assert_eq!(receiver.feed(content), Ok(Step::Repeated));
                receiver.frames -= 1;
            }
        }
        assert!((receiver.progress().fraction() - 1.0).abs() < 1e-6);
    }
}

#[test]
fn a_frame_of_another_message_is_refused_until_three_in_a_row_agree() {
    for profile in [UR, DENSE] {
        let (first, second) = (message(900, 1), message(900, 2));
        let (old, new) = (contents(&first, profile, 40), contents(&second, profile, 40));
        let mut receiver = Receiver::default();
        assert_eq!(receiver.feed(&old[0]), Ok(Step::Progress));
        assert_eq!(receiver.feed(&new[0]), Err(PartError::Mismatch));
        assert_eq!(receiver.feed(&new[1]), Err(PartError::Mismatch));
        assert_eq!(receiver.feed(&old[1]), Ok(Step::Progress), "the current one goes on");
        assert_eq!(receiver.progress().have, 2);
        assert_eq!(receiver.feed(&new[0]), Err(PartError::Mismatch));
        assert_eq!(receiver.feed(&new[1]), Err(PartError::Mismatch));
        let third = receiver.feed(&new[2]);
        assert!(matches!(third, Ok(Step::Restarted | Step::Complete(_))), "{third:?}");
        let rest = new.iter().skip(3).map(|content| receiver.feed(content));
        let complete = std::iter::once(third).chain(rest).find(|step| matches!(step, Ok(Step::Complete(_))));
        assert_eq!(complete, Some(whole(second)), "what the rival showed was kept");
    }
}

#[test]
fn a_still_picture_takes_over_when_it_stands_still() {
    let old = contents(&message(900, 1), UR, 2);
    for profile in [UR, DENSE] {
        let still = contents(&message(20, 2), profile, 1).remove(0);
        let mut receiver = Receiver::default();
        receiver.feed(&old[0]).unwrap();
        assert_eq!(receiver.feed(&still), Err(PartError::Mismatch));
        assert_eq!(receiver.feed(&still), Err(PartError::Mismatch));
        assert_eq!(receiver.feed(&still), whole(message(20, 2)));
        assert_eq!(receiver.feed(&still), Ok(Step::Repeated));
    }
}

#[test]
fn after_a_message_the_next_one_begins_at_once() {
    let mut receiver = Receiver::default();
    for seed in 0..3 {
        let message = message(40, seed);
        let frames = contents(&message, UR, 2);
        let expected = if seed == 0 { Step::Progress } else { Step::Restarted };
        assert_eq!(receiver.feed(&frames[0]), Ok(expected));
        assert_eq!(receiver.feed(&frames[1]), whole(message));
        assert_eq!(receiver.feed(&frames[0]), Ok(Step::Repeated));
    }
}

#[test]
fn a_wrong_checksum_of_the_whole_ends_the_transfer_and_the_next_frame_begins_one() {
    let body = |number: u8, data: &[u8]| {
        let part = [&[0x85, number, 2, 6, 9, 0x43], data].concat();
        format!("ur:bytes/{number}-2/{}", ur::bytewords::encode(&part, ur::bytewords::Style::Minimal))
    };
    let mut receiver = Receiver::default();
    assert_eq!(receiver.feed(body(1, b"abc").as_bytes()), Ok(Step::Progress));
    assert_eq!(receiver.feed(body(1, b"xyz").as_bytes()), Err(PartError::Contradiction));
    let error = receiver.feed(body(2, b"def").as_bytes()).unwrap_err();
    assert_eq!((error.kind().as_str(), receiver.progress().need), ("message-checksum", 0));
    assert_eq!(receiver.feed(&contents(&message(20, 1), UR, 1)[0]), whole(message(20, 1)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_lost_repeated_or_out_of_order_the_rest_brings_the_message(
        length in 1usize..1_500,
        fragment in 10usize..120,
        order in prop::sample::select(vec![Order::Sequence, Order::PureTwice]),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1_500),
    ) {
        let message = message(length, 3);
        let mut sender = Sender::ur("bytes", &message, fragment, order).unwrap();
        let count = sender.frame_count() * 4;
        let pool: Vec<_> = std::iter::repeat_with(|| sender.next_frame()).take(count).collect();
        let mut receiver = Receiver::default();
        let mut complete = None;
        for pick in picks {
            match receiver.feed(pick.get(&pool).content()) {
                Ok(Step::Complete(received)) => complete = Some(received.message),
                Ok(Step::Progress | Step::Repeated) => {}
                other => prop_assert!(false, "{:?}", other),
            }
            let progress = receiver.progress();
            prop_assert_eq!(complete.is_some(), progress.have == progress.need);
        }
        prop_assert_eq!(complete, Some(message));
    }

    #[test]
    fn noise_never_stops_the_program_nor_changes_the_transfer(
        noise in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
    ) {
        let good = contents(&message(600, 1), UR, 10);
        let dense = contents(&message(900, 1), DENSE, 3);
        let mut receiver = Receiver::default();
        receiver.feed(&good[0]).unwrap();
        for content in noise {
            let _ = receiver.feed(&content);
        }
        for (place, flip) in flips {
            for frame in [&good[1], &dense[1]] {
                let mut bad = frame.clone();
                *place.get_mut(&mut bad) ^= flip | 1;
                // Another case is the same text.
                if !bad.eq_ignore_ascii_case(frame) {
                    prop_assert!(receiver.feed(&bad).is_err());
                }
            }
        }
        prop_assert_eq!(receiver.progress().have, 1);
    }
}

#[test]
fn a_code_that_was_not_read_is_told_from_no_code_at_all() {
    let read = Found { payloads: vec![vec![1]], seen: true, pixels_per_module: None };
    let unread = Found { payloads: Vec::new(), ..read.clone() };
    let nothing = Found::default();
    assert_eq!([&read, &unread, &nothing].map(Sight::from), [Sight::Decoded, Sight::Seen, Sight::None]);
}
