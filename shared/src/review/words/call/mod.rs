//! A call in words, and every call inside it: known by heart, or said to be unknown.
//!
//! | file     | what                                                                    |
//! |----------|-------------------------------------------------------------------------|
//! | known    | calls of the table: effect, arguments, finding                          |
//! | inside   | the calls that a known call makes in turn                               |
//! | batch    | packed batches and executions that are no ABI                           |
//! | account  | user operations of ERC-4337                                             |
//! | delegate | code that runs as somebody else                                         |
//! | create   | contracts that are created                                              |
//! | unknown  | calls that are not in the table, word by word                           |
//! | checks   | what makes one known call worse than another: amounts, delays, addresses|
//! | power    | power that changes hands: who can take it back, who is there to use it  |
//! | people   | what is known of an address: names, look-alikes, code                   |
//!
//! A child says no more than its bytes do, and no milder for what surrounds it. May not enter: a call that is passed over
//! because something vouches for it.

mod account;
mod batch;
mod checks;
mod create;
mod delegate;
mod inside;
mod known;
mod people;
mod power;
#[cfg(test)]
mod tests;
mod unknown;

use super::{Notes, Severity, TooMuch};
use crate::{
    abi::{KnownCall, Published, published::Role, readings::coins},
    eth::{Address, U256},
    pack::rules,
    review::UndoneBy,
};
pub(super) use account::{made, paid};
pub(super) use batch::operation;
pub(super) use checks::{is_unlimited, refund};
pub(super) use create::describe as creation;
pub(super) use people::name;
use std::fmt;

/// Who calls, or is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Party {
    /// An account.
    At(Address),
    /// The Safe that a module at this address acts for, whose own address is not in the bytes.
    Behind(Address),
    /// The contract that the call around it creates, whose address is not in the bytes.
    New,
    /// Nobody who is named: a typed-data domain without a contract.
    Unnamed,
}

/// How it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// Its own code on its own account.
    Call,
    /// Its code on the caller's account.
    Delegate,
}

/// One call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'a> {
    /// Who makes it.
    pub(super) by: Party,
    /// Whom, or whose code.
    pub(super) to: Party,
    /// Wei that go with it.
    pub(super) value: U256,
    /// The calldata.
    pub(super) data: &'a [u8],
    /// As a call, or as a delegatecall.
    pub(super) run: Run,
    /// What stood beside it in the call around it: label and value.
    pub(super) beside: &'a [(String, String)],
}

impl Party {
    pub(super) fn address(self) -> Option<Address> {
        match self {
            Self::At(address) => Some(address),
            Self::Behind(_) | Self::New | Self::Unnamed => None,
        }
    }

    fn published(self) -> Option<&'static Published> {
        Published::at(self.address()?)
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(address) => address.fmt(f),
            Self::Behind(module) => write!(f, "the Safe behind {module}"),
            Self::New => f.write_str("the new contract"),
            Self::Unnamed => f.write_str("a contract that is not named"),
        }
    }
}

impl Run {
    /// By the number of a Safe's operation; what is neither 0 nor 1 is judged as the worse one.
    pub(super) fn of_operation(operation: U256) -> Self {
        if operation.is_zero() { Self::Call } else { Self::Delegate }
    }
}

/// Notes what a call does, and every call inside it.
///
/// # Errors
/// [`TooMuch`].
pub(super) fn describe(notes: &mut Notes<'_>, call: Call<'_>) -> Result<(), TooMuch> {
    if let Some(code) = call.to.address() {
        let on = if call.run == Run::Delegate { call.by } else { call.to };
        notes.reach(code, on.address(), call.data);
    }
    if call.run == Run::Delegate {
        return delegate::describe(notes, call);
    }
    if call.data.is_empty() {
        return send(notes, call);
    }
    if call.to.published().is_some_and(|published| published.role == Role::Deployer)
        && let Some((salt, code)) = call.data.split_first_chunk::<32>()
    {
        return create::by_salt(notes, call, salt, code);
    }
    let Some(known) = KnownCall::of(call.data) else {
        return unknown::describe(notes, call);
    };
    match known.decode(call.data) {
        Ok(decoded) => known::describe(notes, call, known, &decoded),
        Err(fault) => {
            let name = known.signature.canonical();
            let sentence = format!("Calls {name} of {}, but {fault}.", call.to);
            notes.act(sentence.clone(), UndoneBy::Unclear, call.data.len(), |notes| {
                opening(notes, &call);
                notes.signed("Function", name);
                unknown::words(notes, call.data);
                notes.warn("non-canonical-calldata", Severity::Critical, sentence);
                Ok(())
            })
        }
    }
}

/// A call without calldata.
fn send(notes: &mut Notes<'_>, call: Call<'_>) -> Result<(), TooMuch> {
    let Call { by, to, value, .. } = call;
    let (sentence, undone_by) = match value {
        _ if by == to && value.is_zero() => {
            (format!("{by} calls itself with nothing: a Safe uses up its nonce by this."), UndoneBy::Nobody)
        }
        U256::ZERO => (format!("Calls {to} with neither value nor calldata."), UndoneBy::Nobody),
        _ => {
            let value = coins(value, notes.coin());
            (format!("Sends {value} to {to}, with no calldata."), UndoneBy::Recipient)
        }
    };
    notes.act(sentence.clone(), undone_by, 0, |notes| {
        opening(notes, &call);
        if !value.is_zero() {
            notes.warn("value-transfer", Severity::Caution, sentence);
            if let Some(to) = to.address() {
                people::recipient(notes, to);
            }
        }
        Ok(())
    })
}

/// What descriptors call the fields. It adds lines and changes nothing.
fn described(notes: &mut Notes<'_>, call: &Call<'_>) {
    if let Some(to) = call.to.address() {
        super::described::call(notes, call.by.address(), to, call.value, call.data);
    }
}

/// The lines and warnings that every call begins with.
fn opening(notes: &mut Notes<'_>, call: &Call<'_>) {
    let Call { by, to, value, run, data, .. } = *call;
    notes.called(&rules::Call { chain: notes.chain, target: to.address(), data, value, is_made: true });
    if notes.is_inside() {
        let with =
            if value.is_zero() { String::new() } else { format!(" with {}", coins(value, notes.coin())) };
        let how = match run {
            Run::Call => format!("{by} calls {to}{with}"),
            Run::Delegate => format!("{by} runs the code of {to} as itself (delegatecall)"),
        };
        notes.signed("Call", how);
    }
    for (label, value) in call.beside {
        notes.signed(label, value.clone());
    }
    if let Some(to) = to.address() {
        name(notes, "To", to);
        if to.is_zero() {
            notes.warn("zero-address", Severity::Danger, "It goes to the zero address.".to_owned());
        }
        if !data.is_empty() {
            people::code(notes, to);
        }
    }
    if by == to && by != Party::Unnamed && !(data.is_empty() && value.is_zero()) {
        notes.warn(
            "self-call",
            Severity::Danger,
            format!("{by} calls itself: so are the settings changed that nobody else may touch."),
        );
    }
}
