//! A node at WebSocket: the same faults, the same names, and those that only a connection that stays can have.

use std::time::Duration;

use companion::node::{Node, Nodes};
use e2e::{
    node::{Act, LyingNode},
    socket_node::{Say, SocketNode},
};
use serde_json::json;

use crate::{hasty, kind};

fn node(script: impl Fn(&str, usize) -> Vec<Say> + Send + Sync + 'static) -> (SocketNode, Node) {
    let server = SocketNode::start(script).unwrap();
    let node = Node::with_options(&server.url(), hasty()).unwrap();
    (server, node)
}

#[test]
fn an_answer_is_found_by_its_id_among_news_and_answers_that_came_late() {
    let (server, node) = node(|_, _| vec![Say::Block, Say::OtherId(json!("0x2")), Say::Result(json!("0x1"))]);
    for _ in 0..3 {
        assert_eq!(node.chain_id().unwrap(), 1);
    }
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn every_fault_of_a_connection_has_its_name() {
    for (say, wanted, words) in [
        (vec![], "node-timeout", "did not answer eth_chainId within 0.3 s"),
        (vec![Say::OtherId(json!("0x1"))], "node-timeout", "did not answer"),
        (vec![Say::Close], "node-unreachable", "closed the connection"),
        (vec![Say::Text("hello".into())], "node-answer", "not JSON-RPC but “hello”"),
        (vec![Say::Text("{}".into())], "node-answer", "neither a result nor an error"),
        (vec![Say::Long(9 << 20)], "node-answer", "longer than"),
        (vec![Say::Result(json!("one"))], "node-answer", "“\"one\"”"),
    ] {
        let script = say.clone();
        let (_server, node) = node(move |_, _| script.clone());
        let (found, message) = kind(node.chain_id());
        assert_eq!(found, wanted, "{say:?}: {message}");
        assert!(message.contains(words), "{say:?}: {message}");
    }
}

#[test]
fn a_connection_that_broke_is_made_again_for_a_read() {
    let (server, node) = node(|_, before| match before {
        1 => vec![Say::Close],
        _ => vec![Say::Result(json!("0x1"))],
    });
    assert_eq!((node.chain_id().unwrap(), node.chain_id().unwrap()), (1, 1));
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn where_there_is_no_websocket_the_answer_is_said_and_no_key_with_it() {
    let liar = LyingNode::start(None, |_, _, _| Act::Status(401, "no".into())).unwrap();
    let url = liar.url().replace("http://", "ws://");
    let port = url.rsplit(':').next().unwrap();
    for url in [format!("{url}/v3/sesame"), format!("ws://user:sesame@127.0.0.1:{port}")] {
        let node = Node::with_options(&url, hasty()).unwrap();
        let error = node.chain_id().unwrap_err();
        assert!(error.to_string().contains("HTTP status 401"), "{error}");
        for text in [error.to_string(), format!("{error:?}"), format!("{node:?}")] {
            assert!(!text.contains("sesame"), "{text}");
        }
    }
}

#[test]
fn a_node_that_tells_of_blocks_wakes_who_waits_for_one() {
    let server = SocketNode::start(|method, _| match method {
        "eth_subscribe" => vec![Say::Result(json!("0x1")), Say::Block],
        _ => vec![Say::Result(json!("0x1"))],
    })
    .unwrap();
    let nodes = Nodes::connect(&[server.url()], Some(1), hasty()).unwrap();
    assert!(nodes.wait_for_block(Duration::from_secs(600)), "long before the time is up");
    assert_eq!(server.asked(), ["eth_chainId", "eth_subscribe"]);
}
