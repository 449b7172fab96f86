//! `coldframe pack review`.

use clap::Args;
use serde_json::json;
use shared::{
    Kind,
    eth::Payload,
    pack::Offered,
    review::Phrase,
    wire::{Bundle, SignRequest},
};

use super::{hand_out::Parcel, load, to_json};
use crate::{
    acts::{self, AskWish},
    build::{self, RequestId},
    cli::{
        args::{JournalArgs, KeyArgs, LinkArgs},
        exit::{CliError, Exit},
        load as messages,
        output::{Output, harmless},
        request::random_id,
        review::phrase_line,
    },
    frames::Source,
};

pub(super) const EXAMPLES: &str = "Examples:
  coldframe pack review treasury.json --key Alice --out request.gif
  coldframe pack review treasury.json --key-card card.png --index 0 --plain --out request.gif   (another make of wallet: the request alone)
  coldframe pack review treasury.json --answer answer.png --out treasury-1.txt
  coldframe pack review treasury-1.txt --answer other.png --out treasury-2.txt   (the second reviewer)";

/// Asks a reviewer for a signature of this very version, or takes the answer back and writes the pack with it.
#[derive(Debug, Args)]
pub(in crate::cli) struct Review {
    /// The pack: its .json file, or codes
    #[arg(value_name = "PACK")]
    pack: Source,
    /// The reviewer's answer: UR text, text file, picture, folder, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["key", "from", "path", "fingerprint", "key_card", "plain"])]
    answer: Option<Source>,
    /// Send the request alone, for another make of wallet; our own station then cannot show what the pack holds
    #[arg(long)]
    plain: bool,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    link: LinkArgs,
    #[command(flatten)]
    journal: JournalArgs,
}

impl Review {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let offered = load(&self.pack)?;
        match &self.answer {
            Some(answer) => self.take(&offered, answer, output),
            None => self.ask(&offered, output),
        }
    }

    fn ask(&self, offered: &Offered, output: Output) -> Result<(), CliError> {
        let mut journal = self.journal.open()?;
        let key = self.key.resolve_in(&journal.book()?)?;
        let pack = offered.pack();
        let Some(reviewer) = pack.reviewers.iter().find(|one| one.address == key.address) else {
            let message = format!(
                "{} is no reviewer of this pack; its reviewers are {}",
                key.address,
                pack.reviewers
                    .iter()
                    .map(|one| format!("{} at {}", harmless(&one.name), one.address))
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            return Err(CliError::new(Exit::Refused, Kind::new("wrong-signer"), message));
        };
        let payload = Payload::TypedData(Box::new(offered.review_data().clone()));
        let id = random_id()?;
        let request = build::request(&payload, &key, id).encode();
        let parcel = match self.plain {
            true => Parcel::of(SignRequest::UR_TYPE, &request, &self.link)?,
            false => {
                let packs = vec![offered.encode()];
                let bundle = Bundle { request, packs, ..Bundle::default() };
                Parcel::of(Bundle::UR_TYPE, &bundle.encode(), &self.link)?
            }
        };
        let purpose = Some(format!("Review version {} of the pack of “{}”", pack.version, pack.team));
        let (_, checked) = acts::ask(&mut journal, AskWish { payload, key, purpose, replaces: None }, id)?;
        let phrase = Phrase::of(&checked.digest());
        let said = [
            format!(
                "Request {id} asks {} to sign version {} of the pack.",
                harmless(&reviewer.name),
                pack.version
            ),
            output.labelled("Contents hash", offered.contents()),
            phrase_line(&checked.digest(), output),
        ];
        let json = json!({
            "request_id": id.to_string(),
            "reviewer": reviewer.name,
            "digest": checked.digest().to_string(),
            "check_phrase": phrase.to_string(),
            "pack": to_json(offered),
        });
        parcel.give(&said, json, output)
    }

    fn take(&self, offered: &Offered, answer: &Source, output: Output) -> Result<(), CliError> {
        let answer = messages::answer(answer)?;
        let before = offered.signatures().len();
        let signed = offered.clone().signed(&answer.signature)?;
        let codes_of = signed.encode();
        let parcel = Parcel::of(Offered::UR_TYPE, &codes_of, &self.link)?;
        let mut journal = self.journal.open()?;
        if let Some(id) = answer.request_id.map(RequestId::of_bytes)
            && journal.request(id)?.is_some()
        {
            acts::accept(&mut journal, &answer, Some(id), None)?;
        }
        let pack = signed.pack();
        let again = if signed.signatures().len() == before { " (who had signed before)" } else { "" };
        let signers: Vec<_> = signed.signers().map(|one| harmless(&one.name)).collect();
        let said = [
            format!("Signed by {}{again}: {} of {}.", signers.join(", "), signers.len(), pack.threshold),
            if signed.has_enough() {
                "That is enough: stations that approve these reviewers will use the pack.".to_owned()
            } else {
                "More signatures are needed: give this pack to the next reviewer.".to_owned()
            },
        ];
        parcel.give(&said, json!({"pack": to_json(&signed)}), output)
    }
}
