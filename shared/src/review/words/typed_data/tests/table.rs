//! The table of known types: each row read, recognised by its members to the letter, and told in words.

use super::{
    super::known::{KnownType, fits, row, rows},
    *,
};
use crate::eth::keccak256;
use proptest::prelude::*;

/// A document type that fits a row, with a member of its own where the row leaves one open.
fn example(pattern: &str) -> String {
    if pattern.starts_with("BulkOrder(") {
        return pattern.replace('*', "[2][1] ");
    }
    match pattern.split_once("*)") {
        Some((head, structs)) => {
            format!("{head}Witness witness){structs}Witness(address user,bytes32 terms)")
        }
        None => pattern.to_owned(),
    }
}

#[test]
fn every_row_is_read_fits_its_own_documents_and_is_told_without_a_gap() {
    for line in rows() {
        let known = row(line).unwrap_or_else(|| panic!("{line}"));
        let document = Doc::of(&example(known.pattern));
        let data = document.data();
        assert_eq!(KnownType::of(data.encode_type()), Some(&known), "{}", data.encode_type());
        let review = document.review();
        assert!(found(&review, known.finding).is_some(), "{line}: {:?}", review.findings);
        assert_eq!(found(&review, "unknown-typed-data"), None, "{line}");
        for sentence in sentences(&review) {
            assert!(!sentence.contains(['{', '}', '|']) && !sentence.contains("  "), "{sentence}");
            assert!(sentence.ends_with(['.', ')']) && !sentence.contains("unknown choice 1"), "{sentence}");
        }
        for places in [Some(known.effect), known.item_effect].into_iter().flatten() {
            assert!(
                places.ends_with('.') && places.matches('{').count() == places.matches('}').count(),
                "{line}"
            );
        }
    }
    assert!(rows().count() > 30);
}

#[test]
fn every_place_of_a_row_is_a_member_of_its_type() {
    for line in rows() {
        let known = row(line).unwrap();
        let data = Doc::of(&example(known.pattern)).data();
        let has = |path: &str| data.fields().iter().any(|field| field.path == format!("message.{path}"));
        let list = line.split('\t').nth(4).unwrap().split(' ').find_map(|read| read.strip_prefix("each:"));
        let check = |place: &str| {
            let path = place.split([':', '|']).next().unwrap();
            let path = match path.strip_prefix('.') {
                Some(member) => format!("{}[0].{member}", list.unwrap()),
                None => path.to_owned(),
            };
            assert!(path == "contract" || has(&path), "{place} of {}", known.pattern);
        };
        for template in [Some(known.effect), known.item_effect].into_iter().flatten() {
            template.split('{').skip(1).for_each(|place| check(place.split('}').next().unwrap()));
        }
        for read in line.split('\t').nth(4).unwrap().split(' ').filter(|read| read.contains(':')) {
            let paths = read.split_once(':').unwrap().1;
            paths.split(',').filter(|path| *path != "-").for_each(check);
        }
    }
}

/// The type hashes that the contracts themselves have in their sources.
#[test]
fn the_rows_are_the_types_that_the_contracts_hash() {
    for (hash, name, of) in [
        ("bb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8", "SafeTx", "baseGas"),
        ("14d461bc7412367e924637b363c7bf29b8f47e2f84869f4426e5633d8af47b20", "SafeTx", "dataGas"),
        ("60b3cbf8b4a223d68d641b3b6ddf9a298e7f33710cf3d3a9d1146b5a6150fbca", "SafeMessage", ""),
        (
            "c03dfc11d8b10bf9cf703d558958c8c42777f785d998c62060d85a4f0ef6ea7f",
            "SafeOp",
            "uint128 callGasLimit",
        ),
        (
            "84aa190356f56b8c87825f54884392a9907c23ee0f8e1ea86336b763faf021bd",
            "SafeOp",
            "uint256 callGasLimit",
        ),
        ("29a0bca4af4be3421398da00295e58e6d7de38cb492214754cb6a47507dd6f8e", "PackedUserOperation", ""),
        (
            "6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9",
            "Permit",
            "address owner,address spender,uint256 value",
        ),
        ("ea2aa0a1be11a07ed86d755c93467f4f82362b452371d1ba94d1715123511acb", "Permit", "holder"),
        (
            "49ecf333e5b8c95c40fdafc95c1ad136e8914a8fb55e9dc8bb01eaa83a2df9ad",
            "Permit",
            "(address spender,uint256 tokenId",
        ),
        ("f3841cd1ff0085026a6327b620b67997ce40f282c88a8e905a7a5626e310f3d0", "PermitSingle", ""),
        ("af1b0d30d2cab0380e68f0689007e3254993c596f2fdd0aaa7f4d04f79440863", "PermitBatch", ""),
        ("939c21a48a8dbe3a9a2404a1d46691e4d39f6583d6ec6b35714604c986d80106", "PermitTransferFrom", ""),
        ("fcf35f5ac6a2c28868dc44c302166470266239195f02b0ee408334829333b766", "PermitBatchTransferFrom", ""),
        ("7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267", "TransferWithAuthorization", ""),
        ("d099cc98ef71107a616c4f0f941f04c322d8e254fe26b3c6668db87aae413de8", "ReceiveWithAuthorization", ""),
        ("158b0a9edf7a828aad02f63cd515c68ef2f50ba807396f6d12842833a1597429", "CancelAuthorization", ""),
        ("e48329057bfd03d55e49b547132e39cffd9c1820ad7b9d4c5307691425d15adf", "Delegation", ""),
        ("150214d74d59b7d1e90c73fc22ef3d991dd0a76b046543d4d80ab92d2a50328f", "Ballot", "uint8 support)"),
        ("8e25870c07e0b0b3884c78da52790939a455c275406c44ae8b434b692fb916ee", "Ballot", "bool support"),
        ("23d10def3caacba2e4042e0c75d44a42d2558aabcf5ce951d0642a8032e1e653", "MetaTransaction", ""),
        (
            "dd8f4b70b0f4393e889bd39128a30628a78b61816a9eb8199759e7a349657e48",
            "ForwardRequest",
            "uint256 nonce,bytes",
        ),
        ("fa445660b7e21515a59617fcd68910b487aa5808b8abda3d78bc85df364b2c2f", "OrderComponents", ""),
    ] {
        let mut fitting = rows().map(|line| row(line).unwrap().pattern);
        let row = fitting.find(|pattern| pattern.starts_with(&format!("{name}(")) && pattern.contains(of));
        let row = row.unwrap_or_else(|| panic!("no row {name} … {of}"));
        assert_eq!(keccak256(row).to_string(), format!("0x{hash}"), "{row}");
    }
}

/// Documents with the digests of another implementation: (name, finding, what the first effect says).
#[test]
fn documents_are_hashed_as_others_hash_them_and_told_as_what_they_do() {
    let vectors = include_str!("../../../../../../tests/vectors/typed_data/known.json");
    let vectors: Value = serde_json::from_str(vectors).unwrap();
    let expected = [
        ("Safe 1.3.0 transaction", "ownership-transfer", "its transaction number 71: a call of 0xA0b8"),
        ("Safe 1.1.1 transaction by delegatecall", "delegatecall", "foreign code, run as the Safe itself"),
        ("Safe 0.1.0 transaction", "ownership-transfer", "its transaction number 71"),
        ("Safe message", "bare-32-byte-message", "a message in the Safe's name"),
        ("ERC-2612 permit", "permit", "take 1000000 units of the token 0xA0b8"),
        ("ERC-2612 permit of everything", "unlimited-approval", "of the token 0xA0b8"),
        ("Dai permit", "unlimited-approval", "take every unit of the token 0x6B17"),
        ("Permit2 single", "unlimited-approval", "units of the token 0xA0b8"),
        ("Permit2 batch", "permit", "take 2 tokens from the signer"),
        ("Permit2 transfer", "permit", "up to 7 units of the token 0x6B17"),
        ("Permit2 transfer with a witness", "permit", "on terms that it has to check itself"),
        ("ERC-3009 transfer", "signed-transfer", "Moves 1000000 units"),
        ("OpenZeppelin 5 forward request", "pause", "as if 0xf39F"),
        ("Meta-transaction", "ownership-transfer", "in the name of 0xf39F"),
        ("EntryPoint 0.8 user operation", "pause", "have the account 0xf39F"),
        ("Seaport listing", "order", "may take from 0xf39F"),
        ("Seaport listing for nothing", "order-for-nothing", "may take from 0xf39F"),
        ("Governor ballot", "vote", "Votes for the proposal 77"),
        ("OpenZeppelin 5 ballot with a reason", "vote", "Votes against the proposal 77"),
        ("Delegation of votes", "vote-delegation", "to 0x7099"),
    ];
    let documents = vectors["documents"].as_array().unwrap();
    assert_eq!(documents.len(), expected.len());
    for (document, (name, finding, says)) in documents.iter().zip(expected) {
        assert_eq!(document["name"], name);
        let data = TypedData::parse(document["document"].to_string().as_bytes()).unwrap();
        assert_eq!(data.digest().to_string(), document["digest"].as_str().unwrap(), "{name}");
        let review = review(data, &Knowledge::default());
        assert!(found(&review, finding).is_some(), "{name}: {:#?}", review.findings);
        assert!(sentences(&review)[0].contains(says), "{name}: {}", sentences(&review)[0]);
        for absent in ["other-members", "unknown-typed-data", "borrowed-name", "unsigned-members"] {
            assert_eq!(found(&review, absent), None, "{name}");
        }
    }
}

/// One fault each: a document that is almost a row's is of none, and says so.
#[test]
fn a_known_name_with_other_members_is_not_believed() {
    for line in rows() {
        let known = row(line).unwrap();
        let whole = example(known.pattern);
        let (head, rest) = whole.split_once(')').unwrap();
        let mut faults = vec![format!("{head},uint256 more){rest}")];
        if !known.pattern.contains('*') {
            let (name, members) = head.split_once('(').unwrap();
            let members: Vec<_> = members.split(',').collect();
            for (at, member) in members.iter().enumerate() {
                let (kind, called) = member.split_once(' ').unwrap();
                let mut renamed = members.clone();
                let other = format!("{kind} {called}_");
                renamed[at] = &other;
                faults.push(format!("{name}({}){rest}", renamed.join(",")));
                let mut retyped = members.clone();
                let other = format!("{} {called}", if kind == "bytes32" { "uint256" } else { "bytes32" });
                retyped[at] = &other;
                // A struct that nobody uses is no part of encodeType.
                faults.push(format!("{name}({}){rest}", retyped.join(",")));
            }
        }
        for fault in faults {
            assert_ne!(fault, whole);
            let document = Doc::of(&fault);
            if KnownType::of(document.data().encode_type()).is_some() {
                continue; // some rows are one member apart
            }
            let review = document.review();
            assert_eq!(found(&review, "other-members"), Some(Severity::Danger), "{fault}");
            assert!(found(&review, "unknown-typed-data").is_some(), "{fault}");
        }
    }
}

#[test]
fn a_witness_is_one_member_and_its_row_keeps_the_rest() {
    let row = "P(A a,*)A(address x)";
    for (encode_type, fit, why) in [
        ("P(A a,W w)A(address x)W(bytes32 y)", true, "a struct"),
        ("P(A a,bytes32 w)A(address x)", true, "a word"),
        ("P(A a,W w)A(uint256 x)W(bytes32 y)", false, "another A"),
        ("P(A a,W w,W v)A(address x)W(bytes32 y)", false, "two members"),
        ("P(A a)A(address x)", false, "no member"),
        ("P(A b,W w)A(address x)W(bytes32 y)", false, "another name"),
        ("P(A a,W w)A(address x,uint256 z)W(bytes32 y)", false, "more in A"),
    ] {
        assert_eq!(fits(row, encode_type), fit, "{why}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_hashed_member_is_in_the_lines_whatever_it_holds(
        which: prop::sample::Index, number: u64, text in ".{0,12}", seed: [u8; 20],
    ) {
        let all: Vec<_> = rows().map(|line| row(line).unwrap().pattern).collect();
        let mut document = Doc::of(&example(all[which.index(all.len())]));
        let fields = document.data().fields().to_vec();
        for field in &fields {
            let path = field.path.strip_prefix("message.").unwrap();
            let value = match field.type_name.as_str() {
                "string" => json!(text),
                "uint256" => json!(number),
                "uint8" => json!(number % 256),
                "address" => json!(Address::from(seed).to_string()),
                "bytes" => json!(alloy_primitives::hex::encode_prefixed(seed)),
                _ => continue,
            };
            document.set.insert(path.to_owned(), value);
        }
        let data = document.data();
        let review = document.review();
        for field in data.fields().iter().chain(data.domain_fields()) {
            let label = format!("{} ({})", field.path, field.type_name);
            let line = review.facts.iter().find(|fact| fact.label == label);
            let line = line.unwrap_or_else(|| panic!("no line {label}"));
            if !field.value.is_empty() {
                prop_assert_eq!(&line.value, &crate::eth::text::spelled_out(&field.value));
            }
        }
    }
}
