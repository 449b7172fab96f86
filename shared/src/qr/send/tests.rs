use super::*;
use proptest::prelude::*;

fn texts(sender: &mut Sender, count: usize) -> Vec<String> {
    std::iter::repeat_with(|| match sender.next_frame() {
        Frame::Text(text) => text,
        Frame::Bytes(_) => panic!("a UR is text"),
    })
    .take(count)
    .collect()
}

fn numbers(texts: &[String]) -> Vec<u32> {
    texts.iter().map(|text| text.split(['/', '-']).nth(1).unwrap().parse().unwrap()).collect()
}

#[test]
fn a_short_message_is_a_still_picture() {
    let mut sender = Sender::new("bytes", &[7; 250], Profile::Ur { fragment: 200 }).unwrap();
    assert_eq!(sender.frame_count(), 1);
    let shown = texts(&mut sender, 2);
    assert_eq!(shown[0], shown[1]);
    assert_eq!(shown[0], ur::encode(&[7; 250], &ur::Type::Bytes).to_uppercase());
    assert_eq!(Sender::new("bytes", &[7; 251], Profile::Ur { fragment: 200 }).unwrap().frame_count(), 2);
}

#[test]
fn a_peeling_receiver_is_shown_two_pure_parts_for_each_mixed_one() {
    let mut sender = Sender::new("bytes", &[7; 90], Profile::Ur { fragment: 30 }).unwrap();
    let shown = numbers(&texts(&mut sender, 12));
    let (pure, mixed): (Vec<u32>, Vec<u32>) = shown.iter().partition(|&&number| number <= 3);
    assert_eq!(pure, [1, 2, 3, 1, 2, 3, 1, 2, 3]);
    let mixer = Mixer::new(3, crc32fast::hash(&[7; 90]));
    assert!(mixed.is_sorted() && mixed.iter().all(|&number| mixer.degree(number) == 3));
    assert_eq!([5, 8, 11].map(|place| shown[place]).as_slice(), mixed);
}

#[test]
fn what_cannot_be_shown_is_said_before_anything_is_shown() {
    let ur = |fragment| Profile::Ur { fragment };
    for (ur_type, length, profile, error) in [
        ("bytes", 0, ur(200), SendError::Empty),
        ("bytes", MESSAGE_BYTES_MAX + 1, ur(200), SendError::TooLong { length: MESSAGE_BYTES_MAX + 1 }),
        ("Bytes", 9, ur(200), SendError::Type { found: "Bytes".into() }),
        ("bytes", 9, ur(9), SendError::Fragment { fragment: 9 }),
        ("bytes", 9, ur(2_900), SendError::Fragment { fragment: 2_900 }),
        ("bytes", MESSAGE_BYTES_MAX, ur(100), SendError::TooManyParts),
        ("bytes", 9, Profile::Dense { version: 9 }, SendError::Version { version: 9 }),
        ("bytes", 0, Profile::Dense { version: 20 }, SendError::Empty),
    ] {
        assert_eq!(Sender::new(ur_type, &vec![0; length], profile).err(), Some(error));
    }
}

#[test]
fn every_frame_of_every_preset_can_be_drawn_in_its_version() {
    for preset in presets() {
        let message: Vec<u8> = (0..9_000u32).map(|at| ((at * at) >> 7).to_le_bytes()[0]).collect();
        let mut sender = Sender::new("eth-sign-request", &message, preset.profile).unwrap();
        let drawn = crate::qr::draw::draw(&sender.next_frame()).unwrap();
        if let Profile::Dense { version } = preset.profile {
            assert!(drawn.width <= 17 + 4 * usize::from(version), "{}", preset.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_sequence_is_that_of_an_independent_encoder(
        message in prop::collection::vec(any::<u8>(), 300..900),
        fragment in 10usize..200,
    ) {
        let mut other = ur::Encoder::new(&message, fragment, "bytes").unwrap();
        let mut sender = Sender::ur("bytes", &message, fragment, Order::Sequence).unwrap();
        prop_assert_eq!(sender.frame_count(), other.fragment_count());
        for text in texts(&mut sender, 3 * other.fragment_count()) {
            prop_assert_eq!(text, other.next_part().unwrap().to_uppercase());
        }
    }
}
