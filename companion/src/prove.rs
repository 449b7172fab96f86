//! Proofs of a chain's state, from nodes: which block, round by round which slots, and one message in the end.
//!
//! What is asked for in each round is `shared::proof::Wanted`, and what comes is verified by the same code that the station has, so
//! that nothing is shown or sent that the station would refuse. Nodes must agree on the block's hash; the proofs themselves may
//! come from any of them, because they are checked. May not enter: what a state means.

use std::collections::BTreeSet;

use alloy::primitives::{Address, B256, Bytes, U256, keccak256};
use shared::{
    Kind, Refusal,
    eth::Payload,
    proof::{ProofError, Proven, ProvenAccount, STALE_AFTER, Wanted, see, unseen},
    review::{CheckError, Checked, Knowledge, Signer},
    wire::{StateProof, state_proof::Asked},
};

use crate::{
    build::{self, AskedKey, RequestId},
    node::{At, BlockHead, NodeError, Nodes},
};

/// The most rounds: a list of owners or modules takes one for each member.
const ROUNDS_MAX: usize = 300;

/// Which block is proven from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Block {
    /// The last final one whose state the nodes still have, else the last one.
    #[default]
    Best,
    /// The last one.
    Latest,
    /// Of this height.
    Number(u64),
}

/// What was proven, and how it came to be.
#[derive(Debug, Clone)]
pub struct Proof {
    /// To be sent.
    pub message: StateProof,
    /// The same, verified.
    pub proven: Proven,
    /// Whether the block is final, by the nodes' word.
    pub is_final: bool,
    /// How often the nodes were asked for proofs.
    pub rounds: usize,
    /// The nodes that told the block's hash, the same.
    pub nodes: Vec<String>,
    /// Which nodes gave no usable answer, and why, one sentence each.
    pub troubles: Vec<String>,
}

/// Why there is no proof.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// A node's fault.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// What a node gave does not hold.
    #[error("what the node sent does not hold: {0}")]
    Proof(#[from] ProofError),
    /// The request itself is refused.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// No such block.
    #[error("the nodes do not have block {number}; give another, or leave --block out")]
    NoBlock {
        /// Asked for.
        number: u64,
    },
    /// No block at all.
    #[error("the nodes tell no block to prove from; try again in a minute, or give --block")]
    NoHead,
    /// Nothing that a proof could speak about.
    #[error(
        "the request names no account on a chain, so there is nothing to prove; ask for it without --prove"
    )]
    Nothing,
    /// What is signed names no chain, and nobody said which one to ask.
    #[error("what is signed names no chain; say with --prove-chain which chain the contract is on")]
    NoChain,
    /// The request is for another chain than the nodes.
    #[error(
        "the request is for chain {asked}, the nodes are on chain {found}; give a node of the right chain"
    )]
    Chain {
        /// Of the request.
        asked: u64,
        /// Of the nodes.
        found: u64,
    },
    /// The lists in storage do not end.
    #[error(
        "after {ROUNDS_MAX} rounds there was still more to prove; this is no Safe that anybody could use"
    )]
    Endless,
}

impl Refusal for ProveError {
    fn kind(&self) -> Kind {
        match self {
            Self::Node(error) => error.kind(),
            Self::Proof(error) => error.kind(),
            Self::Check(error) => error.kind(),
            Self::NoBlock { .. } | Self::NoHead => Kind::new("proof-block"),
            Self::Chain { .. } | Self::NoChain => Kind::new("proof-chain"),
            Self::Nothing => Kind::new("proof-nothing"),
            Self::Endless => Kind::new("limit-length"),
        }
    }
}

/// Proves what says something about a payload that `key` shall sign.
///
/// # Errors
/// [`ProveError`].
pub fn payload(
    nodes: &Nodes,
    payload: &Payload,
    key: &AskedKey,
    knowledge: &Knowledge,
    block: Block,
    says: &mut dyn FnMut(&str),
) -> Result<Proof, ProveError> {
    let request = build::request(payload, key, RequestId::of_random([0; 16]));
    let fingerprint = request.key_path.source_fingerprint.unwrap_or(shared::eth::Fingerprint([0; 4]));
    request_of(
        nodes,
        &Checked::of(request, Signer { fingerprint, address: key.address })?,
        knowledge,
        block,
        says,
    )
}

/// Proves what says something about a request that is built already.
///
/// # Errors
/// [`ProveError`].
pub fn request_of(
    nodes: &Nodes,
    checked: &Checked,
    knowledge: &Knowledge,
    block: Block,
    says: &mut dyn FnMut(&str),
) -> Result<Proof, ProveError> {
    match (checked.payload().signed_chain(), checked.payload()) {
        (Some(asked), _) if asked != nodes.chain_id() => {
            Err(ProveError::Chain { asked, found: nodes.chain_id() })
        }
        (None, Payload::Message(_)) => Err(ProveError::Nothing),
        // Safes before 1.3.0 sign for no chain: the nodes' own is taken.
        _ => {
            let about = Wanted { chain: Some(nodes.chain_id()), ..Wanted::by(checked) };
            prove(nodes, block, &|seen| about.asked(knowledge, seen), says)
        }
    }
}

/// Proves accounts for themselves, with what they look like being: a Safe, a proxy, an owned contract; and more slots of each.
///
/// # Errors
/// [`ProveError`].
pub fn accounts(
    nodes: &Nodes,
    addresses: &[Address],
    slots: &[U256],
    knowledge: &Knowledge,
    block: Block,
    says: &mut dyn FnMut(&str),
) -> Result<Proof, ProveError> {
    let about = Wanted { chain: Some(nodes.chain_id()), accounts: addresses.to_vec(), reached: &[] };
    let ask = |seen: &[ProvenAccount]| {
        let mut asked = about.asked(knowledge, seen);
        for one in asked.iter_mut().filter(|one| addresses.contains(&one.address)) {
            let all: BTreeSet<U256> = one.slots.iter().chain(slots).copied().collect();
            one.slots = all.into_iter().collect();
        }
        asked
    };
    prove(nodes, block, &ask, says)
}

/// Asks until what `ask` wants is seen, at the best block whose state the nodes still have.
fn prove(
    nodes: &Nodes,
    block: Block,
    ask: &dyn Fn(&[ProvenAccount]) -> Vec<Asked>,
    says: &mut dyn FnMut(&str),
) -> Result<Proof, ProveError> {
    if ask(&[]).is_empty() {
        return Err(ProveError::Nothing);
    }
    let heads = match block {
        Block::Number(number) => {
            let (head, by) = nodes.block_by(number)?.ok_or(ProveError::NoBlock { number })?;
            let proof = at(nodes, &head, ask, says)?;
            return Ok(Proof { nodes: by, ..proof });
        }
        Block::Latest => vec![nodes.head(At::Latest)?],
        // Light nodes keep the last 128 states, and finality may be further behind.
        Block::Best => {
            let (last, fin) = (nodes.head(At::Latest)?, nodes.head(At::Finalized)?);
            let fin = fin.filter(|fin| last.is_none_or(|last| is_worth_it(fin, &last)));
            vec![fin, last]
        }
    };
    let is_final = |number: u64| {
        block == Block::Best && heads.first().copied().flatten().is_some_and(|fin| fin.number == number)
    };
    let mut failed = ProveError::NoHead;
    for number in heads.iter().flatten().map(|head| head.number) {
        let (head, by) = nodes.block_by(number)?.ok_or(ProveError::NoBlock { number })?;
        match at(nodes, &head, ask, says) {
            Ok(proof) => return Ok(Proof { nodes: by, is_final: is_final(number), ..proof }),
            Err(error @ ProveError::Node(_)) => failed = error,
            Err(error) => return Err(error),
        }
    }
    Err(failed)
}

/// Whether a final block is taken before the last one: not where finality stands still, nor the first block of a chain for
/// development, which calls that one final.
fn is_worth_it(fin: &BlockHead, last: &BlockHead) -> bool {
    last.timestamp.saturating_sub(fin.timestamp) <= STALE_AFTER && (fin.number > 0 || last.number == 0)
}

/// The same, at one block on whose hash the nodes agree.
fn at(
    nodes: &Nodes,
    head: &BlockHead,
    ask: &dyn Fn(&[ProvenAccount]) -> Vec<Asked>,
    says: &mut dyn FnMut(&str),
) -> Result<Proof, ProveError> {
    let chain = nodes.chain_id();
    let header = nodes.raw_header(head)?;
    let mut gathered: Vec<Bytes> = Vec::new(); // of proofs that hold alone: a liar fills no memory
    let mut known: BTreeSet<B256> = BTreeSet::new();
    let mut seen: Vec<ProvenAccount> = Vec::new();
    for round in 0..ROUNDS_MAX {
        let asked = ask(&seen);
        let open = unseen(&asked, &seen);
        if open.is_empty() {
            let (message, proven) = StateProof::assemble(chain, header, &gathered, asked)?;
            let troubles = nodes.troubles();
            return Ok(Proof {
                message,
                proven,
                is_final: false,
                rounds: round,
                nodes: Vec::new(),
                troubles,
            });
        }
        for one in open {
            says(&format!("Asking for the proof of {} at block {}", one.address, head.number));
            let keep = |told: &[Bytes]| StateProof::assemble(chain, header.clone(), told, vec![one.clone()]);
            let (part, proven) = nodes.proof(one.address, &one.slots, head.number, keep)?;
            gathered.extend(part.nodes.into_iter().filter(|node| known.insert(keccak256(node))));
            see(&mut seen, proven.accounts);
        }
    }
    Err(ProveError::Endless)
}
