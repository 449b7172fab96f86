//! `coldframe request typed-data`.

use std::path::PathBuf;

use clap::Args;
use shared::eth::{DataType, Payload};

use super::{
    args::{KeyArgs, LinkArgs},
    exit::CliError,
    output::Output,
    request,
};
use crate::frames::read::file;

pub(super) const EXAMPLES: &str =
    "Example: coldframe request typed-data safe-tx.json --key-card card.png --index 0 --out request.gif";

/// Asks for the signature of typed data (EIP-712, version 4): the JSON that eth_signTypedData_v4 takes.
#[derive(Debug, Args)]
pub(super) struct TypedDataArgs {
    /// The JSON
    #[arg(value_name = "FILE")]
    typed_data: PathBuf,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    link: LinkArgs,
}

impl TypedDataArgs {
    pub(super) fn run(&self, output: Output) -> Result<(), CliError> {
        let bytes = file(&self.typed_data)?;
        let payload = Payload::decode(DataType::TypedData, &bytes)
            .map_err(|error| CliError::from(error).at(self.typed_data.display()))?;
        request::deliver(&payload, &self.key.resolve()?, &self.link, Vec::new(), output)
    }
}
