//! Batches whose layout is no ABI: MultiSend's packed calls and ERC-7579's executions.
//!
//! ```text
//! packed    = *(operation:1 to:20 value:32 length:32 data:length)
//! execution = to:20 value:32 data            call type 0x00
//!           | abi.encode((to,value,data)[])  call type 0x01
//!           | to:20 data                     call type 0xff, a delegatecall
//! ```
//!
//! Read strictly: MultiSend itself reads past the end of a damaged batch. May not enter: a call that is guessed.

use super::{
    super::{Notes, Severity, TooMuch, call},
    Call, Party, Run, unknown,
};
use crate::{
    abi::{Published, Signature, published::Role},
    eth::{Address, B256, U256},
};
use alloy_dyn_abi::DynSolValue;
use alloy_primitives::hex;
use std::sync::LazyLock;

/// How ERC-7579 encodes a batch, and how ERC-7821 does with data for the account behind it.
static EXECUTIONS: LazyLock<Vec<Signature>> = LazyLock::new(|| {
    let texts = [
        "e((address to, uint256 value, bytes data)[])",
        "e((address to, uint256 value, bytes data)[], bytes)",
    ];
    texts.into_iter().filter_map(|text| Signature::parse(text).ok()).collect()
});

/// Whom, with how much, and the calldata.
type Execution = (Address, U256, Vec<u8>);

/// One call of a packed batch, and what stands behind it.
struct Packed<'a> {
    operation: u8,
    to: Address,
    value: U256,
    data: &'a [u8],
    rest: &'a [u8],
}

fn first(bytes: &[u8]) -> Option<Packed<'_>> {
    let (&[operation], bytes) = bytes.split_first_chunk::<1>()?;
    let (to, bytes) = bytes.split_first_chunk::<20>()?;
    let (value, bytes) = bytes.split_first_chunk::<32>()?;
    let (length, bytes) = bytes.split_first_chunk::<32>()?;
    let length = usize::try_from(U256::from_be_bytes(*length)).ok()?;
    let (data, rest) = bytes.split_at_checked(length)?;
    let value = U256::from_be_bytes(*value);
    Some(Packed { operation, to: Address::from(*to), value, data, rest })
}

/// MultiSend's packed batch, which runs as `own`. `library` is what reads it, where that is published.
pub(super) fn packed(
    notes: &mut Notes<'_>,
    own: Party,
    library: Option<&Published>,
    transactions: &[u8],
) -> Result<(), TooMuch> {
    let library = library
        .filter(|library| matches!(library.role, Role::MultiSend | Role::MultiSendCallOnly))
        .map(|library| library.is_since(1, 5));
    // Lines of the batch stand before its calls, so the damage behind them is looked for first.
    let mut rest = transactions;
    while let Some(packed) = first(rest) {
        rest = packed.rest;
    }
    if !rest.is_empty() {
        notes.signed("Behind the last call", hex::encode_prefixed(rest));
        notes.warn(
            "malformed-batch",
            Severity::Critical,
            format!(
                "Behind the last whole call of the batch stand {} bytes that are no call, or a call that is cut; \
                contracts may read on past the end.",
                rest.len()
            ),
        );
    }
    if transactions.is_empty() {
        notes.signed("Calls of the batch", "none".to_owned());
    }
    rest = transactions;
    while let Some(Packed { operation, to, value, data, rest: behind }) = first(rest) {
        rest = behind;
        let run = self::operation(notes, U256::from(operation));
        let to = target(notes, own, to, library, data);
        call::describe(notes, Call { by: own, to, value, data, run, beside: &[] })?;
    }
    Ok(())
}

/// Whom a call of a batch goes to. Some contracts mean the account itself by the zero address, MultiSend from 1.5.0 on and
/// accounts of ERC-7821 among them; where it is not known whether this one does (`itself`), the worse of both is told: that
/// calldata changes the account, and that value alone is lost.
fn target(notes: &mut Notes<'_>, own: Party, to: Address, itself: Option<bool>, data: &[u8]) -> Party {
    if !to.is_zero() {
        return Party::At(to);
    }
    let means = match itself {
        Some(true) => format!("by which this contract means {own}"),
        Some(false) => "where what is sent is lost".to_owned(),
        None => format!("by which some contracts mean {own}, and where others lose what is sent"),
    };
    notes.warn(
        "zero-address",
        Severity::Critical,
        format!("A call of the batch goes to the zero address, {means}."),
    );
    if itself.unwrap_or(!data.is_empty()) { own } else { Party::At(to) }
}

/// A Safe's operation: 0 calls, 1 is a delegatecall, and what else there was is judged as that.
pub(in super::super) fn operation(notes: &mut Notes<'_>, operation: U256) -> Run {
    if operation > U256::from(1) {
        notes.warn(
            "malformed-batch",
            Severity::Critical,
            format!(
                "The operation {operation} is neither a call (0) nor a delegatecall (1); the first Safes create a contract \
                by 2, later ones refuse it."
            ),
        );
    }
    Run::of_operation(operation)
}

/// ERC-7579's execution, which runs as `own`.
pub(super) fn mode(notes: &mut Notes<'_>, own: Party, mode: B256, data: &[u8]) -> Result<(), TooMuch> {
    let kind = mode.first().copied().unwrap_or_default();
    if mode.get(1) == Some(&1) {
        notes.signed("Where a call fails", "the others go on".to_owned());
    }
    let address = |bytes: &[u8; 20]| Party::At(Address::from(*bytes));
    match kind {
        0x00 => {
            if let Some((to, rest)) = data.split_first_chunk::<20>()
                && let Some((value, data)) = rest.split_first_chunk::<32>()
            {
                let value = U256::from_be_bytes(*value);
                let call = Call { by: own, to: address(to), value, data, run: Run::Call, beside: &[] };
                return call::describe(notes, call);
            }
        }
        0x01 => {
            if let Some((calls, beside)) = executions(data) {
                if !beside.is_empty() {
                    notes.signed("Data for the account", hex::encode_prefixed(beside));
                }
                for (to, value, data) in &calls {
                    let to = target(notes, own, *to, None, data);
                    let call = Call { by: own, to, value: *value, data, run: Run::Call, beside: &[] };
                    call::describe(notes, call)?;
                }
                return Ok(());
            }
        }
        0xff => {
            if let Some((to, data)) = data.split_first_chunk::<20>() {
                let (to, value, run) = (address(to), U256::ZERO, Run::Delegate);
                return call::describe(notes, Call { by: own, to, value, data, run, beside: &[] });
            }
        }
        _ => {}
    }
    unknown::words(notes, data);
    notes.warn(
        "unknown-call",
        Severity::Danger,
        format!(
            "The execution has the call type 0x{kind:02x} and was not read; what it does is not known here."
        ),
    );
    Ok(())
}

/// The calls of an ABI-encoded batch that has nothing behind it, and the data for the account.
fn executions(data: &[u8]) -> Option<(Vec<Execution>, Vec<u8>)> {
    let decoded = EXECUTIONS.iter().find_map(|signature| {
        let decoded = signature.decode(&[&signature.selector()[..], data].concat()).ok()?;
        (decoded.trailing == 0).then_some(decoded)
    })?;
    let call = |call: &DynSolValue| match call.as_tuple()? {
        [to, value, data] => Some((to.as_address()?, value.as_uint()?.0, data.as_bytes()?.to_vec())),
        _ => None,
    };
    let calls = decoded.arguments.first()?.as_array()?.iter().map(call).collect::<Option<_>>()?;
    let beside = decoded.arguments.get(1).and_then(DynSolValue::as_bytes).unwrap_or_default();
    Some((calls, beside.to_vec()))
}
