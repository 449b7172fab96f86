//! Contracts that are created: from where, from what code, at which address.

use super::{
    super::{Notes, TooMuch},
    Call, Party, Severity, known, opening, people,
};
use crate::{
    abi::readings::coins,
    eth::{Address, B256, U256, keccak256},
    limits::INIT_CODE_BYTES_MAX,
    pack::{Creation, rules},
    review::{Provenance, UndoneBy},
};
use alloy_primitives::hex;

/// A creation by `by`, at `address` where that follows from the bytes.
pub(in super::super) fn describe(
    notes: &mut Notes<'_>,
    by: Party,
    address: Option<Address>,
    code: &[u8],
    value: U256,
) -> Result<(), TooMuch> {
    let at =
        address.map_or_else(|| "at an address that is not in the bytes".to_owned(), |at| format!("at {at}"));
    let length = code.len();
    let mut sentence = format!("Creates a contract {at} from {length} bytes of init code.");
    if !value.is_zero() {
        sentence += &format!(" It gets {}.", coins(value, notes.coin()));
    }
    notes.act(sentence.clone(), UndoneBy::Nobody, length, |notes| {
        notes.called(&rules::Call { chain: notes.chain, target: None, data: code, value, is_made: true });
        if notes.is_inside() {
            notes.signed("Created by", by.to_string());
        }
        if let Some(address) = address {
            people::name(notes, "The new contract", address);
        }
        notes.signed("Init code", format!("{length} bytes with the keccak256 {}", keccak256(code)));
        constructor(notes, code);
        notes.warn(
            "contract-creation",
            Severity::Caution,
            format!("{sentence} What that code does is not known here."),
        );
        if length > INIT_CODE_BYTES_MAX {
            notes.warn(
                "init-code-size",
                Severity::Caution,
                format!("The init code has {length} bytes, the limit is {INIT_CODE_BYTES_MAX} (EIP-3860)."),
            );
        }
        Ok(())
    })
}

/// The arguments of the constructor, where a pack knows the code in front of them. What the code does is known no better by that.
fn constructor(notes: &mut Notes<'_>, code: &[u8]) {
    let packs = &notes.knowledge.packs;
    let known = packs.iter().flat_map(|trusted| &trusted.pack().contracts).find_map(|contract| {
        let creation = contract.creation.as_ref()?;
        Some((&contract.name, creation, creation.arguments(code)?))
    });
    let Some((name, Creation { length, constructor, .. }, arguments)) = known else { return };
    let vouched = Provenance::Vouched;
    notes.fact("The code creates", format!("{name}, by the first {length} bytes"), vouched);
    let data = [&constructor.selector()[..], arguments].concat();
    if !known::signature(notes, "Constructor", constructor, &data, vouched) {
        notes.signed("Behind the code", hex::encode_prefixed(arguments));
        notes.warn(
            "non-canonical-calldata",
            Severity::Critical,
            format!(
                "Behind the code of {name} stand {} bytes that are not the arguments of its {}.",
                arguments.len(),
                constructor.canonical()
            ),
        );
        return;
    }
    let Ok(decoded) = constructor.decode(&data) else { return };
    known::trailing(notes, decoded.trailing);
    for (parameter, value) in constructor.parameters().iter().zip(&decoded.arguments) {
        known::each_address(value, &mut |address| people::name(notes, &parameter.name, address));
    }
}

/// A call of a factory that takes a salt and init code without a selector.
pub(super) fn by_salt(
    notes: &mut Notes<'_>,
    call: Call<'_>,
    salt: &[u8; 32],
    code: &[u8],
) -> Result<(), TooMuch> {
    let salt = B256::from(*salt);
    let sentence = format!("Has {} create a contract, at an address that follows from its code.", call.to);
    notes.act(sentence, UndoneBy::Nobody, call.data.len(), |notes| {
        opening(notes, &call);
        notes.signed("Salt", salt.to_string());
        let address = call.to.address().map(|factory| factory.create2(salt, keccak256(code)));
        describe(notes, call.to, address, code, call.value)
    })
}
