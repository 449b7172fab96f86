//! Filling forms: by text, by parts, by names, and wrongly.

use proptest::prelude::*;
use shared::{
    abi::{Artifact, DynSolType, DynSolValue, Signature, arguments, signature::type_text},
    eth::{Address, B256, U256},
};

use super::*;

const ABI: &str = r#"[{"type":"function","name":"pay","stateMutability":"payable","outputs":[],"inputs":[
    {"name":"to","type":"address"},
    {"name":"parts","type":"tuple[]","components":[{"name":"who","type":"address"},{"name":"share","type":"uint16"}]},
    {"name":"flags","type":"bool[2]"}]}]"#;

fn form() -> Form {
    forms(&Artifact::parse(ABI).unwrap()).remove(0)
}

fn book(name: &str) -> Option<Address> {
    (name == "Treasury, old").then_some(Address::repeat_byte(7))
}

#[test]
fn a_form_has_a_field_for_each_parameter_and_knows_their_parts() {
    let form = form();
    assert!(form.changes_state && form.is_payable && !form.is_creation());
    let told: Vec<_> =
        form.fields.iter().map(|field| (field.name.as_str(), field.type_text.as_str())).collect();
    assert_eq!(told, [("to", "address"), ("parts", "(address,uint16)[]"), ("flags", "bool[2]")]);
    let FieldKind::List(item, None) = &form.fields[1].kind else { panic!("a list") };
    let FieldKind::Group(members) = &item.kind else { panic!("a group") };
    assert_eq!(members[1].name, "share");
    let blank = Entry::Parts(vec![Entry::from(""), Entry::from("")]);
    assert_eq!(form.blank(), [Entry::from(""), Entry::Parts(vec![]), blank]);
}

#[test]
fn parts_and_text_make_the_same_call() {
    let form = form();
    let texts = ["Treasury, old", r#"[("Treasury, old", 1_000)]"#, "[true, false]"].map(Entry::from);
    let part =
        Entry::Parts(vec![Entry::from("0x0707070707070707070707070707070707070707"), Entry::from("1e3")]);
    let flags = Entry::Parts(vec![Entry::from("true"), Entry::from("false")]);
    let parts = [texts[0].clone(), Entry::Parts(vec![part]), flags];
    let called = form.fill(&texts, &book).unwrap();
    assert_eq!(form.fill(&parts, &book).unwrap(), called);
    assert_eq!(form.fill(&form.entries(&called).unwrap(), &book).unwrap(), called);
    let unfolded = form.fields[1].unfolded(&texts[1], &book).unwrap();
    assert!(matches!(unfolded, Entry::Parts(parts) if parts.len() == 1));
}

#[test]
fn every_wrong_field_is_named_by_its_place_and_told_what_was_expected() {
    let form = form();
    let part = |share: &str| Entry::Parts(vec![Entry::from("Treasury, old"), Entry::from(share)]);
    let entries =
        [Entry::from("Treasurey"), Entry::Parts(vec![part("1"), part("70000")]), Entry::Parts(vec![])];
    let wrong = form.fill(&entries, &book).unwrap_err();
    let places: Vec<_> = wrong.iter().map(|wrong| wrong.at.clone()).collect();
    assert_eq!(places, [vec![0], vec![1, 1, 1], vec![2]]);
    for (sentence, words) in wrong.iter().zip(["a name in the book", "does not fit uint16", "2 are expected"])
    {
        assert!(sentence.sentence.contains(words), "{}", sentence.sentence);
    }
    let missing = form.fill(&[], &book).unwrap_err();
    assert_eq!(missing.len(), 3);
    assert!(missing[0].sentence.contains("0x and 40 hex digits"), "{}", missing[0].sentence);
}

#[test]
fn a_creation_is_its_code_and_the_arguments_behind_it() {
    let artifact = r#"{"abi":[{"type":"constructor","stateMutability":"nonpayable","inputs":[{"name":"cap","type":"uint256"}]}],"bytecode":"0x6001"}"#;
    let form = deployment(&Artifact::parse(artifact).unwrap()).unwrap();
    assert!(form.is_creation());
    let code = form.fill(&[Entry::from("2 weeks")], &book).unwrap();
    assert_eq!(code, [vec![0x60, 1], U256::from(1_209_600).to_be_bytes_vec()].concat());
}

#[test]
fn a_form_never_opens_more_fields_than_one_screen_shows() {
    let many = format!("f({})", ["uint256[200]"; 9].join(","));
    for (signature, texts) in [
        ("f(string[256][256][256][256])", 1),
        ("f(string[256][256])", 1),
        ("f(string[][256][256])", 1),
        ("f((string[256],bool) a)", 1),
        ("f(string[256])", 256),
        ("f(string[16][16])", 256),
        (many.as_str(), 208),
    ] {
        let signature = Signature::parse(signature).unwrap();
        let form = Form::of(AbiFunction { signature, changes_state: true, is_payable: false });
        let drawn: usize = form.blank().iter().map(Entry::texts).sum();
        assert_eq!(drawn, texts, "{:?}", form.signature);
        assert_eq!(form.fields[0].has_parts(), texts > 1);
    }
}

#[test]
fn a_text_with_more_values_than_one_screen_shows_stays_a_text() {
    let signature = Signature::parse("f(uint8[][])").unwrap();
    let form = Form::of(AbiFunction { signature, changes_state: true, is_payable: false });
    let list = format!("[{}]", ["1"; 20].join(","));
    for (lists, taken) in [(12, true), (13, false)] {
        let text = Entry::Text(format!("[{}]", vec![list.as_str(); lists].join(",")));
        assert_eq!(form.fields[0].unfolded(&text, &book).is_ok(), taken);
        assert!(form.fill(&[text], &book).is_ok(), "as a text it is taken");
    }
}

fn value() -> impl Strategy<Value = (DynSolType, DynSolValue)> {
    let bytes = || proptest::collection::vec(any::<u8>(), 0..40);
    let leaf = prop_oneof![
        any::<bool>().prop_map(|flag| (DynSolType::Bool, DynSolValue::Bool(flag))),
        any::<[u8; 20]>().prop_map(|a| (DynSolType::Address, DynSolValue::Address(a.into()))),
        any::<u64>().prop_map(|n| (DynSolType::Uint(256), DynSolValue::Uint(U256::from(n), 256))),
        any::<i64>().prop_map(|n| {
            (DynSolType::Int(64), DynSolValue::Int(alloy::primitives::I256::try_from(n).unwrap(), 64))
        }),
        bytes().prop_map(|bytes| (DynSolType::Bytes, DynSolValue::Bytes(bytes))),
        any::<[u8; 4]>().prop_map(|bytes| {
            (DynSolType::FixedBytes(4), DynSolValue::FixedBytes(B256::right_padding_from(&bytes), 4))
        }),
        "\\PC{0,12}".prop_map(|text| (DynSolType::String, DynSolValue::String(text))),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            (inner.clone(), 0..4_usize).prop_map(|((kind, value), count)| {
                (DynSolType::Array(Box::new(kind)), DynSolValue::Array(vec![value; count]))
            }),
            (inner.clone(), 1..4_usize).prop_map(|((kind, value), count)| {
                (DynSolType::FixedArray(Box::new(kind), count), DynSolValue::FixedArray(vec![value; count]))
            }),
            proptest::collection::vec(inner, 1..4).prop_map(|members| {
                let (kinds, values) = members.into_iter().unzip();
                (DynSolType::Tuple(kinds), DynSolValue::Tuple(values))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn a_value_that_is_written_and_filled_in_makes_the_same_call((kind, value) in value()) {
        let signature = Signature::parse(&format!("f({})", type_text(&kind))).unwrap();
        let calldata = signature.call(vec![value.clone()]);
        let form = Form::of(AbiFunction { signature, changes_state: true, is_payable: false });
        let text = Entry::Text(arguments::written(&value));
        prop_assert_eq!(form.fill(&[text], &book).unwrap(), calldata.clone());
        let parts = form.entries(&calldata).unwrap();
        prop_assert_eq!(form.fill(&parts, &book).unwrap(), calldata);
    }

    #[test]
    fn no_text_makes_a_form_panic(text in r#"[\[\](),"\\0-9a-fx .-]{0,60}"#) {
        _ = form().fill(&[Entry::Text(text.clone()), Entry::Text(text.clone()), Entry::Text(text)], &book);
    }
}
