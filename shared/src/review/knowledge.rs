//! What a review may use beside the bytes that are signed: trusted packs, verified proofs, descriptors, the sitting's own accounts.
//!
//! Each answer carries its [`Provenance`]. It adds lines and warnings; no effect gets milder by it, and of all findings one: that
//! new code is unknown is a caution where a pack knows that code. May not enter: clocks, files, anything that a stranger said and
//! nobody verified.

use super::Provenance;
use crate::{
    abi::Signature,
    descriptor::Descriptor,
    eth::{Address, B256},
    pack::{Contract, Offered, Trusted, rules::Called},
    proof::{HeaderTrust, Proven, ProvenAccount},
};

/// All that is known in this sitting. Nothing, by default: a plain request is reviewed by its bytes alone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Knowledge {
    /// Packs that may speak.
    pub packs: Vec<Trusted>,
    /// Packs that were offered and may not speak: only to show what a signature for one of them is for.
    pub at_hand: Vec<Offered>,
    /// The calls that this sitting has signed before, because rules count: of each signed request, its [`super::Checked::calls`].
    pub signed_before: Vec<Called>,
    /// Verified proofs, the newest last.
    pub proofs: Vec<Proven>,
    /// How to show fields.
    pub descriptors: Vec<Descriptor>,
    /// What came beside the request and was refused, each as a sentence: the request is reviewed without it, and it is said.
    pub refused: Vec<String>,
    /// Accounts of the mnemonic in memory that were shown in this sitting.
    pub own: Vec<Address>,
    /// Seconds since 1970 by this machine's clock, for what expires; `None` where it is not known.
    pub now: Option<u64>,
}

/// An answer and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<T> {
    /// The answer.
    pub what: T,
    /// How it is known.
    pub provenance: Provenance,
}

impl<T> Known<T> {
    /// What a finding by it says at its end, because a finding has no provenance of its own: where nobody compared the block.
    pub(crate) fn so(&self) -> &'static str {
        so(self.provenance)
    }
}

/// The same, by how it is known.
pub(crate) const fn so(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Claimed => " That is claimed: the block's hash is not compared.",
        Provenance::Signed | Provenance::Proven | Provenance::Vouched => "",
    }
}

impl Knowledge {
    /// The team's contract at an address.
    pub fn contract(&self, chain: Option<u64>, address: Address) -> Option<&Contract> {
        let all = self.packs.iter().flat_map(|trusted| &trusted.pack().contracts);
        all.into_iter().find(|contract| contract.address == address && Some(contract.chain) == chain)
    }

    /// The name of an address.
    pub fn name(&self, chain: Option<u64>, address: Address) -> Option<Known<&str>> {
        let vouched = |what| Known { what, provenance: Provenance::Vouched };
        if let Some(contract) = self.contract(chain, address) {
            return Some(vouched(contract.name.as_str()));
        }
        let mut names = self.packs.iter().flat_map(|trusted| &trusted.pack().names);
        let fits = |named: &&crate::pack::Named| {
            named.address == address && named.chain.is_none_or(|only| Some(only) == chain)
        };
        names.find(fits).map(|named| vouched(named.name.as_str()))
    }

    /// Every address that has a name, with it.
    pub fn named(&self) -> impl Iterator<Item = (Address, String)> {
        self.packs.iter().map(Trusted::pack).flat_map(|pack| {
            let contracts = pack.contracts.iter().map(|contract| (contract.address, contract.name.clone()));
            contracts.chain(pack.names.iter().map(|named| (named.address, named.name.clone())))
        })
    }

    /// A function of the team's contract at an address.
    pub fn function(
        &self,
        chain: Option<u64>,
        address: Address,
        selector: [u8; 4],
    ) -> Option<Known<&Signature>> {
        let functions = &self.contract(chain, address)?.functions;
        let what = functions.iter().find(|function| function.selector() == selector)?;
        Some(Known { what, provenance: Provenance::Vouched })
    }

    /// The name of a role on the team's contract.
    pub fn role(&self, chain: Option<u64>, contract: Address, role: B256) -> Option<Known<&str>> {
        let roles = &self.contract(chain, contract)?.roles;
        let (_, what) = roles.iter().find(|(known, _)| *known == role)?;
        Some(Known { what, provenance: Provenance::Vouched })
    }

    /// The best known state of an account, the block it is from, and what that is worth: the first of [`Self::states`].
    pub fn state(&self, chain: Option<u64>, address: Address) -> Option<(&Proven, Known<&ProvenAccount>)> {
        self.states(chain, address).into_iter().next()
    }

    /// What is known of an account's state: *proven* where the header was compared, *vouched* where a pack names it, *claimed*
    /// before; best first, and of each kind the newest block alone. A worse kind is told beside a better one only where it is
    /// newer or holds a slot more: so nothing that is claimed takes the place of what is proven.
    pub fn states(&self, chain: Option<u64>, address: Address) -> Vec<(&Proven, Known<&ProvenAccount>)> {
        let mut told: Vec<(&Proven, Known<&ProvenAccount>)> = Vec::new();
        for (trust, provenance) in [
            (HeaderTrust::Compared, Provenance::Proven),
            (HeaderTrust::Vouched, Provenance::Vouched),
            (HeaderTrust::Claimed, Provenance::Claimed),
        ] {
            let such =
                self.proofs.iter().filter(|proven| Some(proven.chain) == chain && proven.trust == trust);
            let with = such.filter_map(|proven| Some((proven, proven.account(address)?)));
            let Some((proven, what)) = with.max_by_key(|(proven, _)| proven.number) else { continue };
            let says_no_more = told.iter().any(|(better, known)| {
                let has = |(slot, _): &(_, _)| known.what.slot(*slot).is_some();
                better.number >= proven.number && what.storage.iter().all(has)
            });
            if !says_no_more {
                told.push((proven, Known { what, provenance }));
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        eth::U256,
        proof::made::{Made, proof},
        wire::state_proof::Asked,
    };

    const CONTRACT: Address = Address::repeat_byte(0xc0);

    /// A proof of slots that all hold `value`, as if of the block `number`.
    fn proven(value: u64, number: u64, slots: &[u64]) -> Proven {
        let words: Vec<_> = (0..4).map(|slot| (U256::from(slot), U256::from(value))).collect();
        let slots = slots.iter().copied().map(U256::from).collect();
        let (_, proven) =
            proof(&[Made::contract(CONTRACT, &words)], vec![Asked { address: CONTRACT, slots }]);
        Proven { number, ..proven }
    }

    fn told(proofs: Vec<Proven>) -> Vec<(u64, Provenance)> {
        let knowledge = Knowledge { proofs, ..Knowledge::default() };
        let states = knowledge.states(Some(1), CONTRACT);
        states.into_iter().map(|(proven, known)| (proven.number, known.provenance)).collect()
    }

    #[test]
    fn what_is_claimed_never_takes_the_place_of_what_is_proven() {
        let compared = || proven(7, 100, &[0, 1]).compared();
        let (is_proven, is_claimed) = ((100, Provenance::Proven), Provenance::Claimed);
        for (claimed, states, why) in [
            (proven(8, 99, &[0]), vec![is_proven], "older"),
            (proven(8, 100, &[0, 1]), vec![is_proven], "of the same height"),
            (proven(8, 101, &[0]), vec![is_proven, (101, is_claimed)], "newer, said beside it"),
            (proven(8, 90, &[2]), vec![is_proven, (90, is_claimed)], "a slot more, said beside it"),
        ] {
            assert_eq!(told(vec![compared(), claimed.clone()]), states, "{why}");
            assert_eq!(told(vec![claimed, compared()]), states, "{why}, scanned first");
        }
        assert_eq!(
            told(vec![proven(1, 5, &[0]).compared(), compared()]),
            [is_proven],
            "the newest of a kind"
        );
    }
}
