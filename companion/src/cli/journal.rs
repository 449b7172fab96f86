//! `coldframe journal …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use shared::{
    Kind,
    eth::{Address, B256, address, chain::Chain},
};

use super::{
    args::{JournalArgs, parse_hash},
    exit::{CliError, EXIT_CODES, Exit},
    journal_codes::CodesAgain,
    output::{Output, harmless, print},
};
use crate::{
    book::{Book, chain_id_of},
    build::RequestId,
    frames::write::whole_file,
    journal::{self, Entry, ExportError, Filter, Form, Journal, Record, export::time},
};

/// What the journal holds.
#[derive(Debug, Subcommand)]
#[command(after_help = "Example: coldframe journal list --open")]
pub(super) enum JournalCommand {
    /// List requests, newest first, and where each stands
    #[command(after_help = format!("Examples:\n  coldframe journal list --open\n  coldframe journal list --chain 1 --limit 20 --json\n\n{EXIT_CODES}"))]
    List(List),
    /// Tell all that is known of one request
    #[command(after_help = format!("Example: coldframe journal show 3f1c\n\n{EXIT_CODES}"))]
    Show(Show),
    /// Give out the codes of a request again
    #[command(after_help = format!("Examples:\n  coldframe journal codes 3f1c --terminal\n  coldframe journal codes 3f1c --out request.gif\n\n{EXIT_CODES}"))]
    Codes(CodesAgain),
    /// Recompute all hashes and all that follows from the entries
    #[command(after_help = format!("Examples:\n  coldframe journal verify\n  coldframe journal verify --head 0x5a…   (kept elsewhere from an earlier run: proves that nothing before it was changed)\n\n{EXIT_CODES}"))]
    Verify(Verify),
    /// Write all entries as JSON or CSV
    #[command(after_help = format!("Examples:\n  coldframe journal export --format csv --out journal.csv\n  coldframe journal export > journal.json\n\n{EXIT_CODES}"))]
    Export(Export),
    /// Give a request up: it is no longer watched, and its nonce may be used again
    #[command(after_help = format!("Example: coldframe journal abandon 3f1c --reason 'wrong contract'\n\n{EXIT_CODES}"))]
    Abandon(Abandon),
}

impl JournalCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::List(args) => args.run(output),
            Self::Show(args) => args.run(output),
            Self::Codes(args) => args.run(output),
            Self::Verify(args) => args.run(output),
            Self::Export(args) => args.run(output),
            Self::Abandon(args) => args.run(output),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only what has something still to be done or watched
    #[arg(long)]
    open: bool,
    /// Only what this key signs
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse)]
    signer: Option<Address>,
    /// Only what is for this chain
    #[arg(long, value_name = "ID", value_parser = chain_id_of)]
    chain: Option<u64>,
    /// At most so many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    #[command(flatten)]
    journal: JournalArgs,
}

impl List {
    fn run(self, output: Output) -> Result<(), CliError> {
        let journal = self.journal.open()?;
        let filter =
            Filter { open: self.open, signer: self.signer, chain_id: self.chain, limit: self.limit, skip: 0 };
        let records = journal.list(&filter)?;
        let listed: Vec<Value> = records.iter().map(to_json).collect();
        output.json(&json!({"requests": listed}));
        if records.is_empty() {
            output.aside("No such request. “coldframe request” builds one.");
        }
        let book = journal.book()?;
        for record in &records {
            output.result(line(record, &book));
        }
        Ok(())
    }
}

/// `3f1c0a52  2026-11-23T20:00:00Z  waiting for the signature  by Ledger (Ada), key Owner  Ethereum (chain id 1), nonce 4  Pauses …`
fn line(record: &Record, book: &Book) -> String {
    let asked = &record.asked;
    let id: String = asked.id.to_string().chars().take(8).collect();
    let at = record.asked_at.div_euclid(1_000).saturating_mul(1_000);
    let place = match (asked.chain_id, asked.nonce) {
        (Some(chain), Some(nonce)) => format!("{}, nonce {nonce}", Chain::words(chain)),
        (Some(chain), None) => Chain::words(chain),
        (None, _) => "no chain".to_owned(),
    };
    let purpose = harmless(&asked.purpose).replace('\n', " ");
    let signer = harmless(&book.signer_words(asked.signer)).replace('\n', " ");
    format!("{id}  {}  {}  by {signer}  {place}  {purpose}", time(at), record.state.word())
}

/// A request with all that is known of it.
pub(super) fn to_json(record: &Record) -> Value {
    let asked = &record.asked;
    json!({
        "request_id": asked.id.to_string(),
        "state": record.state.word(),
        "open": record.is_open(),
        "purpose": asked.purpose,
        "signer": asked.signer.to_string(),
        "chain_id": asked.chain_id,
        "nonce": asked.nonce,
        "digest": asked.digest.to_string(),
        "asked_at": time(record.asked_at),
        "changed_at": time(record.changed_at),
        "transaction_hash": record.hash.map(|hash| hash.to_string()),
        "signed_transaction": record.signed.as_ref().map(alloy::hex::encode_prefixed),
        "block_number": record.block.map(|block| block.number),
        "block_hash": record.block.map(|block| block.hash.to_string()),
        "replaces": asked.replaces.map(|id| id.to_string()),
        "replaced_by": record.replaced_by.map(|id| id.to_string()),
    })
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// The request's id, or how it begins
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    journal: JournalArgs,
}

impl Show {
    fn run(self, output: Output) -> Result<(), CliError> {
        let journal = self.journal.open()?;
        let record = named(&journal, &self.id)?;
        let entries = journal.entries_of(record.asked.id)?;
        let told: Vec<Value> = entries
            .iter()
            .map(|written| {
                let words = written.entry().map_or_else(|error| error, |entry| entry.words());
                let mut value = journal::export::to_json(written, false);
                if let Value::Object(fields) = &mut value {
                    fields.insert("words".to_owned(), words.into());
                }
                value
            })
            .collect();
        output.json(&json!({"request": to_json(&record), "entries": told}));
        let asked = &record.asked;
        output.result(line(&record, &journal.book()?));
        output.result(output.labelled("  Id", asked.id));
        output.result(output.labelled("  Signer", asked.signer));
        output.result(output.labelled("  Digest", asked.digest));
        if let Some(hash) = record.hash {
            output.result(output.labelled("  Transaction hash", hash));
        }
        for (label, id) in [("  Replaces", asked.replaces), ("  Replaced by", record.replaced_by)] {
            if let Some(id) = id {
                output.result(output.labelled(label, id));
            }
        }
        for written in &entries {
            let words = written.entry().map_or_else(|error| error, |entry| entry.words());
            let words = harmless(&words).replace('\n', " ");
            output.result(format_args!("  {:>6}  {}  {words}", written.seq, time(written.at)));
        }
        Ok(())
    }
}

/// The request whose id begins so.
pub(super) fn named(journal: &Journal, text: &str) -> Result<Record, CliError> {
    let id = journal.find(text)?;
    Ok(journal.request(id)?.ok_or(journal::JournalError::NoRequest(id))?)
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// A hash that an earlier run printed: it must still be there
    #[arg(long, value_name = "HASH", value_parser = parse_hash)]
    head: Option<B256>,
    #[command(flatten)]
    journal: JournalArgs,
}

impl Verify {
    fn run(self, output: Output) -> Result<(), CliError> {
        let journal = self.journal.open()?;
        let bar = if output.is_json() { ProgressBar::hidden() } else { ProgressBar::new(0) };
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} entries") {
            bar.set_style(style);
        }
        let verified = journal.verify(self.head, &mut |done, total| {
            bar.set_length(total);
            bar.set_position(done);
            true
        })?;
        bar.finish_and_clear();
        let broken = |kind, message: String| Err(CliError::new(Exit::Journal, Kind::new(kind), message));
        if let Some(fault) = verified.fault {
            return broken(
                "journal-broken",
                format!(
                    "the journal {} is not as it was written: {fault}\nThe {} entries before it are whole. Keep the file as it is, make a copy, and compare it with a backup or an export.",
                    journal.path().display(),
                    verified.entries
                ),
            );
        }
        if !verified.has_head {
            return broken(
                "journal-head",
                format!(
                    "the journal {} is consistent, but the hash that was given is not in it: it was cut off, written anew, or is another journal\nCompare it with a backup or an export of that time.",
                    journal.path().display()
                ),
            );
        }
        output.json(&json!({
            "entries": verified.entries,
            "head": verified.head.to_string(),
            "journal": journal.path().display().to_string(),
        }));
        output.result(format_args!(
            "{} entries, each hash follows from the one before, requests and books are what they say.",
            verified.entries
        ));
        output.result(output.labelled("Head", verified.head));
        output.aside("Keep the head elsewhere: “coldframe journal verify --head” proves later that nothing before it was changed.");
        Ok(())
    }
}

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormArg {
    /// One document, all fields
    Json,
    /// A table for spreadsheets
    Csv,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// JSON or CSV
    #[arg(long, value_enum, default_value = "json")]
    format: FormArg,
    /// Where to; without it, to standard output
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace what is there
    #[arg(long)]
    force: bool,
    /// Keep addresses of nodes whole, with the API keys that may stand in them
    #[arg(long)]
    whole: bool,
    #[command(flatten)]
    journal: JournalArgs,
}

impl Export {
    fn run(self, output: Output) -> Result<(), CliError> {
        if output.is_json() && self.out.is_none() && self.format == FormArg::Csv {
            return Err(CliError::usage(
                "--json prints one JSON object, which a CSV table is not; give --out FILE",
            ));
        }
        let journal = self.journal.open()?;
        let form = if self.format == FormArg::Csv { Form::Csv } else { Form::Json };
        let mut bytes = Vec::new();
        let count = journal::export(&journal, form, self.whole, &mut bytes).map_err(|error| match error {
            ExportError::Journal(error) => CliError::from(error),
            ExportError::Output(error) => CliError::new(Exit::Output, Kind::new("file"), error.to_string()),
        })?;
        match &self.out {
            Some(path) => {
                whole_file(path, &bytes, self.force)?;
                output.json(&json!({"entries": count, "out": path.display().to_string()}));
                output.result(format_args!("{count} entries written to {}", path.display()));
            }
            // In either way of speaking this is the result; a JSON document is the one object.
            None => print(String::from_utf8_lossy(&bytes).trim_end()),
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Abandon {
    /// The request's id, or how it begins
    #[arg(value_name = "ID")]
    id: String,
    /// Why, for the next reader
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Give up even what is signed, and may be sent
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    journal: JournalArgs,
}

impl Abandon {
    fn run(self, output: Output) -> Result<(), CliError> {
        if self.reason.trim().is_empty() {
            return Err(CliError::usage(
                "a reason in words is needed: it is what the next reader of the journal has",
            ));
        }
        let mut journal = self.journal.open()?;
        let record = named(&journal, &self.id)?;
        let id: RequestId = record.asked.id;
        if record.signed.is_some() && record.state.is_open() && !self.yes {
            return Err(CliError::new(
                Exit::Refused,
                Kind::new("confirm"),
                format!(
                    "request {id} is {}: whoever has its signed bytes can still send them, and giving it up does not call them back\nNothing was changed. To use up its nonce, replace it by a cancellation (“coldframe replace”); to give it up all the same, add --yes.",
                    record.state.word()
                ),
            ));
        }
        journal.record(&Entry::Abandoned { id, reason: self.reason })?;
        let record = named(&journal, &id.to_string())?;
        output.json(&json!({"request": to_json(&record)}));
        output.result(format_args!("Request {id} is given up."));
        Ok(())
    }
}
