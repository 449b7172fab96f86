//! Whatever happens in whatever order: the states are those of the table, and the journal proves itself.

use std::collections::HashSet;

use proptest::{collection::vec, prelude::*};

use super::*;

#[test]
fn every_state_is_reached_and_every_closed_one_stays_unless_the_chain_says_otherwise() {
    let mut reached = HashSet::from([State::Waiting]);
    loop {
        let before = reached.len();
        for state in reached.clone() {
            reached.extend(every_kind(id(1)).iter().filter_map(|entry| state.after(entry).ok()));
        }
        if reached.len() == before {
            break;
        }
    }
    assert_eq!(reached, HashSet::from(State::ALL));
    for state in State::ALL.into_iter().filter(|state| !state.is_open()) {
        for entry in every_kind(id(1)) {
            let after = state.after(&entry).unwrap_or(state);
            let by_chain = matches!(entry, Entry::Mined { .. } | Entry::NonceTaken { .. });
            assert!(after == state || by_chain, "{state:?} {entry:?}");
        }
    }
}

#[test]
fn nothing_leaves_a_final_block() {
    for state in [State::Final, State::FinalReverted] {
        for entry in every_kind(id(1)) {
            assert_eq!(state.after(&entry).unwrap_or(state), state);
        }
    }
}

/// What may come: requests of few numbers and nonces, so that they meet.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let one = (1..4_u8, 0..2_u64, 0..12_usize, any::<bool>()).prop_map(|(number, nonce, kind, replaces)| {
        let other = replaces.then(|| id(number % 3 + 1));
        every_kind(id(number)).into_iter().nth(kind).unwrap_or_else(|| asked(number, nonce, other))
    });
    let builds = (1..4_u8, 0..2_u64).prop_map(|(number, nonce)| asked(number, nonce, None));
    vec(prop_oneof![4 => one, 1 => builds], 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_is_written_or_refused_the_tables_are_what_the_entries_say(entries in entries()) {
        let mut desk = Desk::new();
        for entry in &entries {
            let before = desk.journal.head().unwrap();
            if desk.note(entry.clone()).is_err() {
                prop_assert_eq!(desk.journal.head().unwrap(), before);
            }
        }
        desk.sound();
        // No two open requests hold one nonce, but for one and those it replaced.
        let open: Vec<Record> = desk.journal.list(&Filter { open: true, ..Filter::default() }).unwrap();
        let mut turns = HashSet::new();
        for record in open.iter().filter(|record| record.replaced_by.is_none()) {
            prop_assert!(turns.insert(record.asked.nonce), "{:?}", open);
        }
    }

    #[test]
    fn an_entry_reads_back_as_it_was_written(kind in 0..11_usize, number: u8, text in "\\PC{0,40}", wide: u128) {
        let mut entry = every_kind(id(number)).swap_remove(kind);
        match &mut entry {
            Entry::Mined { gas_price, .. } => *gas_price = wide,
            Entry::Abandoned { reason, .. } => reason.clone_from(&text),
            _ => {}
        }
        for entry in [entry, asked(number, u64::MAX, Some(id(number)))] {
            let written = Written::new(1, 0, &entry, B256::ZERO);
            prop_assert_eq!(written.entry(), Ok(entry));
            prop_assert!(!written.body.contains('\n') && written.hangs_on(B256::ZERO));
            prop_assert!(!written.hangs_on(B256::repeat_byte(1)));
        }
    }
}
