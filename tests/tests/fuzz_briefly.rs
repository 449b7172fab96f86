//! Each fuzz target takes a short, seeded walk: the published vectors, then the same with faults in them.
//!
//! The walk is the same on every machine and for ever. Long ones are for `cargo fuzz` (`tests/fuzz/README.md`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a panic is how a test reports, and the numbers are its own"
)]

#[path = "../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "the fuzz workspace takes them, too")]
mod targets;

use e2e::{optics::Random, state::proven_slots};
use serde_json::Value;
use shared::{
    abi::{KnownCall, Signature},
    eth::{Address, B256, Bytes, U256},
    pack::{Block, Contract, Creation, Demand, Named, Offered, Pack, Reviewer, Rule},
    wire::{Bundle, StateProof, state_proof::Asked},
};
use std::collections::BTreeSet;

/// Inputs a target takes with faults in them.
const STEPS: usize = 3_000;
/// The most faults in one input.
const FAULTS: u64 = 6;

/// Every text of hex and every text of JSON in the vectors, as bytes, and the calls of our table with words behind them.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = BTreeSet::new();
    for file in [
        include_str!("../vectors/ur/sign-requests.json"),
        include_str!("../vectors/ur/rejects.json"),
        include_str!("../vectors/ur/key-exports.json"),
        include_str!("../vectors/ur/multipart.json"),
    ] {
        gather(&serde_json::from_str(file).expect("a vector file"), &mut seeds);
    }
    for call in KnownCall::all() {
        let words = (1..=7_u8).flat_map(|word| [&[0; 31][..], &[word * 32]].concat());
        seeds.insert(call.signature.selector().into_iter().chain(words).collect());
    }
    let known: Value =
        serde_json::from_str(include_str!("../vectors/typed_data/known.json")).expect("a vector file");
    documents(&known, &mut seeds);
    seeds.extend(knowledge());
    seeds.insert(safe().encode());
    seeds.into_iter().collect()
}

/// Every typed data in a vector file.
fn documents(value: &Value, seeds: &mut BTreeSet<Vec<u8>>) {
    match value {
        Value::Object(members) if members.contains_key("primaryType") => {
            seeds.insert(value.to_string().into_bytes());
        }
        Value::Object(members) => members.values().for_each(|value| documents(value, seeds)),
        Value::Array(values) => values.iter().for_each(|value| documents(value, seeds)),
        _ => {}
    }
}

/// A real Safe, as a node proved it.
fn safe() -> StateProof {
    fn read<T: std::str::FromStr>(value: &Value) -> T {
        value.as_str().and_then(|text| text.parse().ok()).expect("a text of its type")
    }
    let vector: Value =
        serde_json::from_str(include_str!("../vectors/proof/safe-anvil.json")).expect("a vector file");
    let (mut nodes, mut asked): (Vec<Bytes>, Vec<Asked>) = (Vec::new(), Vec::new());
    for proof in vector["proofs"].as_array().expect("proofs") {
        let slots = proof["storageProof"].as_array().expect("slots");
        let paths = slots.iter().map(|slot| &slot["proof"]).chain([&proof["accountProof"]]);
        nodes.extend(paths.filter_map(Value::as_array).flatten().map(read::<Bytes>));
        let slots = slots.iter().map(|slot| read(&slot["key"])).collect();
        asked.push(Asked { address: read(&proof["address"]), slots });
    }
    StateProof::assemble(31_337, read(&vector["header"]), &nodes, asked).expect("it holds").0
}

/// A pack, a proof, a descriptor, and a bundle of them around a published request.
fn knowledge() -> Vec<Vec<u8>> {
    let contract = Address::repeat_byte(0xc0);
    let pack = Pack {
        team: "Example Treasury".to_owned(),
        version: 1,
        previous: None,
        issued: 1_700_000_000,
        expires: 1_800_000_000,
        reviewers: vec![Reviewer { name: "Ada".to_owned(), address: Address::repeat_byte(0xad) }],
        threshold: 1,
        contracts: vec![Contract {
            chain: 1,
            address: contract,
            name: "Treasury".to_owned(),
            functions: vec![Signature::parse("pay(address to, uint256 amount)").unwrap()],
            roles: vec![(B256::repeat_byte(7), "PAYER".to_owned())],
            code_hashes: vec![B256::repeat_byte(0xc0)],
            implementations: vec![Address::repeat_byte(0xc1)],
            slots: vec![(U256::ZERO, "owner".to_owned())],
            creation: Creation::of(b"code", Signature::parse("constructor(address owner)").unwrap()),
        }],
        names: vec![Named { chain: None, address: Address::repeat_byte(0xee), name: "Exchange".to_owned() }],
        rules: vec![Rule {
            why: "Large payments want two people.".to_owned(),
            chain: Some(1),
            target: Some(contract),
            selector: Some([1, 2, 3, 4]),
            argument: Some((1, U256::ZERO, U256::from(1_000_000))),
            allowed: None,
            value_max: None,
            rate_max: Some(3),
            demand: Demand::TwoReviewers,
            only_targets: vec![contract],
            only_functions: vec![[1, 2, 3, 4]],
        }],
        blocks: vec![Block { chain: 1, number: 21_000_000, hash: B256::repeat_byte(9) }],
    };
    let pack = Offered::of(&pack).unwrap().encode();
    let proof = proven_slots(contract, 3, 1_736_510_400).unwrap().encode();
    let descriptor = br#"{"context": {"contract": {"deployments": [{"chainId": 1,
        "address": "0xc0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0"}]}}, "metadata": {"owner": "Example"},
        "display": {"formats": {"pay(address to, uint256 amount)": {"intent": "Pay", "fields": [
        {"path": "to", "label": "To", "format": "addressName"},
        {"path": "amount", "label": "Amount", "format": "amount"}]}}}}"#;
    let published: Value = serde_json::from_str(include_str!("../vectors/ur/sign-requests.json")).unwrap();
    let request = alloy_primitives::hex::decode(published["vectors"][0]["cbor"].as_str().unwrap()).unwrap();
    let bundle = Bundle {
        request,
        proofs: vec![proof.clone()],
        packs: vec![pack.clone()],
        descriptors: vec![descriptor.to_vec()],
        ..Bundle::default()
    };
    let nested = nested_groups();
    vec![bundle.encode(), pack, proof, descriptor.to_vec(), nested]
}

/// A descriptor whose groups go through the same lists again and again: as many steps as there are items, to the eighth.
fn nested_groups() -> Vec<u8> {
    let mut fields =
        r#"{"path":"x"},{"path":"x","visible":"never"},{"path":"to","separator":"{index}"}"#.to_owned();
    for depth in 0..8 {
        let path = ["#.many.[]", "#.more.[0]"][depth % 2];
        fields = format!(r#"{{"path":"{path}","fields":[{fields}]}}"#);
    }
    let formats = format!(r#"{{"pay(address to,uint256[] many,bytes[] more)":{{"fields":[{fields}]}}}}"#);
    format!(r#"{{"context":{{"contract":{{}}}},"display":{{"formats":{formats}}}}}"#).into_bytes()
}

fn gather(value: &Value, seeds: &mut BTreeSet<Vec<u8>>) {
    match value {
        Value::String(text) => {
            let digits = text.strip_prefix("0x").unwrap_or(text);
            seeds.extend(alloy_primitives::hex::decode(digits).ok());
            seeds.insert(text.clone().into_bytes());
        }
        Value::Array(values) => values.iter().for_each(|value| gather(value, seeds)),
        Value::Object(members) => members.values().for_each(|value| gather(value, seeds)),
        _ => {}
    }
}

/// One input with one fault more: a bit, a byte, a piece left out, doubled, or put in from another seed.
fn fault(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let mut below = |most: usize| (random.bits() % most.max(1) as u64) as usize;
    let (kind, at, long) = (below(6), below(bytes.len()), 1 + below(40));
    let end = bytes.len().min(at + long);
    match kind {
        _ if bytes.is_empty() => bytes.push(below(256) as u8),
        0 => bytes[at] ^= 1 << below(8),
        1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][below(5)],
        2 => drop(bytes.drain(at..end)),
        3 => bytes.truncate(at),
        4 => {
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        _ => {
            let other = &seeds[below(seeds.len())];
            let from = below(other.len());
            bytes.splice(at..at, other[from..other.len().min(from + long)].iter().copied());
        }
    }
}

#[test]
fn no_target_breaks_a_promise_on_the_vectors_or_near_them() {
    let seeds = seeds();
    assert!(seeds.len() > 200, "only {} seeds", seeds.len());
    std::thread::scope(|scope| {
        for (position, (name, target)) in targets::TARGETS.into_iter().enumerate() {
            let seeds = &seeds;
            let walk = move || {
                seeds.iter().for_each(|seed| target(seed));
                let mut random = Random::new(position as u64);
                for _ in 0..STEPS {
                    let mut input = seeds[(random.bits() % seeds.len() as u64) as usize].clone();
                    for _ in 0..=random.bits() % FAULTS {
                        fault(&mut input, seeds, &mut random);
                    }
                    target(&input);
                }
            };
            std::thread::Builder::new().name(name.to_owned()).spawn_scoped(scope, walk).unwrap();
        }
    });
}
