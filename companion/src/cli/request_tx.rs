//! `coldframe request tx`.

use clap::Args;
use indicatif::ProgressBar;
use shared::{Kind, eth::Payload};

use super::{
    args::{KeyArgs, LinkArgs},
    call::{CallArgs, Called},
    chain::ChainArgs,
    drafted,
    exit::{CliError, Exit},
    output::{Output, harmless},
    prove::ProveArgs,
    request::{self, AskArgs, Ready},
};
use crate::{
    build::{AskedKey, transaction::unsigned},
    draft::{Wish, draft},
    journal::Journal,
    node::Nodes,
};

pub(super) const EXAMPLES: &str = r#"Examples:
  coldframe request tx --to 0x5FbD… --call "transferOwnership(address)" 0x7099… \
      --key-card card.png --index 0 --node http://127.0.0.1:8545 --out request.gif
  coldframe request tx --contract Token --function pause --key Owner --chain Ethereum --dry-run
  coldframe request tx --deploy out/Token.json Treasury "1_000_000 ether" \
      --key-card card.png --index 0 --node http://127.0.0.1:8545 --out deploy.gif
  coldframe request tx --to 0x5FbD… --value 1.5ether \
      --from 0xf39F… --path "m/44'/60'/0'/0/0" --fingerprint 16a93ed0 \
      --chain-id 1 --nonce 7 --gas 21000 \
      --max-fee 30gwei --max-priority-fee 1gwei --out request.txt"#;

/// Asks for the signature of a transaction. Without --to a contract is created from the init code in --data.
#[derive(Debug, Args)]
pub(super) struct TxArgs {
    #[command(flatten)]
    call: CallArgs,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    chain: ChainArgs,
    #[command(flatten)]
    prove: ProveArgs,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    link: LinkArgs,
}

impl TxArgs {
    pub(super) fn run(&self, output: Output) -> Result<(), CliError> {
        let mut journal = self.ask.journal.open()?;
        let book = journal.book()?;
        let key = self.key.resolve_in(&book)?;
        let nodes = self.chain.nodes(&book)?;
        let chain_id = nodes.as_ref().map_or_else(|| self.chain.given_id(), |nodes| Ok(nodes.chain_id()))?;
        let called = self.call.read(&book, chain_id)?;
        let ready = match &nodes {
            Some(nodes) => {
                let wish = self.chain.wish(Wish::new(called.intent, key.clone()));
                drawn(&journal, nodes, &Wish { abi: called.abi, ..wish }, key, output)?
            }
            None => by_hand(called, &self.chain, key)?,
        };
        let proof =
            self.prove.proof(nodes.as_ref(), &ready.payload, &ready.key, &self.ask.carried()?, output)?;
        let ready = Ready { proof, ..ready };
        request::deliver(&mut journal, vec![ready], &self.ask, &self.link, output)
    }
}

/// A transaction of which everything was given.
pub(super) fn by_hand(called: Called, chain: &ChainArgs, key: AskedKey) -> Result<Ready, CliError> {
    let transaction = unsigned(called.intent, chain.facts()?)?;
    Ok(Ready::plain(Payload::Transaction(transaction), key))
}

/// A transaction that the nodes were asked about. One that would revert is refused, unless its gas limit was given.
pub(super) fn drawn(
    journal: &Journal,
    nodes: &Nodes,
    wish: &Wish,
    key: AskedKey,
    output: Output,
) -> Result<Ready, CliError> {
    let spinner = if output.is_json() { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    let mut says = |what: &str| {
        spinner.set_message(what.to_owned());
        spinner.tick();
        true
    };
    let draft = draft(journal, nodes, wish, &mut says);
    spinner.finish_and_clear();
    let draft = draft?;
    if let (Some(reason), None) = (&draft.reverts, wish.gas) {
        let message = format!(
            "the node says that this would fail: {}\nNothing was asked. Mend the call, or give --gas to ask for it all the same.",
            harmless(reason)
        );
        return Err(CliError::new(Exit::Refused, Kind::new("node-refused"), message));
    }
    Ok(Ready {
        lines: drafted::lines(&draft, nodes, output),
        json: Some(drafted::to_json(&draft, nodes)),
        doubts: draft.doubts.clone(),
        ..Ready::plain(Payload::Transaction(draft.transaction), key)
    })
}
