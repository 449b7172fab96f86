//! What speaks against a transaction, in words, before somebody carries it over the gap for nothing.

use shared::eth::{Address, U256, UnsignedTx, amount, authorization};

use super::{FeeChoice, Wish};
use crate::{acts::ActError, node::Nodes};

/// How many times the fast fee is far above usual.
const FAR_ABOVE: u128 = 3;
/// Below this, in wei for a unit of gas, a fee cap is a forgotten unit: a thousandth of a gwei.
const CAP_PLAUSIBLE: u128 = 1_000_000;

/// About the nonce: `next` is the nodes', `free` the first that no journalled request uses.
pub(super) fn of_nonce(signer: Address, nonce: u64, next: u64, free: u64) -> Option<String> {
    if nonce < next {
        return Some(format!(
            "the node says that nonce {nonce} of {signer} is used already, the next is {next}; this would be signed for nothing"
        ));
    }
    if nonce == next {
        return (free > next).then(|| {
            format!(
                "the journal has a request with nonce {nonce} that is under way; of two with one nonce only one can ever be mined"
            )
        });
    }
    if nonce < free {
        return Some(format!(
            "the journal has a request with nonce {nonce} that is under way, or waits for lower ones; the first nonce that nobody uses is {free}"
        ));
    }
    if nonce == free {
        return Some(format!(
            "{} earlier request(s) of this key are not mined yet (the node's next nonce is {next}); this has nonce {nonce} and waits for them",
            free - next
        ));
    }
    Some(format!(
        "the node says that the next nonce of {signer} is {next}; with nonce {nonce} this waits for what is missing before it"
    ))
}

/// About the accounts: what stands at the called one, and at the signer's own.
pub(super) fn of_accounts(nodes: &Nodes, wish: &Wish) -> Result<Vec<String>, ActError> {
    let mut doubts = Vec::new();
    if let Some(to) = wish.intent.to {
        let code = nodes.code(to)?;
        if code.is_empty() && !wish.intent.data.is_empty() {
            doubts.push(format!(
                "the node says that there is no contract at {to}, where a call changes nothing; compare address and chain"
            ));
        }
        if let Some(delegate) = delegate(&code) {
            doubts.push(format!(
                "{to} is a key's account that runs the code of {delegate} (EIP-7702); its owner can change that at any time"
            ));
        }
    }
    if let Some(delegate) = delegate(&nodes.code(wish.key.address)?) {
        doubts.push(format!(
            "the signer's own account runs the code of {delegate} (EIP-7702): that code can move what the account holds"
        ));
    }
    for signed in &wish.intent.authorizations {
        let Ok(authority) = authorization::authority(signed) else { continue }; // the review says so
        // The sender's own nonce counts up before its authorization is looked at.
        let own = u64::from(authority == wish.key.address);
        let next = nodes.mined_nonce(authority)?.saturating_add(own);
        if signed.inner().nonce != next {
            doubts.push(format!(
                "the authorization of {authority} has nonce {}, its account is at {next}; the chain skips it unless they are equal",
                signed.inner().nonce
            ));
        }
    }
    Ok(doubts)
}

/// The account whose code is run in its place: 0xef0100 and its address (EIP-7702).
fn delegate(code: &[u8]) -> Option<Address> {
    let address = code.strip_prefix(&[0xef, 0x01, 0x00])?;
    (address.len() == 20).then(|| Address::from_slice(address))
}

/// About the price, which changes with the choice of a fee.
pub(super) fn of_price(transaction: &UnsignedTx, balance: U256, choices: &[FeeChoice; 3]) -> Vec<String> {
    let mut doubts = Vec::new();
    let worst = transaction.worst_case_fee().saturating_add(transaction.value());
    if worst > balance {
        doubts.push(format!(
            "the signer has {}, this can cost {} with its value; nodes refuse it until there is enough",
            coins(balance),
            coins(worst)
        ));
    }
    let cap = transaction.max_fee_per_gas();
    let [slow, _, fast] = choices;
    let usual = fast.fees.max_fee_per_gas.max(1);
    if cap / usual >= FAR_ABOVE {
        doubts.push(format!(
            "the fee cap of {} gwei is {} times what even a fast transaction needs now; check the unit",
            amount::in_gwei(U256::from(cap)),
            cap / usual
        ));
    }
    if cap < slow.fees.base_fee && cap >= CAP_PLAUSIBLE {
        doubts.push(format!(
            "the fee cap of {} gwei is below the {} gwei that the next block burns; this waits until fees fall",
            amount::in_gwei(U256::from(cap)),
            amount::in_gwei(U256::from(slow.fees.base_fee))
        ));
    }
    doubts
}

fn coins(wei: U256) -> String {
    format!("{} coins of the chain", amount::in_ether(wei))
}
