//! From the journal to a final block on the devnet, and back when a node says that the block is gone.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use alloy_primitives::TxKind;
use companion::{
    acts::{self, AskWish, Patience, Replacement, Standing},
    build::{AskedKey, RequestId},
    devnet::{Devnet, DevnetOptions},
    journal::{Journal, State},
    node::{Node, Nodes, Speed},
    signed::SignedTransaction,
};
use e2e::node::{Act, LyingNode};
use serde_json::{Value, json};
use shared::{
    eth::{B256, Fingerprint, Payload, UnsignedTx},
    wire::SignAnswer,
};
use tempfile::TempDir;

use crate::{SOMEBODY, hasty, signer::Signer};

struct Desk {
    devnet: Devnet,
    signer: Signer,
    journal: Journal,
    _folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
        let devnet = Devnet::start(DevnetOptions::default()).unwrap();
        Self { devnet, signer: Signer::nth(0), journal, _folder: folder }
    }

    /// The devnet behind a node that lies by `script`.
    fn behind(&self, script: impl Fn(&str, &Value) -> Act + Send + Sync + 'static) -> (LyingNode, Nodes) {
        let liar =
            LyingNode::start(Some(&self.devnet.url()), move |method, params, _| script(method, params))
                .unwrap();
        let nodes = Nodes::connect(&[liar.url()], Some(self.devnet.chain_id()), hasty()).unwrap();
        (liar, nodes)
    }

    fn honest(&self) -> Nodes {
        Nodes::connect(&[self.devnet.url()], None, hasty()).unwrap()
    }

    /// A transfer that was asked for, signed and accepted.
    fn signed(&mut self, id: u8, nonce: u64) -> RequestId {
        let node = Node::connect(&self.devnet.url()).unwrap();
        let mut tx = self.signer.fill(&node, TxKind::Call(SOMEBODY), 7, Vec::new());
        tx.nonce = nonce;
        let unsigned = UnsignedTx::Eip1559(tx);
        let id = RequestId::of_random([id; 16]);
        let path = "m/44'/60'/0'/0/0".parse().unwrap();
        let key = AskedKey::new(path, Fingerprint([1, 2, 3, 4]), self.signer.address).unwrap();
        let payload = Payload::Transaction(unsigned.clone());
        let wish = AskWish { payload: payload.clone(), key, purpose: None, replaces: None };
        acts::ask(&mut self.journal, wish, id).unwrap();
        let signature = SignedTransaction::recover(&self.signer.sign(&unsigned).0).unwrap().signature();
        let v = payload.v(signature.y_parity);
        let answer = SignAnswer {
            request_id: Some(id.to_bytes()),
            signature: [signature.r.as_slice(), signature.s.as_slice(), &v].concat(),
            origin: None,
        };
        acts::accept(&mut self.journal, &answer, None, None).unwrap();
        id
    }

    fn look(&mut self, nodes: &Nodes, id: RequestId) -> Standing {
        let go_on = &mut |_: &acts::Following| ControlFlow::Continue(());
        acts::follow(&mut self.journal, nodes, id, Patience::Once, go_on).unwrap()
    }
}

#[test]
fn a_signed_request_is_sent_once_mined_and_final() {
    let mut desk = Desk::new();
    let (id, nodes) = (desk.signed(1, 0), desk.honest());
    assert!(acts::send(&mut desk.journal, &nodes, id, false).unwrap().is_taken());
    let go_on = &mut |_: &acts::Following| ControlFlow::Continue(());
    let patience = Patience::Final(Duration::from_secs(60));
    let standing = acts::follow(&mut desk.journal, &nodes, id, patience, go_on).unwrap();
    assert_eq!((standing.state, standing.notes.len()), (State::Final, 0), "{:?}", standing.notes);
    let again = acts::send(&mut desk.journal, &nodes, id, false).unwrap();
    assert!(again.already_there, "it is on the chain, and is not handed over again");
    assert!(acts::replacement(&desk.journal, &nodes, id, Replacement::Faster, Speed::Fast).is_err());
    assert_eq!(desk.journal.verify(None, &mut |_, _| true).unwrap().fault, None);
}

#[test]
fn a_sending_whose_answer_was_lost_is_found_again_and_not_repeated() {
    let mut desk = Desk::new();
    let id = desk.signed(1, 0);
    // It hands everything on, and loses the answer to the one thing that matters.
    let url = desk.devnet.url();
    let (liar, nodes) = desk.behind(move |method, params| {
        if method != "eth_sendRawTransaction" {
            return Act::Honest;
        }
        let raw = alloy_primitives::hex::decode(params[0].as_str().unwrap()).unwrap();
        Node::connect(&url).unwrap().send_raw(&raw).unwrap();
        Act::HangUp
    });
    let sent = acts::send(&mut desk.journal, &nodes, id, false).unwrap();
    assert!(!sent.is_taken() && sent.words[0].is_unclear, "{sent:?}");
    assert_eq!(desk.journal.request(id).unwrap().unwrap().state, State::Sending);
    let again = acts::send(&mut desk.journal, &nodes, id, false).unwrap();
    assert!(again.already_there && again.is_taken());
    let times = liar.asked().iter().filter(|method| *method == "eth_sendRawTransaction").count();
    assert_eq!(times, 1);
    assert_eq!(desk.look(&nodes, id).state, State::Final);
}

#[test]
fn a_chain_that_takes_its_block_back_is_noticed() {
    let mut desk = Desk::new();
    let id = desk.signed(1, 0);
    // 0: as it is, but nothing is final. 1: the block has another hash, and the receipt is gone.
    let phase = Arc::new(AtomicU64::new(0));
    let now = Arc::clone(&phase);
    let (_liar, nodes) = desk.behind(move |method, params| {
        let gone = now.load(Ordering::SeqCst) == 1;
        match (method, params.get(0).and_then(Value::as_str)) {
            ("eth_getBlockByNumber", Some("finalized")) => Act::Result(Value::Null),
            ("eth_getBlockByNumber", Some("0x1")) if gone => Act::Result(json!({
                "number": "0x1", "hash": B256::repeat_byte(9), "parentHash": B256::ZERO, "timestamp": "0x1",
            })),
            ("eth_getTransactionReceipt" | "eth_getTransactionByHash", _) if gone => Act::Result(Value::Null),
            ("eth_getTransactionCount", _) if gone => Act::Result(json!("0x0")),
            _ => Act::Honest,
        }
    });
    acts::send(&mut desk.journal, &nodes, id, false).unwrap();
    assert_eq!(desk.look(&nodes, id).state, State::Mined);
    phase.store(1, Ordering::SeqCst);
    let standing = desk.look(&nodes, id);
    assert_eq!((standing.state, standing.is_dropped), (State::Sent, true));
    assert!(standing.notes[0].contains("reorganised"), "{:?}", standing.notes);
    phase.store(0, Ordering::SeqCst);
    assert_eq!(desk.look(&nodes, id).state, State::Mined, "it came back");
}

#[test]
fn somebody_elses_transaction_with_our_nonce_is_found() {
    let mut desk = Desk::new();
    let id = desk.signed(1, 0);
    let node = Node::connect(&desk.devnet.url()).unwrap();
    let other = UnsignedTx::Eip1559(desk.signer.fill(&node, TxKind::Call(SOMEBODY), 8, Vec::new()));
    let by = node.send_raw(&desk.signer.sign(&other).0).unwrap();
    // The devnet keeps no old states, so this node answers for them.
    let (_liar, nodes) =
        desk.behind(|method, params| match (method, params.get(1).and_then(Value::as_str)) {
            ("eth_getTransactionCount", Some("0x0")) => Act::Result(json!("0x0")),
            _ => Act::Honest,
        });
    let error = acts::send(&mut desk.journal, &nodes, id, false).unwrap_err().to_string();
    assert!(error.contains(&by.to_string()), "{error}");
    assert_eq!(desk.journal.request(id).unwrap().unwrap().state, State::NonceTaken);
}
