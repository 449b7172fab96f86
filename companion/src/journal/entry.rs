//! What one entry says. The kinds are a promise: a journal of this version is read by every later one.

use serde::{Deserialize, Serialize};
use shared::eth::{Address, B256};

use super::text::{bytes, bytes_option, plain, plain_option};
use crate::{book::BookChange, build::RequestId};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Entry {
    /// A request was built, before anybody sees it.
    Asked(Box<Asked>),
    /// An answer was accepted; for a transaction the signed bytes with it.
    Answered {
        /// Of the request.
        #[serde(with = "plain")]
        id: RequestId,
        /// The answer as it came: `eth-signature`, CBOR.
        #[serde(with = "bytes")]
        answer: Vec<u8>,
        /// What may be broadcast; `None` for messages and typed data.
        #[serde(with = "bytes_option")]
        signed: Option<Vec<u8>>,
    },
    /// An answer was refused.
    AnswerRefused {
        /// Of the request it was compared with.
        #[serde(with = "plain")]
        id: RequestId,
        /// [`shared::Refusal::kind`].
        kind: String,
        /// The sentence.
        reason: String,
    },
    /// The signed transaction is about to be handed to these nodes.
    Sending {
        /// Of the request.
        #[serde(with = "plain")]
        id: RequestId,
        /// Of the transaction.
        #[serde(with = "plain")]
        hash: B256,
        /// Names of the nodes.
        nodes: Vec<String>,
    },
    /// What a node said to it.
    Told {
        /// Of the request.
        #[serde(with = "plain")]
        id: RequestId,
        /// Name of the node.
        node: String,
        /// `None`: it took it; else what it said against it.
        refused: Option<String>,
    },
    /// It is in a block.
    Mined {
        /// Of the request.
        #[serde(with = "plain")]
        id: RequestId,
        /// Where and how.
        block: Block,
        /// `false`: reverted, and paid for.
        succeeded: bool,
        /// Units of gas.
        gas_used: u64,
        /// Wei a unit.
        #[serde(with = "plain")]
        gas_price: u128,
    },
    /// The block it was in is no longer part of the chain.
    Reorganised {
        /// Of the request.
        #[serde(with = "plain")]
        id: RequestId,
        /// The block that is gone.
        block: Block,
    },
    /// Its block is final.
    Final {
        /// Of the request.
        #[serde(with = "plain")]
        id: RequestId,
        /// The block it is in.
        block: Block,
    },
    /// Another transaction of the same sender has used its nonce: it can never be mined.
    NonceTaken {
        /// Of the request.
        #[serde(with = "plain")]
        id: RequestId,
        /// By which transaction, where that is known.
        #[serde(with = "plain_option")]
        by: Option<B256>,
    },
    /// It will not be signed or sent.
    Abandoned {
        /// Of the request.
        #[serde(with = "plain")]
        id: RequestId,
        /// The operator's words.
        reason: String,
    },
    /// A book changed.
    Book(BookChange),
    /// A rule was overridden.
    Overridden {
        /// The rule's name.
        rule: String,
        /// About what.
        about: String,
        /// The operator's words.
        reason: String,
    },
}

/// A request as it was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Of the request.
    #[serde(with = "plain")]
    pub id: RequestId,
    /// The request: `eth-sign-request`, CBOR.
    #[serde(with = "bytes")]
    pub message: Vec<u8>,
    /// What is signed.
    #[serde(with = "plain")]
    pub digest: B256,
    /// Who is asked.
    #[serde(with = "plain")]
    pub signer: Address,
    /// `None` for messages and typed data without one.
    pub chain_id: Option<u64>,
    /// `None` for what is no transaction.
    pub nonce: Option<u64>,
    /// One line of words: the first effect of the review, or the operator's own.
    pub purpose: String,
    /// The request that this one takes the place of: faster, or cancelled.
    #[serde(with = "plain_option")]
    pub replaces: Option<RequestId>,
}

/// A block, by number and hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Its height.
    pub number: u64,
    /// Its hash.
    #[serde(with = "plain")]
    pub hash: B256,
}

impl Entry {
    /// The word for the kind, as the journal keeps it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Asked(_) => "asked",
            Self::Answered { .. } => "answered",
            Self::AnswerRefused { .. } => "answer-refused",
            Self::Sending { .. } => "sending",
            Self::Told { .. } => "told",
            Self::Mined { .. } => "mined",
            Self::Reorganised { .. } => "reorganised",
            Self::Final { .. } => "final",
            Self::NonceTaken { .. } => "nonce-taken",
            Self::Abandoned { .. } => "abandoned",
            Self::Book(_) => "book",
            Self::Overridden { .. } => "overridden",
        }
    }

    /// The request it is about; `None` for books and rules.
    pub fn id(&self) -> Option<RequestId> {
        match self {
            Self::Asked(asked) => Some(asked.id),
            Self::Answered { id, .. }
            | Self::AnswerRefused { id, .. }
            | Self::Sending { id, .. }
            | Self::Told { id, .. }
            | Self::Mined { id, .. }
            | Self::Reorganised { id, .. }
            | Self::Final { id, .. }
            | Self::NonceTaken { id, .. }
            | Self::Abandoned { id, .. } => Some(*id),
            Self::Book(_) | Self::Overridden { .. } => None,
        }
    }
}
