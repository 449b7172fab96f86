//! Where a request stands, and what may follow: pure.

use shared::eth::B256;

use super::entry::{Asked, Block, Entry};
use crate::build::RequestId;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Built; its signature is awaited.
    Waiting,
    /// Signed; nothing was sent. For messages and typed data the end.
    Signed,
    /// About to be sent, or sent with no node having said yes: whether a node has it is not known.
    Sending,
    /// At least one node took it.
    Sent,
    /// In a block, and successful so far.
    Mined,
    /// In a block, and reverted.
    Reverted,
    /// In a final block.
    Final,
    /// In a final block, reverted.
    FinalReverted,
    /// Its nonce was used by another transaction.
    NonceTaken,
    /// Given up by the operator.
    Abandoned,
}

/// An entry that cannot follow the state a request is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Impossible;

impl State {
    /// All of them, in the order of a request's life.
    pub const ALL: [Self; 10] = [
        Self::Waiting,
        Self::Signed,
        Self::Sending,
        Self::Sent,
        Self::Mined,
        Self::Reverted,
        Self::Final,
        Self::FinalReverted,
        Self::NonceTaken,
        Self::Abandoned,
    ];

    /// Whether something is still to be done or watched.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Waiting | Self::Signed | Self::Sending | Self::Sent | Self::Mined | Self::Reverted
        )
    }

    /// Whether giving it up ends it: nothing of it was handed to a node from here. What was sent is cancelled on the chain, with
    /// a transaction that uses up its nonce.
    pub fn may_be_given_up(self) -> bool {
        matches!(self, Self::Waiting | Self::Signed)
    }

    /// Whether it is in a block that may still go away.
    pub fn is_in_block(self) -> bool {
        matches!(self, Self::Mined | Self::Reverted)
    }

    /// Whether it is in a final block.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Final | Self::FinalReverted)
    }

    /// In a word or two, the same in window, commands and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting for the signature",
            Self::Signed => "signed",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Mined => "mined",
            Self::Reverted => "reverted",
            Self::Final => "final",
            Self::FinalReverted => "reverted for good",
            Self::NonceTaken => "nonce used by another",
            Self::Abandoned => "abandoned",
        }
    }

    /// The state after `entry`, which is about this request.
    ///
    /// The chain has the last word: what was given up, or lost its nonce to another, may be found in a block all the same,
    /// because signed bytes cannot be called back. Late words of nodes change nothing.
    ///
    /// # Errors
    /// [`Impossible`] where `entry` cannot follow.
    pub fn after(self, entry: &Entry) -> Result<Self, Impossible> {
        match (self, entry) {
            // A message's end, or the way to the nodes.
            (Self::Waiting, Entry::Answered { .. }) => Ok(Self::Signed),
            (_, Entry::AnswerRefused { .. }) => Ok(self),
            (Self::Signed | Self::Sending, Entry::Sending { .. }) => Ok(Self::Sending),
            (Self::Sent, Entry::Sending { .. }) => Ok(Self::Sent),
            (Self::Sending, Entry::Told { refused: None, .. }) => Ok(Self::Sent),
            (Self::Waiting | Self::Signed, Entry::Told { .. }) => Err(Impossible),
            (_, Entry::Told { .. }) => Ok(self),
            // Bytes that somebody else sent are followed like our own.
            (Self::Waiting | Self::Final | Self::FinalReverted, Entry::Mined { .. }) => Err(Impossible),
            (_, Entry::Mined { succeeded: true, .. }) => Ok(Self::Mined),
            (_, Entry::Mined { succeeded: false, .. }) => Ok(Self::Reverted),
            (Self::Mined | Self::Reverted, Entry::Reorganised { .. }) => Ok(Self::Sent),
            (Self::Mined, Entry::Final { .. }) => Ok(Self::Final),
            (Self::Reverted, Entry::Final { .. }) => Ok(Self::FinalReverted),
            (
                Self::Waiting | Self::Signed | Self::Sending | Self::Sent | Self::Abandoned,
                Entry::NonceTaken { .. },
            ) => Ok(Self::NonceTaken),
            (Self::Waiting | Self::Signed | Self::Sending | Self::Sent, Entry::Abandoned { .. }) => {
                Ok(Self::Abandoned)
            }
            _ => Err(Impossible),
        }
    }
}

/// A request with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// As it was built.
    pub asked: Asked,
    /// Where it stands.
    pub state: State,
    /// Milliseconds since 1970, of the entry that built it.
    pub asked_at: i64,
    /// Likewise, of the last entry about it.
    pub changed_at: i64,
    /// The answer, CBOR, once there is one.
    pub answer: Option<Vec<u8>>,
    /// The signed transaction.
    pub signed: Option<Vec<u8>>,
    /// Its hash.
    pub hash: Option<B256>,
    /// Where it was mined.
    pub block: Option<Block>,
    /// The request that took its place.
    pub replaced_by: Option<RequestId>,
}

impl Record {
    /// A request that was just built.
    pub(super) fn new(asked: Asked, at: i64) -> Self {
        Self {
            asked,
            state: State::Waiting,
            asked_at: at,
            changed_at: at,
            answer: None,
            signed: None,
            hash: None,
            block: None,
            replaced_by: None,
        }
    }

    /// Whether something is still to be done or watched. A message that is signed has come to its end: there is nothing to send.
    pub fn is_open(&self) -> bool {
        self.state.is_open() && !(self.state == State::Signed && self.signed.is_none())
    }

    /// The record after `entry`, which is about it.
    pub(super) fn after(mut self, entry: &Entry, at: i64) -> Result<Self, Impossible> {
        let about_bytes = matches!(
            entry,
            Entry::Sending { .. } | Entry::Told { .. } | Entry::Mined { .. } | Entry::Reorganised { .. }
        );
        if about_bytes && self.signed.is_none() {
            return Err(Impossible);
        }
        self.state = self.state.after(entry)?;
        self.changed_at = at;
        match entry {
            Entry::Answered { answer, signed, .. } => {
                self.answer = Some(answer.clone());
                self.signed.clone_from(signed);
                self.hash = signed.as_ref().map(shared::eth::keccak256);
            }
            Entry::Mined { block, .. } | Entry::Final { block, .. } => self.block = Some(*block),
            Entry::Reorganised { .. } => self.block = None,
            _ => {}
        }
        Ok(self)
    }

    /// Whether `entry` says what the record says already, so that there is nothing to write.
    pub(super) fn knows(&self, entry: &Entry) -> bool {
        match entry {
            Entry::Mined { block, succeeded, .. } => {
                let (good, bad) = (
                    matches!(self.state, State::Mined | State::Final),
                    matches!(self.state, State::Reverted | State::FinalReverted),
                );
                self.block == Some(*block) && if *succeeded { good } else { bad }
            }
            Entry::Final { block, .. } => self.state.is_final() && self.block == Some(*block),
            Entry::NonceTaken { .. } => self.state == State::NonceTaken,
            _ => false,
        }
    }

    /// Whether it uses this nonce of this signer on this chain.
    pub(super) fn same_turn(&self, other: &Asked) -> bool {
        other.nonce.is_some()
            && self.asked.nonce == other.nonce
            && self.asked.chain_id == other.chain_id
            && self.asked.signer == other.signer
    }
}
