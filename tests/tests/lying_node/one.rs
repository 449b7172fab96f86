//! One node: each of its faults has a name, and nothing it says then is used.

use std::time::Duration;

use companion::{
    devnet::{Devnet, DevnetOptions},
    node::{Call, Node, NodeError, Speed},
};
use e2e::node::{Act, LyingNode};
use proptest::prelude::*;
use serde_json::{Value, json};
use shared::{
    Refusal,
    eth::{B256, U256},
};

use crate::{SIGNED, SOMEBODY, always, hasty, kind, telling};

#[test]
fn every_way_to_fail_has_its_name() {
    for (act, wanted, words) in [
        (Act::Silence, "node-timeout", "did not answer eth_chainId within 0.3 s"),
        (Act::HangUp, "node-unreachable", "cannot be reached"),
        (Act::Status(500, "boom".into()), "node-http", "HTTP status 500: “boom”"),
        (Act::Status(404, String::new()), "node-http", "no JSON-RPC at this path"),
        (Act::Status(401, "\x1b[31mkey?".into()), "node-http", "“[31mkey?”"),
        (Act::Status(429, String::new()), "node-http", "limits how often"),
        (Act::Status(302, String::new()), "node-http", "redirects"),
        (Act::Body("<html>hello</html>".into()), "node-answer", "not JSON-RPC but “<html>hello</html>”"),
        (Act::Body(String::new()), "node-answer", "empty"),
        (Act::Body("{}".into()), "node-answer", "neither a result nor an error"),
        (Act::Body("[]".into()), "node-answer", "not JSON-RPC"),
        (Act::Half(r#"{"jsonrpc":"2.0","id":0,"result":"0x1"}"#.into()), "node-answer", "broke off"),
        (Act::OtherId(json!("0x1")), "node-answer", "another id"),
        (Act::Result(Value::Null), "node-answer", "null"),
        (Act::Result(json!("one")), "node-answer", "“\"one\"”"),
        (Act::Result(json!(["0x1"])), "node-answer", "not what that method returns"),
        (
            Act::Error(json!({"code": -32601, "message": "the method does not exist"})),
            "node-refused",
            "another node",
        ),
        (Act::Error(json!("no")), "node-answer", "no code and message"),
    ] {
        let (_liar, node) = always(act.clone());
        let (found, message) = kind(node.chain_id());
        assert_eq!(found, wanted, "{act:?}: {message}");
        assert!(message.contains(words), "{act:?}: {message}");
        assert!(!message.contains('\x1b'), "{message:?}");
        assert!(message.contains('\n'), "it says what to do: {message}");
    }
}

#[test]
fn an_answer_without_end_is_cut() {
    let (_liar, node) = always(Act::Body(" ".repeat(9 << 20)));
    let (found, message) = kind(node.chain_id());
    assert_eq!(found, "node-answer");
    assert!(message.contains("longer than"), "{message}");
}

#[test]
fn a_node_of_another_chain_is_named() {
    let (_liar, node) = telling(vec![("eth_chainId", vec![json!("0x1")])]);
    let (found, message) = kind(node.expect_chain(31_337));
    assert_eq!(found, "node-chain");
    assert!(message.contains("is on chain 1, the request is for chain 31337"), "{message}");
}

#[test]
fn a_nonce_that_contradicts_itself_or_the_journal_is_not_believed() {
    let told = |latest: &str, pending: &str| {
        telling(vec![("eth_getTransactionCount", vec![json!(latest), json!(pending)])])
    };
    for (latest, pending, at_least, believed) in [
        ("0x5", "0x5", 0, Some(5)),
        ("0x5", "0x7", 0, Some(7)),
        ("0x5", "0x7", 7, Some(7)),
        ("0x5", "0x4", 0, None),
        ("0x5", "0x5", 6, None),
    ] {
        let (_liar, node) = told(latest, pending);
        match (node.nonce_checked(SOMEBODY, at_least), believed) {
            (Ok(nonce), Some(wanted)) => assert_eq!(nonce, wanted),
            (Err(error), None) => assert_eq!(error.kind().as_str(), "node-nonce", "{error}"),
            (other, _) => panic!("{latest} {pending} {at_least}: {other:?}"),
        }
    }
    let (_liar, node) = told("0xffffffffffffffff", "0xffffffffffffffff");
    assert_eq!(kind(node.nonce(SOMEBODY)).0, "node-answer");
}

#[test]
fn fees_and_gas_beyond_reason_are_not_believed() {
    let history =
        |fee: &str| json!({"oldestBlock": "0x1", "baseFeePerGas": ["0x1", fee], "gasUsedRatio": [0.5]});
    for (fee, believed) in [("0x3b9aca00", true), ("0xffffffffffffffffffff", false)] {
        let (_liar, node) = telling(vec![("eth_feeHistory", vec![history(fee)])]);
        assert_eq!(node.fees(Speed::Normal).is_ok(), believed, "{fee}");
    }
    let (_liar, node) = telling(vec![("eth_estimateGas", vec![json!("0x10")])]);
    assert_eq!(kind(node.estimate_gas(&Call::default())).0, "node-answer");
}

#[test]
fn a_read_is_repeated_when_the_node_stumbles() {
    let liar = LyingNode::start(None, |_, _, before| match before {
        0 => Act::Status(503, "starting".into()),
        1 => Act::HangUp,
        _ => Act::Result(json!("0x1")),
    })
    .unwrap();
    assert_eq!(Node::connect(&liar.url()).unwrap().chain_id().unwrap(), 1);
    assert_eq!(liar.asked().len(), 3);
}

#[test]
fn a_transaction_is_handed_over_once_and_doubt_is_said() {
    let raw = alloy_primitives::hex::decode(SIGNED).unwrap();
    for (act, kind) in [
        (Act::HangUp, "node-unreachable"),
        (Act::Silence, "node-timeout"),
        (Act::Status(502, String::new()), "node-http"),
        (Act::Result(json!(B256::repeat_byte(1))), "node-answer"),
    ] {
        let (liar, node) = always(act.clone());
        let error = node.send_raw(&raw).unwrap_err();
        assert!(matches!(error, NodeError::Unclear { .. }), "{act:?}: {error}");
        assert_eq!(error.kind().as_str(), kind, "{error}");
        assert!(error.to_string().contains("Do not sign another one"), "{error}");
        assert_eq!(liar.asked().len(), 1, "{act:?}");
    }
}

#[test]
fn where_no_connection_was_made_nothing_was_sent() {
    let raw = alloy_primitives::hex::decode(SIGNED).unwrap();
    let (liar, node) = always(Act::HangUp);
    drop(liar);
    assert!(matches!(node.send_raw(&raw), Err(NodeError::Unreachable { connected: false, .. })));
}

#[test]
fn a_refused_nonce_is_told_apart_from_other_refusals() {
    let raw = alloy_primitives::hex::decode(SIGNED).unwrap();
    for (message, wanted) in [
        ("nonce too low: next nonce 12, tx nonce 9", Some("node-nonce")),
        ("insufficient funds for gas * price + value", Some("node-refused")),
        ("already known", None),
        ("AlreadyKnown", None),
        ("known transaction: 0x0202", None),
        ("unknown transaction type: 3", Some("node-refused")),
    ] {
        let (_liar, node) = always(Act::Error(json!({"code": -32000, "message": message})));
        let refused = node.send_raw(&raw).err().map(|error| error.kind().as_str());
        assert_eq!(refused, wanted, "{message}");
    }
}

#[test]
fn a_receipt_of_something_else_is_not_taken() {
    let devnet = Devnet::start(DevnetOptions::default()).unwrap();
    let other = json!({
        "type": "0x2", "status": "0x1", "cumulativeGasUsed": "0x5208", "gasUsed": "0x5208", "logs": [],
        "logsBloom": format!("0x{}", "00".repeat(256)), "transactionHash": B256::repeat_byte(2),
        "transactionIndex": "0x0", "blockHash": B256::repeat_byte(3), "blockNumber": "0x1",
        "effectiveGasPrice": "0x1", "from": SOMEBODY, "to": SOMEBODY, "contractAddress": null,
    });
    let liar = LyingNode::start(Some(&devnet.url()), move |method, _, _| match method {
        "eth_getTransactionReceipt" => Act::Result(other.clone()),
        _ => Act::Honest,
    })
    .unwrap();
    let node = Node::connect(&liar.url()).unwrap();
    node.expect_chain(devnet.chain_id()).unwrap();
    let waited = node.receipt(B256::repeat_byte(1), Duration::from_secs(5), |_| {});
    let (found, message) = kind(waited);
    assert_eq!(found, "node-answer");
    assert!(message.contains("it speaks of 0x0202"), "{message}");
}

#[test]
fn a_wait_ends_and_says_that_the_transaction_may_still_come() {
    let (_liar, node) = always(Act::Result(Value::Null));
    let mut asked = 0;
    let waited =
        node.receipt(B256::repeat_byte(1), Duration::from_millis(200), |waiting| asked = waiting.asked);
    let (found, message) = kind(waited);
    assert_eq!(found, "node-timeout");
    assert!(message.contains("may still get there"), "{message}");
    assert!(asked > 0);
}

#[test]
fn a_revert_carries_the_contracts_words() {
    let data = "0x08c379a000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000000000000000000000000000000000000007\
                4e6f74206e6f7700000000000000000000000000000000000000000000000000";
    let error = json!({"code": 3, "message": "execution reverted", "data": data});
    let (_liar, node) = always(Act::Error(error));
    let (found, message) = kind(node.call(SOMEBODY, &[]));
    assert_eq!(found, "node-refused");
    assert!(message.contains("the contract says: Not now"), "{message}");
}

#[test]
fn an_address_that_no_node_can_have_is_refused_before_anything_is_asked() {
    for url in ["", "localhost:8545", "ftp://node", "http://", "file:///etc/passwd"] {
        assert_eq!(kind(Node::connect(url)).0, "node-url", "{url}");
    }
}

#[test]
fn an_api_key_in_an_address_is_not_repeated() {
    let (liar, _) = always(Act::HangUp);
    let port = liar.url().rsplit(':').next().unwrap().to_owned();
    for url in [format!("http://127.0.0.1:{port}/v3/sesame"), format!("http://user:sesame@127.0.0.1:{port}/")]
    {
        let node = Node::with_options(&url, hasty()).unwrap();
        let error = node.chain_id().unwrap_err();
        assert!(!error.to_string().contains("sesame"), "{error}");
        assert!(!format!("{error:?}").contains("sesame"), "{error:?}");
    }
}

proptest! {
    #[test]
    fn no_revert_data_stops_us_or_reaches_the_terminal(
        selector in prop_oneof![Just([0x08, 0xc3, 0x79, 0xa0]), Just([0x4e, 0x48, 0x7b, 0x71]), any::<[u8; 4]>()],
        words in prop::collection::vec(prop_oneof![Just(32_u64), 0..100_u64, any::<u64>()], 0..4),
        rest in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let words = words.into_iter().flat_map(|word| U256::from(word).to_be_bytes::<32>());
        let data: Vec<u8> = selector.into_iter().chain(words).chain(rest).collect();
        let reason = companion::revert::reason(&data).unwrap();
        prop_assert!(reason.chars().count() < 400 && !reason.chars().any(char::is_control), "{:?}", reason);
    }
}

#[test]
fn a_pause_that_a_node_asks_for_is_kept_if_it_is_short_and_said_if_it_is_long() {
    for status in [429, 503] {
        let liar = LyingNode::start(None, move |_, _, before| match before {
            0 => Act::Later(status, 0),
            _ => Act::Result(json!("0x1")),
        });
        let liar = liar.unwrap();
        assert_eq!(Node::connect(&liar.url()).unwrap().chain_id().unwrap(), 1);
        assert_eq!(liar.asked().len(), 2);

        let (liar, node) = always(Act::Later(status, 3_600));
        let (found, message) = kind(node.chain_id());
        assert_eq!(found, "node-http");
        assert!(message.contains("asks for a pause of 3600 s"), "{message}");
        assert_eq!(liar.asked().len(), 2, "it is asked once more and then left alone");
    }
}

#[test]
fn an_address_that_is_refused_is_repeated_without_its_secrets() {
    for url in [
        "htp://node.example/v3/sesame",
        "ftp://user:sesame@node.example",
        "//sesame",
        "node.example/sesame?sesame",
    ] {
        let (found, message) = kind(Node::connect(url));
        assert_eq!(found, "node-url");
        assert!(!message.contains("sesame"), "{message}");
    }
}
