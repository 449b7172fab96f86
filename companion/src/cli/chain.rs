//! Which chain, which nodes, and what the person says instead of them.

use clap::{Args, ValueEnum};
use shared::Kind;

use super::{
    args::{parse_fee, parse_number},
    exit::{CliError, Exit},
};
use crate::{
    book::{Book, ChainEntry, chain_id_of},
    build::{ChainFacts, Fees},
    draft::{OwnFees, Wish},
    node::{NodeOptions, Nodes, Speed},
};

/// Facts of the chain: from nodes, or given; what is given goes before what a node says.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The chain")]
pub(super) struct ChainArgs {
    /// JSON-RPC address of a node that is asked for what is not given; several must agree
    #[arg(long, value_name = "URL")]
    pub(super) node: Vec<String>,
    /// Chain by its name or number in the book, whose nodes are asked
    #[arg(long, value_name = "NAME|N", conflicts_with = "node")]
    pub(super) chain: Option<String>,
    /// Chain id; with nodes, they must be on it
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = chain_id_of)]
    pub(super) chain_id: Option<u64>,
    /// Nonce of the sender
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = parse_number)]
    pub(super) nonce: Option<u64>,
    /// Gas limit
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = parse_number)]
    pub(super) gas: Option<u64>,
    /// The most a unit of gas may cost, with its unit: 30gwei
    #[arg(long, value_name = "AMOUNT", value_parser = parse_fee, conflicts_with_all = ["legacy", "gas_price"])]
    pub(super) max_fee: Option<u128>,
    /// The most of it that goes to the block's maker
    #[arg(long, value_name = "AMOUNT", value_parser = parse_fee, conflicts_with_all = ["legacy", "gas_price"])]
    pub(super) max_priority_fee: Option<u128>,
    /// Build a legacy transaction (EIP-155) at a gas price
    #[arg(long)]
    pub(super) legacy: bool,
    /// The gas price of a legacy transaction
    #[arg(long, value_name = "AMOUNT", value_parser = parse_fee)]
    pub(super) gas_price: Option<u128>,
    /// How soon it should be mined, where fees come from the nodes
    #[arg(long, value_enum, default_value = "normal")]
    pub(super) speed: SpeedArg,
}

/// How soon.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SpeedArg {
    Slow,
    Normal,
    Fast,
}

impl SpeedArg {
    pub(super) fn speed(self) -> Speed {
        match self {
            Self::Slow => Speed::Slow,
            Self::Normal => Speed::Normal,
            Self::Fast => Speed::Fast,
        }
    }
}

impl ChainArgs {
    /// The nodes, connected, where there are some; each has said that it is on the chain.
    pub(super) fn nodes(&self, book: &Book) -> Result<Option<Nodes>, CliError> {
        let (urls, chain_id) = match &self.chain {
            Some(name) => {
                let entry = entry(book, name)?;
                if self.chain_id.is_some_and(|id| id != entry.chain_id) {
                    return Err(CliError::usage(format!(
                        "--chain {name} is chain {}, not {}; leave one of the two out",
                        entry.chain_id,
                        self.chain_id.unwrap_or_default()
                    )));
                }
                if entry.nodes.is_empty() {
                    return Err(CliError::usage(format!(
                        "the book has no node for chain {}; add one, or give --node URL",
                        entry.chain_id
                    )));
                }
                (&entry.nodes, Some(entry.chain_id))
            }
            None if self.node.is_empty() => return Ok(None),
            None => (&self.node, self.chain_id),
        };
        Ok(Some(Nodes::connect(urls, chain_id, NodeOptions::default())?))
    }

    /// The wish, with what the person gave.
    pub(super) fn wish(&self, wish: Wish) -> Wish {
        let own = OwnFees {
            max_fee: self.max_fee,
            max_priority_fee: self.max_priority_fee,
            gas_price: self.gas_price,
        };
        Wish { nonce: self.nonce, gas: self.gas, own, speed: self.speed.speed(), legacy: self.legacy, ..wish }
    }

    /// The chain id as it was given, where no node is asked.
    pub(super) fn given_id(&self) -> Result<u64, CliError> {
        self.chain_id.ok_or_else(|| missing("--chain-id"))
    }

    /// All facts as they were given, where no node is asked.
    pub(super) fn facts(&self) -> Result<ChainFacts, CliError> {
        let chain_id = self.given_id()?;
        let nonce = self.nonce.ok_or_else(|| missing("--nonce"))?;
        let fees = match (self.gas_price, self.legacy, self.max_fee, self.max_priority_fee) {
            (Some(gas_price), ..) => Fees::GasPrice(gas_price),
            (None, false, Some(max_fee), Some(max_priority_fee)) => {
                Fees::Dynamic { max_fee, max_priority_fee }
            }
            (None, true, ..) => return Err(missing("--gas-price")),
            (None, false, ..) => return Err(missing("--max-fee and --max-priority-fee")),
        };
        let gas = self.gas.ok_or_else(|| missing("--gas"))?;
        Ok(ChainFacts { chain_id, nonce, gas, fees })
    }
}

fn missing(what: &str) -> CliError {
    CliError::usage(format!("give {what}, or --node URL (or --chain NAME) to ask a node for it"))
}

/// The chain of the book with this name or number.
fn entry<'a>(book: &'a Book, name: &str) -> Result<&'a ChainEntry, CliError> {
    let wanted = name.trim().to_lowercase();
    let found = match wanted.parse::<u64>() {
        Ok(id) => book.chain(id),
        Err(_) => book.chains.iter().find(|chain| chain.name.to_lowercase() == wanted),
    };
    found.ok_or_else(|| {
        let known: Vec<_> =
            book.chains.iter().map(|chain| format!("{} ({})", chain.name, chain.chain_id)).collect();
        let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
        let message = format!(
            "the book has no chain “{}” with nodes; it has {known}. Add it with “coldframe book chain add ID --node URL”, or give --node URL",
            shared::eth::text::spelled_out(&name.chars().take(64).collect::<String>())
        );
        CliError::new(Exit::Usage, Kind::new("chain"), message)
    })
}
