//! A journal with many requests. The bench of the companion's window (`tests/benches/window`) fills its journal with this, too.

use companion::{
    build::RequestId,
    journal::{
        Entry, Journal,
        entry::{Asked, Block},
    },
};
use shared::eth::{Address, B256};

/// Bytes of a request: a call with two arguments, its path and its address.
const REQUEST_BYTES: usize = 220;
/// Entries written in one transaction while a journal is filled; one act writes one.
const BATCH: u64 = 500;

/// Writes `size` requests; all but one in a hundred are final.
pub(super) fn fill(journal: &mut Journal, size: u64) {
    let mut batch = Vec::new();
    for number in 1..=size {
        batch.push(asked(number));
        if number % 100 != 0 {
            batch.extend(rest(number));
        }
        if number % BATCH == 0 || number == size {
            journal.record_all(&batch).unwrap();
            batch.clear();
        }
    }
}

/// Of the nth request.
pub(super) fn id(number: u64) -> RequestId {
    // Spread as random ids are.
    let hash = shared::eth::keccak256(number.to_be_bytes());
    RequestId::of_random(hash[..16].try_into().unwrap())
}

/// The nth request, as it is asked.
pub(super) fn asked(number: u64) -> Entry {
    Entry::Asked(Box::new(Asked {
        id: id(number),
        message: vec![0x5a; REQUEST_BYTES],
        digest: B256::repeat_byte(1),
        signer: Address::repeat_byte(u8::try_from(number % 8).unwrap()),
        chain_id: Some(1),
        nonce: Some(number),
        purpose: "Gives role UPGRADER on Treasury to 0x70997970C51812dc3A010C7d01b50e0d17dc79C8.".to_owned(),
        replaces: None,
    }))
}

/// What follows in the life of most.
fn rest(number: u64) -> Vec<Entry> {
    let id = id(number);
    let block = Block { number, hash: B256::repeat_byte(2) };
    vec![
        Entry::Answered { id, answer: vec![0x5a; 110], signed: Some(number.to_be_bytes().repeat(25)) },
        Entry::Sending { id, hash: B256::repeat_byte(3), nodes: vec!["https://rpc.example".to_owned()] },
        Entry::Told { id, node: "https://rpc.example".to_owned(), refused: None },
        Entry::Mined { id, block, succeeded: true, gas_used: 51_000, gas_price: 30_000_000_000 },
        Entry::Final { id, block },
    ]
}
