//! Safes: who runs whose code, what a batch hides, and what a part of a Safe may be.

use super::*;
use crate::abi::{Published, published::Role};

const MULTI_SEND: &str = "0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761";
const CALL_ONLY: &str = "0x9641d764fc13c8B624c04430C7356C1C7C8102e2";

/// The data that signers of Bybit's Safe were shown a hash of, in February 2025.
#[test]
fn a_transfer_by_delegatecall_is_told_as_code_that_can_replace_the_safe() {
    let data = hex!(
        "a9059cbb000000000000000000000000bdd077f651ebe7f7b3ce16fe5f2b025be29695160000000000000000000000000000000000000000000000000000000000000000"
    );
    let trap: Address = "0x96221423681A6d52E184D440a8eFCEbB105C7242".parse().unwrap();
    let review = by_safe(trap, &data, 1);
    let sentence = &review.acts[1].sentence;
    assert!(
        sentence
            .starts_with(&format!("Runs the code of {trap}, which is not known here, as {CONTRACT} itself"))
    );
    assert!(sentence.contains("can replace the code and the owners"), "{sentence}");
    assert!(review.found("1.1", "delegatecall", Severity::Critical));
    assert_eq!(review.severity("token-transfer"), None, "it is no transfer");
    let named = review.facts.iter().find(|fact| fact.label.ends_with("Its function is named as")).unwrap();
    assert_eq!(named.provenance, Provenance::Claimed);
    assert!(review.fact("1.1 Words 1 to 2 of 2").contains("0xbDd077f651EBe7f7b3cE16fe5F2b025BE2969516"));
}

#[test]
fn only_a_published_library_is_milder_than_foreign_code_and_only_for_its_own_functions() {
    let batch = multi_send(&[packed(0, CONTRACT, 0, &encode("pause()", &[]))]);
    let message = encode("signMessage(bytes)", &["0x1234"]);
    let signer = "0xd53cd0aB83D845Ac265BE939c57F53AD838012c9";
    let migration = "0x526643F69b81B008F46d95CD5ced5eC0edFFDaC6";
    for (to, data, severity) in [
        (MULTI_SEND, batch.clone(), Severity::Danger),
        (CALL_ONLY, batch.clone(), Severity::Caution),
        (signer, message.clone(), Severity::Danger),
        (migration, encode("migrateSingleton()", &[]), Severity::Critical),
        (
            "0xfF83F6335d8930cBad1c0D439A841f01888D9f69",
            encode("migrateFromV111(address,address)", &[&address(1), &address(2)]),
            Severity::Critical,
        ),
        (MULTI_SEND, message, Severity::Critical),
        (MULTI_SEND, Vec::new(), Severity::Critical),
        (MULTI_SEND, encode("transfer(address,uint256)", &[&address(1), "0"]), Severity::Critical),
        ("0x7777777777777777777777777777777777777777", batch, Severity::Critical),
    ] {
        let review = by_safe(to.parse().unwrap(), &data, 1);
        let found = review.findings.iter().find(|finding| finding.id == "delegatecall").unwrap();
        assert_eq!(found.severity, severity, "{to} {}", found.sentence);
    }
}

#[test]
fn what_runs_as_the_safe_is_told_of_the_safe() {
    let owner = address(0x66);
    let batch = multi_send(&[
        packed(0, CONTRACT, 0, &encode("addOwnerWithThreshold(address,uint256)", &[&owner, "1"])),
        packed(0, Address::repeat_byte(0x50), 7, &[]),
        packed(1, Address::repeat_byte(0x77), 0, &encode("pause()", &[])),
    ]);
    let review = by_safe(MULTI_SEND.parse().unwrap(), &batch, 1);
    assert_eq!(review.acts.len(), 5, "{:?}", review.tree());
    assert_eq!(review.acts[1].sentence, format!("Runs the calls below through {CONTRACT}, all or none."));
    assert_eq!(review.fact("1.1.1 Call"), format!("{CONTRACT} calls {CONTRACT}"));
    assert!(review.found("1.1.1", "self-call", Severity::Danger));
    assert!(review.found("1.1.1", "safe-owners", Severity::Critical));
    assert!(review.found("1.1.1", "safe-threshold", Severity::Critical));
    assert!(review.found("1.1.2", "value-transfer", Severity::Caution));
    assert!(review.found("1.1.3", "delegatecall", Severity::Critical));
    assert_eq!(
        review.fact("1.1.3 Call"),
        format!("{CONTRACT} runs the code of {} as itself (delegatecall)", address(0x77))
    );
}

#[test]
fn a_batch_that_contracts_could_read_otherwise_is_critical() {
    let good = packed(0, Address::repeat_byte(0x50), 0, &encode("pause()", &[]));
    let cut = good[..good.len() - 1].to_vec();
    let mut long = good.clone();
    long[53..85].copy_from_slice(&[0xff; 32]);
    for (transactions, calls, why) in [
        ([good.clone(), vec![0xde, 0xad]].concat(), 1, "two bytes behind it"),
        ([good.clone(), cut].concat(), 1, "a call that is cut"),
        ([good.clone(), long].concat(), 1, "a length beyond everything"),
        ([good.clone(), packed(2, CONTRACT, 0, &[])].concat(), 2, "an operation that is none"),
    ] {
        let review =
            by_safe(MULTI_SEND.parse().unwrap(), &encode("multiSend(bytes)", &[&text(&transactions)]), 1);
        assert_eq!(review.severity("malformed-batch"), Some(Severity::Critical), "{why}");
        assert_eq!(review.acts.len(), 2 + calls, "{why}: whole calls are still read");
    }
    let review = by_safe(MULTI_SEND.parse().unwrap(), &multi_send(&[good.clone(), good]), 1);
    assert_eq!(review.severity("malformed-batch"), None);
}

#[test]
fn the_zero_address_in_a_batch_is_the_safe_itself_where_the_library_means_it_so() {
    let enable = encode("enableModule(address)", &[&address(0x66)]);
    let batch = multi_send(&[packed(0, Address::ZERO, 0, &enable), packed(0, Address::ZERO, 10, &[])]);
    let newer = "0xA83c336B20401Af773B6219BA5027174338D1836";
    let (safe, zero) = (CONTRACT.to_string(), address(0));
    for (library, module, coins) in [
        (newer, &safe, &safe),
        (CALL_ONLY, &zero, &zero),
        (MULTI_SEND, &zero, &zero),
        ("0x7777777777777777777777777777777777777777", &safe, &zero),
    ] {
        let review = by_safe(library.parse().unwrap(), &batch, 1);
        assert!(review.acts[2].sentence.contains(&format!("anything with the Safe {module}")), "{library}");
        assert!(review.acts[3].sentence.contains(&format!("to {coins}, with no calldata")), "{library}");
        assert_eq!(review.severity("zero-address"), Some(Severity::Critical));
    }
}

#[test]
fn a_new_safe_is_told_with_its_owners_and_with_what_runs_in_it() {
    let owners = format!("[{},{}]", address(0x11), address(0x12));
    let (zero, none) = (address(0), "0x");
    let handler = "0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99";
    let setup = |threshold: &str, to: &str, data: &str, handler: &str, payment: &str| {
        let setup = encode(
            "setup(address[],uint256,address,bytes,address,address,uint256,address)",
            &[&owners, threshold, to, data, handler, &zero, payment, &zero],
        );
        let singleton = "0x41675C099F32341bf84BFc5382aF534df5C7461a";
        Review::call("createProxyWithNonce(address,bytes,uint256)", &[singleton, &text(&setup), "0"])
    };
    let plain = setup("2", &zero, none, handler, "0");
    assert_eq!(plain.acts.len(), 2, "{:?}", plain.tree());
    assert!(plain.acts[1].sentence.starts_with("Sets up the Safe the new contract: its owners are ["));
    for id in ["safe-threshold", "safe-part", "safe-refund", "delegatecall", "zero-address"] {
        assert_eq!(plain.severity(id), None, "{id} {:#?}", plain.findings);
    }
    for signature in ["createProxyWithNonce(address,bytes,uint256)", "createProxy(address,bytes)"] {
        let arguments = ["0x41675C099F32341bf84BFc5382aF534df5C7461a", "0x", "0"];
        let count = signature.split(',').count();
        let bare = Review::call(signature, &arguments[..count]);
        assert_eq!(bare.severity("initializer"), Some(Severity::Critical), "{signature}");
        assert_eq!(plain.severity("initializer"), None);
    }
    let enable = text(&encode("enableModules(address[])", &["[]"]));
    for (review, id) in [
        (setup("1", &zero, none, handler, "0"), "safe-threshold"),
        (setup("3", &zero, none, handler, "0"), "safe-threshold"),
        (setup("2", &address(0x77), &enable, handler, "0"), "delegatecall"),
        (setup("2", &zero, none, &address(0x77), "0"), "safe-part"),
        (setup("2", &zero, none, handler, "5"), "safe-refund"),
    ] {
        assert!(review.severity(id) >= Some(Severity::Danger), "{id} {:#?}", review.findings);
    }
}

#[test]
fn a_message_that_a_safe_signs_is_shown_as_text_where_it_is_one() {
    let review = Review::call("signMessage(bytes)", &[&text("I owe you 5 ETH".as_bytes())]);
    assert_eq!(review.fact("The message as text"), "I owe you 5 ETH");
    assert_eq!(review.severity("bare-32-byte-message"), None);
}

#[test]
fn code_and_handlers_that_nobody_published_are_critical_and_published_ones_are_named() {
    for published in Published::all() {
        let (function, fits) = match published.role {
            Role::Singleton | Role::SingletonL2 => ("changeMasterCopy(address)", true),
            Role::FallbackHandler => ("setFallbackHandler(address)", true),
            Role::Factory => ("setFallbackHandler(address)", false),
            _ => continue,
        };
        let review = Review::call(function, &[&published.address.to_string()]);
        assert_eq!(review.severity("safe-part").is_none(), fits, "{} {function}", published.words());
        assert!(review.facts.iter().any(|fact| fact.value.starts_with(&published.words())));
    }
    let review = Review::call("setFallbackHandler(address)", &[&address(0x77)]);
    assert_eq!(review.severity("safe-part"), Some(Severity::Critical));
}

#[test]
fn a_refund_names_its_token_and_who_gets_it() {
    let (zero, token, receiver) = (address(0), address(0x50), address(0x66));
    let refund = |price: &str, token: &str, receiver: &str| {
        let arguments =
            [&address(0x51), "0", "0x", "0", "0", "0", price, token, receiver, "0x"].map(str::to_owned);
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        Review::call(EXECUTE, &arguments)
    };
    let paid = refund("1", &token, &receiver);
    assert_eq!(paid.severity("safe-refund"), Some(Severity::Danger));
    let sentence = &paid.findings.iter().find(|finding| finding.id == "safe-refund").unwrap().sentence;
    assert!(sentence.contains(&token) && sentence.contains(&receiver), "{sentence}");
    assert_eq!(refund("0", &zero, &receiver).severity("safe-refund"), Some(Severity::Caution));
    assert_eq!(refund("0", &zero, &zero).severity("safe-refund"), None);
}
