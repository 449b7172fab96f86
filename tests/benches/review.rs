//! What a review costs: from the bytes of a request to every line of it, and how that grows to ten times the size.
//!
//! `cargo bench -p e2e --bench review`. CPU time of one thread, the median of many; a frame of the window has 16 ms. What is
//! computed here is what the station computes between the last part of a request and its first page.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a table on the screen")]
#![allow(clippy::cast_precision_loss, clippy::indexing_slicing, reason = "small numbers of our own")]

use alloy_consensus::TxEip1559;
use alloy_primitives::TxKind;
use e2e::state::proven_slots;
use k256::ecdsa::SigningKey;
use serde_json::json;
use shared::{
    abi::Signature,
    eth::{Address, DataType, Fingerprint, Payload, U256, UnsignedTx, typed_data::TypedData},
    pack::{Contract, Offered, Pack, Reviewer},
    review::{Checked, Signer},
    wire::{KeyPath, SignRequest, StateProof},
};
use std::time::{Duration, Instant};

/// A row is measured for so long at each size.
const LONG: Duration = Duration::from_millis(600);
/// Sizes, as multiples of the row's own.
const GROWTH: [usize; 4] = [1, 2, 5, 10];
const SIGNER: Signer = Signer { fingerprint: Fingerprint([1; 4]), address: Address::repeat_byte(0xf3) };

type Make = fn(usize) -> Payload;

fn main() {
    let rows: [(&str, usize, Make); 4] = [
        ("transfer of a token (calls)", 1, transfer),
        ("MultiSend of transfers (calls)", 200, multi_send),
        ("MultiSend of role grants (calls)", 200, roles),
        ("contract creation (bytes of init code)", 4_915, creation),
    ];
    println!("milliseconds of CPU for one review, median; last column: reviews a second at the first size");
    print!("{:44}", "");
    GROWTH.iter().for_each(|times| print!("{:>12}", format!("× {times}")));
    println!("{:>10}", "a second");
    for (name, size, make) in rows {
        grown(name, size, |size| cost(&make(size)).ok());
    }
    grown("typed data (fields)", 500, |fields| cost(&typed_data(fields)?).ok());
    grown("proof of a contract (slots)", 20, |slots| {
        let bytes = proven_slots(Address::repeat_byte(0xc0), slots as u64, 1_736_510_400).ok()?.encode();
        Some(median(|| StateProof::decode(&bytes).unwrap().verify(Some(1)).unwrap()))
    });
    grown("pack, 3 signatures and a seal (contracts)", 10, |contracts| {
        let bytes = pack(contracts).encode();
        Some(median(|| Offered::decode(&bytes).unwrap()))
    });
}

/// A row: what grows, its first size, and the median time at a size, if that size is taken.
fn grown(name: &str, size: usize, cost: impl Fn(usize) -> Option<Duration>) {
    print!("{:44}", format!("{name}: {size}"));
    let mut first = None;
    for times in GROWTH {
        match cost(size * times) {
            Some(median) => {
                first = first.or(Some(median));
                print!("{:>12}", format!("{:.3}", median.as_secs_f64() * 1e3));
            }
            None => print!("{:>12}", "refused"),
        }
    }
    println!("{:>10.0}", first.map_or(0.0, |median: Duration| 1.0 / median.as_secs_f64()));
}

/// A pack of contracts of 12 functions.
fn pack(contracts: usize) -> Offered {
    let keys: Vec<SigningKey> =
        (1..=3).map(|number| SigningKey::from_slice(&[number; 32]).unwrap()).collect();
    let reviewer = |key: &SigningKey| Reviewer {
        name: "Reviewer of the team".to_owned(),
        address: Address::from_raw_public_key(&key.verifying_key().to_sec1_point(false).as_bytes()[1..]),
    };
    let functions: Vec<Signature> = (0..12)
        .map(|number| {
            Signature::parse(&format!("administer{number}(address account,uint256 amount)")).unwrap()
        })
        .collect();
    let contract = |number: usize| Contract {
        chain: 1,
        address: account(number).parse().unwrap(),
        name: format!("Contract {number}"),
        functions: functions.clone(),
        code_hashes: vec![alloy_primitives::keccak256(number.to_be_bytes())],
        ..Contract::default()
    };
    let content = Pack {
        team: "Example".to_owned(),
        version: 1,
        expires: 9,
        reviewers: keys.iter().map(reviewer).collect(),
        threshold: 2,
        contracts: (0..contracts).map(contract).collect(),
        ..Pack::default()
    };
    let sign = |key: &SigningKey, data: &TypedData| {
        let (signature, id) = key.sign_prehash_recoverable(data.digest().as_slice());
        [&signature.to_bytes()[..], &[27 + u8::from(id.is_y_odd())]].concat()
    };
    let offered = Offered::of(&content).unwrap();
    let offered = keys.iter().fold(offered, |offered, key| {
        let signature = sign(key, offered.review_data());
        offered.signed(&signature).unwrap()
    });
    let seal = sign(&keys[0], offered.seal_data());
    offered.sealed(&seal).unwrap()
}

/// Of the CPU time of one thread.
fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < LONG || times.len() < 3 {
        let before = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        std::hint::black_box(work());
        times.push(span(before, rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime)));
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// The median of reviews of this payload, from its wire bytes on.
fn cost(payload: &Payload) -> Result<Duration, String> {
    let key_path = KeyPath {
        path: "m/44'/60'/0'/0/0".parse().unwrap(),
        source_fingerprint: Some(SIGNER.fingerprint),
        depth: None,
    };
    let data_type = match payload {
        Payload::TypedData(_) => DataType::TypedData,
        _ => DataType::TypedTransaction,
    };
    let sign_data = payload.sign_data();
    let request = SignRequest {
        request_id: None,
        sign_data,
        data_type,
        chain_id: None,
        key_path,
        address: None,
        origin: None,
    };
    let bytes = request.encode();
    let review = || {
        let request = SignRequest::decode(&bytes).map_err(|error| error.to_string())?;
        Checked::of(request, SIGNER).map_err(|error| error.to_string())
    };
    review().map(|_| median(review))
}

fn span(before: rustix::time::Timespec, after: rustix::time::Timespec) -> Duration {
    let nanos =
        |time: rustix::time::Timespec| i128::from(time.tv_sec) * 1_000_000_000 + i128::from(time.tv_nsec);
    Duration::from_nanos(u64::try_from(nanos(after) - nanos(before)).unwrap_or_default())
}

fn call(signature: &str, arguments: &[&str]) -> Vec<u8> {
    Signature::parse(signature).unwrap().encode(arguments).unwrap()
}

fn transaction(to: TxKind, input: Vec<u8>) -> Payload {
    let fees = TxEip1559 {
        chain_id: 1,
        nonce: 7,
        gas_limit: 400_000,
        max_fee_per_gas: 30_000_000_000,
        max_priority_fee_per_gas: 1_000_000_000,
        ..TxEip1559::default()
    };
    Payload::Transaction(UnsignedTx::Eip1559(TxEip1559 { to, input: input.into(), ..fees }))
}

fn account(number: usize) -> String {
    Address::left_padding_from(&(number + 1).to_be_bytes()).to_string()
}

fn batch(calls: usize, one: impl Fn(usize) -> Vec<u8>) -> Payload {
    let token = Address::repeat_byte(0x50);
    let packed = (0..calls).flat_map(|number| {
        let data = one(number);
        let (value, length) = (U256::ZERO, U256::from(data.len()));
        [&[0][..], token.as_slice(), &value.to_be_bytes::<32>(), &length.to_be_bytes::<32>(), &data].concat()
    });
    let packed: Vec<u8> = packed.collect();
    // By hand: an argument that is written as text is bounded, and the largest of these are longer.
    let selector = Signature::parse("multiSend(bytes)").unwrap().selector();
    let word = |number: usize| U256::from(number).to_be_bytes::<32>();
    let padding = vec![0; packed.len().next_multiple_of(32) - packed.len()];
    let batch = [&selector[..], &word(32), &word(packed.len()), &packed, &padding].concat();
    transaction(TxKind::Call(Address::repeat_byte(0x40)), batch)
}

fn transfer(calls: usize) -> Payload {
    if calls > 1 {
        return multi_send(calls);
    }
    let data = call("transfer(address,uint256)", &[&account(1), "1000000"]);
    transaction(TxKind::Call(Address::repeat_byte(0x50)), data)
}

fn multi_send(calls: usize) -> Payload {
    batch(calls, |number| call("transfer(address,uint256)", &[&account(number), "1000000"]))
}

fn roles(calls: usize) -> Payload {
    let role = format!("0x{}", "9f".repeat(32));
    batch(calls, |number| call("grantRole(bytes32,address)", &[&role, &account(number)]))
}

fn creation(bytes: usize) -> Payload {
    transaction(TxKind::Create, (0..=250).cycle().take(bytes).collect())
}

/// None where it has more fields than are taken.
fn typed_data(fields: usize) -> Option<Payload> {
    let items: Vec<_> =
        (0..fields / 3).map(|number| json!({"to": account(number), "amount": number.to_string()})).collect();
    let document = json!({
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            "Payout": [{"name": "items", "type": "Item[]"}, {"name": "nonce", "type": "uint256"}],
            "Item": [{"name": "to", "type": "address"}, {"name": "amount", "type": "uint256"}],
        },
        "primaryType": "Payout",
        "domain": {"name": "Payouts", "chainId": 1, "verifyingContract": account(9)},
        "message": {"items": items, "nonce": "1"},
    });
    let data = TypedData::parse(document.to_string().as_bytes()).ok()?;
    Some(Payload::TypedData(Box::new(data)))
}
