//! `coldframe book address …`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use shared::eth::{Address, address};

use super::{ChangeArgs, ListArgs, listed};
use crate::{
    book::{BookChange, Named, chain_id_of},
    cli::{
        exit::{CliError, EXIT_CODES},
        output::Output,
    },
};

/// Addresses.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AddressCommand {
    /// Name an address
    #[command(after_help = format!("Example: coldframe book address add Treasury 0x5FbDB2315678afecb367f032d93F642f64180aa3 --chain 1\n\n{EXIT_CODES}"))]
    Add(Add),
    /// List names
    #[command(after_help = format!("Example: coldframe book address list --json\n\n{EXIT_CODES}"))]
    List(ListArgs),
    /// Take a name away
    #[command(after_help = format!("Example: coldframe book address remove 0x5FbD… --chain 1 --yes\n\n{EXIT_CODES}"))]
    Remove(Remove),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Add {
    /// What it is called
    #[arg(value_name = "NAME")]
    name: String,
    /// The address
    #[arg(value_name = "ADDRESS", value_parser = address::parse)]
    address: Address,
    /// On this chain alone; without it, on every chain
    #[arg(long, value_name = "ID", value_parser = chain_id_of)]
    chain: Option<u64>,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Remove {
    /// The address
    #[arg(value_name = "ADDRESS", value_parser = address::parse)]
    address: Address,
    /// The chain that the name is for; without it, the name for every chain
    #[arg(long, value_name = "ID", value_parser = chain_id_of)]
    chain: Option<u64>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl AddressCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::Add(args) => {
                let named = Named { address: args.address, chain_id: args.chain, name: args.name };
                let lost = known(&args.change, named.address, named.chain_id)?
                    .filter(|old| *old != named.name)
                    .map(|old| format!("{} is called “{old}”, which would be replaced", named.address));
                args.change.make(BookChange::AddressNamed(named), lost, None, output)
            }
            Self::List(args) => list(&args, output),
            Self::Remove(args) => {
                let lost = known(&args.change, args.address, args.chain)?
                    .map(|old| format!("the name “{old}” of {} would be removed", args.address));
                let change = BookChange::AddressForgotten { address: args.address, chain_id: args.chain };
                args.change.make(change, lost, None, output)
            }
        }
    }
}

/// The name that is in the book for exactly this.
fn known(change: &ChangeArgs, address: Address, chain_id: Option<u64>) -> Result<Option<String>, CliError> {
    let book = change.journal.open()?.book()?;
    let named =
        book.addresses.into_iter().find(|named| named.address == address && named.chain_id == chain_id);
    Ok(named.map(|named| named.name))
}

fn list(args: &ListArgs, output: Output) -> Result<(), CliError> {
    let book = args.journal.open()?.book()?;
    let names: Vec<Value> = book
        .addresses
        .iter()
        .map(|named| {
            json!({"name": named.name, "address": named.address.to_string(), "chain_id": named.chain_id})
        })
        .collect();
    output.json(&json!({"addresses": names}));
    let lines: Vec<String> = book
        .addresses
        .iter()
        .map(|named| {
            let place = named.chain_id.map_or("every chain".to_owned(), |id| format!("chain {id}"));
            format!("{}  {}  on {place}", named.address, named.name)
        })
        .collect();
    listed(&lines, "No name yet. Add one: coldframe book address add NAME ADDRESS", output);
    Ok(())
}
