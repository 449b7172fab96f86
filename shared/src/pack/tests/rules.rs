use super::*;
use crate::pack::rules::{Call, Called, Watch};
use alloy_dyn_abi::DynSolValue;

const COLD: Address = Address::repeat_byte(5);

fn mint(to: Address, amount: u64) -> Vec<u8> {
    let signature = Signature::parse("mint(address,uint256)").unwrap();
    let arguments = [DynSolValue::Address(to), DynSolValue::Uint(U256::from(amount), 256)];
    [&signature.selector()[..], &DynSolValue::Tuple(arguments.to_vec()).abi_encode_params()].concat()
}

fn call(data: &[u8]) -> Call<'_> {
    Call { chain: Some(1), target: Some(TREASURY), data, value: U256::ZERO, is_made: true }
}

/// What the sample's rule, changed, demands of one call.
fn demanded(change: impl Fn(&mut Rule), call: &Call<'_>) -> Option<Demand> {
    let mut pack = sample();
    change(&mut pack.rules[0]);
    Watch::new(&[Trusted::for_test(pack)], &[]).call("1", call)
}

#[test]
fn each_bound_alone_is_held_and_what_is_within_all_of_them_demands_nothing() {
    let two = Some(Demand::TwoReviewers);
    let kept = mint(COLD, 1_000_000);
    assert_eq!(demanded(|_| (), &call(&kept)), None);
    assert_eq!(demanded(|_| (), &call(&mint(COLD, 1_000_001))), two, "above the most");
    assert_eq!(demanded(|_| (), &call(&mint(TREASURY, 1))), two, "to somebody else");
    assert_eq!(demanded(|_| (), &Call { value: U256::from(1), ..call(&kept) }), two, "with coins");
    assert_eq!(
        demanded(|rule| rule.argument = Some((1, U256::from(2_000_000), U256::MAX)), &call(&kept)),
        two,
        "below the least"
    );
}

#[test]
fn a_rule_without_a_bound_holds_for_every_call_it_is_about_and_for_no_other() {
    let open = |rule: &mut Rule| {
        *rule = Rule { why: "Never".to_owned(), target: Some(TREASURY), ..Rule::default() };
    };
    let deny = Some(Demand::Deny);
    assert_eq!(demanded(open, &call(b"")), deny);
    assert_eq!(demanded(open, &Call { chain: None, ..call(b"") }), deny, "no chain may be any chain");
    assert_eq!(demanded(open, &Call { target: Some(COLD), ..call(b"") }), None);
    assert_eq!(demanded(open, &Call { target: None, ..call(b"") }), None);
    let everything = |rule: &mut Rule| *rule = Rule { why: "Never".to_owned(), ..Rule::default() };
    assert_eq!(demanded(everything, &Call { target: None, ..call(b"") }), deny);
    let elsewhere =
        |rule: &mut Rule| *rule = Rule { why: "x".to_owned(), chain: Some(10), ..Rule::default() };
    assert_eq!(demanded(elsewhere, &call(b"")), None);
}

#[test]
fn only_the_listed_contracts_and_functions_are_called() {
    let mint_selector = Signature::parse("mint(address,uint256)").unwrap().selector();
    let targets = |rule: &mut Rule| {
        *rule = Rule { why: "Ours alone".to_owned(), only_targets: vec![TREASURY, COLD], ..Rule::default() };
    };
    let functions = |rule: &mut Rule| {
        let only_functions = vec![mint_selector];
        *rule = Rule { why: "Mints alone".to_owned(), only_functions, ..Rule::default() };
    };
    let (deny, data) = (Some(Demand::Deny), mint(COLD, 1));
    let other = Address::repeat_byte(0x99);
    let made = call(&data);
    let typed = Call { is_made: false, ..call(b"") };
    for (call, by_target, by_function, why) in [
        (made, None, None, "listed"),
        (Call { target: Some(other), ..made }, deny, None, "another contract"),
        (Call { target: None, ..made }, deny, None, "a new contract"),
        (Call { data: &[1, 2, 3, 4], ..made }, None, deny, "another function"),
        (Call { data: b"", ..made }, None, deny, "coins alone"),
        (Call { data: &data[..3], ..made }, None, deny, "no whole selector"),
        (typed, None, None, "typed data of a listed contract"),
        (Call { target: Some(other), ..typed }, deny, None, "typed data of another contract"),
        (Call { target: None, ..typed }, None, None, "a message"),
    ] {
        assert_eq!(demanded(targets, &call), by_target, "{why}");
        assert_eq!(demanded(functions, &call), by_function, "{why}");
    }
    let mut pack = sample();
    targets(&mut pack.rules[0]);
    assert!(!pack.rules[0].is_without_bound());
    let sentence = pack.rules[0].sentence();
    assert!(sentence.contains(&format!("unless the contract is one of {TREASURY}, {COLD}")), "{sentence}");
    functions(&mut pack.rules[0]);
    assert!(pack.rules[0].sentence().contains("unless the function is one of 0x40c10f19"));
}

#[test]
fn a_bound_on_an_argument_that_cannot_be_read_counts_as_passed_over() {
    let selector = Signature::parse("mint(address,uint256)").unwrap().selector();
    let two = Some(Demand::TwoReviewers);
    assert_eq!(demanded(|_| (), &call(&selector)), two, "no arguments");
    let mut dirty = mint(COLD, 1);
    dirty[4] = 1;
    assert_eq!(demanded(|_| (), &call(&dirty)), two, "bits above the address");
    assert_eq!(demanded(|rule| rule.argument = Some((9, U256::ZERO, U256::MAX)), &call(&mint(COLD, 1))), two);
    assert_eq!(
        demanded(|rule| rule.allowed = Some((1, vec![COLD])), &call(&mint(COLD, 5))),
        two,
        "a number is no address"
    );
    let mut stranger = sample();
    stranger.rules[0].target = None;
    stranger.rules[0].only_targets = Vec::new();
    let other = Call { target: Some(Address::repeat_byte(0x99)), ..call(&selector) };
    assert_eq!(Watch::new(&[Trusted::for_test(stranger)], &[]).call("1", &other), two);
}

#[test]
fn calls_are_counted_over_the_sitting_and_over_the_tree() {
    let pack = [Trusted::for_test(sample())];
    let data = mint(COLD, 1);
    let one = call(&data);
    let mut watch = Watch::new(&pack, &[one.called(); 2]);
    assert_eq!(watch.call("1.1", &one), None, "the third");
    assert_eq!(watch.call("1.2", &one), Some(Demand::TwoReviewers), "the fourth");
    assert_eq!(watch.call("1.3", &one), Some(Demand::TwoReviewers));
    let demanded = watch.finish();
    assert_eq!(demanded.len(), 1, "each rule once");
    assert!(demanded[0].why.contains("call 1.2 and 1 more"), "{}", demanded[0].why);
    let other = Called { selector: Some([0; 4]), ..one.called() };
    assert_eq!(Watch::new(&pack, &[other; 9]).call("1", &one), None, "other calls are not counted");
}

#[test]
fn the_hardest_demand_comes_first() {
    let mut pack = sample();
    let rule = |demand| Rule { why: "x".to_owned(), demand, ..Rule::default() };
    pack.rules = vec![rule(Demand::TypeWord), rule(Demand::Deny), rule(Demand::TwoReviewers)];
    let packs = [Trusted::for_test(pack)];
    let mut watch = Watch::new(&packs, &[]);
    assert_eq!(watch.call("1", &call(b"")), Some(Demand::Deny));
    let order: Vec<_> = watch.finish().into_iter().map(|one| one.demand).collect();
    assert_eq!(order, [Demand::Deny, Demand::TwoReviewers, Demand::TypeWord]);
}
