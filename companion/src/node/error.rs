//! What a node did wrong, in words, and what to do about it.
//!
//! A node's URL often carries an API key in its path or user part: messages name scheme, host and port only.

use std::{io, time::Duration};

use alloy::primitives::{Address, B256};
use shared::{Kind, Refusal};

/// The most characters of a node's own words that are repeated.
const WORDS_MAX: usize = 240;

/// Why a node is not believed, or why there is nothing to believe.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The URL is none that a node can have.
    #[error("“{url}” is no address of a node: {reason}\nGive one such as http://127.0.0.1:8545.")]
    Url {
        /// As given, cut.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Nobody listens there, the name does not resolve, the connection broke.
    #[error(
        "the node {node} cannot be reached: {reason}\nCheck that it runs and that its address is right, then run the same command again."
    )]
    Unreachable {
        /// Scheme, host and port.
        node: String,
        /// What the connection said.
        reason: String,
        /// Whether there was a connection at first, so that the request may have arrived.
        connected: bool,
    },
    /// No complete answer in time.
    #[error(
        "the node {node} did not answer {method} within {} s\nIt is slow or stuck. Try again, allow it more time, or use another node.",
        .after.as_secs_f32()
    )]
    Timeout {
        /// Scheme, host and port.
        node: String,
        /// The method asked.
        method: &'static str,
        /// How long we waited.
        after: Duration,
    },
    /// An HTTP status other than 200, without a JSON-RPC error in it.
    #[error("the node {node} answered {method} with HTTP status {status}{said}\n{}{}", advice(*.status), after(.retry_after))]
    Http {
        /// Scheme, host and port.
        node: String,
        /// The method asked.
        method: &'static str,
        /// The status code.
        status: u16,
        /// The start of the body, if it is text: `: …`, or nothing.
        said: String,
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// Something that is not the answer to the question.
    #[error(
        "the node {node} gave no usable answer to {method}: {fault}\nThis is not an Ethereum node, or a broken or lying one. Nothing it said was used; use another node."
    )]
    Answer {
        /// Scheme, host and port.
        node: String,
        /// The method asked.
        method: &'static str,
        /// What is wrong with the answer.
        fault: String,
    },
    /// The node is on another chain.
    #[error(
        "the node {node} is on chain {found}, the request is for chain {expected}\nNothing was sent. Use a node of chain {expected}."
    )]
    Chain {
        /// Scheme, host and port.
        node: String,
        /// The chain wanted.
        expected: u64,
        /// The chain the node claims.
        found: u64,
    },
    /// The nonce the node tells cannot be right.
    #[error(
        "the node {node} is not believed about the nonce of {address}: {fault}\nThe node lags behind, or lies. Compare with another node before anything is signed. If this is a development chain that was begun anew, take another --journal: this one remembers the old chain."
    )]
    NonceLie {
        /// Scheme, host and port.
        node: String,
        /// Whose nonce.
        address: Address,
        /// The contradiction.
        fault: String,
    },
    /// Several nodes that say different things.
    #[error(
        "the nodes do not agree on {question}:{}\nOne of them lags, is on a fork, or lies. Nothing was done on the strength of it; leave out the one that is wrong, or try again in a minute.",
        lines(.said)
    )]
    Differ {
        /// About what.
        question: String,
        /// Who says what.
        said: Vec<(String, String)>,
    },
    /// There is no node to ask.
    #[error(
        "no node is known for this chain\nGive one with --node URL, or add one to the chain in the book of chains."
    )]
    None,
    /// A transaction was refused for its nonce.
    #[error(
        "the node {node} refused the transaction for its nonce: {message}\nNothing was sent. The account sent something else in between, or something before it is missing; build the request again."
    )]
    NonceRefused {
        /// Scheme, host and port.
        node: String,
        /// The node's words.
        message: String,
    },
    /// An error object.
    #[error("the node {node} refused {method}: {message} (code {code}){}\n{}", because(.reason), remedy(.message))]
    Refused {
        /// Scheme, host and port.
        node: String,
        /// The method asked.
        method: &'static str,
        /// The error object's code.
        code: i64,
        /// The node's words, cut.
        message: String,
        /// What the contract said, if it was a revert that carried data.
        reason: Option<String>,
        /// The bytes it reverted with: whoever has the contract's ABI can say more.
        data: Option<Box<alloy::primitives::Bytes>>,
    },
    /// A transaction went out and no answer came back: it may be in the pool.
    #[error(
        "transaction {hash} was handed to the node, but it is not known whether it was taken: {source}\nDo not sign another one. Ask for this hash, or send the same transaction again: it cannot be executed twice."
    )]
    Unclear {
        /// The transaction's hash.
        hash: B256,
        /// What happened.
        #[source]
        source: Box<NodeError>,
    },
    /// No receipt in time.
    #[error(
        "transaction {hash} is not in a block after {} s\nIt may still get there. Ask again later; if the fees are too low, replace it with the same nonce and higher fees.",
        .waited.as_secs()
    )]
    NotMined {
        /// The transaction's hash.
        hash: B256,
        /// How long we waited.
        waited: Duration,
    },
    /// What was to be sent is no signed transaction.
    #[error("what was to be sent is no signed transaction: {reason}\nNothing was sent.")]
    Undecodable {
        /// What is wrong with it.
        reason: String,
    },
    /// The client itself could not be set up.
    #[error(
        "the node client could not be started: {0}\nThe system refused an event loop or its certificates; see the reason."
    )]
    Client(#[source] io::Error),
}

impl NodeError {
    /// Whether this is about the node and not about the question: another one may answer.
    pub fn is_nodes_own(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Timeout { .. } | Self::Http { .. } | Self::Answer { .. } => true,
            Self::Refused { code, .. } => *code == -32_005 || self.lacks_method(),
            _ => false,
        }
    }

    /// Whether the node says that it has no such method.
    pub fn lacks_method(&self) -> bool {
        matches!(self, Self::Refused { code, message, .. } if lacks_method(*code, message))
    }

    /// Whether asking again in a moment may help: for reads only.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Http { status, .. } => matches!(status, 429 | 502 | 503 | 504),
            Self::Refused { code, .. } => *code == -32_005, // EIP-1474: limit exceeded
            _ => false,
        }
    }
}

impl Refusal for NodeError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Url { .. } => "node-url",
            Self::Unreachable { .. } | Self::Client(_) => "node-unreachable",
            Self::Timeout { .. } | Self::NotMined { .. } => "node-timeout",
            Self::Http { .. } => "node-http",
            Self::Answer { .. } => "node-answer",
            Self::Chain { .. } => "node-chain",
            Self::Differ { .. } => "node-differ",
            Self::None => "node-missing",
            Self::NonceLie { .. } | Self::NonceRefused { .. } => "node-nonce",
            Self::Refused { .. } => "node-refused",
            Self::Unclear { source, .. } => return source.kind(),
            Self::Undecodable { .. } => "transaction",
        })
    }
}

/// A stranger's text on one line of a terminal: no control characters, not long.
pub(super) fn words(text: &str) -> String {
    let mut words: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .take(WORDS_MAX)
        .collect();
    if text.chars().nth(WORDS_MAX).is_some() {
        words.push('…');
    }
    words
}

fn because(reason: &Option<String>) -> String {
    reason.as_ref().map(|reason| format!("; the contract says: {reason}")).unwrap_or_default()
}

fn after(retry_after: &Option<Duration>) -> String {
    retry_after.map(|wanted| format!(" It asks for a pause of {} s.", wanted.as_secs())).unwrap_or_default()
}

/// Status codes by what they mean for somebody with a node's address in hand.
fn advice(status: u16) -> &'static str {
    match status {
        300..=399 => "It redirects, which is not followed: give the address it redirects to.",
        401 | 403 => "It wants credentials: check the key in its address.",
        404 | 405 => "There is no JSON-RPC at this path: check the address.",
        413 => "The request is too long for it: use another node.",
        429 => "It limits how often it may be asked: wait, or use another node.",
        500..=599 => "It is in trouble itself: try again later, or use another node.",
        _ => "Check its address, or use another node.",
    }
}

/// Whether a node says that it has no such method: by JSON-RPC's code, or in words.
fn lacks_method(code: i64, message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let says = |words: &str| message.contains(words);
    code == -32_601
        || (says("method")
            && (says("not found")
                || says("does not exist")
                || says("not available")
                || says("not supported")))
}

/// One line for each node.
fn lines(said: &[(String, String)]) -> String {
    said.iter().map(|(node, what)| format!("\n  {node} says {what}")).collect()
}

/// The refusals that operators meet, by the words that geth and its kin use.
fn remedy(message: &str) -> &'static str {
    let message = message.to_ascii_lowercase();
    let says = |words: &str| message.contains(words);
    if says("insufficient funds") {
        "The sender cannot pay value and fees: fund it, or check that the request names the right sender."
    } else if says("revert") {
        "The contract would refuse this call now: check sender, arguments and the contract's state."
    } else if says("chain id") {
        "The transaction is signed for another chain than the node's."
    } else if says("underpriced") || says("less than block base fee") {
        "The fees are below what the node takes now: build the request again with current fees."
    } else if says("intrinsic gas") || says("out of gas") || says("floor data gas") {
        "The gas limit is too low: build the request again."
    } else if lacks_method(0, &message) {
        "This node does not offer what is needed: use another node."
    } else {
        "Nothing was changed by this. Correct what it names, or use another node."
    }
}
