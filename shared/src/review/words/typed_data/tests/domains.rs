//! What a domain and the texts of a document give away.

use super::*;
use crate::{
    pack::{Contract, Pack, Trusted},
    review::Provenance,
};

const NOTE: &str = "Note(string text)";
const PERMIT2: &str = "0x000000000022D473030F116dDEE9F6B43aC78BA3";

fn knowing(name: &str, chain: u64, address: Address) -> Knowledge {
    let contract = Contract {
        chain,
        address,
        name: name.to_owned(),
        functions: Vec::new(),
        roles: Vec::new(),
        code_hashes: Vec::new(),
        implementations: Vec::new(),
        slots: Vec::new(),
        creation: None,
    };
    let pack = Pack {
        team: "Example".to_owned(),
        version: 1,
        expires: 1,
        contracts: vec![contract],
        ..Pack::default()
    };
    Knowledge { packs: vec![Trusted::for_test(pack)], ..Knowledge::default() }
}

/// A domain with a name, for chain 1.
fn called(name: &str, contract: &str) -> Doc {
    Doc::of(NOTE).domain(&[
        ("name", "string", json!(name)),
        ("chainId", "uint256", json!(1)),
        ("verifyingContract", "address", json!(contract)),
    ])
}

#[test]
fn a_contract_of_a_pack_has_its_name_and_any_other_is_said_to_be_none() {
    let own = CONTRACT.to_string();
    let review = called("Treasury", &own).knowing(&knowing("Treasury", 1, CONTRACT));
    let name = review.facts.iter().find(|fact| fact.label == "The contract is called").unwrap();
    assert_eq!((name.value.as_str(), name.provenance), ("Treasury", Provenance::Vouched));
    for absent in ["borrowed-name", "contract-not-in-packs", "known-elsewhere", "names-differ"] {
        assert_eq!(found(&review, absent), None, "{absent}");
    }
    let review = called("Vault token", &own).knowing(&knowing("Treasury", 1, CONTRACT));
    assert_eq!(found(&review, "names-differ"), Some(Severity::Info));
    let review = called("Treasury", &own).review();
    assert_eq!(
        (found(&review, "borrowed-name"), found(&review, "contract-not-in-packs")),
        (None, None),
        "no pack"
    );
    let review = called("Other", &own).knowing(&knowing("Treasury", 1, SIGNER));
    assert_eq!(found(&review, "contract-not-in-packs"), Some(Severity::Caution));
    let review = called("Other", &own).knowing(&knowing("Treasury", 5, CONTRACT));
    assert_eq!(found(&review, "known-elsewhere"), Some(Severity::Danger));
}

#[test]
fn an_address_that_only_looks_like_one_of_a_pack_is_found() {
    let mut alike = CONTRACT;
    alike.0[9] ^= 1;
    let note = Doc::of("Pay(address to)").with("to", alike.to_string());
    let review = note.clone().with("to", SIGNER.to_string()).knowing(&knowing("Treasury", 1, SIGNER));
    assert!(review.facts.iter().any(|fact| fact.label == "message.to is called" && fact.value == "Treasury"));
    let review = note.domain(&[]).knowing(&knowing("Treasury", 1, CONTRACT));
    assert_eq!(found(&review, "look-alike-address"), Some(Severity::Critical));
}

#[test]
fn a_borrowed_name_is_found_in_any_letters() {
    let own = CONTRACT.to_string();
    for name in ["Treasury", "TREASURY ", "Tr\u{435}\u{430}sury"] {
        let review = called(name, &own).knowing(&knowing("Treasury", 1, SIGNER));
        assert_eq!(found(&review, "borrowed-name"), Some(Severity::Critical), "{name}");
    }
    let review = called("Treasury", &own).knowing(&knowing("Treasury", 5, CONTRACT));
    assert_eq!(
        found(&review, "borrowed-name"),
        Some(Severity::Critical),
        "the right address on another chain"
    );
    assert_eq!(found(&called("Permit2", &own).review(), "borrowed-name"), Some(Severity::Danger));
    assert_eq!(found(&called("Permit2", PERMIT2).review(), "borrowed-name"), None);
    assert_eq!(found(&called("USD Coin", &own).review(), "borrowed-name"), Some(Severity::Danger));
}

#[test]
fn a_domain_that_leaves_something_open_is_found() {
    let contract = ("verifyingContract", "address", json!(CONTRACT.to_string()));
    let chain = |id: u64| ("chainId", "uint256", json!(id));
    for (domain, finding, severity) in [
        (vec![], "typed-data-domain", Some(Severity::Danger)),
        (vec![chain(1)], "typed-data-domain", Some(Severity::Danger)),
        (vec![contract.clone()], "typed-data-domain", Some(Severity::Caution)),
        (vec![chain(1), contract.clone()], "typed-data-domain", None),
        (vec![chain(999_999), contract.clone()], "unknown-chain", Some(Severity::Caution)),
        (
            vec![chain(1), contract, ("purpose", "string", json!("x"))],
            "typed-data-domain",
            Some(Severity::Caution),
        ),
        (
            vec![chain(1), ("verifyingContract", "address", json!(Address::ZERO.to_string()))],
            "zero-address",
            Some(Severity::Danger),
        ),
    ] {
        assert_eq!(found(&Doc::of(NOTE).domain(&domain).review(), finding), severity, "{domain:?}");
    }
}

#[test]
fn members_that_are_not_signed_are_counted_and_not_shown() {
    let mut document = Doc::of(NOTE);
    for index in 0..20 {
        document.extra.insert(format!("hidden{index}"), json!("never shown"));
    }
    let review = document.review();
    let finding = review.findings.iter().find(|finding| finding.id == "unsigned-members").unwrap();
    assert!(
        finding.sentence.starts_with("20 members") && finding.sentence.contains("message.hidden0, "),
        "{}",
        finding.sentence
    );
    assert!(
        finding.sentence.ends_with(", …).")
            && !review.facts.iter().any(|fact| fact.value.contains("never shown"))
    );
    let mut json = Doc::of(NOTE).json();
    json["comment"] = json!("beside the message");
    let beside = super::review(TypedData::parse(json.to_string().as_bytes()).unwrap(), &Knowledge::default());
    assert_eq!(found(&beside, "unsigned-members"), Some(Severity::Caution));
    assert_eq!(found(&Doc::of(NOTE).review(), "unsigned-members"), None);
}

#[test]
fn texts_that_hide_or_look_like_others_are_said_once_with_their_places() {
    let many = Doc::of("Note(string[30] text)");
    let strange =
        |text: &str| (0..30).fold(many.clone(), |doc, at| doc.with(&format!("text[{at}]"), text)).review();
    for (text, id) in [("\u{202e}pay", "unreadable-characters"), ("US\u{39f}", "look-alike-text")] {
        let review = strange(text);
        let all: Vec<_> = review.findings.iter().filter(|finding| finding.id == id).collect();
        assert!(
            matches!(all.as_slice(), [one] if one.sentence.contains("message.text[7] and 22 more")),
            "{all:?}"
        );
    }
    assert_eq!(found(&called("Tr\u{435}asury", PERMIT2).review(), "look-alike-text"), Some(Severity::Danger));
}
