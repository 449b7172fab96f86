//! `coldframe pack seal`.

use clap::Args;
use serde_json::json;
use shared::{
    Kind,
    eth::{Address, Fingerprint, address},
    pack::{Offered, SEAL_PATH},
    review::Phrase,
    wire::Bundle,
};

use super::{hand_out::Parcel, load, to_json};
use crate::{
    build::{KeyError, key},
    cli::{
        args::{JournalArgs, LinkArgs},
        exit::{CliError, Exit},
        load as messages,
        output::Output,
        review::phrase_line,
    },
    frames::Source,
};

pub(super) const EXAMPLES: &str = "Examples:
  coldframe pack seal treasury-1.txt --fingerprint 73c5da0a --out request.gif
  coldframe pack seal treasury-1.txt --device Station --terminal
  coldframe pack seal treasury-1.txt --answer answer.png --out sealed.txt";

/// Asks a station to seal the pack with its own words, so that it trusts the pack at once in every later sitting; or takes the
/// answer back and writes the pack with the seal.
#[derive(Debug, Args)]
pub(in crate::cli) struct Seal {
    /// The pack: its .json file, or codes
    #[arg(value_name = "PACK")]
    pack: Source,
    /// Fingerprint of the station's master key, eight hex digits
    #[arg(long, value_name = "HEX", value_parser = key::parse_fingerprint)]
    fingerprint: Option<Fingerprint>,
    /// A key card of the station, in place of the fingerprint
    #[arg(long, value_name = "FILE", conflicts_with = "fingerprint")]
    key_card: Option<Source>,
    /// The station's name in the books, in place of the fingerprint
    #[arg(long, value_name = "NAME", conflicts_with_all = ["fingerprint", "key_card"])]
    device: Option<String>,
    /// The station's answer: UR text, text file, picture, folder, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fingerprint", "key_card", "device"])]
    answer: Option<Source>,
    /// Who must have sealed it, where that is known: the seal's address that the station shows
    #[arg(long, value_name = "ADDRESS", requires = "answer", value_parser = address::parse)]
    from: Option<Address>,
    #[command(flatten)]
    link: LinkArgs,
    #[command(flatten)]
    journal: JournalArgs,
}

impl Seal {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let offered = load(&self.pack)?;
        match &self.answer {
            Some(answer) => self.take(&offered, answer, output),
            None => self.ask(&offered, output),
        }
    }

    fn master(&self) -> Result<Fingerprint, CliError> {
        if let Some(source) = &self.key_card {
            return Ok(messages::key_card(source)?.fingerprint().ok_or(KeyError::NoFingerprint)?);
        }
        if let Some(name) = &self.device {
            let book = self.journal.open()?.book()?;
            let device = book.device(name).ok_or_else(|| {
                let known: Vec<_> = book.devices.iter().map(|device| device.name.as_str()).collect();
                CliError::usage(format!(
                    "the books have no device of that name; they have {}",
                    if known.is_empty() { "none yet".to_owned() } else { known.join(", ") }
                ))
            })?;
            return Ok(device.fingerprint);
        }
        self.fingerprint
            .ok_or_else(|| CliError::usage("say whose seal is asked: --fingerprint, --key-card or --device"))
    }

    fn ask(&self, offered: &Offered, output: Output) -> Result<(), CliError> {
        let master = self.master()?;
        let request = offered.seal_request(master).encode();
        let bundle = Bundle { request, packs: vec![offered.encode()], ..Bundle::default() };
        let parcel = Parcel::of(Bundle::UR_TYPE, &bundle.encode(), &self.link)?;
        let digest = offered.seal_data().digest();
        let phrase = Phrase::of(&digest);
        let said = [
            format!("The key {SEAL_PATH} of {master} is asked to seal version {}.", offered.pack().version),
            output.labelled("Contents hash", offered.contents()),
            phrase_line(&digest, output),
        ];
        let json = json!({
            "digest": digest.to_string(),
            "check_phrase": phrase.to_string(),
            "path": SEAL_PATH,
            "fingerprint": master.to_string(),
            "pack": to_json(offered),
        });
        parcel.give(&said, json, output)
    }

    fn take(&self, offered: &Offered, answer: &Source, output: Output) -> Result<(), CliError> {
        let answer = messages::answer(answer)?;
        let refused = |message: String| CliError::new(Exit::Refused, Kind::new("wrong-signer"), message);
        let asked = offered.seal_request(Fingerprint([0; 4])).request_id;
        if answer.request_id.is_some() && answer.request_id != asked {
            let message = "the answer is to another request than the seal of this very pack; show the station the right one";
            return Err(CliError::new(Exit::Refused, Kind::new("request-id"), message));
        }
        let sealed = offered.clone().sealed(&answer.signature)?;
        let by = sealed.sealed_by().unwrap_or_default();
        if let Some(wanted) = self.from.filter(|wanted| *wanted != by) {
            return Err(refused(format!(
                "the seal was made by {by}, and {wanted} was wanted; nothing was written"
            )));
        }
        let message = sealed.encode();
        let parcel = Parcel::of(Offered::UR_TYPE, &message, &self.link)?;
        let said = [format!(
            "Sealed by {by}. Only the station can tell whether that is its own key; it says so when it reads the pack."
        )];
        parcel.give(&said, json!({"pack": to_json(&sealed)}), output)
    }
}
