//! `coldframe request typed-data`.

use std::path::PathBuf;

use clap::Args;
use shared::eth::{DataType, Payload};

use super::{
    args::{KeyArgs, LinkArgs, NodeArgs},
    exit::CliError,
    output::Output,
    prove::ProveArgs,
    request::{self, AskArgs, Ready},
};
use crate::{frames::read::file, prove::ProveError};

pub(super) const EXAMPLES: &str =
    "Examples:
         coldframe request typed-data safe-tx.json --key-card card.png --index 0 --out request.gif
         coldframe request typed-data safe-tx.json --key Owner --prove --node https://one.example --profile dense --out request.gif";

/// Asks for the signature of typed data (EIP-712, version 4): the JSON that eth_signTypedData_v4 takes.
#[derive(Debug, Args)]
pub(super) struct TypedDataArgs {
    /// The JSON
    #[arg(value_name = "FILE")]
    typed_data: PathBuf,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    prove: ProveArgs,
    /// Chain of the proof, for typed data that names none: that of a Safe before version 1.3.0, say
    #[arg(long, value_name = "N", requires = "prove", help_heading = "The proof")]
    prove_chain: Option<u64>,
    #[command(flatten)]
    nodes: NodeArgs,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    link: LinkArgs,
}

impl TypedDataArgs {
    pub(super) fn run(&self, output: Output) -> Result<(), CliError> {
        let bytes = file(&self.typed_data)?;
        let payload = Payload::decode(DataType::TypedData, &bytes)
            .map_err(|error| CliError::from(error).at(self.typed_data.display()))?;
        let mut journal = self.ask.journal.open()?;
        let book = journal.book()?;
        let key = self.key.resolve_in(&book)?;
        let nodes = match payload.signed_chain().or(self.prove_chain) {
            Some(chain) if self.prove.prove => Some(self.nodes.connect(&book, chain, output)?),
            None if self.prove.prove => return Err(ProveError::NoChain.into()),
            _ => None,
        };
        let proof = self.prove.proof(nodes.as_ref(), &payload, &key, &self.ask.carried()?, output)?;
        let ready = Ready { proof, ..Ready::plain(payload, key) };
        request::deliver(&mut journal, vec![ready], &self.ask, &self.link, output)
    }
}
