//! `coldframe pack show`.

use clap::Args;
use serde_json::json;
use shared::pack::Offered;

use super::{hand_out::Parcel, load, to_json};
use crate::{
    cli::{
        args::LinkArgs,
        exit::CliError,
        output::{Output, harmless},
    },
    frames::Source,
};

pub(super) const EXAMPLES: &str = "Examples:
  coldframe pack show treasury.json
  coldframe pack show treasury-1.txt --terminal
  coldframe pack show treasury-1.txt --out treasury.gif --profile dense";

/// Says what a pack holds, who signed it and when it expires; with --out or --terminal also gives out its codes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// The pack: its .json file, UR text, text file, picture, folder, or - for standard input
    #[arg(value_name = "PACK")]
    pack: Source,
    #[command(flatten)]
    link: LinkArgs,
}

impl Show {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let offered = load(&self.pack)?;
        let lines = lines(&offered, output);
        if self.link.out.is_none() && self.link.terminal.is_none() {
            output.json(&json!({"pack": to_json(&offered)}));
            output.result(lines.join("\n"));
            return Ok(());
        }
        let message = offered.encode();
        let parcel = Parcel::of(Offered::UR_TYPE, &message, &self.link)?;
        parcel.give(&lines, json!({"pack": to_json(&offered)}), output)
    }
}

/// A pack in words, and what a station will make of it.
pub(in crate::cli) fn lines(offered: &Offered, output: Output) -> Vec<String> {
    let mut lines: Vec<String> = offered
        .lines()
        .into_iter()
        .map(|line| output.labelled(&harmless(&line.label), harmless(&line.value)))
        .collect();
    let pack = offered.pack();
    if !pack.reviewers.is_empty() {
        let phrase = offered.circle().phrase();
        lines.push(output.labelled(
            "Reviewers' phrase",
            format_args!("{phrase}  [the same on a station that asks for their approval]"),
        ));
    }
    let signed = offered.signatures().len();
    lines.push(match (pack.threshold, offered.sealed_by()) {
        (_, Some(_)) => "A station whose words made the seal trusts it at once.".to_owned(),
        (0, None) => "No station trusts it before it is sealed: coldframe pack seal.".to_owned(),
        (threshold, None) if !offered.has_enough() => {
            format!("{signed} of {threshold} signatures are there: coldframe pack review.")
        }
        _ => "A station trusts it once its operator approves the reviewers' phrase.".to_owned(),
    });
    lines
}
