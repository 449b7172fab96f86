//! `coldframe replace`.

use clap::{ArgGroup, Args};
use shared::{eth::Payload, wire::SignRequest};

use super::{
    args::{LinkArgs, NodeArgs},
    chain::SpeedArg,
    exit::{CliError, EXIT_CODES},
    follow::no_chain,
    output::Output,
    request::{self, AskArgs, Ready},
};
use crate::{
    acts::{self, ActError, Replacement},
    build::{AskedKey, KeyError},
};

/// Builds the request that takes the place of a transaction which waits for a block: the same nonce at a higher fee.
///
/// Both fees rise by an eighth at least, and to what the speed costs now. It is signed like any other; whichever of the
/// two is mined first counts.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  coldframe replace 1b9d6b --faster --out faster.gif
  coldframe replace 1b9d6b --cancel --speed fast --node http://127.0.0.1:8545 --out cancel.txt

{EXIT_CODES}"))]
#[command(group = ArgGroup::new("how").required(true).args(["faster", "cancel"]))]
pub(super) struct Replace {
    /// The request to be replaced: the beginning of its id is enough
    #[arg(value_name = "ID")]
    id: String,
    /// The same call, sooner
    #[arg(long)]
    faster: bool,
    /// Nothing to the sender itself, so that the nonce is used up
    #[arg(long)]
    cancel: bool,
    /// How soon it should be mined
    #[arg(long, value_enum, default_value = "fast")]
    speed: SpeedArg,
    #[command(flatten)]
    nodes: NodeArgs,
    #[command(flatten)]
    link: LinkArgs,
    #[command(flatten)]
    ask: AskArgs,
}

impl Replace {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let mut journal = self.ask.journal.open()?;
        let id = journal.find(&self.id)?;
        let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
        let chain_id = record.asked.chain_id.ok_or_else(|| no_chain(id))?;
        let nodes = self.nodes.connect(&journal.book()?, chain_id, output)?;
        let (kind, word) =
            if self.faster { (Replacement::Faster, "faster") } else { (Replacement::Cancel, "cancel") };
        let transaction = acts::replacement(&journal, &nodes, id, kind, self.speed.speed())?;
        let asked = SignRequest::decode(&record.asked.message)?;
        let fingerprint = asked.key_path.source_fingerprint.ok_or(KeyError::NoFingerprint)?;
        let key = AskedKey::new(asked.key_path.path, fingerprint, record.asked.signer)?;
        let ready = Ready {
            purpose: self.ask.purpose.clone().or_else(|| Some(format!("{word}: {}", record.asked.purpose))),
            replaces: Some(id),
            ..Ready::plain(Payload::Transaction(transaction), key)
        };
        request::deliver(&mut journal, vec![ready], &self.ask, &self.link, output)
    }
}
