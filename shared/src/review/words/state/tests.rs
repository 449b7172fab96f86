//! What is said of a proven state, and which contradictions are found.

use crate::{
    abi::{Published, Signature},
    eth::{Address, B256, DataType, Fingerprint, Payload, U256, UnsignedTx, typed_data::TypedData},
    pack::{Block, Contract, Pack, Reviewer, Trusted},
    proof::{
        HeaderTrust, Proven, ProvenAccount, STALE_AFTER, Safe, Wanted,
        layout::{self, safe},
        made::{Made, NUMBER, TIME, proof, safe_words, strangers},
        see, unseen,
    },
    review::{Checked, Knowledge, Provenance, Severity, Signer},
    wire::{KeyPath, SignRequest, state_proof::Asked},
};
use alloy_consensus::TxEip1559;

mod packs;

const SAFE: Address = Address::repeat_byte(0x5a);
const PROXY: Address = Address::repeat_byte(0xc0);
const ALICE: Address = Address::repeat_byte(0xa1);
const BOB: Address = Address::repeat_byte(0xb2);
const CAROL: Address = Address::repeat_byte(0xc3);
const ROLE: B256 = B256::repeat_byte(0x77);

fn checked(payload: &Payload, signer: Address, knowledge: &Knowledge) -> Checked {
    let signer = Signer { fingerprint: Fingerprint([1; 4]), address: signer };
    let request = SignRequest {
        request_id: None,
        sign_data: payload.sign_data(),
        data_type: payload.data_type(),
        chain_id: None,
        key_path: KeyPath {
            path: "m/44'/60'/0'/0/0".parse().unwrap(),
            source_fingerprint: Some(signer.fingerprint),
            depth: None,
        },
        address: None,
        origin: None,
    };
    Checked::knowing(request, signer, crate::review::Allowed::default(), knowledge).unwrap()
}

/// A transaction of the Safe, to be signed by an owner.
fn safe_tx(to: Address, data: &[u8], nonce: u64) -> Payload {
    let json = format!(
        r#"{{"types":{{"EIP712Domain":[{{"name":"chainId","type":"uint256"}},{{"name":"verifyingContract","type":"address"}}],
        "SafeTx":[{{"name":"to","type":"address"}},{{"name":"value","type":"uint256"}},{{"name":"data","type":"bytes"}},
        {{"name":"operation","type":"uint8"}},{{"name":"safeTxGas","type":"uint256"}},{{"name":"baseGas","type":"uint256"}},
        {{"name":"gasPrice","type":"uint256"}},{{"name":"gasToken","type":"address"}},
        {{"name":"refundReceiver","type":"address"}},{{"name":"nonce","type":"uint256"}}]}},"primaryType":"SafeTx",
        "domain":{{"chainId":1,"verifyingContract":"{SAFE}"}},"message":{{"to":"{to}","value":"0","data":"{}",
        "operation":0,"safeTxGas":"0","baseGas":"0","gasPrice":"0","gasToken":"{zero}","refundReceiver":"{zero}",
        "nonce":"{nonce}"}}}}"#,
        alloy_primitives::hex::encode_prefixed(data),
        zero = Address::ZERO,
    );
    Payload::TypedData(Box::new(TypedData::parse(json.as_bytes()).unwrap()))
}

fn transaction(to: Address, data: Vec<u8>) -> Payload {
    let tx = TxEip1559 {
        chain_id: 1,
        nonce: 3,
        gas_limit: 90_000,
        max_fee_per_gas: 1_000_000_000,
        max_priority_fee_per_gas: 1,
        to: to.into(),
        input: data.into(),
        ..TxEip1559::default()
    };
    let payload = Payload::Transaction(UnsignedTx::Eip1559(tx));
    assert_eq!(payload.data_type(), DataType::TypedTransaction);
    payload
}

fn call(signature: &str, arguments: &[&str]) -> Vec<u8> {
    Signature::parse(signature).unwrap().encode(arguments).unwrap()
}

fn word(address: Address) -> U256 {
    U256::from_be_bytes(address.into_word().0)
}

/// Asks as a companion does, round by round, of a state of these accounts among strangers.
fn proven(payload: &Payload, signer: Address, state: &[Made]) -> (Proven, usize) {
    let mut all = strangers(40);
    all.extend(state.iter().cloned());
    let singleton =
        Published::at(safe_words(&[], 1, 0)[0].1.to_be_bytes_trimmed_vec().as_slice().try_into().unwrap());
    all.push(Made {
        code_hash: Some(singleton.unwrap().code_hash),
        ..Made::contract(singleton.unwrap().address, &[])
    });
    let checked = checked(payload, signer, &Knowledge::default());
    let (mut seen, mut rounds) = (Vec::new(), 0);
    loop {
        let asked = Wanted::by(&checked).asked(&Knowledge::default(), &seen);
        let open = unseen(&asked, &seen);
        if open.is_empty() {
            return (proof(&all, asked).1, rounds);
        }
        see(&mut seen, proof(&all, open).1.accounts);
        rounds += 1;
        assert!(rounds < 40, "it ends");
    }
}

fn knowing(proven: Proven) -> Knowledge {
    Knowledge { proofs: vec![proven.compared()], now: Some(TIME + 60), ..Knowledge::default() }
}

fn safe_of(owners: &[Address], threshold: u64, nonce: u64) -> Made {
    Made::contract(SAFE, &safe_words(owners, threshold, nonce))
}

/// The review of a payload with all that is proven of a state.
fn reviewed(payload: &Payload, signer: Address, state: &[Made]) -> Checked {
    let (proven, _) = proven(payload, signer, state);
    checked(payload, signer, &knowing(proven))
}

fn said<'a>(checked: &'a Checked, label: &str) -> &'a str {
    let fact = checked.facts().iter().find(|fact| fact.label == label);
    &fact.unwrap_or_else(|| panic!("no fact {label}: {:#?}", checked.facts())).value
}

fn found(checked: &Checked, id: &str) -> Option<Severity> {
    checked.findings().iter().find(|finding| finding.id == id).map(|finding| finding.severity)
}

#[test]
fn a_safe_is_said_whole_with_block_and_time() {
    let payload = safe_tx(BOB, &[], 7);
    let checked = reviewed(&payload, ALICE, &[safe_of(&[ALICE, BOB, CAROL], 2, 7)]);
    let at = "(at block 21000000, 2025-01-10 12:00 UTC)";
    assert_eq!(said(&checked, "Safe owners"), format!("2 of 3 must sign: {ALICE}, {BOB}, {CAROL} {at}"));
    assert_eq!(said(&checked, "Safe nonce"), format!("7 is the next {at}"));
    assert_eq!(said(&checked, "Safe modules"), format!("none {at}"));
    assert_eq!(said(&checked, "Safe guard"), format!("none {at}"));
    assert_eq!(said(&checked, "Signer"), format!("{ALICE} is an owner of the Safe {at}"));
    assert!(said(&checked, "Safe code").contains("1.4.1"), "{}", said(&checked, "Safe code"));
    assert!(said(&checked, "State of block").contains("you compared its hash"));
    let state: Vec<_> = checked.facts().iter().filter(|fact| fact.value.contains(at)).collect();
    assert!(state.iter().all(|fact| fact.provenance == Provenance::Proven));
    for id in ["stale-proof", "proof-time", "nonce-used", "not-an-owner", "safe-threshold", "contradiction"] {
        assert_eq!(found(&checked, id), None, "{id}: {:#?}", checked.findings());
    }
}

#[test]
fn a_state_is_claimed_until_the_header_is_compared() {
    let payload = safe_tx(BOB, &[], 7);
    let (proven, _) = proven(&payload, ALICE, &[safe_of(&[ALICE], 1, 7)]);
    let knowledge = Knowledge { proofs: vec![proven], ..Knowledge::default() };
    let checked = checked(&payload, ALICE, &knowledge);
    let state = checked.facts().iter().filter(|fact| fact.value.contains("(at block"));
    assert!(state.into_iter().all(|fact| fact.provenance == Provenance::Claimed));
    assert!(said(&checked, "State of block").contains("not compared yet"));
}

#[test]
fn each_contradiction_of_a_safe_has_its_finding() {
    let sentinel = safe::SENTINEL.to_string();
    let [alice, bob, carol] = [ALICE, BOB, CAROL].map(|owner| owner.to_string());
    let owners = safe_of(&[ALICE, BOB], 2, 7);
    let usual = || safe_tx(SAFE, &[], 7);
    let of = |signature: &str, arguments: &[&str]| safe_tx(SAFE, &call(signature, arguments), 7);
    let remove = "removeOwner(address before, address owner, uint256 threshold)";
    let add = "addOwnerWithThreshold(address owner, uint256 threshold)";
    let disable = "disableModule(address before, address module)";
    for (payload, signer, state, id, severity, why) in [
        (safe_tx(SAFE, &[], 6), ALICE, &owners, "nonce-used", Severity::Danger, "a used nonce"),
        (safe_tx(SAFE, &[], 8), ALICE, &owners, "nonce-ahead", Severity::Caution, "the next but one"),
        (safe_tx(SAFE, &[], 99), ALICE, &owners, "nonce-ahead", Severity::Danger, "far ahead"),
        (usual(), CAROL, &owners, "not-an-owner", Severity::Danger, "a stranger signs"),
        (usual(), ALICE, &safe_of(&[ALICE, BOB], 1, 7), "safe-threshold", Severity::Caution, "one of two"),
        (usual(), ALICE, &safe_of(&[ALICE, BOB], 3, 7), "safe-threshold", Severity::Critical, "three of two"),
        (
            of(remove, &[&sentinel, &carol, "1"]),
            ALICE,
            &owners,
            "contradiction",
            Severity::Danger,
            "no owner goes",
        ),
        (
            of(remove, &[&sentinel, &bob, "1"]),
            ALICE,
            &owners,
            "contradiction",
            Severity::Danger,
            "wrong neighbour",
        ),
        (of(add, &[&alice, "2"]), ALICE, &owners, "contradiction", Severity::Danger, "an owner comes again"),
        (
            of(disable, &[&sentinel, &bob]),
            ALICE,
            &owners,
            "contradiction",
            Severity::Danger,
            "no module goes",
        ),
        (
            of("changeThreshold(uint256 threshold)", &["3"]),
            ALICE,
            &owners,
            "safe-threshold",
            Severity::Critical,
            "more than there are",
        ),
    ] {
        let checked = reviewed(&payload, signer, std::slice::from_ref(state));
        assert_eq!(found(&checked, id), Some(severity), "{why}: {:#?}", checked.findings());
    }
    let swap = of("swapOwner(address before, address old, address new)", &[&alice, &bob, &carol]);
    let checked = reviewed(&swap, ALICE, &[owners]);
    assert_eq!(found(&checked, "contradiction"), None, "{:#?}", checked.findings());
    assert!(
        said(&checked, "Safe owners after this")
            .starts_with(&format!("2 of 2 would sign for {SAFE}: {ALICE}, {CAROL}"))
    );
}

#[test]
fn a_safe_that_runs_unpublished_code_is_critical() {
    let mut safe = safe_of(&[ALICE], 1, 7);
    safe.storage[0].1 = word(BOB);
    let checked = reviewed(&safe_tx(BOB, &[], 7), ALICE, &[safe]);
    assert_eq!(found(&checked, "unknown-safe-code"), Some(Severity::Critical));
}

#[test]
fn a_list_that_is_not_proven_whole_is_said_so() {
    let payload = safe_tx(BOB, &[], 7);
    let (mut proven, _) = proven(&payload, CAROL, &[safe_of(&[ALICE, BOB], 2, 7)]);
    let open = safe::owner_after(BOB);
    for account in &mut proven.accounts {
        account.storage.retain(|(slot, _)| *slot != open);
    }
    let checked = checked(&payload, CAROL, &knowing(proven));
    assert!(said(&checked, "Safe owners").starts_with("2 of 2 must sign; not proven whole, among them"));
    assert_eq!(found(&checked, "not-an-owner"), None, "who is not in a part may be in the rest");
}

#[test]
fn old_and_future_blocks_are_labelled() {
    let payload = safe_tx(BOB, &[], 7);
    let (proven, _) = proven(&payload, ALICE, &[safe_of(&[ALICE], 1, 7)]);
    for (now, stale, future, age) in [
        (Some(TIME + 60), false, false, "(less than two minutes old)"),
        (Some(TIME + STALE_AFTER), false, false, "(60 minutes old)"),
        (Some(TIME + STALE_AFTER + 1), true, false, "(60 minutes old)"),
        (Some(TIME + 3 * 3_600), true, false, "(3 hours old)"),
        (Some(TIME + 9 * 86_400), true, false, "(9 days old)"),
        (Some(TIME - 601), false, true, "UTC, hash"),
        (Some(TIME - 600), false, false, "UTC, hash"),
        (None, true, false, "UTC, hash"),
    ] {
        let knowledge = Knowledge { now, ..knowing(proven.clone()) };
        let checked = checked(&payload, ALICE, &knowledge);
        assert_eq!(found(&checked, "stale-proof").is_some(), stale, "{now:?}");
        assert_eq!(found(&checked, "proof-time").is_some(), future, "{now:?}");
        assert!(
            said(&checked, "State of block").contains(age),
            "{now:?}: {}",
            said(&checked, "State of block")
        );
    }
}

#[test]
fn a_safe_that_signs_for_no_network_is_told_by_the_one_that_its_proofs_name() {
    let Payload::TypedData(data) = safe_tx(BOB, &[], 7) else { panic!() };
    let text = String::from_utf8(data.json().to_vec()).unwrap();
    let old = text.replace(r#"{"name":"chainId","type":"uint256"},"#, "").replace(r#""chainId":1,"#, "");
    let payload = Payload::TypedData(Box::new(TypedData::parse(old.as_bytes()).unwrap()));
    assert_eq!(payload.signed_chain(), None);
    let (proven, _) = proven(&payload, CAROL, &[safe_of(&[ALICE], 1, 7)]);
    let one = checked(&payload, CAROL, &knowing(proven.clone()));
    assert!(said(&one, "Safe owners").starts_with("1 of 1 must sign"));
    assert!(said(&one, "Network of the proof").contains("by the word of whoever made the proof"));
    assert_eq!(found(&one, "not-an-owner"), Some(Severity::Danger));
    let other = Proven { chain: 10, ..proven.clone() };
    let two = Knowledge { proofs: vec![proven, other], ..Knowledge::default() };
    let two = checked(&payload, CAROL, &two);
    assert!(!two.facts().iter().any(|fact| fact.label == "Safe owners"), "which of the two is not known");
}

#[test]
fn accounts_of_the_request_without_a_proof_are_said() {
    let payload = safe_tx(BOB, &[], 7);
    let (mut proven, _) = proven(&payload, ALICE, &[safe_of(&[ALICE], 1, 7)]);
    let whole = checked(&payload, ALICE, &knowing(proven.clone()));
    assert!(!whole.facts().iter().any(|fact| fact.label == "Not proven"));
    proven.accounts.retain(|account| account.address != BOB);
    let part = checked(&payload, ALICE, &knowing(proven));
    assert_eq!(said(&part, "Not proven"), format!("of 1 accounts of the request nothing is: {BOB}"));
}

#[test]
fn new_owners_and_holders_of_roles_are_looked_at_too() {
    let add = call("addOwnerWithThreshold(address owner, uint256 threshold)", &[&CAROL.to_string(), "1"]);
    let (proven, _) = proven(&safe_tx(SAFE, &add, 7), ALICE, &[safe_of(&[ALICE], 1, 7)]);
    assert!(proven.account(CAROL).is_some(), "an owner");
    let grant = call("grantRole(bytes32 role, address account)", &[&ROLE.to_string(), &CAROL.to_string()]);
    let (proven, _) = self::proven(&transaction(PROXY, grant), ALICE, &[Made::contract(PROXY, &[])]);
    assert!(proven.account(CAROL).is_some(), "a role's holder");
}

#[test]
fn the_code_of_a_safe_is_published_only_by_the_word_of_its_own_block() {
    let payload = safe_tx(BOB, &[], 7);
    let (proven, _) = proven(&payload, ALICE, &[safe_of(&[ALICE], 1, 7)]);
    let singleton = Safe::of(proven.account(SAFE).unwrap()).unwrap().singleton;
    let published = Published::at(singleton).unwrap().code_hash;
    let code = |hash: B256| ProvenAccount {
        address: singleton,
        nonce: 1,
        balance: U256::ZERO,
        code_hash: Some(hash),
        storage: Vec::new(),
    };
    let with = |hash, of_its_own: bool| {
        let mut whole = Proven { accounts: proven.accounts.clone(), ..proven.clone() }.compared();
        whole.accounts.retain(|account| account.address != singleton);
        let mut proofs = vec![whole];
        if of_its_own {
            proofs[0].accounts.push(code(hash));
        } else {
            proofs.push(Proven { hash: B256::ZERO, accounts: vec![code(hash)], ..proven.clone() });
        }
        checked(&payload, ALICE, &Knowledge { proofs, now: Some(TIME), ..Knowledge::default() })
    };
    for (hash, own, is_published, contradicts, why) in [
        (published, true, true, None, "proven with the Safe"),
        (published, false, false, None, "only claimed of another block"),
        (B256::ZERO, true, false, Some(Severity::Critical), "other code"),
        (B256::ZERO, false, false, Some(Severity::Critical), "a warning may come from a claim"),
    ] {
        let checked = with(hash, own);
        let code = said(&checked, "Safe code");
        assert_eq!(code.contains("with the code that was published"), is_published, "{why}: {code}");
        assert_eq!(found(&checked, "contradiction"), contradicts, "{why}");
    }
}

#[test]
fn a_contract_says_what_stands_behind_it_and_who_owns_it() {
    let words = [
        (*layout::IMPLEMENTATION, word(BOB)),
        (*layout::OWNER, word(CAROL)),
        (layout::role_member(*layout::ROLES, ROLE, ALICE), U256::from(1)),
    ];
    let contract = Made::contract(PROXY, &words);
    let give = call("transferOwnership(address newOwner)", &[&BOB.to_string()]);
    let checked = reviewed(&transaction(PROXY, give), ALICE, &[contract.clone(), Made::person(ALICE, 3)]);
    assert!(said(&checked, "Implementation").starts_with(&BOB.to_string()));
    assert!(said(&checked, "Owner").starts_with(&CAROL.to_string()));
    assert_eq!(found(&checked, "not-an-owner"), Some(Severity::Caution));
    let role = |signature, account: Address| {
        let data = call(signature, &[&ROLE.to_string(), &account.to_string()]);
        reviewed(&transaction(PROXY, data), ALICE, std::slice::from_ref(&contract))
    };
    let again = role("grantRole(bytes32 role, address account)", ALICE);
    assert_eq!(found(&again, "contradiction"), Some(Severity::Caution));
    assert!(said(&again, "Role until now").starts_with(&format!("{ALICE} has the role")));
    let taken = role("revokeRole(bytes32 role, address account)", ALICE);
    assert_eq!(found(&taken, "contradiction"), None);
}

#[test]
fn only_what_says_something_is_asked_for_in_the_end() {
    let payload = safe_tx(PROXY, &call("transferOwnership(address newOwner)", &[&BOB.to_string()]), 7);
    let state = [
        safe_of(&[ALICE, BOB, CAROL], 2, 7),
        Made::contract(PROXY, &[(U256::ZERO, word(SAFE)), (*layout::IMPLEMENTATION, word(CAROL))]),
    ];
    let (proven, rounds) = proven(&payload, ALICE, &state);
    assert!(rounds <= 2 + 3, "one for each owner, {rounds}");
    let contract = proven.account(PROXY).unwrap();
    let slots: Vec<_> = contract.storage.iter().map(|(slot, _)| *slot).collect();
    assert_eq!(slots, [*layout::IMPLEMENTATION], "empty slots and those of a Safe are left out");
    assert_eq!(proven.account(SAFE).unwrap().storage.len(), 9 + 3);
    assert!(
        proven.account(BOB).unwrap().storage.is_empty(),
        "who gets power is looked at from outside alone"
    );
}
