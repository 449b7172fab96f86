//! What known and unknown types do, in acts and warnings.

use super::*;
use crate::{abi::Signature, eth::U256};
use alloy_primitives::hex;

const SAFE_TX: &str = "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)";
const PERMIT: &str = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
const DAI: &str = "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)";
const BATCH: &str = "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
const FORWARD: &str = "ForwardRequest(address from,address to,uint256 value,uint256 gas,uint256 nonce,uint48 deadline,bytes data)";
const USER_OPERATION: &str = "PackedUserOperation(address sender,uint256 nonce,bytes initCode,bytes callData,bytes32 accountGasLimits,uint256 preVerificationGas,bytes32 gasFees,bytes paymasterAndData)";
const ORDER: &str = "OrderComponents(address offerer,address zone,OfferItem[] offer,ConsiderationItem[] consideration,uint8 orderType,uint256 startTime,uint256 endTime,bytes32 zoneHash,uint256 salt,bytes32 conduitKey,uint256 counter)ConsiderationItem(uint8 itemType,address token,uint256 identifierOrCriteria,uint256 startAmount,uint256 endAmount,address recipient)OfferItem(uint8 itemType,address token,uint256 identifierOrCriteria,uint256 startAmount,uint256 endAmount)";
const OTHER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const ZERO: &str = "0x0000000000000000000000000000000000000000";

fn transfer_ownership() -> String {
    hex::encode_prefixed(Signature::parse("transferOwnership(address)").unwrap().encode(&[OTHER]).unwrap())
}

/// A call of 0x70…c8 without refund.
fn safe_tx() -> Doc {
    let plain = [("operation", json!(0)), ("value", json!(0)), ("gasPrice", json!(0)), ("to", json!(OTHER))];
    let plain = plain.into_iter().fold(Doc::of(SAFE_TX), |doc, (path, value)| doc.with(path, value));
    plain.with("gasToken", ZERO).with("refundReceiver", ZERO).with("data", transfer_ownership())
}

#[test]
fn a_safe_transaction_is_told_with_its_nonce_and_the_call_inside() {
    let review = safe_tx().review();
    assert_eq!(found(&review, "safe-execution"), Some(Severity::Danger));
    assert_eq!(found(&review, "ownership-transfer"), Some(Severity::Critical));
    for absent in ["delegatecall", "safe-refund", "safe-domain", "typed-data-domain", "other-members"] {
        assert_eq!(found(&review, absent), None, "{absent}");
    }
    let acts = sentences(&review);
    assert!(
        acts[0].contains(&format!("of the Safe {CONTRACT}, its transaction number 7: a call of {OTHER}")),
        "{}",
        acts[0]
    );
    assert!(acts[1].contains(&format!("the owner of {OTHER}")), "{}", acts[1]);
    assert!(review.facts.iter().any(|fact| fact.label == "Nonce of the Safe" && fact.value == "7"));
}

#[test]
fn each_trick_with_a_safe_transaction_alone_is_found() {
    let old = [("verifyingContract", "address", json!(CONTRACT.to_string()))];
    let named =
        [("name", "string", json!("Safe")), ("verifyingContract", "address", json!(CONTRACT.to_string()))];
    for (document, finding, severity) in [
        (safe_tx().with("operation", 1), "delegatecall", Severity::Critical),
        (safe_tx().with("operation", 2), "malformed-batch", Severity::Critical),
        (safe_tx().with("operation", 1).with("data", "0x"), "delegatecall", Severity::Critical),
        (safe_tx().with("gasPrice", 1), "safe-refund", Severity::Danger),
        (
            safe_tx().with("gasPrice", 1).with("gasToken", OTHER).with("refundReceiver", OTHER),
            "safe-refund",
            Severity::Danger,
        ),
        (safe_tx().with("refundReceiver", OTHER), "safe-refund", Severity::Caution),
        (safe_tx().domain(&old), "typed-data-domain", Severity::Danger),
        (safe_tx().domain(&named), "safe-domain", Severity::Danger),
        (safe_tx().with("data", "0x12345678"), "unknown-call", Severity::Danger),
    ] {
        let review = document.review();
        assert_eq!(found(&review, finding), Some(severity), "{finding} {:#?}", review.findings);
    }
}

#[test]
fn a_message_of_a_safe_is_read_or_said_to_be_a_hash() {
    let message = |bytes: &[u8]| {
        Doc::of("SafeMessage(bytes message)").with("message", hex::encode_prefixed(bytes)).review()
    };
    assert_eq!(found(&message(&[0xab; 32]), "bare-32-byte-message"), Some(Severity::Critical));
    let text = message("I agree".as_bytes());
    assert!(text.facts.iter().any(|fact| fact.label == "Message" && fact.value == "I agree"));
    assert_eq!(found(&text, "safe-message"), Some(Severity::Danger));
    assert_eq!(found(&message(&[0xff; 31]), "unreadable-message"), Some(Severity::Danger));
}

#[test]
fn leave_to_take_tokens_is_told_with_all_that_can_be_taken() {
    let review = Doc::of(PERMIT).with("spender", OTHER).with("value", 1000).review();
    assert_eq!(
        sentences(&review)[0],
        format!(
            "Lets {OTHER} take 1000 units of the token {CONTRACT} from {SIGNER}, without any further signature."
        )
    );
    assert_eq!(found(&review, "unlimited-approval"), None);
    for (document, severity) in [
        (Doc::of(PERMIT).with("value", U256::MAX.to_string()), Some(Severity::Critical)),
        (Doc::of(DAI), Some(Severity::Critical)),
        (Doc::of(DAI).with("allowed", false), None),
        (Doc::of(BATCH), None),
        (
            Doc::of(BATCH).with("details[0].amount", U256::MAX.wrapping_shr(96).to_string()),
            Some(Severity::Critical),
        ),
    ] {
        let review = document.review();
        assert_eq!(found(&review, "unlimited-approval"), severity, "{:?}", sentences(&review));
        assert_eq!(found(&review, "permit"), Some(Severity::Danger));
    }
    assert!(sentences(&Doc::of(DAI).with("allowed", false).review())[0].starts_with("Takes back from"));
    let review = Doc::of(BATCH).with("details[0].token", OTHER).review();
    assert_eq!(
        sentences(&review)[1],
        format!("Lets {SIGNER} take 7 units of the token {OTHER} from the signer.")
    );
}

#[test]
fn who_signs_and_until_when_are_held_against_what_is_signed() {
    let at = |now| Knowledge { now: Some(now), ..Knowledge::default() };
    let until = |end: u64| Doc::of(PERMIT).with("deadline", end);
    let review = until(2_000_000_000).knowing(&at(1_990_000_000));
    for absent in ["expired", "no-expiry", "other-signer"] {
        assert_eq!(found(&review, absent), None, "{absent}");
    }
    assert_eq!(found(&until(2_000_000_000).knowing(&at(2_000_000_001)), "expired"), Some(Severity::Info));
    assert_eq!(
        found(&until(2_000_000_000).knowing(&at(1_900_000_000)), "no-expiry"),
        Some(Severity::Caution)
    );
    assert_eq!(found(&until(u64::MAX).review(), "no-expiry"), Some(Severity::Caution));
    assert_eq!(found(&until(2_000_000_000).review(), "no-expiry"), None, "no clock, no year 2100");
    assert_eq!(found(&Doc::of(DAI).with("expiry", 0).review(), "no-expiry"), Some(Severity::Caution));
    assert_eq!(
        found(&Doc::of(PERMIT).with("owner", OTHER).review(), "other-signer"),
        Some(Severity::Caution)
    );
}

#[test]
fn a_call_that_others_send_is_judged_as_if_it_were_signed_alone() {
    for document in [
        Doc::of(FORWARD).with("to", OTHER).with("data", transfer_ownership()),
        Doc::of("MetaTransaction(uint256 nonce,address from,bytes functionSignature)")
            .with("functionSignature", transfer_ownership()),
        Doc::of(USER_OPERATION).with("callData", transfer_ownership()),
    ] {
        let review = document.review();
        assert_eq!(found(&review, "ownership-transfer"), Some(Severity::Critical), "{:#?}", review.findings);
        assert_eq!(review.acts.len(), 2);
        assert_eq!(review.acts[1].number, "1.1");
    }
    let nowhere = Doc::of("MetaTransaction(uint256 nonce,address from,bytes functionSignature)").domain(&[]);
    assert_eq!(found(&nowhere.review(), "unknown-call"), Some(Severity::Danger));
}

#[test]
fn a_user_operation_says_who_makes_the_account_who_pays_and_how_much() {
    let bytes = |length: usize| format!("0x{}", "ab".repeat(length));
    let plain = Doc::of(USER_OPERATION).with("initCode", "0x").with("paymasterAndData", "0x");
    let review = plain.review();
    assert_eq!((found(&review, "account-init"), found(&review, "paymaster")), (None, None));
    assert_eq!(
        found(&plain.clone().with("initCode", bytes(40)).review(), "account-init"),
        Some(Severity::Danger)
    );
    assert_eq!(
        found(&plain.clone().with("initCode", "0x7702").review(), "account-init"),
        Some(Severity::Danger)
    );
    assert_eq!(
        found(&plain.clone().with("paymasterAndData", bytes(52)).review(), "paymaster"),
        Some(Severity::Caution)
    );
    let gas = format!("0x{:032x}{:032x}", 100_000, 200_000);
    let fees = |each: u64| format!("0x{:032x}{each:032x}", 1);
    let cheap = plain
        .clone()
        .with("accountGasLimits", gas.clone())
        .with("preVerificationGas", 0)
        .with("gasFees", fees(1_000_000_000));
    let fee = cheap.review();
    let line = fee.facts.iter().find(|fact| fact.label == "Fee at most").unwrap();
    assert_eq!(line.value, "0.0003 ETH (300000000000000 wei)");
    assert_eq!(found(&fee, "high-fee"), None);
    assert_eq!(
        found(&cheap.with("gasFees", fees(10_000_000_000_000)).review(), "high-fee"),
        Some(Severity::Danger)
    );
}

#[test]
fn an_order_is_told_by_what_is_given_and_what_comes_back() {
    let listing = Doc::of(ORDER)
        .with("offer[0].itemType", 2)
        .with("offer[0].token", OTHER)
        .with("consideration[0].itemType", 0)
        .with("consideration[0].startAmount", "1500000000000000000")
        .with("consideration[0].endAmount", "1500000000000000000");
    let review = listing.review();
    let line = |label: &str| review.facts.iter().find(|fact| fact.label == label).unwrap().value.clone();
    assert_eq!(line("Gives"), format!("the item 7 of {OTHER}"));
    assert_eq!(line("Asks for"), "1.5 ETH (1500000000000000000 wei), to the offerer");
    assert_eq!(found(&review, "order-for-nothing"), None);
    for (path, value) in [
        ("consideration[0].recipient", json!(OTHER)),
        ("consideration[0].startAmount", json!(0)),
        ("consideration[0].endAmount", json!(0)),
        ("consideration", json!([])),
    ] {
        let review = listing.clone().with(path, value).review();
        assert_eq!(found(&review, "order-for-nothing"), Some(Severity::Critical), "{path}");
    }
}

#[test]
fn one_bad_order_among_many_is_found_in_its_own_act() {
    let (head, structs) = ORDER.split_once(')').unwrap();
    let bulk = Doc::of(&format!("BulkOrder(OrderComponents[2][2] tree){structs}{head})"));
    let review = bulk.clone().review();
    assert_eq!(review.acts.len(), 5);
    assert_eq!(found(&review, "order-for-nothing"), None);
    let review = bulk.with("tree[1][0].consideration[0].recipient", OTHER).review();
    let finding = review.findings.iter().find(|finding| finding.id == "order-for-nothing").unwrap();
    assert!(finding.sentence.starts_with("In 1.3:"), "{}", finding.sentence);
    assert_eq!(review.acts[3].severity, Severity::Critical);
}

#[test]
fn a_vote_says_which_way() {
    let ballot = "Ballot(uint256 proposalId,uint8 support)";
    for (support, words) in [
        (0, "Votes against the"),
        (1, "Votes for the"),
        (2, "Votes abstaining from"),
        (3, "unknown choice 3"),
    ] {
        let review = Doc::of(ballot).with("support", support).review();
        assert!(sentences(&review)[0].contains(words), "{}", sentences(&review)[0]);
    }
}

#[test]
fn what_is_unknown_is_warned_of_by_what_it_looks_like() {
    let review =
        Doc::of("Leave(address operator,uint256 amount)").with("amount", U256::MAX.to_string()).review();
    assert_eq!(found(&review, "permit"), Some(Severity::Danger));
    assert_eq!(found(&review, "unlimited-approval"), Some(Severity::Critical));
    let review = Doc::of("Run(Step[] steps)Step(address target,bytes callData)")
        .with("steps[0].callData", transfer_ownership())
        .review();
    assert_eq!(found(&review, "looks-like-call"), Some(Severity::Danger));
    assert_eq!(found(&review, "ownership-transfer"), Some(Severity::Critical));
    let review =
        Doc::of("SafeTx(address to,bytes data,uint8 operation)").with("data", transfer_ownership()).review();
    assert_eq!(found(&review, "delegatecall"), Some(Severity::Critical));
    let review = Doc::of("Note(string text)").review();
    assert_eq!(review.findings.len(), 1, "{:#?}", review.findings);
    let finding = &review.findings[0];
    assert_eq!((finding.id, finding.severity), ("unknown-typed-data", Severity::Danger));
    assert!(finding.wants_word(), "nobody knows what it does");
}

#[test]
fn a_call_inside_unknown_typed_data_is_told_with_its_value_and_for_every_target() {
    let ten = "10000000000000000000";
    let execute = Doc::of("Execute(address to,uint256 value,bytes data,uint256 nonce)").with("to", OTHER);
    let sends = |review: &Review| review.facts.iter().any(|fact| fact.value.contains("10 ETH"));
    for data in ["0x", "0x12", "0x12345678"] {
        let review = execute.clone().with("value", ten).with("data", data).review();
        assert_eq!(found(&review, "looks-like-call"), Some(Severity::Danger), "{data}");
        assert!(sends(&review), "{data}: {:?}", review.facts);
    }
    let nothing = execute.with("value", 0).with("data", "0x").review();
    assert_eq!(found(&nothing, "looks-like-call"), None);
    let lists = "Run(address[2] targets,uint256[2] values,bytes[2] calldatas)";
    let review = Doc::of(lists)
        .with("targets[0]", SIGNER.to_string())
        .with("targets[1]", OTHER)
        .with("values[0]", 0)
        .with("values[1]", ten)
        .with("calldatas[0]", transfer_ownership())
        .with("calldatas[1]", "0x")
        .review();
    let acts = sentences(&review);
    assert_eq!(acts.len(), 3, "{acts:?}");
    assert!(acts[1].contains(&format!("the owner of {SIGNER}")), "{acts:?}");
    assert!(acts[2].contains("10 ETH") && acts[2].contains(OTHER), "{acts:?}");
    let decoy = Doc::of("Go(address recipient,address target,bytes data)")
        .with("target", OTHER)
        .with("data", transfer_ownership())
        .review();
    let acts = sentences(&decoy);
    for owned in [SIGNER.to_string().as_str(), OTHER] {
        assert!(acts.iter().any(|act| act.contains(&format!("the owner of {owned}"))), "{owned}: {acts:?}");
    }
}

#[test]
fn an_end_of_zero_is_what_the_contract_makes_of_it() {
    let single = Doc::of(
        "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)",
    );
    let knowledge = Knowledge { now: Some(1_900_000_000), ..Knowledge::default() };
    let fresh = |document: Doc| {
        let document = document.with("sigDeadline", 1_900_000_100);
        document.knowing(&knowledge)
    };
    for review in [
        fresh(single.clone().with("details.expiration", 0)),
        fresh(Doc::of(BATCH).with("details[0].expiration", 0)),
    ] {
        assert_eq!(found(&review, "expired"), None, "{:#?}", review.findings);
        let says = |fact: &crate::review::Fact| {
            fact.label.ends_with("Valid until") && fact.value.contains("the very block that it is sent in")
        };
        assert!(review.facts.iter().any(says), "{:#?}", review.facts);
    }
    let sentence = |end: u64| {
        let review = fresh(single.clone().with("details.expiration", end));
        sentences(&review)[0].to_owned()
    };
    assert!(
        sentence(0).ends_with("from the signer, in the very block that it is sent in."),
        "{}",
        sentence(0)
    );
    assert!(sentence(1_900_000_000).contains("at any time until 2030-"), "{}", sentence(1_900_000_000));
    let over = fresh(single.with("details.expiration", 1_899_999_999));
    assert_eq!(found(&over, "expired"), Some(Severity::Info));
}

#[test]
fn the_fee_of_a_user_operation_counts_what_a_paymaster_may_use() {
    const OLD: &str = "UserOperation(address sender,uint256 nonce,bytes initCode,bytes callData,uint256 callGasLimit,uint256 verificationGasLimit,uint256 preVerificationGas,uint256 maxFeePerGas,uint256 maxPriorityFeePerGas,bytes paymasterAndData)";
    let fee = |document: &Doc, payer: &str| {
        let review = document.clone().with("initCode", "0x").with("paymasterAndData", payer).review();
        review.facts.iter().find(|fact| fact.label == "Fee at most").unwrap().value.clone()
    };
    let old = Doc::of(OLD)
        .with("callGasLimit", 100)
        .with("verificationGasLimit", 1_000)
        .with("preVerificationGas", 10)
        .with("maxFeePerGas", 1);
    let payer = format!("0x{}", "ab".repeat(20));
    assert!(fee(&old, "0x").contains("(1110 wei)"), "{}", fee(&old, "0x"));
    assert!(fee(&old, &payer).contains("(3110 wei)"), "{}", fee(&old, &payer));
    let packed = Doc::of(USER_OPERATION)
        .with("accountGasLimits", format!("0x{:032x}{:032x}", 1_000, 100))
        .with("preVerificationGas", 10)
        .with("gasFees", format!("0x{:032x}{:032x}", 1, 1));
    assert!(fee(&packed, "0x").contains("(1110 wei)"));
    assert!(fee(&packed, &payer).contains("(1110 wei)"), "no limits, no gas");
    let limits = format!("{payer}{:032x}{:032x}ffff", 20_000, 300_000);
    assert!(fee(&packed, &limits).contains("(321110 wei)"), "{}", fee(&packed, &limits));
    let much = format!("{payer}{:032x}{:032x}", U256::from(10_u64.pow(18)), 0);
    let review = packed.with("initCode", "0x").with("paymasterAndData", much).review();
    assert_eq!(found(&review, "high-fee"), Some(Severity::Caution));
}

#[test]
fn a_struct_that_is_called_like_bytes_holds_none() {
    let review = Doc::of("Go(address target,bytesData data,uint256 value)bytesData(uint256 it)")
        .with("value", 5)
        .review();
    assert_eq!(found(&review, "looks-like-call"), None);
    assert!(review.facts.iter().any(|fact| fact.label == "message.data.it (uint256)"));
}
