use super::*;
use crate::Refusal;
use proptest::prelude::*;

fn noise(length: usize) -> Vec<u8> {
    let mut state = 1u32;
    std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(length)
    .collect()
}

/// A frame with a right check over whatever is claimed.
fn frame(body_len: u32, checksum: u32, number: u32, symbol: &[u8]) -> Vec<u8> {
    let packer = Packer::new("bytes", b"x", 100).unwrap();
    Packer { body_len: body_len as usize, checksum, ..packer }.frame(number, symbol)
}

fn carry(body: &[u8]) -> Result<Gathered, PartError> {
    let frame = read(&frame(u32::try_from(body.len()).unwrap(), crc32fast::hash(body), 0, body))?;
    Collector::new(&frame).unwrap().take(frame)
}

#[test]
fn a_frame_has_one_spelling() {
    let good = frame(6, 9, 0, b"abc");
    assert_eq!(read(&good).unwrap().count(), 2);
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 1;
        assert!(read(&bad).is_err(), "byte {place} is not covered");
    }
}

#[test]
fn claims_are_judged_before_the_library_sees_them() {
    for (content, kind) in [
        (frame(6, 9, 0, b""), "part-inconsistent"),
        (frame(0, 9, 0, b"abc"), "part-inconsistent"),
        (frame(2, 9, 0, b"abc"), "part-inconsistent"),
        (frame(0xff_ffff, 9, 0, b"abc"), "limit-message-len"),
        (frame(1 << 20, 9, 0, b"abc"), "limit-seq-len"),
        (vec![MAGIC, VERSION], "part-header"),
        (vec![MAGIC; HEAD + 3], "part-header"),
        (vec![MAGIC; CODE_BYTES_MAX + 1], "limit-length"),
    ] {
        assert_eq!(read(&content).unwrap_err().kind().as_str(), kind, "{content:02x?}");
    }
}

#[test]
fn a_body_unpacks_to_what_it_announces_or_not_at_all() {
    let deflated = miniz_oxide::deflate::compress_to_vec(&vec![0; 1 << 20], 9);
    let bomb = |length: u32| [&[1, 1, b'a'][..], &length.to_be_bytes()[1..], &deflated].concat();
    let refused = |why| Err(PartError::Unpack { why });
    assert_eq!(carry(b"\0\x01a\0\0\x02hi"), Ok(Gathered::Whole("a".into(), b"hi".into())));
    assert_eq!(carry(&bomb(1 << 20)), Ok(Gathered::Whole("a".into(), vec![0; 1 << 20])));
    assert_eq!(carry(&bomb(1 << 10)), refused(UnpackFault::Content));
    assert_eq!(carry(&bomb((1 << 20) + 1)), refused(UnpackFault::TooLong));
    assert_eq!(carry(b"\0\x01a\0\0\x03hi"), refused(UnpackFault::Content));
    assert_eq!(carry(b"\x02\x01a\0\0\x02hi"), refused(UnpackFault::Method));
    assert_eq!(carry(b"\0\x01A\0\0\x02hi"), refused(UnpackFault::Head));
    assert_eq!(carry(b"\0\0\0\0\x02hi"), refused(UnpackFault::Head));
    assert_eq!(carry(b"\0\x09a\0\0\x02hi"), refused(UnpackFault::Head));
}

#[test]
fn frames_that_lie_end_the_transfer_and_hold_no_more_than_their_count() {
    let first = read(&frame(300, 9, 0, &[1; 30])).unwrap();
    let mut collector = Collector::new(&first).unwrap();
    let end = (0..1_000u32).find_map(|number| {
        let frame = read(&frame(300, 9, number * 7, &noise(30))).unwrap();
        collector.take(frame).err()
    });
    assert_eq!(end, Some(PartError::MessageChecksum));
    assert!(collector.held() <= collector.count() + DENSE_SPARE_MAX);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn enough_frames_of_any_kind_bring_the_message(
        length in 0usize..4_000,
        random: bool,
        frame_len in 40usize..400,
        lost in prop::collection::vec(any::<bool>(), 400),
    ) {
        let message = if random { noise(length) } else { vec![0; length] };
        let mut packer = Packer::new("eth-sign-request", &message, frame_len).unwrap();
        let (mut collector, mut taken) = (None, 0);
        let whole = lost.into_iter().find_map(|lost| {
            let content = packer.next_frame();
            assert!(content.len() <= frame_len);
            let frame = (!lost).then(|| read(&content).unwrap())?;
            taken += 1;
            let collector = collector.get_or_insert_with(|| Collector::new(&frame).unwrap());
            match collector.take(frame).unwrap() {
                Gathered::Whole(ur_type, message) => Some((ur_type, message)),
                Gathered::New | Gathered::Nothing => None,
            }
        });
        prop_assert_eq!(whole, Some(("eth-sign-request".to_owned(), message)));
        prop_assert!(packer.count() == 1 || taken <= packer.count() + 3, "{taken} of {}", packer.count());
    }

    #[test]
    fn hostile_frames_do_not_stop_the_program(
        frames in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..80),
        body_len in 1u32..3_000,
        symbol_len in 1usize..60,
    ) {
        let mut collector = None;
        for (number, fill) in frames {
            let content = frame(body_len, 9, u32::try_from(number.index(1 << 24)).unwrap(), &vec![fill; symbol_len]);
            let Ok(frame) = read(&content) else { break };
            let collector = collector.get_or_insert_with(|| Collector::new(&frame).unwrap());
            if collector.take(frame).is_err() {
                break;
            }
        }
    }
}
