//! Forms, paths, rules and sentences.

use super::*;

/// The value of a parameter `it` of a kind, shown by a field.
fn shown(kind: &str, field: &str, metadata: &str, it: DynSolValue) -> (String, Option<String>) {
    let display = displayed(
        &file(metadata, &one(kind, field)),
        &format!("f({kind},address)"),
        vec![it, address(TOKEN)],
    );
    let line = display.unwrap().lines.remove(0);
    (line.value, line.detail)
}

#[test]
fn each_form_is_written_as_the_standard_says() {
    let metadata = r#","constants":{"eth":"0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE","base":"ETH"},
        "enums":{"mode":{"1":"stable","2":"variable"}},"maps":{"tokens":{"values":{"1":"0x6B175474E89094C44Da98b954EedeAC495271d0F"}}}"#;
    let dai = r#""format":"tokenAmount","params":{"tokenPath":"other""#;
    for (field, value, written) in [
        (r#""format":"raw""#, 1_000, "1000"),
        (r#""format":"amount""#, 198_661_440_000_000_000, "0.19866144 ETH"),
        (&format!("{dai}}}"), 1_500_000_000_000_000_000, "1.5 DAI"),
        (&format!(r#"{dai},"threshold":"0xff"}}"#), 255, "Unlimited DAI"),
        (&format!(r#"{dai},"threshold":"0xff","message":"Max"}}"#), 256, "Max DAI"),
        (&format!(r#"{dai},"threshold":"0xff"}}"#), 254, "0.000000000000000254 DAI"),
        (&format!(r#"{dai},"nativeCurrencyAddress":["{TOKEN}"]}}"#), 1_000_000_000_000_000, "0.001 ETH"),
        (&format!(r#"{dai},"chainId":10}}"#), 5, "5"),
        (
            r#""format":"tokenAmount","params":{"token":{"map":"$.metadata.maps.tokens","keyPath":"@.chainId"}}"#,
            1,
            "0.000000000000000001 DAI",
        ),
        (r#""format":"nftName","params":{"collectionPath":"@.to"}"#, 36, "Punks #36"),
        (r#""format":"date","params":{"encoding":"timestamp"}"#, 1_709_191_632, "2024-02-29 07:27:12Z"),
        (r#""format":"date","params":{"encoding":"blockheight"}"#, 5, "1970-01-01 00:01:00Z"),
        (r#""format":"date","params":{"encoding":"blockheight"}"#, 6, "6"),
        (r#""format":"duration""#, 8_250, "02:17:30"),
        (r#""format":"unit","params":{"base":"h"}"#, 10, "10h"),
        (r#""format":"unit","params":{"base":"d","decimals":1}"#, 15, "1.5d"),
        (r#""format":"unit","params":{"base":"s","prefix":true}"#, 36_000, "36ks"),
        (
            r#""format":"unit","params":{"base":"$.metadata.constants.base","decimals":9}"#,
            32_000_000_000,
            "32ETH",
        ),
        (r#""format":"enum","params":{"$ref":"$.metadata.enums.mode"}"#, 2, "variable"),
        (r#""format":"enum","params":{"$ref":"$.metadata.enums.mode"}"#, 3, "3"),
        (r#""format":"chainId""#, 1, "Ethereum"),
        (r#""format":"hologram""#, 7, "7"),
    ] {
        assert_eq!(shown("uint256", field, metadata, number(value)).0, written, "{field}");
    }
}

#[test]
fn a_name_never_stands_without_its_address_and_an_amount_never_without_its_units() {
    let (value, detail) = shown("address", r#""format":"addressName""#, "", address(PERSON));
    assert_eq!((value.as_str(), detail.as_deref()), ("Treasurer", Some(PERSON)));
    let (value, detail) =
        shown("uint256", r#""format":"tokenAmount","params":{"tokenPath":"@.to"}"#, "", number(7));
    assert_eq!(value, "0.000000000000000007 DAI");
    assert_eq!(detail.unwrap(), format!("7 base units of {TOKEN}"));
    let (value, detail) =
        shown("uint256", r#""format":"tokenAmount","params":{"tokenPath":"@.from"}"#, "", number(7));
    assert_eq!(value, "7");
    assert!(detail.unwrap().contains("not known here"));
    let (_, detail) = shown("uint256", r#""format":"hologram""#, "", number(7));
    assert!(detail.unwrap().contains("hologram"));
    let sender = format!(r#""format":"addressName","params":{{"senderAddress":"{TOKEN}"}}"#);
    let (value, detail) = shown("address", &sender, "", address(TOKEN));
    assert_eq!(value, "Sender");
    assert!(detail.unwrap().contains(PERSON));
}

#[test]
fn a_token_is_known_by_the_descriptor_that_is_bound_to_it() {
    let metadata = r#","token":{"ticker":"EXA","name":"Example","decimals":6}"#;
    let text = file(metadata, &one("uint256", r#""format":"tokenAmount","params":{"tokenPath":"@.to"}"#));
    let data = Signature::parse("f(uint256,address)").unwrap().call(vec![number(1_500_000), address(TOKEN)]);
    let knowledge = Knowledge::default();
    let display = show(&[read(&text).unwrap()], &knowledge, TOKEN, &data).unwrap().unwrap();
    assert_eq!(lines(&display), [("It", "1.5 EXA")]);
}

#[test]
fn paths_lead_through_lists_slices_and_groups_in_order() {
    let formats = r##"{"f((uint256 amount,address token)[] orders,bytes path)":{"intent":"Try","interpolatedIntent":"Swap {orders.[].amount} at {{}}","fields":[
        {"path":"orders.[].amount","label":"Each","format":"tokenAmount","params":{"tokenPath":"orders.[].token"}},
        {"path":"#.orders.[-1].amount","label":"Last"},
        {"path":"orders[0].amount","label":"First"},
        {"path":"path.[-20:]","label":"End","format":"addressName"},
        {"path":"path.[:1]","label":"Begin"},
        {"path":"orders.[]","label":"Order","fields":[{"path":"token","label":"Token"},{"path":"amount","label":"Amount"}]},
        {"path":"orders.[]","iteration":"sequential","fields":[{"path":"token","label":"T"},{"path":"amount","label":"A"}]},
        {"path":"@.value","label":"Value","format":"amount"},
        {"value":"as it is","label":"Note"},
        {"path":"orders.[7].amount","label":"None"},
        {"path":"nothing","label":"Nowhere"}]}}"##;
    let order = |amount, token| DynSolValue::Tuple(vec![number(amount), address(token)]);
    let orders = DynSolValue::Array(vec![order(1, TOKEN), order(2, PERSON)]);
    let path = DynSolValue::Bytes([&[9][..], &alloy_primitives::hex::decode(PERSON).unwrap()].concat());
    let display = displayed(&file("", formats), "f((uint256,address)[],bytes)", vec![orders, path]).unwrap();
    assert_eq!(
        lines(&display),
        [
            ("Each", "0.000000000000000001 DAI"),
            ("Each", "2"),
            ("Last", "2"),
            ("First", "1"),
            ("End", "Treasurer"),
            ("Begin", "0x09"),
            ("Token", TOKEN),
            ("Amount", "1"),
            ("Token", PERSON),
            ("Amount", "2"),
            ("T", TOKEN),
            ("T", PERSON),
            ("A", "1"),
            ("A", "2"),
            ("Value", "1 ETH"),
            ("Note", "as it is"),
            ("None", "cannot be shown: there is no item 7 among 2"),
            ("Nowhere", "cannot be shown: there is no member “nothing”"),
        ]
    );
    assert_eq!(display.lines[6].group.as_deref(), Some("Order"));
    assert_eq!(display.sentence.as_deref(), Some("Swap 0.000000000000000001 DAI, 2 at {}"));
}

#[test]
fn rules_hide_what_they_name_and_a_hidden_value_that_must_not_be_makes_it_unfit() {
    for (rule, value, fits, count) in [
        ("\"always\"", 0, true, 1),
        ("\"optional\"", 0, true, 1),
        ("\"never\"", 0, true, 0),
        (r#"{"ifNotIn":[0,"0x5"]}"#, 5, true, 0),
        (r#"{"ifNotIn":[0,"0x5"]}"#, 6, true, 1),
        (r#"{"mustMatch":["7"]}"#, 7, true, 0),
        (r#"{"mustBe":["7"]}"#, 8, false, 0),
    ] {
        let text = file("", &one("uint256", &format!(r#""visible":{rule}"#)));
        let display = displayed(&text, "f(uint256,address)", vec![number(value), address(PERSON)]);
        assert_eq!(display.is_ok(), fits, "{rule}");
        assert_eq!(display.map_or(0, |display| display.lines.len()), count, "{rule} {value}");
    }
}

#[test]
fn a_sentence_with_a_value_that_is_not_shown_is_not_told() {
    for (template, told) in [
        ("Try {it}", Some("Try 5")),
        ("Try {#.it}", Some("Try 5")),
        ("Try {other}", None),
        ("Try {it", None),
        ("Try it}", None),
    ] {
        let formats = one("uint256", r#""format":"raw""#).replacen(
            "\"intent\"",
            &format!("\"interpolatedIntent\":\"{template}\",\"intent\""),
            1,
        );
        let display = displayed(&file("", &formats), "f(uint256,address)", vec![number(5), address(PERSON)]);
        assert_eq!(display.unwrap().sentence.as_deref(), told, "{template}");
    }
}

#[test]
fn a_call_inside_is_shown_by_its_own_descriptor_and_only_so_deep() {
    let formats = r#"{"run(address target,bytes data)":{"intent":"Run","fields":[
        {"path":"data","label":"Call","format":"calldata","params":{"calleePath":"target","amountPath":"@.value"}}]}}"#;
    let descriptor = read(&file("", formats)).unwrap();
    let run = Signature::parse("run(address,bytes)").unwrap();
    let mut data = vec![1, 2, 3, 4];
    for _ in 0..8 {
        data = run.call(vec![address(TOKEN), DynSolValue::Bytes(data)]);
    }
    let display = show(&[descriptor], &Book, TOKEN, &data).unwrap().unwrap();
    let (mut depth, mut inside) = (0, &display);
    while let Some(inner) = inside.lines[0].inner.as_deref() {
        (depth, inside) = (depth + 1, inner);
    }
    assert_eq!(depth, crate::limits::SHOWN_DEPTH_MAX);
    assert!(inside.lines[0].value.starts_with("0x"));
}

#[test]
fn more_lines_or_text_than_anyone_reads_are_not_made() {
    let formats = r#"{"f(uint256[] it,bytes other)":{"fields":[{"path":"it.[]"},{"path":"other"},{"path":"other"},{"path":"other"}]}}"#;
    let many = DynSolValue::Array(vec![number(1); crate::limits::SHOWN_VALUES_MAX + 1]);
    let unfit = displayed(&file("", formats), "f(uint256[],bytes)", vec![many, DynSolValue::Bytes(vec![])]);
    assert_eq!(unfit, Err(Unfit::TooMuch));
    let long = DynSolValue::Bytes(vec![0; crate::limits::SHOWN_BYTES_MAX / 4]);
    let unfit = displayed(&file("", formats), "f(uint256[],bytes)", vec![DynSolValue::Array(vec![]), long]);
    assert_eq!(unfit, Err(Unfit::TooMuch));
}

/// The file without its deployments.
fn anywhere(text: &str) -> String {
    let (before, rest) = text.split_once("\"deployments\":").unwrap();
    let (_, behind) = rest.split_once(']').unwrap();
    format!("{before}{behind}")
}

#[test]
fn a_descriptor_speaks_for_its_contract_on_its_chain_alone() {
    let text = file("", &one("uint256", r#""format":"raw""#));
    let descriptor = read(&text).unwrap();
    let data = Signature::parse("f(uint256,address)").unwrap().call(vec![number(1), address(PERSON)]);
    let bound = std::slice::from_ref(&descriptor);
    assert!(show(bound, &Book, PERSON, &data).is_none());
    let call = Call { chain: Some(10), from: None, to: TOKEN.parse().unwrap(), value: None, data: &data };
    assert!(Library { descriptors: bound, names: &Book }.show_call(&call).is_none());
    // One that names no contract is for any; one that is bound goes before it.
    let anywhere = read(&anywhere(&text).replace("Example Org", "Anyone")).unwrap();
    for (descriptors, owner) in [
        (vec![anywhere.clone()], "Anyone"),
        (vec![anywhere.clone(), descriptor.clone()], "Example Org"),
        (vec![descriptor, anywhere], "Example Org"),
    ] {
        let display = show(&descriptors, &Book, TOKEN, &data).unwrap().unwrap();
        assert_eq!((display.owner.as_deref(), display.provenance), (Some(owner), Provenance::Claimed));
        assert!(display.lines.iter().all(|line| line.provenance == Provenance::Claimed));
    }
}

#[test]
fn a_hidden_value_that_must_be_and_is_not_there_makes_it_unfit() {
    for path in ["nothing", "it.[3]", "@.gas"] {
        let formats = format!(
            r#"{{"f(uint256[] it,address other)":{{"fields":[{{"path":"{path}","label":"It","visible":{{"mustMatch":["7"]}}}}]}}}}"#
        );
        let values = vec![DynSolValue::Array(vec![number(7)]), address(PERSON)];
        let unfit = displayed(&file("", &formats), "f(uint256[],address)", values).unwrap_err();
        assert!(matches!(unfit, Unfit::Missing { .. }), "{path}: {unfit:?}");
    }
}

/// A group without a path over the lists `to` and `share`, and what stands in it beside them.
fn airdrop(iteration: &str, counts: [usize; 2]) -> Result<Display, Unfit> {
    let formats = format!(
        r#"{{"drop(address[] to,uint256[] share)":{{"fields":[{{"label":"Each",{iteration}"fields":[
        {{"path":"to.[]","label":"To"}},{{"path":"share.[]","label":"Share","format":"unit","params":{{"base":"%"}}}},
        {{"path":"@.value","label":"Value","format":"amount"}}]}}]}}}}"#
    );
    let to = DynSolValue::Array(vec![address(TOKEN); counts[0]]);
    let share = DynSolValue::Array((0..counts[1]).map(|index| number(index as u64)).collect());
    displayed(&file("", &formats), "drop(address[],uint256[])", vec![to, share])
}

#[test]
fn a_bundled_group_shows_the_first_of_each_list_then_the_second_of_each() {
    let bundled = airdrop(r#""iteration":"bundled","#, [2, 2]).unwrap();
    assert_eq!(
        lines(&bundled),
        [("To", TOKEN), ("Share", "0%"), ("Value", "1 ETH"), ("To", TOKEN), ("Share", "1%")]
    );
    assert!(bundled.lines.iter().all(|line| line.group.as_deref() == Some("Each")));
    let none = airdrop(r#""iteration":"bundled","#, [0, 0]).unwrap();
    assert_eq!(lines(&none), [("Value", "1 ETH")]);
    for counts in [[1, 2], [2, 1], [0, 1]] {
        assert_eq!(airdrop(r#""iteration":"bundled","#, counts), Err(Unfit::Lengths), "{counts:?}");
    }
    for iteration in ["", r#""iteration":"sequential","#] {
        let each = airdrop(iteration, [2, 1]).unwrap();
        assert_eq!(lines(&each), [("To", TOKEN), ("To", TOKEN), ("Share", "0%"), ("Value", "1 ETH")]);
    }
}
