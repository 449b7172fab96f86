//! Why an act was not done.

use shared::{Kind, Refusal, review::CheckError};

use crate::{
    build::{BuildError, RequestId},
    check::AnswerError,
    journal::JournalError,
    node::NodeError,
    secrets::SecretText,
    signed::SignedError,
};

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The journal, which comes first.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A node.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// The answer is not the request's.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// What the journal holds as signed is not.
    #[error(transparent)]
    Signed(#[from] SignedError),
    /// The request would be refused by our own station.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// No transaction could be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// A purpose that looks like a secret.
    #[error(transparent)]
    Secret(#[from] SecretText),
    /// The operator did not want to wait any longer.
    #[error("stopped; nothing was asked, signed or sent")]
    Stopped,
    /// No such request.
    #[error("the journal has no request {0}; “coldframe journal list” shows those it has")]
    NoRequest(RequestId),
    /// The journal's bytes are not what was accepted.
    #[error(
        "the journal's signed bytes of request {id} are not those of its request: {what}\nNothing was sent. The file was changed or damaged: run “coldframe journal verify”, and have the request signed again."
    )]
    Changed {
        /// Which.
        id: RequestId,
        /// What differs.
        what: &'static str,
    },
    /// Its nonce is used by another transaction.
    #[error(
        "nonce {nonce} of request {id} was used by {by}\nNothing was sent: it could never be mined. If none of yours used it, somebody else holds the key; else build the request again."
    )]
    NonceUsed {
        /// Which.
        id: RequestId,
        /// The nonce.
        nonce: u64,
        /// By what, in words.
        by: String,
    },
    /// Lower nonces are missing.
    #[error(
        "request {id} has nonce {nonce}, and the next of this account is {next}; what is missing before it:{missing}\nNothing was sent. Send those first, or allow the gap (--allow-gap) to let it wait at the nodes."
    )]
    Gap {
        /// Which.
        id: RequestId,
        /// The nonce.
        nonce: u64,
        /// What the nodes wait for.
        next: u64,
        /// One line for each.
        missing: String,
    },
    /// Nothing says which request the answer is to.
    #[error(
        "the answer carries no request id, so it cannot be matched; say which request it answers (--id, from “coldframe journal list --open”)"
    )]
    NoAnswerId,
    /// There is nobody to compare a signer with.
    #[error(
        "the request names no address, so who signs it cannot be compared\nNothing was written down. Say who must have signed with --from ADDRESS."
    )]
    NobodyAsked,
    /// Another signature than the one that was accepted.
    #[error(
        "request {0} was answered before, with another signature; the first stands, because it may be sent already\nNothing was changed. If a new signature is needed, ask with a new request."
    )]
    OtherAnswer(RequestId),
    /// The request is not where it must be for this.
    #[error("request {id} is {state}: {wanted}")]
    State {
        /// Which.
        id: RequestId,
        /// [`crate::journal::State::word`].
        state: &'static str,
        /// What must be first, or can be done.
        wanted: String,
    },
}

impl Refusal for ActError {
    fn kind(&self) -> Kind {
        match self {
            Self::Journal(error) => error.kind(),
            Self::Node(error) => error.kind(),
            Self::Answer(error) => error.kind(),
            Self::Signed(error) => error.kind(),
            Self::Check(error) => error.kind(),
            Self::Build(error) => error.kind(),
            Self::Secret(error) => error.kind(),
            Self::Stopped => Kind::new("stopped"),
            Self::NoRequest(_) => Kind::new("no-request"),
            Self::NobodyAsked => Kind::new("field-missing"),
            Self::NoAnswerId => Kind::new("request-id"),
            Self::OtherAnswer(_) => Kind::new("other-answer"),
            Self::Changed { .. } => Kind::new("journal-damaged"),
            Self::NonceUsed { .. } | Self::Gap { .. } => Kind::new("nonce"),
            Self::State { .. } => Kind::new("request-state"),
        }
    }
}
