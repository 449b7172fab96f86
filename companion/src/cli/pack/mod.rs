//! `coldframe pack …`: context packs, from an edited file to signed codes.
//!
//! A pack is edited as a JSON file and signed in its canonical form, which is codes like every message. May not enter: what may
//! stand in a pack and who signed it, which [`shared::pack`] judges.

mod add;
mod bounds;
mod hand_out;
mod new;
mod review;
mod seal;
mod show;

pub(super) use show::lines;

use std::path::Path;

use clap::Subcommand;
use serde_json::{Value, json};
use shared::{
    Kind,
    pack::{Offered, Pack},
};

use super::{
    exit::{CliError, EXIT_CODES, Exit},
    load,
    output::Output,
};
use crate::{
    frames::{Source, read::file, write::whole_file},
    pack::PackFile,
};

/// Names, functions, roles, code and rules of a team's contracts, signed by its reviewers, for stations that keep nothing.
#[derive(Debug, Subcommand)]
#[command(after_help = format!("Examples, in the order of a pack's life:
  coldframe pack new treasury.json --team \"Example Treasury\" --reviewer Alice=0xf39F… --reviewer Bob=0x7099… --threshold 2 --expires 2027-06-01
  coldframe pack add contract treasury.json Treasury 0x5FbD… --chain 1 --abi out/Treasury.json --role MINTER_ROLE
  coldframe pack add rule treasury.json \"Mints above a million want two people\" --demand two-reviewers --target 0x5FbD… --function \"mint(address,uint256)\" --argument 2 --most 1000000
  coldframe pack show treasury.json
  coldframe pack review treasury.json --key Alice --out request.gif
  coldframe pack review treasury.json --answer answer.png --out treasury-1.txt
  coldframe pack seal treasury-1.txt --fingerprint 73c5da0a --out request.gif
  coldframe pack show treasury-1.txt --terminal

{EXIT_CODES}"))]
pub(super) enum PackCommand {
    /// Begin a pack's file, or that of its next version
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", new::EXAMPLES))]
    New(Box<new::New>),
    /// Add a contract, a name, a rule or a block header to a pack's file
    #[command(
        subcommand,
        after_help = "Example: coldframe pack add name treasury.json \"Cold wallet\" 0x7099…"
    )]
    Add(Box<add::AddCommand>),
    /// Ask a reviewer for a signature, or take the answer back
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", review::EXAMPLES))]
    Review(Box<review::Review>),
    /// Ask a station for the seal of its own words, or take the answer back
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", seal::EXAMPLES))]
    Seal(Box<seal::Seal>),
    /// Say what a pack holds and who signed it; give out its codes
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", show::EXAMPLES))]
    Show(Box<show::Show>),
}

impl PackCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::New(args) => args.run(output),
            Self::Add(command) => command.run(output),
            Self::Review(args) => args.run(output),
            Self::Seal(args) => args.run(output),
            Self::Show(args) => args.run(output),
        }
    }
}

/// A pack in either form: the file that people edit, or codes.
pub(super) fn load(source: &Source) -> Result<Offered, CliError> {
    match source {
        Source::Path(path) if is_edited(path) => {
            Offered::of(&edited(path)?).map_err(|error| CliError::from(error).at(source))
        }
        _ => load::pack(source),
    }
}

fn is_edited(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// The file that people edit; what it says is not judged yet.
fn edited(path: &Path) -> Result<Pack, CliError> {
    if !is_edited(path) {
        return Err(CliError::usage(format!(
            "{} is no .json file, and only that form of a pack is edited; begin the next version of a signed pack with “coldframe pack new NEXT.json --after {}”",
            path.display(),
            path.display()
        )));
    }
    let text = String::from_utf8(file(path)?).map_err(|_| {
        let message = format!("{} is no text, so it is no pack; give its .json file", path.display());
        CliError::new(Exit::Input, Kind::new("pack-file"), message)
    })?;
    PackFile::read(&text).map_err(|error| CliError::from(error).at(path.display()))
}

/// Judges the pack and writes its file; says what it is now.
fn write(path: &Path, pack: &Pack, force: bool, output: Output) -> Result<(), CliError> {
    let offered = Offered::of(pack)?;
    whole_file(path, PackFile::write(offered.pack()).as_bytes(), force)?;
    output.json(&json!({"file": path.display().to_string(), "pack": to_json(&offered)}));
    output.result(format_args!(
        "{}: version {} of “{}”, with {} contracts, {} names and {} rules, {} bytes in its canonical form.",
        path.display(),
        pack.version,
        pack.team,
        pack.contracts.len(),
        pack.names.len(),
        pack.rules.len(),
        offered.encode().len()
    ));
    Ok(())
}

/// A pack for scripts.
pub(super) fn to_json(offered: &Offered) -> Value {
    let pack = offered.pack();
    let content: Value = serde_json::from_str(&PackFile::write(pack)).unwrap_or_default();
    let signers: Vec<Value> =
        offered.signers().map(|one| json!({"name": one.name, "address": one.address.to_string()})).collect();
    json!({
        "content": content,
        "contents_hash": offered.contents().to_string(),
        "signed_by": signers,
        "enough": offered.has_enough(),
        "sealed_by": offered.sealed_by().map(|address| address.to_string()),
        "reviewers_phrase": offered.circle().phrase().to_string(),
        "bytes": offered.encode().len(),
    })
}
