//! What packs, proofs and accounts add to a call, and that they take nothing away.

use super::*;
use crate::{
    pack::{Contract, Creation, Named, Pack, Trusted},
    proof::{HeaderTrust, Proven, ProvenAccount},
};

const NEXT: Address = Address::repeat_byte(0x77);

fn pack(code_hashes: Vec<B256>, implementations: Vec<Address>, names: &[(Address, &str)]) -> Trusted {
    let contract = Contract {
        chain: 1,
        address: CONTRACT,
        name: "Treasury".to_owned(),
        functions: vec![
            Signature::parse("rebalance(uint256 basisPoints)").unwrap(),
            Signature::parse("grantRole(bytes32 what, address who)").unwrap(),
        ],
        roles: vec![(WORD.parse().unwrap(), "THE MINTER".to_owned())],
        code_hashes,
        implementations,
        slots: Vec::new(),
        creation: None,
    };
    let named = |(address, name): &(Address, &str)| Named {
        chain: None,
        address: *address,
        name: (*name).to_owned(),
    };
    Trusted::for_test(Pack {
        team: "Example".to_owned(),
        version: 1,
        previous: None,
        issued: 1,
        expires: 1_900_000_000,
        reviewers: Vec::new(),
        threshold: 0,
        contracts: vec![contract],
        names: names.iter().map(named).collect(),
        rules: Vec::new(),
        blocks: Vec::new(),
    })
}

pub(super) fn proven(accounts: Vec<ProvenAccount>, trust: HeaderTrust) -> Proven {
    Proven { chain: 1, number: 77, time: 0, hash: B256::ZERO, trust, accounts }
}

pub(super) fn account(address: Address, nonce: u64, code_hash: Option<B256>) -> ProvenAccount {
    ProvenAccount { address, nonce, balance: U256::ZERO, code_hash, storage: Vec::new() }
}

pub(super) fn knowing(data: Vec<u8>, knowledge: &Knowledge) -> Review {
    Review::knowing(&transaction(TxEip1559 { input: data.into(), ..plain() }), knowledge)
}

#[test]
fn a_pack_names_contract_role_and_function_and_changes_no_effect() {
    let knowledge = Knowledge { packs: vec![pack(vec![], vec![], &[])], ..Knowledge::default() };
    let data = encode("grantRole(bytes32,address)", &[WORD, &address(0x66)]);
    let (bare, told) = (Review::data(data.clone()), knowing(data, &knowledge));
    for (label, value) in [
        ("To is called", "Treasury"),
        ("role is called", "THE MINTER"),
        ("Function in the pack", "grantRole(bytes32,address)"),
    ] {
        let fact = told.facts.iter().find(|fact| fact.label == label).unwrap();
        assert_eq!((fact.value.as_str(), fact.provenance), (value, Provenance::Vouched));
    }
    assert_eq!(bare.acts[0].sentence, told.acts[0].sentence);
    for finding in &bare.findings {
        assert!(told.findings.contains(finding), "{finding:?}");
    }
    let unknown = encode("rebalance(uint256)", &["50"]);
    let told = knowing(unknown, &knowledge);
    assert_eq!(told.severity("unknown-call"), Some(Severity::Danger), "a name is no effect");
    assert_eq!(told.fact("Function in the pack: basisPoints (uint256)"), "50");
}

#[test]
fn an_implementation_is_expected_reviewed_empty_or_unknown() {
    let hash = B256::repeat_byte(0xcc);
    let upgrade = encode("upgradeTo(address)", &[&NEXT.to_string()]);
    let with = |packs: Vec<Trusted>, code: Option<Option<B256>>, trust| {
        let proofs = code.map(|code| proven(vec![account(NEXT, 1, code)], trust)).into_iter().collect();
        knowing(upgrade.clone(), &Knowledge { packs, proofs, ..Knowledge::default() })
    };
    let expecting = || vec![pack(vec![], vec![NEXT], &[])];
    let of_the_proxy = || vec![pack(vec![hash], vec![], &[])];
    let of_the_code = || {
        let contract = Contract { address: NEXT, ..of_the_proxy()[0].pack().contracts[0].clone() };
        vec![Trusted::for_test(Pack { contracts: vec![contract], ..of_the_proxy()[0].pack().clone() })]
    };
    let compared = HeaderTrust::Compared;
    let (known, unknown) = (Some(Severity::Caution), Some(Severity::Critical));
    for (review, said, empty, why) in [
        (with(expecting(), None, compared), known, false, "the pack expects it"),
        (with(of_the_code(), None, compared), unknown, false, "its code is not proven"),
        (with(of_the_code(), Some(Some(hash)), compared), known, false, "its code was reviewed"),
        (
            with(of_the_proxy(), Some(Some(hash)), compared),
            unknown,
            false,
            "the proxy's own code, used again",
        ),
        (with(of_the_code(), Some(Some(hash)), HeaderTrust::Claimed), unknown, false, "a claim is no proof"),
        (with(of_the_code(), Some(Some(B256::ZERO)), compared), unknown, false, "other code"),
        (with(expecting(), Some(None), compared), None, true, "no code at all"),
    ] {
        assert_eq!(review.severity("unknown-implementation"), said, "{why}");
        assert_eq!(review.severity("no-code").is_some(), empty, "{why}");
        assert_eq!(review.severity("upgrade"), Some(Severity::Critical), "{why}");
    }
}

#[test]
fn the_implementation_until_now_is_read_from_its_proven_slot() {
    let slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc".parse().unwrap();
    let old = U256::from_be_slice(Address::repeat_byte(0x76).as_slice());
    let proxy = ProvenAccount { storage: vec![(slot, old)], ..account(CONTRACT, 1, Some(B256::ZERO)) };
    let knowledge =
        Knowledge { proofs: vec![proven(vec![proxy], HeaderTrust::Compared)], ..Knowledge::default() };
    let review = knowing(encode("upgradeTo(address)", &[&NEXT.to_string()]), &knowledge);
    let fact = review.facts.iter().find(|fact| fact.label == "Implementation until now").unwrap();
    assert_eq!(fact.value, format!("{} at block 77", address(0x76)));
    assert_eq!(fact.provenance, Provenance::Proven);
    let hash = keccak256("eip1967.proxy.implementation");
    assert_eq!(U256::from_be_bytes(hash.0) - U256::from(1), slot);
}

#[test]
fn an_address_made_to_look_like_a_known_one_is_critical() {
    let known: Address = "0xABcd00000000000000000000000000000000EF01".parse().unwrap();
    let alike: Address = "0xABcd11111111111111111111111111111111EF01".parse().unwrap();
    let transfer = |to: Address| encode("transfer(address,uint256)", &[&to.to_string(), "1"]);
    let packs = vec![pack(vec![], vec![], &[(known, "Cold wallet")])];
    let knowledge = Knowledge { packs, ..Knowledge::default() };
    let own = Knowledge { own: vec![known], ..Knowledge::default() };
    for knowledge in [&knowledge, &own] {
        let review = knowing(transfer(alike), knowledge);
        let finding = review.findings.iter().find(|finding| finding.id == "look-alike-address").unwrap();
        assert_eq!(finding.severity, Severity::Critical);
        assert!(
            finding.sentence.contains(&known.to_string()) && finding.sentence.contains(&alike.to_string())
        );
        assert_eq!(knowing(transfer(known), knowledge).severity("look-alike-address"), None);
    }
    let named = knowing(transfer(known), &knowledge);
    assert_eq!(named.fact("to is called"), "Cold wallet");
    let mut multi_send: Address = "0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761".parse().unwrap();
    multi_send.0[9] ^= 1;
    let review = by_safe(multi_send, &super::multi_send(&[]), 1);
    assert_eq!(
        review.severity("look-alike-address"),
        Some(Severity::Critical),
        "of a published contract, too"
    );
}

#[test]
fn an_account_that_nobody_used_or_that_has_no_code_is_said() {
    let to = Address::repeat_byte(0x66);
    let empty = account(to, 0, None);
    let knowledge = Knowledge {
        proofs: vec![proven(vec![empty, account(CONTRACT, 0, None)], HeaderTrust::Compared)],
        ..Knowledge::default()
    };
    let review = knowing(encode("transfer(address,uint256)", &[&to.to_string(), "1"]), &knowledge);
    assert_eq!(review.severity("never-used-address"), Some(Severity::Danger));
    assert_eq!(review.severity("no-code"), Some(Severity::Danger));
    let used = Knowledge {
        proofs: vec![proven(vec![account(to, 1, None)], HeaderTrust::Compared)],
        ..Knowledge::default()
    };
    let review = knowing(encode("transfer(address,uint256)", &[&to.to_string(), "1"]), &used);
    assert_eq!(review.severity("never-used-address"), None);
}

#[test]
fn a_nonce_is_held_against_the_proven_one() {
    let signer = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266".parse().unwrap();
    for (next, id, severity) in [
        (9, "nonce-ahead", None),
        (8, "nonce-ahead", Some(Severity::Caution)),
        (10, "nonce-used", Some(Severity::Danger)),
    ] {
        let proofs = vec![proven(vec![account(signer, next, None)], HeaderTrust::Claimed)];
        let review = knowing(Vec::new(), &Knowledge { proofs, ..Knowledge::default() });
        assert_eq!(review.severity(id), severity, "{next}");
    }
}

#[test]
fn a_published_contract_whose_proven_code_is_another_contradicts() {
    let to: Address = "0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761".parse().unwrap();
    let hash: B256 = "0x0208282bd262360d0320862c5ac70f375f5ed3b9d89a83a615b4d398415bdc83".parse().unwrap();
    let zero = address(0);
    let data = text(&multi_send(&[]));
    let safe = encode(EXECUTE, &[&to.to_string(), "0", &data, "1", "0", "0", "0", &zero, &zero, "0x"]);
    for (code, severity) in [(hash, None), (B256::ZERO, Some(Severity::Critical))] {
        let proofs = vec![proven(vec![account(to, 1, Some(code))], HeaderTrust::Compared)];
        let review = knowing(safe.clone(), &Knowledge { proofs, ..Knowledge::default() });
        assert_eq!(review.severity("contradiction"), severity);
        let said = review
            .facts
            .iter()
            .any(|fact| fact.label == "1.1 Its code" && fact.provenance == Provenance::Proven);
        assert_eq!(said, severity.is_none());
    }
}

#[test]
fn the_arguments_of_a_constructor_are_read_behind_code_that_a_pack_knows() {
    let code = hex!("60806040526001600155");
    let mut known = pack(vec![], vec![], &[]).pack().clone();
    let constructor = Signature::parse("constructor(address owner, uint256 cap)").unwrap();
    known.contracts[0].creation = Creation::of(&code, constructor.clone());
    let knowledge = Knowledge { packs: vec![Trusted::for_test(known)], ..Knowledge::default() };
    let owner = address(0x66);
    let arguments = constructor.encode(&[&owner, "1000"]).unwrap()[4..].to_vec();
    let create = |input: Vec<u8>| {
        let tx = TxEip1559 { to: None.into(), input: input.into(), ..plain() };
        Review::knowing(&transaction(tx), &knowledge)
    };
    let whole = [&code[..], &arguments].concat();
    let told = create(whole.clone());
    for (label, value) in [
        ("The code creates", "Treasury, by the first 10 bytes"),
        ("Constructor: owner (address)", owner.as_str()),
        ("Constructor: cap (uint256)", "1000"),
    ] {
        let fact = told.facts.iter().find(|fact| fact.label == label).unwrap();
        assert_eq!((fact.value.as_str(), fact.provenance), (value, Provenance::Vouched));
    }
    assert_eq!(told.severity("contract-creation"), Some(Severity::Caution), "no milder for it");
    let cut = create(whole[..whole.len() - 1].to_vec());
    assert_eq!(cut.severity("non-canonical-calldata"), Some(Severity::Critical));
    assert_eq!(create([&whole[..], &[7]].concat()).severity("trailing-calldata"), Some(Severity::Caution));
    let other = create([&[0xfe][..], &whole].concat());
    assert!(!other.facts.iter().any(|fact| fact.label == "The code creates"), "other code");
}

#[test]
fn two_names_of_one_address_contradict_each_other_wherever_it_stands() {
    let to = Address::repeat_byte(0x66);
    let transfer = encode("transfer(address,uint256)", &[&to.to_string(), "1"]);
    for (other, severity) in [("Exchange", Some(Severity::Danger)), ("Cold wallet", None)] {
        let packs = vec![pack(vec![], vec![], &[(to, "Cold wallet")]), pack(vec![], vec![], &[(to, other)])];
        let review = knowing(transfer.clone(), &Knowledge { packs, ..Knowledge::default() });
        assert_eq!(review.severity("pack-contradiction"), severity, "{other}");
    }
}
