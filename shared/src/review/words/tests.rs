//! What a review says, as claims.

use super::*;
use crate::{
    abi::{KnownCall, Signature},
    eth::{
        Address, Bytes, DataType, Fingerprint, U256, UnsignedTx,
        authorization::{Authorization, SignedAuthorization},
        message::PersonalMessage,
    },
    wire::KeyPath,
};
use alloy_consensus::{TxEip1559, TxEip7702};
use proptest::prelude::*;

const CONTRACT: Address = Address::repeat_byte(0xc0);
const OTHER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const ZERO: &str = "0x0000000000000000000000000000000000000000";
const ROLE: &str = "0x9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a6";
const MAX: &str = "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

impl Review {
    pub(super) fn about(payload: &Payload) -> Self {
        Self::knowing(payload, &Knowledge::default())
    }

    pub(super) fn knowing(payload: &Payload, knowledge: &Knowledge) -> Self {
        let request = SignRequest {
            request_id: None,
            sign_data: payload.sign_data(),
            data_type: payload.data_type(),
            chain_id: None,
            key_path: KeyPath {
                path: "m/44'/60'/0'/0/0".parse().unwrap(),
                source_fingerprint: Some(Fingerprint([1; 4])),
                depth: None,
            },
            address: None,
            origin: Some("a \u{202e}wallet".to_owned()),
        };
        let signer = Signer {
            fingerprint: Fingerprint([1; 4]),
            address: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266".parse().unwrap(),
        };
        let subject = Subject { payload, request: &request, skipped: &[], signer, knowledge };
        let review = of(subject).unwrap();
        let Self { facts, findings, .. } = &review;
        assert!(findings.is_sorted_by(|a, b| a.severity >= b.severity), "worst first");
        assert!(findings.iter().all(|finding| !finding.advice.is_empty() && finding.sentence.ends_with('.')));
        assert!(facts.iter().all(|fact| !fact.value.is_empty() && !fact.label.is_empty()));
        review
    }

    pub(super) fn call(signature: &str, arguments: &[&str]) -> Self {
        Self::data(Signature::parse(signature).unwrap().encode(arguments).unwrap())
    }

    pub(super) fn data(data: Vec<u8>) -> Self {
        Self::about(&transaction(TxEip1559 { input: data.into(), ..plain() }))
    }

    pub(super) fn fact(&self, label: &str) -> &str {
        &self
            .facts
            .iter()
            .find(|fact| fact.label == label)
            .unwrap_or_else(|| panic!("no fact {label}: {:#?}", self.facts))
            .value
    }

    pub(super) fn severity(&self, id: &str) -> Option<Severity> {
        self.findings.iter().find(|finding| finding.id == id).map(|finding| finding.severity)
    }
}

pub(super) fn plain() -> TxEip1559 {
    TxEip1559 {
        chain_id: 1,
        nonce: 9,
        gas_limit: 21_000,
        max_fee_per_gas: 40_000_000_000,
        max_priority_fee_per_gas: 1_000_000_000,
        to: CONTRACT.into(),
        value: U256::ZERO,
        access_list: alloy_eips::eip2930::AccessList::default(),
        input: Bytes::new(),
    }
}

pub(super) fn transaction(tx: TxEip1559) -> Payload {
    Payload::Transaction(UnsignedTx::Eip1559(tx))
}

#[test]
fn a_known_call_raises_its_finding() {
    for (signature, arguments, finding, severity) in [
        ("transferOwnership(address)", &[OTHER][..], "ownership-transfer", Severity::Critical),
        ("renounceOwnership()", &[], "renounce-ownership", Severity::Critical),
        ("acceptOwnership()", &[], "ownership-accept", Severity::Caution),
        ("grantRole(bytes32,address)", &[ROLE, OTHER], "role-grant", Severity::Critical),
        ("revokeRole(bytes32,address)", &[ROLE, OTHER], "role-revoke", Severity::Danger),
        ("renounceRole(bytes32,address)", &[ROLE, OTHER], "role-renounce", Severity::Danger),
        ("pause()", &[], "pause", Severity::Danger),
        ("upgradeTo(address)", &[OTHER], "upgrade", Severity::Critical),
        ("upgradeToAndCall(address,bytes)", &[OTHER, "0x"], "upgrade", Severity::Critical),
        ("changeAdmin(address)", &[OTHER], "upgrade-admin", Severity::Critical),
        ("approve(address,uint256)", &[OTHER, "1"], "approval", Severity::Danger),
        ("approve(address,uint256)", &[OTHER, MAX], "unlimited-approval", Severity::Critical),
        ("transfer(address,uint256)", &[OTHER, "1"], "token-transfer", Severity::Caution),
        ("setApprovalForAll(address,bool)", &[OTHER, "true"], "unlimited-approval", Severity::Critical),
        ("setApprovalForAll(address,bool)", &[OTHER, "false"], "approval", Severity::Info),
        ("setOperator(address,bool)", &[OTHER, "true"], "unlimited-approval", Severity::Critical),
        ("setOperator(address,bool)", &[OTHER, "false"], "approval", Severity::Info),
        ("updateDelay(uint256)", &["0"], "timelock-delay", Severity::Critical),
        ("enableModule(address)", &[OTHER], "safe-module", Severity::Critical),
        ("approveHash(bytes32)", &[ROLE], "safe-approval", Severity::Danger),
        ("approveHash(bytes32)", &[ROLE], "bare-32-byte-message", Severity::Critical),
        ("signMessage(bytes)", &[ROLE], "bare-32-byte-message", Severity::Critical),
        ("setBaseDelaySeconds(uint32)", &["0"], "no-delay", Severity::Critical),
        ("multiSend(bytes)", &["0x00"], "malformed-batch", Severity::Critical),
        ("somethingElse()", &[], "unknown-call", Severity::Danger),
    ] {
        let review = Review::call(signature, arguments);
        assert_eq!(review.severity(finding), Some(severity), "{signature} {:#?}", review.findings);
    }
}

#[test]
fn the_effect_names_contract_and_arguments_in_full() {
    let review = Review::call("transferOwnership(address)", &[OTHER]);
    assert!(review.fact("Effect").starts_with(&format!("Makes {OTHER} the owner of {CONTRACT}")));
    assert_eq!(review.fact("Argument newOwner (address)"), OTHER);
    let review = Review::call("grantRole(bytes32,address)", &[ROLE, OTHER]);
    assert!(review.fact("Effect").contains(&format!("{ROLE} (MINTER_ROLE)")));
}

#[test]
fn an_unknown_call_is_never_called_anything_else() {
    for data in [vec![1], vec![1, 2, 3, 4], vec![0xff; 100]] {
        let review = Review::data(data);
        assert_eq!(review.severity("unknown-call"), Some(Severity::Danger));
        assert!(review.fact("Effect").contains("not known here"));
    }
}

#[test]
fn a_call_within_a_call_is_judged_as_if_it_were_signed_alone() {
    let inner = Signature::parse("transferOwnership(address)").unwrap().encode(&[OTHER]).unwrap();
    let inner = alloy_primitives::hex::encode_prefixed(inner);
    let safe = "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)";
    let review = Review::call(safe, &[OTHER, "0", &inner, "0", "0", "0", "0", ZERO, ZERO, "0x"]);
    assert_eq!(review.severity("ownership-transfer"), Some(Severity::Critical));
    assert!(review.fact("1.1 Effect").contains(&format!("the owner of {OTHER}")));
    assert_eq!(review.severity("delegatecall"), None);
    let review = Review::call(safe, &[OTHER, "0", &inner, "1", "0", "0", "5", ZERO, ZERO, "0x"]);
    assert_eq!(review.severity("delegatecall"), Some(Severity::Critical));
    assert_eq!(review.severity("safe-refund"), Some(Severity::Danger));
    let schedule = "schedule(address,uint256,bytes,bytes32,bytes32,uint256)";
    let review = Review::call(schedule, &[OTHER, "0", "0xdeadbeef", ROLE, ROLE, "60"]);
    assert_eq!(review.severity("unknown-call"), Some(Severity::Danger));
}

#[test]
fn calldata_that_two_programs_may_read_differently_is_critical() {
    let mut data = Signature::parse("transferOwnership(address)").unwrap().encode(&[OTHER]).unwrap();
    data[4] = 1;
    assert_eq!(Review::data(data.clone()).severity("non-canonical-calldata"), Some(Severity::Critical));
    data[4] = 0;
    data.push(0);
    let review = Review::data(data);
    assert_eq!(review.severity("trailing-calldata"), Some(Severity::Caution));
    assert_eq!(review.severity("ownership-transfer"), Some(Severity::Critical));
}

#[test]
fn a_transaction_is_told_from_network_to_digest() {
    let review = Review::about(&transaction(TxEip1559 {
        value: U256::from(1_500_000_000_000_000_000_u64),
        ..plain()
    }));
    for (label, value) in [
        ("What", "Transaction (EIP-1559) that sends value"),
        ("Network", "Ethereum (chain id 1)"),
        ("From", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 at m/44'/60'/0'/0/0"),
        ("Value", "1.5 ETH (1500000000000000000 wei)"),
        ("Fee at most", "0.00084 ETH (840000000000000 wei)"),
        ("Fee cap per gas", "40 gwei (40000000000 wei)"),
        ("Nonce", "9"),
        ("Calldata", "none"),
        ("Asked by", "a \\u{202e}wallet"),
    ] {
        assert_eq!(review.fact(label), value);
    }
    let claimed: Vec<_> = review.facts.iter().filter(|fact| fact.provenance == Provenance::Claimed).collect();
    assert_eq!(claimed.len(), 1, "only the origin is not in what is signed");
    assert_eq!(review.severity("unreadable-characters"), Some(Severity::Danger));
}

#[test]
fn a_transaction_that_costs_or_goes_nowhere_is_found() {
    let gwei = 1_000_000_000;
    for (tx, finding, severity) in [
        (TxEip1559 { max_fee_per_gas: 15_000 * gwei, ..plain() }, "high-fee", Some(Severity::Caution)),
        (TxEip1559 { max_fee_per_gas: 150_000 * gwei, ..plain() }, "high-fee", Some(Severity::Danger)),
        (
            TxEip1559 { max_fee_per_gas: u128::MAX, gas_limit: u64::MAX, ..plain() },
            "high-fee",
            Some(Severity::Danger),
        ),
        (plain(), "high-fee", None),
        (TxEip1559 { max_priority_fee_per_gas: u128::MAX, ..plain() }, "fee-order", Some(Severity::Caution)),
        (TxEip1559 { to: Address::ZERO.into(), ..plain() }, "zero-address", Some(Severity::Danger)),
        (TxEip1559 { chain_id: 999_999, ..plain() }, "unknown-chain", Some(Severity::Caution)),
        (TxEip1559 { to: None.into(), ..plain() }, "contract-creation", Some(Severity::Critical)),
        (
            TxEip1559 { to: None.into(), input: vec![0].into(), ..plain() },
            "contract-creation",
            Some(Severity::Caution),
        ),
        (
            TxEip1559 { to: None.into(), input: vec![0; 50_000].into(), ..plain() },
            "init-code-size",
            Some(Severity::Caution),
        ),
    ] {
        assert_eq!(
            Review::about(&transaction(tx.clone())).severity(finding),
            severity,
            "{finding} {}",
            tx.max_fee_per_gas
        );
    }
}

#[test]
fn an_authorization_is_told_with_its_authority_and_delegate() {
    let vectors = include_str!("../../../../tests/vectors/ur/sign-requests.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
    let vector =
        vectors["vectors"].as_array().unwrap().iter().find(|vector| vector["id"] == "req-7702").unwrap();
    let bytes = alloy_primitives::hex::decode(vector["request"]["sign_data"].as_str().unwrap()).unwrap();
    let payload = Payload::decode(DataType::TypedTransaction, &bytes).unwrap();
    let review = Review::about(&payload);
    assert_eq!(review.severity("eip7702-delegation"), Some(Severity::Critical));
    assert!(review.fact("Authorization").starts_with("The account 0x"), "{}", review.fact("Authorization"));

    let Payload::Transaction(UnsignedTx::Eip7702(tx)) = payload else { panic!("a 7702 vector") };
    let inner = Authorization { chain_id: U256::ZERO, address: CONTRACT, nonce: 0 };
    let forged = SignedAuthorization::new_unchecked(inner, 0, U256::ZERO, U256::from(1));
    let own = tx.authorization_list.clone();
    let elsewhere = TxEip7702 { chain_id: tx.chain_id + 1, ..tx.clone() };
    for (tx, mismatch) in [(tx.clone(), None), (elsewhere, Some(Severity::Danger))] {
        let review = Review::about(&Payload::Transaction(UnsignedTx::Eip7702(tx)));
        assert_eq!(review.severity("chain-mismatch"), mismatch);
        let acts = &review.acts[review.acts.len() - own.len()..];
        assert!(acts.iter().all(|act| act.undone_by == crate::review::UndoneBy::Account), "{acts:?}");
    }
    let tx = TxEip7702 { authorization_list: vec![forged], ..tx };
    let review = Review::about(&Payload::Transaction(UnsignedTx::Eip7702(tx)));
    assert_eq!(review.severity("chain-mismatch"), None, "on every chain");
    assert_eq!(review.severity("eip7702-authority"), Some(Severity::Caution));
    assert!(review.fact("Authorization").contains("on every chain"));
}

#[test]
fn a_message_is_told_as_text_or_as_bytes() {
    let review = |bytes: &[u8]| Review::about(&Payload::Message(PersonalMessage(bytes.to_vec())));
    assert_eq!(review("Grüße\nvom kalten Ende".as_bytes()).fact("Message"), "Grüße\nvom kalten Ende");
    assert_eq!(review(b"").fact("Message"), "(empty)");
    assert_eq!(review(&[0xbb; 32]).severity("bare-32-byte-message"), Some(Severity::Critical));
    assert_eq!(review(MAX.as_bytes()).severity("bare-32-byte-message"), Some(Severity::Danger));
    assert_eq!(review(&[b'a'; 31]).severity("bare-32-byte-message"), None);
    assert_eq!(review(&[0xbb; 31]).severity("unreadable-message"), Some(Severity::Danger));
    // A hash can be searched for until it looks like a text.
    let text = review(b"thirty-two bytes of text, really");
    assert_eq!(text.severity("bare-32-byte-message"), Some(Severity::Danger));
    assert_eq!(review("x\u{2066}y".as_bytes()).fact("Message"), "x\\u{2066}y");
    assert_eq!(review(&[0xff]).fact("Message in hex"), "0xff");
}

/// The form of EIP-4361, for the account that signs here.
const SIGN_IN: &str = "app.example wants you to sign in with your Ethereum account:
0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

Vote with us.

URI: https://app.example/login
Version: 1
Chain ID: 1
Nonce: 32891756
Issued At: 2026-11-23T16:25:24.000Z
Resources:
- https://app.example/terms";

#[test]
fn a_sign_in_is_told_part_by_part() {
    let review = Review::about(&Payload::Message(PersonalMessage(SIGN_IN.into())));
    assert_eq!(review.severity("sign-in"), Some(Severity::Info));
    assert_eq!(review.severity("sign-in-mismatch"), None, "{:#?}", review.findings);
    for (label, value) in [
        ("Site", "app.example"),
        ("Statement", "Vote with us."),
        ("Nonce", "32891756"),
        ("Resource", "https://app.example/terms"),
    ] {
        assert_eq!(review.fact(label), value);
    }
}

#[test]
fn each_thing_that_is_wrong_with_a_sign_in_is_found() {
    for (was, is, why) in [
        ("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", OTHER, "another account"),
        ("URI: https://app.example", "URI: https://app.example.evil.example", "leads elsewhere"),
        ("app.example wants", "evil.example wants", "another site"),
        ("URI: https", "URI: http", "not encrypted"),
        ("Version: 1", "Version: 2", "another version"),
        ("Chain ID: 1", "Chain ID: one", "no number"),
        ("Nonce: 32891756\n", "", "no form"),
    ] {
        let text = SIGN_IN.replacen(was, is, 1);
        assert_ne!(text, SIGN_IN);
        let review = Review::about(&Payload::Message(PersonalMessage(text.into())));
        assert_eq!(review.severity("sign-in-mismatch"), Some(Severity::Danger), "{why}");
    }
    let alike = SIGN_IN.replace("app.example", "\u{430}pp.example");
    let review = Review::about(&Payload::Message(PersonalMessage(alike.into())));
    assert_eq!(review.severity("look-alike-text"), Some(Severity::Danger));
    assert_eq!(review.severity("sign-in-mismatch"), Some(Severity::Danger));
    let grants = SIGN_IN.replace("- https://app.example/terms", "- urn:recap:eyJhdHQiOnt9fQ");
    let review = Review::about(&Payload::Message(PersonalMessage(grants.into())));
    assert_eq!(review.severity("sign-in-grants"), Some(Severity::Danger));
}

#[test]
fn a_text_argument_that_looks_like_another_is_found() {
    let review = Review::call("setName(string)", &["US\u{39f}"]);
    assert_eq!(review.severity("look-alike-text"), None, "an unknown call has no texts");
    let proposal = "propose(address[],uint256[],bytes[],string)";
    let review = Review::call(proposal, &["[]", "[]", "[]", "pay the Tr\u{435}asury"]);
    assert_eq!(review.severity("look-alike-text"), Some(Severity::Danger), "{:#?}", review.findings);
    let review = Review::call(proposal, &["[]", "[]", "[]", "\u{421}\u{41e}\u{41c}\u{420}"]);
    assert_eq!(review.severity("look-alike-text"), Some(Severity::Caution), "{:#?}", review.findings);
}

proptest! {
    #[test]
    fn no_calldata_goes_without_a_warning_and_all_of_it_is_shown(
        known: prop::sample::Index, any_selector: [u8; 4], guess: bool, words in prop::collection::vec(0..400_u64, 0..12), tail: Vec<u8>,
    ) {
        let calls = KnownCall::all();
        let selector = if guess { any_selector } else { calls[known.index(calls.len())].signature.selector() };
        let mut data = selector.to_vec();
        data.extend(words.into_iter().flat_map(|word| U256::from(word).to_be_bytes::<32>()));
        data.extend(tail);
        let review = Review::data(data.clone());
        prop_assert!(review.findings.iter().any(|finding| finding.id != "unreadable-characters"), "{:?}", review.findings);
        prop_assert!(review.fact("Calldata").starts_with(&alloy_primitives::hex::encode_prefixed(&data)));
    }

    #[test]
    fn no_message_makes_the_review_panic(bytes: Vec<u8>) {
        let review = Review::about(&Payload::Message(PersonalMessage(bytes.clone())));
        prop_assert_eq!(review.fact("Message in hex"), alloy_primitives::hex::encode_prefixed(bytes));
    }
}

#[test]
fn mild_findings_are_never_lost_beside_grave_ones_of_their_kind() {
    let finding = |severity, number: usize| Finding {
        id: "x",
        severity,
        sentence: format!("{severity:?} {number}"),
        advice: String::new(),
    };
    for (grave, mild, kept) in [(20, 1, 21), (20, 8, 28), (20, 12, 29), (0, 12, 9)] {
        let all = (0..grave).map(|number| finding(Severity::Danger, number));
        let all = all.chain((0..mild).map(|number| finding(Severity::Caution, number)));
        let found = notes::gathered(all.collect());
        assert_eq!(found.len(), kept, "{grave} and {mild}");
        let last = &found.last().unwrap().sentence;
        assert_eq!(last.contains("4 more findings"), mild == 12, "{last}");
    }
}
