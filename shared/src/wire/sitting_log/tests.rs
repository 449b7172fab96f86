//! Written, read, equal; no byte can be changed; one fault is one refusal.

use super::{event::short, *};
use crate::Refusal;
use proptest::{collection::vec, option, prelude::*};

fn event() -> impl Strategy<Value = Event> {
    let print = any::<[u8; 4]>().prop_map(Fingerprint);
    let digest = any::<[u8; 32]>().prop_map(B256::from);
    let both = (any::<[u8; 32]>(), any::<[u8; 20]>());
    let both = both.prop_map(|(digest, signer)| (B256::from(digest), Address::from(signer)));
    let word = "[a-z0-9-]{1,64}";
    prop_oneof![
        print.prop_map(|fingerprint| Event::SittingStarted { fingerprint }),
        Just(Event::NewMnemonic),
        (any::<[u8; 4]>(), any::<bool>())
            .prop_map(|(print, recovered)| Event::Drilled { fingerprint: Fingerprint(print), recovered }),
        both.clone().prop_map(|(digest, signer)| Event::Reviewed { digest, signer }),
        both.prop_map(|(digest, signer)| Event::Signed { digest, signer }),
        digest.prop_map(|digest| Event::Rejected { digest }),
        word.prop_map(|kind| Event::Refused { kind }),
        (0..WipeReason::ALL.len()).prop_map(|reason| Event::Wiped(WipeReason::ALL[reason])),
        (word, any::<bool>()).prop_map(|(link, held)| Event::Exposed { link, held }),
        word.prop_map(|link| Event::Quiet { link }),
        Just(Event::WallsAccepted),
    ]
}

fn entry() -> impl Strategy<Value = Entry> {
    let again = option::of((1_u32.., any::<u64>()).prop_map(|(times, until)| Again { times, until }));
    (any::<u64>(), any::<u64>(), event(), again).prop_map(|(unix, running, event, again)| Entry {
        unix,
        running,
        event,
        again,
    })
}

fn log() -> impl Strategy<Value = SittingLog> {
    (any::<u64>(), any::<[u8; 32]>(), vec(entry(), 0..20)).prop_map(|(dropped, before, entries)| SittingLog {
        dropped,
        before: B256::from(before),
        entries,
    })
}

proptest! {
    #[test]
    fn what_was_written_is_read(log in log()) {
        prop_assert_eq!(SittingLog::decode(&log.encode()), Ok(log));
    }

    #[test]
    fn no_byte_can_be_changed(log in log(), place: prop::sample::Index, bit in 0_u8..8) {
        let mut cbor = log.encode();
        let place = place.index(cbor.len());
        cbor[place] ^= 1 << bit;
        // The count of dropped entries is not in the chain; everything else is.
        if let Ok(read) = SittingLog::decode(&cbor) {
            prop_assert_eq!(read.entries, log.entries);
            prop_assert_ne!(read.dropped, log.dropped);
        }
    }

    #[test]
    fn noise_never_panics(noise in vec(any::<u8>(), 0..300)) {
        _ = SittingLog::decode(&noise);
    }
}

fn sample() -> SittingLog {
    let entries = vec![
        Entry {
            unix: 1_700_000_000,
            running: 1_234,
            event: Event::SittingStarted { fingerprint: Fingerprint([0x73, 0xc5, 0xda, 0x0a]) },
            again: None,
        },
        Entry {
            unix: 1_700_000_060,
            running: 61_234,
            event: Event::Refused { kind: "chain-id".to_owned() },
            again: Some(Again { times: 3, until: 1_700_000_070 }),
        },
    ];
    SittingLog { dropped: 0, before: B256::ZERO, entries }
}

/// The sample with one entry in another spelling, and a tip that fits it.
fn with_entry(node: Node) -> Vec<u8> {
    let tip = keccak256([B256::ZERO.as_slice(), &node.encode()].concat());
    Node::map([
        (1, Some(Node::Uint(1))),
        (2, Some(Node::Uint(0))),
        (3, Some(Node::bytes(&[0; 32]))),
        (4, Some(Node::Array(vec![node]))),
        (5, Some(Node::bytes(tip.as_slice()))),
    ])
    .encode()
}

fn entry_of(fields: &[(u64, Node)]) -> Node {
    let fixed = [(1, Node::Uint(7)), (2, Node::Uint(8))];
    Node::Map(fixed.iter().chain(fields).map(|(key, node)| (Node::Uint(*key), node.clone())).collect())
}

#[test]
fn one_fault_is_one_refusal() {
    let word = |text: &str| Node::text(text);
    for (fault, entry, kind) in [
        ("an event of the future", entry_of(&[(3, Node::Uint(12))]), "field-size"),
        ("no event", entry_of(&[]), "field-missing"),
        ("a wipe without a reason", entry_of(&[(3, Node::Uint(8))]), "field-size"),
        ("an unknown reason", entry_of(&[(3, Node::Uint(8)), (7, word("bored"))]), "field-size"),
        ("a field too many", entry_of(&[(3, Node::Uint(2)), (8, Node::Bool(true))]), "field-size"),
        ("an empty word", entry_of(&[(3, Node::Uint(7)), (7, word(""))]), "field-size"),
        ("a long word", entry_of(&[(3, Node::Uint(7)), (7, word(&"x".repeat(65)))]), "field-size"),
        ("a short digest", entry_of(&[(3, Node::Uint(6)), (4, Node::bytes(&[0; 31]))]), "field-size"),
        (
            "nothing again",
            entry_of(&[(3, Node::Uint(2)), (9, Node::Uint(0)), (10, Node::Uint(0))]),
            "field-size",
        ),
        ("again without a time", entry_of(&[(3, Node::Uint(2)), (9, Node::Uint(1))]), "field-missing"),
        ("an unknown field", entry_of(&[(3, Node::Uint(2)), (11, Node::Uint(1))]), "log-chain"),
    ] {
        let refused = SittingLog::decode(&with_entry(entry)).expect_err(fault);
        assert_eq!(refused.kind().as_str(), kind, "{fault}: {refused}");
    }
    assert!(SittingLog::decode(&with_entry(entry_of(&[(3, Node::Uint(2))]))).is_ok(), "without a fault");
}

#[test]
fn entries_cannot_be_moved_or_left_out() {
    let whole = sample();
    let mut moved = whole.clone();
    moved.entries.reverse();
    let mut cut = whole.clone();
    cut.entries.pop();
    assert_ne!(moved.tip(), whole.tip());
    assert_ne!(cut.tip(), whole.tip());
}

#[test]
fn more_entries_than_a_station_holds_are_refused() {
    let one = Entry { unix: 0, running: 0, event: Event::NewMnemonic, again: None };
    let log = |count| SittingLog { dropped: 0, before: B256::ZERO, entries: vec![one.clone(); count] };
    assert!(SittingLog::decode(&log(LOG_ENTRIES_MAX).encode()).is_ok());
    let refused = SittingLog::decode(&log(LOG_ENTRIES_MAX + 1).encode()).unwrap_err();
    assert_eq!(refused.kind().as_str(), "limit-length");
}

#[test]
fn long_names_are_cut_and_empty_ones_are_said() {
    let link = "ü".repeat(60);
    let Parts { word: Some(word), .. } = (Event::Quiet { link }).parts() else { panic!("a word") };
    assert_eq!(word, "ü".repeat(32));
    assert_eq!(short(""), "?");
}
