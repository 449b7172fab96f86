//! What verified proofs say of the accounts that a request is about, and where that contradicts the request.
//!
//! | file     | what                                                                        |
//! |----------|-----------------------------------------------------------------------------|
//! | safe     | a Safe: owners, threshold, nonce, code, modules, guards, handler            |
//! | contract | code, proxy slots, owners, roles, slots that a pack names                   |
//!
//! Every line says of which block it is, and has the provenance of that block's header: *proven* only once the operator
//! compared it. It adds lines and warnings after those of the acts. May not enter: a guess at what was not proven.

mod contract;
mod safe;
#[cfg(test)]
mod tests;

use super::{Knowledge, Notes, Review, Severity, Signer};
use crate::{
    eth::{Address, Payload, chain::Chain},
    proof::{AHEAD_MAX, Proven, ProvenAccount, Reached, STALE_AFTER, Safe, Wanted},
    review::{
        Provenance,
        knowledge::{Known, so},
    },
    utc::in_words as moment,
};

/// So many accounts of which nothing is proven are named.
const LEFT_OUT_NAMED: usize = 4;

/// An account whose state is known, and what it is asked.
struct Told<'a> {
    chain: Option<u64>,
    proven: &'a Proven,
    account: &'a ProvenAccount,
    provenance: Provenance,
    asked: Option<(&'a Payload, &'a Signer)>, // what is to be signed, and by whom
    reached: &'a [Reached],
}

impl Told<'_> {
    /// ` (at block 21000000, 2025-01-10 12:00 UTC)`.
    fn stamp(&self) -> String {
        format!(" (at block {}, {})", self.proven.number, moment(self.proven.time))
    }

    /// A warning by the state. Where nobody compared the block, it says so: a finding has no provenance of its own.
    fn warn(&self, notes: &mut Notes<'_>, id: &'static str, severity: Severity, sentence: String) {
        notes.warn(id, severity, sentence + so(self.provenance));
    }

    /// How it is known what a pack says of this state: by the pack, and no better than the state itself.
    fn with_a_pack(&self) -> Provenance {
        if self.provenance == Provenance::Claimed { Provenance::Claimed } else { Provenance::Vouched }
    }

    /// A line about the state.
    fn say(&self, notes: &mut Notes<'_>, label: &str, value: String) {
        notes.fact(label, value + &self.stamp(), self.provenance);
    }

    /// The calls that change this account's storage.
    fn calls(&self) -> impl Iterator<Item = &Reached> {
        self.reached.iter().filter(|reached| reached.on == Some(self.account.address))
    }
}

/// What is proven, without a request: every account of every proof, in lines and warnings.
pub fn state_of(knowledge: &Knowledge) -> Review {
    let mut notes = Notes::new(knowledge, None);
    for proven in &knowledge.proofs {
        notes.chain = Some(proven.chain);
        let addresses: Vec<Address> = proven.accounts.iter().map(|account| account.address).collect();
        accounts(&mut notes, &addresses, None, &[]);
    }
    notes.finish()
}

/// Notes what is known of the state that a request is about.
pub(super) fn describe(notes: &mut Notes<'_>, payload: &Payload, signer: &Signer) {
    let knowledge = notes.knowledge;
    if knowledge.proofs.is_empty() {
        return;
    }
    let signed = notes.chain;
    if let (None, Payload::TypedData(data)) = (signed, payload) {
        notes.chain = data.verifying_contract().and_then(|contract| named_chain(knowledge, contract));
        if let Some(chain) = notes.chain {
            let said = format!(
                "{}, by the word of whoever made the proof: what is signed names no network, and holds on each",
                Chain::words(chain)
            );
            notes.fact("Network of the proof", said, Provenance::Claimed);
        }
    }
    let reached = std::mem::take(&mut notes.reached);
    let seen: Vec<&ProvenAccount> = knowledge.proofs.iter().flat_map(|proven| &proven.accounts).collect();
    let about = Wanted { chain: notes.chain, ..Wanted::of(payload, signer, &reached) };
    let about = about.accounts(knowledge, &seen);
    accounts(notes, &about, Some((payload, signer)), &reached);
    left_out(notes, &about);
    notes.reached = reached;
    notes.chain = signed;
}

/// The one chain of the proofs of a contract; nothing where they name several.
fn named_chain(knowledge: &Knowledge, contract: Address) -> Option<u64> {
    let with = knowledge.proofs.iter().filter(|proven| proven.account(contract).is_some());
    let mut chains = with.map(|proven| proven.chain);
    let first = chains.next()?;
    chains.all(|chain| chain == first).then_some(first)
}

/// Says of which accounts of the request nothing is proven: a proof has room for some.
fn left_out(notes: &mut Notes<'_>, about: &[Address]) {
    let chain = notes.chain;
    let is_open = |address: &&Address| notes.knowledge.states(chain, **address).is_empty();
    let open: Vec<Address> = about.iter().filter(is_open).copied().collect();
    if !open.is_empty() && open.len() < about.len() {
        let more = if open.len() > LEFT_OUT_NAMED { ", and others" } else { "" };
        let named = listed(open.get(..LEFT_OUT_NAMED).unwrap_or(&open));
        let said = format!("of {} accounts of the request nothing is: {named}{more}", open.len());
        notes.fact("Not proven", said, Provenance::Signed);
    }
}

fn accounts(
    notes: &mut Notes<'_>,
    addresses: &[Address],
    asked: Option<(&Payload, &Signer)>,
    reached: &[Reached],
) {
    let (knowledge, chain) = (notes.knowledge, notes.chain);
    let mut blocks = Vec::new();
    for address in addresses {
        for (proven, Known { what: account, provenance }) in knowledge.states(chain, *address) {
            if !blocks.contains(&proven.hash) {
                blocks.push(proven.hash);
                block(notes, proven, provenance);
            }
            let told = Told { chain, proven, account, provenance, asked, reached };
            let safe = Safe::of(account);
            head(notes, &told, safe.is_some());
            match safe {
                Some(safe) => safe::describe(notes, &told, &safe),
                None => contract::describe(notes, &told),
            }
            contract::code(notes, &told);
        }
    }
}

/// The block that all else is about, and how its hash is known.
fn block(notes: &mut Notes<'_>, proven: &Proven, provenance: Provenance) {
    let Proven { number, time, hash, chain, .. } = proven;
    let known = match provenance {
        Provenance::Proven => "you compared its hash",
        Provenance::Vouched => "a pack's reviewers vouch for its hash",
        Provenance::Claimed | Provenance::Signed => "its hash is not compared yet",
    };
    let age = age(*time, notes.knowledge.now);
    let value = format!(
        "{number} of {}, {}{age}, hash {hash}, phrase “{}”; {known}. That it is of this network is the sender's word: \
        a block header names none",
        Chain::words(*chain),
        moment(*time),
        proven.phrase(),
    );
    notes.fact("State of block", value, provenance);
    let Some(now) = notes.knowledge.now else {
        let sentence =
            format!("There is no clock here that is believed, so how old block {number} is, is not known.");
        return notes.warn("stale-proof", Severity::Caution, sentence);
    };
    if now.saturating_sub(*time) > STALE_AFTER {
        let sentence =
            format!("What is proven is of block {number},{}; it may have changed since.", age.trim_end());
        notes.warn("stale-proof", Severity::Caution, sentence.replace(", (", " (").replace(",;", ";"));
    }
    if time.saturating_sub(now) > AHEAD_MAX {
        let sentence =
            format!("Block {number} is of {}, which by this machine's clock is yet to come.", moment(*time));
        notes.warn("proof-time", Severity::Caution, sentence);
    }
}

/// ` (3 hours old)`; nothing where this machine has no clock or the block is from the future.
fn age(time: u64, now: Option<u64>) -> String {
    let Some(age) = now.and_then(|now| now.checked_sub(time)) else { return String::new() };
    let (count, unit) = match age {
        0..120 => return " (less than two minutes old)".to_owned(),
        120..7_200 => (age / 60, "minutes"),
        7_200..172_800 => (age / 3_600, "hours"),
        _ => (age / 86_400, "days"),
    };
    format!(" ({count} {unit} old)")
}

/// Which account, and what it is.
fn head(notes: &mut Notes<'_>, told: &Told<'_>, is_safe: bool) {
    let ProvenAccount { address, nonce, balance, code_hash, .. } = told.account;
    let name = notes.knowledge.name(told.chain, *address).map(|known| format!(" ({})", known.what));
    let name = name.unwrap_or_default();
    let what = match code_hash {
        None if *nonce == 0 && balance.is_zero() => "no code, no coins, nothing sent yet".to_owned(),
        None => format!("no code, next nonce {nonce}"),
        Some(_) if is_safe => "a Safe, by the shape of its slots".to_owned(),
        Some(hash) => format!("a contract, code hash {hash}"),
    };
    told.say(notes, "Account", format!("{address}{name}: {what}"));
}

/// Several addresses in a line.
fn listed(addresses: &[Address]) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
