//! `coldframe journal codes`: a request that is in the journal, shown once more.

use clap::Args;
use serde_json::json;
use shared::{review::Phrase, wire::SignRequest};

use super::{
    args::{JournalArgs, LinkArgs},
    codes::Codes,
    exit::CliError,
    journal::named,
    output::Output,
    review::phrase_line,
};
use crate::journal::State;

/// Gives out the codes of a request again, after an interruption or for another device.
#[derive(Debug, Args)]
pub(super) struct CodesAgain {
    /// The request's id, or how it begins
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    link: LinkArgs,
    #[command(flatten)]
    journal: JournalArgs,
}

impl CodesAgain {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let record = named(&self.journal.open()?, &self.id)?;
        let (link, message) = (&self.link, &record.asked.message);
        let codes = Codes::of(SignRequest::UR_TYPE, message, link.out.clone(), link)?;
        codes.write(link)?;
        let phrase = Phrase::of(&record.asked.digest);
        output.json(&json!({
            "request_id": record.asked.id.to_string(),
            "state": record.state.word(),
            "digest": record.asked.digest.to_string(),
            "check_phrase": phrase.to_string(),
            "ur_type": SignRequest::UR_TYPE,
            "parts": codes.frames().texts(),
            "frames": codes.frames().frames().len(),
            "bytes": message.len(),
            "out": codes.place(),
        }));
        output.aside(format_args!("Request {} is {}.", record.asked.id, record.state.word()));
        output.aside(phrase_line(&record.asked.digest, output));
        if record.state != State::Waiting {
            output.aside("note: it waits for no signature any more; another one would be refused");
        }
        if let Some(place) = codes.place() {
            output.result(format_args!("Written to {place}."));
        }
        if codes.are_printed(link) {
            codes.print(output);
        }
        codes.animate(link, output)
    }
}
