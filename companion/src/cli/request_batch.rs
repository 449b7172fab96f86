//! `coldframe request batch`: several calls of a file, each a request of its own, with consecutive nonces.

use std::path::{Path, PathBuf};

use clap::Args;
use shared::{
    Kind,
    eth::{U256, amount},
};

use super::{
    args::{KeyArgs, LinkArgs},
    call::{CallArgs, Called},
    chain::ChainArgs,
    exit::{CliError, Exit},
    output::Output,
    request::{self, AskArgs, Ready},
    request_tx::{by_hand, drawn},
};
use crate::{draft::Wish, frames::read::file};

pub(super) const EXAMPLES: &str = r#"Example:
  coldframe request batch calls.json --key-card card.png --index 0 --node http://127.0.0.1:8545 --out calls.gif

calls.json:
  [{"to": "0x5FbD…", "call": "pause()", "purpose": "Stop the token"},
   {"contract": "Token", "function": "grantRole", "arguments": ["0x…", "Guardian"]},
   {"to": "Treasury", "value": "1.5 ether", "gas": 21000},
   {"deploy": "out/Token.json", "arguments": ["Treasury", "1_000_000 ether"]}]

Each call becomes a request of its own, calls-1.gif, calls-2.gif and so on. They are mined in this order or not at
all: a later one waits for those before it."#;

/// The most calls of one file: what a person reads on a station in a sitting.
const CALLS_MAX: usize = 50;

/// Asks for the signatures of several transactions, with consecutive nonces. All are journalled, or none.
#[derive(Debug, Args)]
pub(super) struct BatchArgs {
    /// JSON list of calls
    #[arg(value_name = "FILE")]
    calls: PathBuf,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    chain: ChainArgs,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    link: LinkArgs,
}

/// One call of the file: the arguments of `request tx`, by the same names.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Line {
    to: Option<String>,
    contract: Option<String>,
    value: Option<String>,
    call: Option<String>,
    abi: Option<PathBuf>,
    function: Option<String>,
    deploy: Option<String>,
    arguments: Vec<Text>,
    data: Option<String>,
    gas: Option<u64>,
    purpose: Option<String>,
}

/// An argument: a text, or what a person would write without quotes.
#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum Text {
    Quoted(String),
    Bool(bool),
    Number(serde_json::Number),
}

impl Text {
    fn into_text(self) -> String {
        match self {
            Self::Quoted(text) => text,
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl Line {
    /// The same as arguments, which know how each is read.
    fn into_args(self) -> Result<(CallArgs, Option<u64>, Option<String>), String> {
        let ways = [self.call.is_some(), self.function.is_some(), self.deploy.is_some(), self.data.is_some()];
        if ways.into_iter().filter(|is_there| *is_there).count() > 1 {
            return Err("give one of “call”, “function”, “deploy” and “data”".to_owned());
        }
        if self.to.is_some() && self.contract.is_some() {
            return Err("give “to” or “contract”, not both".to_owned());
        }
        if self.deploy.is_some() && (self.to.is_some() || self.contract.is_some()) {
            return Err("a creation has no “to” and no “contract”".to_owned());
        }
        let arguments: Vec<String> = self.arguments.into_iter().map(Text::into_text).collect();
        if !arguments.is_empty() && self.call.is_none() && self.function.is_none() && self.deploy.is_none() {
            return Err("“arguments” need “call”, “function” or “deploy”".to_owned());
        }
        let with = |first: Option<String>| match first {
            Some(first) => std::iter::once(first).chain(arguments.iter().cloned()).collect(),
            None => Vec::new(),
        };
        let value = match &self.value {
            Some(text) => amount::parse(text).map_err(|error| error.to_string())?,
            None => U256::ZERO,
        };
        let call = CallArgs {
            to: self.to,
            contract: self.contract,
            value,
            call: with(self.call),
            data: self.data,
            data_file: None,
            abi: self.abi,
            function: with(self.function),
            deploy: with(self.deploy),
            access_list: None,
            authorization: None,
        };
        Ok((call, self.gas, self.purpose))
    }
}

impl BatchArgs {
    pub(super) fn run(&self, output: Output) -> Result<(), CliError> {
        let lines = lines(&self.calls)?;
        let mut journal = self.ask.journal.open()?;
        let book = journal.book()?;
        let key = self.key.resolve_in(&book)?;
        let nodes = self.chain.nodes(&book)?;
        let chain_id = nodes.as_ref().map_or_else(|| self.chain.given_id(), |nodes| Ok(nodes.chain_id()))?;
        let mut nonce = match (self.chain.nonce, &nodes) {
            (None, Some(nodes)) => {
                let next = nodes.nonce(key.address, 0)?;
                Some(journal.free_nonce(chain_id, key.address, next)?)
            }
            (given, _) => given,
        };
        let mut ready = Vec::new();
        for (position, line) in (1..).zip(lines) {
            let at = |error: CliError| error.at(format_args!("call {position}"));
            let (call, gas, purpose) =
                line.into_args().map_err(|fault| at(unreadable(&self.calls, &fault)))?;
            let Called { intent, abi } = call.read(&book, chain_id).map_err(at)?;
            let chain = ChainArgs { nonce, gas: gas.or(self.chain.gas), ..self.chain.clone() };
            let one = match &nodes {
                Some(nodes) => {
                    let wish = chain.wish(Wish::new(intent, key.clone()));
                    drawn(&journal, nodes, &Wish { abi, ..wish }, key.clone(), output)
                }
                None => by_hand(Called { intent, abi }, &chain, key.clone()),
            };
            let mut one = one.map_err(at)?;
            if position > 1 {
                // That it waits for those before it is the point of a batch.
                one.doubts.retain(|doubt| !doubt.contains("waits for"));
            }
            ready.push(Ready { purpose: purpose.or(one.purpose), ..one });
            nonce = nonce.map(|nonce| nonce.saturating_add(1));
        }
        request::deliver(&mut journal, ready, &self.ask, &self.link, output)
    }
}

fn lines(path: &Path) -> Result<Vec<Line>, CliError> {
    let lines: Vec<Line> =
        serde_json::from_slice(&file(path)?).map_err(|error| unreadable(path, &error.to_string()))?;
    if lines.is_empty() || lines.len() > CALLS_MAX {
        return Err(unreadable(path, &format!("{} calls, from 1 to {CALLS_MAX} are read", lines.len())));
    }
    Ok(lines)
}

fn unreadable(path: &Path, fault: &str) -> CliError {
    let message = format!(
        "{} is no list of calls: {fault}; write [{{\"to\":\"0x…\",\"call\":\"pause()\",\"arguments\":[]}}], see “coldframe request batch --help”",
        path.display()
    );
    CliError::new(Exit::Input, Kind::new("batch-file"), message)
}
