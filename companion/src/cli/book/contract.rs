//! `coldframe book contract …`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use shared::{
    Kind,
    abi::Artifact,
    eth::{Address, address},
};

use super::{ChangeArgs, ListArgs, listed};
use crate::{
    book::{BookChange, Contract, chain_id_of},
    cli::{
        exit::{CliError, EXIT_CODES, Exit},
        output::Output,
    },
    frames::read::file,
};

/// Contracts.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ContractCommand {
    /// Add a contract with its ABI
    #[command(after_help = format!("Example: coldframe book contract add Treasury 0x5FbDB2315678afecb367f032d93F642f64180aa3 --chain 1 --abi out/Treasury.json\n\n{EXIT_CODES}"))]
    Add(Add),
    /// List contracts
    #[command(after_help = format!("Example: coldframe book contract list --json\n\n{EXIT_CODES}"))]
    List(ListArgs),
    /// Remove a contract
    #[command(after_help = format!("Example: coldframe book contract remove 0x5FbD… --chain 1 --yes\n\n{EXIT_CODES}"))]
    Remove(Remove),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Add {
    /// What it is called
    #[arg(value_name = "NAME")]
    name: String,
    /// Where it is
    #[arg(value_name = "ADDRESS", value_parser = address::parse)]
    address: Address,
    /// On which chain
    #[arg(long, value_name = "ID", value_parser = chain_id_of)]
    chain: u64,
    /// Its ABI: a JSON array, or a Foundry or Hardhat artifact
    #[arg(long, value_name = "FILE")]
    abi: std::path::PathBuf,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Remove {
    /// Where it is
    #[arg(value_name = "ADDRESS", value_parser = address::parse)]
    address: Address,
    /// On which chain
    #[arg(long, value_name = "ID", value_parser = chain_id_of)]
    chain: u64,
    #[command(flatten)]
    change: ChangeArgs,
}

impl ContractCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::Add(args) => args.run(output),
            Self::List(args) => list(&args, output),
            Self::Remove(args) => {
                let book = args.change.journal.open()?.book()?;
                let lost = book
                    .contract(args.chain, args.address)
                    .map(|contract| format!("“{}” and its ABI would be removed", contract.name));
                let change = BookChange::ContractRemoved { address: args.address, chain_id: args.chain };
                args.change.make(change, lost, None, output)
            }
        }
    }
}

impl Add {
    fn run(self, output: Output) -> Result<(), CliError> {
        let bytes = file(&self.abi)?;
        let text = String::from_utf8(bytes).map_err(|_| {
            let message = format!("{} is no text, so it is no ABI; give a JSON file", self.abi.display());
            CliError::new(Exit::Input, Kind::new("abi-file"), message)
        })?;
        let abi = abi_of(&text).map_err(|error| error.at(self.abi.display()))?;
        let contract = Contract { address: self.address, chain_id: self.chain, name: self.name, abi };
        let book = self.change.journal.open()?.book()?;
        let lost = book
            .contract(contract.chain_id, contract.address)
            .filter(|known| **known != contract)
            .map(|known| format!("“{}” is in the book, and would be replaced with its ABI", known.name));
        self.change.make(BookChange::ContractSet(contract), lost, None, output)
    }
}

/// The ABI alone, as one line: an artifact's bytecode is of no use here, and may be megabytes.
fn abi_of(text: &str) -> Result<String, CliError> {
    Artifact::parse(text)?;
    let read: Value = serde_json::from_str(text)
        .map_err(|error| CliError::new(Exit::Input, Kind::new("abi-file"), error.to_string()))?;
    Ok(match read {
        Value::Object(mut fields) => fields.remove("abi").unwrap_or_default().to_string(),
        other => other.to_string(),
    })
}

fn list(args: &ListArgs, output: Output) -> Result<(), CliError> {
    let book = args.journal.open()?.book()?;
    let contracts: Vec<Value> = book
        .contracts
        .iter()
        .map(|contract| {
            json!({"name": contract.name, "address": contract.address.to_string(),
                   "chain_id": contract.chain_id, "abi_bytes": contract.abi.len()})
        })
        .collect();
    output.json(&json!({"contracts": contracts}));
    let lines: Vec<String> = book
        .contracts
        .iter()
        .map(|contract| format!("{}  {}  on chain {}", contract.address, contract.name, contract.chain_id))
        .collect();
    listed(
        &lines,
        "No contract yet. Add one: coldframe book contract add NAME ADDRESS --chain ID --abi FILE",
        output,
    );
    Ok(())
}
