//! State proofs: what a chain's state was at one block, verified here against the block's header.
//!
//! ```text
//! wire::StateProof   the header and eth_getProof's answers (EIP-1186), as they crossed the gap: nothing is believed yet
//! Proven             accounts and slots whose Merkle proofs lead to the header's state root
//! ```
//!
//! A proof is worth what its header is worth: facts are *proven* once the operator compared the header's phrase, or a pack's
//! reviewers vouch for it; before, the same facts are *claimed*. May not enter: a node, a clock.

mod error;
mod header;
pub mod layout;
#[cfg(test)]
pub(crate) mod made;
mod meaning;
mod safe;
#[cfg(test)]
mod tests;
mod verify;
mod walk;
mod wanted;

pub use error::ProofError;
pub use meaning::{HEAD_BYTES, Meaning, Reached};
pub use safe::{Listed, Safe};
pub(crate) use wanted::role_bases;
pub use wanted::{Wanted, see, unseen};

use crate::{
    eth::{Address, B256, U256},
    pack::Trusted,
    review::Phrase,
};
use header::BlockHeader;

/// So old, in seconds, a proof may be before it is said: an hour is 300 blocks of Ethereum, and longer than finality takes, so that
/// a proof of a final block is not called stale while its request is read.
pub const STALE_AFTER: u64 = 3_600;
/// So far ahead of this machine's clock, in seconds, a block may be: clocks that nobody checks differ by minutes.
pub const AHEAD_MAX: u64 = 600;

/// How the header's hash is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderTrust {
    /// Only the other machine says so.
    Claimed,
    /// The operator compared its phrase with a second source.
    Compared,
    /// A trusted pack names it.
    Vouched,
}

/// What one block's state holds, as far as it was proven. Only [`StateProof::verify`](crate::wire::StateProof::verify) makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// EIP-155: said beside the header, which does not hold it.
    pub chain: u64,
    /// Height.
    pub number: u64,
    /// Seconds since 1970.
    pub time: u64,
    /// keccak256 of the header.
    pub hash: B256,
    pub(crate) trust: HeaderTrust, // raised by the two methods below alone
    /// What was proven.
    pub accounts: Vec<ProvenAccount>,
}

/// An account at that block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenAccount {
    /// Which.
    pub address: Address,
    /// Transactions sent, or contracts created.
    pub nonce: u64,
    /// In wei.
    pub balance: U256,
    /// keccak256 of its code; [`None`] where there is no code.
    pub code_hash: Option<B256>,
    /// Slots and what they hold.
    pub storage: Vec<(U256, U256)>,
}

impl Proven {
    /// How the header's hash is known.
    pub fn trust(&self) -> HeaderTrust {
        self.trust
    }

    /// What the operator compares with a second source: the phrase of the header's hash.
    pub fn phrase(&self) -> Phrase {
        Phrase::of(&self.hash)
    }

    /// The same, once the operator compared the phrase, or the hash in full, with a second source.
    #[must_use]
    pub fn compared(self) -> Self {
        Self { trust: HeaderTrust::Compared, ..self }
    }

    /// The same, vouched for where a trusted pack names this very block: chain, height and hash. What the operator compared
    /// stays compared.
    #[must_use]
    pub fn vouched(self, packs: &[Trusted]) -> Self {
        let mut blocks = packs.iter().flat_map(|trusted| &trusted.pack().blocks);
        let named = blocks
            .any(|block| (block.chain, block.number, block.hash) == (self.chain, self.number, self.hash));
        match self.trust {
            HeaderTrust::Claimed if named => Self { trust: HeaderTrust::Vouched, ..self },
            _ => self,
        }
    }

    /// An account that was proven.
    pub fn account(&self, address: Address) -> Option<&ProvenAccount> {
        self.accounts.iter().find(|account| account.address == address)
    }
}

impl ProvenAccount {
    /// What a slot holds, if it was proven.
    pub fn slot(&self, slot: U256) -> Option<U256> {
        self.storage.iter().find(|(known, _)| *known == slot).map(|(_, value)| *value)
    }
}
