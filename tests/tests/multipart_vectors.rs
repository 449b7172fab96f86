//! The published vectors of multi-part URs: made as the wallets' package makes them, read in every order.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests: a panic is the report")]

use serde::Deserialize;
use shared::Refusal;
use shared::qr::fountain::Mixer;
use shared::qr::part::{Text, read};
use shared::qr::receive::{Receiver, Step};
use shared::qr::send::{Frame, Order, Sender};
use std::collections::HashMap;

#[derive(Deserialize)]
struct Set<V> {
    vectors: Vec<V>,
}

#[derive(Deserialize)]
struct Multipart {
    id: String,
    ur_type: String,
    message: String,
    message_len: usize,
    checksum: String,
    max_fragment_len: usize,
    fragment_len: usize,
    seq_len: usize,
    parts: Vec<Part>,
    arrivals: Vec<Arrival>,
}

#[derive(Deserialize)]
struct Part {
    seq_num: u32,
    indexes: Vec<usize>,
    text: String,
}

#[derive(Deserialize)]
struct Arrival {
    name: String,
    seq_nums: Vec<u32>,
    complete: bool,
    reference_complete_after: Option<usize>,
}

#[derive(Deserialize)]
struct Reject {
    id: String,
    stage: String,
    texts: Vec<String>,
    error: String,
    #[serde(default)]
    alternatives: Vec<String>,
    /// Absent where there is one text.
    #[serde(default = "first")]
    at_part: usize,
}

fn first() -> usize {
    1
}

fn multipart() -> Vec<Multipart> {
    let text = include_str!("../vectors/ur/multipart.json");
    serde_json::from_str::<Set<Multipart>>(text).unwrap().vectors
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
}

#[test]
fn our_parts_are_those_of_the_wallets_package() {
    for vector in multipart() {
        let message = bytes(&vector.message);
        let mut sender =
            Sender::ur(&vector.ur_type, &message, vector.max_fragment_len, Order::Sequence).unwrap();
        assert_eq!(sender.frame_count(), vector.seq_len, "{}", vector.id);
        for part in &vector.parts {
            assert_eq!(sender.next_frame(), Frame::Text(part.text.clone()), "{} {}", vector.id, part.seq_num);
        }
    }
}

#[test]
fn a_part_says_what_the_vector_says_and_mixes_the_same_fragments() {
    for vector in multipart() {
        let checksum = u32::from_str_radix(&vector.checksum, 16).unwrap();
        let mixer = Mixer::new(vector.seq_len, checksum);
        for expected in &vector.parts {
            let Text::Part(part) = read(&expected.text).unwrap() else { panic!("{}: not a part", vector.id) };
            assert_eq!(part.ur_type(), vector.ur_type);
            assert_eq!((part.number(), part.count()), (expected.seq_num, vector.seq_len));
            assert_eq!((part.message_len(), part.checksum()), (vector.message_len, checksum));
            assert_eq!(part.data().len(), vector.fragment_len);
            let (mut ours, mut theirs) = (mixer.indexes(part.number()), expected.indexes.clone());
            ours.sort_unstable();
            theirs.sort_unstable();
            assert_eq!(ours, theirs, "{} {}", vector.id, expected.seq_num);
        }
    }
}

#[test]
fn every_order_of_arrival_that_determines_the_message_brings_it_no_later_than_the_reference() {
    for vector in multipart() {
        let texts: HashMap<u32, &str> =
            vector.parts.iter().map(|part| (part.seq_num, part.text.as_str())).collect();
        for arrival in &vector.arrivals {
            let mut receiver = Receiver::default();
            let complete = arrival.seq_nums.iter().position(|number| {
                match receiver.feed(texts[number].as_bytes()).unwrap() {
                    Step::Complete(received) => {
                        assert_eq!(received.ur_type, vector.ur_type);
                        assert_eq!(received.message, bytes(&vector.message));
                        true
                    }
                    _ => false,
                }
            });
            let name = format!("{}: {}", vector.id, arrival.name);
            assert_eq!(complete.is_some(), arrival.complete, "{name}");
            if let (Some(place), Some(reference)) = (complete, arrival.reference_complete_after) {
                assert!(place < reference, "{name}: after {} parts, reference {reference}", place + 1);
            }
        }
    }
}

#[test]
fn hostile_parts_are_refused_at_the_part_and_for_the_reason_that_the_vector_names() {
    let text = include_str!("../vectors/ur/rejects.json");
    let vectors = serde_json::from_str::<Set<Reject>>(text).unwrap().vectors;
    let of_parts: Vec<_> = vectors.into_iter().filter(|vector| vector.stage == "ur").collect();
    assert!(of_parts.len() >= 10, "only {} vectors", of_parts.len());
    for vector in of_parts {
        let mut receiver = Receiver::default();
        for (place, text) in vector.texts.iter().enumerate() {
            match receiver.feed(text.as_bytes()) {
                Err(error) if place + 1 == vector.at_part => {
                    let kind = error.kind().as_str().to_owned();
                    assert!(
                        kind == vector.error || vector.alternatives.contains(&kind),
                        "{}: {error}",
                        vector.id
                    );
                }
                Ok(Step::Progress) if place + 1 != vector.at_part => {}
                other => panic!("{}: part {}: {other:?}", vector.id, place + 1),
            }
        }
    }
}
