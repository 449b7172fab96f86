//! User operations of ERC-4337, as an entry point is handed them.

use super::{
    super::{Notes, Severity, TooMuch, call},
    Call, Party, Run, people,
};
use crate::{
    abi::{Scope, words},
    eth::{Address, U256},
    review::UndoneBy,
};
use alloy_primitives::hex;

/// Members that stand in the calls below.
const BELOW: [&str; 3] = ["sender", "initCode", "callData"];
/// In place of a factory: the account gets its code by EIP-7702.
const DELEGATED: [u8; 20] = hex!("7702000000000000000000000000000000000000");

/// What an operation's `initCode` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Init<'a> {
    /// The account delegates to code (EIP-7702), and is handed these bytes first.
    Delegated(&'a [u8]),
    /// This factory makes the account from these bytes.
    Factory(Address, &'a [u8]),
    /// Too short for a factory.
    Broken,
}

impl<'a> Init<'a> {
    /// `None` where nothing is asked for. As entry points from 0.8 on read it: the marker is filled up with zeros.
    fn of(code: &'a [u8]) -> Option<Self> {
        let (head, data) = code.split_at_checked(DELEGATED.len()).unwrap_or((code, &[]));
        let mut filled = [0; DELEGATED.len()];
        filled.iter_mut().zip(head).for_each(|(to, from)| *to = *from);
        match <[u8; 20]>::try_from(head) {
            _ if code.is_empty() => None,
            _ if filled == DELEGATED => Some(Self::Delegated(data)),
            Ok(factory) => Some(Self::Factory(Address::from(factory), data)),
            Err(_) => Some(Self::Broken),
        }
    }
}

/// Warns of an account that is made, or given code, before the operation runs.
pub(in super::super) fn made(notes: &mut Notes<'_>, account: &str, code: &[u8]) {
    let sentence = match Init::of(code) {
        None => return,
        Some(Init::Delegated(data)) => format!(
            "The account {account} runs code that it delegates to (EIP-7702), with {} bytes to begin with.",
            data.len()
        ),
        Some(Init::Factory(factory, data)) => {
            format!("The account {account} is made first, by {factory} with {} bytes.", data.len())
        }
        Some(Init::Broken) => format!(
            "The account {account} is to be made first, by a factory that is not whole ({} bytes); entry points refuse that.",
            code.len()
        ),
    };
    notes.warn("account-init", Severity::Danger, sentence);
}

/// Warns of somebody else who pays.
pub(in super::super) fn paid(notes: &mut Notes<'_>, data: &[u8]) {
    if data.is_empty() {
        return;
    }
    let payer = data.first_chunk::<20>().map(|bytes| Address::from(*bytes));
    let payer = payer.map_or_else(|| "somebody who is not named".to_owned(), |payer| payer.to_string());
    notes.warn(
        "paymaster",
        Severity::Caution,
        format!("The fee is paid by {payer}, who may take tokens of the account for it."),
    );
}

/// One user operation, run by the entry point.
pub(super) fn operation(notes: &mut Notes<'_>, entry_point: Party, item: Scope<'_>) -> Result<(), TooMuch> {
    let Some(sender) = item.address("sender") else { return Ok(()) };
    let (init_code, data) = ["initCode", "callData"].map(|name| item.bytes(name).unwrap_or_default()).into();
    let nonce = item.get("nonce").map(words::of).unwrap_or_default();
    let sentence = format!("Runs for the account {sender} the call below, with the account's nonce {nonce}.");
    notes.act(sentence, UndoneBy::Unclear, 0, |notes| {
        people::name(notes, "Account", sender);
        for (parameter, value) in item.pairs() {
            if !BELOW.contains(&parameter.name.as_str()) {
                notes.signed(&parameter.name, words::of(value));
            }
        }
        paymaster(notes, item.bytes("paymasterAndData").unwrap_or_default());
        made(notes, &sender.to_string(), init_code);
        let by_entry_point = |to, data| Call {
            by: entry_point,
            to: Party::At(to),
            value: U256::ZERO,
            data,
            run: Run::Call,
            beside: &[],
        };
        match Init::of(init_code) {
            Some(Init::Delegated([])) | None => {}
            Some(Init::Delegated(data)) => call::describe(notes, by_entry_point(sender, data))?,
            Some(Init::Factory(factory, data)) => call::describe(notes, by_entry_point(factory, data))?,
            Some(Init::Broken) => notes.signed("initCode", hex::encode_prefixed(init_code)),
        }
        call::describe(notes, by_entry_point(sender, data))
    })
}

fn paymaster(notes: &mut Notes<'_>, data: &[u8]) {
    paid(notes, data);
    if let Some((paymaster, _)) = data.split_first_chunk::<20>() {
        let paymaster = Address::from(*paymaster);
        notes.signed("Fees are paid by", paymaster.to_string());
        people::name(notes, "Who pays", paymaster);
    }
}
