//! What is proven, and what is refused.

use super::{
    HeaderTrust, Proven,
    made::{Made, header, proof, strangers, trie},
};
use crate::{
    Refusal,
    eth::{Address, B256, Bytes, U256, keccak256},
    wire::{StateProof, state_proof::Asked},
};
use proptest::prelude::*;

const CONTRACT: Address = Address::repeat_byte(0xc0);
const NOBODY: Address = Address::repeat_byte(0xee);

fn words(pairs: &[(u64, u64)]) -> Vec<(U256, U256)> {
    pairs.iter().map(|(slot, value)| (U256::from(*slot), U256::from(*value))).collect()
}

fn asked(address: Address, slots: &[u64]) -> Asked {
    Asked { address, slots: slots.iter().copied().map(U256::from).collect() }
}

/// A contract among a hundred strangers.
fn world() -> Vec<Made> {
    let storage = words(&[(0, 7), (1, 1), (4, 2), (9, 200), (300, u64::MAX)]);
    strangers(100).into_iter().chain([Made::contract(CONTRACT, &storage)]).collect()
}

fn usual() -> (StateProof, Proven) {
    proof(&world(), vec![asked(CONTRACT, &[0, 4, 5, 300]), asked(NOBODY, &[1])])
}

#[test]
fn what_is_there_and_what_is_not_are_both_proven() {
    let (made, proven) = usual();
    let contract = proven.account(CONTRACT).unwrap();
    assert_eq!(contract.code_hash, Some(B256::repeat_byte(0xc0)));
    for (slot, value) in [(0, 7), (4, 2), (5, 0), (300, u64::MAX)] {
        assert_eq!(contract.slot(U256::from(slot)), Some(U256::from(value)), "slot {slot}");
    }
    assert_eq!(contract.slot(U256::from(1)), None, "what was not asked is not known, although it is there");
    let nobody = proven.account(NOBODY).unwrap();
    assert_eq!((nobody.nonce, nobody.code_hash, nobody.slot(U256::from(1))), (0, None, Some(U256::ZERO)));
    assert_eq!(proven.trust(), HeaderTrust::Claimed);
    let again = StateProof::decode(&made.encode()).unwrap();
    assert_eq!(again.verify(Some(1)).unwrap(), proven);
    assert_eq!(proven.compared().trust(), HeaderTrust::Compared);
}

#[test]
fn each_fault_alone_is_refused_with_its_kind() {
    type Fault = (fn(&mut StateProof), &'static str, &'static str);
    let faults: [Fault; 13] = [
        (|proof| proof.chain_id = 10, "proof-chain", "another chain"),
        (|proof| proof.header = alloy_rlp::encode(header(B256::ZERO)).into(), "proof-root", "another block"),
        (|proof| proof.header = proof.nodes[0].clone(), "proof-header", "a trie node for a header"),
        (|proof| proof.accounts[1].address = Address::repeat_byte(0xef), "proof-root", "another account"),
        (|proof| proof.accounts[0].slots.push(U256::from(9)), "proof-root", "another slot"),
        (|proof| proof.accounts[0].slots.truncate(3), "proof-unused", "a slot less"),
        (|proof| drop(proof.accounts.pop()), "proof-unused", "an account less"),
        (|proof| drop(proof.nodes.pop()), "proof-root", "a node less"),
        (|proof| proof.nodes.push(vec![0x80].into()), "proof-unused", "a node more"),
        (|proof| proof.nodes.push(proof.nodes[0].clone()), "proof-unused", "a node twice"),
        (|proof| proof.nodes.swap(0, 1), "proof-unused", "nodes out of order"),
        (
            |proof| {
                let mut node = proof.nodes[1].to_vec();
                *node.last_mut().unwrap() ^= 1;
                proof.nodes[1] = node.into();
            },
            "proof-root",
            "one bit of a node",
        ),
        (|proof| proof.header = Bytes::new(), "proof-header", "no header"),
    ];
    for (fault, kind, why) in faults {
        let (mut proof, _) = usual();
        fault(&mut proof);
        let error = proof.verify(Some(1)).expect_err(why);
        assert_eq!(error.kind().as_str(), kind, "{why}: {error}");
    }
}

#[test]
fn a_proof_of_absence_cannot_stand_for_presence() {
    // The same nodes, read for another account: what they prove is never more than they hold.
    let (proof, _) = proof(&world(), vec![asked(CONTRACT, &[5])]);
    let theft = StateProof { accounts: vec![asked(CONTRACT, &[0])], ..proof };
    assert!(theft.verify(None).is_err());
}

/// A proof whose state trie is one hostile node, with the header that fits.
fn hostile(node: Vec<u8>) -> StateProof {
    let header = alloy_rlp::encode(header(keccak256(&node))).into();
    StateProof { chain_id: 1, header, nodes: vec![node.into()], accounts: vec![asked(CONTRACT, &[])] }
}

/// A list of items that are spelled already.
fn list(items: &[Vec<u8>]) -> Vec<u8> {
    let payload = items.concat();
    let mut out = Vec::new();
    alloy_rlp::Header { list: true, payload_length: payload.len() }.encode(&mut out);
    [out, payload].concat()
}

#[test]
fn nodes_that_no_trie_has_are_refused_although_the_header_names_them() {
    let text = |bytes: &[u8]| alloy_rlp::encode(bytes);
    let leaf = |path: &[u8]| list(&[text(path), text(&[9; 40])]);
    let digits = |flag: u8, count: usize| {
        let mut path = vec![flag];
        path.extend(vec![0x11; count]);
        path
    };
    let branch = |child: Vec<u8>| list(&[vec![child; 16], vec![vec![0x80]]].concat());
    let hash = text(&[7; 32]);
    for (node, why) in [
        (leaf(&digits(0x20, 31)), "a leaf that ends before the key"),
        (leaf(&digits(0x20, 33)), "a leaf that ends behind it"),
        (leaf(&digits(0x21, 32)), "an even leaf with a digit in its flag"),
        (leaf(&digits(0x40, 32)), "a flag that is none"),
        (leaf(&[]), "no path"),
        (list(&[text(&digits(0x00, 32)), hash.clone()]), "an extension as long as the key"),
        (list(&[text(&digits(0x00, 400)), hash.clone()]), "an extension far past it"),
        (list(&[text(&[0x00]), hash.clone()]), "an extension of no digits"),
        (list(&[text(&digits(0x00, 3)), vec![0x80]]), "an extension to nothing"),
        (branch(text(&[1; 31])), "a child of 31 bytes"),
        (branch(text(&[1; 33])), "a child of 33"),
        (list(&[vec![vec![0x80]; 16], vec![text(&[1; 40])]].concat()), "a branch with a value"),
        (list(&vec![hash.clone(); 16]), "16 items"),
        (list(&vec![hash.clone(); 18]), "18 items"),
        ([branch(hash.clone()), vec![0]].concat(), "a byte behind the node"),
        (text(&[1; 40]), "no list"),
    ] {
        let error = hostile(node).verify(None).expect_err(why);
        assert!(matches!(error.kind().as_str(), "proof-node"), "{why}: {error}");
    }
    let key = keccak256(CONTRACT);
    for (value, why) in [(vec![0x80], "no account"), (vec![0xc1, 0x80], "too few fields")] {
        let (root, nodes) = trie(vec![(key, value)], &[key]);
        let header = alloy_rlp::encode(header(root)).into();
        let proof = StateProof { chain_id: 1, header, nodes, accounts: vec![asked(CONTRACT, &[])] };
        assert_eq!(proof.verify(None).unwrap_err().kind().as_str(), "proof-value", "{why}");
    }
}

#[test]
fn a_node_answers_in_any_order_and_twice_and_the_proof_is_the_same() {
    let (made, proven) = usual();
    let noisy: Vec<Bytes> = made.nodes.iter().rev().chain(&made.nodes).cloned().collect();
    let twice = [made.accounts.clone(), made.accounts.clone()].concat();
    let noise = [noisy, vec![vec![1; 40].into()]].concat();
    let again = StateProof::assemble(1, made.header.clone(), &noise, twice).unwrap();
    assert_eq!(again, (made, proven));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_state_holds_is_what_is_proven(
        storage in proptest::collection::btree_map(0..40_u64, 0..u64::MAX, 0..30),
        strangers_around in 0..60_u64,
        slots in proptest::collection::btree_set(0..50_u64, 0..20),
    ) {
        let words: Vec<_> = storage.iter().map(|(slot, value)| (U256::from(*slot), U256::from(*value))).collect();
        let mut made = strangers(strangers_around);
        made.push(Made::contract(CONTRACT, &words));
        let slots: Vec<u64> = slots.into_iter().collect();
        let (proof, proven) = proof(&made, vec![asked(CONTRACT, &slots)]);
        for slot in slots {
            let value = storage.get(&slot).copied().unwrap_or(0);
            prop_assert_eq!(proven.accounts[0].slot(U256::from(slot)), Some(U256::from(value)));
        }
        prop_assert_eq!(StateProof::decode(&proof.encode()).unwrap(), proof);
    }

    #[test]
    fn one_changed_bit_makes_nothing_untrue_believed(place: prop::sample::Index, bit in 0..8_u8) {
        let mut bytes = usual().0.encode();
        let place = place.index(bytes.len());
        bytes[place] ^= 1_u8 << bit;
        let Ok(changed) = StateProof::decode(&bytes) else { return Ok(()) };
        let Ok(other) = changed.verify(Some(1)) else { return Ok(()) };
        // Another header has another hash; another absent account or slot on the same path is truly absent. Nothing is untrue.
        let storage = &world().pop().unwrap().storage;
        for account in &other.accounts {
            let is_contract = account.address == CONTRACT;
            prop_assert_eq!(account.code_hash.is_some(), is_contract);
            for (slot, value) in &account.storage {
                let there = storage.iter().find(|(known, _)| is_contract && known == slot);
                prop_assert_eq!(*value, there.map_or(U256::ZERO, |(_, value)| *value));
            }
        }
    }

    #[test]
    fn no_node_makes_a_reader_panic(node in proptest::collection::vec(any::<u8>(), 0..120)) {
        _ = hostile(node).verify(None);
    }
}
