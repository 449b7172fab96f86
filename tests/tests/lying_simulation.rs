//! A node that cannot run a call on trial, or answers nonsense, spoils no draft: what was not seen is said, and what is nonsense
//! is not shown.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests report by panicking, as the tests do"
)]

use companion::{
    acts::ActError,
    build::{AskedKey, TxIntent},
    devnet::{Devnet, DevnetOptions, PUBLIC_ACCOUNTS},
    draft::{Draft, Effect, OwnFees, Simulation, Wish, draft},
    example,
    journal::Journal,
    node::{NodeOptions, Nodes},
};
use e2e::node::{Act, LyingNode};
use serde_json::{Value, json};
use shared::{
    Refusal as _,
    abi::Signature,
    eth::{Address, B256, Fingerprint, U256, keccak256},
};

fn key() -> AskedKey {
    AskedKey::new("m/44'/60'/0'/0/0".parse().unwrap(), Fingerprint([1, 2, 3, 4]), PUBLIC_ACCOUNTS[0]).unwrap()
}

fn no_method() -> Act {
    Act::Error(json!({"code": -32601, "message": "the method does not exist/is not available"}))
}

/// The draft of a call to the example contract, by way of a node that does as `lie` says, and is honest where that is `None`.
fn drafted(lie: impl Fn(&str, &Value) -> Option<Act> + Send + Sync + 'static) -> Draft {
    tried(OwnFees::default(), lie).unwrap()
}

/// The same with these fees, where there may be none.
fn tried(
    own: OwnFees,
    lie: impl Fn(&str, &Value) -> Option<Act> + Send + Sync + 'static,
) -> Result<Draft, ActError> {
    let options = DevnetOptions { contracts: vec![example::genesis()], ..DevnetOptions::default() };
    let chain = Devnet::start(options).unwrap();
    let liar = LyingNode::start(Some(&chain.url()), move |method, params, _| {
        lie(method, params).unwrap_or(Act::Honest)
    });
    let liar = liar.unwrap();
    let nodes = Nodes::connect(&[liar.url()], None, NodeOptions::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    let data = Signature::parse("pause()").unwrap().encode::<&str>(&[]).unwrap();
    let intent = TxIntent { to: Some(example::CONTRACT_ADDRESS), data: data.into(), ..TxIntent::default() };
    draft(&journal, &nodes, &Wish { own, ..Wish::new(intent, key()) }, &mut |_| true)
}

fn ran(draft: &Draft) -> (&'static str, &[Effect], String) {
    let Simulation::Ran { how, effects, unseen } = &draft.simulation else {
        panic!("{:?}", draft.simulation)
    };
    (how, effects, unseen.clone().unwrap_or_default())
}

#[test]
fn what_a_node_cannot_see_is_said() {
    let without =
        |absent: &'static [&'static str]| drafted(move |method, _| absent.contains(&method).then(no_method));
    let draft = without(&["debug_traceCall"]);
    // The devnet refuses traceTransfers, which are asked for where there is no difference of states.
    assert_eq!(ran(&draft).0, "eth_call");
    let draft = without(&["eth_simulateV1"]);
    let (how, effects, unseen) = ran(&draft);
    assert_eq!(how, "debug_traceCall");
    assert!(
        unseen.contains("events") && effects.iter().all(|effect| !matches!(effect, Effect::Event { .. }))
    );
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Storage { .. })));
    let draft = without(&["eth_simulateV1", "debug_traceCall"]);
    let (how, effects, unseen) = ran(&draft);
    assert_eq!((how, effects), ("eth_call", &[][..]));
    assert!(unseen.contains("events") && unseen.contains("balances and storage"), "{unseen}");
    let draft = without(&["eth_simulateV1", "debug_traceCall", "eth_call"]);
    assert!(matches!(draft.simulation, Simulation::Not(_)), "{:?}", draft.simulation);
}

#[test]
fn nonsense_about_fees_is_refused_and_makes_no_chain_an_older_one() {
    for nonsense in [json!(null), json!({"oldestBlock": "0x0", "baseFeePerGas": [], "reward": []})] {
        let refused = tried(OwnFees::default(), move |method, _| {
            (method == "eth_feeHistory").then(|| Act::Result(nonsense.clone()))
        });
        assert_eq!(refused.unwrap_err().kind().as_str(), "node-answer");
    }
}

#[test]
fn on_a_chain_without_base_fees_the_price_stays_below_the_cap_that_was_given() {
    const GWEI: u128 = 1_000_000_000;
    for (cap, price) in [(None, 33 * GWEI), (Some(20 * GWEI), 20 * GWEI), (Some(50 * GWEI), 33 * GWEI)] {
        let own = OwnFees { max_fee: cap, ..OwnFees::default() };
        let draft = tried(own, |method, _| match method {
            "eth_feeHistory" => Some(no_method()),
            "eth_gasPrice" => Some(Act::Result(json!("0x6fc23ac00"))), // 30 gwei; a tenth more for normal
            "eth_getBlockByNumber" => Some(Act::Result(json!({
                "number": "0x1", "hash": B256::repeat_byte(1), "parentHash": B256::ZERO, "timestamp": "0x1",
            }))),
            _ => None,
        });
        let draft = draft.unwrap();
        assert_eq!(draft.transaction.max_fee_per_gas(), price, "{cap:?}");
        assert!(draft.doubts.iter().any(|doubt| doubt.contains("legacy transaction")), "{:?}", draft.doubts);
    }
}

#[test]
fn nonsense_is_not_shown_as_an_effect() {
    for nonsense in [
        json!(null),
        json!("0x"),
        json!([]),
        json!([{"calls": []}]),
        json!([{"calls": [{"status": "0x1"}]}]),
        json!([{"calls": [{"status": "0x1", "logs": [{"address": "0x1", "topics": [], "data": "0x"}]}]}]),
        json!([{"calls": [{"status": "yes", "logs": []}]}]),
        json!({"pre": 1, "post": 2}),
        json!({"pre": {"me": {"balance": "lots"}}, "post": {}}),
    ] {
        let draft = drafted(move |method, _| {
            matches!(method, "eth_simulateV1" | "debug_traceCall").then(|| Act::Result(nonsense.clone()))
        });
        let (how, effects, unseen) = ran(&draft);
        assert_eq!((how, effects), ("eth_call", &[][..]));
        assert!(unseen.contains("balances and storage"), "{unseen}");
    }
}

#[test]
fn more_than_a_person_reads_is_cut_and_said_to_be() {
    let log = json!({"address": Address::ZERO, "topics": [B256::ZERO], "data": "0x"});
    let many = json!([{"calls": [{"status": "0x1", "logs": vec![log; 5_000]}]}]);
    let draft = drafted(move |method, _| (method == "eth_simulateV1").then(|| Act::Result(many.clone())));
    let (_, effects, unseen) = ran(&draft);
    let events = effects.iter().filter(|effect| matches!(effect, Effect::Event { .. })).count();
    assert_eq!(events, 200);
    assert!(unseen.contains("beyond the first"), "{unseen}");
}

#[test]
fn transfers_of_coins_become_balances_where_there_is_no_difference_of_states() {
    let coin: Address = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE".parse().unwrap();
    let told = |value: U256| {
        let topics = [
            keccak256("Transfer(address,address,uint256)"),
            PUBLIC_ACCOUNTS[0].into_word(),
            PUBLIC_ACCOUNTS[1].into_word(),
        ];
        let log = json!({"address": coin, "topics": topics, "data": B256::from(value)});
        json!([{"calls": [{"status": "0x1", "logs": [log]}]}])
    };
    for (value, shown) in [(U256::from(7), 2), (U256::MAX, 0), (U256::from(1) << 100, 0)] {
        let told = told(value);
        let draft = drafted(move |method, _| match method {
            "debug_traceCall" => Some(no_method()),
            "eth_simulateV1" => Some(Act::Result(told.clone())),
            _ => None,
        });
        let (how, effects, unseen) = ran(&draft);
        assert_eq!((how, effects.len()), ("eth_simulateV1", shown), "{value}");
        assert_eq!(unseen.contains("some balances"), shown == 0, "{unseen}");
    }
}
