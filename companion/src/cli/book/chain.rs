//! `coldframe book chain …`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use shared::eth::chain::{CONFIRMATIONS, Chain};

use super::{ChangeArgs, listed};
use crate::{
    book::{BookChange, ChainEntry, chain_id_of, nodes},
    cli::{
        args::JournalArgs,
        exit::{CliError, EXIT_CODES},
        output::Output,
    },
};

/// Chains.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ChainCommand {
    /// Add a chain, or give a known one its nodes
    #[command(after_help = format!("Examples:\n  coldframe book chain add 1 --node https://rpc.one.example --node wss://rpc.two.example\n  coldframe book chain add 7331 --name 'Our chain' --coin OUR --node http://127.0.0.1:8545\n\nAddresses of nodes are kept whole in the journal and shown without what may be an API key.\n\n{EXIT_CODES}"))]
    Add(Add),
    /// List chains
    #[command(after_help = format!("Example: coldframe book chain list --all\n\n{EXIT_CODES}"))]
    List(List),
    /// Remove a chain and its nodes from the book
    #[command(after_help = format!("Example: coldframe book chain remove 7331 --yes\n\n{EXIT_CODES}"))]
    Remove(Remove),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Add {
    /// Its id (EIP-155)
    #[arg(value_name = "ID", value_parser = chain_id_of)]
    chain_id: u64,
    /// What it is called; a known chain has its name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What fees are paid in
    #[arg(long, value_name = "COIN")]
    coin: Option<String>,
    /// JSON-RPC address of a node; several are asked side by side and must agree
    #[arg(long = "node", value_name = "URL")]
    nodes: Vec<String>,
    /// Blocks that count as confirmed where no node names a final one
    #[arg(long, value_name = "N")]
    confirmations: Option<u64>,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// The bundled list too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    journal: JournalArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Remove {
    /// Its id
    #[arg(value_name = "ID", value_parser = chain_id_of)]
    chain_id: u64,
    #[command(flatten)]
    change: ChangeArgs,
}

impl ChainCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::Add(args) => args.run(output),
            Self::List(args) => args.run(output),
            Self::Remove(args) => {
                let book = args.change.journal.open()?.book()?;
                let lost = book.chain(args.chain_id).map(|chain| {
                    format!("“{}” and its {} nodes would be removed", chain.name, chain.nodes.len())
                });
                args.change.make(BookChange::ChainRemoved { chain_id: args.chain_id }, lost, None, output)
            }
        }
    }
}

impl Add {
    fn run(self, output: Output) -> Result<(), CliError> {
        let bundled = Chain::of(self.chain_id);
        let missing = |what| {
            CliError::usage(format!(
                "chain {} is not in the bundled list, so say its {what}: --name NAME --coin COIN",
                self.chain_id
            ))
        };
        let of_list = |text: fn(&Chain) -> &'static str| bundled.as_ref().map(|chain| text(chain).to_owned());
        let name =
            self.name.clone().or_else(|| of_list(|chain| chain.name)).ok_or_else(|| missing("name"))?;
        let coin =
            self.coin.clone().or_else(|| of_list(|chain| chain.coin)).ok_or_else(|| missing("coin"))?;
        let default = bundled.map_or(CONFIRMATIONS, |chain| chain.confirmations);
        let chain = ChainEntry {
            chain_id: self.chain_id,
            name,
            coin,
            nodes: self.nodes,
            confirmations: self.confirmations.unwrap_or(default),
            by_user: bundled.is_none(),
        };
        let book = self.change.journal.open()?.book()?;
        let lost = book.chain(chain.chain_id).filter(|known| **known != chain).map(|known| {
            format!(
                "“{}” is in the book with {} nodes, which would be replaced",
                known.name,
                known.nodes.len()
            )
        });
        for node in chain.nodes.iter().filter(|node| nodes::is_in_the_clear(node)) {
            output.aside(format_args!(
                "note: {} is asked without encryption: whoever sits between can read and change what it says",
                nodes::shown(node)
            ));
        }
        self.change.make(BookChange::ChainSet(chain), lost, None, output)
    }
}

impl List {
    fn run(self, output: Output) -> Result<(), CliError> {
        let mut chains = self.journal.open()?.book()?.chains;
        if self.all {
            for known in Chain::all() {
                if !chains.iter().any(|chain| chain.chain_id == known.id) {
                    chains.push(ChainEntry {
                        chain_id: known.id,
                        name: known.name.to_owned(),
                        coin: known.coin.to_owned(),
                        nodes: Vec::new(),
                        confirmations: known.confirmations,
                        by_user: false,
                    });
                }
            }
            chains.sort_by_key(|chain| chain.chain_id);
        }
        let listed_as: Vec<Value> = chains
            .iter()
            .map(|chain| {
                let nodes: Vec<String> = chain.nodes.iter().map(|node| nodes::shown(node)).collect();
                json!({"chain_id": chain.chain_id, "name": chain.name, "coin": chain.coin, "nodes": nodes,
                       "confirmations": chain.confirmations, "by_user": chain.by_user})
            })
            .collect();
        output.json(&json!({"chains": listed_as, "list_date": Chain::list_date()}));
        let lines: Vec<String> = chains
            .iter()
            .map(|chain| {
                let nodes: Vec<String> = chain.nodes.iter().map(|node| nodes::shown(node)).collect();
                let nodes = if nodes.is_empty() { "no nodes".to_owned() } else { nodes.join(", ") };
                let origin = if chain.by_user { "  by you" } else { "" };
                format!("{}  {}  {}  {nodes}{origin}", chain.chain_id, chain.name, chain.coin)
            })
            .collect();
        if self.all {
            output.aside(format_args!("The bundled list is of {}.", Chain::list_date()));
        }
        listed(
            &lines,
            "No chain has nodes yet. Give one: coldframe book chain add 1 --node URL; --all lists those that are known by name.",
            output,
        );
        Ok(())
    }
}
