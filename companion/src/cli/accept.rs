//! `coldframe accept`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use shared::eth::{Address, address};

use super::{
    exit::{CliError, EXIT_CODES},
    load,
    output::{Output, harmless},
};
use crate::{
    check::{accept, accept_from},
    frames::{Source, write::whole_file},
};

/// Checks an answer against its request: recovers who signed, compares, and makes the signed transaction.
///
/// Nothing is sent. For messages and typed data the signature is printed in the form that verifiers take.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  coldframe accept --request request.txt --answer answer.png --out signed.txt
  coldframe accept --request request.txt --answer UR:ETH-SIGNATURE/…

{EXIT_CODES}"))]
pub(super) struct Accept {
    /// The request that was shown: UR text, text file, picture, folder of pictures, or - for standard input
    #[arg(long, value_name = "FILE")]
    request: Source,
    /// The answer that came back: the same forms
    #[arg(long, value_name = "FILE")]
    answer: Source,
    /// Who must have signed; needed where the request does not say
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse)]
    from: Option<Address>,
    /// Write the signed transaction (or the signature of a message) to a file, as hex
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace what is there
    #[arg(long)]
    force: bool,
}

impl Accept {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        if self.request == Source::Stdin && self.answer == Source::Stdin {
            return Err(CliError::usage("request and answer cannot both come from standard input"));
        }
        let request = load::request(&self.request)?;
        let answer = load::answer(&self.answer)?;
        let accepted = match self.from {
            Some(expected) => accept_from(&request, &answer, expected)?,
            None => accept(&request, &answer)?,
        };
        let signature = alloy::hex::encode_prefixed(accepted.message_signature());
        let transaction = accepted.signed_transaction();
        let result =
            transaction.map_or(signature.clone(), |signed| alloy::hex::encode_prefixed(signed.raw()));
        if let Some(path) = &self.out {
            whole_file(path, format!("{result}\n").as_bytes(), self.force)?;
        }
        output.json(&json!({
            "signer": accepted.signer().to_string(),
            "digest": accepted.digest().to_string(),
            "signature": signature,
            "signed_transaction": transaction.map(|signed| alloy::hex::encode_prefixed(signed.raw())),
            "transaction_hash": transaction.map(|signed| signed.hash().to_string()),
            "origin": accepted.origin(),
            "out": self.out.as_ref().map(|path| path.display().to_string()),
        }));
        output.aside(output.labelled("Signed by", format_args!("{}, who was asked", accepted.signer())));
        if let Some(origin) = accepted.origin() {
            output.aside(output.labelled("Device, by its own words", harmless(origin).replace('\n', " ")));
        }
        output.aside(output.labelled("Digest", accepted.digest()));
        if let Some(signed) = transaction {
            output.aside(output.labelled("Transaction hash", signed.hash()));
        }
        match &self.out {
            Some(path) => output.result(format_args!("Written to {}. Nothing was sent.", path.display())),
            None => output.result(result),
        }
        Ok(())
    }
}
