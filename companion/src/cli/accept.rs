//! `coldframe accept`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use shared::{
    eth::{Address, address},
    review::Phrase,
};

use super::{
    args::JournalArgs,
    exit::{CliError, EXIT_CODES},
    load,
    output::{Output, harmless},
    review::phrase_line,
};
use crate::{
    acts,
    check::AnswerError,
    frames::{Source, write::whole_file},
};

/// Checks an answer against its request in the journal: recovers who signed, compares, and makes the signed transaction.
///
/// Nothing is sent. The answer, or why it was refused, is in the journal when this ends. For messages and typed data the
/// signature is printed in the form that verifiers take.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  coldframe accept --answer answer.png
  coldframe accept --answer UR:ETH-SIGNATURE/… --out signed.txt
  coldframe accept --request request.txt --answer answer.png   (the request must be the journal's; another program's is written into it first)

{EXIT_CODES}"))]
pub(super) struct Accept {
    /// The request that was shown, to be compared with the journal's: UR text, text file, picture, folder, or - for standard
    /// input
    #[arg(long, value_name = "FILE")]
    request: Option<Source>,
    /// Which request is answered, by its id or how that begins; for devices that give none back
    #[arg(long, value_name = "ID", conflicts_with = "request")]
    id: Option<String>,
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
    #[command(flatten)]
    journal: JournalArgs,
}

impl Accept {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        if self.request == Some(Source::Stdin) && self.answer == Source::Stdin {
            return Err(CliError::usage("request and answer cannot both come from standard input"));
        }
        let request = self.request.as_ref().map(load::request).transpose()?;
        let answer = load::answer(&self.answer)?;
        // A file says what was shown, not that this is its answer: for a device that gives no id back, --id says so.
        if let (Some(asked), None) =
            (request.as_ref().and_then(|request| request.request_id), answer.request_id)
        {
            return Err(AnswerError::OtherRequest { asked: Some(asked), answered: None }.into());
        }
        let mut journal = self.journal.open()?;
        let wanted = match (&request, &self.id) {
            (Some(request), _) => Some(acts::adopt(&mut journal, request, self.from)?),
            (None, Some(text)) => Some(journal.find(text)?),
            (None, None) => None,
        };
        let known = wanted.or(answer.request_id.map(crate::build::RequestId::of_bytes));
        let before = known.map(|id| journal.request(id)).transpose()?.flatten();
        let again = before.is_some_and(|record| record.answer.is_some());
        let (id, accepted) = acts::accept(&mut journal, &answer, wanted, self.from)?;
        let signature = alloy::hex::encode_prefixed(accepted.message_signature());
        let transaction = accepted.signed_transaction();
        let result =
            transaction.map_or(signature.clone(), |signed| alloy::hex::encode_prefixed(signed.raw()));
        if let Some(path) = &self.out {
            whole_file(path, format!("{result}\n").as_bytes(), self.force)?;
        }
        output.json(&json!({
            "request_id": id.to_string(),
            "again": again,
            "signer": accepted.signer().to_string(),
            "digest": accepted.digest().to_string(),
            "check_phrase": Phrase::of(&accepted.digest()).to_string(),
            "signature": signature,
            "signed_transaction": transaction.map(|signed| alloy::hex::encode_prefixed(signed.raw())),
            "transaction_hash": transaction.map(|signed| signed.hash().to_string()),
            "origin": accepted.origin(),
            "out": self.out.as_ref().map(|path| path.display().to_string()),
        }));
        if again {
            output.aside("This answer was accepted before; nothing new was written into the journal.");
        }
        output.aside(output.labelled("Request", id));
        output.aside(output.labelled("Signed by", format_args!("{}, who was asked", accepted.signer())));
        if let Some(origin) = accepted.origin() {
            output.aside(output.labelled("Device, by its own words", harmless(origin).replace('\n', " ")));
        }
        output.aside(output.labelled("Digest", accepted.digest()));
        output.aside(phrase_line(&accepted.digest(), output));
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
