//! What descriptors do to a review: they add lines, and nothing else.

use super::*;
use crate::{
    eth::{Bytes, Fingerprint, Payload, UnsignedTx, typed_data::TypedData},
    review::{
        Fact, Severity, Signer,
        words::{self, Review, Subject},
    },
    wire::{KeyPath, SignRequest},
};
use alloy_consensus::TxEip1559;

fn review(payload: &Payload, descriptors: Vec<Descriptor>) -> Review {
    let path = "m/44'/60'/0'/0/0".parse().unwrap();
    let request = SignRequest {
        request_id: None,
        sign_data: payload.sign_data(),
        data_type: payload.data_type(),
        chain_id: None,
        key_path: KeyPath { path, source_fingerprint: None, depth: None },
        address: None,
        origin: None,
    };
    let signer = Signer { fingerprint: Fingerprint([1; 4]), address: PERSON.parse().unwrap() };
    let knowledge = Knowledge { descriptors, ..Knowledge::default() };
    words::of(Subject { payload, request: &request, skipped: &[], signer, knowledge: &knowledge }).unwrap()
}

fn call(data: Vec<u8>) -> Payload {
    let to = TOKEN.parse::<Address>().unwrap().into();
    let tx =
        TxEip1559 { chain_id: 1, to, input: Bytes::from(data), gas_limit: 100_000, ..TxEip1559::default() };
    Payload::Transaction(UnsignedTx::Eip1559(tx))
}

/// A descriptor that calls something harmless.
fn soothing(key: &str) -> Descriptor {
    let formats = format!(
        r#"{{"{key}":{{"intent":"Harmless","interpolatedIntent":"Nothing happens","fields":[{{"value":"none","label":"Risk"}}]}}}}"#
    );
    read(&file("", &formats)).unwrap()
}

/// The same for any contract.
fn soothing_anywhere(key: &str) -> Descriptor {
    let read = soothing(key);
    Descriptor { binding: Binding::Contract { deployments: None }, ..read }
}

/// Everything but the lines of a review.
fn judged(review: &Review) -> Vec<(&str, Severity, &str)> {
    review.findings.iter().map(|found| (found.id, found.severity, found.sentence.as_str())).collect()
}

#[test]
fn no_descriptor_changes_what_is_found_or_how_bad_it_is() {
    for (key, values) in [
        ("transferOwnership(address it)", vec![address(TOKEN)]),
        ("approve(address it,uint256 amount)", vec![address(TOKEN), DynSolValue::Uint(U256::MAX, 256)]),
        ("upgradeTo(address it)", vec![address(TOKEN)]),
        (
            "grantRole(bytes32 it,address account)",
            vec![DynSolValue::FixedBytes(B256::ZERO, 32), address(TOKEN)],
        ),
        ("nobodyKnows(uint256 it)", vec![number(5)]),
    ] {
        let payload = call(Signature::parse(key).unwrap().call(values));
        let without = review(&payload, Vec::new());
        for descriptor in [soothing(key), soothing_anywhere(key)] {
            let provenance = descriptor.provenance();
            let with = review(&payload, vec![descriptor]);
            assert_eq!(judged(&with), judged(&without), "{key}");
            assert!(!with.findings.is_empty(), "{key}");
            let acts = |review: &Review| -> Vec<_> {
                review.acts.iter().map(|act| (act.sentence.clone(), act.severity, act.undone_by)).collect()
            };
            assert_eq!(acts(&with), acts(&without), "{key}");
            // Everything that is signed is still there, as it was; what came is not called signed.
            let own = |fact: &&Fact| without.facts.contains(fact);
            let signed: Vec<_> =
                with.facts.iter().filter(|fact| fact.provenance == Provenance::Signed).collect();
            assert!(signed.iter().all(own), "{key}");
            assert!(without.facts.iter().all(|fact| with.facts.contains(fact)), "{key}");
            let told = with.facts.iter().find(|fact| fact.value.contains("Nothing happens")).unwrap();
            assert_eq!((told.label.as_str(), told.provenance), ("Described as", provenance), "{key}");
        }
    }
}

#[test]
fn our_own_descriptors_put_signed_numbers_into_words() {
    let data = Signature::parse("updateDelay(uint256 newDelay)").unwrap().call(vec![number(172_800)]);
    let facts = review(&call(data), Vec::new()).facts;
    let fact = facts.iter().find(|fact| fact.label == "New delay").unwrap();
    assert_eq!(fact.value, "48:00:00 (hours:minutes:seconds, 172800 seconds)");
    assert_eq!(fact.provenance, Provenance::Signed);
}

#[test]
fn no_descriptor_takes_away_a_signed_line() {
    let key = "updateDelay(uint256 newDelay)";
    let payload = call(Signature::parse(key).unwrap().call(vec![number(172_800)]));
    let line = review(&payload, Vec::new()).facts.into_iter().find(|fact| fact.label == "New delay").unwrap();
    for descriptor in [soothing(key), soothing_anywhere(key), greedy(key)] {
        let facts = review(&payload, vec![descriptor]).facts;
        assert!(facts.contains(&line), "{facts:#?}");
        assert!(facts.iter().any(|fact| fact.provenance == Provenance::Claimed));
    }
}

/// A descriptor that uses up all that may be shown.
fn greedy(key: &str) -> Descriptor {
    let field = r#"{"path":"newDelay","label":"It"},"#.repeat(8);
    let mut fields = field.trim_end_matches(',').to_owned();
    for _ in 0..7 {
        fields = [r#"{"path":"newDelay.[0:8].[]","fields":["#, &fields, "]}"].concat();
    }
    read(&file("", &format!(r#"{{"{key}":{{"fields":[{fields}]}}}}"#))).unwrap()
}

#[test]
fn a_descriptor_that_does_not_fit_says_so() {
    let key = "f(uint256 it,address other)";
    let text = file("", &one("uint256", r#""visible":{"mustMatch":["7"]}"#));
    let data = Signature::parse(key).unwrap().call(vec![number(8), address(PERSON)]);
    let facts = review(&call(data), vec![read(&text).unwrap()]).facts;
    let fact = facts.iter().find(|fact| fact.label == "Descriptor").unwrap();
    assert!(fact.value.contains("not used") && fact.value.contains("8"), "{}", fact.value);
    assert_eq!(fact.provenance, Provenance::Claimed);
}

#[test]
fn typed_data_is_shown_by_the_descriptor_of_its_domain() {
    let typed = |verifier: &str| {
        let json = format!(
            r#"{{"types":{{"EIP712Domain":[{{"name":"name","type":"string"}},{{"name":"chainId","type":"uint256"}},
            {{"name":"verifyingContract","type":"address"}}],"Order":[{{"name":"parts","type":"Part[]"}},{{"name":"until","type":"uint256"}}],
            "Part":[{{"name":"amount","type":"uint256"}}]}},"primaryType":"Order",
            "domain":{{"name":"Shop","chainId":1,"verifyingContract":"{verifier}"}},
            "message":{{"parts":[{{"amount":"1"}},{{"amount":2}}],"until":60}}}}"#
        );
        Payload::TypedData(Box::new(TypedData::parse(json.as_bytes()).unwrap()))
    };
    let text = format!(
        r#"{{"context":{{"eip712":{{"domain":{{"name":"Shop"}},"deployments":[{{"chainId":1,"address":"{TOKEN}"}}]}}}},
        "metadata":{{"owner":"Shop"}},"display":{{"formats":{{"Order(Part[] parts, uint256 until) Part(uint256 amount)":{{"intent":"Buy","fields":[
        {{"path":"parts.[].amount","label":"Amount"}},
        {{"path":"until","label":"Until","format":"date","params":{{"encoding":"timestamp"}}}}]}}}}}}}}"#
    );
    let descriptor = read(&text).unwrap();
    let facts = review(&typed(TOKEN), vec![descriptor.clone()]).facts;
    let of = |label: &str| {
        facts.iter().filter(|fact| fact.label == label).map(|fact| fact.value.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of("Described as"), ["“Buy” in the words of Shop"]);
    assert_eq!(of("“Amount”"), ["1", "2"]);
    assert_eq!(of("“Until”"), ["1970-01-01 00:01:00Z (60 seconds since 1970)"]);
    let hex = text
        .replace("{\"name\":\"Shop\"}", &format!("{{\"verifyingContract\":\"{}\"}}", TOKEN.to_lowercase()));
    let facts = review(&typed(TOKEN), vec![read(&hex).unwrap()]).facts;
    assert!(facts.iter().any(|fact| fact.label == "Described as"), "hex is the same in any case");
    for (text, verifier) in [
        (text.clone(), PERSON),
        (text.replace("{\"name\":\"Shop\"}", "{\"name\":\"Shop2\"}"), TOKEN),
        (text.replace("{\"name\":\"Shop\"}", "{\"name\":\"SHOP\"}"), TOKEN),
        (text.replace("uint256 until", "uint256 till"), TOKEN),
    ] {
        let facts = review(&typed(verifier), vec![read(&text).unwrap()]).facts;
        assert!(facts.iter().all(|fact| fact.provenance == Provenance::Signed), "{text}");
    }
}

#[test]
fn a_struct_that_is_called_like_a_type_keeps_its_members() {
    for name in ["bytesIn", "bytes33", "uint7", "intent"] {
        let json = format!(
            r#"{{"types":{{"EIP712Domain":[{{"name":"chainId","type":"uint256"}}],"Go":[{{"name":"it","type":"{name}"}}],
            "{name}":[{{"name":"x","type":"uint256"}}]}},"primaryType":"Go","domain":{{"chainId":1}},"message":{{"it":{{"x":7}}}}}}"#
        );
        let data = match TypedData::parse(json.as_bytes()) {
            Ok(data) => Payload::TypedData(Box::new(data)),
            Err(_) => continue, // no such name is taken for a struct's
        };
        let text = format!(
            r#"{{"context":{{"eip712":{{}}}},"display":{{"formats":{{"Go({name} it){name}(uint256 x)":{{"intent":"Go",
            "fields":[{{"path":"it.x","label":"X"}},{{"path":"@.value","label":"Value","visible":{{"mustMatch":["0"]}}}}]}}}}}}}}"#
        );
        let facts = review(&data, vec![read(&text).unwrap()]).facts;
        let line = facts.iter().find(|fact| fact.label == "“X”").map(|fact| fact.value.as_str());
        assert_eq!(line, Some("7"), "{name}: {facts:#?}");
    }
}
