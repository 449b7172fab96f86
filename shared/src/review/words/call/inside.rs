//! The calls that a known call makes in turn, as its row of the table names them.

use super::{
    super::{Notes, Severity, TooMuch, call},
    Call, Party, Run, account, batch, create,
};
use crate::{
    abi::{Inside, Scope, words},
    eth::{Address, U256, keccak256},
};
use alloy_dyn_abi::DynSolValue;

/// Notes the calls of one step. `own` is the account on which the call around them runs.
pub(super) fn describe(
    notes: &mut Notes<'_>,
    around: &Call<'_>,
    own: Party,
    step: &Inside,
    scope: Scope<'_>,
) -> Result<(), TooMuch> {
    step_of(notes, around, own, step, scope, &[])
}

fn step_of(
    notes: &mut Notes<'_>,
    around: &Call<'_>,
    own: Party,
    step: &Inside,
    scope: Scope<'_>,
    beside: &[(String, String)],
) -> Result<(), TooMuch> {
    let plain = |to, value, data| Call { by: own, to: Party::At(to), value, data, run: Run::Call, beside };
    match *step {
        Inside::Call { to, value, data, optional, valueless } => {
            if let (Some(to), Some(data)) = (scope.address(to), scope.bytes(data)) {
                if optional && data.is_empty() {
                    return Ok(());
                }
                let value = value.and_then(|value| scope.number(value)).unwrap_or_default();
                return call::describe(notes, plain(to, value, data));
            }
            for (to, value, data) in lists(notes, scope, [to, data], value, valueless) {
                call::describe(notes, plain(to, value, data))?;
            }
            Ok(())
        }
        Inside::Operation { to, value, data, kind } => {
            let (Some(to), Some(data)) = (scope.address(to), scope.bytes(data)) else { return Ok(()) };
            let operation = scope.number(kind).unwrap_or_default();
            let run = batch::operation(notes, operation);
            let value = scope.number(value).unwrap_or_default();
            call::describe(notes, Call { run, ..plain(to, value, data) })
        }
        Inside::Delegatecall { to, data, optional } => {
            let (Some(to), Some(data)) = (scope.address(to), scope.bytes(data)) else { return Ok(()) };
            if optional && to.is_zero() {
                return Ok(());
            }
            call::describe(notes, Call { run: Run::Delegate, ..plain(to, U256::ZERO, data) })
        }
        Inside::Signed { to, value, signature, data } => {
            signed(notes, own, scope, [to, value, signature, data])
        }
        Inside::Itself(data) => {
            let items = match scope.get(data) {
                Some(DynSolValue::Bytes(one)) if one.is_empty() => return Ok(()),
                Some(DynSolValue::Array(items)) => items.as_slice(),
                Some(one) => std::slice::from_ref(one),
                None => &[],
            };
            for data in items.iter().filter_map(DynSolValue::as_bytes) {
                let call = Call { by: around.by, to: own, value: U256::ZERO, data, run: Run::Call, beside };
                call::describe(notes, call)?;
            }
            Ok(())
        }
        Inside::New(data) => match scope.bytes(data) {
            Some(data) if !data.is_empty() => {
                let to = Party::New;
                call::describe(notes, Call { by: own, to, value: U256::ZERO, data, run: Run::Call, beside })
            }
            _ => Ok(()),
        },
        Inside::Packed(data) => {
            batch::packed(notes, own, around.to.published(), scope.bytes(data).unwrap_or_default())
        }
        Inside::Mode { mode, data } => {
            let (Some(DynSolValue::FixedBytes(mode, _)), Some(data)) = (scope.get(mode), scope.bytes(data))
            else {
                return Ok(());
            };
            batch::mode(notes, own, *mode, data)
        }
        Inside::Create { code, value, salt } => {
            let code = scope.bytes(code).unwrap_or_default();
            let value = value.and_then(|value| scope.number(value)).unwrap_or(around.value);
            let salt = salt.and_then(|salt| match scope.get(salt) {
                Some(DynSolValue::FixedBytes(salt, _)) => Some(*salt),
                _ => None,
            });
            let address = own.address().zip(salt).map(|(own, salt)| own.create2(salt, keccak256(code)));
            create::describe(notes, own, address, code, value)
        }
        Inside::Behind(ref step) => {
            let own = own.address().map_or(Party::Unnamed, Party::Behind);
            step_of(notes, around, own, step, scope, beside)
        }
        Inside::Each(list, ref step) => {
            for item in scope.items(list) {
                match step.as_ref() {
                    Inside::UserOperation => account::operation(notes, own, item)?,
                    step => step_of(notes, around, own, step, item, &rest(step, item))?,
                }
            }
            Ok(())
        }
        Inside::UserOperation => account::operation(notes, own, scope),
    }
}

/// Three lists as calls. Lists of different length are warned of, and read as far as targets and calldata go.
fn lists<'a>(
    notes: &mut Notes<'_>,
    scope: Scope<'a>,
    [to, data]: [&str; 2],
    value: Option<&str>,
    valueless: bool,
) -> Vec<(Address, U256, &'a [u8])> {
    let list = |name| scope.get(name).and_then(DynSolValue::as_array).unwrap_or_default();
    let (to, data) = (list(to), list(data));
    // No values at all, where the contract takes that for zeros.
    let values = value.map(list).filter(|values| !(valueless && values.is_empty()));
    uneven(notes, &[to.len(), data.len(), values.map_or(to.len(), <[_]>::len)]);
    let value = |at: usize| {
        values.and_then(|values| values.get(at)?.as_uint()).map_or(U256::ZERO, |(value, _)| value)
    };
    let pairs = to.iter().zip(data).enumerate();
    pairs.filter_map(|(at, (to, data))| Some((to.as_address()?, value(at), data.as_bytes()?))).collect()
}

fn uneven(notes: &mut Notes<'_>, lengths: &[usize]) {
    if lengths.windows(2).any(|pair| pair.first() != pair.last()) {
        notes.warn(
            "malformed-batch",
            Severity::Critical,
            "The lists of targets, values and calldata are not of one length; contracts refuse that as a rule. What has \
            a target and calldata is read below, and a value that is missing as zero."
                .to_owned(),
        );
    }
}

/// Compound's calls: the selector comes from a signature as text, where there is one.
fn signed(
    notes: &mut Notes<'_>,
    own: Party,
    scope: Scope<'_>,
    [to, value, signature, data]: [&str; 4],
) -> Result<(), TooMuch> {
    let many = |name| match scope.get(name) {
        Some(DynSolValue::Array(items)) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let (to, value, signature, data) = (many(to), many(value), many(signature), many(data));
    uneven(notes, &[to.len(), value.len(), signature.len(), data.len()]);
    for (at, (to, data)) in to.iter().zip(data).enumerate() {
        let (Some(to), Some(data)) = (to.as_address(), data.as_bytes()) else { continue };
        let value = value.get(at).and_then(DynSolValue::as_uint).map_or(U256::ZERO, |(value, _)| value);
        let signature = signature.get(at).and_then(DynSolValue::as_str).unwrap_or_default();
        let selector = keccak256(signature);
        let selector = if signature.is_empty() { &[][..] } else { selector.get(..4).unwrap_or_default() };
        let calldata = [selector, data].concat();
        let beside = [("Signature".to_owned(), words::of(&DynSolValue::String(signature.to_owned())))];
        let call = Call {
            by: own,
            to: Party::At(to),
            value,
            data: &calldata,
            run: Run::Call,
            beside: if signature.is_empty() { &[] } else { &beside },
        };
        call::describe(notes, call)?;
    }
    Ok(())
}

/// The members of a tuple that the step does not read: they are lines of the call.
fn rest(step: &Inside, item: Scope<'_>) -> Vec<(String, String)> {
    let read = match *step {
        Inside::Call { to, value, data, .. } => [Some(to), value, Some(data)],
        _ => [step.consumes(), None, None],
    };
    let unread = item.pairs().filter(|(parameter, _)| !read.contains(&Some(parameter.name.as_str())));
    unread.map(|(parameter, value)| (format!("Its {}", parameter.name), words::of(value))).collect()
}

/// The arguments whose bytes stand in the calls below, all of them, so that their hex would only be in the way.
pub(super) fn shown_below(steps: &[Inside], scope: Scope<'_>) -> Vec<&'static str> {
    let length = |name: &str| scope.get(name).and_then(DynSolValue::as_array).map(<[_]>::len);
    let whole = |step: &&Inside| match **step {
        Inside::Call { to, data, .. } => length(to) == length(data),
        Inside::Signed { to, value, signature, data } => {
            [value, signature, data].iter().all(|name| length(name) == length(to))
        }
        Inside::Delegatecall { to, optional, .. } => {
            !optional || scope.address(to).is_some_and(|to| !to.is_zero())
        }
        _ => true,
    };
    let names = steps.iter().filter(whole).filter_map(Inside::consumes);
    names
        .filter(|name| !matches!(scope.get(name), Some(DynSolValue::Bytes(bytes)) if bytes.is_empty()))
        .collect()
}
