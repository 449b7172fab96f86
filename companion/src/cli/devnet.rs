//! `coldframe devnet`.

use clap::Args;
use serde_json::json;

use super::{
    exit::{CliError, EXIT_CODES},
    output::Output,
};
use crate::{
    book::chain_id_of,
    devnet::{CHAIN_ID, DevnetOptions, PUBLIC_ACCOUNTS, serve_until_interrupted},
    example,
};

/// Runs a throw-away chain on this machine until it is interrupted. Everything on it is lost then.
#[derive(Debug, Args)]
#[command(after_help = format!("Example: coldframe devnet --port 8545\n\n{EXIT_CODES}"))]
pub(super) struct DevnetCommand {
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Chain id
    #[arg(long, value_name = "N", default_value_t = CHAIN_ID, value_parser = chain_id_of)]
    chain_id: u64,
}

impl DevnetCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let contracts = vec![example::genesis()];
        let options =
            DevnetOptions { chain_id: self.chain_id, port: self.port, contracts, ..DevnetOptions::default() };
        serve_until_interrupted(options, |devnet| {
            let accounts: Vec<String> = PUBLIC_ACCOUNTS.iter().map(ToString::to_string).collect();
            output.json(&json!({
                "url": devnet.url(),
                "chain_id": devnet.chain_id(),
                "accounts": accounts,
                "contract": example::CONTRACT_ADDRESS.to_string(),
            }));
            output.result(format_args!(
                "A throw-away chain with id {} answers at {}\nThese accounts of the public test mnemonic hold 10,000 ether of no value:\n  {}\nThe first owns the example contract, which has pause(), unpause(), setLimit(uint256) and transferOwnership(address):\n  {}\nCtrl-C ends it.",
                devnet.chain_id(),
                devnet.url(),
                accounts.join("\n  "),
                example::CONTRACT_ADDRESS,
            ));
        })?;
        Ok(())
    }
}
