//! `coldframe book …`: one file a book.
//!
//! May not enter: what may be added; [`crate::book::Book::judge`] decides that inside the journal.

mod address;
mod chain;
mod contract;
mod device;
mod key;

use clap::{Args, Subcommand};
use serde_json::json;
use shared::Kind;

use super::{
    args::JournalArgs,
    exit::{CliError, Exit},
    output::Output,
};
use crate::book::BookChange;

/// Whose keys there are, and what addresses, chains and contracts are called.
#[derive(Debug, Subcommand)]
#[command(after_help = "Example: coldframe book device add Station --owner Ada --card card.png")]
pub(super) enum BookCommand {
    /// Devices that hold keys, by the key cards they show
    #[command(subcommand, after_help = "Example: coldframe book device list")]
    Device(device::DeviceCommand),
    /// Keys of these devices, and which of them administer
    #[command(subcommand, after_help = "Example: coldframe book key list")]
    Key(key::KeyCommand),
    /// Names for addresses
    #[command(subcommand, after_help = "Example: coldframe book address list")]
    Address(address::AddressCommand),
    /// Chains and their nodes
    #[command(subcommand, after_help = "Example: coldframe book chain list --all")]
    Chain(chain::ChainCommand),
    /// Contracts and their ABIs
    #[command(subcommand, after_help = "Example: coldframe book contract list")]
    Contract(contract::ContractCommand),
}

impl BookCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::Device(command) => command.run(output),
            Self::Key(command) => command.run(output),
            Self::Address(command) => command.run(output),
            Self::Chain(command) => command.run(output),
            Self::Contract(command) => command.run(output),
        }
    }
}

/// Where the book is, for lists.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    journal: JournalArgs,
}

/// What every change takes.
#[derive(Debug, Args)]
pub(super) struct ChangeArgs {
    /// Remove or replace what is in the book
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    journal: JournalArgs,
}

impl ChangeArgs {
    /// Makes the change; where it takes something away, only with --yes. `lost` says what, in words.
    fn make(
        &self,
        change: BookChange,
        lost: Option<String>,
        reason: Option<&str>,
        output: Output,
    ) -> Result<(), CliError> {
        let mut journal = self.journal.open()?;
        if let Some(lost) = lost.filter(|_| !self.yes) {
            let message = format!("{lost}\nNothing was changed. If that is meant, add --yes.");
            return Err(CliError::new(Exit::Refused, Kind::new("confirm"), message));
        }
        let words = change.words();
        journal.change_book(change, reason)?;
        output.json(&json!({"changed": words}));
        output.result(format_args!("In the book: {words}."));
        Ok(())
    }
}

/// A list in words, or one sentence of what to do first.
fn listed(lines: &[String], empty: &str, output: Output) {
    if lines.is_empty() {
        output.aside(empty);
    }
    for line in lines {
        output.result(super::output::harmless(line));
    }
}
