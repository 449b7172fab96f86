//! The window's clerk against the example chain: a request from its building to its block, a kill in between, and what it
//! refuses.

use super::signer::Signer;
use companion::{
    acts::AskWish,
    build::{AskedKey, ChainFacts, Fees, RequestId, TxIntent, transaction::unsigned},
    clerk::{Clerk, Report},
    devnet::CHAIN_ID,
    draft::Wish,
    example,
    flow::{Done, Order, Shown},
    journal::{Record, State},
};
use shared::{
    eth::{Payload, U256},
    wire::{KeyCard, SignAnswer},
};
use std::path::Path;

/// A clerk, and what the window would hold.
struct Window {
    clerk: Clerk,
    shown: Shown,
}

impl Window {
    fn open(journal: &Path) -> Self {
        let mut window = Self { clerk: Clerk::new(Some(journal.to_owned())), shown: Shown::default() };
        window.order(Order::Look);
        window
    }

    fn order(&mut self, order: Order) -> Done {
        let Report { done, shown } = self.clerk.carry_out(order, &mut |_| true);
        if let Some(shown) = shown {
            self.shown = *shown;
        }
        done
    }

    /// The call `setLimit(7)` of the example contract, written down.
    fn ask(&mut self, nonce: u64) -> Record {
        let key = AskedKey::of_card(&KeyCard::HdKey(example::card().unwrap()), Some(0), None).unwrap();
        let mut data = vec![0x27, 0xea, 0x6f, 0x2b];
        data.extend(U256::from(7).to_be_bytes::<32>());
        let intent =
            TxIntent { to: Some(example::CONTRACT_ADDRESS), data: data.into(), ..TxIntent::default() };
        let fees = Fees::Dynamic { max_fee: 30_000_000_000, max_priority_fee: 1_000_000_000 };
        let facts = ChainFacts { chain_id: CHAIN_ID, nonce, gas: 90_000, fees };
        let payload = Payload::Transaction(unsigned(intent, facts).unwrap());
        let wish = AskWish { payload, key, purpose: None, replaces: None };
        match self.order(Order::Ask(Box::new(wish))) {
            Done::Asked(record) => *record,
            other => panic!("{other:?}"),
        }
    }

    fn accept(&mut self, record: &Record, signer: &Signer, nonce: u64) -> Done {
        let answer = answer(record, signer, nonce);
        self.order(Order::Accept { id: record.asked.id, answer, from: None })
    }

    fn state(&self, id: RequestId) -> State {
        self.shown.request(id).unwrap().state
    }
}

/// What a device with this key would answer.
fn answer(record: &Record, signer: &Signer, v: u64) -> SignAnswer {
    let signature = signer.answer(&record.asked.digest);
    let mut bytes = [signature.r.to_vec(), signature.s.to_vec()].concat();
    bytes.push(u8::from(signature.y_parity) + u8::try_from(v).unwrap());
    SignAnswer { request_id: Some(record.asked.id.to_bytes()), signature: bytes, origin: None }
}

fn folder() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal.sqlite");
    (folder, journal)
}

#[test]
fn a_request_goes_from_the_example_to_its_block_with_its_events_in_words() {
    let (_folder, journal) = folder();
    let mut window = Window::open(&journal);
    assert!(matches!(window.order(Order::Example), Done::Example));
    assert_eq!(window.shown.example, Some(CHAIN_ID));
    let record = window.ask(0);
    let id = record.asked.id;
    assert_eq!(window.state(id), State::Waiting);
    assert!(matches!(window.accept(&record, &Signer::nth(0), 0), Done::Accepted(of, _) if of == id));
    assert_eq!(window.state(id), State::Signed);
    let Done::Sent(_, sent) = window.order(Order::Send { id, allow_gap: false }) else { panic!("sent") };
    assert!(sent.is_taken() && !sent.already_there);
    let Done::Stood(_, standing) = window.order(Order::Stand(id)) else { panic!("looked") };
    assert!(matches!(standing.state, State::Mined | State::Final), "{standing:?}");
    assert!(
        standing.events.iter().any(|event| event.to_lowercase().contains("limit")),
        "{:?}",
        standing.events
    );
}

#[test]
fn what_was_signed_survives_the_end_of_the_program_and_is_sent_once() {
    let (_folder, journal) = folder();
    let mut window = Window::open(&journal);
    window.order(Order::Example);
    let record = window.ask(0);
    let id = record.asked.id;
    window.accept(&record, &Signer::nth(0), 0);
    window.order(Order::Send { id, allow_gap: false });
    let again = window.order(Order::Send { id, allow_gap: false });
    assert!(!matches!(again, Done::Sent(_, sent) if !sent.already_there), "never twice");
    drop(window);
    let window = Window::open(&journal);
    assert!(window.shown.request(id).is_some_and(|record| record.signed.is_some()));
}

#[test]
fn an_answer_of_another_key_is_refused_by_name_and_the_request_waits_on() {
    let (_folder, journal) = folder();
    let mut window = Window::open(&journal);
    window.order(Order::Example);
    let record = window.ask(0);
    let (id, other) = (record.asked.id, Signer::nth(1));
    let Done::Failed(refused) = window.accept(&record, &other, 0) else { panic!("accepted") };
    assert_eq!(refused.kind.as_str(), "wrong-signer");
    assert!(refused.message.contains(&other.address.to_string()), "{}", refused.message);
    assert_eq!(window.state(id), State::Waiting);
}

#[test]
fn a_second_window_on_the_same_journal_is_refused_and_the_first_goes_on() {
    let (_folder, journal) = folder();
    let mut first = Window::open(&journal);
    assert!(first.shown.is_read);
    let mut second = Window::open(&journal);
    assert!(!second.shown.is_read);
    assert!(matches!(second.order(Order::Look), Done::Failed(_)));
    assert!(matches!(first.order(Order::Look), Done::Looked));
    drop(first);
    assert!(matches!(second.order(Order::Look), Done::Looked), "the right is given back");
}

#[test]
fn the_example_starts_again_in_a_new_window_and_what_waited_on_the_old_chain_is_given_up() {
    let (_folder, journal) = folder();
    let mut window = Window::open(&journal);
    window.order(Order::Example);
    let id = window.ask(0).asked.id;
    drop(window);
    let mut window = Window::open(&journal);
    assert_eq!((window.shown.example, window.state(id)), (None, State::Waiting));
    assert!(matches!(window.order(Order::Example), Done::Example));
    assert_eq!(window.state(id), State::Abandoned);
    assert_eq!(window.shown.book.devices.len(), 1, "what is there already is not added again");
}

#[test]
fn the_example_goes_on_where_the_journal_stands_when_its_chain_begins_anew() {
    let (_folder, journal) = folder();
    for nonce in 0..3 {
        let mut window = Window::open(&journal);
        assert!(matches!(window.order(Order::Example), Done::Example));
        let key = AskedKey::of_card(&KeyCard::HdKey(example::card().unwrap()), Some(0), None).unwrap();
        let pause = TxIntent {
            to: Some(example::CONTRACT_ADDRESS),
            data: vec![0x84, 0x56, 0xcb, 0x59].into(),
            ..TxIntent::default()
        };
        let wish = Box::new(Wish::new(pause, key));
        let Done::Drafted(draft) = window.order(Order::Draft { chain_id: CHAIN_ID, wish }) else {
            panic!("no draft for nonce {nonce}")
        };
        assert_eq!(draft.transaction.nonce(), nonce);
        let record = window.ask(nonce);
        let id = record.asked.id;
        window.accept(&record, &Signer::nth(0), 0);
        assert!(
            matches!(window.order(Order::Send { id, allow_gap: false }), Done::Sent(_, sent) if sent.is_taken())
        );
        let Done::Stood(_, standing) = window.order(Order::Stand(id)) else { panic!("looked") };
        assert!(matches!(standing.state, State::Mined | State::Final), "{standing:?}");
    }
}

#[test]
fn a_chain_without_a_node_is_named_and_nothing_is_sent() {
    let (_folder, journal) = folder();
    let mut window = Window::open(&journal);
    let record = window.ask(0);
    window.accept(&record, &Signer::nth(0), 0);
    let done = window.order(Order::Send { id: record.asked.id, allow_gap: false });
    assert!(matches!(&done, Done::Failed(refused) if refused.message.contains("31337")), "{done:?}");
    assert_eq!(window.state(record.asked.id), State::Signed);
}

#[test]
fn the_example_contract_is_its_source_assembled() {
    let pieces = e2e::contract::asm::assemble(example::SOURCE, &[]).unwrap();
    assert_eq!(pieces["safe_box"], example::code());
}
