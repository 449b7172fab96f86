//! ABI files in every form, and what is refused.

use super::*;

const ABI: &str = r#"[
    {"type":"function","name":"set","inputs":[{"name":"it","type":"uint256"}],"outputs":[],"stateMutability":"nonpayable"},
    {"type":"function","name":"set","inputs":[{"name":"it","type":"tuple","components":[{"name":"a","type":"bool"}]}],"outputs":[],"stateMutability":"nonpayable"},
    {"type":"function","name":"pause","inputs":[],"outputs":[],"stateMutability":"nonpayable"},
    {"type":"event","name":"Paused","inputs":[],"anonymous":false}]"#;

#[test]
fn a_function_is_found_by_name_or_signature_in_both_kinds_of_file() {
    let wrapped = format!(r#"{{"abi":{ABI},"bytecode":{{"object":"0x60__$lib$__"}},"ast":{{}}}}"#);
    for file in [ABI, &wrapped] {
        let artifact = Artifact::parse(file).unwrap();
        for (wanted, canonical) in
            [("pause", "pause()"), ("set(uint)", "set(uint256)"), ("set((bool))", "set((bool))")]
        {
            assert_eq!(artifact.function(wanted).unwrap().canonical(), canonical);
        }
    }
}

#[test]
fn an_abi_is_found_in_every_form_in_which_it_is_handed_around() {
    let text = serde_json::Value::from(ABI).to_string();
    for file in [
        format!(r#"{{"status":"1","message":"OK","result":{text}}}"#),
        format!(r#"{{"status":"1","result":[{{"SourceCode":"","ABI":{text},"ContractName":"A"}}]}}"#),
        format!(r#"{{"abi":{text}}}"#),
        text.clone(),
        "pause()".to_owned(),
        "function pause() external;\n\nevent Paused();".to_owned(),
        r#"["function pause()", "error No()"]"#.to_owned(),
    ] {
        assert_eq!(
            Artifact::parse(&file).unwrap().function("pause").unwrap().canonical(),
            "pause()",
            "{file}"
        );
    }
    let refused =
        Artifact::parse(r#"{"status":"0","message":"NOTOK","result":"Contract source code not verified"}"#);
    assert!(refused.unwrap_err().to_string().contains("Contract source code not verified"));
}

#[test]
fn functions_that_change_something_come_first() {
    let artifact = Artifact::parse("zero()\nfunction a() view\nfunction b() payable").unwrap();
    let told: Vec<_> = artifact
        .functions()
        .iter()
        .map(|function| (function.signature.canonical(), function.changes_state, function.is_payable))
        .collect();
    let wanted = [("b()", true, true), ("zero()", true, false), ("a()", false, false)];
    assert_eq!(told, wanted.map(|(name, changes, pays)| (name.to_owned(), changes, pays)));
}

#[test]
fn code_is_taken_from_every_compiler_and_only_when_it_is_whole() {
    for (code, bytes) in [
        (r#""bytecode":"0x6001""#, Ok(2)),
        (r#""bytecode":{"object":"0x6001","linkReferences":{}}"#, Ok(2)),
        (r#""evm":{"bytecode":{"object":"6001"}}"#, Ok(2)),
        (r#""bytecode":"0x""#, Err("no bytecode")),
        (r#""bytecode":"0x60__$aa$__""#, Err("link it first")),
        (r#""bytecode":"0x600""#, Err("no hex")),
    ] {
        let artifact = Artifact::parse(&format!(r#"{{"abi":[],{code}}}"#)).unwrap();
        match (artifact.init_code(), bytes) {
            (Ok(code), Ok(length)) => assert_eq!(code.len(), length),
            (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
            (found, _) => panic!("{code}: {found:?}"),
        }
    }
    assert_eq!(Artifact::parse("pause()").unwrap().init_code(), Err(ArtifactError::NoCode));
    assert_eq!(Artifact::parse("pause()").unwrap().constructor().unwrap().signature.parameters().len(), 0);
}

#[test]
fn what_the_book_keeps_is_read_back() {
    let artifact =
        Artifact::parse("set((bool,uint256[]) it)\nevent Set(bool indexed a)\nerror No(address who)");
    let artifact = artifact.unwrap();
    let back = Artifact::parse(&artifact.to_json()).unwrap();
    assert_eq!(back.functions(), artifact.functions());
    assert_eq!((back.events().count(), back.errors().count()), (1, 1));
}

#[test]
fn what_is_not_there_is_answered_with_what_is() {
    let artifact = Artifact::parse(ABI).unwrap();
    let refused = |wanted| artifact.function(wanted).unwrap_err().to_string();
    assert!(refused("unpause").contains("it has pause(), set((bool)), set(uint256)"));
    assert!(refused("set").contains("write one of set((bool)), set(uint256)"));
    assert!(refused("set(address)").contains("no function set(address)"));
    for file in ["", "{}", "[", r#"{"abi":1}"#, "[1]"] {
        assert!(Artifact::parse(file).is_err(), "{file}");
    }
}
