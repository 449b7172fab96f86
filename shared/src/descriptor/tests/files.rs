//! Files: what is read, what is said of the rest, what is refused.

use super::*;
use crate::limits::{DESCRIPTOR_BYTES_MAX, DESCRIPTOR_FIELDS_MAX, JSON_DEPTH_MAX};
use proptest::prelude::*;

const PLAIN: &str = r#"{"f(uint256 it,address other)":{"intent":"Try","fields":[{"path":"it","label":"It","format":"raw"}]}}"#;

#[test]
fn a_file_that_says_something_else_is_refused_with_the_place() {
    let good = file("", PLAIN);
    assert!(read(&good).is_ok());
    for (from, to, said) in [
        ("\"chainId\":1", "\"chainId\":\"one\"", "context.contract.deployments[0].chainId"),
        (TOKEN, "0x12", "context.contract.deployments[0].address"),
        ("\"contract\"", "\"something\"", "context"),
        ("\"deployments\"", "\"deployment\"", "“deployment”"),
        ("\"formats\"", "\"format\"", "display.formats"),
        ("erc7730-v2", "erc7730-v3.1", "version 3"),
        ("\"owner\":\"Example Org\"", "\"owner\":7", "metadata.owner"),
        ("\"owner\":\"Example Org\"", "\"owner\":\"a\",\"owner\":\"b\"", "twice"),
        ("\"metadata\"", "\"includes\":\"./common.json\",\"metadata\"", "common.json"),
        ("\"format\":\"raw\"", "\"format\":7", "format"),
        ("\"format\":\"raw\"", "\"format\":\"date\"", "encoding"),
        ("\"format\":\"raw\"", "\"$ref\":\"$.display.definitions.none\"", "$ref"),
        ("\"path\":\"it\"", "\"path\":\"it.[\"", "path"),
        ("uint256 it", "uint255 it", "f("),
        ("uint256 it", "uint256", "no names"),
        ("]}}", "]}", "JSON"),
    ] {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good, "{from}");
        let error = read(&changed).expect_err(to).to_string();
        assert!(error.contains(said), "{to}: {error}");
    }
}

#[test]
fn a_file_past_a_bound_is_refused_before_it_takes_memory() {
    let long = format!("{}{}", file("", PLAIN), " ".repeat(DESCRIPTOR_BYTES_MAX));
    assert!(matches!(read(&long), Err(DescriptorError::TooLong { .. })));
    let deep = format!("{}{}", "[".repeat(JSON_DEPTH_MAX + 2), "]".repeat(JSON_DEPTH_MAX + 2));
    assert_eq!(read(&file("", &deep)), Err(DescriptorError::Depth));
    let field = r#"{"path":"it"},"#;
    let many = field.repeat(DESCRIPTOR_FIELDS_MAX + 1);
    let formats = format!(r#"{{"f(uint256 it)":{{"fields":[{}]}}}}"#, many.trim_end_matches(','));
    assert_eq!(read(&file("", &formats)), Err(DescriptorError::Fields));
}

#[test]
fn what_is_not_understood_is_said_and_the_rest_is_used() {
    let formats = r#"{"f(uint256 it)":{"intent":"Try","mood":1,"fields":[{"path":"it","colour":"red","format":"raw"}]},
        "g(sometype it)":{"intent":"Other","fields":[]}}"#;
    let descriptor = read(&file(",\"legal\":1", formats)).unwrap();
    assert_eq!(descriptor.formats().collect::<Vec<_>>(), ["f(uint256)"]);
    let remarks: Vec<_> = descriptor.remarks().collect();
    assert!(remarks.iter().any(|remark| remark.contains("mood")), "{remarks:?}");
    assert!(remarks.iter().any(|remark| remark.contains("colour")), "{remarks:?}");
    assert_eq!(descriptor.unusable().len(), 1);
}

#[test]
fn two_formats_for_one_function_are_none() {
    let formats = r#"{"f(uint256 it)":{"fields":[]},"f(uint256 other)":{"fields":[]},"g()":{"fields":[]}}"#;
    let descriptor = read(&file("", formats)).unwrap();
    assert_eq!(descriptor.formats().collect::<Vec<_>>(), ["g()"]);
    assert_eq!(descriptor.unusable().len(), 2);
}

#[test]
fn included_files_are_given_or_named_and_what_includes_them_goes_first() {
    let common = r#"{"metadata":{"owner":"Common","constants":{"least":"0x10"}},"display":{"formats":{
        "f(uint256 it,address other)":{"intent":"Try","fields":[
        {"path":"it","label":"Below","format":"tokenAmount","params":{"tokenPath":"@.to","threshold":"0x05"}},
        {"path":"other","label":"Other"}]}}}}"#;
    let over = r#"{"f(uint256 it,address other)":{"fields":[
        {"path":"it","label":"Above","params":{"threshold":"$.metadata.constants.least"}}]}}"#;
    let text = file("", over).replacen('{', r#"{"includes":"../shared/common.json","#, 1);
    assert_eq!(read(&text), Err(DescriptorError::Include { name: "../shared/common.json".to_owned() }));
    let includes = Includes::from([("common.json".to_owned(), common.as_bytes().to_vec())]);
    let descriptor = Descriptor::read(text.as_bytes(), &includes).unwrap();
    assert_eq!(descriptor.owner(), Some("Example Org"));
    assert_eq!(included(text.as_bytes()).unwrap().as_deref(), Some("../shared/common.json"));
    let alone = flat(text.as_bytes(), &includes).unwrap();
    assert_eq!(Descriptor::read(&alone, &Includes::new()).as_ref(), Ok(&descriptor));
    let signature = Signature::parse("f(uint256,address)").unwrap();
    for (amount, value) in [(15, "0.000000000000000015 DAI"), (16, "Unlimited DAI")] {
        let data = signature.call(vec![number(amount), address(PERSON)]);
        let display = show(std::slice::from_ref(&descriptor), &Book, TOKEN, &data).unwrap().unwrap();
        assert_eq!(lines(&display), [("Above", value), ("Other", PERSON)]);
    }
    let endless = common.replacen('{', r#"{"includes":"common.json","#, 1);
    let includes = Includes::from([("common.json".to_owned(), endless.into_bytes())]);
    assert!(matches!(
        Descriptor::read(text.as_bytes(), &includes),
        Err(DescriptorError::IncludeDepth { .. })
    ));
}

#[test]
fn the_first_version_is_read_with_its_abi_its_schemas_and_its_excluded_fields() {
    let abi = r#""contract":{"abi":[{"type":"function","name":"f","inputs":[
        {"name":"order","type":"tuple","components":[{"name":"amount","type":"uint256"},{"name":"flag","type":"bool"}]}]}],"#;
    for key in ["f((uint256,bool))", "0x2e8e6cad"] {
        let selector =
            alloy_primitives::hex::encode_prefixed(Signature::parse("f((uint256,bool))").unwrap().selector());
        let key = if key.starts_with("0x") { selector.as_str() } else { key };
        let formats = format!(
            r##"{{"{key}":{{"intent":{{"Do":"it","For":"all"}},"required":["#.order.amount"],"excluded":["order.flag"],
            "screens":{{}},"fields":[{{"path":"#.order.amount","label":"Amount","format":"raw"}},{{"path":"order.flag","label":"Flag"}}]}}}}"##
        );
        let text = file("", &formats).replacen("\"contract\":{", abi, 1).replace("erc7730-v2", "erc7730-v1");
        let tuple = DynSolValue::Tuple(vec![number(5), DynSolValue::Bool(true)]);
        let display = displayed(&text, "f((uint256,bool))", vec![tuple]).unwrap();
        assert_eq!(lines(&display), [("Amount", "5")], "{key}");
        assert_eq!(display.intent, "Do: it; For: all");
    }
    let text = r#"{"context":{"eip712":{"domain":{"name":"Mail"},"schemas":[{"primaryType":"Letter","types":{
        "Letter":[{"name":"to","type":"Person[]"},{"name":"text","type":"string"}],
        "Person":[{"name":"wallet","type":"address"}]}}]}},
        "display":{"formats":{"Letter":{"intent":"Write","fields":[{"path":"text","label":"Text"}]}}}}"#;
    assert_eq!(
        read(text).unwrap().formats().collect::<Vec<_>>(),
        ["Letter(Person[] to,string text)Person(address wallet)"]
    );
}

#[test]
fn an_excluded_field_is_hidden_wherever_it_is_written() {
    let order = || DynSolValue::Tuple(vec![number(5), DynSolValue::Bool(true)]);
    for (field, excluded) in [
        (r##"{"path":"order","fields":[{"path":"flag","label":"Flag"}]}"##, "order.flag"),
        (r##"{"path":"order","fields":[{"path":"flag","label":"Flag"}]}"##, "#.order.flag"),
        (r##"{"path":"#.order.flag","label":"Flag"}"##, "order.flag"),
        (r##"{"fields":[{"path":"order.flag","label":"Flag"}]}"##, "#.order.flag"),
    ] {
        let formats = format!(
            r#"{{"f((uint256 amount,bool flag) order)":{{"excluded":["{excluded}"],"fields":[{field}]}}}}"#
        );
        let display = displayed(&file("", &formats), "f((uint256,bool))", vec![order()]).unwrap();
        assert_eq!(lines(&display), [], "{field}");
    }
    // Another member of the same name is another.
    let formats = r##"{"f((uint256 amount,bool flag) order)":{"excluded":["amount"],"fields":[
        {"path":"order","fields":[{"path":"amount","label":"Amount"}]}]}}"##;
    let display = displayed(&file("", formats), "f((uint256,bool))", vec![order()]).unwrap();
    assert_eq!(lines(&display), [("Amount", "5")]);
}

#[test]
fn texts_that_hide_something_are_spelled_out() {
    let text = file("", PLAIN).replace("Example Org", "Exam\u{202e}ple").replace("\"It\"", "\"I\\nt\"");
    let descriptor = read(&text).unwrap();
    assert_eq!(descriptor.owner(), Some("Exam\\u{202e}ple"));
    let display = displayed(&text, "f(uint256,address)", vec![number(1), address(PERSON)]).unwrap();
    assert_eq!(display.lines[0].label, "I\\u{a}t");
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes: Vec<u8>) {
        _ = Descriptor::read(&bytes, &Includes::new());
    }

    #[test]
    fn no_damage_to_a_file_makes_reading_or_showing_panic(
        at: prop::sample::Index,
        with in "[\"{}\\[\\],:0-9a-z.$@#]{0,3}",
        cut in 0..4_usize,
        values in any::<(u64, [u8; 20])>(),
    ) {
        let text = file(",\"enums\":{\"e\":{\"1\":\"one\"}},\"maps\":{\"m\":{\"values\":{\"1\":\"2\"}}}",
            r#"{"f(uint256 it,address other)":{"intent":"Try","interpolatedIntent":"Try {it} {{}}","fields":[
            {"path":"it","label":"It","format":"enum","params":{"$ref":"$.metadata.enums.e"}},
            {"path":"@.value","format":"amount"},
            {"path":"it","format":"tokenAmount","params":{"token":{"map":"$.metadata.maps.m","keyPath":"@.chainId"}}},
            {"path":"other.[0:2]","format":"addressName","visible":{"ifNotIn":["0x0"]}}]}}"#);
        let at = at.index(text.len());
        let behind = text.get(at + cut.min(text.len() - at)..).unwrap_or_default();
        let damaged = format!("{}{with}{behind}", &text[..at]);
        if let Ok(descriptor) = read(&damaged) {
            let data = Signature::parse("f(uint256,address)").unwrap()
                .call(vec![number(values.0), DynSolValue::Address(values.1.into())]);
            _ = show(&[descriptor], &Book, TOKEN, &data);
        }
    }
}
