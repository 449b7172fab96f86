//! `coldframe show`.

use clap::Args;
use serde_json::{Value, json};
use shared::{
    Kind, Refusal as _,
    eth::{Address, address},
    pack::Offered,
    proof::ProofError,
    qr::receive::Received,
    review::{Knowledge, words::state_of},
    wire::{Bundle, KeyCard, Noted, SignAnswer, SignRequest, SkippedField, StateProof},
};

use super::{
    exit::{CliError, EXIT_CODES, Exit},
    load::{self, in_words},
    output::{Output, harmless},
    prove,
    request::now,
    review,
};
use crate::{
    check::id_text,
    frames::{Source, collect::MESSAGES_MAX, read},
    pack::carried::in_bundle,
};

/// Addresses of a key card that are listed.
const LISTED: u32 = 5;

/// Skipped entries of a message that are noted; their number is a stranger's.
const NOTED: usize = 8;

/// Says in words what codes are: a request with its review, an answer, a key card with its addresses.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  coldframe show request.gif
  coldframe show UR:ETH-SIGNATURE/…
  coldframe show photos/

{EXIT_CODES}"))]
pub(super) struct Show {
    /// UR text, text file, picture, folder of pictures, or - for standard input
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    source: Vec<Source>,
    /// Whose key a request asks for, where it does not say itself
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse)]
    from: Option<Address>,
}

/// One message in words and as JSON.
struct Told {
    lines: Vec<String>,
    json: Value,
    skipped: Vec<SkippedField>, // what was not understood, where no review says so
}

impl Show {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let (mut messages, mut notes, mut failed) = (Vec::new(), Vec::new(), None);
        for source in &self.source {
            let place = source.to_string();
            let reading = read(source)?;
            if reading.collected.messages.is_empty() {
                load::nothing_wrong(&place, &reading)?;
            }
            for received in &reading.collected.messages {
                match self.tell(received, output) {
                    Ok(told) => {
                        output.result(told.lines.join("\n"));
                        notes.extend(told.skipped.iter().take(NOTED).map(|field| {
                            let note = format!("{place}, {field} is unknown to this version and was skipped");
                            (Kind::new("skipped-field"), note)
                        }));
                        messages.push(told.json);
                    }
                    Err(error) => {
                        failed = Some(error.at(format_args!("{place}, {}", in_words(&received.ur_type))));
                    }
                }
            }
            for (at, error) in &reading.collected.refused {
                notes.push((error.kind(), format!("{at}: {error}")));
            }
            for progress in &reading.collected.incomplete {
                let (have, need) = (progress.have, progress.need);
                notes.push((
                    Kind::new("incomplete"),
                    format!("{place}: another message is incomplete, {have} of {need} parts"),
                ));
            }
            for skipped in &reading.skipped {
                notes.push((skipped.kind(), format!("passed over: {skipped}")));
            }
            if reading.collected.overflowed {
                notes.push((
                    Kind::new("mixed"),
                    format!(
                        "{place} has codes of more than {MESSAGES_MAX} messages, only the first {MESSAGES_MAX} are told; give the others in a folder of their own"
                    ),
                ));
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        for (_, note) in &notes {
            output.aside(format_args!("note: {}", harmless(note)));
        }
        let notes: Vec<Value> =
            notes.iter().map(|(kind, note)| json!({"kind": kind.as_str(), "message": note})).collect();
        output.json(&json!({"messages": messages, "notes": notes}));
        Ok(())
    }

    fn tell(&self, received: &Received, output: Output) -> Result<Told, CliError> {
        match received.ur_type.as_str() {
            SignRequest::UR_TYPE => self.request(&received.message, None, output),
            Bundle::UR_TYPE => {
                let Noted { message: bundle, skipped } = Bundle::decode(&received.message)?;
                Ok(Told { skipped, ..self.request(&bundle.request, Some(&bundle), output)? })
            }
            StateProof::UR_TYPE => proof(&received.message, output),
            SignAnswer::UR_TYPE => answer(&received.message, output),
            Offered::UR_TYPE => pack(&received.message, output),
            other if KeyCard::UR_TYPES.contains(&other) => card(received, output),
            other => Ok(Told {
                lines: vec![format!(
                    "Unknown: {} bytes of the UR type “{other}”, which Coldframe does not read",
                    received.message.len()
                )],
                json: json!({"what": "unknown", "type": other, "bytes": received.message.len()}),
                skipped: Vec::new(),
            }),
        }
    }

    /// A request, with what came beside it.
    fn request(&self, message: &[u8], bundle: Option<&Bundle>, output: Output) -> Result<Told, CliError> {
        let noted = SignRequest::decode_noting(message)?;
        let request = noted.message.clone();
        let known = request.address.or(self.from);
        let plain = review::checked(noted, known.unwrap_or_default())?;
        let checked = match bundle {
            Some(bundle) => {
                let chain = plain.payload().signed_chain();
                review::knowing(&plain, &in_bundle(bundle, chain, now()))?
            }
            None => plain,
        };
        let mut lines = vec![format!(
            "A signing request, id {}, for the key at {}{}",
            id_text(request.request_id.as_ref()),
            request.key_path.path,
            request.key_path.source_fingerprint.map(|print| format!(" of {print}")).unwrap_or_default()
        )];
        if known.is_none() {
            lines.push(
                "  The request names no address; lines about the signer hold for --from ADDRESS only."
                    .to_owned(),
            );
        }
        if let Some(Bundle { proofs, packs, descriptors, .. }) = bundle {
            let (proofs, packs, descriptors) = (proofs.len(), packs.len(), descriptors.len());
            lines.push(format!("  With it: {proofs} proofs, {packs} packs, {descriptors} descriptors; packs are told as by a station that approved their reviewers or made their seal"));
        }
        lines.extend(review::lines(&checked, output));
        let json = json!({
            "what": "request",
            "type": if bundle.is_some() { Bundle::UR_TYPE } else { SignRequest::UR_TYPE },
            "request": review::request_json(&request),
            "review": review::to_json(&checked),
            "digest": checked.digest().to_string(),
            "check_phrase": shared::review::Phrase::of(&checked.digest()).to_string(),
        });
        Ok(Told { lines, json, skipped: Vec::new() })
    }
}

fn proof(message: &[u8], output: Output) -> Result<Told, CliError> {
    let proven = StateProof::decode(message)
        .map_err(ProofError::from)
        .and_then(|proof| proof.verify(None))
        .map_err(|error| CliError::new(Exit::Input, error.kind(), error.to_string()))?;
    let mut lines = vec![format!("A state proof of {} accounts", proven.accounts.len())];
    let (hash, phrase) = (proven.hash.to_string(), proven.phrase().to_string());
    let knowledge = Knowledge { proofs: vec![proven], ..prove::knowledge(None) };
    let told = state_of(&knowledge);
    lines.extend(review::said(&told.facts, &told.findings, output));
    let json = json!({
        "what": "proof",
        "type": StateProof::UR_TYPE,
        "hash": hash,
        "phrase": phrase,
        "review": review::said_json(&told.facts, &told.findings),
    });
    Ok(Told { lines, json, skipped: Vec::new() })
}

fn answer(message: &[u8], output: Output) -> Result<Told, CliError> {
    let Noted { message: answer, skipped } = SignAnswer::decode_noting(message)?;
    let signature = alloy::hex::encode_prefixed(&answer.signature);
    let mut lines = vec![
        format!("An answer to request {}", id_text(answer.request_id.as_ref())),
        output.labelled("  Signature", format_args!("{signature} ({} bytes)", answer.signature.len())),
    ];
    if let Some(origin) = &answer.origin {
        lines.push(output.labelled("  Device, by its own words", harmless(origin).replace('\n', " ")));
    }
    lines.push("  Not checked: “coldframe accept” compares it with its request.".to_owned());
    let json = json!({
        "what": "answer",
        "type": SignAnswer::UR_TYPE,
        "request_id": answer.request_id.as_ref().map(|id| id_text(Some(id))),
        "signature": signature,
        "origin": answer.origin,
    });
    Ok(Told { lines, json, skipped })
}

fn pack(message: &[u8], output: Output) -> Result<Told, CliError> {
    let offered = Offered::decode(message)?;
    let mut lines = vec!["A context pack".to_owned()];
    lines.extend(super::pack::lines(&offered, output).into_iter().map(|line| format!("  {line}")));
    let json =
        json!({"what": "context-pack", "type": Offered::UR_TYPE, "pack": super::pack::to_json(&offered)});
    Ok(Told { lines, json, skipped: Vec::new() })
}

fn card(received: &Received, output: Output) -> Result<Told, CliError> {
    let Noted { message: card, skipped } = KeyCard::decode_noting(&received.ur_type, &received.message)?;
    let addresses = card.addresses(LISTED)?;
    let fingerprint = card.fingerprint().map(|print| print.to_string());
    let mut lines = vec![format!(
        "A key card ({}) of {}, fingerprint {}",
        received.ur_type,
        match card.keys() {
            [one] => one.name.as_deref().map_or("a device without a name".to_owned(), |name| {
                format!("“{}”", harmless(name).replace('\n', " "))
            }),
            keys => format!("{} keys", keys.len()),
        },
        fingerprint.as_deref().unwrap_or("none")
    )];
    lines.extend(addresses.iter().map(|(path, address)| output.labelled(&format!("  {path}"), address)));
    let listed: Vec<Value> = addresses
        .iter()
        .map(|(path, address)| json!({"path": path.to_string(), "address": address.to_string()}))
        .collect();
    let json = json!({"what": "key-card", "type": received.ur_type, "fingerprint": fingerprint, "addresses": listed});
    Ok(Told { lines, json, skipped })
}
