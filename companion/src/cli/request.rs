//! `coldframe request …`: from a built payload to codes where the person wants them.

use std::io::IsTerminal as _;

use clap::Subcommand;
use serde_json::json;
use shared::{
    Kind,
    eth::{Payload, UnsignedTx},
    wire::SignRequest,
};

use super::{
    args::LinkArgs,
    exit::{CliError, EXIT_CODES, Exit},
    output::Output,
    request_message::MessageArgs,
    request_tx::TxArgs,
    request_typed_data::TypedDataArgs,
    review,
};
use crate::{
    build::{self, AskedKey, FOREIGN_BYTES_MAX, RequestId},
    check::id_text,
    frames::{LinkProfile, Playable, Target, WriteError, Writing, terminal},
};

/// Builds a signing request.
#[derive(Debug, Subcommand)]
#[command(after_help = "Example: coldframe request tx --help")]
pub(super) enum RequestCommand {
    /// Ask for the signature of a transaction
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", super::request_tx::EXAMPLES))]
    Tx(Box<TxArgs>),
    /// Ask for the signature of a message (personal_sign, EIP-191)
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", super::request_message::EXAMPLES))]
    Message(MessageArgs),
    /// Ask for the signature of typed data (EIP-712)
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", super::request_typed_data::EXAMPLES))]
    TypedData(TypedDataArgs),
}

impl RequestCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::Tx(args) => args.run(output),
            Self::Message(args) => args.run(output),
            Self::TypedData(args) => args.run(output),
        }
    }
}

/// Makes the request of `payload` to `key` and hands its codes out; `doubts` are warnings that are known already.
pub(super) fn deliver(
    payload: &Payload,
    key: &AskedKey,
    link: &LinkArgs,
    doubts: Vec<String>,
    output: Output,
) -> Result<(), CliError> {
    if link.profile == LinkProfile::Dense && link.fragment.is_some() {
        return Err(CliError::usage(
            "--fragment is the size of plain parts, which the dense profile does not send; leave it out, or take another --profile",
        ));
    }
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| {
        CliError::new(
            Exit::Refused,
            Kind::new("random"),
            format!("the system gives no random numbers: {error}"),
        )
    })?;
    let request = build::request(payload, key, RequestId::of_random(random));
    // What our own station would refuse is not worth showing to anybody.
    let checked = review::checked(request.clone().into(), key.address)?;
    let message = request.encode();

    let target = link.out.as_deref().map(Target::of).transpose()?;
    let writing = Writing {
        scale: usize::from(link.scale),
        frames_per_second: link.fps.unwrap_or_else(|| link.profile.frames_per_second()),
        force: link.force,
    };
    let profile = link.profile.link(link.fragment.map(usize::from));
    let animated = matches!(target, Some(Target::Gif(_))) || link.terminal.is_some();
    let frames = Playable::new(SignRequest::UR_TYPE, &message, profile, animated)?;
    if link.terminal.is_some() {
        fits_terminal(&frames)?;
    }
    let printed = target.is_none() && link.terminal.is_none();
    if printed && frames.texts().is_none() {
        return Err(WriteError::NoText.into());
    }
    if let Some(target) = &target {
        target.write(&frames, writing)?;
    }

    let mut warnings = warnings(payload, message.len(), link.profile);
    warnings.extend(doubts);
    let fee = review::worst_case_fee(payload);
    output.json(&json!({
        "request": review::request_json(&request),
        "review": review::to_json(&checked),
        "digest": checked.digest().to_string(),
        "worst_case_fee_wei": fee.map(|wei| wei.to_string()),
        "ur_type": SignRequest::UR_TYPE,
        "parts": frames.texts(),
        "frames": frames.frames().len(),
        "bytes": message.len(),
        "out": link.out.as_ref().map(|path| path.display().to_string()),
        "warnings": warnings,
    }));
    let mut said =
        vec![format!("Request {} asks {} ({})", id_text(request.request_id.as_ref()), key.address, key.path)];
    said.extend(review::lines(&checked, output));
    said.push(match frames.frames().len() {
        1 => format!("{} bytes in one code", message.len()),
        many => format!("{} bytes in {many} codes at {} a second", message.len(), writing.frames_per_second),
    });
    said.extend(warnings.iter().map(|warning| format!("warning: {warning}")));
    if let Some(path) = &link.out {
        said.push(format!("Written to {}; keep it: “coldframe accept --request” needs it.", path.display()));
    }
    // The codes may be piped: words go beside them.
    if printed || link.terminal.is_some() {
        output.aside(said.join("\n"));
    } else {
        output.result(said.join("\n"));
    }
    if printed {
        output.result(frames.texts().unwrap_or_default().join("\n"));
    }
    if link.terminal.is_some() && !output.is_json() {
        let codes = frames.draw()?;
        // A terminal that has gone away ends the animation like an interruption does.
        _ = terminal::animate(&mut std::io::stdout().lock(), &codes, writing.frames_per_second, link.seconds);
    }
    Ok(())
}

/// Refuses a terminal in which a code would be torn.
fn fits_terminal(frames: &Playable) -> Result<(), CliError> {
    if !std::io::stdout().is_terminal() {
        return Ok(()); // a pipe has no edge
    }
    let Some((terminal_size::Width(columns), terminal_size::Height(rows))) = terminal_size::terminal_size()
    else {
        return Ok(());
    };
    let codes = frames.draw()?;
    let wide = codes.iter().map(terminal::columns).max().unwrap_or_default();
    let high = codes.iter().map(terminal::lines).max().unwrap_or_default();
    if wide > usize::from(columns) || high >= usize::from(rows) {
        return Err(CliError::new(
            Exit::Output,
            Kind::new("terminal-size"),
            format!(
                "a code takes {wide} columns and {high} lines, this terminal has {columns} and {rows}; make it larger or its letters smaller, take a smaller --fragment, or write a picture with --out FILE.gif"
            ),
        ));
    }
    Ok(())
}

/// Below this, in wei for a unit of gas, a fee cap is a forgotten unit: a thousandth of a gwei.
const FEE_CAP_PLAUSIBLE: u128 = 1_000_000;

/// What a person should know before holding this to a device.
fn warnings(payload: &Payload, bytes: usize, profile: LinkProfile) -> Vec<String> {
    let mut warnings = Vec::new();
    if bytes > FOREIGN_BYTES_MAX {
        warnings.push(format!(
            "{bytes} bytes are more than devices other than Coldframe's station are known to carry (about {FOREIGN_BYTES_MAX})"
        ));
    }
    let Payload::Transaction(transaction) = payload else { return warnings };
    let cap = transaction.max_fee_per_gas();
    if cap < FEE_CAP_PLAUSIBLE {
        warnings.push(format!(
            "a fee cap of {cap} wei for a unit of gas is below what chains ask; write the unit, such as {cap}gwei"
        ));
    }
    if profile.is_foreign() && matches!(transaction, UnsignedTx::Eip2930(_)) {
        warnings.push(
            "Keystone and OneKey do not sign transactions with an access list at a gas price (EIP-2930)"
                .to_owned(),
        );
    }
    if profile.is_foreign() && transaction.nonce() > u64::from(u32::MAX) {
        warnings.push("Keystone shows nonces above 2^32 cut short".to_owned());
    }
    if profile.is_foreign() && transaction.max_fee_per_gas() > u128::from(u64::MAX) {
        warnings.push("Keystone fails on gas prices above 2^64 wei".to_owned());
    }
    warnings
}
