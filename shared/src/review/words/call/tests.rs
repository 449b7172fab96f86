//! What a call and the calls inside it are told as, as claims.

use super::super::{
    Review,
    tests::{plain, transaction},
};
use crate::{
    abi::{KnownCall, Signature},
    eth::{Address, B256, U256, keccak256},
    review::{Knowledge, Provenance, Severity},
};
use alloy_consensus::TxEip1559;
use alloy_dyn_abi::DynSolValue;
use alloy_primitives::hex;
use proptest::prelude::*;

mod accounts;
mod knowledge;
mod powers;
mod safes;
mod trees;

/// What [`plain`] transactions call.
const CONTRACT: Address = Address::repeat_byte(0xc0);
const WORD: &str = "0x9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a6";
const EXECUTE: &str =
    "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)";

fn address(number: u8) -> String {
    Address::repeat_byte(number).to_string()
}

fn encode(signature: &str, arguments: &[&str]) -> Vec<u8> {
    Signature::parse(signature).unwrap().encode(arguments).unwrap()
}

fn text(bytes: &[u8]) -> String {
    hex::encode_prefixed(bytes)
}

/// One call of a batch as `multiSend` packs it.
fn packed(operation: u8, to: Address, value: u64, data: &[u8]) -> Vec<u8> {
    let (value, length) = (U256::from(value), U256::from(data.len()));
    [&[operation][..], to.as_slice(), &value.to_be_bytes::<32>(), &length.to_be_bytes::<32>(), data].concat()
}

fn multi_send(calls: &[Vec<u8>]) -> Vec<u8> {
    // Longer than the text of an argument may be.
    Signature::parse("multiSend(bytes)").unwrap().call(vec![DynSolValue::Bytes(calls.concat())])
}

/// A Safe that makes one call or delegatecall.
fn by_safe(to: Address, data: &[u8], operation: u8) -> Review {
    let zero = address(0);
    let operation = operation.to_string();
    Review::call(EXECUTE, &[&to.to_string(), "0", &text(data), &operation, "0", "0", "0", &zero, &zero, "0x"])
}

impl Review {
    /// Number, depth and sentence of each act.
    fn tree(&self) -> Vec<(&str, &str)> {
        self.acts.iter().map(|act| (act.number.as_str(), act.sentence.as_str())).collect()
    }

    /// Whether the act with this number raised the finding with this severity.
    fn found(&self, number: &str, id: &str, severity: Severity) -> bool {
        let place = if number.contains('.') { format!("In {number}: ") } else { String::new() };
        self.findings.iter().any(|finding| {
            finding.id == id && finding.severity == severity && finding.sentence.starts_with(&place)
        })
    }
}

#[test]
fn a_timelock_says_its_delay_in_words_and_what_it_runs() {
    let owner = address(0x66);
    let inner = encode("transferOwnership(address)", &[&owner]);
    let review = Review::call(
        "schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
        &[&address(0x50), "1500000000000000000", &text(&inner), WORD, WORD, "172800"],
    );
    let [(first, schedule), (second, transfer)] = review.tree()[..] else { panic!("{:?}", review.tree()) };
    assert_eq!((first, second), ("1", "1.1"));
    assert!(schedule.ends_with("to be run after 2 days (172800 seconds)."), "{schedule}");
    assert!(transfer.starts_with(&format!("Makes {owner} the owner of {}", address(0x50))), "{transfer}");
    assert!(transfer.ends_with("It sends 1.5 ETH (1500000000000000000 wei) along."), "{transfer}");
    assert_eq!(review.fact("Argument data (bytes)"), "36 bytes, read below");
    assert_eq!(
        review.fact("1.1 Call"),
        format!("{CONTRACT} calls {} with 1.5 ETH (1500000000000000000 wei)", address(0x50))
    );
    assert!(review.found("1.1", "ownership-transfer", Severity::Critical));
}

#[test]
fn compounds_calls_are_put_together_from_their_signature() {
    let owner = address(0x66);
    let argument = format!("0x{:0>64}", &owner[2..]);
    let whole = text(&encode("transferOwnership(address)", &[&owner]));
    for (signature, data) in [("transferOwnership(address)", argument.as_str()), ("", whole.as_str())] {
        let review = Review::call(
            "queueTransaction(address,uint256,string,bytes,uint256)",
            &[&address(0x50), "0", signature, data, "1800000000"],
        );
        assert!(review.acts[1].sentence.starts_with(&format!("Makes {owner} the owner of")), "{signature:?}");
        assert!(review.acts[0].sentence.contains("2027-01-15 08:00 UTC"), "{}", review.acts[0].sentence);
    }
    let review = Review::call(
        "propose(address[],uint256[],string[],bytes[],string)",
        &[
            &format!("[{},{}]", address(0x50), address(0x51)),
            "[0,0]",
            "[\"pause()\",\"\"]",
            "[0x,0x8456cb59]",
            "stop both",
        ],
    );
    let pauses = review.acts.iter().filter(|act| act.sentence.starts_with("Pauses ")).count();
    assert_eq!(pauses, 2, "{:?}", review.tree());
}

#[test]
fn lists_of_different_length_are_said_and_shown_in_full() {
    let review = Review::call(
        "scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)",
        &[
            &format!("[{},{}]", address(0x50), address(0x51)),
            "[0]",
            "[0x8456cb59,0x715018a6,0xdeadbeef]",
            WORD,
            WORD,
            "0",
        ],
    );
    assert_eq!(review.severity("malformed-batch"), Some(Severity::Critical));
    assert_eq!(review.severity("no-delay"), Some(Severity::Danger));
    assert!(review.fact("Argument payloads (bytes[])").contains("0xdeadbeef"));
    assert_eq!(review.acts.len(), 3, "as far as there is a target and calldata");
}

#[test]
fn an_upgrade_shows_the_initializer_that_runs_in_the_new_code() {
    let inner = text(&encode("initialize(address)", &[&address(0x66)]));
    for (signature, arguments) in [
        ("upgradeToAndCall(address,bytes)", vec![address(0x77), inner.clone()]),
        ("upgradeAndCall(address,address,bytes)", vec![CONTRACT.to_string(), address(0x77), inner.clone()]),
    ] {
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let review = Review::call(signature, &arguments);
        assert!(review.found("1.1", "initializer", Severity::Critical), "{:#?}", review.findings);
        assert!(review.acts[1].sentence.starts_with(&format!("Initializes {CONTRACT} with ")));
        assert_eq!(review.severity("unknown-implementation"), Some(Severity::Critical));
    }
    let empty = Review::call("upgradeToAndCall(address,bytes)", &[&address(0x77), "0x"]);
    assert_eq!(empty.acts.len(), 1);
}

#[test]
fn an_unknown_call_lays_out_its_words_and_claims_no_more_than_a_guess() {
    let data = encode("deposit(uint256 assets, address receiver)", &["1000", &address(0x66)]);
    let review = Review::data(data.clone());
    let finding = review.findings.iter().find(|finding| finding.id == "unknown-call").unwrap();
    assert!(finding.severity >= Severity::Danger && finding.wants_word());
    assert_eq!(review.fact("Selector"), "0x6e553f65");
    let words = review.fact("Words 1 to 2 of 2");
    assert!(words.contains("(as a number 1000)") && words.contains(&address(0x66)), "{words}");
    let guess = review.facts.iter().find(|fact| fact.label == "Perhaps the function").unwrap();
    assert_eq!((guess.value.as_str(), guess.provenance), ("deposit(uint256,address)", Provenance::Claimed));
    let broken = Review::data([data, vec![0; 5]].concat());
    assert!(!broken.facts.iter().any(|fact| fact.label.starts_with("Perhaps")), "a guess must fit");
    assert!(broken.fact("Words 1 to 3 of 3").ends_with("0000000000 (5 bytes, no whole word)"));
}

#[test]
fn coins_that_go_to_an_account_are_told_and_a_call_to_oneself_too() {
    let sent = Review::about(&transaction(TxEip1559 { value: U256::from(1), ..plain() }));
    assert_eq!(sent.severity("value-transfer"), Some(Severity::Caution));
    let rejection = by_safe(CONTRACT, &[], 0);
    assert!(rejection.acts[1].sentence.contains("uses up its nonce"), "{:?}", rejection.tree());
    assert_eq!(rejection.severity("self-call"), None);
    let threshold = by_safe(CONTRACT, &encode("changeThreshold(uint256)", &["1"]), 0);
    assert!(threshold.found("1.1", "self-call", Severity::Danger));
    assert!(threshold.found("1.1", "safe-threshold", Severity::Critical));
}

/// EIP-1014's own examples: deployer, salt, init code, address.
#[test]
fn the_address_of_a_creation_follows_from_salt_and_code_as_eip_1014_says() {
    for (deployer, salt, code, created) in [
        (
            "0x0000000000000000000000000000000000000000",
            "00",
            "00",
            "0x4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38",
        ),
        (
            "0xdeadbeef00000000000000000000000000000000",
            "00",
            "00",
            "0xB928f69Bb1D91Cd65274e3c79d8986362984fDA3",
        ),
        (
            "0xdeadbeef00000000000000000000000000000000",
            "000000000000000000000000feed000000000000000000000000000000000000",
            "00",
            "0xD04116cDd17beBE565EB2422F2497E06cC1C9833",
        ),
        (
            "0x00000000000000000000000000000000deadbeef",
            "00000000000000000000000000000000000000000000000000000000cafebabe",
            "deadbeef",
            "0x60f3f640a8508fC6a86d45DF051962668E1e8AC7",
        ),
    ] {
        let data = encode(
            "performCreate2(uint256,bytes,bytes32)",
            &["0", &format!("0x{code}"), &format!("0x{salt:0>64}")],
        );
        let to: Address = deployer.parse().unwrap();
        let review = Review::about(&transaction(TxEip1559 { to: to.into(), input: data.into(), ..plain() }));
        let sentence = &review.acts[1].sentence;
        assert!(sentence.starts_with(&format!("Creates a contract at {created}")), "{sentence}");
    }
}

#[test]
fn a_deployer_that_takes_no_selector_creates_a_contract() {
    let deployer: Address = "0x4e59b44847b379578588920cA78FbF26c0B4956C".parse().unwrap();
    let code = hex!("6001600155");
    let input = [&[7; 32][..], &code].concat();
    let review =
        Review::about(&transaction(TxEip1559 { to: deployer.into(), input: input.into(), ..plain() }));
    let created = deployer.create2(B256::repeat_byte(7), keccak256(code));
    assert!(review.acts[1].sentence.contains(&created.to_string()), "{:?}", review.tree());
    assert!(review.found("1.1", "contract-creation", Severity::Caution));
    assert_eq!(review.fact("1.1 Init code"), format!("5 bytes with the keccak256 {}", keccak256(code)));
}

#[test]
fn amounts_beyond_any_supply_are_found_inside_tuples_too() {
    let most = U256::MAX.wrapping_shr(96).to_string();
    let spender = address(0x66);
    for (signature, arguments) in [
        (
            "approve(address,address,uint160,uint48)",
            vec![address(0x50), spender.clone(), most.clone(), "0".into()],
        ),
        (
            "permit(address,((address,uint160,uint48,uint48),address,uint256),bytes)",
            vec![address(0x51), format!("(({},{most},0,0),{spender},0)", address(0x50)), "0x".into()],
        ),
        (
            "permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)",
            vec![
                address(0x51),
                spender.clone(),
                "0".into(),
                "0".into(),
                "true".into(),
                "27".into(),
                WORD.into(),
                WORD.into(),
            ],
        ),
        ("authorizeOperator(address)", vec![spender.clone()]),
    ] {
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let review = Review::call(signature, &arguments);
        assert_eq!(review.severity("unlimited-approval"), Some(Severity::Critical), "{signature}");
        assert!(review.acts[0].sentence.contains(&spender), "{}", review.acts[0].sentence);
    }
}

#[test]
fn nobody_gets_power_without_a_warning() {
    let zero = address(0);
    for (signature, severity) in [
        ("transferOwnership(address)", Severity::Critical),
        ("upgradeTo(address)", Severity::Critical),
        ("changeAdmin(address)", Severity::Critical),
    ] {
        assert_eq!(Review::call(signature, &[&zero]).severity("zero-address"), Some(severity), "{signature}");
    }
    let transfer = Review::call("transfer(address,uint256)", &[&zero, "1"]);
    assert_eq!(transfer.severity("zero-address"), Some(Severity::Danger));
    let itself = Review::call("transfer(address,uint256)", &[&CONTRACT.to_string(), "1"]);
    assert_eq!(itself.severity("token-to-itself"), Some(Severity::Danger));
}

proptest! {
    #[test]
    fn whatever_stands_behind_a_known_selector_is_told_or_refused(
        known: prop::sample::Index, words in prop::collection::vec((any::<bool>(), 0..700_u64), 0..40), tail: Vec<u8>,
    ) {
        let calls = KnownCall::all();
        let mut data = calls[known.index(calls.len())].signature.selector().to_vec();
        let word = |(large, word): (bool, u64)| if large { U256::MAX - U256::from(word) } else { U256::from(word * 32) };
        data.extend(words.into_iter().flat_map(|each| word(each).to_be_bytes::<32>()));
        data.extend(tail);
        let review = Review::data(data);
        prop_assert!(review.acts.iter().all(|act| !act.sentence.is_empty()));
        prop_assert!(!review.findings.is_empty());
    }
}
