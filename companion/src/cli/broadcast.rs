//! `coldframe broadcast`.

use std::time::Duration;

use clap::{ArgGroup, Args};
use serde_json::{Value, json};
use shared::{
    Kind,
    eth::{Address, U256, address, amount},
    wire::SignRequest,
};

use super::{
    args::{JournalArgs, NodeArgs, parse_hex},
    exit::{CliError, EXIT_CODES, Exit},
    follow::no_chain,
    interrupt::Interrupt,
    load,
    output::{Output, harmless},
    request::random_id,
    watching::{Until, watch},
};
use crate::{
    acts::{self, ActError, NodeWord, Sent},
    build::RequestId,
    check::SignedTransaction,
    frames::{
        Source,
        read::{bounded, file},
    },
    journal::{ID_TEXT_MIN, Journal},
};

/// r, s and v, as “accept” writes them for messages. No signed transaction is as short: it has r and s as well, and
/// more around them.
const SIGNATURE_BYTES: usize = 65;

/// Sends a signed transaction to every node, once.
///
/// Before anything is sent, the signer is recovered from the bytes and compared with the request, and the nodes are asked
/// for their chain and for the signer's nonce. All of it is written into the journal first, so that nothing is lost or sent
/// twice if this is cut off: under its request, of the journal or given by --request, or under a new one where a key of the
/// book has signed.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  coldframe broadcast 1b9d6b --wait
  coldframe broadcast signed.txt --request request.txt --node http://127.0.0.1:8545 --wait
  coldframe broadcast 0x02f8… --from 0xf39F… --node https://… --node wss://…

{EXIT_CODES}"))]
#[command(group = ArgGroup::new("compared").multiple(true).args(["request", "from"]))]
pub(super) struct Broadcast {
    /// A request of the journal (the beginning of its id), or a signed transaction: what “coldframe accept” wrote, 0x…, or
    /// - for standard input
    #[arg(value_name = "ID|FILE|0x…")]
    signed: String,
    #[command(flatten)]
    nodes: NodeArgs,
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
    #[command(flatten)]
    journal: JournalArgs,
}

impl Broadcast {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        if self.names_request() {
            let mut journal = self.journal.open()?;
            let id = journal.find(&self.signed)?;
            let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
            if let Some(from) = self.from.filter(|&from| from != record.asked.signer) {
                return Err(wrong_signer(record.asked.signer, from));
            }
            return self.send_journalled(&mut journal, id, output);
        }
        let bytes = self.bytes()?;
        if self.request.is_none() && self.from.is_none() {
            return Err(CliError::usage(
                "say who must have signed: --request FILE or --from ADDRESS; a request of the journal is named by its id",
            ));
        }
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
        let mut journal = self.journal.open()?;
        let id = acts::take_signed(&mut journal, request.as_ref(), &signed, random_id()?)?;
        self.send_journalled(&mut journal, id.ok_or_else(|| nobody_asked(&signed))?, output)
    }

    /// Whether the argument is the beginning of a request's id, and no file.
    fn names_request(&self) -> bool {
        let digits = self.signed.chars().filter(|&letter| letter != '-').count();
        digits >= ID_TEXT_MIN
            && self.signed.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '-')
            && !std::path::Path::new(&self.signed).exists()
    }

    /// Sends what the journal holds, and watches it there.
    fn send_journalled(&self, journal: &mut Journal, id: RequestId, output: Output) -> Result<(), CliError> {
        let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
        let chain_id = record.asked.chain_id.ok_or_else(|| no_chain(id))?;
        output.aside(output.labelled(&format!("Request {id}"), &record.asked.purpose));
        if let Some(bytes) = &record.signed {
            introduce(&SignedTransaction::recover(bytes)?, output);
        }
        let nodes = self.nodes.connect(&journal.book()?, chain_id, output)?;
        let sent = acts::send(journal, &nodes, id, self.allow_gap)?;
        said(&sent, output);
        let mut told = json!({
            "request_id": id.to_string(),
            "signer": record.asked.signer.to_string(),
            "transaction_hash": sent.hash.to_string(),
            "chain_id": chain_id,
            "nonce": record.asked.nonce,
            "sent": !sent.already_there,
            "nodes": sent.words.iter().map(word_json).collect::<Vec<_>>(),
            "receipt": null,
        });
        if !sent.is_taken() {
            return Err(not_taken(&sent).with(told));
        }
        if !self.wait {
            output.json(&told);
            output.result(sent.hash);
            return Ok(());
        }
        let (limit, interrupt) = (Duration::from_secs(self.timeout), Interrupt::listen());
        let ended = watch(journal, &nodes, id, Until::Mined, limit, &interrupt, output)?;
        if let (Value::Object(told), Value::Object(ended)) = (&mut told, ended.to_json()) {
            told.extend(ended);
        }
        output.result(ended.lines(output).join("\n"));
        match ended.fault() {
            Some(fault) => Err(fault.with(told)),
            None => {
                output.json(&told);
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
}

fn introduce(signed: &SignedTransaction, output: Output) {
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
}

/// What each node said.
fn said(sent: &Sent, output: Output) {
    if sent.already_there {
        output.aside("The nodes have it already; it was not sent again.");
        return;
    }
    for word in &sent.words {
        match &word.refused {
            None => output.aside(format_args!("Sent: {} took it.", word.node)),
            Some(why) => output.aside(format_args!("Not taken by {}: {}", word.node, harmless(why))),
        }
    }
}

fn word_json(word: &NodeWord) -> Value {
    json!({"node": word.node, "took_it": word.refused.is_none(), "said": word.refused})
}

fn not_taken(sent: &Sent) -> CliError {
    let said: Vec<&str> = sent.words.iter().filter_map(|word| word.refused.as_deref()).collect();
    let said = said.join("\n");
    if sent.words.iter().any(|word| word.is_unclear) {
        let message = format!("no node said clearly that it took the transaction, and one may have\n{said}");
        return CliError::new(Exit::Node, Kind::new("node-unclear"), message);
    }
    CliError::new(Exit::Refused, Kind::new("node-refused"), format!("no node took the transaction\n{said}"))
}

/// Nothing in the journal stands for it, so nothing of it could be written down.
fn nobody_asked(signed: &SignedTransaction) -> CliError {
    let signer = signed.signer();
    CliError::new(
        Exit::Refused,
        Kind::new("no-request"),
        format!(
            "no request of the journal asked {signer} for this transaction, and that is no key of the book, so it cannot be written down before it leaves\nNothing was sent. Give its request with --request, or add the key to the book: “coldframe book key add”."
        ),
    )
}

fn wrong_signer(signer: Address, wanted: Address) -> CliError {
    CliError::new(
        Exit::Refused,
        Kind::new("wrong-signer"),
        format!(
            "the transaction was signed by {signer}, not by {wanted}\nNothing was sent. Check that this file belongs to this request."
        ),
    )
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
            return Err(wrong_signer(signed.signer(), wanted));
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

fn ether(wei: U256) -> String {
    format!("{} ether", amount::in_ether(wei))
}
