//! Several nodes of one chain: what they agree on is believed, who differs is named.

use companion::node::{Nodes, Sighting};
use e2e::node::{Act, LyingNode};
use serde_json::{Value, json};
use shared::eth::{B256, keccak256};

use crate::{SIGNED, SOMEBODY, hasty, kind};

/// Answers by method and parameters; chain 1 where nothing else is said.
fn liar(script: impl Fn(&str, &Value) -> Option<Act> + Send + Sync + 'static) -> LyingNode {
    let honest = move |method: &str, params: &Value, _| {
        script(method, params).unwrap_or_else(|| match method {
            "eth_chainId" => Act::Result(json!("0x1")),
            "eth_blockNumber" => Act::Result(json!("0xa")),
            _ => Act::Result(Value::Null),
        })
    };
    LyingNode::start(None, honest).unwrap()
}

fn connect(nodes: &[&LyingNode]) -> Nodes {
    let urls: Vec<String> = nodes.iter().map(|node| node.url()).collect();
    Nodes::connect(&urls, Some(1), hasty()).unwrap()
}

/// A node at a height, whose counts are the same before the last block and after it, if it is one behind.
fn counting(height: u64, before: u64, after: u64) -> LyingNode {
    liar(move |method, params| match (method, params.get(1).and_then(Value::as_str)) {
        ("eth_blockNumber", _) => Some(Act::Result(json!(format!("0x{height:x}")))),
        ("eth_getTransactionCount", Some("latest" | "pending" | "0xa")) => {
            Some(Act::Result(json!(format!("0x{after:x}"))))
        }
        ("eth_getTransactionCount", Some("0x9")) => Some(Act::Result(json!(format!("0x{before:x}")))),
        _ => None,
    })
}

fn receipt(block: u64, hash: u8, status: &str) -> Value {
    json!({
        "type": "0x2", "status": status, "cumulativeGasUsed": "0x5208", "gasUsed": "0x5208", "logs": [],
        "logsBloom": format!("0x{}", "00".repeat(256)), "transactionHash": B256::repeat_byte(1),
        "transactionIndex": "0x0", "blockHash": B256::repeat_byte(hash), "blockNumber": format!("0x{block:x}"),
        "effectiveGasPrice": "0x1", "from": SOMEBODY, "to": SOMEBODY, "contractAddress": null,
    })
}

fn with_receipt(height: u64, receipt: Value) -> LyingNode {
    liar(move |method, _| match method {
        "eth_blockNumber" => Some(Act::Result(json!(format!("0x{height:x}")))),
        "eth_getTransactionReceipt" => Some(Act::Result(receipt.clone())),
        _ => None,
    })
}

/// A node whose last block has this height and hash.
fn with_block(height: u64, hash: u8) -> LyingNode {
    let head = json!({
        "number": format!("0x{height:x}"), "hash": B256::repeat_byte(hash), "parentHash": B256::ZERO,
        "timestamp": "0x1", "baseFeePerGas": "0x7",
    });
    liar(move |method, _| (method == "eth_getBlockByNumber").then(|| Act::Result(head.clone())))
}

#[test]
fn nodes_of_different_chains_are_named_with_theirs() {
    let other = liar(|method, _| (method == "eth_chainId").then(|| Act::Result(json!("0x2"))));
    let own = liar(|_, _| None);
    let urls = [own.url(), other.url()];
    let (found, message) = kind(Nodes::connect(&urls, Some(1), hasty()));
    assert_eq!(found, "node-chain");
    assert!(message.contains(&other.url()) && message.contains("is on chain 2"), "{message}");
    let (found, message) = kind(Nodes::connect(&urls, None, hasty()));
    assert_eq!(found, "node-differ");
    for (node, chain) in [(&own, 1), (&other, 2)] {
        assert!(message.contains(&format!("{} says chain {chain}", node.url())), "{message}");
    }
}

#[test]
fn a_node_that_is_gone_or_silent_is_named_and_holds_nobody_up() {
    let gone = liar(|_, _| None).url(); // dropped: nobody listens there
    let silent = liar(|_, _| Some(Act::Silence));
    let own = liar(|_, _| None);
    let nodes = Nodes::connect(&[gone.clone(), silent.url(), own.url()], Some(1), hasty()).unwrap();
    assert_eq!(nodes.names(), [own.url()]);
    let troubles = nodes.troubles();
    for (url, words) in [(gone.clone(), "cannot be reached"), (silent.url(), "did not answer")] {
        assert!(troubles.iter().any(|said| said.contains(&url) && said.contains(words)), "{troubles:?}");
    }
    assert_eq!(kind(Nodes::connect(&[gone], Some(1), hasty())).0, "node-unreachable");
    assert_eq!(kind(Nodes::connect(&[], Some(1), hasty())).0, "node-missing");
}

#[test]
fn a_node_that_fails_later_is_left_out_and_named() {
    let (own, fails) = (
        counting(10, 5, 5),
        liar(|method, _| match method {
            "eth_chainId" => None,
            _ => Some(Act::Status(500, "boom".into())),
        }),
    );
    let nodes = connect(&[&own, &fails]);
    assert_eq!(nodes.mined_nonce(SOMEBODY).unwrap(), 5);
    assert!(nodes.troubles()[0].contains("HTTP status 500"), "{:?}", nodes.troubles());
}

#[test]
fn a_wrong_nonce_is_said_with_who_says_it_and_a_node_behind_is_no_liar() {
    let (own, lies) = (counting(10, 5, 5), counting(10, 7, 7));
    let (found, message) = kind(connect(&[&own, &lies]).nonce(SOMEBODY, 0));
    assert_eq!(found, "node-differ");
    for (node, nonce) in [(&own, 5), (&lies, 7)] {
        assert!(message.contains(&format!("{} says {nonce}", node.url())), "{message}");
    }
    // One block further, one transaction more; before that block they agree.
    let (ahead, behind) = (counting(10, 5, 6), counting(9, 5, 5));
    let nodes = connect(&[&ahead, &behind]);
    assert_eq!((nodes.mined_nonce(SOMEBODY).unwrap(), nodes.nonce(SOMEBODY, 0).unwrap()), (5, 6));
    assert_eq!(kind(connect(&[&own]).nonce(SOMEBODY, 9)).0, "node-nonce", "the journal knows better");
}

#[test]
fn a_contract_that_is_not_the_same_everywhere_is_not_called() {
    let with = |code: &'static str| {
        liar(move |method, _| (method == "eth_getCode").then(|| Act::Result(json!(code))))
    };
    let (own, lies) = (with("0x6001"), with("0x6002"));
    let (found, message) = kind(connect(&[&own, &lies]).code_hash(SOMEBODY));
    assert_eq!(found, "node-differ");
    assert!(message.contains(&keccak256([0x60, 1]).to_string()), "{message}");
    assert_eq!(connect(&[&own]).code_hash(SOMEBODY).unwrap(), keccak256([0x60, 1]));
}

#[test]
fn a_receipt_counts_when_all_say_the_same_and_a_node_behind_is_waited_for() {
    let hash = B256::repeat_byte(1);
    let good = with_receipt(10, receipt(10, 3, "0x1"));
    for (other, wanted) in [
        (with_receipt(10, receipt(10, 3, "0x1")), "agreed"),
        (with_receipt(9, Value::Null), "partly"),
        (with_receipt(10, Value::Null), "node-differ"),
        (with_receipt(11, Value::Null), "node-differ"),
        (with_receipt(10, receipt(10, 4, "0x1")), "node-differ"),
        (with_receipt(10, receipt(10, 3, "0x0")), "node-differ"),
        (with_receipt(10, receipt(9, 3, "0x1")), "node-differ"),
    ] {
        let found = match connect(&[&good, &other]).receipt(hash) {
            Ok(Sighting::Agreed(receipt)) => {
                assert_eq!((receipt.block_number, receipt.block_hash), (10, B256::repeat_byte(3)));
                "agreed"
            }
            Ok(Sighting::Partly { behind, .. }) => {
                assert_eq!(behind, [other.url()]);
                "partly"
            }
            Ok(Sighting::Nowhere) => "nowhere",
            Err(error) => kind::<()>(Err(error)).0,
        };
        assert_eq!(found, wanted);
    }
    assert_eq!(connect(&[&with_receipt(10, Value::Null)]).receipt(hash).unwrap(), Sighting::Nowhere);
}

#[test]
fn a_block_that_is_not_the_same_everywhere_is_said() {
    let (own, same, fork) = (with_block(5, 1), with_block(5, 1), with_block(5, 2));
    let head = connect(&[&own, &same]).block(5).unwrap().unwrap();
    assert_eq!((head.hash, head.base_fee), (B256::repeat_byte(1), Some(7)));
    assert_eq!(kind(connect(&[&own, &fork]).block(5)).0, "node-differ");
    assert_eq!(kind(connect(&[&own]).block(6)).0, "node-answer", "another block than was asked for");
}

#[test]
fn a_node_far_behind_the_others_is_named_with_how_far_until_it_has_caught_up() {
    for (heights, far) in [([5, 5], None), ([10, 5], None), ([11, 5], Some("6 blocks behind"))] {
        let (ahead, old) = (with_block(heights[0], 1), with_block(heights[1], 2));
        let nodes = connect(&[&ahead, &old]);
        for _ in 0..2 {
            nodes.look_who_is_behind();
            let said = far.map(|far| format!("{} is {far} the others; what it says is old", old.url()));
            assert_eq!(nodes.troubles(), said.into_iter().collect::<Vec<_>>(), "{heights:?}");
        }
    }
}

#[test]
fn what_not_every_node_can_do_is_asked_of_the_first_that_can() {
    let lacks = liar(|method, _| {
        (method == "eth_simulateV1").then(|| Act::Error(json!({"code": -32601, "message": "no"})))
    });
    let able = liar(|method, _| (method == "eth_simulateV1").then(|| Act::Result(json!(["done"]))));
    let found = connect(&[&lacks, &able]).first_able("eth_simulateV1", &json!([])).unwrap();
    assert_eq!(found, Some((able.url(), json!(["done"]))));
    assert_eq!(connect(&[&lacks]).first_able("eth_simulateV1", &json!([])).unwrap(), None);
}

#[test]
fn a_transaction_goes_to_all_and_each_says_its_own() {
    let raw = alloy_primitives::hex::decode(SIGNED).unwrap();
    let hash = keccak256(&raw);
    let takes = liar(move |method, _| (method == "eth_sendRawTransaction").then(|| Act::Result(json!(hash))));
    let refuses = liar(|method, _| {
        let error = json!({"code": -32000, "message": "insufficient funds"});
        (method == "eth_sendRawTransaction").then_some(Act::Error(error))
    });
    let said = connect(&[&takes, &refuses]).send(&raw);
    assert_eq!((said[0].0.as_str(), said[0].1.as_ref().unwrap()), (takes.url().as_str(), &hash));
    assert!(said[1].1.as_ref().unwrap_err().to_string().contains("fund it"), "{said:?}");
}
