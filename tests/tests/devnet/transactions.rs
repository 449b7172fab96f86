//! Plain transactions of every kind, and every refusal by its name.

use alloy_consensus::{TxEip1559, TxEip2930, TxEip4844, TxLegacy};
use alloy_primitives::TxKind;
use companion::{devnet::PUBLIC_ACCOUNTS, node::NodeError};
use shared::{
    Refusal,
    eth::{Address, B256, U256, UnsignedTx},
};

use crate::{PATIENCE, devnet, mine, signer::Signer};

const ONE_GWEI: u64 = 1_000_000_000;

fn of_each_kind(tx: &TxEip1559, signer: &Signer) -> Vec<UnsignedTx> {
    let TxEip1559 { chain_id, nonce, gas_limit, max_fee_per_gas: gas_price, to, value, .. } = tx.clone();
    let input = tx.input.clone();
    let access_list = alloy_eips::eip2930::AccessList::default();
    let legacy =
        TxLegacy { chain_id: Some(chain_id), nonce, gas_price, gas_limit, to, value, input: input.clone() };
    let eip2930 =
        TxEip2930 { chain_id, nonce: nonce + 1, gas_price, gas_limit, to, value, access_list, input };
    let eip1559 = TxEip1559 { nonce: nonce + 2, ..tx.clone() };
    let authorization = Signer::nth(5).authorize(chain_id, PUBLIC_ACCOUNTS[6], 0);
    let eip7702 = alloy_consensus::TxEip7702 {
        chain_id,
        nonce: nonce + 3,
        gas_limit,
        max_fee_per_gas: tx.max_fee_per_gas,
        max_priority_fee_per_gas: tx.max_priority_fee_per_gas,
        to: to.to().copied().unwrap_or(signer.address),
        value,
        authorization_list: vec![authorization],
        ..Default::default()
    };
    vec![
        UnsignedTx::Legacy(legacy),
        UnsignedTx::Eip2930(eip2930),
        UnsignedTx::Eip1559(eip1559),
        UnsignedTx::Eip7702(eip7702),
    ]
}

#[test]
fn the_funded_accounts_are_those_of_the_public_mnemonic() {
    for (index, address) in (0..).zip(PUBLIC_ACCOUNTS) {
        assert_eq!(Signer::nth(index).address, address);
    }
}

#[test]
fn value_moves_in_every_kind_of_transaction_and_each_is_a_block() {
    let (_devnet, node) = devnet();
    let (sender, receiver) = (Signer::nth(0), Address::repeat_byte(0xaa));
    let tx = sender.fill(&node, TxKind::Call(receiver), 7, Vec::new());
    for (count, tx) in (1..).zip(of_each_kind(&tx, &sender)) {
        let kind = tx.kind_name();
        let receipt = mine(&node, &sender, &tx).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert!(receipt.status, "{kind}");
        assert_eq!(receipt.block_number, count, "{kind}");
        assert_eq!(node.balance(receiver).unwrap(), U256::from(7 * count), "{kind}");
        assert_eq!(node.nonce(sender.address).unwrap(), count, "{kind}");
        let known = node.transaction(receipt.transaction_hash).unwrap().unwrap();
        assert_eq!((known.from, known.nonce), (sender.address, count - 1), "{kind}");
    }
    assert_eq!(node.block_number().unwrap(), 4);
}

#[test]
fn a_delegated_account_carries_its_delegate() {
    let (devnet, node) = devnet();
    let (sender, authority, delegate) = (Signer::nth(0), Signer::nth(3), Address::repeat_byte(0xde));
    let authorization = authority.authorize(devnet.chain_id(), delegate, 0);
    assert!(mine(&node, &sender, &sender.delegate(&node, vec![authorization])).unwrap().status);
    let code = node.code(authority.address).unwrap();
    assert_eq!(&code[..3], [0xef, 0x01, 0x00]);
    assert_eq!(&code[3..], delegate.as_slice());
    assert_eq!(node.nonce(authority.address).unwrap(), 1);
}

#[test]
fn what_cannot_be_mined_is_refused_by_its_reason_and_changes_nothing() {
    let (_devnet, node) = devnet();
    let sender = Signer::nth(1);
    let tx = || sender.fill(&node, TxKind::Call(Address::ZERO), 1, Vec::new());
    mine(&node, &sender, &UnsignedTx::Eip1559(tx())).unwrap();
    let good = tx();
    let poor = Signer::nth(40);
    for (tx, signer, kind, words) in [
        (TxEip1559 { nonce: 0, ..good.clone() }, &sender, "node-nonce", "nonce too low"),
        (TxEip1559 { nonce: 9, ..good.clone() }, &sender, "node-nonce", "nonce too high"),
        (TxEip1559 { chain_id: 1, ..good.clone() }, &sender, "node-refused", "invalid chain id"),
        (TxEip1559 { gas_limit: 20_999, ..good.clone() }, &sender, "node-refused", "intrinsic gas too low"),
        (TxEip1559 { gas_limit: 90_000_000, ..good.clone() }, &sender, "node-refused", "exceeds block gas"),
        (
            TxEip1559 { max_fee_per_gas: 1, max_priority_fee_per_gas: 0, ..good.clone() },
            &sender,
            "node-refused",
            "less than block base fee",
        ),
        (
            TxEip1559 { max_priority_fee_per_gas: good.max_fee_per_gas + 1, ..good.clone() },
            &sender,
            "node-refused",
            "priority fee",
        ),
        (TxEip1559 { value: U256::MAX >> 1, ..good.clone() }, &sender, "node-refused", "insufficient funds"),
        (TxEip1559 { nonce: 0, ..good.clone() }, &poor, "node-refused", "insufficient funds"),
    ] {
        let (raw, _) = signer.sign(&UnsignedTx::Eip1559(tx));
        let error = node.send_raw(&raw).expect_err(words);
        assert_eq!(error.kind().as_str(), kind, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    assert_eq!(node.block_number().unwrap(), 1);
}

#[test]
fn a_blob_transaction_is_refused_in_words() {
    let (devnet, node) = devnet();
    let sender = Signer::nth(0);
    let tx = TxEip4844 {
        chain_id: devnet.chain_id(),
        gas_limit: 21_000,
        max_fee_per_gas: u128::from(4 * ONE_GWEI),
        max_fee_per_blob_gas: 1,
        to: Address::ZERO,
        blob_versioned_hashes: vec![B256::with_last_byte(1)],
        ..Default::default()
    };
    let error = node.send_raw(&sender.sign(&UnsignedTx::Eip4844(tx)).0).unwrap_err();
    assert!(matches!(&error, NodeError::Refused { .. }), "{error}");
    assert!(error.to_string().contains("EIP-4844"), "{error}");
}

#[test]
fn the_same_transaction_twice_is_one_transaction() {
    let (_devnet, node) = devnet();
    let sender = Signer::nth(2);
    let tx = UnsignedTx::Eip1559(sender.fill(&node, TxKind::Call(Address::ZERO), 1, Vec::new()));
    let (raw, hash) = sender.sign(&tx);
    assert_eq!(node.send_raw(&raw).unwrap(), hash);
    assert_eq!(node.send_raw(&raw).unwrap(), hash);
    assert_eq!(node.receipt(hash, PATIENCE, |_| {}).unwrap().block_number, 1);
    assert_eq!(node.block_number().unwrap(), 1);
}

#[test]
fn what_is_not_a_signed_transaction_never_reaches_the_node() {
    let (_devnet, node) = devnet();
    for bytes in [&[][..], &[0x02], &[0xff; 40], b"hello"] {
        assert!(matches!(node.send_raw(bytes), Err(NodeError::Undecodable { .. })));
    }
}

#[test]
fn two_devnets_may_have_two_chain_ids() {
    let options = companion::devnet::DevnetOptions { chain_id: 424_242, ..Default::default() };
    let devnet = companion::devnet::Devnet::start(options).unwrap();
    let node = companion::node::Node::connect(&devnet.url()).unwrap();
    assert_eq!(node.chain_id().unwrap(), 424_242);
    node.expect_chain(424_242).unwrap();
    assert_eq!(node.expect_chain(1).unwrap_err().kind().as_str(), "node-chain");
}

#[test]
fn a_devnet_that_was_dropped_is_gone_and_says_so_through_the_client() {
    let (devnet, node) = devnet();
    drop(devnet);
    assert_eq!(node.chain_id().unwrap_err().kind().as_str(), "node-unreachable");
}
