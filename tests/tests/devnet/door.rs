//! The devnet's HTTP door, spoken to by hand: what a stranger, a browser or a careless script may send.

#![expect(clippy::disallowed_types, reason = "spoken by hand, so that no client tidies up what is sent")]

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use companion::devnet::{Devnet, DevnetOptions};
use serde_json::{Value, json};

fn post(devnet: &Devnet, host: Option<&str>, kind: &str, body: &str) -> (u16, String) {
    let url = devnet.url();
    let address = url.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).unwrap();
    let host = host.unwrap_or(address);
    let head = format!(
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    _ = connection.write_all(head.as_bytes());
    _ = connection.write_all(body.as_bytes()); // it may hang up on a long one
    let mut answer = Vec::new();
    _ = connection.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

fn ask(devnet: &Devnet, body: &Value) -> Value {
    let (status, text) = post(devnet, None, "application/json", &body.to_string());
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn devnet() -> Devnet {
    Devnet::start(DevnetOptions::default()).unwrap()
}

fn code(answer: &Value) -> String {
    answer["error"]["code"].to_string()
}

#[test]
fn a_web_page_cannot_get_in() {
    let devnet = devnet();
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "eth_chainId"}).to_string();
    assert_eq!(post(&devnet, Some("evil.example"), "application/json", &body).0, 403);
    assert_eq!(post(&devnet, Some("127.0.0.1.evil.example:80"), "application/json", &body).0, 403);
    assert_eq!(post(&devnet, None, "text/plain", &body).0, 415);
    assert_eq!(post(&devnet, None, "application/json; charset=utf-8", &body).0, 200);
}

#[test]
fn a_body_past_the_limit_is_not_read() {
    let devnet = devnet();
    let long = " ".repeat(3 << 20);
    assert_ne!(post(&devnet, None, "application/json", &long).0, 200);
    let answer = ask(&devnet, &json!({"jsonrpc": "2.0", "id": 1, "method": "eth_chainId"}));
    assert_eq!(answer["result"], "0x7a69", "it goes on");
}

#[test]
fn malformed_requests_have_the_codes_of_the_specification() {
    let devnet = devnet();
    let (_, text) = post(&devnet, None, "application/json", "{");
    assert!(text.contains("-32700"), "{text}");
    for (request, wanted) in [
        (json!({"jsonrpc": "2.0", "id": 1, "method": "eth_accountz"}), "-32601"),
        (json!({"jsonrpc": "2.0", "id": 1, "method": "personal_sign"}), "-32601"),
        (json!({"jsonrpc": "2.0", "id": 1, "method": "eth_getBalance"}), "-32602"),
        (json!({"jsonrpc": "2.0", "id": 1, "method": "eth_getBalance", "params": ["0x12"]}), "-32602"),
        (json!({"jsonrpc": "2.0", "id": 1, "method": "eth_getBalance", "params": {"a": 1}}), "-32602"),
        (
            json!({"jsonrpc": "2.0", "id": 1, "method": "eth_sendRawTransaction", "params": ["0x02"]}),
            "-32602",
        ),
        (json!({"jsonrpc": "1.0", "id": 1, "method": "eth_chainId"}), "-32600"),
        (json!({"id": 1}), "-32600"),
        (json!(7), "-32600"),
        (json!([]), "-32600"),
    ] {
        assert_eq!(code(&ask(&devnet, &request)), wanted, "{request}");
    }
}

#[test]
fn a_batch_is_answered_in_order_up_to_its_limit() {
    let devnet = devnet();
    let one = |id: i32| json!({"jsonrpc": "2.0", "id": id, "method": "net_version"});
    let batch = |count: i32| Value::Array((0..count).map(one).collect());
    let answers = ask(&devnet, &batch(100));
    let ids: Vec<_> = answers.as_array().unwrap().iter().map(|answer| answer["id"].to_string()).collect();
    assert_eq!(ids, (0..100).map(|id| id.to_string()).collect::<Vec<_>>());
    assert_eq!(code(&ask(&devnet, &batch(101))), "-32600");
}

#[test]
fn only_the_last_state_is_claimed_to_be_known() {
    let devnet = devnet();
    let balance = |block: &str| {
        let params = json!(["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", block]);
        ask(&devnet, &json!({"jsonrpc": "2.0", "id": 1, "method": "eth_getBalance", "params": params}))
    };
    assert_eq!(balance("latest")["result"], "0x21e19e0c9bab2400000");
    assert_eq!(balance("0x0")["result"], "0x21e19e0c9bab2400000");
    assert_eq!(code(&balance("0x1")), "-32000");
}

#[test]
fn blocks_and_logs_can_be_listed() {
    let devnet = devnet();
    let of = |method: &str, params: Value| {
        ask(&devnet, &json!({"jsonrpc": "2.0", "id": "a", "method": method, "params": params}))["result"]
            .clone()
    };
    let block = of("eth_getBlockByNumber", json!(["latest", true]));
    assert_eq!(block["number"], "0x0");
    assert_eq!(of("eth_getBlockByHash", json!([block["hash"], false]))["hash"], block["hash"]);
    assert_eq!(of("eth_getBlockByNumber", json!(["0x5", false])), Value::Null);
    assert_eq!(of("eth_getLogs", json!([{"fromBlock": "0x0"}])), json!([]));
    assert_eq!(of("web3_clientVersion", json!([])), concat!("coldframe-devnet/", env!("CARGO_PKG_VERSION")));
}
