//! The rehearsal's contract on the devnet: who owns it, who may hand it on, what an upgrade keeps.

use alloy_primitives::TxKind;
use companion::node::{Call, Node, NodeError, Receipt};
use e2e::contract::{
    implementation_init_code, init_code, owner_call, transfer_ownership_call, upgrade_call, version_call,
};
use shared::eth::{Address, B256, U256, UnsignedTx, keccak256};

use crate::{devnet, mine, signer::Signer};

/// EIP-1967.
const IMPLEMENTATION_SLOT: &str = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

fn send(node: &Node, signer: &Signer, to: TxKind, input: Vec<u8>) -> Receipt {
    mine(node, signer, &UnsignedTx::Eip1559(signer.fill(node, to, 0, input))).unwrap()
}

fn deploy(node: &Node, owner: &Signer) -> Address {
    let receipt = send(node, owner, TxKind::Create, init_code().unwrap());
    assert!(receipt.status);
    receipt.contract_address.unwrap()
}

fn word(node: &Node, contract: Address, call: &[u8]) -> B256 {
    B256::from_slice(&node.call(contract, call).unwrap())
}

fn owner(node: &Node, contract: Address) -> Address {
    Address::from_word(word(node, contract, &owner_call()))
}

fn refusal(node: &Node, from: Address, contract: Address, data: Vec<u8>) -> String {
    let call = Call { from: Some(from), to: Some(contract), data: data.into(), ..Call::default() };
    match node.estimate_gas(&call) {
        Err(NodeError::Refused { reason: Some(reason), code: 3, .. }) => reason,
        other => panic!("no revert with a reason: {other:?}"),
    }
}

#[test]
fn it_belongs_to_its_deployer_until_the_deployer_hands_it_on() {
    let (_devnet, node) = devnet();
    let (first, second) = (Signer::nth(0), Signer::nth(1));
    let contract = deploy(&node, &first);
    assert_eq!(owner(&node, contract), first.address);
    assert_eq!(word(&node, contract, &version_call()), B256::with_last_byte(1));

    let receipt = send(&node, &first, TxKind::Call(contract), transfer_ownership_call(second.address));
    assert!(receipt.status);
    assert_eq!(owner(&node, contract), second.address);
    let topics = &receipt.logs[0].topics;
    let event = keccak256("OwnershipTransferred(address,address)");
    assert_eq!(topics, &[event, first.address.into_word(), second.address.into_word()]);
    assert_eq!(receipt.logs[0].address, contract);

    let receipt = send(&node, &first, TxKind::Call(contract), transfer_ownership_call(first.address));
    assert!(!receipt.status, "the first owner has no power left");
    assert_eq!(owner(&node, contract), second.address);
}

#[test]
fn what_may_not_be_is_refused_with_its_error() {
    let (_devnet, node) = devnet();
    let (first, stranger) = (Signer::nth(0).address, Signer::nth(9).address);
    let contract = deploy(&node, &Signer::nth(0));
    for (from, data, error) in [
        (stranger, transfer_ownership_call(stranger), "OwnableUnauthorizedAccount:"),
        (stranger, upgrade_call(contract, &[]), "OwnableUnauthorizedAccount:"),
        (first, transfer_ownership_call(Address::ZERO), "OwnableInvalidOwner:"),
        (first, upgrade_call(contract, &[]), "ERC1967InvalidImplementation:"),
        (first, upgrade_call(stranger, &[]), "ERC1967InvalidImplementation:"),
    ] {
        let reason = refusal(&node, from, contract, data);
        assert!(reason.starts_with(error), "{error}: {reason}");
    }
    for junk in [
        vec![],
        vec![0xf2, 0xfd, 0xe3],
        vec![0xf2, 0xfd, 0xe3, 0x8b],
        [transfer_ownership_call(first), vec![]].concat()[..35].to_vec(),
    ] {
        let call = Call { from: Some(first), to: Some(contract), data: junk.into(), ..Call::default() };
        assert!(node.simulate(&call).is_err());
    }
}

#[test]
fn an_upgrade_keeps_the_owner_and_changes_the_code() {
    let (_devnet, node) = devnet();
    let admin = Signer::nth(0);
    let contract = deploy(&node, &admin);
    let created = send(&node, &admin, TxKind::Create, implementation_init_code(2).unwrap());
    let second = created.contract_address.unwrap();

    let receipt = send(&node, &admin, TxKind::Call(contract), upgrade_call(second, &[]));
    assert!(receipt.status);
    assert_eq!(receipt.logs[0].topics, [keccak256("Upgraded(address)"), second.into_word()]);
    assert_eq!(owner(&node, contract), admin.address);
    assert_eq!(word(&node, contract, &version_call()), B256::with_last_byte(2));
    let slot: U256 = IMPLEMENTATION_SLOT.parse().unwrap();
    assert_eq!(node.storage(contract, slot).unwrap(), second.into_word());
    assert_eq!(node.storage(second, slot).unwrap(), B256::ZERO);
}

#[test]
fn an_upgrade_can_call_what_it_upgraded_to_and_fails_whole_if_that_fails() {
    let (_devnet, node) = devnet();
    let (admin, next) = (Signer::nth(0), Signer::nth(4).address);
    let contract = deploy(&node, &admin);
    let created = send(&node, &admin, TxKind::Create, implementation_init_code(3).unwrap());
    let third = created.contract_address.unwrap();

    let bad = upgrade_call(third, &transfer_ownership_call(Address::ZERO));
    assert!(refusal(&node, admin.address, contract, bad).starts_with("OwnableInvalidOwner:"));
    let good = upgrade_call(third, &transfer_ownership_call(next));
    assert!(send(&node, &admin, TxKind::Call(contract), good).status);
    assert_eq!(owner(&node, contract), next);
    assert_eq!(word(&node, contract, &version_call()), B256::with_last_byte(3));
}

#[test]
fn the_estimate_is_enough_and_not_much_more() {
    let (_devnet, node) = devnet();
    let admin = Signer::nth(0);
    let contract = deploy(&node, &admin);
    let data = transfer_ownership_call(Signer::nth(1).address);
    let call =
        Call { from: Some(admin.address), to: Some(contract), data: data.clone().into(), ..Call::default() };
    let gas_limit = node.estimate_gas(&call).unwrap();
    let tx = admin.fill(&node, TxKind::Call(contract), 0, data);
    let tx = alloy_consensus::TxEip1559 { gas_limit, ..tx };
    let receipt = mine(&node, &admin, &UnsignedTx::Eip1559(tx)).unwrap();
    assert!(receipt.status);
    assert!(gas_limit < receipt.gas_used * 11 / 10, "{gas_limit} for {}", receipt.gas_used);
}
