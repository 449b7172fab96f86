use super::*;
use crate::qr::send::{Order, Sender};
use proptest::prelude::*;

fn found(payloads: &[&[u8]]) -> Found {
    Found { payloads: payloads.iter().map(|payload| payload.to_vec()).collect(), ..Found::default() }
}

fn frames(message: &[u8], fragment: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut sender = Sender::ur("bytes", message, fragment, Order::default()).unwrap();
    std::iter::repeat_with(move || sender.next_frame().content().to_vec())
}

#[test]
fn a_message_is_caught_when_its_last_part_is_seen() {
    let message: Vec<u8> = (0..200).collect();
    let mut aiming = Aiming::new(Aim::Message);
    let caught = frames(&message, 20).take(60).find_map(|frame| aiming.take(found(&[&frame])).caught);
    let Some(Catch::Message(received)) = caught else { panic!("{caught:?}") };
    assert_eq!((received.ur_type.as_str(), received.message), ("bytes", message));
}

#[test]
fn foreign_codes_are_remarks_and_never_end_a_transfer() {
    let message: Vec<u8> = (0..200).collect();
    let mut aiming = Aiming::new(Aim::Message);
    let mut remarks = 0;
    for (nth, frame) in frames(&message, 20).take(60).enumerate() {
        let foreign = format!("https://example.org/{nth}");
        let taken = aiming.take(found(&[foreign.as_bytes(), &frame]));
        remarks += usize::from(taken.remark.is_some());
        if taken.caught.is_some() {
            assert!(remarks > 0);
            return;
        }
    }
    panic!("the message never came");
}

#[test]
fn two_thousand_different_codes_leave_nothing_behind_but_a_remark() {
    let mut aiming = Aiming::new(Aim::Message);
    for nth in 0..2_000 {
        let taken = aiming.take(found(&[format!("code {nth}").as_bytes()]));
        assert!(taken.caught.is_none() && taken.remark.is_some());
    }
    assert_eq!(aiming.progress().need, 0);
}

#[test]
fn one_code_alone_is_handed_over_as_it_is() {
    // Compact SeedQR is 16 or 32 bytes of any value, also those by which frames of the link begin.
    for payload in [&[0xcf; 16][..], &[0; 32], b"192402220235174306311124037817700641198012901210"] {
        let Some(Catch::Code(content)) = Aiming::new(Aim::Code).take(found(&[payload])).caught else {
            panic!("{payload:?} is no message")
        };
        assert_eq!(*content, payload);
    }
    for first in 0..=u8::MAX {
        let payload = [first; 16];
        assert!(Aiming::new(Aim::Code).take(found(&[&payload])).caught.is_some(), "{first:#x}");
    }
}

#[test]
fn a_message_or_two_codes_are_not_the_code_with_the_words() {
    let message = frames(b"0123456789", 100).next().unwrap();
    for payloads in [vec![&message[..]], vec![b"one", b"two"]] {
        let taken = Aiming::new(Aim::Code).take(found(&payloads));
        assert!(taken.caught.is_none() && taken.remark.is_some(), "{payloads:?}");
    }
    let twice = Aiming::new(Aim::Code).take(found(&[b"one", b"one"]));
    assert!(twice.caught.is_some(), "the same code in a mirror is one code");
}

#[test]
fn what_was_caught_does_not_show_in_messages() {
    let taken = Aiming::new(Aim::Code).take(found(&[b"abandon"]));
    assert!(!format!("{taken:?}").contains("abandon"));
}

proptest! {
    #[test]
    fn whatever_is_read_work_and_words_are_bounded(
        payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..400), 0..30), seed: bool,
    ) {
        let mut aiming = Aiming::new(if seed { Aim::Code } else { Aim::Message });
        let taken = aiming.take(Found { payloads, ..Found::default() });
        let length = taken.remark.map_or(0, |remark| remark.chars().count());
        prop_assert!(length <= REMARK_CHARS_MAX);
    }
}
