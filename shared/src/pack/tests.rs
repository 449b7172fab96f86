//! The codec, the signatures, and whom a sitting trusts.

mod codec;
mod review;
mod rules;
mod trust;

use super::*;
use crate::eth::typed_data::TypedData;
use k256::ecdsa::SigningKey;

/// A key whose 32 bytes are all `number`.
fn key(number: u8) -> SigningKey {
    SigningKey::from_slice(&[number; 32]).unwrap()
}

fn address_of(key: &SigningKey) -> Address {
    let point = key.verifying_key().to_sec1_point(false);
    Address::from_raw_public_key(&point.as_bytes()[1..])
}

/// r ‖ s ‖ 27 or 28.
fn signature(key: &SigningKey, data: &TypedData) -> [u8; 65] {
    let (signature, id) = key.sign_prehash_recoverable(data.digest().as_slice());
    let mut bytes = [0; 65];
    let (r, s) = signature.split_bytes();
    bytes[..32].copy_from_slice(&r);
    bytes[32..64].copy_from_slice(&s);
    bytes[64] = 27 + u8::from(id.is_y_odd());
    bytes
}

const TREASURY: Address = Address::repeat_byte(0x77);

/// Two of three reviewers, one contract, one name, one rule, one block.
fn sample() -> Pack {
    let reviewer = |name: &str, number| Reviewer { name: name.to_owned(), address: address_of(&key(number)) };
    Pack {
        team: "Example Treasury".to_owned(),
        version: 1,
        previous: None,
        issued: 1_700_000_000,
        expires: 1_800_000_000,
        reviewers: vec![reviewer("Alice", 1), reviewer("Bob", 2), reviewer("Carol", 3)],
        threshold: 2,
        contracts: vec![Contract {
            chain: 1,
            address: TREASURY,
            name: "Treasury".to_owned(),
            functions: vec![
                Signature::parse("mint(address to, uint256 amount)").unwrap(),
                Signature::parse("settle((address,uint256)[] orders, bytes)").unwrap(),
            ],
            roles: vec![(B256::repeat_byte(9), "MINTER".to_owned())],
            code_hashes: vec![B256::repeat_byte(1)],
            implementations: vec![Address::repeat_byte(2)],
            slots: vec![(U256::ZERO, "owner".to_owned()), (U256::MAX, "far".to_owned())],
            creation: Creation::of(b"code", Signature::parse("constructor(address owner)").unwrap()),
        }],
        names: vec![
            Named { chain: None, address: Address::repeat_byte(5), name: "Cold wallet".to_owned() },
            Named { chain: Some(10), address: Address::repeat_byte(6), name: "Exchange".to_owned() },
        ],
        rules: vec![Rule {
            why: "Mints above a million want two people".to_owned(),
            chain: Some(1),
            target: Some(TREASURY),
            selector: Some(Signature::parse("mint(address,uint256)").unwrap().selector()),
            argument: Some((1, U256::ZERO, U256::from(1_000_000))),
            allowed: Some((0, vec![Address::repeat_byte(5)])),
            value_max: Some(U256::ZERO),
            rate_max: Some(3),
            demand: Demand::TwoReviewers,
            only_targets: vec![TREASURY],
            only_functions: vec![Signature::parse("mint(address,uint256)").unwrap().selector()],
        }],
        blocks: vec![Block { chain: 1, number: 20_000_000, hash: B256::repeat_byte(4) }],
    }
}

fn signed_by(pack: &Pack, numbers: &[u8]) -> Offered {
    let offered = Offered::of(pack).unwrap();
    numbers.iter().fold(offered, |offered, number| {
        let bytes = signature(&key(*number), offered.review_data());
        offered.signed(&bytes).unwrap()
    })
}
