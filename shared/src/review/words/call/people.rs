//! What is known of an address beside the bytes: its name, whether it is made to look like another, whether it has code.

use super::super::{Notes, Severity};
use crate::{
    abi::Published,
    eth::Address,
    review::{Provenance, knowledge::Known},
};

/// Notes the name of an address, and whether it looks like another one.
pub(in super::super) fn name(notes: &mut Notes<'_>, label: &str, address: Address) {
    notes.tell(address);
    let name = notes.knowledge.name(notes.chain, address);
    if let Some(Known { what, provenance }) =
        name.map(|Known { what, provenance }| Known { what: what.to_owned(), provenance })
    {
        notes.fact(&format!("{label} is called"), what, provenance);
    } else if let Some(published) = Published::at(address) {
        let what = format!("{}, as the Safe project published it", published.words());
        notes.fact(&format!("{label} is known as"), what, Provenance::Claimed);
    } else if let Some((other, called)) = notes.look_alike(address) {
        notes.warn(
            "look-alike-address",
            Severity::Critical,
            format!("{address} begins and ends like {other} ({called}), but it is another address."),
        );
    }
}

/// Warns where a proof says that nobody ever used the account that value goes to.
pub(in super::super) fn recipient(notes: &mut Notes<'_>, to: Address) {
    let Some((proven, account)) = notes.knowledge.state(notes.chain, to) else { return };
    let unused =
        account.what.nonce == 0 && account.what.balance.is_zero() && account.what.code_hash.is_none();
    if unused {
        let number = proven.number;
        notes.warn(
            "never-used-address",
            Severity::Danger,
            format!("{to} had no code, no coins and had sent nothing at block {number}.{}", account.so()),
        );
    }
}

/// Warns where a proof says that a called account has no code.
pub(super) fn code(notes: &mut Notes<'_>, to: Address) {
    let Some((proven, account)) = notes.knowledge.state(notes.chain, to) else { return };
    if account.what.code_hash.is_none() {
        let number = proven.number;
        notes.warn(
            "no-code",
            Severity::Danger,
            format!(
                "{to} had no code at block {number}: the call does nothing, and value with it is lost.{}",
                account.so()
            ),
        );
    } else if let Some(published) = Published::at(to)
        && account.what.code_hash != Some(published.code_hash)
    {
        notes.warn(
            "contradiction",
            Severity::Critical,
            format!(
                "The code of {to} is not that of {}, which the Safe project published at this address.",
                published.words()
            ),
        );
    }
}
