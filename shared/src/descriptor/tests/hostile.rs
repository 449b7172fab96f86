//! Descriptors that are made to cost: each is stopped by the budget, in no more steps than it has.

use super::*;
use crate::limits::{SHOWN_BYTES_MAX, SHOWN_VALUES_MAX};

/// How many steps and how much text a descriptor takes for a call of the token; at most all.
fn cost(text: &str, signature: &str, values: Vec<DynSolValue>) -> (Result<Display, Unfit>, usize) {
    let descriptors = [read(text).unwrap()];
    let data = Signature::parse(signature).unwrap().call(values);
    let call = Call { chain: Some(1), from: None, to: TOKEN.parse().unwrap(), value: None, data: &data };
    let mut budget = Budget::default();
    let shown = Library { descriptors: &descriptors, names: &Book }.show_call_at(&call, 0, &mut budget);
    let mut steps = 0;
    while budget.step().is_ok() {
        steps += 1;
    }
    (shown.unwrap(), SHOWN_VALUES_MAX - steps)
}

fn many(count: usize) -> DynSolValue {
    DynSolValue::Array(vec![number(1); count])
}

/// Fields of a format, `count` times the same.
fn times(count: usize, field: &str) -> String {
    vec![field; count].join(",")
}

#[test]
fn lines_that_cannot_be_shown_cost_and_hidden_ones_cost() {
    for field in [
        r#"{"path":"x"}"#,
        r#"{"path":"x","visible":"never"}"#,
        r#"{"path":"a.[]","visible":{"ifNotIn":["1"]}}"#,
        r#"{"value":"","visible":"never"}"#,
        r#"{"fields":[]}"#,
        r#"{"path":"x","fields":[]}"#,
        r#"{"iteration":"bundled","fields":[{"path":"a.[]","visible":"never"}]}"#,
        r#"{"path":"@.to","label":"","format":"tokenAmount","params":{"tokenPath":"a.[]","chainIdPath":"a.[]"}}"#,
    ] {
        let fields = times(4_000, field);
        let formats =
            format!(r##"{{"f(uint256[] a)":{{"fields":[{{"path":"#.a.[]","fields":[{fields}]}}]}}}}"##);
        let (shown, steps) = cost(&file("", &formats), "f(uint256[])", vec![many(3_000)]);
        assert_eq!(shown, Err(Unfit::TooMuch), "{field}");
        assert_eq!(steps, SHOWN_VALUES_MAX, "{field}");
    }
}

#[test]
fn groups_inside_groups_cost_each_of_their_rounds() {
    let mut fields = String::new();
    for depth in 0..8 {
        let path = if depth % 2 == 0 { "#.a.[]" } else { "#.b.[0]" };
        fields = format!(r#"{{"path":"{path}","fields":[{fields}]}}"#);
    }
    let formats = format!(r#"{{"f(uint256[] a,uint256[] b)":{{"fields":[{fields}]}}}}"#);
    let (shown, steps) = cost(&file("", &formats), "f(uint256[],uint256[])", vec![many(500), many(1)]);
    assert_eq!((shown, steps), (Err(Unfit::TooMuch), SHOWN_VALUES_MAX));
}

#[test]
fn items_that_are_only_walked_over_cost() {
    let formats =
        format!(r#"{{"f(uint256[][] a)":{{"fields":[{}]}}}}"#, times(1_000, r#"{"path":"a.[].[]"}"#));
    let empty = DynSolValue::Array(vec![DynSolValue::Array(Vec::new()); 4_000]);
    let (shown, steps) = cost(&file("", &formats), "f(uint256[][])", vec![empty]);
    assert_eq!((shown, steps), (Err(Unfit::TooMuch), SHOWN_VALUES_MAX));
}

#[test]
fn words_of_the_descriptor_cost_as_much_as_those_of_the_call() {
    let label = "l".repeat(1_000);
    let long = |fields: &str, more: &str| {
        let formats = format!(r#"{{"f(uint256[] a)":{{"fields":[{fields}]{more}}}}}"#);
        cost(&file("", &formats), "f(uint256[])", vec![many(2_000)]).0
    };
    let plain = long(r#"{"path":"a.[]","label":"A"}"#, "");
    assert_eq!(plain.map(|display| display.lines.len()), Ok(2_000));
    for fields in [
        format!(r#"{{"path":"a.[]","label":"{label}"}}"#),
        format!(r#"{{"label":"{label}","fields":[{}]}}"#, r#"{"path":"a.[]"}"#),
        format!(r#"{{"path":"a.[]","separator":"{}"}}"#, "s".repeat(1_000)),
    ] {
        let shown = long(&times(4, &fields), "");
        assert!(SHOWN_BYTES_MAX < 5_000_000 && shown == Err(Unfit::TooMuch), "{fields:.80}");
    }
    // A sentence that grows by repeating is not told; the lines are.
    let told = format!(r#","interpolatedIntent":"{}""#, "{a.[]}".repeat(100));
    let shown =
        long(r#"{"path":"a.[]","label":"A","separator":"0123456789012345678901234567890123456789"}"#, &told);
    assert_eq!(shown.map(|display| display.sentence), Ok(None));
}

#[test]
fn all_calls_of_a_review_share_one_budget() {
    let text = file("", r#"{"f(uint256[] a)":{"fields":[{"path":"a.[]","label":"A"}]}}"#);
    let knowledge = Knowledge { descriptors: vec![read(&text).unwrap()], ..Knowledge::default() };
    let data = Signature::parse("f(uint256[])").unwrap().call(vec![many(1_000)]);
    let call = Call { chain: Some(1), from: None, to: TOKEN.parse().unwrap(), value: None, data: &data };
    let mut budgets = Budgets::default();
    let counts: Vec<_> = (0..20).map(|_| of_call(&knowledge, &call, &mut budgets).len()).collect();
    let whole = SHOWN_VALUES_MAX / 1_000;
    assert!(counts[..whole].iter().all(|count| *count == 1_001), "{counts:?}");
    assert!(counts[whole..].iter().all(|count| *count == 1), "{counts:?}");
}

#[test]
fn an_abi_is_read_once_for_all_keys() {
    // Two thousand functions and as many keys: by reading them for each it is four million signatures, which takes minutes.
    let functions = (0..2_000).map(|at| {
        format!(r#"{{"type":"function","name":"f{at}","inputs":[{{"name":"it","type":"uint256"}}]}}"#)
    });
    let keys = (0..2_000).map(|at| format!(r#""f{at}(uint256)":{{"fields":[{{"path":"it"}}]}}"#));
    let abi = functions.collect::<Vec<_>>().join(",");
    let keys = keys.collect::<Vec<_>>().join(",");
    let text =
        format!(r#"{{"context":{{"contract":{{"abi":[{abi}]}}}},"display":{{"formats":{{{keys}}}}}}}"#);
    assert_eq!(read(&text).unwrap().formats().count(), 2_000);
}
