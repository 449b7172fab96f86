//! Calls inside calls, to any depth: none is left out, and one past a bound refuses the request.

use super::*;
use crate::{
    eth::{Fingerprint, Payload},
    limits::{ACT_DEPTH_MAX, ACTS_MAX},
    review::{
        Signer,
        words::{Subject, TooMuch, of},
    },
    wire::{KeyPath, SignRequest},
};

/// A call that holds others, or one that holds none and is known by its new owner.
#[derive(Debug, Clone)]
enum Shape {
    Leaf(u8),
    Unknown(u8),
    Safe(Box<Shape>, bool),
    Timelock(Box<Shape>),
    Upgrade(Box<Shape>),
    Batch(Vec<Shape>),
    Multicall(Vec<Shape>),
    Forward(Box<Shape>),
    Governor(Vec<Shape>),
    Operation(Box<Shape>),
}

impl Shape {
    fn calldata(&self) -> Vec<u8> {
        let zero = address(0);
        let list = |items: Vec<String>| format!("[{}]", items.join(","));
        match self {
            Self::Leaf(owner) => encode("transferOwnership(address)", &[&address(*owner)]),
            Self::Unknown(byte) => [[0xfe, 0xed, 0xbe, *byte].as_slice(), &[*byte; 32]].concat(),
            Self::Safe(inner, delegates) => {
                let inner = text(&inner.calldata());
                let operation = if *delegates { "1" } else { "0" };
                encode(EXECUTE, &[&address(0x51), "0", &inner, operation, "0", "0", "0", &zero, &zero, "0x"])
            }
            Self::Timelock(inner) => encode(
                "schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
                &[&address(0x52), "0", &text(&inner.calldata()), WORD, WORD, "60"],
            ),
            Self::Upgrade(inner) => {
                encode("upgradeToAndCall(address,bytes)", &[&address(0x53), &text(&inner.calldata())])
            }
            Self::Batch(inner) => {
                let to = Address::repeat_byte(0x54);
                multi_send(&inner.iter().map(|one| packed(0, to, 0, &one.calldata())).collect::<Vec<_>>())
            }
            Self::Multicall(inner) => encode(
                "multicall(bytes[])",
                &[&list(inner.iter().map(|one| text(&one.calldata())).collect())],
            ),
            Self::Forward(inner) => {
                let (from, to) = (address(0x55), address(0x56));
                let request = format!("({from},{to},0,0,0,{},0x)", text(&inner.calldata()));
                encode("execute((address,address,uint256,uint256,uint48,bytes,bytes))", &[&request])
            }
            Self::Governor(inner) => encode(
                "propose(address[],uint256[],bytes[],string)",
                &[
                    &list(inner.iter().map(|_| address(0x57)).collect()),
                    &list(inner.iter().map(|_| "0".to_owned()).collect()),
                    &list(inner.iter().map(|one| text(&one.calldata())).collect()),
                    "why",
                ],
            ),
            Self::Operation(inner) => {
                let data = text(&inner.calldata());
                let ops = format!("[({},1,0x,{data},{WORD},0,{WORD},0x,0x)]", address(0x58));
                let signature =
                    "handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)";
                encode(signature, &[&ops, &zero])
            }
        }
    }

    /// How many calls there are with it, user operations counted as acts of their own.
    fn acts(&self) -> usize {
        1 + match self {
            Self::Leaf(_) | Self::Unknown(_) => 0,
            // What runs as foreign code is shown word by word; only a batch is read on.
            Self::Safe(inner, true) => match inner.as_ref() {
                Self::Batch(_) => inner.acts(),
                _ => 1,
            },
            Self::Safe(inner, false)
            | Self::Timelock(inner)
            | Self::Upgrade(inner)
            | Self::Forward(inner) => inner.acts(),
            Self::Operation(inner) => 1 + inner.acts(),
            Self::Batch(inner) | Self::Multicall(inner) | Self::Governor(inner) => {
                inner.iter().map(Self::acts).sum()
            }
        }
    }
}

fn shapes() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![(1..250_u8).prop_map(Shape::Leaf), any::<u8>().prop_map(Shape::Unknown)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        let many = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            (boxed(), any::<bool>()).prop_map(|(inner, delegates)| Shape::Safe(inner, delegates)),
            boxed().prop_map(Shape::Timelock),
            boxed().prop_map(Shape::Upgrade),
            boxed().prop_map(Shape::Forward),
            boxed().prop_map(Shape::Operation),
            many().prop_map(Shape::Batch),
            many().prop_map(Shape::Multicall),
            many().prop_map(Shape::Governor),
        ]
    })
}

proptest! {
    #[test]
    fn every_call_of_a_tree_is_an_act_with_its_lines(shape in shapes()) {
        let review = Review::data(shape.calldata());
        prop_assert_eq!(review.acts.len(), shape.acts(), "{:?}", review.tree());
        for act in &review.acts {
            let lines = &review.facts[act.facts.clone()];
            let effect = lines.first().unwrap();
            prop_assert_eq!(&effect.value, &act.sentence);
            prop_assert_eq!(act.depth, act.number.matches('.').count());
            let place = if act.depth == 0 { String::new() } else { format!("{} ", act.number) };
            prop_assert!(lines.iter().all(|line| line.label.starts_with(&place)), "{:?}", lines);
            prop_assert!(act.depth == 0 || lines.len() > 1, "an inner act says who calls whom: {:?}", act);
        }
    }
}

fn refused(data: Vec<u8>) -> Option<TooMuch> {
    let payload = Payload::decode(
        crate::eth::DataType::TypedTransaction,
        &transaction(TxEip1559 { input: data.into(), ..plain() }).sign_data(),
    )
    .unwrap();
    let key_path =
        KeyPath { path: "m/44'/60'/0'/0/0".parse().unwrap(), source_fingerprint: None, depth: None };
    let request = SignRequest {
        request_id: None,
        sign_data: payload.sign_data(),
        data_type: payload.data_type(),
        chain_id: None,
        key_path,
        address: None,
        origin: None,
    };
    let signer = Signer { fingerprint: Fingerprint([1; 4]), address: CONTRACT };
    let knowledge = Knowledge::default();
    let subject =
        Subject { payload: &payload, request: &request, skipped: &[], signer, knowledge: &knowledge };
    of(subject).err()
}

#[test]
fn what_passes_a_bound_is_refused_and_nothing_is_cut() {
    let mut deep = Shape::Leaf(1);
    for _ in 1..ACT_DEPTH_MAX {
        deep = Shape::Timelock(Box::new(deep));
    }
    assert_eq!(refused(deep.calldata()), None, "as deep as can be");
    assert_eq!(refused(Shape::Timelock(Box::new(deep)).calldata()), Some(TooMuch::Depth));
    let wide = |count| Shape::Batch(vec![Shape::Leaf(1); count]).calldata();
    assert_eq!(refused(wide(ACTS_MAX - 1)), None, "as many as can be");
    assert_eq!(refused(wide(ACTS_MAX)), Some(TooMuch::Acts));
}

#[test]
fn a_dangerous_call_in_a_long_batch_of_milder_ones_is_pointed_at() {
    let token = Address::repeat_byte(0x50);
    let transfer = encode("transfer(address,uint256)", &[&address(0x11), "1"]);
    let grant = encode("grantRole(bytes32,address)", &[WORD, &address(0x66)]);
    let batch = |milder: usize| {
        let mut calls = vec![packed(0, token, 0, &transfer); milder];
        calls.push(packed(0, token, 0, &grant));
        Review::data(multi_send(&calls))
    };
    assert_eq!(batch(8).severity("buried-danger"), None, "a person sees it");
    let review = batch(9);
    assert_eq!(review.severity("buried-danger"), Some(Severity::Critical));
    let finding = review.findings.iter().find(|finding| finding.id == "buried-danger").unwrap();
    assert!(finding.sentence.ends_with("these can do the most harm: 1.10."), "{}", finding.sentence);
    let alike = Review::data(multi_send(&vec![packed(0, token, 0, &grant); 20]));
    assert_eq!(alike.severity("buried-danger"), None, "all are as bad");
}

#[test]
fn mild_findings_of_many_calls_are_gathered_and_no_worse_one_ever_is() {
    let token = Address::repeat_byte(0x50);
    let transfer = |n: u64| encode("transfer(address,uint256)", &[&address(0x11), &n.to_string()]);
    let approve = |n: u64| encode("approve(address,uint256)", &[&address(0x11), &n.to_string()]);
    let calls: Vec<_> =
        (0..30).flat_map(|n| [packed(0, token, 0, &transfer(n)), packed(0, token, 0, &approve(n))]).collect();
    let review = Review::data(multi_send(&calls));
    let count = |id: &str| review.findings.iter().filter(|finding| finding.id == id).count();
    assert_eq!((count("token-transfer"), count("approval")), (9, 30));
    let last = review.findings.iter().rfind(|finding| finding.id == "token-transfer").unwrap();
    assert!(last.sentence.starts_with("There are 22 more findings"), "{}", last.sentence);
    let told = review.acts.iter().filter(|act| act.severity == Severity::Caution).count();
    assert_eq!(told, 30, "each act keeps its severity");
}
