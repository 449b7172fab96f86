//! Requests in every state, and books with a device, for tests of screens.

use shared::{
    eth::{DataType, Payload, U256},
    wire::KeyCard,
};

use super::{Screen, Shown, Tab};
use crate::{
    book::{Book, BookChange},
    build::{self, AskedKey, ChainFacts, Fees, RequestId, TxIntent, transaction::unsigned},
    devnet::{CHAIN_ID, PUBLIC_ACCOUNTS},
    example,
    journal::{
        Entry, Record, State,
        entry::{Asked, Block},
    },
};

/// The books after the example was started.
pub(crate) fn book() -> Book {
    let mut book = Book::default();
    for entry in example::entries("http://127.0.0.1:8545".to_owned()) {
        match entry {
            Entry::Book(BookChange::DeviceAdded(device)) => book.devices.push(device),
            Entry::Book(BookChange::KeyUsed(key)) => book.keys.push(key),
            Entry::Book(BookChange::ChainSet(chain)) => book.chains.push(chain),
            Entry::Book(BookChange::ContractSet(contract)) => book.contracts.push(contract),
            other => panic!("no other entry of an example: {other:?}"),
        }
    }
    book
}

fn key() -> AskedKey {
    AskedKey::of_card(&KeyCard::HdKey(example::card().unwrap()), Some(0), None).unwrap()
}

/// The call `pause()` as a request.
pub(crate) fn transaction(nonce: u64) -> Payload {
    transaction_of(nonce, "8456cb59")
}

/// Calldata in hex for the example's contract, as a request.
pub(crate) fn transaction_of(nonce: u64, data: &str) -> Payload {
    let intent = TxIntent {
        to: Some(example::CONTRACT_ADDRESS),
        value: U256::ZERO,
        data: alloy::hex::decode(data).unwrap().into(),
        ..TxIntent::default()
    };
    let fees = Fees::Dynamic { max_fee: 30_000_000_000, max_priority_fee: 1_000_000_000 };
    let facts = ChainFacts { chain_id: CHAIN_ID, nonce, gas: 60_000, fees };
    Payload::Transaction(unsigned(intent, facts).unwrap())
}

/// A text to be signed.
pub(crate) fn message() -> Payload {
    Payload::decode(DataType::PersonalMessage, b"hello").unwrap()
}

/// A request of `payload`, number `number`, in `state`.
pub(crate) fn record(number: u8, payload: &Payload, state: State) -> Record {
    let id = RequestId::of_random([number; 16]);
    let request = build::request(payload, &key(), id);
    let nonce = match payload {
        Payload::Transaction(transaction) => Some(transaction.nonce()),
        _ => None,
    };
    let in_block = matches!(state, State::Mined | State::Final | State::Reverted | State::FinalReverted);
    Record {
        asked: Asked {
            id,
            message: request.encode(),
            digest: payload.digest(),
            signer: PUBLIC_ACCOUNTS[0],
            chain_id: payload.chain_id(),
            nonce,
            purpose: format!("pauses the Example safe box, number {number}"),
            replaces: None,
        },
        state,
        asked_at: 1_000_000 - i64::from(number) * 60_000,
        changed_at: 1_000_000,
        answer: None,
        signed: None,
        hash: (state != State::Waiting).then(|| payload.digest()),
        block: in_block.then(|| Block { number: 7, hash: payload.digest() }),
        replaced_by: None,
    }
}

/// The books of the example, and these requests.
pub(crate) fn shown(requests: Vec<Record>) -> Shown {
    Shown { book: book(), requests, now: 1_000_000, is_read: true, ..Shown::default() }
}

/// One request in `state`, and its id.
pub(crate) fn one(state: State) -> (Shown, RequestId) {
    let record = record(1, &transaction(0), state);
    let id = record.asked.id;
    (shown(vec![record]), id)
}

/// Home.
pub(crate) fn first_screen() -> Screen {
    Tab::Home.fresh()
}
