//! `coldframe pack new`.

use std::path::PathBuf;

use clap::Args;
use shared::{
    eth::address,
    pack::{Pack, Reviewer},
};

use super::{is_edited, load, write};
use crate::{
    cli::{exit::CliError, output::Output, request::now},
    frames::Source,
    pack::words,
};

pub(super) const EXAMPLES: &str = "Examples:
  coldframe pack new treasury.json --team \"Example Treasury\" --reviewer Alice=0xf39F… --reviewer Bob=0x7099… --threshold 2 --expires 2027-06-01
  coldframe pack new own.json --team Mine --expires 2027-06-01   (no reviewers: only the seal of your own words makes it trusted)
  coldframe pack new treasury-2.json --after treasury-1.txt --expires 2027-12-01";

/// Begins a pack: a JSON file to add to and to edit.
#[derive(Debug, Args)]
pub(in crate::cli) struct New {
    /// The file to make; its name ends in .json
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Whose pack it is; stations tell packs apart by this name
    #[arg(long, value_name = "NAME", required_unless_present = "after")]
    team: Option<String>,
    /// Who reviews it, and the address of the key that signs; several times
    #[arg(long, value_name = "NAME=ADDRESS", value_parser = reviewer)]
    reviewer: Vec<Reviewer>,
    /// How many of the reviewers must sign
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=16))]
    threshold: Option<u8>,
    /// The last day on which stations use it, to its end in UTC; or a whole moment
    #[arg(long, value_name = "DAY", value_parser = words::last_moment)]
    expires: u64,
    /// The version before: all that it holds is taken over, and the new one names it
    #[arg(long, value_name = "PACK")]
    after: Option<Source>,
    /// Replace what is there
    #[arg(long)]
    force: bool,
}

/// `Alice=0xf39F…`.
fn reviewer(text: &str) -> Result<Reviewer, String> {
    let (name, place) = text.split_once('=').ok_or("write it as NAME=ADDRESS")?;
    let address = address::parse(place).map_err(|error| error.to_string())?;
    Ok(Reviewer { name: name.to_owned(), address })
}

impl New {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        if !is_edited(&self.file) {
            return Err(CliError::usage("the name of a pack's file ends in .json; give it such a name"));
        }
        let mut pack = match &self.after {
            Some(before) => next(before)?,
            None => Pack { version: 1, ..Pack::default() },
        };
        if let Some(team) = self.team {
            if self.after.is_some() && team != pack.team {
                return Err(CliError::usage(format!(
                    "the version before is of “{}”; a pack's team does not change, leave --team out",
                    pack.team
                )));
            }
            pack.team = team;
        }
        if !self.reviewer.is_empty() {
            pack.reviewers = self.reviewer;
            pack.threshold = 0;
        }
        if let Some(threshold) = self.threshold {
            pack.threshold = threshold;
        } else if pack.threshold == 0 && !pack.reviewers.is_empty() {
            return Err(CliError::usage("say how many of the reviewers must sign, with --threshold N"));
        }
        pack.issued = now().unwrap_or_default();
        pack.expires = self.expires;
        write(&self.file, &pack, self.force, output)
    }
}

fn next(before: &Source) -> Result<Pack, CliError> {
    let before = load(before)?;
    let version = before.pack().version.checked_add(1).ok_or_else(|| {
        CliError::usage("the version before has the last number that there is; begin another pack")
    })?;
    Ok(Pack { version, previous: Some(before.contents()), ..before.pack().clone() })
}
