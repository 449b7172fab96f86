//! A stuck transaction's replacement: the same nonce, a higher fee, the same call or none.

use shared::eth::{Bytes, UnsignedTx};

use super::{ActError, Chain, turn::recovered};
use crate::{
    build::RequestId,
    journal::{Journal, State},
    node::{Call, Fees, Sighting, Speed},
};

/// What any transaction costs before it does anything (Yellow Paper, G_transaction).
const GAS_MIN: u64 = 21_000;

/// What takes the place of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// The same, at a higher fee.
    Faster,
    /// Nothing to the sender itself, at a higher fee: the nonce is used up.
    Cancel,
}

/// The transaction that replaces that of request `id`: both fees at least an eighth above the old ones (nodes want a tenth), and
/// at least what `speed` costs now. To be signed like any other; hand it to [`super::ask`] with `replaces`.
///
/// # Errors
/// [`ActError::State`] where nothing was sent, it is in a block already, its nonce is used, another request takes its place
/// already, or it carries blobs, which follow other rules.
pub fn replacement(
    journal: &Journal,
    chain: &dyn Chain,
    id: RequestId,
    kind: Replacement,
    speed: Speed,
) -> Result<UnsignedTx, ActError> {
    let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
    let refused =
        |wanted: &str| ActError::State { id, state: record.state.word(), wanted: wanted.to_owned() };
    if let Some(by) = journal.replacement_of(&record)? {
        return Err(refused(&format!("request {by} takes its place already; replace or follow that one")));
    }
    match record.state {
        State::Sending | State::Sent => {}
        State::Waiting | State::Signed => {
            return Err(refused(
                "nothing was sent, so there is nothing to replace; give it up and build another",
            ));
        }
        _ => return Err(refused("only what waits for a block can be replaced")),
    }
    let signed = recovered(&record)?;
    if chain.receipt(signed.hash())? != Sighting::Nowhere {
        return Err(refused("it is in a block by now; follow it instead"));
    }
    if chain.mined_nonce(signed.signer())? > signed.unsigned().nonce() {
        return Err(refused("its nonce is used by now; follow it to see by what"));
    }
    let fees = chain.fees(speed)?;
    let mut transaction = signed.unsigned().clone();
    raise(&mut transaction, fees).ok_or_else(|| {
        refused("it carries blobs, whose replacement needs their data again; wait, or use the program that made them")
    })?;
    if kind == Replacement::Cancel {
        let own = Call { from: Some(signed.signer()), to: Some(signed.signer()), ..Call::default() };
        // Some chains charge more than the usual for nothing; where no node says, the usual.
        let estimate = chain.estimate_gas(&own).unwrap_or(GAS_MIN);
        let gas = if estimate > GAS_MIN { estimate.saturating_add(estimate / 5) } else { GAS_MIN };
        transaction = emptied(&transaction, &signed, gas);
    }
    Ok(transaction)
}

/// At least an eighth more, rounded up, and at least `floor`.
fn raised(old: u128, floor: u128) -> u128 {
    old.saturating_add(old.div_ceil(8)).max(floor).max(1)
}

/// `None` for a transaction with blobs.
fn raise(transaction: &mut UnsignedTx, fees: Fees) -> Option<()> {
    let (cap, tip) = (fees.max_fee_per_gas, fees.max_priority_fee_per_gas);
    // A gas price is paid in full, so it has room for a rise of two blocks and not for more.
    let price = fees.base_fee.saturating_add(fees.base_fee / 4).saturating_add(tip);
    match transaction {
        UnsignedTx::Legacy(tx) => tx.gas_price = raised(tx.gas_price, price),
        UnsignedTx::Eip2930(tx) => tx.gas_price = raised(tx.gas_price, price),
        UnsignedTx::Eip1559(tx) => {
            tx.max_priority_fee_per_gas = raised(tx.max_priority_fee_per_gas, tip);
            tx.max_fee_per_gas = raised(tx.max_fee_per_gas, cap.max(tx.max_priority_fee_per_gas));
        }
        UnsignedTx::Eip7702(tx) => {
            tx.max_priority_fee_per_gas = raised(tx.max_priority_fee_per_gas, tip);
            tx.max_fee_per_gas = raised(tx.max_fee_per_gas, cap.max(tx.max_priority_fee_per_gas));
        }
        UnsignedTx::Eip4844(_) => return None,
    }
    Some(())
}

/// The same nonce and fees, and nothing to oneself.
fn emptied(transaction: &UnsignedTx, signed: &crate::signed::SignedTransaction, gas: u64) -> UnsignedTx {
    use alloy::{
        consensus::{TxEip1559, TxLegacy},
        primitives::{TxKind, U256},
    };
    let (chain_id, nonce) = (transaction.chain_id(), transaction.nonce());
    let to = TxKind::Call(signed.signer());
    match transaction.max_priority_fee_per_gas() {
        Some(tip) => UnsignedTx::Eip1559(TxEip1559 {
            chain_id,
            nonce,
            gas_limit: gas,
            max_fee_per_gas: transaction.max_fee_per_gas(),
            max_priority_fee_per_gas: tip,
            to,
            value: U256::ZERO,
            access_list: alloy::eips::eip2930::AccessList::default(),
            input: Bytes::new(),
        }),
        None => UnsignedTx::Legacy(TxLegacy {
            chain_id: Some(chain_id),
            nonce,
            gas_price: transaction.max_fee_per_gas(),
            gas_limit: gas,
            to,
            value: U256::ZERO,
            input: Bytes::new(),
        }),
    }
}

#[cfg(test)]
mod tests;
