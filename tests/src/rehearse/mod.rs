//! The rehearsal: the whole loop on a throw-away chain, through pictures.
//!
//! The companion's code and the station's code meet here as they would on a desk: nothing passes between them but codes that
//! were drawn to pixels, photographed and read from those pixels. Only the public test mnemonic signs.

mod chain;
mod keep;
mod narrator;
mod pictures;
mod report;
mod round_trip;

use std::path::PathBuf;

use companion::{build::AskedKey, node::NodeError};
use shared::{
    eth::{AccountStyle, Address},
    qr::send::Profile,
    wire::KeyCard,
};
use station::Sitting;
use zeroize::Zeroizing;

pub use narrator::{Listener, Narrator, StepDone};
pub use report::Report;

use crate::{driver::JUNK, optics::Field};
use chain::Contract;
use round_trip::Desk;

/// What every rehearsal says before anything else.
pub const WARNING: &str = "This rehearsal signs with a public test mnemonic, and only on a throw-away chain. \
    Never send anything of value to its addresses.";

/// How a rehearsal is to be.
#[derive(Debug, Clone)]
pub struct Options {
    /// A development node to use instead of the embedded one.
    pub node: Option<String>,
    /// Where to keep frames and report.
    pub out: Option<PathBuf>,
    /// How good the simulated cameras and the light are.
    pub conditions: Field,
    /// Fixes their accidents.
    pub seed: u64,
}

/// Why a rehearsal stopped. Each message says what stopped it and what to do.
#[derive(Debug, thiserror::Error)]
pub enum RehearsalError {
    /// A part of the product refused or failed.
    #[error("{doing}: {source}")]
    Failed {
        /// What was going on.
        doing: &'static str,
        /// What it said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The node.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// A chain that may hold value.
    #[error(
        "the node is on chain {0}; the rehearsal signs with public keys and does so only on development chains (31337, 1337).\n\
         Start one with `coldframe devnet` or anvil, or leave --node out."
    )]
    NotADevelopmentChain(u64),
    /// A development chain on which nobody gave us anything.
    #[error(
        "{0} has no funds on this chain; the rehearsal needs a fresh development chain that funds the public test accounts"
    )]
    NoFunds(Address),
    /// The pictures did not suffice.
    #[error(
        "the message did not come across in {pictures} pictures, of which {read} were read; try better --conditions"
    )]
    Lost {
        /// How many were taken.
        pictures: usize,
        /// In how many a code was read.
        read: usize,
    },
    /// The station turned the request away.
    #[error("the station refused the request: {0}")]
    Refused(String),
    /// Something a step must give was not there.
    #[error("{0}; this is a fault in Coldframe or of the node, please report it with the report's steps")]
    Missing(&'static str),
    /// The chain did something else than the review said.
    #[error(
        "the chain says the owner is {found}, the transaction made it {wanted}; the node lies or this is a fault in Coldframe"
    )]
    OtherOwner {
        /// Read back.
        found: Address,
        /// As signed.
        wanted: Address,
    },
    /// A transaction was mined and failed.
    #[error(
        "the transaction was mined in block {block} and failed; nothing changed. The node's trace says why."
    )]
    Reverted {
        /// Which block.
        block: u64,
    },
    /// Older files.
    #[error("{} is not empty; name a folder that is new, or empty it", .0.display())]
    NotEmpty(PathBuf),
}

impl RehearsalError {
    /// Wraps what a part said, with what was going on.
    fn of<E: std::error::Error + Send + Sync + 'static>(doing: &'static str) -> impl FnOnce(E) -> Self {
        move |source| Self::Failed { doing, source: Box::new(source) }
    }

    /// The process's exit code: 3 where the node is the reason, 1 for all else.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Node(_)) { 3 } else { 1 }
    }
}

/// Plays the whole loop and tells it to `narrator`'s listener.
pub fn rehearse(options: &Options, mut narrator: Narrator) -> Result<Report, RehearsalError> {
    if let Some(folder) = &options.out {
        keep::check_free(folder)?;
    }
    narrator.opening(WARNING);
    let mut kept = Vec::new();

    let chain = chain::Chain::open(options.node.as_deref())?;
    narrator.step("chain", vec![format!("chain {} at {}", chain.id(), chain.node().name())]);

    let words = |text: &str| Zeroizing::new(text.as_bytes().to_vec());
    let sitting =
        Sitting::start(words(JUNK), words("")).map_err(RehearsalError::of("opening the sitting"))?;
    let export = sitting.export(AccountStyle::Bip44, 0).map_err(RehearsalError::of("making the key card"))?;
    let card = pictures::cross(
        export.ur_type,
        &export.cbor,
        Profile::Ur { fragment: 200 },
        options.conditions,
        options.seed,
        narrator.crossing("key card"),
    )?;
    let imported = KeyCard::decode(&card.received.ur_type, &card.received.message)
        .map_err(RehearsalError::of("reading the key card"))?;
    let key = AskedKey::of_card(&imported, Some(0), None).map_err(RehearsalError::of("choosing a key"))?;
    let next = AskedKey::of_card(&imported, Some(1), None).map_err(RehearsalError::of("choosing a key"))?;
    let (owner, new_owner) = (key.address, next.address);
    chain.expect_funds(owner)?;
    narrator.step(
        "key card",
        vec![
            format!(
                "station {} showed its account, the companion read {}",
                sitting.fingerprint(),
                card.in_words()
            ),
            format!("owner      {owner}  {}", key.path),
            format!("new owner  {new_owner}  {}", next.path),
        ],
    );
    kept.push(("1-key-card".to_owned(), card));

    let desk = |key, seed| Desk { sitting: &sitting, key, conditions: options.conditions, seed };
    let contract =
        Contract::deploy(&chain, &desk(key.clone(), options.seed ^ 1 << 32), &mut narrator, &mut kept)?;
    contract.expect_owner(&chain, owner)?;

    let transfer = contract.transfer_ownership(&chain, owner, new_owner)?;
    let trip = desk(key, options.seed ^ 2 << 32).ask(&transfer, &narrator)?;
    narrator.step(
        "request",
        vec![format!("transferOwnership crossed to the station in {}", trip.there.in_words())],
    );
    narrator.step("review", report::review_lines(&trip.review));
    narrator.step(
        "answer",
        vec![
            format!("signed {} and came back in {}", trip.accepted.digest(), trip.back.in_words()),
            format!("recovered {}, the key that was asked", trip.accepted.signer()),
        ],
    );

    let mined = chain.send(&trip.accepted)?;
    narrator.step(
        "broadcast",
        vec![format!("{} is in block {}, {} gas", mined.hash, mined.block, mined.gas_used)],
    );
    contract.expect_owner(&chain, new_owner)?;
    narrator.step(
        "new owner",
        vec![format!("{} now belongs to {new_owner}, read back from the chain", contract.address())],
    );

    kept.push(("3-request".to_owned(), trip.there));
    kept.push(("4-answer".to_owned(), trip.back));
    let report = Report {
        chain_id: chain.id(),
        contract: contract.address(),
        old_owner: owner,
        new_owner,
        transaction: mined.hash,
        block: mined.block,
        digest: trip.accepted.digest(),
        review: trip.review,
        pictures: kept.iter().map(|(name, crossing)| report::Pictures::of(name, crossing)).collect(),
        steps: narrator.finish(),
    };
    if let Some(folder) = &options.out {
        keep::keep(folder, &report, &kept)?;
    }
    Ok(report)
}
