//! From what a person wants to a transaction that can be asked for: the chain's facts, three fees, a simulation, doubts.
//!
//! | question to the nodes     | what is made of it                                                          |
//! |---------------------------|------------------------------------------------------------------------------|
//! | nonce                     | the next one that neither a node nor a journalled request uses               |
//! | fees of the last blocks   | three choices, each with the most that the whole transaction can cost        |
//! | gas                       | the limit, with a fifth of room; or why it would revert                      |
//! | code, balance             | doubts: no contract there, delegated code, too little to pay with            |
//! | a trial run               | what it would do, as a node says                                             |
//!
//! The questions that [`crate::build`], which is pure, needs answered. Nothing here is proven: all of it is a node's word, and what
//! is signed is in [`Draft::review`]. May not enter: the journal's writing side, windows.

mod ask;
mod doubts;
mod fees;
mod simulate;
mod slots;
mod trace;

pub use ask::draft;
pub use fees::{FeeChoice, OwnFees};
pub use simulate::{Effect, Simulation};

use alloy::primitives::keccak256;
use shared::{
    abi::Artifact,
    eth::{Address, Fingerprint, Payload, U256, UnsignedTx},
    review::{Checked, Signer},
};

use crate::{
    acts::ActError,
    build::{self, AskedKey, ChainFacts, RequestId, TxIntent, transaction::unsigned},
    node::Speed,
};

/// What is wanted, in full; what is `None` is asked of the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// The call.
    pub intent: TxIntent,
    /// Who signs.
    pub key: AskedKey,
    /// Nonce, where the operator chose one.
    pub nonce: Option<u64>,
    /// Gas limit, likewise.
    pub gas: Option<u64>,
    /// Fees, likewise.
    pub own: OwnFees,
    /// How soon.
    pub speed: Speed,
    /// Build a legacy transaction (EIP-155).
    pub legacy: bool,
    /// The ABI that the call was made from, where it is not in the book: its errors and events are told in words.
    pub abi: Option<Artifact>,
}

impl Wish {
    /// A wish that leaves everything else to the chain.
    pub fn new(intent: TxIntent, key: AskedKey) -> Self {
        let (nonce, gas, own, speed) = (None, None, OwnFees::default(), Speed::default());
        Self { intent, key, nonce, gas, own, speed, legacy: false, abi: None }
    }
}

/// A transaction with all that is known of it before it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What would be signed.
    pub transaction: UnsignedTx,
    /// The review that the station will show.
    pub review: Checked,
    /// Slow, normal, fast.
    pub choices: [FeeChoice; 3],
    /// What it would do, as a node says; a node's word.
    pub simulation: Simulation,
    /// Why it would revert, decoded, where it would.
    pub reverts: Option<String>,
    /// Where the contract will be, for a creation: of signer and nonce alone, so it is no node's word.
    pub creates: Option<Address>,
    /// What speaks against it, in words.
    pub doubts: Vec<String>,
    wish: Wish,
    balance: U256,
    standing: Vec<String>, // those of the doubts that no fee changes
}

impl Draft {
    /// The same transaction at another of the three fees; fees of the operator's own are given up.
    pub fn at(&self, speed: Speed) -> Result<Self, ActError> {
        let wish = Wish { speed, own: OwnFees::default(), ..self.wish.clone() };
        let facts = ChainFacts {
            chain_id: self.transaction.chain_id(),
            nonce: self.transaction.nonce(),
            gas: self.transaction.gas_limit(),
            fees: fees::chosen(&self.choices, &wish),
        };
        let found = Found {
            facts,
            choices: self.choices,
            simulation: self.simulation.clone(),
            reverts: self.reverts.clone(),
            balance: self.balance,
            standing: self.standing.clone(),
        };
        Self::of(wish, found)
    }

    fn of(wish: Wish, found: Found) -> Result<Self, ActError> {
        let Found { facts, mut choices, simulation, reverts, balance, standing } = found;
        let transaction = unsigned(wish.intent.clone(), facts)?;
        for choice in &mut choices {
            choice.cost(facts.gas);
        }
        let review = review(&Payload::Transaction(transaction.clone()), &wish.key)?;
        let creates = transaction.to().is_none().then(|| wish.key.address.create(transaction.nonce()));
        let mut doubts = standing.clone();
        doubts.extend(doubts::of_price(&transaction, balance, &choices));
        Ok(Self {
            transaction,
            review,
            choices,
            simulation,
            reverts,
            creates,
            doubts,
            wish,
            balance,
            standing,
        })
    }

    /// What was wanted.
    pub fn wish(&self) -> &Wish {
        &self.wish
    }
}

/// All that the nodes said.
struct Found {
    facts: ChainFacts,
    choices: [FeeChoice; 3],
    simulation: Simulation,
    reverts: Option<String>,
    balance: U256,
    standing: Vec<String>,
}

/// The review that a station with `key` computes: the same code, on a request whose id does not matter to it.
pub fn review(payload: &Payload, key: &AskedKey) -> Result<Checked, ActError> {
    let digest = keccak256(payload.sign_data());
    let id = RequestId::of_random(digest.first_chunk::<16>().copied().unwrap_or_default());
    let request = build::request(payload, key, id);
    let fingerprint = request.key_path.source_fingerprint.unwrap_or(Fingerprint([0; 4]));
    Ok(Checked::of(request, Signer { fingerprint, address: key.address })?)
}

#[cfg(test)]
mod tests;
