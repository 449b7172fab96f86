//! `coldframe broadcast`.

use std::time::Duration;

use clap::{ArgGroup, Args};
use indicatif::ProgressBar;
use serde_json::json;
use shared::{
    Kind,
    eth::{Address, U256, address, amount},
    wire::SignRequest,
};

use super::{
    args::parse_hex,
    exit::{CliError, EXIT_CODES, Exit},
    load,
    output::Output,
};
use crate::{
    check::SignedTransaction,
    frames::{
        Source,
        read::{bounded, file},
    },
    node::{Node, Receipt},
};

/// r, s and v, as “accept” writes them for messages. No signed transaction is as short: it has r and s as well, and
/// more around them.
const SIGNATURE_BYTES: usize = 65;

/// Sends a signed transaction to a node, once.
///
/// Before anything is sent, the signer is recovered from the bytes and compared with --request or --from, and the
/// node is asked for its chain and for the signer's nonce.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  coldframe broadcast signed.txt --request request.txt --node http://127.0.0.1:8545 --wait
  coldframe broadcast 0x02f8… --from 0xf39F… --node https://…

{EXIT_CODES}"))]
#[command(group = ArgGroup::new("compared").required(true).multiple(true).args(["request", "from"]))]
pub(super) struct Broadcast {
    /// The signed transaction: what “coldframe accept” wrote, 0x…, or - for standard input
    #[arg(value_name = "FILE|0x…")]
    signed: String,
    /// JSON-RPC address of the node
    #[arg(long, value_name = "URL")]
    node: String,
    /// The request that the transaction must answer
    #[arg(long, value_name = "FILE")]
    request: Option<Source>,
    /// Who must have signed
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse)]
    from: Option<Address>,
    /// Send even where transactions with lower nonces are missing; it then waits for them
    #[arg(long)]
    allow_gap: bool,
    /// Wait until it is in a block
    #[arg(long)]
    wait: bool,
    /// The longest wait, in seconds
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
}

impl Broadcast {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let bytes = self.bytes()?;
        if bytes.len() == SIGNATURE_BYTES {
            return Err(CliError::new(
                Exit::Refused,
                Kind::new("signature"),
                "this is the signature of a message or of typed data, which no chain takes\nNothing was sent. Hand it to whoever asked for it.",
            ));
        }
        let signed = SignedTransaction::recover(&bytes)?;
        let request = self.request.as_ref().map(load::request).transpose()?;
        compare(&signed, request.as_ref(), self.from)?;
        let transaction = signed.unsigned();
        output.aside(output.labelled("Signed by", signed.signer()));
        output.aside(output.labelled("Transaction hash", signed.hash()));
        output.aside(output.labelled(
            "On",
            format_args!(
                "chain {}, nonce {}, fee at most {}",
                transaction.chain_id(),
                transaction.nonce(),
                ether(transaction.worst_case_fee())
            ),
        ));
        let node = Node::connect(&self.node)?;
        node.expect_chain(transaction.chain_id())?;
        let known = self.already_there(&node, &signed)?;
        if !known {
            node.send_raw(signed.raw())?;
        }
        output.aside(if known { "The node has it already; it was not sent again." } else { "Sent." });
        let receipt = if self.wait { Some(self.await_receipt(&node, &signed, output)?) } else { None };
        output.json(&json!({
            "signer": signed.signer().to_string(),
            "transaction_hash": signed.hash().to_string(),
            "chain_id": transaction.chain_id(),
            "nonce": transaction.nonce(),
            "sent": !known,
            "receipt": receipt.as_ref().map(receipt_json),
        }));
        match &receipt {
            Some(receipt) if !receipt.status => Err(CliError::new(
                Exit::Refused,
                Kind::new("reverted"),
                format!(
                    "transaction {} is in block {} but reverted: it paid {} gas and changed nothing; find out why before another is signed",
                    signed.hash(),
                    receipt.block_number,
                    receipt.gas_used
                ),
            )),
            Some(receipt) => {
                tell(receipt, output);
                Ok(())
            }
            None => {
                output.result(signed.hash());
                Ok(())
            }
        }
    }

    fn bytes(&self) -> Result<Vec<u8>, CliError> {
        if self.signed.starts_with("0x") {
            return parse_hex(&self.signed).map_err(CliError::usage);
        }
        let (place, bytes) = match self.signed.as_str() {
            "-" => ("standard input", bounded(std::io::stdin().lock(), &Source::Stdin)?),
            path => (path, file(path.as_ref())?),
        };
        let unreadable = |reason: &str| {
            let message = format!(
                "{place} holds no signed transaction ({reason}); give what “coldframe accept --out” wrote"
            );
            CliError::new(Exit::Input, Kind::new("hex"), message)
        };
        let text = std::str::from_utf8(&bytes).map_err(|_| unreadable("it is no text"))?;
        parse_hex(text).map_err(|_| unreadable("it is no hex"))
    }

    /// Whether the node knows the transaction; refuses a nonce that is used up, or ahead of its turn.
    fn already_there(&self, node: &Node, signed: &SignedTransaction) -> Result<bool, CliError> {
        let (nonce, next) = (signed.unsigned().nonce(), node.nonce(signed.signer())?);
        let refused = |message: String| Err(CliError::new(Exit::Refused, Kind::new("nonce"), message));
        if nonce < next {
            if node.transaction(signed.hash())?.is_some() {
                return Ok(true);
            }
            return refused(format!(
                "nonce {nonce} of {} is used already, the next is {next}\nNothing was sent. Another transaction took its place; build the request again.",
                signed.signer()
            ));
        }
        if nonce > next && !self.allow_gap {
            return refused(format!(
                "nonce {nonce} of {} is ahead of its turn, the next is {next}\nNothing was sent. Send what comes before it first, or give --allow-gap to let it wait at the node.",
                signed.signer()
            ));
        }
        Ok(false)
    }

    fn await_receipt(
        &self,
        node: &Node,
        signed: &SignedTransaction,
        output: Output,
    ) -> Result<Receipt, CliError> {
        let spinner = if output.is_json() { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        let receipt = node.receipt(signed.hash(), Duration::from_secs(self.timeout), |waiting| {
            spinner.set_message(format!("waiting for a block, {} s", waiting.elapsed.as_secs()));
            spinner.tick();
        });
        spinner.finish_and_clear();
        Ok(receipt?)
    }
}

/// Holds the signed transaction against what was asked for.
fn compare(
    signed: &SignedTransaction,
    request: Option<&SignRequest>,
    from: Option<Address>,
) -> Result<(), CliError> {
    let wanted = [from, request.and_then(|request| request.address)];
    for wanted in wanted.into_iter().flatten() {
        if wanted != signed.signer() {
            return Err(CliError::new(
                Exit::Refused,
                Kind::new("wrong-signer"),
                format!(
                    "the transaction was signed by {}, not by {wanted}\nNothing was sent. Check that this file belongs to this request.",
                    signed.signer()
                ),
            ));
        }
    }
    match request {
        Some(request) if request.address.is_none() && from.is_none() => Err(CliError::usage(format!(
            "the request names no address, so the signer {} cannot be compared; say who must have signed with --from",
            signed.signer()
        ))),
        Some(request) if request.sign_data != signed.unsigned().encode() => Err(CliError::new(
            Exit::Refused,
            Kind::new("other-transaction"),
            "the signed transaction is not the one that the request asks for\nNothing was sent. Take the signed file that was made from this request.",
        )),
        _ => Ok(()),
    }
}

fn receipt_json(receipt: &Receipt) -> serde_json::Value {
    json!({
        "block_number": receipt.block_number,
        "status": receipt.status,
        "gas_used": receipt.gas_used,
        "effective_gas_price": receipt.effective_gas_price.to_string(),
        "contract_address": receipt.contract_address.map(|address| address.to_string()),
    })
}

fn tell(receipt: &Receipt, output: Output) {
    let paid = U256::from(receipt.gas_used) * U256::from(receipt.effective_gas_price);
    output.result(format_args!(
        "In block {}; {} gas, {} paid in fees",
        receipt.block_number,
        receipt.gas_used,
        ether(paid)
    ));
    if let Some(contract) = receipt.contract_address {
        output.result(output.labelled("Contract created at", contract));
    }
}

fn ether(wei: U256) -> String {
    format!("{} ether", amount::in_ether(wei))
}
