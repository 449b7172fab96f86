//! Smart accounts and forwarders: who acts for whom.

use super::*;

#[test]
fn a_user_operation_is_told_with_its_account_its_factory_and_its_calls() {
    let (sender, owner) = (address(0x58), address(0x66));
    let inner = encode("transferOwnership(address)", &[&owner]);
    let data = text(&encode("execute(address,uint256,bytes)", &[&address(0x50), "0", &text(&inner)]));
    let create = encode("createAccount(address,uint256)", &[&owner, "0"]);
    let init = text(&[Address::repeat_byte(0x59).as_slice(), &create].concat());
    let paymaster = text(&[0x5a; 52]);
    for (signature, operation) in [
        (
            "handleOps((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)[],address)",
            format!("({sender},3,{init},{data},1,2,3,4,5,{paymaster},0x)"),
        ),
        (
            "handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)",
            format!("({sender},3,{init},{data},{WORD},3,{WORD},{paymaster},0x)"),
        ),
    ] {
        let review = Review::call(signature, &[&format!("[{operation}]"), &owner]);
        let sentences: Vec<_> = review.acts.iter().map(|act| (act.depth, act.sentence.as_str())).collect();
        let [_, (1, run), (2, created), (2, execute), (3, transfer)] = sentences[..] else {
            panic!("{sentences:?}")
        };
        assert!(run.starts_with(&format!("Runs for the account {sender} the call below")), "{run}");
        assert!(created.starts_with(&format!("Has the factory {} create an account", address(0x59))));
        assert!(execute.starts_with(&format!("Has {sender} make the call")), "{execute}");
        assert!(transfer.starts_with(&format!("Makes {owner} the owner of {}", address(0x50))), "{transfer}");
        assert_eq!(review.fact("1.1 Fees are paid by"), address(0x5a));
    }
    let nested = "handleAggregatedOps(((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address,bytes)[],address)";
    let group = format!("[([({sender},3,0x,{data},{WORD},3,{WORD},0x,0x)],{owner},0x)]");
    let review = Review::call(nested, &[&group, &owner]);
    assert_eq!(review.severity("ownership-transfer"), Some(Severity::Critical));
}

#[test]
fn what_makes_an_account_is_told_in_calldata_too_and_never_dropped() {
    let signature = "handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)";
    let (sender, marker) = (address(0x58), format!("7702{}", "00".repeat(18)));
    for (init, acts, said) in [
        ("0x".to_owned(), 3, None),
        (format!("0x{marker}"), 3, Some("delegates to (EIP-7702), with 0 bytes")),
        ("0x7702".to_owned(), 3, Some("delegates to (EIP-7702), with 0 bytes")),
        (format!("0x{marker}8456cb59"), 4, Some("delegates to (EIP-7702), with 4 bytes")),
        (format!("0x7702{}8456cb59", "11".repeat(18)), 4, Some("is made first, by 0x7702")),
        ("0x8456cb59".to_owned(), 3, Some("a factory that is not whole (4 bytes)")),
    ] {
        let operation = format!("[({sender},3,{init},0x8456cb59,{WORD},3,{WORD},{},0x)]", address(0x5a));
        let review = Review::call(signature, &[&operation, &sender]);
        assert_eq!(review.acts.len(), acts, "{init} {:?}", review.tree());
        let finding = review.findings.iter().find(|finding| finding.id == "account-init");
        assert_eq!(finding.is_some(), said.is_some(), "{init}");
        assert!(
            finding.zip(said).is_none_or(|(finding, said)| finding.sentence.contains(said)),
            "{finding:?}"
        );
        assert_eq!(review.severity("paymaster"), Some(Severity::Caution));
    }
    let operation = format!("[({sender},3,0x8456cb59,0x,{WORD},3,{WORD},0x,0x)]");
    assert_eq!(Review::call(signature, &[&operation, &sender]).fact("1.1 initCode"), "0x8456cb59");
}

#[test]
fn a_batch_without_values_is_read_with_zeros() {
    let list = format!("[{},{}]", address(0x50), address(0x51));
    let calls = "[0x8456cb59,0x715018a6]";
    let signature = "executeBatch(address[],uint256[],bytes[])";
    for (values, malformed) in [("[]", false), ("[0,0]", false), ("[0]", true)] {
        let review = Review::call(signature, &[&list, values, calls]);
        assert!(
            review.acts[2].sentence.starts_with(&format!("Leaves {} without", address(0x51))),
            "{values}"
        );
        assert_eq!(review.severity("malformed-batch").is_some(), malformed, "{values}");
    }
    let timelock = "scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)";
    let review = Review::call(timelock, &[&list, "[]", calls, WORD, WORD, "60"]);
    assert_eq!(review.severity("malformed-batch"), Some(Severity::Critical), "others refuse it");
    assert_eq!(review.acts.len(), 3, "and it is read all the same");
}

#[test]
fn what_a_module_runs_is_told_of_the_safe_behind_it() {
    let (to, zero) = (address(0x50), address(0));
    for (signature, arguments) in [
        (
            "execTransactionWithRole(address,uint256,bytes,uint8,bytes32,bool)",
            vec![to.as_str(), "0", "0x8456cb59", "1", WORD, "true"],
        ),
        (
            "execTransactionWithRole(address,uint256,bytes,uint8,uint16,bool)",
            vec![&to, "0", "0x8456cb59", "1", "1", "true"],
        ),
        ("executeNextTx(address,uint256,bytes,uint8)", vec![&to, "0", "0x8456cb59", "1"]),
    ] {
        let review = Review::call(signature, &arguments);
        let safe = format!("the Safe behind {CONTRACT}");
        assert!(review.acts[1].sentence.contains(&format!("as {safe} itself")), "{:?}", review.tree());
        assert_eq!(review.fact("1.1 Call"), format!("{safe} runs the code of {to} as itself (delegatecall)"));
    }
    let call = Review::call("executeNextTx(address,uint256,bytes,uint8)", &[&zero, "5", "0x", "0"]);
    assert_eq!(call.severity("self-call"), None);
}

#[test]
fn the_initializer_of_a_diamond_is_foreign_code_that_runs_as_it() {
    let cut = format!("[({},1,[0x8456cb59])]", address(0x50));
    let signature = "diamondCut((address,uint8,bytes4[])[],address,bytes)";
    let review = Review::call(signature, &[&cut, &address(0x77), "0x8456cb59"]);
    assert!(review.found("1.1", "delegatecall", Severity::Critical), "{:#?}", review.findings);
    let plain = Review::call(signature, &[&cut, &address(0), "0x"]);
    assert_eq!((plain.acts.len(), plain.severity("upgrade")), (1, Some(Severity::Critical)));
}

#[test]
fn an_execution_of_erc_7579_is_read_by_its_mode() {
    let mode = |kind: &str| format!("0x{kind:0<64}");
    let pause = encode("pause()", &[]);
    let to = Address::repeat_byte(0x50);
    let single = [to.as_slice(), &[0; 32], &pause].concat();
    let batch = |signature: &str, more: &[&str]| {
        let calls = format!("[({to},0,{}),({to},5,0x)]", text(&pause));
        let all: Vec<_> = std::iter::once(calls.as_str()).chain(more.iter().copied()).collect();
        encode(signature, &all)[4..].to_vec()
    };
    let execute =
        |kind: &str, data: &[u8]| Review::call("execute(bytes32,bytes)", &[&mode(kind), &text(data)]);
    assert!(execute("00", &single).acts[1].sentence.starts_with(&format!("Pauses {to}")));
    let two = execute("01", &batch("e((address,uint256,bytes)[])", &[]));
    assert_eq!(two.acts.len(), 3, "{:?}", two.tree());
    let beside = execute("01", &batch("e((address,uint256,bytes)[],bytes)", &["0xbeef"]));
    assert_eq!(beside.acts.len(), 3, "{:?}", beside.tree());
    assert_eq!(beside.fact("Data for the account"), "0xbeef");
    let zero = address(0);
    let itself = format!("[({zero},0,0x8456cb59),({zero},5,0x)]");
    let itself = execute("01", &encode("e((address,uint256,bytes)[])", &[&itself])[4..]);
    assert!(itself.acts[1].sentence.starts_with(&format!("Pauses {CONTRACT}")), "{:?}", itself.tree());
    assert!(itself.acts[2].sentence.ends_with(&format!("to {zero}, with no calldata.")), "the worse of both");
    assert_eq!(itself.severity("zero-address"), Some(Severity::Critical));
    let foreign = execute("ff", &[to.as_slice(), &pause].concat());
    assert!(foreign.found("1.1", "delegatecall", Severity::Critical));
    for (kind, data) in [("01", &single[..]), ("00", &[1, 2][..]), ("fe", &[][..]), ("ff", &[][..])] {
        let review = execute(kind, data);
        assert_eq!(review.severity("unknown-call"), Some(Severity::Danger), "{kind}");
        assert!(review.findings.iter().any(crate::review::Finding::wants_word));
    }
}

#[test]
fn a_forwarder_says_in_whose_name_and_nothing_of_a_request_is_left_out() {
    let (from, to) = (address(0x55), address(0x56));
    let request = format!("({from},{to},1,50000,1800000000,{},0xc0ffee)", text(&encode("pause()", &[])));
    let review = Review::call("execute((address,address,uint256,uint256,uint48,bytes,bytes))", &[&request]);
    assert!(review.acts[0].sentence.contains(&format!("call {to} in the name of {from}")));
    assert!(review.acts[0].sentence.contains("2027-01-15 08:00 UTC"));
    assert!(review.acts[1].sentence.starts_with(&format!("Pauses {to}")));
    for (label, value) in [
        ("1.1 Its from", from.as_str()),
        ("1.1 Its gas", "50000"),
        ("1.1 Its deadline", "1800000000"),
        ("1.1 Its signature", "0xc0ffee"),
    ] {
        assert_eq!(review.fact(label), value);
    }
}

#[test]
fn calls_of_one_contract_in_one_are_each_told() {
    let owner = address(0x66);
    let calls = [encode("pause()", &[]), encode("transferOwnership(address)", &[&owner])];
    let list = format!("[{},{}]", text(&calls[0]), text(&calls[1]));
    let review = Review::call("multicall(bytes[])", &[&list]);
    assert!(review.acts[1].sentence.starts_with(&format!("Pauses {CONTRACT}")));
    assert!(review.acts[2].sentence.contains(&format!("the owner of {CONTRACT}")));
}
