//! `coldframe request tx`.

use std::path::PathBuf;

use alloy::eips::eip2930::AccessList;
use clap::{Args, ValueEnum};
use shared::{
    Kind,
    abi::{Artifact, Signature},
    eth::{Address, Payload, U256, address, amount},
};

use super::{
    args::{KeyArgs, LinkArgs, parse_fee, parse_hex},
    exit::{CliError, Exit},
    output::Output,
    request,
};
use crate::{
    build::{ChainFacts, Fees, TxIntent, transaction::unsigned},
    frames::read::file,
    node::{self, Node},
};

pub(super) const EXAMPLES: &str = r#"Examples:
  coldframe request tx --to 0x5FbD… --call "transferOwnership(address)" 0x7099… \
      --key-card card.png --index 0 --node http://127.0.0.1:8545 --out request.gif
  coldframe request tx --to 0x5FbD… --value 1.5ether \
      --from 0xf39F… --path "m/44'/60'/0'/0/0" --fingerprint 16a93ed0 \
      --chain-id 1 --nonce 7 --gas 21000 \
      --max-fee 30gwei --max-priority-fee 1gwei --out request.txt"#;

/// Asks for the signature of a transaction. Without --to a contract is created from the init code in --data.
#[derive(Debug, Args)]
pub(super) struct TxArgs {
    /// Called account; none creates a contract
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse)]
    to: Option<Address>,
    /// Sent along, with its unit: 1.5ether, 20gwei, or wei
    #[arg(long, value_name = "AMOUNT", default_value = "0", value_parser = amount::parse, allow_negative_numbers = true)]
    value: U256,
    /// Function and arguments: --call "transferOwnership(address)" 0x…
    #[arg(long, num_args = 1.., value_names = ["SIGNATURE", "ARGUMENT"], allow_negative_numbers = true,
          requires = "to", conflicts_with_all = ["data", "data_file", "function"])]
    call: Vec<String>,
    /// Calldata or init code in hex
    #[arg(long, value_name = "HEX", conflicts_with_all = ["data_file", "function"])]
    data: Option<String>,
    /// File with calldata or init code: hex text, or raw bytes
    #[arg(long, value_name = "FILE", conflicts_with = "function")]
    data_file: Option<PathBuf>,
    /// ABI file (a JSON array, or a compiler's artifact) that --function is looked up in
    #[arg(long, value_name = "FILE", requires = "function")]
    abi: Option<PathBuf>,
    /// Function of the ABI and its arguments: --abi ERC20.json --function approve 0x… 1.5ether
    #[arg(long, num_args = 1.., value_names = ["NAME", "ARGUMENT"], allow_negative_numbers = true,
          requires_all = ["abi", "to"])]
    function: Vec<String>,
    /// File with an access list (EIP-2930) as JSON
    #[arg(long, value_name = "FILE")]
    access_list: Option<PathBuf>,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    chain: ChainArgs,
    #[command(flatten)]
    link: LinkArgs,
}

/// Facts of the chain: from a node, or given; what is given goes before what the node says.
#[derive(Debug, Args)]
#[command(next_help_heading = "The chain")]
struct ChainArgs {
    /// JSON-RPC address of a node that is asked for what is not given
    #[arg(long, value_name = "URL")]
    node: Option<String>,
    /// Chain id; with --node, the node must be on it
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    chain_id: Option<u64>,
    /// Nonce of the sender
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    nonce: Option<u64>,
    /// Gas limit
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    gas: Option<u64>,
    /// The most a unit of gas may cost, with its unit: 30gwei
    #[arg(long, value_name = "AMOUNT", value_parser = parse_fee, conflicts_with_all = ["legacy", "gas_price"])]
    max_fee: Option<u128>,
    /// The most of it that goes to the block's maker
    #[arg(long, value_name = "AMOUNT", value_parser = parse_fee, conflicts_with_all = ["legacy", "gas_price"])]
    max_priority_fee: Option<u128>,
    /// Build a legacy transaction (EIP-155) at a gas price
    #[arg(long)]
    legacy: bool,
    /// The gas price of a legacy transaction
    #[arg(long, value_name = "AMOUNT", value_parser = parse_fee)]
    gas_price: Option<u128>,
    /// How soon it should be mined, where fees come from the node
    #[arg(long, value_enum, default_value = "normal")]
    speed: SpeedArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SpeedArg {
    Slow,
    Normal,
    Fast,
}

impl TxArgs {
    pub(super) fn run(&self, output: Output) -> Result<(), CliError> {
        let key = self.key.resolve()?;
        let intent = TxIntent {
            to: self.to,
            value: self.value,
            data: self.input()?.into(),
            access_list: self.access_list.as_deref().map(access_list).transpose()?.unwrap_or_default(),
        };
        let node = self.chain.node.as_deref().map(Node::connect).transpose()?;
        let facts = self.chain.facts(node.as_ref(), key.address, &intent)?;
        let doubts = node.as_ref().map(|node| doubts(node, key.address, &intent, facts.nonce));
        let payload = Payload::Transaction(unsigned(intent, facts)?);
        request::deliver(&payload, &key, &self.link, doubts.transpose()?.unwrap_or_default(), output)
    }

    fn input(&self) -> Result<Vec<u8>, CliError> {
        if let Some((signature, arguments)) = self.call.split_first() {
            return Ok(Signature::parse(signature)?.encode(arguments)?);
        }
        if let (Some((name, arguments)), Some(abi)) = (self.function.split_first(), &self.abi) {
            return from_abi(abi, name, arguments);
        }
        if let Some(hex) = &self.data {
            return parse_hex(hex).map_err(CliError::usage);
        }
        self.data_file.as_deref().map(bytes_of).transpose().map(Option::unwrap_or_default)
    }
}

/// Bytes from a file. Text is hex, whatever it looks like: code with unfilled library addresses is text, too.
fn bytes_of(path: &std::path::Path) -> Result<Vec<u8>, CliError> {
    let bytes = file(path)?;
    let text = std::str::from_utf8(&bytes)
        .ok()
        .filter(|text| text.chars().all(|letter| !letter.is_control() || letter.is_ascii_whitespace()));
    let Some(text) = text else { return Ok(bytes) };
    parse_hex(text).map_err(|reason| {
        let message =
            format!("{}: {reason}; code with library placeholders must be linked first", path.display());
        CliError::new(Exit::Input, Kind::new("hex"), message)
    })
}

fn from_abi(path: &std::path::Path, name: &str, arguments: &[String]) -> Result<Vec<u8>, CliError> {
    let text = String::from_utf8(file(path)?).map_err(|_| {
        let message = format!("{} is no text; give the JSON that the compiler writes", path.display());
        CliError::new(Exit::Input, Kind::new("abi-file"), message)
    })?;
    let artifact = Artifact::parse(&text).map_err(|error| CliError::from(error).at(path.display()))?;
    Ok(artifact.function(name)?.encode(arguments)?)
}

fn access_list(path: &std::path::Path) -> Result<AccessList, CliError> {
    serde_json::from_slice(&file(path)?).map_err(|error| {
        let message = format!(
            "{} is no access list: {error}; write [{{\"address\":\"0x…\",\"storageKeys\":[\"0x…\"]}}]",
            path.display()
        );
        CliError::new(Exit::Input, Kind::new("access-list"), message)
    })
}

/// What the node knows against a transaction, before somebody carries it over the gap for nothing.
fn doubts(node: &Node, from: Address, intent: &TxIntent, nonce: u64) -> Result<Vec<String>, CliError> {
    let mut doubts = Vec::new();
    let next = node.nonce(from)?;
    if nonce < next {
        doubts.push(format!(
            "the node says that nonce {nonce} of {from} is used already, the next is {next}; this would be signed for nothing"
        ));
    } else if nonce > next {
        doubts.push(format!(
            "the node says that the next nonce of {from} is {next}; with nonce {nonce} this waits for what is missing before it"
        ));
    }
    if let Some(to) = intent.to.filter(|_| !intent.data.is_empty())
        && node.code(to)?.is_empty()
    {
        doubts.push(format!(
            "the node says that there is no contract at {to}, where a call changes nothing; compare address and chain"
        ));
    }
    Ok(doubts)
}

impl ChainArgs {
    /// Asks the node for what is not given.
    fn facts(&self, node: Option<&Node>, from: Address, intent: &TxIntent) -> Result<ChainFacts, CliError> {
        let missing =
            |what: &str| CliError::usage(format!("give {what}, or --node URL to ask a node for it"));
        let chain_id = match (self.chain_id, node) {
            (Some(chain_id), Some(node)) => node.expect_chain(chain_id).map(|()| chain_id)?,
            (None, Some(node)) => node.chain_id()?,
            (Some(chain_id), None) => chain_id,
            (None, None) => return Err(missing("--chain-id")),
        };
        let nonce = match (self.nonce, node) {
            (Some(nonce), _) => nonce,
            (None, Some(node)) => node.nonce(from)?,
            (None, None) => return Err(missing("--nonce")),
        };
        let fees = self.fees(node)?;
        let gas = match (self.gas, node) {
            (Some(gas), _) => gas,
            (None, Some(node)) => with_room(node.estimate_gas(&node::Call {
                from: Some(from),
                to: intent.to,
                value: intent.value,
                data: intent.data.clone(),
            })?),
            (None, None) => return Err(missing("--gas")),
        };
        Ok(ChainFacts { chain_id, nonce, gas, fees })
    }

    fn fees(&self, node: Option<&Node>) -> Result<Fees, CliError> {
        if let Some(gas_price) = self.gas_price {
            return Ok(Fees::GasPrice(gas_price));
        }
        if let (false, Some(max_fee), Some(max_priority_fee)) =
            (self.legacy, self.max_fee, self.max_priority_fee)
        {
            return Ok(Fees::Dynamic { max_fee, max_priority_fee });
        }
        let Some(node) = node else {
            let what = if self.legacy { "--gas-price" } else { "--max-fee and --max-priority-fee" };
            return Err(CliError::usage(format!("give {what}, or --node URL to ask a node for it")));
        };
        let told = node.fees(match self.speed {
            SpeedArg::Slow => node::Speed::Slow,
            SpeedArg::Normal => node::Speed::Normal,
            SpeedArg::Fast => node::Speed::Fast,
        })?;
        if self.legacy {
            // A gas price is paid in full, so it has room for a rise of two blocks and not for more.
            let room = told.base_fee / 4;
            return Ok(Fees::GasPrice(
                told.base_fee.saturating_add(room).saturating_add(told.max_priority_fee_per_gas),
            ));
        }
        let (max_fee, max_priority_fee) = match (self.max_fee, self.max_priority_fee) {
            (Some(max_fee), tip) => (max_fee, tip.unwrap_or(told.max_priority_fee_per_gas.min(max_fee))),
            (None, Some(tip)) => (told.max_fee_per_gas.max(tip), tip),
            (None, None) => (told.max_fee_per_gas, told.max_priority_fee_per_gas),
        };
        Ok(Fees::Dynamic { max_fee, max_priority_fee })
    }
}

/// The estimate and a fifth: state changes while a person reads. A plain transfer costs the same always.
fn with_room(estimate: u64) -> u64 {
    if estimate <= 21_000 { estimate } else { estimate.saturating_add(estimate / 5) }
}
