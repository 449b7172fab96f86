//! Why a proof was refused.

use crate::{
    Kind, Refusal,
    eth::{Address, B256, U256, chain::Chain},
    wire::WireError,
};

/// Why a state proof was refused. The request can be reviewed without it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Not to be read at all.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// Of another chain than the request.
    #[error(
        "the proof is of {}, the request is for {}; have the companion make one from a node of the right chain", Chain::words(*.found), Chain::words(*.asked)
    )]
    Chain {
        /// Of the request.
        asked: u64,
        /// Of the proof.
        found: u64,
    },
    /// What is called a header is none.
    #[error("the block header of the proof cannot be read: {why}; have the proof made again by another node")]
    Header {
        /// What is wrong with it.
        why: &'static str,
    },
    /// A node of a trie cannot be read.
    #[error("a trie node of the proof cannot be read: {why}; have the proof made again by another node")]
    Node {
        /// What is wrong with it.
        why: &'static str,
    },
    /// The way from the header's state root breaks off.
    #[error(
        "the proof does not lead from its block header: the trie node {hash} is not there; have the proof made again"
    )]
    Missing {
        /// Of the node.
        hash: B256,
    },
    /// The same, for an account or a slot of it.
    #[error(
        "nothing leads from the block header to {}: {why} The proof is of another account, slot or block, or was changed; have it made again", place(.address, *.slot)
    )]
    About {
        /// Whose.
        address: Address,
        /// Which of its slots; `None` for the account itself.
        slot: Option<U256>,
        /// What is wrong, as a sentence.
        why: String,
    },
    /// Our reader and `alloy-trie` do not read the same.
    #[error(
        "two readers of the proof disagree, so neither is believed; have the proof made again by another node"
    )]
    Disagree,
    /// The leaf of an account holds no account.
    #[error(
        "what the state holds for {address} is no account of Ethereum's kind; proofs of this chain cannot be read here"
    )]
    Account {
        /// Whose.
        address: Address,
    },
    /// The leaf of a slot holds no word.
    #[error(
        "what slot {slot:#x} of {address} holds is no word of storage; proofs of this chain cannot be read here"
    )]
    Slot {
        /// Whose.
        address: Address,
        /// Which.
        slot: U256,
    },
    /// A node stands there twice.
    #[error("a trie node stands in the proof twice; have it made again by an up-to-date companion")]
    Twice,
    /// Nodes that nothing needs.
    #[error(
        "{nodes} trie nodes of the proof prove nothing that it names; have it made again by an up-to-date companion"
    )]
    Unused {
        /// How many.
        nodes: usize,
    },
    /// The nodes stand in another order than they are needed.
    #[error("the trie nodes of the proof are out of order; have it made again by an up-to-date companion")]
    Order,
    /// Past a bound.
    #[error("the proof would hold {found} {what}, at most {limit} fit; prove less at once")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// How many.
        found: usize,
        /// The bound.
        limit: usize,
    },
}

fn place(address: &Address, slot: Option<U256>) -> String {
    slot.map_or_else(|| address.to_string(), |slot| format!("slot {slot:#x} of {address}"))
}

impl ProofError {
    /// Says whose proof it was.
    pub(super) fn about(self, address: Address, slot: Option<U256>) -> Self {
        match self {
            Self::Missing { hash } => {
                Self::About { address, slot, why: format!("the trie node {hash} is not there.") }
            }
            other => other,
        }
    }
}

impl Refusal for ProofError {
    fn kind(&self) -> Kind {
        match self {
            Self::Wire(error) => error.kind(),
            Self::Chain { .. } => Kind::new("proof-chain"),
            Self::Header { .. } => Kind::new("proof-header"),
            Self::Node { .. } | Self::Disagree => Kind::new("proof-node"),
            Self::Missing { .. } | Self::About { .. } => Kind::new("proof-root"),
            Self::Account { .. } | Self::Slot { .. } => Kind::new("proof-value"),
            Self::Twice | Self::Unused { .. } | Self::Order => Kind::new("proof-unused"),
            Self::TooMuch { .. } => Kind::new("limit-length"),
        }
    }
}
