//! `coldframe request …`: from a built payload to codes where the person wants them.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use shared::{
    Kind,
    eth::Payload,
    review::{Checked, Phrase},
    wire::{Bundle, SignRequest},
};

use super::{
    args::{JournalArgs, LinkArgs},
    codes::{Codes, speed},
    descriptor,
    exit::{CliError, EXIT_CODES, Exit},
    output::Output,
    prove,
    request_batch::BatchArgs,
    request_message::MessageArgs,
    request_tx::TxArgs,
    request_typed_data::TypedDataArgs,
    review,
};
use crate::{
    acts::{self, AskWish},
    build::{self, AskedKey, RequestId},
    check::id_text,
    frames::{LinkProfile, Source},
    journal::Journal,
    pack::Carried,
    prove::Proof,
};

/// Said where a proof or a pack shall go to a device that reads none.
const NOT_SENT: &str = "only a station of ours reads proofs, packs and descriptors: the codes hold the request alone, and what they say is shown here";

/// Builds a signing request.
#[derive(Debug, Subcommand)]
#[command(after_help = "Example: coldframe request tx --help")]
pub(super) enum RequestCommand {
    /// Ask for the signature of a transaction
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", super::request_tx::EXAMPLES))]
    Tx(Box<TxArgs>),
    /// Ask for the signatures of several transactions, with consecutive nonces
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", super::request_batch::EXAMPLES))]
    Batch(Box<BatchArgs>),
    /// Ask for the signature of a message (personal_sign, EIP-191)
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", super::request_message::EXAMPLES))]
    Message(Box<MessageArgs>),
    /// Ask for the signature of typed data (EIP-712)
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", super::request_typed_data::EXAMPLES))]
    TypedData(Box<TypedDataArgs>),
}

impl RequestCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::Tx(args) => args.run(output),
            Self::Batch(args) => args.run(output),
            Self::Message(args) => args.run(output),
            Self::TypedData(args) => args.run(output),
        }
    }
}

/// Whether it is asked at all, and what the journal says of it.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The journal")]
pub(super) struct AskArgs {
    /// Build and show it, but ask for nothing: no code, no entry in the journal
    #[arg(long, conflicts_with_all = ["out", "terminal"])]
    pub(super) dry_run: bool,
    /// What it is for, in a line of your own; else the first effect of the review
    #[arg(long, value_name = "TEXT")]
    pub(super) purpose: Option<String>,
    /// A context pack that goes with it to a station of ours: its .json file or codes; several times
    #[arg(long = "pack", value_name = "PACK")]
    pub(super) packs: Vec<Source>,
    /// A descriptor (ERC-7730 JSON) that goes with it to a station of ours; what it includes is read beside it; several times
    #[arg(long = "descriptor", value_name = "FILE")]
    pub(super) descriptors: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) journal: JournalArgs,
}

impl AskArgs {
    /// The packs and descriptors that go with it.
    pub(super) fn carried(&self) -> Result<Carried, CliError> {
        let packs = self.packs.iter().map(super::pack::load).collect::<Result<_, _>>()?;
        let descriptors = descriptor::load_all(&self.descriptors)?;
        Ok(Carried::of(packs, now().unwrap_or_default())?.describing(descriptors))
    }
}

/// Seconds since 1970 by this machine's clock.
pub(super) fn now() -> Option<u64> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.ok().map(|since| since.as_secs())
}

/// What is ready to be asked, with what is known about it.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) payload: Payload,
    pub(super) key: AskedKey,
    /// In place of the one in the arguments.
    pub(super) purpose: Option<String>,
    /// The request that this one takes the place of.
    pub(super) replaces: Option<RequestId>,
    /// What goes with it to a station of ours.
    pub(super) proof: Option<Proof>,
    /// Warnings that are known already.
    pub(super) doubts: Vec<String>,
    /// What the nodes said, in lines.
    pub(super) lines: Vec<String>,
    /// The same for scripts.
    pub(super) json: Option<Value>,
}

impl Ready {
    /// Something of which nothing more is known.
    pub(super) fn plain(payload: Payload, key: AskedKey) -> Self {
        Self {
            payload,
            key,
            purpose: None,
            replaces: None,
            proof: None,
            doubts: Vec::new(),
            lines: Vec::new(),
            json: None,
        }
    }
}

/// A request whose codes could be shown, before it is journalled.
struct Prepared {
    ready: Ready,
    id: RequestId,
    request: SignRequest,
    checked: Checked,
    ur_type: &'static str,
    bytes: usize,
    codes: Codes,
}

/// Journals what is ready and hands its codes out: all of them, or none is asked.
pub(super) fn deliver(
    journal: &mut Journal,
    ready: Vec<Ready>,
    ask: &AskArgs,
    link: &LinkArgs,
    output: Output,
) -> Result<(), CliError> {
    let carried = ask.carried()?;
    let count = ready.len();
    let mut prepared = Vec::new();
    for (position, ready) in (1..).zip(ready) {
        let out = link
            .out
            .as_deref()
            .map(|path| if count == 1 { path.to_owned() } else { numbered(path, position) });
        prepared.push(Prepared::of(ready, out, &carried, link)?);
    }
    if !ask.dry_run {
        let wish = |one: &Prepared| {
            let purpose = one.ready.purpose.clone().or_else(|| ask.purpose.clone());
            AskWish {
                payload: one.ready.payload.clone(),
                key: one.ready.key.clone(),
                purpose,
                replaces: one.ready.replaces,
            }
        };
        let wishes = prepared.iter().map(|one| (wish(one), one.id)).collect();
        acts::ask_all(journal, wishes)?; // only now is there something to show
    }
    let mut told = Vec::new();
    for one in &prepared {
        told.push(one.hand_out(ask.dry_run, link, output)?);
    }
    match <[Value; 1]>::try_from(told) {
        Ok([one]) => output.json(&one),
        Err(told) => output.json(&json!({ "requests": told })),
    }
    for one in &prepared {
        one.codes.animate(link, output)?;
    }
    Ok(())
}

/// `calls.gif` to `calls-2.gif`, `calls/` to `calls-2/`.
fn numbered(path: &Path, position: usize) -> PathBuf {
    let text = path.to_string_lossy();
    let bare = text.trim_end_matches('/');
    if bare.len() < text.len() || path.is_dir() {
        return PathBuf::from(format!("{bare}-{position}/"));
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let extension =
        path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{position}{extension}"))
}

impl Prepared {
    /// Builds the request and everything that may be refused about it.
    fn of(
        mut ready: Ready,
        out: Option<PathBuf>,
        carried: &Carried,
        link: &LinkArgs,
    ) -> Result<Self, CliError> {
        let id = random_id()?;
        let request = build::request(&ready.payload, &ready.key, id);
        // What our own station would refuse is not worth showing to anybody.
        let plain = review::checked(request.clone().into(), ready.key.address)?;
        let checked = match &ready.proof {
            None if carried.is_empty() => plain,
            proof => review::knowing(&plain, &carried.beside(prove::knowledge(proof.as_ref())))?,
        };
        ready.doubts.extend(carried.doubts().iter().cloned());
        if (ready.proof.is_some() || !carried.is_empty()) && link.profile.is_foreign() {
            ready.doubts.push(NOT_SENT.to_owned());
        }
        let (ur_type, message) = message(&request, ready.proof.as_ref(), carried, link.profile);
        let codes = Codes::of(ur_type, &message, out, link)?;
        Ok(Self { ready, id, request, checked, ur_type, bytes: message.len(), codes })
    }

    /// Writes the codes where they are wanted and tells of them; what it told, for scripts.
    fn hand_out(&self, dry_run: bool, link: &LinkArgs, output: Output) -> Result<Value, CliError> {
        let Self { ready, request, checked, codes, .. } = self;
        let frames = codes.frames();
        if !dry_run {
            codes.write(link)?;
        }
        let mut warnings = link.profile.warnings(&ready.payload, self.bytes, frames.parts());
        warnings.extend(ready.doubts.clone());
        let phrase = Phrase::of(&checked.digest());
        let mut said = vec![format!(
            "Request {} asks {} ({})",
            id_text(request.request_id.as_ref()),
            ready.key.address,
            ready.key.path
        )];
        said.extend(review::lines(checked, output));
        said.extend(ready.lines.iter().cloned());
        if let Some(proof) = &ready.proof {
            said.extend(prove::lines(proof, proof.message.encode().len(), output));
        }
        said.push(match frames.frames().len() {
            1 => format!("{} bytes in one code", self.bytes),
            many => format!("{} bytes in {many} codes at {} a second", self.bytes, speed(link)),
        });
        said.extend(warnings.iter().map(|warning| format!("warning: {warning}")));
        if let Some(place) = codes.place().filter(|_| !dry_run) {
            said.push(format!("Written to {place}; the journal has it as well."));
        }
        if dry_run {
            said.push("Only built: nothing was asked, nothing was journalled.".to_owned());
        }
        // The codes may be piped: words go beside them.
        let printed = codes.are_printed(link) && !dry_run;
        if printed || link.terminal.is_some() {
            output.aside(said.join("\n"));
        } else {
            output.result(said.join("\n"));
        }
        if printed {
            codes.print(output);
        }
        let fee = review::worst_case_fee(&ready.payload);
        Ok(json!({
            "request": review::request_json(request),
            "review": review::to_json(checked),
            "digest": checked.digest().to_string(),
            "check_phrase": phrase.to_string(),
            "draft": ready.json,
            "worst_case_fee_wei": fee.map(|wei| wei.to_string()),
            "ur_type": self.ur_type,
            "proof": ready.proof.as_ref().map(|proof| prove::to_json(proof, proof.message.encode().len())),
            "parts": frames.texts().filter(|_| !dry_run),
            "frames": frames.frames().len(),
            "bytes": self.bytes,
            "out": codes.place().filter(|_| !dry_run),
            "journalled": !dry_run,
            "warnings": warnings,
        }))
    }
}

/// What is shown: the request with what is known beside it to a station of ours, the request alone to any other device.
fn message(
    request: &SignRequest,
    proof: Option<&Proof>,
    carried: &Carried,
    profile: LinkProfile,
) -> (&'static str, Vec<u8>) {
    let proofs = proof.iter().map(|proof| proof.message.encode()).collect();
    let (packs, descriptors) = (carried.messages(), carried.descriptions());
    let bundle = Bundle { request: request.encode(), proofs, packs, descriptors, ..Bundle::default() };
    if bundle.has_extras() && !profile.is_foreign() {
        (Bundle::UR_TYPE, bundle.encode())
    } else {
        (SignRequest::UR_TYPE, bundle.request)
    }
}

/// An id that no other request has.
pub(super) fn random_id() -> Result<RequestId, CliError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| {
        let message = format!("the system gives no random numbers: {error}");
        CliError::new(Exit::Refused, Kind::new("random"), message)
    })?;
    Ok(RequestId::of_random(random))
}
