//! What a user operation (ERC-4337) has beside its calldata: the account's making, who pays, what it may cost.

use super::{
    super::{Notes, Severity, call},
    values::Values,
};
use crate::{abi::readings, eth::U256};

pub(super) fn describe(notes: &mut Notes<'_>, values: &Values<'_>, account: &str) {
    let sender = values.address(account).map_or_else(String::new, |account| account.to_string());
    let init = values.bytes("initCode").unwrap_or_default();
    call::made(notes, &sender, &init);
    call::paid(notes, &values.bytes("paymasterAndData").unwrap_or_default());
    if let Some(fee) = fee(values) {
        notes.signed("Fee at most", readings::coins(fee, values.coin));
        let severity = match u128::try_from(fee) {
            Ok(fee) if fee < HIGH_FEE => return,
            Ok(fee) if fee < 10 * HIGH_FEE => Severity::Caution,
            _ => Severity::Danger,
        };
        notes.warn(
            "high-fee",
            severity,
            format!("The fee may be up to {}.", readings::coins(fee, values.coin)),
        );
    }
}

/// As for transactions: a quarter of a coin, in wei.
const HIGH_FEE: u128 = 250_000_000_000_000_000;

/// All gas, that of who pays included, at the highest price, in wei.
fn fee(values: &Values<'_>) -> Option<U256> {
    let packed = |path: &str, half: usize| {
        let bytes = values.bytes(path)?;
        bytes.chunks_exact(16).nth(half).map(U256::from_be_slice)
    };
    let number = |path: &str| values.number(path);
    let price = number("maxFeePerGas").or_else(|| packed("gasFees", 1))?;
    let call = number("callGasLimit").or_else(|| packed("accountGasLimits", 1))?;
    let check = number("verificationGasLimit").or_else(|| packed("accountGasLimits", 0))?;
    let payer = values.bytes("paymasterAndData").unwrap_or_default();
    // EntryPoint 0.6 has numbers of 256 bits, and lets a paymaster use the limit of the account twice more. Since 0.7 the
    // paymaster has two limits of its own, behind its address.
    let is_old = values.field("verificationGasLimit").is_some_and(|field| field.type_name == "uint256");
    let paid = match (payer.is_empty(), is_old) {
        (true, _) => U256::ZERO,
        (false, true) => check.saturating_mul(U256::from(2)),
        (false, false) => {
            let limits = payer.get(20..52).unwrap_or_default();
            limits.chunks_exact(16).map(U256::from_be_slice).fold(U256::ZERO, U256::saturating_add)
        }
    };
    let gas = call.saturating_add(check).saturating_add(paid).saturating_add(number("preVerificationGas")?);
    Some(gas.saturating_mul(price))
}
