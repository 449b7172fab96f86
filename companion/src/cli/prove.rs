//! `coldframe prove`, and `--prove` of requests.

use clap::Args;
use indicatif::ProgressBar;
use serde_json::{Value, json};
use shared::{
    eth::{Address, Payload, U256, address},
    proof::{HeaderTrust, ProvenAccount},
    review::{
        Knowledge,
        words::{Review, state_of},
    },
    wire::StateProof,
};

use super::{
    args::{JournalArgs, LinkArgs, NodeArgs},
    exit::{CliError, EXIT_CODES},
    load,
    output::{Output, harmless},
    request, review,
};
use crate::{
    build::AskedKey,
    frames::{Playable, Source, Target, WriteError, Writing},
    node::Nodes,
    pack::Carried,
    prove::{self, Block, Proof},
};

/// Proves what a chain's state is, with nodes: who owns a Safe, what code stands behind a proxy, who has a role.
///
/// The proof is checked here by the code that the station has, and can be shown to the station as codes. It is worth what its block
/// header is worth: compare the phrase of the header with a second source that you trust.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  coldframe prove 0x5afe… --chain-id 1 --node https://one.example --node https://two.example
  coldframe prove --request request.gif --node http://127.0.0.1:8545 --out proof.gif
  coldframe prove 0x5FbD… --chain-id 1 --slot 0 --slot 0x65 --json

{EXIT_CODES}"))]
pub(super) struct Prove {
    /// Accounts to prove, with what they look like being
    #[arg(value_name = "ADDRESS", value_parser = address::parse, required_unless_present = "request")]
    addresses: Vec<Address>,
    /// Prove what says something about this request: UR text, text file, picture or folder
    #[arg(long, value_name = "FILE", conflicts_with = "addresses")]
    request: Option<Source>,
    /// Who is to sign the request, where it does not say so itself
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse, requires = "request")]
    from: Option<Address>,
    /// Chain of the accounts
    #[arg(long, value_name = "N", required_unless_present = "request")]
    chain_id: Option<u64>,
    /// Also these slots of each account: a number, or 0x and hex digits
    #[arg(long, value_name = "SLOT", value_parser = parse_slot, conflicts_with = "request")]
    slot: Vec<U256>,
    /// Block to prove from; else the last final one whose state the nodes still have
    #[arg(long, value_name = "N")]
    block: Option<u64>,
    #[command(flatten)]
    nodes: NodeArgs,
    #[command(flatten)]
    journal: JournalArgs,
    #[command(flatten)]
    link: LinkArgs,
}

/// Whether a request is proven on the way.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The proof")]
pub(super) struct ProveArgs {
    /// Prove what the chain says of the accounts of the request, and send the proof with it to a station of ours
    #[arg(long)]
    pub(super) prove: bool,
    /// Block to prove from; else the last final one whose state the nodes still have
    #[arg(long, value_name = "N", requires = "prove")]
    pub(super) prove_block: Option<u64>,
}

fn parse_slot(text: &str) -> Result<U256, String> {
    text.parse().map_err(|_| "a slot is a whole number below 2^256, or 0x and up to 64 hex digits".to_owned())
}

fn block(number: Option<u64>) -> Block {
    number.map_or(Block::Best, Block::Number)
}

/// Runs with a spinner that says what is asked.
fn spinning<T>(output: Output, work: impl FnOnce(&mut dyn FnMut(&str)) -> T) -> T {
    let spinner = if output.is_json() { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    let done = work(&mut |what: &str| {
        spinner.set_message(what.to_owned());
        spinner.tick();
    });
    spinner.finish_and_clear();
    done
}

impl ProveArgs {
    /// The proof that goes with a request, if one is wanted.
    pub(super) fn proof(
        &self,
        nodes: Option<&Nodes>,
        payload: &Payload,
        key: &AskedKey,
        carried: &Carried,
        output: Output,
    ) -> Result<Option<Proof>, CliError> {
        if !self.prove {
            return Ok(None);
        }
        let nodes =
            nodes.ok_or_else(|| CliError::usage("--prove needs a node: give --node URL, or --chain NAME"))?;
        let at = block(self.prove_block);
        let known = carried.beside(Knowledge::default());
        let proof = spinning(output, |says| prove::payload(nodes, payload, key, &known, at, says))?;
        Ok(Some(proof))
    }
}

impl Prove {
    pub(super) fn run(&self, output: Output) -> Result<(), CliError> {
        let journal = self.journal.open()?;
        let book = journal.book()?;
        let nothing = Knowledge::default();
        let at = block(self.block);
        let (proof, checked) = match &self.request {
            Some(source) => {
                let request = load::request(source)?;
                let from = request.address.or(self.from).ok_or_else(|| {
                    CliError::usage("the request does not say which account signs it; give --from ADDRESS")
                })?;
                let checked = review::checked(request.into(), from)?;
                let chain = checked.payload().signed_chain().or(self.chain_id);
                let chain = chain.ok_or(prove::ProveError::Nothing)?;
                let nodes = self.nodes.connect(&book, chain, output)?;
                let proof = spinning(output, |says| prove::request_of(&nodes, &checked, &nothing, at, says))?;
                (proof, Some(checked))
            }
            None => {
                let chain = self.chain_id.ok_or_else(|| CliError::usage("give --chain-id"))?;
                let nodes = self.nodes.connect(&book, chain, output)?;
                let about = &self.addresses;
                let proof =
                    spinning(output, |says| prove::accounts(&nodes, about, &self.slot, &nothing, at, says))?;
                (proof, None)
            }
        };
        let message = proof.message.encode();
        let target = self.link.out.as_deref().map(Target::of).transpose()?;
        let profile = self.link.profile.link(self.link.fragment.map(usize::from));
        let animated = matches!(target, Some(Target::Gif(_)));
        let frames = Playable::new(StateProof::UR_TYPE, &message, profile, animated)?;
        if let Some(target) = &target {
            target.fits(&frames, self.link.force)?;
            let speed = self.link.fps.unwrap_or_else(|| self.link.profile.frames_per_second());
            let writing = Writing {
                scale: usize::from(self.link.scale),
                frames_per_second: speed,
                force: self.link.force,
            };
            target.write(&frames, writing)?;
        }
        let knowledge = knowledge(Some(&proof));
        let (facts, findings) = match &checked {
            Some(checked) => {
                let known = review::knowing(checked, &knowledge)?;
                (known.facts().to_vec(), known.findings().to_vec())
            }
            None => {
                let Review { facts, findings, .. } = state_of(&knowledge);
                (facts, findings)
            }
        };
        output.result(lines(&proof, message.len(), output).join("\n"));
        output.result(review::said(&facts, &findings, output).join("\n"));
        if let Some(path) = &self.link.out {
            output.result(format!("Written to {}.", path.display()));
        } else if let Some(texts) = frames.texts()
            && !output.is_json()
        {
            output.result(texts.join("\n"));
        } else if frames.texts().is_none() {
            return Err(WriteError::NoText.into());
        }
        output.json(&json!({
            "proof": to_json(&proof, message.len()),
            "review": review::said_json(&facts, &findings),
            "ur_type": StateProof::UR_TYPE,
            "parts": frames.texts(),
            "out": self.link.out.as_ref().map(|path| path.display().to_string()),
        }));
        Ok(())
    }
}

/// What is known by a proof whose header nobody compared yet, by this machine's clock.
pub(super) fn knowledge(proof: Option<&Proof>) -> Knowledge {
    let proofs = proof.iter().map(|proof| proof.proven.clone()).collect();
    Knowledge { proofs, now: request::now(), ..Knowledge::default() }
}

/// The block and where it comes from.
pub(super) fn lines(proof: &Proof, bytes: usize, output: Output) -> Vec<String> {
    let proven = &proof.proven;
    let slots: usize = proven.accounts.iter().map(|account| account.storage.len()).sum();
    let kind = if proof.is_final { "final" } else { "not final" };
    let mut lines = vec![
        format!(
            "Proven: {} accounts and {slots} slots at block {} ({kind}, by the word of {}), {bytes} bytes",
            proven.accounts.len(),
            proven.number,
            harmless(&proof.nodes.join(", "))
        ),
        output.labelled("  Header hash", proven.hash),
        output.labelled(
            "  Header phrase",
            format_args!("{}  [compare it with a second source]", proven.phrase()),
        ),
    ];
    lines.extend(proof.troubles.iter().map(|said| format!("  Not used: {}", harmless(said))));
    lines
}

/// The same for scripts.
pub(super) fn to_json(proof: &Proof, bytes: usize) -> Value {
    let proven = &proof.proven;
    let account = |account: &ProvenAccount| {
        let storage: Vec<Value> = account
            .storage
            .iter()
            .map(|(slot, word)| json!({"slot": format!("{slot:#x}"), "value": format!("{word:#066x}")}))
            .collect();
        json!({
            "address": account.address.to_string(),
            "nonce": account.nonce,
            "balance_wei": account.balance.to_string(),
            "code_hash": account.code_hash.map(|hash| hash.to_string()),
            "storage": storage,
        })
    };
    json!({
        "chain_id": proven.chain,
        "block": proven.number,
        "time": proven.time,
        "hash": proven.hash.to_string(),
        "phrase": proven.phrase().to_string(),
        "trust": match proven.trust() {
            HeaderTrust::Claimed => "claimed",
            HeaderTrust::Compared => "compared",
            HeaderTrust::Vouched => "vouched",
        },
        "final": proof.is_final,
        "rounds": proof.rounds,
        "nodes": proof.nodes,
        "troubles": proof.troubles,
        "accounts": proven.accounts.iter().map(account).collect::<Vec<_>>(),
        "bytes": bytes,
    })
}
