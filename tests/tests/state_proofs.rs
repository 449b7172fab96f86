//! State proofs from a node's answers to what the station says: a real Safe's trie, and a chain of our own behind the node client.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

use alloy_primitives::{Address, Bytes, U256};
use companion::{
    build::AskedKey,
    devnet::{Devnet, DevnetOptions, Genesis},
    node::{NodeError, NodeOptions, Nodes},
    prove::{self, Block, ProveError},
};
use e2e::node::{Act, LyingNode};
use serde_json::{Value, json};
use shared::{
    Refusal as _,
    eth::{Payload, typed_data::TypedData},
    proof::{HeaderTrust, Safe, layout::safe},
    review::{Allowed, Checked, Knowledge, Provenance, Signer, words::state_of},
    wire::{Bundle, SignRequest, StateProof, state_proof::Asked},
};

const VECTOR: &str = include_str!("../vectors/proof/safe-anvil.json");

fn text<T: std::str::FromStr>(value: &Value) -> T {
    let text = value.as_str().unwrap_or_else(|| panic!("{value} is no text"));
    text.parse().unwrap_or_else(|_| panic!("{text} is not of its type"))
}

fn items(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// The answers of the vector as a proof of ours.
fn vector() -> (Value, StateProof, shared::proof::Proven) {
    let vector: Value = serde_json::from_str(VECTOR).unwrap();
    let (mut nodes, mut asked) = (Vec::new(), Vec::new());
    for proof in items(&vector["proofs"]) {
        let slots = items(&proof["storageProof"]);
        let paths = slots.iter().flat_map(|slot| items(&slot["proof"]));
        nodes.extend(items(&proof["accountProof"]).iter().chain(paths).map(text::<Bytes>));
        let slots = slots.iter().map(|slot| text(&slot["key"])).collect();
        asked.push(Asked { address: text(&proof["address"]), slots });
    }
    let header = text(&vector["header"]);
    let (proof, proven) = StateProof::assemble(31_337, header, &nodes, asked).unwrap();
    (vector, proof, proven)
}

#[test]
fn the_state_of_a_real_safe_is_read_as_the_node_says_it() {
    let (vector, proof, proven) = vector();
    assert_eq!(proven.hash, text::<alloy_primitives::B256>(&vector["hash"]));
    for told in items(&vector["proofs"]) {
        let account = proven.account(text(&told["address"])).unwrap();
        assert_eq!(account.balance, text::<U256>(&told["balance"]));
        for slot in items(&told["storageProof"]) {
            assert_eq!(account.slot(text(&slot["key"])), Some(text(&slot["value"])), "{slot}");
        }
    }
    let safe = Safe::of(proven.account(text(&vector["safe"])).unwrap()).unwrap();
    let owners: Vec<Address> = items(&vector["owners"]).iter().map(text).collect();
    assert!(safe.owners.whole && safe.modules.whole);
    assert_eq!(safe.modules.members, [text::<Address>(&vector["module"])]);
    assert_eq!(safe.fallback_handler, Some(text(&vector["handler"])));
    assert_eq!((safe.guard, safe.module_guard), (Some(Address::ZERO), Some(Address::ZERO)));
    assert_eq!((safe.threshold, safe.nonce), (U256::from(2), Some(U256::from(1))));
    assert_eq!(safe.owners.members, owners);
    assert_eq!(StateProof::decode(&proof.encode()).unwrap().verify(Some(31_337)).unwrap(), proven);
}

#[test]
fn the_words_of_a_real_safe_name_the_published_code() {
    let (vector, _, proven) = vector();
    let knowledge = Knowledge { proofs: vec![proven.compared()], ..Knowledge::default() };
    let told = state_of(&knowledge);
    let said = |label: &str| {
        let fact = told.facts.iter().find(|fact| fact.label == label);
        &fact.unwrap_or_else(|| panic!("no {label}: {:#?}", told.facts)).value
    };
    assert!(said("Safe code").contains("with the code that was published"), "{}", said("Safe code"));
    assert!(said("Safe owners").starts_with("2 of 3 must sign"));
    assert!(said("Safe modules").starts_with(&text::<Address>(&vector["module"]).to_string()));
    assert!(said("Implementation").starts_with(vector["singleton"].as_str().unwrap()));
    assert!(said("Owner").to_lowercase().starts_with(&vector["safe"].as_str().unwrap().to_lowercase()));
    assert!(told.facts.iter().all(|fact| fact.provenance == Provenance::Proven));
}

#[test]
fn one_node_less_is_no_proof_whichever_it_is() {
    let (_, proof, _) = vector();
    for left_out in 0..proof.nodes.len() {
        let mut less = proof.clone();
        less.nodes.remove(left_out);
        assert_eq!(less.verify(None).unwrap_err().kind().as_str(), "proof-root", "node {left_out}");
    }
}

const SAFE: Address = Address::repeat_byte(0x5a);
const ALICE: Address = Address::repeat_byte(0xa1);
const BOB: Address = Address::repeat_byte(0xb2);

/// A chain on which a Safe of Alice and Bob stands.
fn devnet() -> Devnet {
    let word = |address: Address| U256::from_be_bytes(address.into_word().0);
    let ring = [safe::SENTINEL, ALICE, BOB, safe::SENTINEL];
    let singleton: Address = "0x41675C099F32341bf84BFc5382aF534df5C7461a".parse().unwrap();
    let mut storage: Vec<(U256, U256)> =
        ring.windows(2).map(|pair| (safe::owner_after(pair[0]), word(pair[1]))).collect();
    storage.extend([
        (safe::SINGLETON, word(singleton)),
        (safe::module_after(safe::SENTINEL), word(safe::SENTINEL)),
        (safe::OWNER_COUNT, U256::from(2)),
        (safe::THRESHOLD, U256::from(2)),
        (safe::NONCE, U256::from(7)),
    ]);
    let contract = Genesis { address: SAFE, code: vec![0x5f, 0x5f, 0xfd].into(), storage };
    Devnet::start(DevnetOptions { contracts: vec![contract], ..DevnetOptions::default() }).unwrap()
}

fn nodes(urls: &[String]) -> Nodes {
    Nodes::connect(urls, None, NodeOptions::default()).unwrap()
}

/// A transaction of the Safe, with a nonce that was used.
fn payload() -> Payload {
    let json = format!(
        r#"{{"types":{{"EIP712Domain":[{{"name":"chainId","type":"uint256"}},{{"name":"verifyingContract","type":"address"}}],
        "SafeTx":[{{"name":"to","type":"address"}},{{"name":"value","type":"uint256"}},{{"name":"data","type":"bytes"}},
        {{"name":"operation","type":"uint8"}},{{"name":"safeTxGas","type":"uint256"}},{{"name":"baseGas","type":"uint256"}},
        {{"name":"gasPrice","type":"uint256"}},{{"name":"gasToken","type":"address"}},
        {{"name":"refundReceiver","type":"address"}},{{"name":"nonce","type":"uint256"}}]}},"primaryType":"SafeTx",
        "domain":{{"chainId":31337,"verifyingContract":"{SAFE}"}},"message":{{"to":"{BOB}","value":"1","data":"0x",
        "operation":0,"safeTxGas":"0","baseGas":"0","gasPrice":"0","gasToken":"{zero}","refundReceiver":"{zero}",
        "nonce":"6"}}}}"#,
        zero = Address::ZERO,
    );
    Payload::TypedData(Box::new(TypedData::parse(json.as_bytes()).unwrap()))
}

#[test]
fn what_a_node_proves_crosses_the_gap_beside_the_request_and_contradicts_it() {
    let devnet = devnet();
    let nodes = nodes(&[devnet.url()]);
    let key = AskedKey::new(
        "m/44'/60'/0'/0/0".parse().unwrap(),
        companion::build::key::parse_fingerprint("16a93ed0").unwrap(),
        ALICE,
    )
    .unwrap();
    let nothing = Knowledge::default();
    let proof = prove::payload(&nodes, &payload(), &key, &nothing, Block::Best, &mut |_| {}).unwrap();
    assert_eq!(proof.proven.trust(), HeaderTrust::Claimed);
    assert_eq!(proof.rounds, 3, "the Safe, then an owner each");
    let id = companion::build::RequestId::of_random([7; 16]);
    let request = companion::build::request(&payload(), &key, id);
    let proofs = vec![proof.message.encode()];
    let scanned = Bundle { request: request.encode(), proofs, ..Bundle::default() }.encode();

    // On the other side.
    let bundle = Bundle::decode(&scanned).unwrap().message;
    let request = SignRequest::decode(&bundle.request).unwrap();
    let proven = StateProof::decode(&bundle.proofs[0]).unwrap().verify(Some(31_337)).unwrap();
    let signer = Signer { fingerprint: request.key_path.source_fingerprint.unwrap(), address: ALICE };
    let knowledge = Knowledge { proofs: vec![proven.compared()], ..Knowledge::default() };
    let checked = Checked::knowing(request, signer, Allowed::default(), &knowledge).unwrap();
    let owners = checked.facts().iter().find(|fact| fact.label == "Safe owners").unwrap();
    assert!(owners.value.starts_with(&format!("2 of 2 must sign: {ALICE}, {BOB}")), "{}", owners.value);
    assert_eq!(owners.provenance, Provenance::Proven);
    let found = |id| checked.findings().iter().any(|finding| finding.id == id);
    assert!(found("nonce-used") && !found("not-an-owner"));
    assert!(found("contradiction"), "no Safe was published on this chain: {:#?}", checked.findings());
}

#[test]
fn nodes_that_name_other_blocks_prove_nothing() {
    let (one, other) = (devnet(), Devnet::start(DevnetOptions::default()).unwrap());
    let both = nodes(&[one.url(), other.url()]);
    let error =
        prove::accounts(&both, &[SAFE], &[], &Knowledge::default(), Block::Best, &mut |_| {}).unwrap_err();
    assert!(matches!(error, ProveError::Node(NodeError::Differ { .. })), "{error}");
}

#[test]
fn a_node_whose_proof_does_not_hold_is_named_and_the_next_one_is_asked() {
    let devnet = devnet();
    for (node, fault) in [
        (format!("0x{}", "ab".repeat(1 << 20)), "a trie node of 1048576 bytes"),
        ("0x01".to_owned(), "does not hold"),
    ] {
        let liar = LyingNode::start(Some(&devnet.url()), move |method, params, _| {
            if method != "eth_getProof" {
                return Act::Honest;
            }
            let slots = vec![json!({"proof": []}); params[1].as_array().map_or(0, Vec::len)];
            Act::Result(json!({"address": params[0], "accountProof": [node], "storageProof": slots}))
        })
        .unwrap();
        let prove = |nodes: &Nodes| {
            prove::accounts(nodes, &[SAFE], &[], &Knowledge::default(), Block::Latest, &mut |_| {})
        };
        let proof = prove(&nodes(&[liar.url(), devnet.url()])).unwrap();
        assert!(proof.proven.account(SAFE).and_then(Safe::of).is_some());
        let [trouble] = proof.troubles.as_slice() else { panic!("{:?}", proof.troubles) };
        let host = liar.url().replace("http://", "");
        assert!(trouble.contains(fault) && trouble.contains(&host), "{trouble}");
        let alone = prove(&nodes(&[liar.url()])).unwrap_err().to_string();
        assert!(alone.contains(fault) && alone.contains(&host), "{alone}");
    }
}

#[test]
fn the_block_is_by_the_word_of_those_that_have_it() {
    let devnet = devnet();
    let without = LyingNode::start(Some(&devnet.url()), |method, params, _| {
        let is_asked = method == "eth_getBlockByNumber" && params[0] == "0x0";
        if is_asked { Act::Result(Value::Null) } else { Act::Honest }
    })
    .unwrap();
    let both = nodes(&[without.url(), devnet.url()]);
    let proof =
        prove::accounts(&both, &[SAFE], &[], &Knowledge::default(), Block::Number(0), &mut |_| {}).unwrap();
    assert_eq!(proof.nodes, nodes(&[devnet.url()]).names());
}

#[test]
fn a_request_of_another_chain_or_of_none_is_not_proven() {
    let devnet = Devnet::start(DevnetOptions { chain_id: 5, ..DevnetOptions::default() }).unwrap();
    let nodes = nodes(&[devnet.url()]);
    let key = AskedKey::new(
        "m/44'/60'/0'/0/0".parse().unwrap(),
        companion::build::key::parse_fingerprint("16a93ed0").unwrap(),
        ALICE,
    )
    .unwrap();
    let message = Payload::decode(shared::eth::DataType::PersonalMessage, b"hello").unwrap();
    for (payload, kind) in [(payload(), "proof-chain"), (message, "proof-nothing")] {
        let error = prove::payload(&nodes, &payload, &key, &Knowledge::default(), Block::Latest, &mut |_| {})
            .unwrap_err();
        assert_eq!(error.kind().as_str(), kind, "{error}");
    }
    let missing = prove::accounts(&nodes, &[SAFE], &[], &Knowledge::default(), Block::Number(9), &mut |_| {});
    assert_eq!(missing.unwrap_err().kind().as_str(), "proof-block");
}
