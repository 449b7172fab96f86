//! Every request size through a bad camera, to and from foreign wallets, and between our own two programs.

use e2e::gap::{Faults, Gap};
use e2e::optics::Random;
use e2e::payload::Content;
use shared::qr::part::PartError;
use shared::qr::receive::{Receiver, Step};
use shared::qr::send::{Order, Profile, Sender, presets};

const SIZES: [usize; 6] = [100, 500, 2_000, 8_000, 24_000, 128 << 10];
/// Frames lost one by one, joined anywhere: the case that the numbers of the link are given for.
const FIVE_PERCENT: Faults =
    Faults { loss: 0.05, burst: 1.0, repeat: 0.0, swap: 0.0, damage: 0.0, second: 0.0 };

fn message(length: usize, seed: u64) -> Vec<u8> {
    Content::Random.bytes(length, seed)
}

/// The frames of a sender, from the `late`th on.
fn frames(mut sender: Sender, late: usize) -> impl Iterator<Item = Vec<u8>> {
    std::iter::repeat_with(move || sender.next_frame().content().to_vec()).skip(late)
}

/// Feeds until the message is there; `None` when `most` frames do not bring it.
fn receive(contents: impl Iterator<Item = Vec<u8>>, most: usize) -> Option<Vec<u8>> {
    let mut receiver = Receiver::default();
    contents.take(most).find_map(|content| match receiver.feed(&content) {
        Ok(Step::Complete(received)) => Some(received.message),
        _ => None,
    })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[test]
fn every_size_at_every_preset_comes_through_a_camera_that_loses_repeats_swaps_and_damages() {
    let faults = Faults { loss: 0.3, burst: 4.0, repeat: 0.2, swap: 0.1, damage: 0.05, second: 0.0 };
    for preset in presets() {
        for (size, seed) in SIZES.into_iter().zip(1..) {
            let message = message(size, seed);
            let sender = Sender::new("eth-sign-request", &message, preset.profile).unwrap();
            let (count, late) = (sender.frame_count(), sender.frame_count() / 2);
            let read = Gap::new(frames(sender, late), faults, seed);
            assert_eq!(receive(read, 12 * count + 60), Some(message), "{size} bytes at {}", preset.name);
        }
    }
}

#[test]
fn a_second_screen_in_the_picture_changes_nothing_while_it_is_the_rarer_one() {
    for profile in [Profile::Ur { fragment: 200 }, Profile::Dense { version: 20 }] {
        for second in [Profile::Ur { fragment: 200 }, Profile::Dense { version: 20 }] {
            let (ours, other) = (message(8_000, 1), message(9_000, 2));
            let ours_shown = frames(Sender::new("bytes", &ours, profile).unwrap(), 0);
            let other_shown = frames(Sender::new("bytes", &other, second).unwrap(), 0);
            // Five percent: three of the other screen in a row come once in eight thousand frames.
            let faults = Faults { second: 0.05, ..Faults::default() };
            let read = Gap::with_second(ours_shown, other_shown, faults, 7);
            assert_eq!(receive(read, 400), Some(ours));
        }
    }
}

#[test]
fn turning_to_another_screen_costs_three_frames_and_nothing_else() {
    for profile in [Profile::Ur { fragment: 200 }, Profile::Dense { version: 20 }] {
        let old = frames(Sender::new("bytes", &message(8_000, 1), profile).unwrap(), 0).take(5);
        let new = message(8_000, 2);
        let sender = Sender::new("bytes", &new, profile).unwrap();
        let count = sender.frame_count();
        let mut receiver = Receiver::default();
        let steps: Vec<_> =
            old.chain(frames(sender, 0).take(count)).map(|frame| receiver.feed(&frame)).collect();
        assert_eq!(&steps[5..8], [Err(PartError::Mismatch), Err(PartError::Mismatch), Ok(Step::Restarted)]);
        assert!(matches!(steps.last(), Some(Ok(Step::Complete(received))) if received.message == new));
    }
}

#[test]
fn a_foreign_receiver_that_only_peels_has_the_message_after_1_35_times_its_parts() {
    for size in [2_000, 8_000, 24_000] {
        let ratios = (0..31).map(|seed| {
            let message = message(size, seed);
            let sender = Sender::new("bytes", &message, Profile::Ur { fragment: 200 }).unwrap();
            let count = sender.frame_count();
            let late = Random::new(seed).below(4 * count);
            let mut gap = Gap::new(frames(sender, late), FIVE_PERCENT, seed);
            let mut decoder = ur::Decoder::default();
            while !decoder.complete() {
                let text = String::from_utf8(gap.next().unwrap()).unwrap();
                decoder.receive(&text.to_lowercase()).unwrap();
            }
            assert_eq!(decoder.message().unwrap(), Some(message));
            gap.frames_shown() as f64 / count as f64
        });
        let ratio = median(ratios.collect());
        assert!(ratio <= 1.35, "{size} bytes: {ratio:.2}");
    }
}

#[test]
fn from_a_foreign_sender_the_message_is_here_after_1_2_times_its_parts_and_three() {
    for size in [2_000, 8_000, 24_000, 128 << 10] {
        let mut count = 0;
        let shown = (0..31).map(|seed| {
            let message = message(size, seed);
            let mut encoder = ur::Encoder::bytes(&message, 200).unwrap();
            count = encoder.fragment_count();
            let late = Random::new(seed).below(4 * count);
            let texts = std::iter::repeat_with(move || encoder.next_part().unwrap().into_bytes()).skip(late);
            let mut gap = Gap::new(texts, FIVE_PERCENT, seed);
            assert_eq!(receive(gap.by_ref(), 4 * count + 60), Some(message));
            gap.frames_shown() as f64
        });
        let shown = median(shown.collect());
        assert!(shown <= 1.2 * count as f64 + 3.0, "{size} bytes: {shown} frames for {count} parts");
    }
}

#[test]
fn a_dense_transfer_joined_late_needs_two_frames_more_than_its_count_and_the_lost_ones() {
    for size in [2_000, 24_000, 128 << 10] {
        let mut count = 0;
        let shown = (0..31).map(|seed| {
            let message = message(size, seed);
            let sender = Sender::new("bytes", &message, Profile::Dense { version: 20 }).unwrap();
            count = sender.frame_count();
            let late = Random::new(seed).below(4 * count);
            let mut gap = Gap::new(frames(sender, late), FIVE_PERCENT, seed);
            assert_eq!(receive(gap.by_ref(), 2 * count + 60), Some(message));
            gap.frames_shown() as f64
        });
        let shown = median(shown.collect());
        assert!(shown <= count as f64 / 0.95 + 2.0, "{size} bytes: {shown} frames for {count}");
    }
}

#[test]
fn both_orders_bring_any_message_to_our_own_receiver() {
    for order in [Order::Sequence, Order::PureTwice] {
        let message = message(24_000, 5);
        let sender = Sender::ur("bytes", &message, 400, order).unwrap();
        let count = sender.frame_count();
        assert_eq!(receive(Gap::new(frames(sender, 37), FIVE_PERCENT, 5), 2 * count), Some(message));
    }
}
