//! `coldframe book key …`.

use clap::{ArgGroup, Args, Subcommand};
use serde_json::{Value, json};
use shared::eth::{Address, DerivationPath, address};

use super::{ChangeArgs, ListArgs, listed};
use crate::{
    book::{BookChange, BookError, Key, KeyChoice},
    build::key::INDEX_MAX,
    cli::{
        exit::{CliError, EXIT_CODES},
        output::Output,
    },
};

/// Keys.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum KeyCommand {
    /// Give a key of a device its name and job
    #[command(after_help = format!("Examples:\n  coldframe book key add Station --name 'Treasury owner' --index 0 --administers\n  coldframe book key add Station --name Drill --path m/44'/60'/0'/0/1\n\nOne device holds one administering key; a second one needs --override REASON, which is written into the journal.\n\n{EXIT_CODES}"))]
    Add(Add),
    /// List keys
    #[command(after_help = format!("Example: coldframe book key list --json\n\n{EXIT_CODES}"))]
    List(ListArgs),
    /// Remove a key from the book
    #[command(after_help = format!("Example: coldframe book key remove 0xf39F… --yes\n\n{EXIT_CODES}"))]
    Remove(Remove),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["index", "address", "path"]))]
pub(in crate::cli) struct Add {
    /// The device it is on
    #[arg(value_name = "DEVICE")]
    device: String,
    /// What it is called here
    #[arg(long, value_name = "NAME")]
    name: String,
    /// By its place among the card's addresses, from 0
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=i64::from(INDEX_MAX)))]
    index: Option<u32>,
    /// By its address
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse)]
    address: Option<Address>,
    /// By its path from the master key
    #[arg(long, value_name = "PATH")]
    path: Option<DerivationPath>,
    /// It administers contracts
    #[arg(long)]
    administers: bool,
    /// Set aside “one device, one administering key”, with a reason for the journal
    #[arg(long = "override", value_name = "REASON", requires = "administers")]
    reason: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Remove {
    /// Its address
    #[arg(value_name = "ADDRESS", value_parser = address::parse)]
    address: Address,
    #[command(flatten)]
    change: ChangeArgs,
}

impl KeyCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::Add(args) => args.run(output),
            Self::List(args) => list(&args, output),
            Self::Remove(args) => {
                let book = args.change.journal.open()?.book()?;
                let lost = book
                    .key(args.address)
                    .map(|key| format!("“{}” of “{}” would be removed from the book", key.name, key.device));
                args.change.make(BookChange::KeyDropped { address: args.address }, lost, None, output)
            }
        }
    }
}

impl Add {
    fn run(self, output: Output) -> Result<(), CliError> {
        let book = self.change.journal.open()?.book()?;
        let Some(device) = book.device(&self.device) else {
            return Err(BookError::Unknown { what: "device", name: format!("“{}”", self.device) }.into());
        };
        let choice = match (self.index, self.address, &self.path) {
            (Some(index), _, _) => KeyChoice::Index(index),
            (_, Some(address), _) => KeyChoice::Address(address),
            (_, _, Some(path)) => KeyChoice::Path(path.clone()),
            (None, None, None) => {
                return Err(CliError::usage("say which key, with --index, --address or --path"));
            }
        };
        let key = Key::of_device(device, &choice, &self.name, self.administers)?;
        let lost = book.key(key.address).filter(|known| **known != key).map(|known| {
            format!(
                "{} is in the book as “{}” of “{}”, which would be replaced",
                known.address, known.name, known.device
            )
        });
        self.change.make(BookChange::KeyUsed(key), lost, self.reason.as_deref(), output)
    }
}

fn list(args: &ListArgs, output: Output) -> Result<(), CliError> {
    let book = args.journal.open()?.book()?;
    let keys: Vec<Value> = book
        .keys
        .iter()
        .map(|key| {
            json!({"name": key.name, "device": key.device, "path": key.path.to_string(),
                   "address": key.address.to_string(), "administers": key.administers})
        })
        .collect();
    output.json(&json!({"keys": keys}));
    let lines: Vec<String> = book
        .keys
        .iter()
        .map(|key| {
            let job = if key.administers { "  administers" } else { "" };
            format!("{}  {}  {} of {}{job}", key.address, key.name, key.path, key.device)
        })
        .collect();
    listed(
        &lines,
        "No key yet. Add one of a device: coldframe book key add DEVICE --name NAME --index 0",
        output,
    );
    Ok(())
}
