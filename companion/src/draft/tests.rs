//! Drafts against the embedded devnet and its example contract.

use shared::{
    abi::Signature,
    eth::{Address, Bytes, Fingerprint},
    wire::SignRequest,
};

use super::*;
use crate::{
    acts::{AskWish, ask},
    devnet::{Devnet, DevnetOptions, PUBLIC_ACCOUNTS},
    example,
    journal::Journal,
    node::{NodeOptions, Nodes},
};

/// A key that asks: the first of the public test mnemonic.
pub(super) fn key() -> AskedKey {
    key_of(PUBLIC_ACCOUNTS[0])
}

fn key_of(address: Address) -> AskedKey {
    let path = "m/44'/60'/0'/0/0".parse().unwrap();
    AskedKey::new(path, Fingerprint([1, 2, 3, 4]), address).unwrap()
}

struct Table {
    _chain: Devnet,
    _folder: tempfile::TempDir,
    nodes: Nodes,
    journal: Journal,
}

fn table() -> Table {
    let options = DevnetOptions { contracts: vec![example::genesis()], ..DevnetOptions::default() };
    let chain = Devnet::start(options).unwrap();
    let nodes = Nodes::connect(&[chain.url()], None, NodeOptions::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    Table { _chain: chain, _folder: folder, nodes, journal }
}

impl Table {
    fn draft(&self, wish: &Wish) -> Draft {
        draft(&self.journal, &self.nodes, wish, &mut |_| true).unwrap()
    }
}

fn call(function: &str, arguments: &[&str]) -> TxIntent {
    let data: Bytes = Signature::parse(function).unwrap().encode(arguments).unwrap().into();
    TxIntent { to: Some(example::CONTRACT_ADDRESS), data, ..TxIntent::default() }
}

fn words(simulation: &Simulation) -> Vec<String> {
    let Simulation::Ran { how, effects, unseen } = simulation else { panic!("{simulation:?}") };
    assert_eq!((*how, unseen), ("eth_simulateV1 and debug_traceCall", &None));
    effects.iter().map(ToString::to_string).collect()
}

#[test]
fn a_draft_says_what_the_call_would_do_and_what_the_station_will_show() {
    let table = table();
    let draft = table.draft(&Wish::new(call("pause()", &[]), key()));
    assert_eq!((draft.transaction.nonce(), draft.transaction.chain_id()), (0, 31_337));
    assert_eq!((draft.reverts.as_deref(), draft.doubts.as_slice(), draft.creates), (None, &[][..], None));
    let told = words(&draft.simulation);
    assert!(told[0].contains("is paused by 0xf39F"), "{told:?}");
    assert!(told[1].contains("slot 1: from 0 to 1"), "{told:?}");
    let request = SignRequest { request_id: None, ..draft.review.request().clone() };
    let signer = Signer { fingerprint: key().fingerprint, address: key().address };
    let station = Checked::of(request, signer).unwrap();
    assert_eq!((station.facts(), station.findings()), (draft.review.facts(), draft.review.findings()));
    assert_eq!(station.digest(), draft.review.digest());
}

#[test]
fn three_fees_have_their_worst_case_and_the_choice_changes_nothing_else() {
    let table = table();
    let normal = table.draft(&Wish::new(call("pause()", &[]), key()));
    let [slow, middle, fast] = normal.choices;
    assert!(slow.worst_case < middle.worst_case && middle.worst_case < fast.worst_case);
    assert_eq!(normal.transaction.worst_case_fee(), middle.worst_case);
    let hurried = normal.at(Speed::Fast).unwrap();
    assert_eq!(hurried.transaction.worst_case_fee(), fast.worst_case);
    assert_eq!(hurried.at(Speed::Normal).unwrap(), normal);
    let own = OwnFees { max_fee: Some(middle.fees.max_fee_per_gas * 100), ..OwnFees::default() };
    let dear = table.draft(&Wish { own, ..Wish::new(call("pause()", &[]), key()) });
    assert!(dear.doubts.iter().any(|doubt| doubt.contains("check the unit")), "{:?}", dear.doubts);
}

#[test]
fn why_a_call_would_revert_is_said_in_words() {
    let table = table();
    let stranger = key_of(PUBLIC_ACCOUNTS[1]);
    let draft = table.draft(&Wish::new(call("pause()", &[]), stranger));
    let reason = draft.reverts.unwrap();
    assert!(
        reason.starts_with("OwnableUnauthorizedAccount: 0x7099") && reason.ends_with("is not the owner"),
        "{reason}"
    );
    let draft = table.draft(&Wish::new(call("unpause()", &[]), key()));
    assert_eq!(draft.reverts.as_deref(), Some("ExpectedPause: the contract is not paused"));
}

#[test]
fn a_nonce_that_a_journalled_request_has_is_not_given_out_again() {
    let mut table = table();
    let first = table.draft(&Wish::new(call("pause()", &[]), key()));
    let payload = Payload::Transaction(first.transaction);
    let wish = AskWish { payload, key: key(), purpose: None, replaces: None };
    ask(&mut table.journal, wish, RequestId::of_random([7; 16])).unwrap();
    let second = table.draft(&Wish::new(call("setLimit(uint256)", &["1.5 ether"]), key()));
    assert_eq!(second.transaction.nonce(), 1);
    assert!(second.doubts[0].contains("waits for them"), "{:?}", second.doubts);
    let same = table.draft(&Wish { nonce: Some(0), ..Wish::new(call("pause()", &[]), key()) });
    assert!(same.doubts[0].contains("only one can ever be mined"), "{:?}", same.doubts);
    let gap = table.draft(&Wish { nonce: Some(5), ..Wish::new(call("pause()", &[]), key()) });
    assert!(gap.doubts[0].contains("waits for what is missing"), "{:?}", gap.doubts);
}

#[test]
fn what_speaks_against_a_transaction_is_said() {
    let table = table();
    let poor = key_of(Address::repeat_byte(0x77));
    for (intent, key, doubt) in [
        (
            TxIntent { value: U256::from(1), to: Some(Address::ZERO), ..TxIntent::default() },
            poor,
            "until there is enough",
        ),
        (
            TxIntent {
                to: Some(Address::repeat_byte(9)),
                data: vec![1, 2, 3, 4].into(),
                ..TxIntent::default()
            },
            key(),
            "no contract",
        ),
    ] {
        let wish = Wish { gas: Some(50_000), ..Wish::new(intent, key) };
        let doubts = table.draft(&wish).doubts;
        assert!(doubts.iter().any(|said| said.contains(doubt)), "{doubts:?}");
    }
}

#[test]
fn coins_that_move_and_contracts_that_come_to_be_are_effects() {
    let table = table();
    let pay = TxIntent {
        to: Some(PUBLIC_ACCOUNTS[1]),
        value: U256::from(10).pow(U256::from(18)),
        ..TxIntent::default()
    };
    let told = words(&table.draft(&Wish::new(pay, key())).simulation);
    assert!(told.iter().any(|line| line.contains("0xf39F") && line.contains("−1 coins")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("0x7099") && line.contains("+1 coins")), "{told:?}");
    // Init code that returns one byte of code.
    let create = TxIntent { data: vec![0x60, 1, 0x60, 0, 0xf3].into(), ..TxIntent::default() };
    let draft = table.draft(&Wish::new(create, key()));
    assert_eq!(draft.creates, Some(key().address.create(0)));
    let told = words(&draft.simulation);
    assert!(told.iter().any(|line| line.contains("a contract of 1 bytes is created")), "{told:?}");
}

#[test]
fn an_operator_who_does_not_want_to_wait_stops_it() {
    let table = table();
    let mut asked = 0;
    let stopped = draft(&table.journal, &table.nodes, &Wish::new(call("pause()", &[]), key()), &mut |_| {
        asked += 1;
        asked < 3
    });
    assert!(matches!(stopped, Err(ActError::Stopped)));
}
