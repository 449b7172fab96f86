//! A transaction in words.

use super::{
    Notes, Severity, Signer, TooMuch,
    call::{self, Call, Party, Run},
};
pub(super) use crate::abi::readings::coins;
use crate::{
    eth::{Address, U256, UnsignedTx, amount, authorization, chain::Chain},
    review::UndoneBy,
};
use alloy_primitives::hex;

/// From here a fee deserves a look: a quarter of a coin, in wei.
const HIGH_FEE: u128 = 250_000_000_000_000_000;
/// From here it is a mistake as a rule: two and a half coins.
const VERY_HIGH_FEE: u128 = 10 * HIGH_FEE;
/// A nonce further ahead than this is no queue of an afternoon's work.
const NONCE_AHEAD: u64 = 16;

pub(super) fn describe(
    notes: &mut Notes<'_>,
    tx: &UnsignedTx,
    signer: &Signer,
    from: String,
) -> Result<(), TooMuch> {
    let id = tx.chain_id();
    let value = coins(tx.value(), Chain::coin_of(id));
    let purpose = match (tx.to(), tx.data().is_empty()) {
        (None, _) => "that creates a contract",
        (Some(_), true) => "that sends value",
        (Some(_), false) => "that calls a contract",
    };
    notes.signed("What", format!("Transaction ({}) {purpose}", tx.kind_name()));
    notes.signed("Network", Chain::words(id));
    if Chain::of(id).is_none() {
        notes.warn("unknown-chain", Severity::Caution, format!("The chain id {id} has no name here."));
    }
    notes.signed("From", from);
    match tx.to() {
        Some(to) => {
            notes.signed("To", to.to_string());
            let (by, to) = (Party::At(signer.address), Party::At(to));
            let call = Call { by, to, value: tx.value(), data: tx.data(), run: Run::Call, beside: &[] };
            call::describe(notes, call)?;
        }
        None => creation(notes, tx, signer)?,
    }
    notes.signed("Value", value);
    fees(notes, tx);
    notes.signed("Nonce", tx.nonce().to_string());
    nonce(notes, tx, signer);
    lists(notes, tx);
    authorizations(notes, tx, signer)?;
    notes.signed("Calldata", calldata(tx.data()));
    Ok(())
}

fn creation(notes: &mut Notes<'_>, tx: &UnsignedTx, signer: &Signer) -> Result<(), TooMuch> {
    let created = signer.address.create(tx.nonce());
    notes.signed("To", "nobody: a contract is created".to_owned());
    if tx.data().is_empty() {
        let sentence = format!(
            "Creates an account without code at {created}; the recipient was probably forgotten, and the \
            value would be lost."
        );
        return notes.act(sentence.clone(), UndoneBy::Nobody, 0, |notes| {
            notes.warn("contract-creation", Severity::Critical, sentence);
            Ok(())
        });
    }
    call::creation(notes, Party::At(signer.address), Some(created), tx.data(), tx.value())
}

fn fees(notes: &mut Notes<'_>, tx: &UnsignedTx) {
    let coin = Chain::coin_of(tx.chain_id());
    let (fee, cap) = (tx.worst_case_fee(), tx.max_fee_per_gas());
    let text = coins(fee, coin);
    notes.signed("Fee at most", text.clone());
    notes.signed("Gas limit", tx.gas_limit().to_string());
    let price_label = if tx.max_priority_fee_per_gas().is_some() { "Fee cap per gas" } else { "Gas price" };
    notes.signed(price_label, gwei(cap));
    if let Some(tip) = tx.max_priority_fee_per_gas() {
        notes.signed("Tip cap per gas", gwei(tip));
        if tip > cap {
            notes.warn(
                "fee-order",
                Severity::Caution,
                format!("The tip cap of {} is above the fee cap of {}.", gwei(tip), gwei(cap)),
            );
        }
    }
    let severity = match fee {
        _ if fee >= U256::from(VERY_HIGH_FEE) => Severity::Danger,
        _ if fee >= U256::from(HIGH_FEE) => Severity::Caution,
        _ => return,
    };
    notes.warn("high-fee", severity, format!("The fee can be as high as {text}."));
}

/// Warns where a proof says that the nonce is not the account's next one.
fn nonce(notes: &mut Notes<'_>, tx: &UnsignedTx, signer: &Signer) {
    let Some((proven, account)) = notes.knowledge.state(notes.chain, signer.address) else { return };
    let (ours, next, number, so) = (tx.nonce(), account.what.nonce, proven.number, account.so());
    if ours < next {
        notes.warn(
            "nonce-used",
            Severity::Danger,
            format!(
                "The nonce {ours} was used already: the account's next one was {next} at block {number}.{so}"
            ),
        );
    } else if ours > next {
        notes.warn(
            "nonce-ahead",
            if ours - next > NONCE_AHEAD { Severity::Danger } else { Severity::Caution },
            format!(
                "The nonce {ours} is {} ahead of the account's next one, {next} at block {number}: it can be sent by \
                anybody who has it, long after today.{so}",
                ours - next
            ),
        );
    }
}

fn lists(notes: &mut Notes<'_>, tx: &UnsignedTx) {
    for item in tx.access_list().into_iter().flat_map(|list| list.iter()) {
        let slots: Vec<_> = item.storage_keys.iter().map(ToString::to_string).collect();
        let slots = if slots.is_empty() { "no slots".to_owned() } else { slots.join(", ") };
        notes.signed("Access list", format!("{}: {slots}", item.address));
    }
    for hash in tx.blob_hashes() {
        notes.signed("Blob hash", hash.to_string());
    }
    if let UnsignedTx::Eip4844(tx) = tx {
        notes.signed("Fee cap per blob gas", gwei(tx.max_fee_per_blob_gas));
        notes.warn(
            "blob-transaction",
            Severity::Caution,
            "It carries blobs, of which only the hashes are signed and shown.".to_owned(),
        );
    }
}

/// Each authorization of EIP-7702 is an act of its own: it holds whatever becomes of the call.
fn authorizations(notes: &mut Notes<'_>, tx: &UnsignedTx, signer: &Signer) -> Result<(), TooMuch> {
    for signed in tx.authorizations() {
        let chain = if authorization::is_for_every_chain(signed.inner()) {
            "on every chain".to_owned()
        } else {
            u64::try_from(signed.chain_id).map_or_else(
                |_| format!("on chain id {}", signed.chain_id),
                |id| format!("on {}", Chain::words(id)),
            )
        };
        let delegate = delegate(signed.address);
        let nonce = signed.nonce;
        let (undone_by, sentence, finding, severity) = match authorization::authority(signed) {
            Ok(authority) => {
                let whose = if authority == signer.address { " (the signer's own account)" } else { "" };
                let sentence =
                    format!("The account {authority}{whose} {delegate}, {chain}, at its nonce {nonce}.");
                let undone_by =
                    if authority == signer.address { UndoneBy::Signer } else { UndoneBy::Account };
                (undone_by, sentence, "eip7702-delegation", Severity::Critical)
            }
            Err(error) => {
                let sentence = format!("Nobody's account {delegate}, {chain}, at nonce {nonce}: {error}.");
                (UndoneBy::Nobody, sentence, "eip7702-authority", Severity::Caution)
            }
        };
        notes.act(sentence.clone(), undone_by, 0, |notes| {
            notes.signed("Authorization", sentence.clone());
            if !authorization::is_for_every_chain(signed.inner()) && signed.chain_id != U256::from(tx.chain_id()) {
                notes.warn(
                    "chain-mismatch",
                    Severity::Danger,
                    format!(
                        "The authorization is for chain id {}, the transaction for {}: this network skips it, and whoever \
                        sees it can hand it in on the other one.",
                        signed.chain_id,
                        tx.chain_id()
                    ),
                );
            }
            call::name(notes, "The delegate", signed.address);
            notes.warn(finding, severity, sentence);
            Ok(())
        })?;
    }
    Ok(())
}

fn delegate(address: Address) -> String {
    if address.is_zero() {
        "gives up its delegated code (the delegate is the zero address)".to_owned()
    } else {
        format!("runs the code of {address} from then on (EIP-7702), whoever calls it")
    }
}

fn calldata(data: &[u8]) -> String {
    if data.is_empty() {
        "none".to_owned()
    } else {
        format!("{} ({} bytes)", hex::encode_prefixed(data), data.len())
    }
}

fn gwei(wei: u128) -> String {
    let wei = U256::from(wei);
    format!("{} gwei ({wei} wei)", amount::in_gwei(wei))
}
